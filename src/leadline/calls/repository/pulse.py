"""What the alerts look at: the days of the last month, the newest runs, orders on both tracks, today's hours."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import Completeness, FailingTrack, HourPulse, OrderGap, TrackDay
from leadline.calls.domain.cubes import Cube
from leadline.calls.models import call_rollups, daily_stats, sync_runs, task_stats_cache
from leadline.calls.repository.sync_days import read_days
from leadline.kernel.text import Text

LOOKS_BACK: Final = timedelta(days=31)
GAPS_LOOK_BACK: Final = timedelta(days=10)
RUNS_LOOK_BACK: Final = timedelta(hours=24)
USUAL_WEEKS: Final = 4
FAILED: Final = frozenset({"failed", "interrupted"})


async def days_of_month(connection: AsyncConnection, today: date) -> list[TrackDay]:
    """Every day of the last 31 on every track that was looked at."""
    return [
        TrackDay(row.source, row.track, row.day, row.state, row.reason, row.checked_at, row.completed_at)
        for row in await read_days(connection, today - LOOKS_BACK, today)
    ]


async def failing_tracks(connection: AsyncConnection, moment: datetime) -> list[FailingTrack]:
    """The tracks whose newest runs of the last 24 hours have failed, and how many in a row."""
    columns = sync_runs.c
    query = (
        select(columns.source, columns.track, columns.state, columns.error_zh, columns.error_en)
        .where(columns.started_at > moment - RUNS_LOOK_BACK, columns.state != "running")
        .order_by(columns.started_at.desc(), columns.id.desc())
    )
    over: set[tuple[str, str]] = set()
    found: dict[tuple[str, str], FailingTrack] = {}
    for source, track, state, zh, en in await connection.execute(query):
        for one in ("grade", "task") if track == "both" else (track,):
            key = (source, one)
            if state not in FAILED:
                over.add(key)
            if key in over:
                continue
            known = found.get(key)
            if known is None:
                found[key] = FailingTrack(source, one, 1, None if zh is None else Text(zh, en or zh))
            else:
                found[key] = known._replace(runs=known.runs + 1)
    return list(found.values())


async def order_gaps(connection: AsyncConnection, today: date, days: Sequence[TrackDay]) -> list[OrderGap]:
    """The past days of the last ten that both tracks know whole and whose orders differ."""
    whole = {(one.source, one.track, one.day) for one in days if one.state is Completeness.COMPLETE}
    ours, theirs = daily_stats.c, task_stats_cache.c
    query = (
        select(ours.source, ours.stat_date, ours.orders, theirs.orders)
        .join(task_stats_cache, and_(theirs.source == ours.source, theirs.stat_date == ours.stat_date))
        .where(ours.stat_date >= today - GAPS_LOOK_BACK, ours.stat_date < today, ours.orders != theirs.orders)
        .order_by(ours.stat_date, ours.source)
    )
    gaps = [OrderGap(*row) for row in await connection.execute(query)]
    return [
        one for one in gaps if {(one.source, "grade", one.day), (one.source, "task", one.day)} <= whole
    ]  # a day that lacks something differs of course


async def hours_of_today(connection: AsyncConnection, today: date, hour: int) -> list[HourPulse]:
    """The full hours of today before `hour`, of every source with calls lately; by source and hour."""
    before = [today - timedelta(weeks=week) for week in range(1, USUAL_WEEKS + 1)]
    counts = call_rollups.c
    query = (
        select(counts.source, counts.stat_date, counts.key, func.sum(counts.calls), func.sum(counts.connected))
        .where(counts.cube == int(Cube.HOUR), counts.stat_date.in_([today, *before]))
        .group_by(counts.source, counts.stat_date, counts.key)
    )
    sums: dict[tuple[str, int], dict[date, tuple[int, int]]] = defaultdict(dict)
    sources: set[str] = set()
    for source, day, key, calls, connected in await connection.execute(query):
        sources.add(source)
        sums[source, int(key)][day] = (int(calls), int(connected))
    return [_pulse(source, one, today, sums[source, one]) for source in sorted(sources) for one in range(hour)]


def _pulse(source: str, hour: int, today: date, days: dict[date, tuple[int, int]]) -> HourPulse:
    calls, connected = days.get(today, (0, 0))
    usual = [sums for day, sums in days.items() if day != today and sums[0]]
    return HourPulse(
        source, hour, calls, connected, len(usual), sum(one[0] for one in usual), sum(one[1] for one in usual)
    )
