"""Who waits for a counter is told when it was bumped for good."""

from collections.abc import AsyncIterator

import pytest

from leadline.kernel.db.counters import bump_counter, read_counter
from leadline.kernel.db.engine import Database


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


async def test_a_listener_hears_of_a_bump_after_the_commit(database: Database) -> None:
    heard: list[str] = []
    database.when_bumped("auth", lambda: heard.append("auth"))
    async with database.transaction() as connection:
        await bump_counter(connection, "auth")
        await bump_counter(connection, "auth")
        assert heard == []
    assert heard == ["auth"]


async def test_a_listener_hears_nothing_of_what_was_undone_or_is_another_counters(database: Database) -> None:
    heard: list[str] = []
    database.when_bumped("auth", lambda: heard.append("auth"))

    async def fails() -> None:
        async with database.transaction() as connection:
            await bump_counter(connection, "auth")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails()
    async with database.transaction() as connection:
        await bump_counter(connection, "calls")
    assert heard == []


async def test_the_counter_of_identities_is_there_from_the_start(database: Database) -> None:
    async with database.transaction() as connection:
        before = await read_counter(connection, "auth")
        await bump_counter(connection, "auth")
        assert await read_counter(connection, "auth") == before + 1
