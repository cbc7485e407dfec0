"""A recount: every count worked out anew from the calls themselves, by the database's own GROUP BY.

It shares no code with the deltas, so that the one can be held against the other.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Column, Integer, Select, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.cubes import Cube
from leadline.calls.domain.deltas import MEASURES
from leadline.calls.models import agent_exclusions, call_records, call_rollups, daily_stats

Sums = tuple[int, ...]
DAY_SUMS = (
    "total_calls", "success_calls", "failed_calls", "total_duration", "orders", "orders_9", "orders_1", "order_cents",
    "agents",
)  # fmt: skip


class RollupKey(NamedTuple):
    """The part of a roll-up's key below (source, day)."""

    cube: int
    agent_id: str
    key: str


class DayCounts(NamedTuple):
    """All counts of one source's day: the daily statistics by column, and the roll-ups (MEASURES) that are not zero."""

    daily: Mapping[str, int]
    rollups: Mapping[RollupKey, Sums]


NO_COUNTS = DayCounts(dict.fromkeys(DAY_SUMS, 0), {})

BY_AGENT: tuple[tuple[Cube, Cube, Column[object]], ...] = (
    (Cube.AGENT_HOUR, Cube.HOUR, call_records.c.hour),
    (Cube.AGENT_TASK, Cube.TASK, call_records.c.task_id),
    (Cube.AGENT_GRADE, Cube.GRADE, call_records.c.grade_code),
    (Cube.AGENT_OUTCOME, Cube.OUTCOME, call_records.c.outcome),
    (Cube.AGENT_PROVINCE, Cube.PROVINCE, call_records.c.province),
)


async def known_days(connection: AsyncConnection, first: date, last: date) -> list[date]:
    """The days of the range that have calls or counts, oldest first. It leaps through the index, a step a day."""
    days = set((await connection.execute(_days_of(daily_stats.c.stat_date, first, last))).scalars())
    hours = _days_of(call_rollups.c.stat_date, first, last).where(call_rollups.c.cube == int(Cube.HOUR))
    days |= set((await connection.execute(hours)).scalars())
    column = call_records.c.stat_date
    leap = select(func.min(column)).where(column.between(first, last))
    while (found := (await connection.execute(leap)).scalar()) is not None:
        days.add(found)
        leap = select(func.min(column)).where(column > found, column <= last)
    return sorted(days)


def _days_of(column: Column[date], first: date, last: date) -> Select[date]:
    return select(column).where(column.between(first, last)).distinct()


async def sources_of(connection: AsyncConnection, day: date) -> list[str]:
    """The sources that have calls or counts on `day`."""
    calls = select(call_records.c.source).where(call_records.c.stat_date == day).distinct()
    counts = select(daily_stats.c.source).where(daily_stats.c.stat_date == day)
    rollups = select(call_rollups.c.source).where(
        call_rollups.c.stat_date == day, call_rollups.c.cube == int(Cube.HOUR)
    )
    return sorted({source for (source,) in await connection.execute(calls.union(counts, rollups))})


async def recount(connection: AsyncConnection, source: str, day: date) -> DayCounts:
    """The counts that the day's calls make."""
    rollups: dict[RollupKey, list[int]] = defaultdict(lambda: [0] * len(MEASURES))
    for scoped, plain, column in BY_AGENT:
        for agent, value, *sums in await connection.execute(_grouped(source, day, column)):
            key = f"{value:02d}" if plain is Cube.HOUR else str(value)
            for target in (RollupKey(int(scoped), agent, key), RollupKey(int(plain), "", key)):
                _add(rollups[target], sums)
            if plain is Cube.HOUR:
                _add(rollups[RollupKey(int(Cube.AGENT), agent, "")], sums)
    daily = await _recount_day(connection, source, day)
    return DayCounts(daily, {key: tuple(sums) for key, sums in rollups.items()})


def _add(total: list[int], sums: list[int]) -> None:
    for place, value in enumerate(sums):
        total[place] += int(value)


def _grouped(source: str, day: date, column: Column[object]):  # type: ignore[no-untyped-def]  # noqa: ANN202  # a seven-column Select
    calls = call_records.c
    return (
        select(
            calls.agent_id,
            column,
            func.count(),
            func.sum(cast(calls.is_success, Integer)),
            func.sum(calls.duration),
            func.sum(case((calls.order_kind != "", 1), else_=0)),
            func.sum(calls.order_cents),
        )
        .where(calls.source == source, calls.stat_date == day)
        .group_by(calls.agent_id, column)
    )


async def _recount_day(connection: AsyncConnection, source: str, day: date) -> dict[str, int]:
    calls = call_records.c
    query = select(
        func.count(),
        func.coalesce(func.sum(cast(calls.is_success, Integer)), 0),
        func.coalesce(func.sum(1 - cast(calls.is_success, Integer)), 0),
        func.coalesce(func.sum(calls.duration), 0),
        func.coalesce(func.sum(case((calls.order_kind != "", 1), else_=0)), 0),
        func.coalesce(func.sum(case((calls.order_kind == "9", 1), else_=0)), 0),
        func.coalesce(func.sum(case((calls.order_kind == "1", 1), else_=0)), 0),
        func.coalesce(func.sum(calls.order_cents), 0),
    ).where(calls.source == source, calls.stat_date == day)
    excluded = select(agent_exclusions.c.agent_id).where(agent_exclusions.c.source == source)
    agents = select(func.count(calls.agent_id.distinct())).where(
        calls.source == source, calls.stat_date == day, calls.agent_id != "", calls.agent_id.not_in(excluded)
    )
    sums = (await connection.execute(query)).one()
    count = (await connection.execute(agents)).scalar_one()
    return dict(zip(DAY_SUMS, (*(int(value) for value in sums), count), strict=True))


async def stored_counts(connection: AsyncConnection, source: str, day: date) -> DayCounts:
    """The counts as they are kept."""
    columns = [daily_stats.c[name] for name in DAY_SUMS]
    row = (
        await connection.execute(select(*columns).where(daily_stats.c.source == source, daily_stats.c.stat_date == day))
    ).one_or_none()
    kept = call_rollups.c
    found = await connection.execute(
        select(kept.cube, kept.agent_id, kept.key, *(kept[name] for name in MEASURES)).where(
            kept.source == source, kept.stat_date == day, kept.cube.in_([int(cube) for cube in Cube])
        )
    )
    rollups = {RollupKey(cube, agent, key): tuple(sums) for cube, agent, key, *sums in found if any(sums)}
    return DayCounts(NO_COUNTS.daily if row is None else dict(zip(DAY_SUMS, row, strict=True)), rollups)
