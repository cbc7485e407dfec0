"""The shelf that processes share: ready answers in a Valkey or Redis. Nothing depends on it.

Whatever is wrong with the server costs a few tenths of a second once, then it is left alone for a while, longer each
time up to half a minute; the first question that is answered again brings it back.
"""

import asyncio
import time
from hashlib import blake2b
from typing import Final, NamedTuple

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from leadline.kernel.cache.metering import LOOKED_UP
from leadline.kernel.observability.logs import get_logger

PATIENCE_SECONDS: Final = 0.25
FIRST_REST_SECONDS: Final = 1.0
LONGEST_REST_SECONDS: Final = 30.0
LONGEST_SECONDS: Final = 15 * 60.0  # how long an answer lies there at the most; its key changes with every write anyway
LARGEST_BYTES: Final = 4 * 1024 * 1024
log = get_logger(__name__)


class Kept(NamedTuple):
    """What lay there, and for how many seconds it may still be handed out."""

    content: bytes
    seconds: float


class SharedShelf:
    """`secret` and `house` (which database, which program) make the keys: two installations never share an answer.

    A key is a keyed digest: it tells nobody what was asked.
    """

    def __init__(self, url: str, secret: str, house: str) -> None:
        self._client = Redis.from_url(
            url, socket_connect_timeout=PATIENCE_SECONDS, socket_timeout=PATIENCE_SECONDS, retry=Retry(NoBackoff(), 1)
        )
        self._key = blake2b(house.encode(), key=secret.encode()[:64], digest_size=32).digest()
        self._rest = 0.0
        self._asked_again_at = float("-inf")
        self._away = False

    async def get(self, kind: str, *parts: str | bytes) -> Kept | None:
        """What was put under this, or None: when there is nothing, and when the server does not answer."""
        if self._resting:
            LOOKED_UP.labels("shared", "away").inc()
            return None
        name = self._name(kind, parts)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                async with self._client.pipeline(transaction=False) as line:
                    line.get(name)
                    line.pttl(name)
                    content, left = await line.execute()
        except (RedisError, OSError) as error:
            self._failed(error)
            LOOKED_UP.labels("shared", "away").inc()
            return None
        self._answered()
        if content is None or left <= 0:
            LOOKED_UP.labels("shared", "miss").inc()
            return None
        LOOKED_UP.labels("shared", "hit").inc()
        return Kept(content, left / 1000)

    async def put(self, content: bytes, seconds: float | None, kind: str, *parts: str | bytes) -> None:
        """Keeps `content` for `seconds` (None: as long as anything is kept), if the server answers."""
        milliseconds = int(min(LONGEST_SECONDS if seconds is None else seconds, LONGEST_SECONDS) * 1000)
        if self._resting or milliseconds <= 0 or len(content) > LARGEST_BYTES:
            return
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._client.set(self._name(kind, parts), content, px=milliseconds)
        except (RedisError, OSError) as error:
            self._failed(error)
        else:
            self._answered()

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.aclose()

    @property
    def _resting(self) -> bool:
        return self._away and time.monotonic() < self._asked_again_at

    def _failed(self, error: Exception) -> None:
        if not self._away:
            log.warning("The Valkey of REDIS_URL does not answer; answers are computed", reason=type(error).__name__)
        self._rest = min(max(self._rest * 2, FIRST_REST_SECONDS), LONGEST_REST_SECONDS)
        self._asked_again_at = time.monotonic() + self._rest
        self._away = True

    def _answered(self) -> None:
        if self._away:
            log.info("The Valkey of REDIS_URL answers again")
        self._away, self._rest = False, 0.0

    def _name(self, kind: str, parts: tuple[str | bytes, ...]) -> str:
        digest = blake2b(key=self._key, digest_size=20)
        for part in parts:
            encoded = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
            digest.update(len(encoded).to_bytes(4, "big") + encoded)
        return f"leadline:{kind}:{digest.hexdigest()}"
