"""What has happened to calls, for whoever wants to know."""

from datetime import date
from typing import ClassVar

from leadline.kernel.events import Event


class CallsIngested(Event):
    """A batch of calls was stored and counted: how many were new, how many changed, and whose days' figures moved."""

    name: ClassVar[str] = "calls.ingested"

    source: str
    new: int
    updated: int
    days: tuple[date, ...]


class SyncEnded(Event):
    """A run of the sync is over; `state` is how it ended."""

    name: ClassVar[str] = "calls.sync_ended"

    run_id: int
    source: str
    track: str
    state: str


class DaysClosed(Event):
    """Days were closed, or closed ones reopened because their figures moved."""

    name: ClassVar[str] = "calls.days_closed"

    source: str
    closed: tuple[date, ...] = ()
    reopened: tuple[date, ...] = ()


class DayRecounted(Event):
    """A day's counts were held against its calls: how many were wrong, and are so still unless they were repaired."""

    name: ClassVar[str] = "calls.day_recounted"

    source: str
    day: date
    wrong: int
    repaired: bool = False
