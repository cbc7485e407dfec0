"""What a pull of a day came to, written in one transaction: its state and, where it was whole, its figures.

Every settlement holds the day's row in `sync_days` first and bumps the version of the counts last, as every batch does:
so no two of them wait for each other in a circle. An incomplete pull touches no cached figure.
"""

from datetime import UTC, date, datetime, time

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import Completeness, VendorTotals
from leadline.calls.domain.pulls import UNDERWAY, WHOLE, Verdict, outranked
from leadline.calls.repository.counts import CALLS_VERSION
from leadline.calls.repository.names import Named, Names, remember_names
from leadline.calls.repository.sync_days import DayRow, ensure_days, lock_day, write_day
from leadline.calls.repository.track_caches import (
    GradeFigures,
    TaskFigures,
    fitting,
    grade_figures,
    replace_lines,
    summed,
    write_grade_figures,
    write_task_figures,
)
from leadline.calls.repository.vendor_figures import day_figures
from leadline.calls.service.sync.contracts import Pull
from leadline.kernel.clock import now
from leadline.kernel.db.counters import bump_counter


async def mark_underway(connection: AsyncConnection, pull: Pull) -> None:
    """Shows a day of which nothing was pulled yet as incomplete before its first row comes.

    A process that is killed in the middle leaves it so. A day that was pulled before keeps its state until this pull
    has come to something: all that was complete then is still there.
    """
    await ensure_days(
        connection, pull.source, pull.track, [pull.day], Completeness.INCOMPLETE, reason=UNDERWAY, run_id=pull.run_id
    )
    stored = await lock_day(connection, pull.source, pull.track, pull.day)
    if stored is not None and stored.state is Completeness.UNVERIFIED:
        underway = stored._replace(state=Completeness.INCOMPLETE, reason=UNDERWAY, run_id=pull.run_id, checked_at=now())
        await write_day(connection, underway)
        await bump_counter(connection, CALLS_VERSION)


async def settle_grade(connection: AsyncConnection, pull: Pull, verdict: Verdict, elapsed: float) -> Completeness:
    """Writes the day's state, and its orders by grade when the pull was whole; returns the state it has now."""
    state = await _settle(connection, pull, verdict)
    if state is verdict.state and state in WHOLE:
        complete = state is Completeness.COMPLETE
        await _cache_grades(connection, pull.source, pull.day, pull.sync_type, elapsed, complete=complete)
    await bump_counter(connection, CALLS_VERSION)
    return state


async def settle_task(
    connection: AsyncConnection, pull: Pull, verdict: Verdict, totals: VendorTotals | None, elapsed: float
) -> Completeness:
    """Writes the day's state, and the vendor's totals when they came; returns the state it has now."""
    state = await _settle(connection, pull, verdict)
    if totals is not None and state is verdict.state:
        total = totals.total
        await write_task_figures(
            connection,
            TaskFigures(
                pull.source,
                pull.day,
                fitting(total.calls),
                fitting(total.connected),
                fitting(total.orders),
                pull.sync_type,
                now(),
                elapsed,
                state is Completeness.COMPLETE,
            ),
        )
        await replace_lines(connection, pull.source, pull.day, {"account": totals.accounts, "task": totals.tasks})
        await remember_names(connection, pull.source, _names(totals, pull.day))
    await bump_counter(connection, CALLS_VERSION)
    return state


async def recalculate_grades(connection: AsyncConnection, source: str, day: date) -> None:
    """Brings the cached orders of a day up to its counts, where the day was whole and has any cached."""
    stored = await lock_day(connection, source, "grade", day)
    if stored is None or stored.state not in WHOLE:
        return
    for figures in await grade_figures(connection, day, source):
        await _cache_grades(connection, source, day, figures.sync_type, figures.elapsed, complete=figures.complete)
    await bump_counter(connection, CALLS_VERSION)


async def _settle(connection: AsyncConnection, pull: Pull, verdict: Verdict) -> Completeness:
    await ensure_days(connection, pull.source, pull.track, [pull.day], Completeness.INCOMPLETE)
    stored = await lock_day(connection, pull.source, pull.track, pull.day)
    if stored is None:
        raise RuntimeError("the row that was just ensured is gone")
    if outranked(verdict.state, verdict.began, stored.state, stored.completed_at):
        return stored.state
    answered = verdict.vendor_rows is not None or verdict.received_rows > 0
    row = DayRow(
        pull.source,
        pull.track,
        pull.day,
        verdict.state,
        verdict.vendor_rows if answered else stored.vendor_rows,
        verdict.received_rows if answered else stored.received_rows,
        verdict.refused_rows,
        verdict.reason,
        pull.run_id,
        now(),
        now() if verdict.state in WHOLE else stored.completed_at,
    )
    await write_day(connection, row)
    return verdict.state


async def _cache_grades(
    connection: AsyncConnection, source: str, day: date, sync_type: str, elapsed: float, *, complete: bool
) -> None:
    found = await day_figures(connection, day, day, [source])
    nine, one, orders, calls = (
        (found[0].orders_9, found[0].orders_1, found[0].orders, found[0].calls) if found else (0, 0, 0, 0)
    )
    figures = GradeFigures(source, day, nine, one, orders, calls, sync_type, now(), elapsed, complete)
    await write_grade_figures(connection, figures)


def _names(totals: VendorTotals, day: date) -> Names:
    """As old as the morning of their day: a call of that day knows better."""
    names: Names = {}
    at = datetime.combine(day, time(), UTC)
    for line in summed(totals.accounts):
        if line.key and line.name:
            names["agent", line.key] = Named(line.name[:100], at)
    for line in summed(totals.tasks):
        if line.key and line.name:
            names["task", line.key] = Named(line.name, at)
    return names
