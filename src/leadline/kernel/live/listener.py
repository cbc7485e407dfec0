"""One who listens: what waits to be sent to it, in bounded memory."""

import asyncio
import time
from collections.abc import Collection
from typing import Literal

from leadline.kernel.auth.authenticator import Credentials
from leadline.kernel.auth.ports import Identity
from leadline.kernel.auth.principal import Principal
from leadline.kernel.live.topics import Feed, Topic

MOST_WAITING = 256
# why a stream ends: the reader is gone, too slow, signed out or no longer known; the server ends, or the time is over
Ending = Literal["gone", "slow", "signed_out", "restart", "done"]


class Listener:
    """Of what is about the same thing only the newest waits: a reader that sleeps wakes up to the present.

    A reader so far behind that even that is too much is dropped: it comes back with the id of what it has read.
    """

    def __init__(self, credentials: Credentials, identity: Identity, wanted: Collection[str]) -> None:
        self.credentials = credentials
        self.ending: Ending | None = None
        self._wanted = frozenset(wanted)
        self._events: frozenset[str] = frozenset()
        self._waiting: dict[str, bytes] = {}
        self._news = asyncio.Event()
        self.expires = 0.0
        self.principal: Principal = identity.principal
        self.believe(identity)

    def believe(self, identity: Identity) -> None:
        """From now on it is this caller, with these rights."""
        self.principal, self.expires = identity

    def allow(self, topics: Collection[Topic | Feed]) -> list[str]:
        """Hears of `topics` what it wants and may hear; returns their events."""
        may = [topic.event for topic in topics if topic.event in self._wanted and self._may(topic.permission)]
        self._events = frozenset(may)
        return may

    def hears(self, event: str) -> bool:
        return event in self._events

    def put(self, about: str, frame: bytes) -> None:
        """`frame` is to be sent, in the place of what waited about the same."""
        self._waiting.pop(about, None)  # to the end: ids never go back
        self._waiting[about] = frame
        if len(self._waiting) > MOST_WAITING:
            self.end("slow")
        self._news.set()

    def end(self, ending: Ending) -> None:
        """Nothing more is sent."""
        if self.ending is None:
            self.ending = ending
            self._waiting.clear()
            self._news.set()

    async def take(self, seconds: float) -> bytes:
        """What waits, or nothing when nothing came for `seconds` or the listener was ended."""
        left = min(seconds, self.expires - time.time())
        try:
            async with asyncio.timeout(max(left, 0.0)):
                await self._news.wait()
        except TimeoutError:
            if self.expires <= time.time():
                self.end("signed_out")
            return b""
        self._news.clear()
        frames = b"".join(self._waiting.values())
        self._waiting.clear()
        return frames

    def _may(self, permission: str) -> bool:
        return not self.principal.must_change_password and self.principal.may(permission)
