"""How the sync and today's calls stand, for who watches the system: one small statement each."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import Completeness
from leadline.calls.domain.pulls import WHOLE
from leadline.calls.models import daily_stats, sync_days, sync_runs
from leadline.kernel.db.base import UtcDateTime

LOOKS_BACK = timedelta(days=31)
RECENT = timedelta(hours=24)
LACKING = (Completeness.INCOMPLETE.value, Completeness.UNVERIFIED.value)


class TrackSigns(NamedTuple):
    """One track of one source: when a pull last brought all of a day, and how many recent days may lack calls."""

    source: str
    track: str
    last_complete: datetime | None
    lacking: int


class RunSigns(NamedTuple):
    """The recent runs of a source that are in one state: how many, and the id of the newest."""

    source: str
    state: str
    runs: int
    newest: int


class DaySigns(NamedTuple):
    """The counts of a source's day."""

    source: str
    calls: int
    connected: int
    orders: int


async def days_of_tracks(connection: AsyncConnection, today: date) -> list[TrackSigns]:
    """Every track of every source, by its days of the last month."""
    columns = sync_days.c
    whole = case((columns.state.in_([state.value for state in WHOLE]), columns.completed_at))
    query = (
        select(
            columns.source,
            columns.track,
            func.max(whole, type_=UtcDateTime),
            func.sum(case((columns.state.in_(LACKING), 1), else_=0)),
        )
        .where(columns.stat_date > today - LOOKS_BACK)
        .group_by(columns.source, columns.track)
    )
    return [TrackSigns(*row) for row in await connection.execute(query)]


async def recent_runs(connection: AsyncConnection, moment: datetime) -> list[RunSigns]:
    """The runs that began within a day before `moment`, by source and state."""
    columns = sync_runs.c
    query = (
        select(columns.source, columns.state, func.count(), func.max(columns.id))
        .where(columns.started_at > moment - RECENT)
        .group_by(columns.source, columns.state)
    )
    return [RunSigns(*row) for row in await connection.execute(query)]


async def figures_of_day(connection: AsyncConnection, day: date) -> list[DaySigns]:
    """The counts of one day, by source."""
    columns = daily_stats.c
    query = select(columns.source, columns.total_calls, columns.success_calls, columns.orders).where(
        columns.stat_date == day
    )
    return [DaySigns(*row) for row in await connection.execute(query)]
