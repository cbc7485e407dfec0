"""Two writers of the same calls at once: each call is stored and counted once, by whoever was first."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import text

from leadline.calls.contracts import BatchResult, CallRow
from leadline.calls.service.ingest import Ingest
from leadline.calls.service.recount import verify
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.engine import Database
from tests.factories.calls import call

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
CALENDAR = BusinessCalendar("Asia/Shanghai")


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[Database]:
    opened = Database(postgres_url)
    yield opened
    await opened.close()


def ingest_of(database: Database) -> Ingest:
    return Ingest(database, CALENDAR, Cipher("k" * 40))


def calls_from(first: int, last: int, grade: str | None = None) -> list[CallRow]:
    return [call(f"{number:04}", grade=grade) for number in range(first, last)]


async def deliver(database: Database, rows: list[CallRow]) -> BatchResult:
    async with database.transaction() as connection:
        return await ingest_of(database).write(connection, "s", rows)


async def waits(database: Database) -> None:
    """Returns once a statement waits for another one's lock."""
    async with asyncio.timeout(60):
        while True:
            async with database.reading() as connection:
                if (await connection.execute(WAITING)).scalar_one():
                    return
            await asyncio.sleep(0.02)


async def counted(database: Database) -> int:
    verdicts = [verdict async for verdict in verify(database, date.min, date.max)]
    assert not any(verdict.differences for verdict in verdicts)
    return sum(verdict.calls for verdict in verdicts)


@pytest.mark.postgres
async def test_who_came_second_inserts_what_is_missing_and_corrects_the_rest(database: Database) -> None:
    async with database.transaction() as first:
        await ingest_of(database).write(first, "s", calls_from(0, 50, grade="AF5"))
        second = asyncio.create_task(deliver(database, calls_from(25, 75, grade="AS1")))
        await waits(database)
    result = await second
    assert (result.new, result.updated, result.unchanged) == (25, 25, 0)
    assert await counted(database) == 75


@pytest.mark.postgres
async def test_who_came_second_with_a_prepared_batch_inserts_what_is_missing(database: Database) -> None:
    ingest = ingest_of(database)

    async def second() -> BatchResult:
        async with database.transaction() as connection:
            return await ingest.write(connection, "s", batch)

    async with database.transaction() as connection:
        await ingest.write(connection, "another", calls_from(0, 1))
    batch = await ingest.arrange(calls_from(25, 75))
    assert batch.prepared is not None
    async with database.transaction() as first:
        await ingest_of(database).write(first, "s", calls_from(0, 50, grade="AF5"))
        waiting = asyncio.create_task(second())
        await waits(database)
    result = await waiting
    assert (result.new, result.updated, result.unchanged) == (25, 0, 25)
    assert await counted(database) == 75 + 1


@pytest.mark.postgres
async def test_who_came_second_inserts_all_when_the_first_is_undone(database: Database) -> None:
    async def written_and_undone() -> None:
        async with database.transaction() as first:
            await ingest_of(database).write(first, "s", calls_from(0, 50))
            waiting.append(asyncio.create_task(deliver(database, calls_from(25, 75))))
            await waits(database)
            raise InterruptedError

    waiting: list[asyncio.Task[BatchResult]] = []
    with pytest.raises(InterruptedError):
        await written_and_undone()
    assert (await waiting[0]).new == 50
    assert await counted(database) == 50


async def test_ids_that_lie_far_apart_are_known_all_the_same(database_url: str) -> None:
    opened = Database(database_url)
    await deliver(opened, calls_from(0, 90))
    result = await deliver(opened, [call("0000"), call("0050", grade="AF5"), call("0099")])
    assert (result.new, result.updated, result.unchanged) == (1, 1, 1)
    assert await counted(opened) == 91
    await opened.close()
