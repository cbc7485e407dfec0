"""`leadline alerts`: what is wrong, and who has seen it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from leadline.calls.service.toolbox import CallsToolbox
    from leadline.operations.repository.alerts import AlertRow

app = typer.Typer(no_args_is_help=True)
Ids = Annotated[list[int], typer.Argument(min=1, help="The numbers of the alerts.")]
LONGEST_NOTE = 500
TOO_LONG = Text("最多 {most} 字", "{most} characters at the most")


@app.command("list")
def list_them(
    everything: Annotated[bool, typer.Option("--all", help="Those that are over, too.")] = False,  # a flag
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many, the newest first.")] = 50,
    json: common.JsonFlag = False,
) -> None:
    """What is wrong now (exit status 1 when anything is), or was."""
    from leadline.operations.repository.alerts import AlertFilter, list_alerts

    async def read(tools: "CallsToolbox") -> "list[AlertRow]":
        async with tools.database.reading() as connection:
            return (await list_alerts(connection, AlertFilter(None if everything else "open"), 1, limit))[0]

    rows = _with_toolbox(read)
    if json:
        common.print_json([_plain(row) for row in rows])
    else:
        _print(rows)
    if any(row.resolved_at is None for row in rows):
        raise typer.Exit(1)


@app.command("ack")
def acknowledge(
    ids: Ids,
    note: Annotated[str, typer.Option("--note", help="A note to go with it, 500 characters at the most.")] = "",
) -> None:
    """Say that somebody has seen these alerts."""
    if len(note) > LONGEST_NOTE:
        raise typer.BadParameter(common.say(TOO_LONG.fill(most=LONGEST_NOTE)), param_hint="--note")
    from leadline.kernel.audit.actors import operator
    from leadline.operations.service.alerts import acknowledge_alerts

    async def write(tools: "CallsToolbox") -> "list[AlertRow]":
        return await acknowledge_alerts(tools.database, ids, note, operator(), ())

    rows = _with_toolbox(write)
    common.results.print(common.say(Text("已确认 {count} 条告警。", "{count} acknowledged.").fill(count=len(rows))))


def _with_toolbox(work: Any) -> Any:  # Any: what the work takes and returns
    from leadline.entrypoints.wiring import open_toolbox

    settings = common.settings_or_exit()

    async def opened() -> Any:  # Any: as above
        async with open_toolbox(settings) as toolbox:
            return await work(toolbox)

    return common.run(opened())


def _print(rows: "list[AlertRow]") -> None:
    from leadline.operations.contracts import SEVERITY_NAMES

    if not rows:
        common.notices.print(common.say(Text("没有告警。", "Nothing is wrong.")))
        return
    told = [
        (
            row.id, common.say(SEVERITY_NAMES[row.severity]), f"{row.opened_at:%Y-%m-%d %H:%M}",
            f"{row.resolved_at:%Y-%m-%d %H:%M}" if row.resolved_at else "", row.acknowledged_by or "",
            common.say(row.summary),
        )
        for row in rows
    ]  # fmt: skip
    names = Text("编号 级别 开始（UTC） 恢复（UTC） 确认人 情况", "id severity since(UTC) over(UTC) seen-by what")
    common.print_table(common.say(names).split(), told)


def _plain(row: "AlertRow") -> dict[str, Any]:  # Any: a JSON document
    return row._asdict() | {"summary": common.say(row.summary), "severity": row.severity.value}
