"""What a sync is asked for, tells on its way, and comes to."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from leadline.calls.contracts import BatchResult, Completeness, SyncType, Track
from leadline.calls.repository.sync_days import TrackName
from leadline.calls.repository.sync_runs import RunState
from leadline.kernel.text import Text


@dataclass(frozen=True, slots=True)
class SyncRequest:
    """The days `first` to `last` of one source, both included."""

    source: str
    first: date
    last: date
    track: Track = "both"
    sync_type: SyncType = "manual"
    requested_by: str = "system"

    @property
    def tracks(self) -> tuple[TrackName, ...]:
        """Its tracks, in the order in which they are pulled."""
        return ("grade", "task") if self.track == "both" else (self.track,)


class Pull(NamedTuple):
    """One day on one track of a run."""

    source: str
    track: TrackName
    day: date
    run_id: int
    sync_type: SyncType


@dataclass(frozen=True, slots=True)
class DayReport:
    """What one pull came to. `state` is what the day shows now; `in_vain`: the vendor gave no answer at all."""

    day: date
    track: TrackName
    state: Completeness
    records: int = 0
    refused: int = 0
    reason: Text | None = None
    in_vain: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing is missing (of today: as of its time)."""
        return self.state in {Completeness.COMPLETE, Completeness.PARTIAL}


class SyncStep(NamedTuple):
    """Where a sync stands: told after every page and every day."""

    track: TrackName
    day: date
    received: int
    expected: int | None
    days_done: int
    days_total: int


Progress = Callable[[SyncStep], None]


def silent(_step: SyncStep) -> None:
    """Tell nobody."""


Fail = Callable[[Text], None]


@asynccontextmanager
async def unframed(_day: date) -> AsyncIterator[Fail]:
    """Notes nothing around a day."""
    yield lambda _reason: None


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """Which of the request's days to pull, in their order, and what to do around each.

    `around` is entered before a day and left after it; what it gives is told why the day lacks something.
    """

    days: Sequence[date]
    around: Callable[[date], AbstractAsyncContextManager[Fail]] = unframed


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync came to. `failure` is why the vendor could not be asked, where it could not."""

    run_id: int
    request: SyncRequest
    state: RunState
    result: BatchResult
    days: tuple[DayReport, ...]
    finished_at: datetime
    failure: Text | None = None
    not_asked: tuple[date, ...] = field(default=())

    @property
    def records(self) -> int:
        """Distinct rows of the vendor that came, over all days."""
        return sum(report.records for report in self.days)

    @property
    def refused(self) -> int:
        """Rows that could not be read, over all days."""
        return sum(report.refused for report in self.days)

    @property
    def complete(self) -> bool:
        """Whether every day was brought in whole."""
        return not self.incomplete_days

    @property
    def incomplete_days(self) -> tuple[date, ...]:
        """The days that lack something, oldest first."""
        return tuple(sorted({*self.not_asked, *(report.day for report in self.days if not report.whole)}))

    @property
    def in_vain(self) -> bool:
        """Whether the vendor answered nothing at all."""
        return bool(self.days) and all(report.in_vain for report in self.days)
