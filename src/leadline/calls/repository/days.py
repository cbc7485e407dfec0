"""What is known of each day: how complete it is, and when its figures last moved."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import and_, exists, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import Completeness
from leadline.calls.models import daily_stats, sync_days
from leadline.kernel.clock import days_between

CALLS_TRACK = "grade"  # the track that pulls the calls; `task` pulls the vendor's totals
# of several sources, the one of which least is known decides
WORST_FIRST = (
    Completeness.INCOMPLETE,
    Completeness.NEVER,
    Completeness.UNVERIFIED,
    Completeness.PARTIAL,
    Completeness.COMPLETE,
)
BADNESS = {state.value: -place for place, state in enumerate(WORST_FIRST)}

Seen = Mapping[str, frozenset[date]]


async def day_states(
    connection: AsyncConnection, first: date, last: date, source: str | None = None, seen: Seen | None = None
) -> dict[date, Completeness]:
    """How complete each day of the range is, of one source or of all.

    `seen`: the days on which the reader sees anything of a source ("": of any); of the others nothing is told, for
    nothing of them is in the reader's figures.

    As the syncs left it: what the clock makes of the running day is not in it. A day with calls that no sync looked
    at is unverified, one with neither calls nor a sync was never known.
    """
    looked_at = and_(
        sync_days.c.source == daily_stats.c.source,
        sync_days.c.track == CALLS_TRACK,
        sync_days.c.stat_date == daily_stats.c.stat_date,
    )
    synced = select(sync_days.c.stat_date, sync_days.c.source, sync_days.c.state).where(
        sync_days.c.track == CALLS_TRACK, sync_days.c.stat_date.between(first, last)
    )
    untold = literal(Completeness.UNVERIFIED.value)
    unsynced = select(daily_stats.c.stat_date, daily_stats.c.source, untold).where(
        daily_stats.c.stat_date.between(first, last), daily_stats.c.total_calls > 0, ~exists().where(looked_at)
    )
    if source is not None:
        seen = None if seen is None else {name: seen.get(name, frozenset()) for name in (source, "")}
        synced = synced.where(sync_days.c.source == source)
        unsynced = unsynced.where(daily_stats.c.source == source)
    worst: dict[date, str] = {}
    for day, of, state in await connection.execute(synced.union_all(unsynced)):
        if seen is not None and not _sees(seen, of, day):
            continue
        known = worst.get(day)
        if known is None or BADNESS[state] > BADNESS[known]:
            worst[day] = state
    never = Completeness.NEVER.value
    told = set(days_between(first, last)) if seen is None else {day for days in seen.values() for day in days}
    return {day: Completeness(worst.get(day, never)) for day in days_between(first, last) if day in told}


def _sees(seen: Seen, source: str, day: date) -> bool:
    return day in seen.get(source, ()) or day in seen.get("", ())


async def last_update(
    connection: AsyncConnection, first: date, last: date, source: str | None = None, seen: Seen | None = None
) -> datetime | None:
    """When a figure of the range last moved, of the sources that the reader sees; None when it has none."""
    query = select(func.max(daily_stats.c.updated_at)).where(daily_stats.c.stat_date.between(first, last))
    if source is not None:
        query = query.where(daily_stats.c.source == source)
    if seen is not None and "" not in seen:
        query = query.where(daily_stats.c.source.in_(seen))
    moment: datetime | None = (await connection.execute(query)).scalar()
    return moment
