"""`leadline days`: which days are closed, and closing one by hand."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.errors import Detail, InvalidInput
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from datetime import date

    from leadline.calls.repository.closings import Closing
    from leadline.calls.service.reconciliation import DayComparison, Measures
    from leadline.calls.service.toolbox import CallsToolbox

app = typer.Typer(no_args_is_help=True)
USUAL_DAYS = 35
Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="The day, YYYY-MM-DD.")]
Source = Annotated[str, typer.Option("--source", help="The source whose day it is.")]
Note = Annotated[str, typer.Option("--note", help="Why, for who looks at the day later.")]
NO_NOTE = Text("请说明原因（最多 {most} 字）", "say why, in {most} characters at the most")
STATES = {"closed": Text("已结账", "closed"), "reopened": Text("结账后重开", "reopened")}
BY_ITSELF = Text("系统", "itself")


@app.command("list")
def list_them(
    first: common.FromDay = None,
    last: common.ToDay = None,
    days: common.Days = None,
    source: Annotated[str | None, typer.Option("--source", help="Only this source.")] = None,
    json: common.JsonFlag = False,
) -> None:
    """The days with both totals and how they were closed; without options the last 35 days."""
    from leadline.calls.service.reconciliation import reconcile_days
    from leadline.kernel.auth.principal import DataScope

    async def read(tools: "CallsToolbox") -> "list[DayComparison]":
        start, end = common.day_range(first, last, days, tools.calendar.today(), USUAL_DAYS)
        return await reconcile_days(tools, start, end, DataScope(all=True), source)

    found = _with_toolbox(read)
    if json:
        common.print_json([_plain(one) for one in found])
        return
    names = Text(
        "日期 来源 本系统（外呼/接通/成功单） 供应商 结账 操作人 原因",
        "day source ours(calls/connected/orders) vendor close by why",
    )
    rows = [
        (one.day, one.source, _sums(one.total.ours), _sums(one.total.vendor), *_close(one.closing)) for one in found
    ]
    common.print_table(common.say(names).split(), rows)


@app.command("close")
def close(day: Day, source: Source, note: Note) -> None:
    """Close a past day as it is, though its tracks differ; the first change of its figures reopens it."""
    from leadline.calls.service.closing import close_by_hand
    from leadline.kernel.audit.actors import operator

    why = _checked(note)

    async def write(tools: "CallsToolbox") -> None:
        async with tools.database.transaction() as connection:
            await close_by_hand(connection, source, day.date(), tools.calendar.today(), why, operator())

    _with_toolbox(write)
    _done(Text("{source} {day} 已结账。", "{day} of {source} is closed."), day.date(), source)


@app.command("reopen")
def reopen(day: Day, source: Source, note: Note) -> None:
    """Undo a close by hand."""
    from leadline.calls.service.closing import reopen_by_hand
    from leadline.kernel.audit.actors import operator

    why = _checked(note)

    async def write(tools: "CallsToolbox") -> None:
        async with tools.database.transaction() as connection:
            await reopen_by_hand(connection, source, day.date(), why, operator())

    _with_toolbox(write)
    _done(Text("{source} {day} 已撤销结账。", "{day} of {source} is open again."), day.date(), source)


def _checked(note: str) -> str:
    from leadline.calls.schemas.sync import LONGEST_NOTE

    if not 0 < len(note.strip()) <= LONGEST_NOTE or "\0" in note:
        common.fail(InvalidInput([Detail("--note", NO_NOTE.fill(most=LONGEST_NOTE))]))
    return note.strip()


def _done(sentence: Text, day: "date", source: str) -> None:
    common.results.print(common.say(sentence.fill(day=day, source=source)), markup=False)


def _with_toolbox(work: "Callable[[CallsToolbox], Awaitable[Any]]") -> Any:  # Any: what the work returns
    from leadline.entrypoints.wiring import open_toolbox

    settings = common.settings_or_exit()

    async def opened() -> Any:  # Any: as above
        async with open_toolbox(settings) as toolbox:
            return await work(toolbox)

    return common.run(opened())


def _sums(measures: "Measures | None") -> str:
    return "/".join(str(one) for one in measures) if measures else ""


def _close(closing: "Closing | None") -> tuple[str, str, str]:
    if closing is None:
        return "", "", ""
    if closing.state == "closed":
        return common.say(STATES["closed"]), closing.closed_by or common.say(BY_ITSELF), closing.note or ""
    why = common.say(closing.reason) if closing.reason else ""
    return common.say(STATES["reopened"]), closing.reopened_by or "", why


def _plain(one: "DayComparison") -> dict[str, Any]:  # Any: a JSON document
    closing = one.closing
    return {
        "day": one.day, "source": one.source, "ours": one.total.ours._asdict(),
        "vendor": one.total.vendor._asdict() if one.total.vendor else None,
        "grade_state": one.grade_state.value, "task_state": one.task_state.value,
        "closing": None if closing is None else closing._asdict()
        | {"reason": common.say(closing.reason) if closing.reason else None},
    }  # fmt: skip
