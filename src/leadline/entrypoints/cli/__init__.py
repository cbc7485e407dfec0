"""The command line. Each command imports what it needs when it runs, so that `leadline --help` answers at once."""

import inspect
import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from leadline.entrypoints.cli import (
    alerts,
    audit,
    calls,
    channels,
    common,
    days,
    db,
    demo,
    doctor,
    employee,
    jobs,
    keys,
    legacy,
    role,
    server,
    stats,
    team,
    token,
    user,
)

app = typer.Typer(
    name="leadline",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Leadline 外呼运营平台：calls from the dialer, counted exactly, and served.\n\n"
    "Exit status: 0 done and complete, 1 failed or incomplete, 2 wrong usage.",
)
app.add_typer(db.app, name="db", help="The database's schema: upgrade, downgrade, revision, check, seed.")
app.add_typer(stats.app, name="stats", help="Statistics: show, verify against the calls, rebuild, rejudge.")
app.add_typer(audit.app, name="audit", help="The audit log: verify its chain, list entries, begin a new chain.")
app.add_typer(keys.app, name="keys", help="The keys that encrypt what is stored: list, rotate.")
app.add_typer(user.app, name="user", help="Users: create, list, disable, enable, reset-password, link.")
app.add_typer(role.app, name="role", help="Roles: list, create, grant, revoke.")
app.add_typer(team.app, name="team", help="Teams: list, create, rename, move, delete.")
app.add_typer(employee.app, name="employee", help="Employees: list, create, dialer accounts, figures.")
app.add_typer(jobs.app, name="jobs", help="Jobs and schedules: list, show, cancel, retry, run.")
app.add_typer(alerts.app, name="alerts", help="Alerts: list what is wrong, acknowledge it.")
app.add_typer(channels.app, name="channels", help="Channels that alerts are told over: list, test.")
app.add_typer(days.app, name="days", help="Days: how they were closed, close one by hand, undo that.")
app.command("demo")(demo.demo)
app.command("serve")(server.serve)
app.command("worker")(jobs.worker)
app.command("doctor")(doctor.doctor)
app.command("sync")(calls.sync)
app.command("import")(calls.import_files)
app.command("export")(calls.export)
app.command("token")(token.token)
app.command("simulate")(server.simulate)
app.command("import-legacy")(legacy.import_legacy)


def _version(wanted: bool) -> None:  # typer's callback
    if wanted:
        from importlib.metadata import version

        typer.echo(version("leadline"))
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[  # typer calls it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of every command."""


def let_help_flow(of: typer.Typer) -> None:
    """Takes the line ends of the source out of the docstrings: a paragraph is as wide as the terminal."""
    for command in of.registered_commands:
        paragraphs = (inspect.getdoc(command.callback) or "").split("\n\n")
        command.help = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    for group in of.registered_groups:
        if group.typer_instance is not None:
            let_help_flow(group.typer_instance)


let_help_flow(app)


def main() -> None:
    """The `leadline` program. Output that cannot be written is one line on standard error and exit status 1."""
    _prepare_output()
    if common.language() == "zh-CN":
        from leadline.entrypoints.cli.chinese.commands import speak_chinese

        speak_chinese(app)
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()  # `| head` has seen enough
        sys.exit(1)
    except OSError as error:
        _drop_output()
        sys.exit(f"leadline: {error.filename or 'standard output'}: {error.strerror}")


def _drop_output() -> None:
    """What is still buffered goes nowhere: the interpreter's own flush at the end would fail a second time."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _prepare_output() -> None:
    """Something to write to where the shell closed it, and no encoding that ends a command half-way."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  # open until the end
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
