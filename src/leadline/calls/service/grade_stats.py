"""Orders by grade of one day: from the grade track's cache, or pulled now."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from weakref import WeakValueDictionary

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import Completeness, SyncType
from leadline.calls.errors import DateRequired, DayNotSynced, SourceUnavailable
from leadline.calls.repository.rules import read_rules
from leadline.calls.repository.statistics.visible import Visible
from leadline.calls.repository.sync_days import DayRow, read_days
from leadline.calls.repository.track_caches import GradeFigures, grade_figures
from leadline.calls.repository.vendor_figures import DayFigures, day_figures, grade_sums
from leadline.calls.service.sync.asked import chosen_sources
from leadline.calls.service.sync.contracts import SyncReport, SyncRequest
from leadline.calls.service.sync.run import sync_range
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.auth.principal import DataScope
from leadline.kernel.clock import now

ASKED_LATELY = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class GradeStats:
    """A day's orders by grade. `complete` tells of the day, the figures are those of `calculated_at`."""

    day: date
    grade_9: int
    grade_1: int
    total_success: int
    total_records: int
    calculated_at: datetime
    from_cache: bool
    elapsed: float
    complete: bool


# one pull of a day at a time in this process, however many ask for its figures
_underway: dict[tuple[int, str, date], asyncio.Task[SyncReport]] = {}
# who asks for a today that nobody pulled yet waits for whoever asked before, and then finds what came of it
_asking: WeakValueDictionary[tuple[int, date], asyncio.Lock] = WeakValueDictionary()


async def grade_stats(
    toolbox: CallsToolbox, day: date | None, scope: DataScope, source: str | None = None
) -> GradeStats:
    """The figures of the day, of one source or of all.

    From the cache, where the last complete figures are; of a source without one (files, pushes, a pull that was not
    whole) from the counts, and then as incomplete. Today without a cache is pulled now. Raises `DateRequired` (no day),
    `DayNotSynced` (a past day without a cache), `SourceUnavailable` (nothing came of the pull), `NoSource`.
    """
    clock = monotonic()
    if day is None:
        raise DateRequired
    cached = await _cached(toolbox, day, source)
    lacking = _lacking(toolbox, cached, source)
    pulled = False
    if day == toolbox.calendar.today() and lacking and not cached:
        async with _asking.setdefault((id(toolbox.database), day), asyncio.Lock()):
            cached = await _cached(toolbox, day, source)
            lacking = _lacking(toolbox, cached, source)
            if not cached:
                pulled = await _pull_today(toolbox, day, lacking)
                cached = await _cached(toolbox, day, source)
    async with toolbox.database.reading() as connection:
        # the cache of a day long past is dropped; its counts are what the cache was made of
        counted = [] if cached or pulled else await _complete_sources(connection, day, source)
        if not cached and not pulled and not counted:
            raise DayNotSynced(date=day.isoformat())
        rest = await _uncached(connection, day, cached, scope, source)
        stats = await _figures(connection, day, (cached, rest), scope, source)
        known = sorted({one.source for one in cached} | {one.source for one in rest} | {*counted})
        complete = not set(lacking) - set(counted) and await _complete(connection, day, known)
    nine, one, orders, calls, at = stats
    return GradeStats(day, nine, one, orders, calls, at, not pulled, round(monotonic() - clock, 3), complete)


async def refresh_grade_stats(
    toolbox: CallsToolbox, day: date, requested_by: str, source: str | None = None
) -> list[SyncReport]:
    """Pulls the day's calls again from one source or all; the cache follows where the pull was whole.

    Raises `NoSource`, `UnknownSource`, and `SourceUnavailable` where the vendor gave no answer at all.
    """
    return [await pull_now(toolbox, name, day, "manual", requested_by) for name in chosen_sources(toolbox, source)]


async def pull_now(toolbox: CallsToolbox, source: str, day: date, sync_type: SyncType, requested_by: str) -> SyncReport:
    """Pulls one day of the grade track, together with whoever asks for the same at the moment."""
    key = _key(toolbox, source, day)
    task = _underway.get(key)
    if task is None:
        request = SyncRequest(source, day, day, "grade", sync_type, requested_by)
        task = asyncio.create_task(sync_range(toolbox, request))
        _underway[key] = task
        task.add_done_callback(lambda _: _underway.pop(key, None))
    # whoever stops waiting must not stop the pull of the others
    report = await asyncio.shield(task)
    if report.in_vain and report.failure is not None:
        raise SourceUnavailable.because(source, report.failure)
    return report


def _key(toolbox: CallsToolbox, source: str, day: date) -> tuple[int, str, date]:
    return id(toolbox.database), source, day


async def _pull_today(toolbox: CallsToolbox, day: date, lacking: list[str]) -> bool:
    """Whether there is anything of today; a vendor that failed within the last minute is not asked again."""
    async with toolbox.database.reading() as connection:
        states = {row.source: row for row in await read_days(connection, day, day, sources=lacking, track="grade")}
    for name in lacking:
        if _key(toolbox, name, day) in _underway or not _asked_lately(states.get(name)):
            await pull_now(toolbox, name, day, "today", "grade-stats")
    return True


def _asked_lately(row: DayRow | None) -> bool:
    return row is not None and row.state is Completeness.INCOMPLETE and now() - row.checked_at < ASKED_LATELY


async def _cached(toolbox: CallsToolbox, day: date, source: str | None) -> list[GradeFigures]:
    async with toolbox.database.reading() as connection:
        return await grade_figures(connection, day, source)


def _lacking(toolbox: CallsToolbox, cached: list[GradeFigures], source: str | None) -> list[str]:
    """The sources that could be pulled and have no figures."""
    wanted = set(toolbox.sources) if source is None else {source} & set(toolbox.sources)
    return sorted(wanted - {one.source for one in cached})


async def _uncached(
    connection: AsyncConnection, day: date, cached: list[GradeFigures], scope: DataScope, source: str | None
) -> list[DayFigures]:
    """The counts of the sources with calls that have no cache, as far as the reader sees anything of them."""
    known, seen = {one.source for one in cached}, scope.days_of(day, day)
    counted = await day_figures(connection, day, day, None if source is None else [source])
    visible = [one for one in counted if seen is None or one.source in seen or "" in seen]
    return [one for one in visible if one.calls and one.source not in known]


async def _figures(
    connection: AsyncConnection,
    day: date,
    found: tuple[list[GradeFigures], list[DayFigures]],
    scope: DataScope,
    source: str | None,
) -> tuple[int, int, int, int, datetime]:
    cached, rest = found
    at = min((one.calculated_at for one in cached), default=now())
    if not scope.all:
        return (*await _scoped(connection, day, scope, source), at)
    return (
        sum(one.grade_9 for one in cached) + sum(one.orders_9 for one in rest),
        sum(one.grade_1 for one in cached) + sum(one.orders_1 for one in rest),
        sum(one.total_success for one in cached) + sum(one.orders for one in rest),
        sum(one.total_records for one in cached) + sum(one.calls for one in rest),
        at,
    )


async def _scoped(
    connection: AsyncConnection, day: date, scope: DataScope, source: str | None
) -> tuple[int, int, int, int]:
    kinds = {rule.code: rule.order_kind for rule in await read_rules(connection) if rule.order_kind}
    sums = await grade_sums(connection, Visible(scope, source), day)
    return (
        sum(one.orders for one in sums if kinds.get(one.code) == "9"),
        sum(one.orders for one in sums if kinds.get(one.code) == "1"),
        sum(one.orders for one in sums),
        sum(one.calls for one in sums),
    )


async def _complete_sources(connection: AsyncConnection, day: date, source: str | None) -> list[str]:
    rows = await read_days(connection, day, day, sources=None if source is None else [source], track="grade")
    return sorted(row.source for row in rows if row.state is Completeness.COMPLETE)


async def _complete(connection: AsyncConnection, day: date, sources: list[str]) -> bool:
    rows = await read_days(connection, day, day, sources=sources, track="grade")
    states = {row.source: row.state for row in rows}
    return bool(sources) and all(states.get(name) is Completeness.COMPLETE for name in sources)
