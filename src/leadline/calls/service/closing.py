"""The daily close: a past day that both tracks know whole and alike is closed; one that moves later is reopened.

Closing changes no figure and forbids nothing: it says that nothing is open, and since when. A day whose tracks differ,
or whose vendor tells no totals, is closed by somebody who says why; that is undone by hand, or by the first change.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import Completeness
from leadline.calls.errors import DayClosedByItself, DayIsClosed, DayNotClosed, DayNotOver, DayUnknown
from leadline.calls.events import DaysClosed
from leadline.calls.repository.closings import (
    Closing,
    Figures,
    lock_closing,
    read_closings,
    reopen,
    write_closings,
)
from leadline.calls.repository.counts import CALLS_VERSION
from leadline.calls.repository.sync_days import read_days
from leadline.calls.repository.track_caches import task_figures
from leadline.calls.repository.vendor_figures import day_figures
from leadline.kernel.audit.actors import Actor
from leadline.kernel.audit.log import write_down
from leadline.kernel.db.counters import bump_counter
from leadline.kernel.db.moment import database_time
from leadline.kernel.outbox.publish import publish
from leadline.kernel.text import Text

LOOKS_BACK: Final = timedelta(days=31)
CALLS_MOVED = Text(
    "结账后又有话单入库或更正，当天数据已变动。", "Calls of the day came or were corrected after it was closed."
)
OURS_MOVED = Text(
    "结账后本系统的统计已变动（结账时外呼/接通/成功单为 {then}，现为 {now}）。",
    "Our counts have moved since it was closed (calls/connected/orders were {then}, and are {now}).",
)
VENDOR_MOVED = Text(
    "结账后供应商汇总已变动（结账时外呼/接通/成功单为 {then}，现为 {now}）。",
    "The vendor's totals have moved since it was closed (calls/connected/orders were {then}, and are {now}).",
)
VENDOR_CAME = Text(
    "结账后收到供应商汇总，与本系统不一致（供应商外呼/接通/成功单为 {now}，本系统为 {then}）。",
    "The vendor's totals came after it was closed, and are not ours (calls/connected/orders {now}; ours {then}).",
)
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
        await tell_closed(connection, DaysClosed(source=source, reopened=tuple(moved)))
    return moved


async def close_by_hand(
    connection: AsyncConnection, source: str, day: date, today: date, note: str, actor: Actor
) -> Closing:
    """Closes a past day as it is, whatever the tracks say. DayNotOver, DayIsClosed, DayUnknown."""
    if day >= today:
        raise DayNotOver(day=day)
    before = await lock_closing(connection, source, day)
    if before is not None and before.state == "closed":
        raise DayIsClosed(day=day)
    ours = [(one.calls, one.connected, one.orders) for one in await day_figures(connection, day, day, [source])]
    theirs = [(one.calls, one.connected, one.orders) for one in await task_figures(connection, day, day, source)]
    if not ours and not theirs:
        raise DayUnknown(source=source, day=day)
    figures, vendor = (ours or [NOTHING])[0], theirs[0] if theirs else None
    moment: datetime = (await connection.execute(select(database_time()))).scalar_one()
    closing = Closing(source, day, "closed", *figures, moment, vendor, actor.name[:100], note)
    await write_closings(connection, [closing])
    await tell_closed(connection, DaysClosed(source=source, closed=(day,)))
    told = {"note": note, "ours": list(figures), "vendor": list(vendor) if vendor else None}
    await write_down(connection, actor.did("day.close", f"{source}:{day.isoformat()}", told))
    return closing


async def reopen_by_hand(connection: AsyncConnection, source: str, day: date, note: str, actor: Actor) -> Closing:
    """Undoes a close by hand. DayNotClosed; DayClosedByItself for one that would be closed again within the hour."""
    before = await lock_closing(connection, source, day)
    if before is None or before.state != "closed":
        raise DayNotClosed(source=source, day=day)
    if before.closed_by is None:
        raise DayClosedByItself(day=day)
    await reopen(connection, source, [day], Text(note, note), by=actor.name[:100])
    await tell_closed(connection, DaysClosed(source=source, reopened=(day,)))
    await write_down(connection, actor.did("day.reopen", f"{source}:{day.isoformat()}", {"note": note}))
    return await lock_closing(connection, source, day) or before


async def tell_closed(connection: AsyncConnection, event: DaysClosed) -> None:
    """Lets who watches know, and who has a page open."""
    await publish(connection, event)
    await bump_counter(connection, CALLS_VERSION)


def _moved(closing: Closing, ours: Figures, theirs: Figures | None) -> Text | None:
    if ours != closing.ours:
        return OURS_MOVED.fill(then=_written(closing.ours), now=_written(ours))
    if theirs is None or theirs == (closing.vendor or closing.ours):
        return None
    if closing.closed_by is not None and closing.vendor is None:
        return VENDOR_CAME.fill(then=_written(closing.ours), now=_written(theirs))
    return VENDOR_MOVED.fill(then=_written(closing.vendor or closing.ours), now=_written(theirs))


def _written(figures: Iterable[int]) -> str:
    return "/".join(f"{one:,}" for one in figures)


async def _tell(connection: AsyncConnection, come: Closed) -> None:
    for source in come.sources:
        event = DaysClosed(
            source=source, closed=tuple(come.closed.get(source, ())), reopened=tuple(come.reopened.get(source, ()))
        )
        await tell_closed(connection, event)
