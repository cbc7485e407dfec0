"""Keeps a client within the vendor's patience: requests a second, and a pause for all when it asks for one."""

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Final

LONGEST_PAUSE: Final = 60.0


class Pace:
    """Spaces requests evenly."""

    def __init__(self, requests_per_second: float) -> None:
        self._interval = 1.0 / requests_per_second
        self._next = 0.0

    async def turn(self) -> None:
        """Wait until the next request may go out."""
        moment = monotonic()
        slot = max(moment, self._next)
        self._next = slot + self._interval
        if slot > moment:
            await asyncio.sleep(slot - moment)

    def pause(self, seconds: float) -> None:
        """Let no further request out for `seconds`."""
        self._next = max(self._next, monotonic() + seconds)


def seconds_to_wait(retry_after: str | None) -> float | None:
    """The seconds in a `Retry-After` header (a number or a date), at most `LONGEST_PAUSE`; None: it says nothing."""
    if not retry_after:
        return None
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            moment = parsedate_to_datetime(retry_after)
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        seconds = (moment - datetime.now(UTC)).total_seconds()
    return min(max(seconds, 0.0), LONGEST_PAUSE) if seconds == seconds else None  # noqa: PLR0124  NaN differs from itself
