"""Freshness: how much of each day is known, on each track of each source, and the runs that found out."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime

from leadline.calls.contracts import Completeness
from leadline.calls.domain.pulls import UNDERWAY, WHOLE
from leadline.calls.errors import RunNotFound
from leadline.calls.repository.closings import Closing, read_closings
from leadline.calls.repository.sync_days import DayRow, TrackName, read_days
from leadline.calls.repository.sync_runs import RunRow, find_run, latest_runs, list_runs, running_runs
from leadline.calls.repository.vendor_figures import DayFigures, day_figures
from leadline.calls.service.sync.keeper import interrupt_silent_runs
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.clock import days_between
from leadline.kernel.text import Text

TRACKS: tuple[TrackName, ...] = ("grade", "task")


@dataclass(frozen=True, slots=True)
class DayFreshness:
    """One day on one track; `calls` and `updated_at` are those of our own counts.

    `pulling`: it was never whole, and a run that is at work brings it now.
    """

    day: date
    state: Completeness
    vendor_rows: int | None
    received_rows: int
    refused_rows: int
    calls: int
    reason: Text | None
    checked_at: datetime | None
    completed_at: datetime | None
    updated_at: datetime | None
    closing: Closing | None
    pulling: bool = False


@dataclass(frozen=True, slots=True)
class TrackFreshness:
    """One track of one source: its last run, and its days, the newest first.

    `pullable`: the source can be asked, now and by this server.
    """

    source: str
    track: TrackName
    pullable: bool
    last_run: RunRow | None
    days: tuple[DayFreshness, ...]

    @property
    def incomplete_days(self) -> tuple[date, ...]:
        """The days that lack something, or may: those never pulled are not among them."""
        lacking = (Completeness.INCOMPLETE, Completeness.UNVERIFIED)
        return tuple(one.day for one in self.days if one.state in lacking)

    @property
    def last_complete(self) -> datetime | None:
        """When a pull last brought all of a day."""
        return max((one.completed_at for one in self.days if one.completed_at and one.state in WHOLE), default=None)


async def sync_status(
    toolbox: CallsToolbox, first: date, last: date, source: str | None = None
) -> list[TrackFreshness]:
    """The calendar of every source and track. Runs whose process is gone are ended first."""
    await interrupt_silent_runs(toolbox)
    async with toolbox.database.reading() as connection:
        known = await read_days(connection, first, last, sources=None if source is None else [source])
        counted = await day_figures(connection, first, last, None if source is None else [source])
        runs = await latest_runs(connection)
        at_work = {run.id for run in await running_runs(connection)}
        closings = await read_closings(connection, first, last, None if source is None else [source])
    rows: dict[tuple[str, TrackName, date], DayRow] = {(row.source, row.track, row.day): row for row in known}
    ours = {(one.source, one.day): one for one in counted}
    names = {*toolbox.sources, *(row.source for row in known), *(one.source for one in counted)}
    found = []
    for name in sorted(names if source is None else names & {source}):
        for track in TRACKS:
            days = tuple(
                _day(day, rows.get((name, track, day)), ours.get((name, day)), closings.get((name, day)), at_work)
                for day in reversed(list(days_between(first, last)))
            )
            found.append(TrackFreshness(name, track, name in toolbox.sources, _last_run(runs, name, track), days))
    return found


def _last_run(runs: list[RunRow], source: str, track: TrackName) -> RunRow | None:
    fitting = [run for run in runs if run.source == source and run.track in (track, "both")]
    return max(fitting, key=lambda run: run.id, default=None)


def _day(
    day: date, row: DayRow | None, ours: DayFigures | None, closing: Closing | None, at_work: AbstractSet[int]
) -> DayFreshness:
    calls, updated = (ours.calls, ours.updated_at) if ours else (0, None)
    if row is None:
        return DayFreshness(day, Completeness.NEVER, None, 0, 0, calls, None, None, None, updated, closing)
    return DayFreshness(
        day, row.state, row.vendor_rows, row.received_rows, row.refused_rows, calls, row.reason, row.checked_at,
        row.completed_at, updated, closing, row.run_id in at_work and row.reason == UNDERWAY,
    )  # fmt: skip


async def runs_page(
    toolbox: CallsToolbox, page: int, per_page: int, source: str | None = None
) -> tuple[list[RunRow], int]:
    """One page of the runs, newest first, and how many there are."""
    await interrupt_silent_runs(toolbox)
    async with toolbox.database.reading() as connection:
        return await list_runs(connection, page, per_page, source)


async def one_run(toolbox: CallsToolbox, run_id: int) -> RunRow:
    """One run. Raises `RunNotFound`."""
    await interrupt_silent_runs(toolbox)
    async with toolbox.database.reading() as connection:
        run = await find_run(connection, run_id)
    if run is None:
        raise RunNotFound
    return run
