"""Up to when what is known of the callers is true: a counter in the database that every change of rights bumps."""

import asyncio
import time
from collections.abc import Awaitable, Callable

AUTH = "auth"
VERSION_SECONDS = 0.5


class AuthVersion:
    """The counter, read at most every `VERSION_SECONDS` by whoever asks, and at once after `forget`.

    What this process writes is seen by its next request; what another one wrote, within half a second.
    """

    def __init__(self, read: Callable[[], Awaitable[int]]) -> None:
        self._read = read
        self._turn = asyncio.Lock()
        self._value = -1
        self._good_until = float("-inf")
        self._forgotten = 0

    @property
    def fresh(self) -> int | None:
        """The value when it was read just now, else None."""
        return self._value if time.monotonic() < self._good_until else None

    def forget(self) -> None:
        """Something has changed: the next one who asks reads it."""
        self._forgotten += 1
        self._good_until = float("-inf")

    async def current(self) -> int:
        """The value as of at most half a second ago. One reads for all who wait."""
        async with self._turn:
            if (value := self.fresh) is not None:
                return value
            while True:
                seen, started = self._forgotten, time.monotonic()
                self._value = await self._read()
                if seen == self._forgotten:  # otherwise it may be of before the change
                    self._good_until = started + VERSION_SECONDS
                    return self._value
