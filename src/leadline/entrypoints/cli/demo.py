"""`leadline demo`: simulator, database, sync and server, with one command."""

from typing import Annotated

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text


def demo(
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="How many days of calls, today included.")] = 35,
    port: Annotated[
        int | None,
        typer.Option("--port", min=1, max=65535, help="Port of the server; PORT by default, or the next free one."),
    ] = None,
    calls_per_day: Annotated[
        int | None, typer.Option("--calls-per-day", min=1, max=200_000, help="A fixed number of calls a day.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="End when all days are in, instead of serving on.")] = False,
    clear: Annotated[bool, typer.Option("--clear", help="Delete the demo's data, and nothing else.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before clearing.")] = False,
) -> None:
    """Start the dialer simulator and the API, and sync days of calls from the one into the other, newest first.

    Prints an address, a working token and three requests to try. A second start takes up where the first one stopped.
    Ctrl-C ends everything.
    """
    from leadline.entrypoints import demo as play

    settings = common.settings_or_exit(**({"port": port} if port else {}))
    if settings.production:
        common.fail(common.RefusedInProduction(what="leadline demo"))
    if clear:
        question = Text("删除全部演示数据（来源 demo）？", "Delete all data of the demo (source demo)?")
        if not yes and not common.confirmed(question):
            raise typer.Exit(common.FAILED)
        common.run(play.clear_demo(settings))
        return
    raise typer.Exit(common.run(play.play_demo(settings, days, calls_per_day, once=once)))
