"""Changes of rights, told to the other processes over Valkey or Redis. Without it they learn by the database."""

import asyncio
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

from leadline.kernel.auth.version import AuthVersion
from leadline.kernel.observability.logs import get_logger

log = get_logger(__name__)
CHANNEL: Final = "leadline:auth"
CONNECT_SECONDS: Final = 2.0
AGAIN_SECONDS: Final = 2.0


class Announcements:
    """One channel: a message says that something changed, the database says what."""

    def __init__(self, url: str, version: AuthVersion) -> None:
        self._version = version
        self._client = Redis.from_url(url, socket_connect_timeout=CONNECT_SECONDS)
        self._telling: set[asyncio.Task[None]] = set()

    def tell(self) -> None:
        """Announces a change that is committed; called by the database, so it only starts the work."""
        task = asyncio.get_running_loop().create_task(self._publish())
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def listen(self) -> None:
        """Hears the others until it is cancelled; begins again when the server was away."""
        away = False
        while True:
            try:
                async with self._client.pubsub() as channel:
                    await channel.subscribe(CHANNEL)
                    away = False
                    async for _ in channel.listen():  # the first one confirms that we hear: what came before is read
                        self._version.forget()
            except (RedisError, OSError) as error:
                if not away:
                    log.warning("REDIS_URL cannot be reached; changes are learnt by the database", reason=str(error))
                away = True
            await asyncio.sleep(AGAIN_SECONDS)

    async def close(self) -> None:
        """Waits for what is being told, and closes the connection."""
        if self._telling:
            await asyncio.wait(self._telling, timeout=CONNECT_SECONDS)
        await self._client.aclose()

    async def _publish(self) -> None:
        try:
            await self._client.publish(CHANNEL, b"changed")
        except (RedisError, OSError) as error:
            log.info("A change of rights could not be announced", reason=str(error))
