"""Stretches of business days, both ends included, either end open."""

from datetime import date
from typing import NamedTuple


class Period(NamedTuple):
    """From `first` to `last`; None: without end on that side."""

    first: date | None = None
    last: date | None = None

    @property
    def empty(self) -> bool:
        """Whether it ends before it begins."""
        return self.first is not None and self.last is not None and self.last < self.first

    def overlaps(self, other: "Period") -> bool:
        """Whether some day is in both."""
        return (self.first or date.min) <= (other.last or date.max) and (other.first or date.min) <= (
            self.last or date.max
        )

    def covers(self, day: date) -> bool:
        """Whether `day` is in it."""
        return (self.first or date.min) <= day <= (self.last or date.max)
