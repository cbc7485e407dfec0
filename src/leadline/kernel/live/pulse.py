"""The pulse of a process: what was committed is told here at once, and over a wire in every other process.

A wire is PostgreSQL's NOTIFY, or a Valkey. It is told after the commit, many commits by one message: a NOTIFY inside
the transactions would make them wait for each other. So a message can be lost with its process or with the network, and
whoever needs to know looks by himself now and then.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Protocol

from leadline.kernel.db.engine import Database
from leadline.kernel.observability.logs import get_logger

GATHER_SECONDS = 0.05
LAST_WORDS_SECONDS = 1.0
AGAIN_SECONDS = 1.0
Hear = Callable[[Collection[str]], None]
log = get_logger(__name__)


class Wire(Protocol):
    """How processes tell each other. Neither method raises for a wire that is away: it is tried again and again."""

    async def send(self, message: str) -> bool:
        """Tells all processes, this one too; whether it was told."""

    async def receive(self, hear: Callable[[str | None], None]) -> None:
        """Calls `hear` with every message until it is cancelled; with None when some may have been missed."""


class Pulse:
    """`names` are what commits are told of: counters, and what `tell` (`kernel/db/counters.py`) names."""

    def __init__(self, database: Database, names: Iterable[str], wire: Wire | None = None) -> None:
        self.names = frozenset(names)
        self._wire = wire
        self._me = secrets.token_hex(6)
        self._hearers: list[Hear] = []
        self._untold: set[str] = set()
        self._news = asyncio.Event()
        for name in sorted(self.names):
            database.when_bumped(name, partial(self._happened, name))

    def when(self, hear: Hear) -> None:
        """Calls `hear` with the names of what has changed, here or elsewhere."""
        self._hearers.append(hear)

    @asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """The others are told and heard until the block ends, also of what is committed right before that."""
        if self._wire is None:
            yield
            return
        tasks = [asyncio.create_task(work) for work in (self._send(self._wire), self._wire.receive(self._received))]
        for task in tasks:
            task.add_done_callback(tell_of_fault)
        try:
            yield
        finally:
            await self._say_rest(self._wire)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _say_rest(self, wire: Wire) -> None:
        if self._untold:
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_WORDS_SECONDS):
                    await wire.send(self._message(self._untold))

    def _happened(self, name: str) -> None:
        self._untold.add(name)
        self._news.set()
        self._tell({name})

    def _tell(self, names: Collection[str]) -> None:
        for hear in self._hearers:
            hear(names)

    async def _send(self, wire: Wire) -> None:
        while True:
            await self._news.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._news.clear()
            names, self._untold = self._untold, set()
            if names and not await wire.send(self._message(names)):
                self._untold |= names
                self._news.set()
                await asyncio.sleep(AGAIN_SECONDS)

    def _message(self, names: Collection[str]) -> str:
        return f"{self._me} {','.join(sorted(names))}"

    def _received(self, message: str | None) -> None:
        if message is None:
            self._tell(self.names)
            return
        sender, _, names = message.partition(" ")
        if sender != self._me:
            self._tell(self.names.intersection(names.split(",")))


def tell_of_fault(task: "asyncio.Task[None]") -> None:
    """Logs what a task of ours ended with, when that was a fault."""
    if not task.cancelled() and (error := task.exception()):
        log.error("News are no longer told", exc_info=error)
