"""Verification and rebuilding of the counts, a day at a time, while others write."""

from collections.abc import AsyncIterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.cubes import Cube
from leadline.calls.domain.deltas import MEASURES
from leadline.calls.models import call_rollups, daily_stats
from leadline.calls.repository.counts import CALLS_VERSION, DAY_MEASURES, settle_days
from leadline.calls.repository.recount import DayCounts, known_days, recount, sources_of, stored_counts
from leadline.kernel.clock import now
from leadline.kernel.db.counters import bump_counter
from leadline.kernel.db.engine import Database
from leadline.kernel.db.upsert import upsert


class Difference(NamedTuple):
    """One count that is not what its calls make: `name` is a column of daily_stats, or `cube/agent/key/measure`."""

    name: str
    stored: int
    recounted: int


class DayVerdict(NamedTuple):
    """One source's day, how many calls it has, and every count of it that is wrong."""

    source: str
    day: date
    calls: int
    differences: tuple[Difference, ...]


async def verify(database: Database, first: date, last: date) -> AsyncIterator[DayVerdict]:
    """Recounts each day of the range from its calls and holds the stored counts against it.

    Each day is read from one state of the database, so writers at work cause no false alarm.
    """
    async for source, day in each_day(database, first, last):
        async with database.reading() as connection:
            stored = await stored_counts(connection, source, day)
            counted = await recount(connection, source, day)
        yield DayVerdict(source, day, counted.daily["total_calls"], tuple(compare(stored, counted)))


async def each_day(database: Database, first: date, last: date) -> AsyncIterator[tuple[str, date]]:
    """Every (source, day) of the range that has calls or counts, oldest first."""
    async with database.reading() as connection:
        days = await known_days(connection, first, last)
    for day in days:
        async with database.reading() as connection:
            sources = await sources_of(connection, day)
        for source in sources:
            yield source, day


def compare(stored: DayCounts, counted: DayCounts) -> list[Difference]:
    """Every count in which the two differ."""
    found = [
        Difference(name, stored.daily[name], value)
        for name, value in counted.daily.items()
        if stored.daily[name] != value
    ]
    nothing = (0,) * len(MEASURES)
    for key in sorted(stored.rollups.keys() | counted.rollups.keys()):
        pair = stored.rollups.get(key, nothing), counted.rollups.get(key, nothing)
        name = f"{Cube(key.cube).name.lower()}/{key.agent_id}/{key.key}"
        found += [
            Difference(f"{name}/{measure}", kept, made)
            for measure, kept, made in zip(MEASURES, *pair, strict=True)
            if kept != made
        ]
    return found


async def rebuild(database: Database, first: date, last: date) -> AsyncIterator[DayVerdict]:
    """Writes every count of the range anew from the calls; what it yields is what was wrong before."""
    async for source, day in each_day(database, first, last):
        async with database.transaction() as connection:
            await _hold_day(connection, source, day)
            stored = await stored_counts(connection, source, day)
            counted = await recount(connection, source, day)
            differences = compare(stored, counted)
            if differences:
                await _replace(connection, source, day, counted)
        yield DayVerdict(source, day, counted.daily["total_calls"], tuple(differences))


async def _hold_day(connection: AsyncConnection, source: str, day: date) -> None:
    """Makes every writer of this day wait: each of them needs the day's row before it counts.

    One that has stored its calls and waits here will add them after us; those calls are not visible to our recount.
    """
    moment = now()
    empty = dict.fromkeys(DAY_MEASURES, 0)
    row = {"source": source, "stat_date": day, **empty, "created_at": moment, "updated_at": moment}
    await upsert(connection, daily_stats, [row], key=("stat_date", "source"), keep=tuple(row))
    held = select(daily_stats.c.id).where(daily_stats.c.source == source, daily_stats.c.stat_date == day)
    await connection.execute(held.with_for_update())


async def _replace(connection: AsyncConnection, source: str, day: date, counted: DayCounts) -> None:
    same_day = (daily_stats.c.source == source, daily_stats.c.stat_date == day)
    sums = {name: counted.daily[name] for name in DAY_MEASURES}
    await connection.execute(update(daily_stats).where(*same_day).values(**sums))
    await connection.execute(
        delete(call_rollups).where(call_rollups.c.source == source, call_rollups.c.stat_date == day)
    )
    rows = [
        {"source": source, "stat_date": day, **key._asdict(), **dict(zip(MEASURES, values, strict=True))}
        for key, values in sorted(counted.rollups.items())
    ]
    if rows:
        await connection.execute(insert(call_rollups), rows)
    await settle_days(connection, source, [day])
    await bump_counter(connection, CALLS_VERSION)
