"""Quiet hours: a stretch of each day on the channel's own clock; it may go over midnight."""

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo


class QuietHours(NamedTuple):
    """From `start` until just before `end`, as HH:MM."""

    start: str
    end: str
    zone: str

    def until(self, moment: datetime) -> datetime | None:
        """When the quiet that `moment` falls into is over; None when it falls into none."""
        start, end = time.fromisoformat(self.start), time.fromisoformat(self.end)
        local = moment.astimezone(ZoneInfo(self.zone))
        clock = local.time().replace(tzinfo=None)
        quiet = start <= clock < end if start < end else (clock >= start or clock < end)
        if start == end or not quiet:
            return None
        day = local.date() if clock < end else local.date() + timedelta(days=1)
        return datetime.combine(day, end, ZoneInfo(self.zone)).astimezone(UTC)
