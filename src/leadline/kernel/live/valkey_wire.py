"""The wire between processes that share a Valkey or Redis: one channel of it."""

import asyncio
from collections.abc import Callable
from typing import Final

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from leadline.kernel.observability.logs import get_logger

CHANNEL: Final = "leadline:live"
CONNECT_SECONDS: Final = 2.0
AGAIN_SECONDS: Final = 2.0
log = get_logger(__name__)


class ValkeyWire:
    """A message says that something changed; what, the database says."""

    def __init__(self, url: str) -> None:
        # a connection that went stale is replaced at once; for all else there is our own patience
        self._client = Redis.from_url(
            url, socket_connect_timeout=CONNECT_SECONDS, socket_keepalive=True, retry=Retry(NoBackoff(), 1)
        )

    async def send(self, message: str) -> bool:
        """Tells all processes; False while the server is away."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await self._client.publish(CHANNEL, message.encode())
        except (RedisError, OSError):
            return False
        return True

    async def receive(self, hear: Callable[[str | None], None]) -> None:
        """Hears the others until it is cancelled; begins again when the server was away."""
        away = False
        try:
            while True:
                try:
                    async with self._client.pubsub() as channel:
                        await channel.subscribe(CHANNEL)
                        away = False
                        async for told in channel.listen():
                            # what confirms that we hear: whatever came before it may have been missed
                            hear(told["data"].decode() if told["type"] == "message" else None)
                except (RedisError, OSError) as error:
                    if not away:
                        log.warning("REDIS_URL cannot be reached; news are learnt by the database", reason=str(error))
                    away = True
                await asyncio.sleep(AGAIN_SECONDS)
        finally:
            await self._client.aclose()
