"""What a reader of the call list asks for: a stretch of time, filters, an order."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from leadline.calls.contracts import Outcome

LONGEST_BY_DURATION = timedelta(days=31)


class RecordSort(StrEnum):
    """The orders of the list; ties are broken by id in the same direction."""

    NEWEST = "-start_time"
    OLDEST = "start_time"
    LONGEST = "-duration"
    SHORTEST = "duration"

    @property
    def by_duration(self) -> bool:
        return self in (RecordSort.LONGEST, RecordSort.SHORTEST)

    @property
    def descending(self) -> bool:
        return self in (RecordSort.NEWEST, RecordSort.LONGEST)


@dataclass(frozen=True, slots=True)
class RecordQuery:
    """Calls that began in [start, end) and pass every filter; an empty tuple or None filters nothing.

    `grades` are codes as they are stored ("" for calls without a grade); `phone` is a full number, however written.
    """

    start: datetime
    end: datetime
    sources: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    connected: bool | None = None
    grades: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    phone: str | None = None
    call_id: str | None = None
    duration_min: int | None = None
    duration_max: int | None = None
    sort: RecordSort = RecordSort.NEWEST

    @property
    def effective_outcomes(self) -> frozenset[Outcome] | None:
        """The outcomes that both `outcomes` and `connected` let through; None: every one."""
        if self.connected is None:
            return frozenset(self.outcomes) or None
        connected = frozenset({Outcome.CONNECTED})
        kept = connected if self.connected else frozenset(Outcome) - connected
        return kept & frozenset(self.outcomes) if self.outcomes else kept
