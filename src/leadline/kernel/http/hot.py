"""Ready answers: bytes that were computed once and are served until the data's version changes.

An entry answers one key (path, query, data scope, language). It is valid while its version equals the current one, and,
where the answer depends on the clock, until its seconds are over. The version that was read before computing is the one
kept with the answer: so a change during the computation makes it stale at once, never wrong for good.
"""

import asyncio
import gzip
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple, Protocol

from leadline.kernel.cache.metering import LOOKED_UP
from leadline.kernel.observability.metrics import Gauge

GZIP_FROM_BYTES = 1024
GZIP_LEVEL = 6
THREAD_FROM_BYTES = 64 * 1024  # below, compressing takes less than a thread's hand-over is worth
LONGEST_ENCODINGS = 512
SHELF = "dashboard"
PLAIN, PACKED = b"p", b"g"
Key = tuple[str, bytes, str, str]
Headers = list[tuple[bytes, bytes]]
SHARED_HEADERS: Headers = [
    (b"cache-control", b"private, no-cache"),  # keep it, but ask with the ETag each time
    (b"vary", b"Accept-Encoding, Accept-Language, Authorization, Cookie"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
]
HOT_BYTES = Gauge("leadline_hot_bytes", "Memory held by ready answers", multiprocess_mode="livesum")
HOT_ANSWERS = Gauge("leadline_hot_answers", "Ready answers held", multiprocess_mode="livesum")


class Kept(Protocol):
    """What lay on a shelf, and for how many seconds it may still be handed out."""

    @property
    def content(self) -> bytes: ...

    @property
    def seconds(self) -> float: ...


class Shelf(Protocol):
    """Where processes leave answers for each other (`kernel/cache`). It never raises for a server that is away."""

    async def get(self, kind: str, *parts: str | bytes) -> Kept | None:
        """What was put under this."""

    async def put(self, content: bytes, seconds: float | None, kind: str, *parts: str | bytes) -> None:
        """Keeps `content` for so many seconds (None: for as long as the shelf likes)."""

    async def close(self) -> None:
        """Nothing more is asked of it."""


class Encoded(NamedTuple):
    """One encoding of an answer: its body, and the headers with which it, or the news that it is unchanged, is sent."""

    body: bytes
    headers: Headers
    unchanged: Headers

    @classmethod
    def of(cls, body: bytes, etag: bytes, *more: tuple[bytes, bytes]) -> "Encoded":
        """`body` under the strong `etag`."""
        unchanged = [(b"etag", etag), *SHARED_HEADERS]
        own = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body)), *more]
        return cls(body, own + unchanged, unchanged)


class HotAnswer:
    """One answer in its two encodings, ready to be sent."""

    __slots__ = ("expires", "packed", "plain", "size", "tag", "version")

    def __init__(self, plain: bytes, packed: bytes | None, version: str, expires: float) -> None:
        self.version = version
        self.expires = expires
        self.size = len(plain) + len(packed or b"") + 1024
        self.tag = blake2b(plain, digest_size=16).hexdigest().encode()
        self.plain = Encoded.of(plain, b'"%s"' % self.tag)
        # another encoding is another representation: a strong ETag has to differ
        gzip_header = (b"content-encoding", b"gzip")
        self.packed = None if packed is None else Encoded.of(packed, b'"%s-gzip"' % self.tag, gzip_header)

    @classmethod
    async def unpacked(cls, content: bytes, version: str, seconds: float) -> "HotAnswer":
        """The answer that another process made, as `to_share` wrote it."""
        if content[:1] == PLAIN:
            return cls(content[1:], None, version, time.monotonic() + seconds)
        packed = content[1:]
        large = len(packed) >= THREAD_FROM_BYTES
        plain = await asyncio.to_thread(gzip.decompress, packed) if large else gzip.decompress(packed)
        return cls(plain, packed, version, time.monotonic() + seconds)

    def to_share(self) -> bytes:
        """The answer as one piece, small."""
        return PLAIN + self.plain.body if self.packed is None else PACKED + self.packed.body

    @classmethod
    async def make(cls, plain: bytes, version: str, seconds: float | None) -> "HotAnswer":
        """An answer of `plain` JSON, compressed where that pays, good for `seconds` (None: as long as its version)."""
        packed: bytes | None = None
        if len(plain) >= THREAD_FROM_BYTES:
            packed = await asyncio.to_thread(gzip.compress, plain, GZIP_LEVEL, mtime=0)
        elif len(plain) >= GZIP_FROM_BYTES:
            packed = gzip.compress(plain, GZIP_LEVEL, mtime=0)
        return cls(plain, packed, version, float("inf") if seconds is None else time.monotonic() + seconds)


class HotAnswers:
    """A bounded store of ready answers; what was used longest ago leaves first.

    `version` tells the current version of the data. It is awaited at every hot request: it must cost microseconds.
    What is not here may have been computed by another process already: it is on the `shelf` then, under its version.
    """

    def __init__(
        self,
        version: Callable[[], Awaitable[str]],
        max_entries: int = 4096,
        max_bytes: int = 64 * 1024 * 1024,
        shelf: Shelf | None = None,
    ) -> None:
        self.version = version
        self._shelf = shelf
        self._sharing: set[asyncio.Task[None]] = set()
        self._hits, self._misses = LOOKED_UP.labels("process", "hit"), LOOKED_UP.labels("process", "miss")
        self.bytes_held = 0
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._entries: OrderedDict[Key, HotAnswer] = OrderedDict()
        self._underway: dict[tuple[Key, str], asyncio.Event] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, key: Key, version: str) -> HotAnswer | None:
        """The answer for `key` that is still valid at `version`."""
        entry = self._entries.get(key)
        if entry is None or entry.version != version or entry.expires <= time.monotonic():
            self._misses.inc()
            return None
        self._hits.inc()
        self._entries.move_to_end(key)
        return entry

    async def borrow(self, key: Key, version: str) -> HotAnswer | None:
        """The answer as another process computed it at this version of the data; kept here as well."""
        kept = None if self._shelf is None else await self._shelf.get(SHELF, version, *key)
        if kept is None:
            return None
        entry = await HotAnswer.unpacked(kept.content, version, kept.seconds)
        self.keep(key, entry)
        return entry

    def share(self, key: Key, entry: HotAnswer) -> None:
        """Leaves the answer for the other processes; nobody waits for it."""
        if self._shelf is None:
            return
        left = entry.expires - time.monotonic()
        seconds = None if left == float("inf") else left
        task = asyncio.create_task(self._shelf.put(entry.to_share(), seconds, SHELF, entry.version, *key))
        self._sharing.add(task)
        task.add_done_callback(self._sharing.discard)

    def keep(self, key: Key, entry: HotAnswer) -> None:
        """Store an answer in the place of the one before."""
        self._forget(key)
        if entry.size > self._max_bytes // 4:
            return  # one giant would push out everybody
        self._entries[key] = entry
        self.bytes_held += entry.size
        while len(self._entries) > self._max_entries or self.bytes_held > self._max_bytes:
            self._forget(next(iter(self._entries)))
        HOT_BYTES.set(self.bytes_held)
        HOT_ANSWERS.set(len(self._entries))

    async def close(self) -> None:
        """Waits for what is being shared, and leaves the shelf."""
        await asyncio.gather(*self._sharing)
        if self._shelf is not None:
            await self._shelf.close()

    async def turn(self, key: Key, version: str) -> bool:
        """Whether the caller is the one to compute; False after waiting for whoever was computing the same.

        The one who got True calls `done`, whatever came of it.
        """
        underway = self._underway.get((key, version))
        if underway is None:
            self._underway[key, version] = asyncio.Event()
            return True
        await underway.wait()
        return False

    def done(self, key: Key, version: str) -> None:
        """Let those who wait for this answer look again."""
        self._underway.pop((key, version)).set()

    def _forget(self, key: Key) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self.bytes_held -= entry.size


def takes_gzip(accept_encoding: bytes) -> bool:
    """Whether an `Accept-Encoding` header allows gzip."""
    return _takes_gzip(accept_encoding[:LONGEST_ENCODINGS])  # cut first: what is remembered stays small


@lru_cache(maxsize=512)
def _takes_gzip(accept_encoding: bytes) -> bool:
    for part in accept_encoding.lower().split(b","):
        name, _, weight = part.partition(b";")
        if name.strip() in (b"gzip", b"x-gzip", b"*"):
            return weight.replace(b" ", b"") not in (b"q=0", b"q=0.0", b"q=0.00", b"q=0.000")
    return False
