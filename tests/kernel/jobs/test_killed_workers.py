"""Workers that are killed at any moment lose nothing and double nothing, and the work goes on without a human."""

import asyncio
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import func, select, update

from leadline.kernel.clock import now
from leadline.kernel.db.engine import Database
from leadline.kernel.db.migrate import migrate
from leadline.kernel.db.retry import DATABASE_ERRORS
from leadline.kernel.jobs.contracts import ENDED
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.jobs.tables import jobs, schedules
from leadline.kernel.outbox.tables import outbox_events
from tests.architecture.project import ROOT
from tests.kernel.jobs.labour import Toil
from tests.servers.postgres import PostgresServer

STEPS = 3


async def until(wanted: Callable[[], Awaitable[object]], seconds: float = 60.0) -> None:
    """Waits for news from the database; while that is away there are none."""
    async with asyncio.timeout(seconds):
        while True:
            try:
                if await wanted():
                    return
            except DATABASE_ERRORS:
                pass
            await asyncio.sleep(0.1)


class Yard:
    """Several worker processes on one database."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.database = Database(url)
        self.workers: list[subprocess.Popen[bytes]] = []

    def hire(self, parallel: int = 2) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.kernel.jobs.labour", self.url, str(parallel)]
        worker = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        worker.kill()
        worker.wait()
        self.workers.remove(worker)

    async def start(self, count: int, rest: float = 0.05) -> None:
        async with self.database.transaction() as connection:
            for number in range(count):
                lane = f"lane{number % 5}" if number % 2 else None
                await enqueue(connection, Toil(name=f"job{number}", steps=STEPS, lane=lane, rest=rest))

    async def states(self) -> Counter[str]:
        async with self.database.reading() as connection:
            found = await connection.execute(select(jobs.c.state, func.count()).group_by(jobs.c.state))
            return Counter({state: number for state, number in found})  # noqa: C416  # rows are tuples of any length

    async def finished(self) -> None:
        """Waits until nothing waits or runs; there is news within a minute all the time, without anybody's help."""
        over = {state.value for state in ENDED}
        while True:
            states = await self.states()
            if states.keys() <= over:
                return

            async def moved(before: Counter[str] = states) -> bool:
                return await self.states() != before

            await until(moved)

    async def working(self) -> None:
        """Waits until another step is done: whoever is killed then is in the middle of work."""
        done = (await self.ledger()).total()

        async def more() -> bool:
            return (await self.ledger()).total() > done

        await until(more)

    async def ledger(self) -> Counter[str]:
        async with self.database.reading() as connection:
            return Counter((await connection.execute(select(outbox_events.c.name))).scalars())

    async def ticks(self) -> list[object]:
        async with self.database.reading() as connection:
            query = select(jobs.c.tick_at).where(jobs.c.tick_at.is_not(None))
            return list((await connection.execute(query)).scalars())

    async def no_more_ticks(self) -> None:
        """The minute that begins while the books are looked at would not be in all of them."""
        async with self.database.transaction() as connection:
            await connection.execute(update(schedules).values(paused=True))

    async def time_passes(self, minutes: int) -> None:
        """The schedule of every minute becomes due for a minute that nobody has fired."""
        moment = (now() - timedelta(minutes=minutes)).replace(second=0, microsecond=0)
        async with self.database.transaction() as connection:
            await connection.execute(update(schedules).values(next_at=moment))


@asynccontextmanager
async def yard_at(url: str) -> AsyncIterator[Yard]:
    yard = Yard(url)
    try:
        yield yard
    finally:
        for worker in list(yard.workers):
            yard.kill(worker)
        await yard.database.close()


async def struck(yard: Yard, processes: int, kills: int, seed: int) -> None:
    """Kills workers at random moments, each replaced at once, until all work is done; then the books must balance."""
    randomness = Random(seed)
    count = 12 + 8 * kills
    await yard.start(count)
    for _ in range(processes):
        yard.hire()
    for number in range(kills):
        await yard.working()
        await asyncio.sleep(randomness.uniform(0, 0.3))
        if number % 3 == 0:
            await yard.time_passes(number)
        yard.kill(randomness.choice(yard.workers))
        yard.hire()
    await yard.no_more_ticks()
    await yard.finished()
    ticks = await yard.ticks()
    assert await yard.states() == Counter({"done": count + len(ticks)})
    assert len(ticks) == len(set(ticks))
    expected = Counter({f"job{number}:{step}": 1 for number in range(count) for step in range(STEPS)})
    assert await yard.ledger() == expected + Counter({"tick:0": len(ticks)})


@pytest.mark.parametrize("processes", [1, 3])
async def test_five_kills_lose_and_double_nothing(database_url: str, processes: int) -> None:
    async with yard_at(database_url) as yard:
        await struck(yard, processes, 5, seed=20261127 + processes)


@pytest.mark.torture
@pytest.mark.parametrize("processes", [1, 3])
async def test_fifty_kills_lose_and_double_nothing(database_url: str, processes: int) -> None:
    async with yard_at(database_url) as yard:
        await struck(yard, processes, 50, seed=processes)


async def test_a_worker_that_is_asked_to_end_hands_back_and_another_goes_on(database_url: str) -> None:
    async with yard_at(database_url) as yard:
        await yard.start(4, rest=0.4)
        first = yard.hire()
        await until(yard.ledger)
        first.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(first.wait, 20) == 0
        assert (await yard.states())["running"] == 0
        yard.hire()
        await yard.no_more_ticks()
        await yard.finished()
        ticks = Counter({"tick:0": len(set(await yard.ticks()))})
        assert set((await yard.ledger() - ticks).values()) == {1}


@pytest.mark.parametrize("processes", [1, 3])
async def test_workers_outlast_a_database_that_goes_away_and_comes_back(processes: int) -> None:
    await outlasted(processes, 4)


@pytest.mark.torture
@pytest.mark.parametrize("processes", [1, 3])
async def test_workers_outlast_a_database_that_is_away_for_half_a_minute(processes: int) -> None:
    await outlasted(processes, 30)


async def outlasted(processes: int, seconds: float) -> None:
    server = PostgresServer(durable=True)
    server.start()
    try:
        async with yard_at(server.create_database("away")) as yard:
            await migrate(yard.database)
            await yard.start(20, rest=0.2)
            for _ in range(processes):
                yard.hire()
            await until(yard.ledger)
            server.fixed_port = server.port
            await asyncio.to_thread(server.kill)
            await asyncio.sleep(seconds)
            await asyncio.to_thread(server.start)
            await yard.no_more_ticks()
            await yard.finished()
            fired = await yard.ticks()  # the schedule of every minute may have come due meanwhile
            ticks = len(set(fired))
            assert len(fired) == ticks
            done = {f"job{number}:{step}": 1 for number in range(20) for step in range(STEPS)}
            assert await yard.ledger() == Counter(done) + Counter({"tick:0": ticks})
    finally:
        await asyncio.to_thread(server.stop)


@pytest.mark.torture
async def test_ten_thousand_drain_in_order_of_priority(database_url: str) -> None:
    await drained(database_url, 10_000)


async def test_five_hundred_drain_in_order_of_priority(database_url: str) -> None:
    await drained(database_url, 500)


async def drained(url: str, count: int) -> None:
    randomness = Random(1)
    async with yard_at(url) as yard:
        async with yard.database.transaction() as connection:
            for number in range(count):
                await enqueue(connection, Toil(name=f"job{number}", steps=0), priority=randomness.randrange(100))
        yard.hire(parallel=1)
        await yard.finished()
        async with yard.database.reading() as connection:
            query = select(jobs.c.priority).where(jobs.c.tick_at.is_(None)).order_by(jobs.c.started_at, jobs.c.id)
            order = list((await connection.execute(query)).scalars())
    assert len(order) == count
    assert order == sorted(order)
