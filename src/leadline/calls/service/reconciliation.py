"""Reconciliation: our counts held against the vendor's own totals, by day, and for one day by account and by task."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import Completeness, TotalsLine
from leadline.calls.repository.closings import Closing, read_closings
from leadline.calls.repository.sync_days import read_days
from leadline.calls.repository.track_caches import LineKind, task_figures, vendor_lines
from leadline.calls.repository.vendor_figures import day_figures, own_lines
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.auth.principal import DataScope


class Measures(NamedTuple):
    """Calls, connected calls and success orders."""

    calls: int
    connected: int
    orders: int

    def minus(self, other: "Measures") -> "Measures":
        """The difference, measure by measure."""
        return Measures(self.calls - other.calls, self.connected - other.connected, self.orders - other.orders)


NOTHING = Measures(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ours beside the vendor's (None: it said nothing of this). The difference is ours minus the vendor's."""

    key: str
    name: str
    ours: Measures
    vendor: Measures | None

    @property
    def difference(self) -> Measures | None:
        return None if self.vendor is None else self.ours.minus(self.vendor)


@dataclass(frozen=True, slots=True)
class DayComparison:
    """One source's day: both totals, the state of both tracks, when the vendor was asked, whether it is closed."""

    source: str
    day: date
    total: Comparison
    grade_state: Completeness
    task_state: Completeness
    vendor_at: datetime | None
    closing: Closing | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The lines of one kind, and what the vendor's lines leave unexplained of its total (None: no total)."""

    lines: tuple[Comparison, ...]
    unattributed: Measures | None


NO_LINES = Breakdown((), None)


@dataclass(frozen=True, slots=True)
class DayBreakdown:
    """One source's day by account and by task. A narrower scope sees its accounts, and no total but theirs."""

    comparison: DayComparison
    accounts: Breakdown
    tasks: Breakdown


async def reconcile_days(
    toolbox: CallsToolbox, first: date, last: date, scope: DataScope, source: str | None = None
) -> list[DayComparison]:
    """Every day of the range for each source that has calls or totals on it, oldest first."""
    async with toolbox.database.reading() as connection:
        days = await _compare(connection, first, last, source)
        if scope.all:
            return days
        accounts = await _breakdowns(connection, days, "account", source)
    return [_narrowed(one, breakdown, scope).comparison for one, breakdown in zip(days, accounts, strict=True)]


async def reconcile_day(
    toolbox: CallsToolbox, day: date, scope: DataScope, source: str | None = None
) -> list[DayBreakdown]:
    """The day by account and by task, for each source that has calls or totals on it."""
    async with toolbox.database.reading() as connection:
        days = await _compare(connection, day, day, source)
        accounts = await _breakdowns(connection, days, "account", source)
        tasks = await _breakdowns(connection, days, "task", source) if scope.all else [NO_LINES] * len(days)
    found = [DayBreakdown(*parts) for parts in zip(days, accounts, tasks, strict=True)]
    return found if scope.all else [_narrowed(one.comparison, one.accounts, scope) for one in found]


async def _compare(connection: AsyncConnection, first: date, last: date, source: str | None) -> list[DayComparison]:
    chosen = None if source is None else [source]
    ours = {(one.day, one.source): one for one in await day_figures(connection, first, last, chosen)}
    vendor = {(one.stat_date, one.source): one for one in await task_figures(connection, first, last, source)}
    states = {
        (row.day, row.source, row.track): row.state for row in await read_days(connection, first, last, sources=chosen)
    }
    closings = await read_closings(connection, first, last, chosen)
    found = []
    for day, name in sorted({*ours, *vendor}):
        own, theirs = ours.get((day, name)), vendor.get((day, name))
        total = Comparison(
            "",
            "",
            Measures(own.calls, own.connected, own.orders) if own else NOTHING,
            Measures(theirs.calls, theirs.connected, theirs.orders) if theirs else None,
        )
        grade, task = (states.get((day, name, track), Completeness.NEVER) for track in ("grade", "task"))
        asked_at, closing = theirs.calculated_at if theirs else None, closings.get((name, day))
        found.append(DayComparison(name, day, total, grade, task, asked_at, closing))
    return found


async def _breakdowns(
    connection: AsyncConnection, days: list[DayComparison], kind: LineKind, source: str | None
) -> list[Breakdown]:
    """The lines of each of these days (oldest first), by two statements however many days there are."""
    if not days:
        return []
    first, last = days[0].day, days[-1].day
    ours = await own_lines(connection, first, last, kind, source)
    theirs = await vendor_lines(connection, first, last, kind, source)
    return [_breakdown(one, ours[one.day, one.source], theirs[one.day, one.source]) for one in days]


def _breakdown(day: DayComparison, own_ones: list[TotalsLine], vendor_ones: list[TotalsLine]) -> Breakdown:
    ours, theirs = ({line.key: line for line in lines} for lines in (own_ones, vendor_ones))
    silent = day.total.vendor is None
    lines = []
    for key in sorted({*ours, *theirs}):
        own, other = ours.get(key), theirs.get(key)
        name = (other.name if other else "") or (own.name if own else "")
        vendor = None if silent else _measures(other)
        lines.append(Comparison(key, name, _measures(own), vendor))
    explained = _sum([_measures(line) for line in theirs.values()])
    unattributed = None if day.total.vendor is None else day.total.vendor.minus(explained)
    return Breakdown(tuple(lines), unattributed)


def _narrowed(day: DayComparison, accounts: Breakdown, scope: DataScope) -> DayBreakdown:
    lines = tuple(line for line in accounts.lines if scope.covers(line.key, day.source, day.day))
    vendor = None if day.total.vendor is None else _sum([line.vendor for line in lines if line.vendor])
    total = Comparison("", "", _sum([line.ours for line in lines]), vendor)
    comparison = DayComparison(day.source, day.day, total, day.grade_state, day.task_state, day.vendor_at, day.closing)
    return DayBreakdown(comparison, Breakdown(lines, None), NO_LINES)


def _measures(line: TotalsLine | None) -> Measures:
    return NOTHING if line is None else Measures(line.calls, line.connected, line.orders)


def _sum(parts: list[Measures]) -> Measures:
    return Measures(
        sum(part.calls for part in parts), sum(part.connected for part in parts), sum(part.orders for part in parts)
    )
