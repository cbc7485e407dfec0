"""The bell that wakes a worker: rung in this process at once, by PostgreSQL's NOTIFY in the others.

A worker that hears nothing looks by itself every few seconds, so a ring that is lost costs time and nothing else.
"""

import asyncio
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

import asyncpg
from sqlalchemy import Engine, text
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.counters import tell
from leadline.kernel.db.engine import Database, after_commit
from leadline.kernel.db.plain import CLOSE_SECONDS, CONNECTION_ERRORS, plain_connection
from leadline.kernel.jobs.contracts import MOVED

CHANNEL = "leadline_jobs"
NOTIFY = text(f"SELECT pg_notify('{CHANNEL}', '')")


class Bell:
    """Counts its rings: who noted the count before looking cannot miss one that came between looking and waiting."""

    def __init__(self) -> None:
        self.rings = 0
        self._waiting: set[asyncio.Event] = set()

    def ring(self) -> None:
        """Wakes everybody who waits."""
        self.rings += 1
        for event in self._waiting:
            event.set()

    async def wait(self, since: int, seconds: float) -> bool:
        """Waits for a ring after the count was `since`; False when none came in time."""
        if self.rings != since:
            return True
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(seconds):  # not wait_for: in 3.11 it swallows a cancellation that meets a ring
                await event.wait()
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(event)
        return True


_bells: WeakKeyDictionary[Engine, Bell] = WeakKeyDictionary()


def bell_of(database: Database) -> Bell:
    """The bell of everybody in this process who uses this database."""
    return _bells.setdefault(database.engine.sync_engine, Bell())


async def ring_for(connection: AsyncConnection) -> None:
    """Rings once this transaction is committed: in this process, and on PostgreSQL in every other.

    On SQLite other processes look by themselves.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(NOTIFY)
    tell(connection, MOVED)
    bell = _bells.get(connection.engine.sync_engine)
    if bell is not None:
        after_commit(connection, bell.ring)


class Listener:
    """Hears the bells of other processes, on a connection of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._bell = bell_of(database)
        self._connection: asyncpg.Connection[Any] | None = None  # Any: asyncpg's record class

    @property
    def hears(self) -> bool:
        """Whether the connection stands."""
        return self._connection is not None and not self._connection.is_closed()

    async def listen(self) -> None:
        """Connects anew where the connection is lost; nothing to do on SQLite."""
        if self._database.dialect != "postgresql" or self.hears:
            return
        self._connection = await plain_connection(self._database)
        await self._connection.add_listener(CHANNEL, lambda *_: self._bell.ring())
        self._bell.ring()  # what was told while nobody listened

    async def close(self) -> None:
        """Hears no more."""
        if self._connection is not None:
            with suppress(*CONNECTION_ERRORS):
                await self._connection.close(timeout=CLOSE_SECONDS)
            self._connection = None
