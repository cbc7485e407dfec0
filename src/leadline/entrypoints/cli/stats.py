"""`leadline stats`: show the figures, hold them against the calls, write them anew."""

from collections.abc import AsyncIterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from leadline.calls.schemas.statistics import StatsMeta, Trend
    from leadline.calls.service.recount import DayVerdict
    from leadline.calls.service.rules import Misjudged
    from leadline.kernel.db.engine import Database

app = typer.Typer(no_args_is_help=True)
MOST_SHOWN = 10


@app.command()
def show(
    first: common.FromDay = None,
    last: common.ToDay = None,
    days: common.Days = None,
    source: Annotated[str | None, typer.Option("--source", help="Only this source.")] = None,
    json: common.JsonFlag = False,
) -> None:
    """Show each day's figures, without options the last 7 days: calls, connected, rates, orders, agents."""
    from leadline.calls.service.statistics.asking import Asker
    from leadline.calls.service.statistics.trend import draw_trend
    from leadline.entrypoints.wiring import open_toolbox
    from leadline.kernel.auth.principal import DataScope
    from leadline.kernel.clock import now

    settings = common.settings_or_exit()

    async def work() -> "tuple[Trend, StatsMeta]":
        async with open_toolbox(settings) as toolbox:
            start, end = common.day_range(first, last, days, toolbox.calendar.today(), 7)
            return await draw_trend(toolbox, Asker(DataScope(all=True), source, now()), start, end, "day")

    trend, meta = common.run(work())
    if json:
        common.print_json({**trend.model_dump(mode="json"), "complete": meta.complete})
        return
    columns = (
        trend.dates, trend.total_calls, trend.success_calls, trend.contact_rate, trend.orders, trend.orders_9,
        trend.orders_1, trend.success_rate, trend.agents,
    )  # fmt: skip
    headers = Text(
        "日期 外呼 接通 接通率 成功单 9元 1元 成功率 坐席", "day calls connected rate orders 9 1 success agents"
    )
    rows = [[_percent(cell) for cell in row] for row in zip(*columns, strict=True)]
    common.print_table(common.say(headers).split(), list(reversed(rows)))


def _percent(cell: object) -> object:
    return f"{cell:.2%}" if isinstance(cell, float) else cell


@app.command()
def verify(
    first: common.FromDay = None, last: common.ToDay = None, days: common.Days = None, json: common.JsonFlag = False
) -> None:
    """Recount every figure from the calls and report each that differs. Exit status 1 when one does.

    Days whose calls were judged by other grade rules than those in force are reported too. Without options: all days.
    It can run while calls are written.
    """
    _walk("verify", first, last, days, as_json=json)


@app.command()
def rebuild(
    first: common.FromDay = None, last: common.ToDay = None, days: common.Days = None, json: common.JsonFlag = False
) -> None:
    """Write every figure anew from the calls, a day at a time, and report what was wrong."""
    _walk("rebuild", first, last, days, as_json=json)


@app.command()
def rejudge(json: common.JsonFlag = False) -> None:
    """Judge every stored call by the grade rules in force, where a change of them did not get through."""
    from leadline.calls.service import rules
    from leadline.entrypoints.deeds import tell_deed
    from leadline.entrypoints.wiring import open_toolbox

    settings = common.settings_or_exit()

    async def work() -> tuple[int, int]:
        async with open_toolbox(settings) as toolbox:
            await tell_deed(toolbox.database, "grade_rules.rejudge", "calls")
            changed = [day.calls async for day in rules.rejudge(toolbox.database)]
        return len(changed), sum(changed)

    days, calls = common.run(work())
    if json:
        common.print_json({"rejudged_days": days, "rejudged_calls": calls})
        return
    line = Text("已按现行规则重判 {days}、{calls}。", "{days} judged anew, {calls} changed.")
    told = line.fill(days=common.counted(days, common.DAYS), calls=common.counted(calls, common.CALLS))
    common.results.print(common.say(told), markup=False)


def _walk(what: str, first: "common.FromDay", last: "common.ToDay", days: "common.Days", *, as_json: bool) -> None:
    from leadline.calls.service import recount, rules
    from leadline.entrypoints.deeds import tell_deed
    from leadline.entrypoints.wiring import open_toolbox

    settings = common.settings_or_exit()

    async def work() -> "tuple[list[DayVerdict], list[Misjudged]]":
        async with open_toolbox(settings) as toolbox:
            start, end = date.min, date.max
            if first or last or days:
                start, end = common.day_range(first, last, days, toolbox.calendar.today(), 1)
            if what == "rebuild":
                await tell_deed(toolbox.database, "stats.rebuild", f"{start}..{end}")
            walker = recount.verify if what == "verify" else recount.rebuild
            walk = _told(toolbox.database, walker(toolbox.database, start, end), repaired=what == "rebuild")
            verdicts = await _collected(walk, what)
            return verdicts, [stale async for stale in rules.misjudged(toolbox.database, start, end)]

    verdicts, stale = common.run(work())
    wrong = [verdict for verdict in verdicts if verdict.differences]
    _report(verdicts, wrong, stale, what, as_json=as_json)
    if (wrong or stale) and what == "verify":
        raise typer.Exit(common.FAILED)


async def _told(
    database: "Database", walk: "AsyncIterator[DayVerdict]", *, repaired: bool
) -> "AsyncIterator[DayVerdict]":
    """Passes the verdicts on, and tells of each that begins or ends an alert, once its day is done."""
    from leadline.calls.events import DayRecounted
    from leadline.kernel.db.retry import retrying
    from leadline.kernel.outbox.publish import publish
    from leadline.operations.public import days_of_wrong_counts

    async with database.reading() as connection:
        known = await days_of_wrong_counts(connection)

    async def tell(event: DayRecounted) -> None:
        async with database.transaction() as connection:
            await publish(connection, event)

    async for verdict in walk:
        wrong = len(verdict.differences)
        if wrong or (verdict.source, verdict.day) in known:
            event = DayRecounted(source=verdict.source, day=verdict.day, wrong=wrong, repaired=repaired)
            await retrying(partial(tell, event))
        yield verdict


async def _collected(walk: "AsyncIterator[DayVerdict]", what: str) -> "list[DayVerdict]":
    verdicts: list[DayVerdict] = []
    calls = 0
    with common.Bar(what, None, unit=common.CALLS) as bar:
        async for verdict in walk:
            verdicts.append(verdict)
            calls += verdict.calls
            bar.to(calls, str(verdict.day))
    return verdicts


def _report(
    verdicts: "list[DayVerdict]", wrong: "list[DayVerdict]", stale: "list[Misjudged]", what: str, *, as_json: bool
) -> None:
    calls = sum(verdict.calls for verdict in verdicts)
    if as_json:
        common.print_json(
            {
                "days": len(verdicts),
                "calls": calls,
                "differing_days": [
                    {
                        "source": verdict.source,
                        "day": verdict.day,
                        "differences": [difference._asdict() for difference in verdict.differences],
                    }
                    for verdict in wrong
                ],
                "misjudged_days": [{"source": one.source, "day": one.day} for one in stale],
            }
        )
        return
    for verdict in wrong:
        common.results.print(f"{verdict.day} {verdict.source}: {len(verdict.differences)}", markup=False)
        for difference in verdict.differences[:MOST_SHOWN]:
            common.results.print(f"  {difference.name}: {difference.stored} != {difference.recounted}", markup=False)
    if stale:
        hint = Text(
            "{days}的通话未按现行意向度规则判定（自 {day} 起）：请运行 leadline stats rejudge。",
            "The calls of {days} were judged by other grade rules (since {day}): run `leadline stats rejudge`.",
        )
        common.results.print(
            common.say(hint.fill(days=common.counted(len(stale), common.DAYS), day=stale[0].day)), markup=False
        )
    verb = Text("重建", "rebuilt") if what == "rebuild" else Text("核对", "verified")
    line = Text(
        "已{verb} {days}，{calls}；{wrong}有差异。",
        "{days} {verb}, {calls}; {wrong} differed.",
    )
    days_told, wrong_told = (common.counted(len(some), common.DAYS) for some in (verdicts, wrong))
    told = line.fill(verb=verb, days=days_told, calls=common.counted(calls, common.CALLS), wrong=wrong_told)
    common.results.print(common.say(told), markup=False)
