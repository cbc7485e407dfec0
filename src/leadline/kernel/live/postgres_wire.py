"""The wire between processes that share a PostgreSQL: LISTEN and NOTIFY on a connection of their own."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import asyncpg

from leadline.kernel.db.engine import Database
from leadline.kernel.db.plain import CLOSE_SECONDS, CONNECTION_ERRORS, plain_connection

CHANNEL = "leadline_live"
SOONEST_SECONDS = 0.5
LATEST_SECONDS = 10.0


class PostgresWire:
    """Connects anew, ever more patiently, while the database is away."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: asyncpg.Connection[Any] | None = None  # Any: asyncpg's record class
        self._turn = asyncio.Lock()  # a connection carries one statement at a time

    async def send(self, message: str) -> bool:
        """Tells all processes; False while the connection is away."""
        connection = self._connection
        if connection is None or connection.is_closed():
            return False
        try:
            async with self._turn:
                await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, message)
        except CONNECTION_ERRORS:
            return False
        return True

    async def receive(self, hear: Callable[[str | None], None]) -> None:
        """Hears the others until it is cancelled."""
        rest = SOONEST_SECONDS
        try:
            while True:
                with suppress(*CONNECTION_ERRORS):
                    ended = await self._connect(hear)
                    rest = SOONEST_SECONDS
                    hear(None)  # what was told while nobody listened
                    await ended.wait()
                await asyncio.sleep(rest)
                rest = min(rest * 2, LATEST_SECONDS)
        finally:
            await self._close()

    async def _connect(self, hear: Callable[[str | None], None]) -> asyncio.Event:
        self._connection = connection = await plain_connection(self._database)
        ended = asyncio.Event()
        connection.add_termination_listener(lambda _: ended.set())
        await connection.add_listener(CHANNEL, lambda *told: hear(told[-1]))
        return ended

    async def _close(self) -> None:
        if self._connection is not None:
            with suppress(*CONNECTION_ERRORS):
                await self._connection.close(timeout=CLOSE_SECONDS)
