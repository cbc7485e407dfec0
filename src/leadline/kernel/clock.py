"""Time: UTC everywhere inside, the business's own days for counting, whatever zone the machine is set to."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Window(NamedTuple):
    """A half-open stretch of time [start, end), both aware and in UTC."""

    start: datetime
    end: datetime


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


class BusinessCalendar:
    """Which business day and hour a moment falls on (a day in Asia/Shanghai, unless set otherwise)."""

    def __init__(self, zone_name: str) -> None:
        self.zone = ZoneInfo(zone_name)
        self.window_of = lru_cache(maxsize=4096)(self._window_of)

    def local(self, moment: datetime) -> datetime:
        """`moment` on the business's wall clock."""
        return moment.astimezone(self.zone)

    def day_of(self, moment: datetime) -> date:
        """The business day that `moment` falls on."""
        return moment.astimezone(self.zone).date()

    def today(self) -> date:
        """The business day that is running now."""
        return self.day_of(now())

    def _window_of(self, day: date) -> Window:
        start = datetime.combine(day, time.min, self.zone)
        end = datetime.combine(day + timedelta(days=1), time.min, self.zone)
        return Window(start.astimezone(UTC), end.astimezone(UTC))

    def window(self, first: date, last: date) -> Window:
        """From the start of `first` to the end of `last`."""
        return Window(self.window_of(first).start, self.window_of(last).end)

    def parse_local(self, text: str, pattern: str = "%Y-%m-%d %H:%M:%S") -> datetime:
        """A wall-clock text of the business's zone as an aware UTC moment; ValueError when it does not fit."""
        return datetime.strptime(text, pattern).replace(tzinfo=self.zone).astimezone(UTC)


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included, oldest first."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
