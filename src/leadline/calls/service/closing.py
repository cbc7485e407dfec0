"""The daily close: a past day that both tracks know whole and alike is closed; one that moves later is reopened.

Closing changes no figure and forbids nothing: it says that nothing is open, and since when. A source without totals of
its vendor has nothing to agree with, and its days stay as they are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import Completeness
from leadline.calls.events import DaysClosed
from leadline.calls.repository.closings import Closing, read_closings, reopen, write_closings
from leadline.calls.repository.counts import CALLS_VERSION
from leadline.calls.repository.sync_days import read_days
from leadline.calls.repository.track_caches import task_figures
from leadline.calls.repository.vendor_figures import day_figures
from leadline.kernel.db.counters import bump_counter
from leadline.kernel.db.moment import database_time
from leadline.kernel.outbox.publish import publish
from leadline.kernel.text import Text

LOOKS_BACK: Final = timedelta(days=31)
CALLS_MOVED = Text(
    "结账后又有话单入库或更正,当天数据已变动。", "Calls of the day came or were corrected after it was closed."
)
OURS_MOVED = Text(
    "结账后本系统的统计已变动(结账时外呼/接通/成功单为 {then},现为 {now})。",
    "Our counts have moved since it was closed (calls/connected/orders were {then}, and are {now}).",
)
VENDOR_MOVED = Text(
    "结账后供应商汇总已变动(结账时外呼/接通/成功单为 {then},现为 {now})。",
    "The vendor's totals have moved since it was closed (calls/connected/orders were {then}, and are {now}).",
)
Figures = tuple[int, int, int]
NOTHING: Final[Figures] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Closed:
    """What a look at the days came to, by source."""

    closed: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))
    reopened: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))

    @property
    def sources(self) -> list[str]:
        return sorted({*self.closed, *self.reopened})


async def close_days(connection: AsyncConnection, today: date) -> Closed:
    """Looks at the last 31 days before `today`: reopens what has moved, closes what is whole and agrees."""
    first, last = today - LOOKS_BACK, today - timedelta(days=1)
    ours: dict[tuple[str, date], Figures] = {
        (one.source, one.day): (one.calls, one.connected, one.orders)
        for one in await day_figures(connection, first, last)
    }
    theirs: dict[tuple[str, date], Figures] = {
        (one.source, one.stat_date): (one.calls, one.connected, one.orders)
        for one in await task_figures(connection, first, last)
    }
    known = await read_closings(connection, first, last)
    come = Closed()
    for (source, day), closing in sorted(known.items()):
        reason = _moved(closing, ours.get((source, day), NOTHING), theirs.get((source, day)))
        if closing.state == "closed" and reason and await reopen(connection, source, [day], reason):
            come.reopened[source].append(day)
    whole: dict[tuple[str, date], set[str]] = defaultdict(set)
    for row in await read_days(connection, first, last):
        if row.state is Completeness.COMPLETE:
            whole[row.source, row.day].add(row.track)
    moment: datetime = (await connection.execute(select(database_time()))).scalar_one()
    fresh = []
    for key, figures in sorted(theirs.items()):
        closed = key in known and known[key].state == "closed"
        if not closed and whole[key] >= {"grade", "task"} and ours.get(key, NOTHING) == figures:
            fresh.append(Closing(*key, "closed", *figures, moment))
            come.closed[key[0]].append(key[1])
    await write_closings(connection, fresh)
    await _tell(connection, come)
    return come


async def reopen_moved(connection: AsyncConnection, source: str, days: Collection[date], at: datetime) -> list[date]:
    """Reopens those of the days that were closed before `at`, when calls of theirs came or changed."""
    moved = await reopen(connection, source, days, CALLS_MOVED, closed_before=at)
    if moved:
        await publish(connection, DaysClosed(source=source, reopened=tuple(moved)))
        await bump_counter(connection, CALLS_VERSION)
    return moved


def _moved(closing: Closing, ours: Figures, theirs: Figures | None) -> Text | None:
    then = (closing.calls, closing.connected, closing.orders)
    if ours != then:
        return OURS_MOVED.fill(then=_written(then), now=_written(ours))
    if theirs is not None and theirs != then:
        return VENDOR_MOVED.fill(then=_written(then), now=_written(theirs))
    return None


def _written(figures: Iterable[int]) -> str:
    return "/".join(f"{one:,}" for one in figures)


async def _tell(connection: AsyncConnection, come: Closed) -> None:
    for source in come.sources:
        event = DaysClosed(
            source=source, closed=tuple(come.closed.get(source, ())), reopened=tuple(come.reopened.get(source, ()))
        )
        await publish(connection, event)
    if come.sources:
        await bump_counter(connection, CALLS_VERSION)
