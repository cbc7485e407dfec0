"""The pool's connections, as a scrape tells of them."""

import asyncio

import pytest

from leadline.kernel.db.engine import Database
from leadline.kernel.db.pool_metrics import IN_USE, LIMIT, OPEN, WAIT


def figures() -> dict[str, float]:
    """Of the whole process: a test looks at what it changed."""
    return {"limit": LIMIT._value.get(), "open": OPEN._value.get(), "in use": IN_USE._value.get()}


def since(before: dict[str, float]) -> dict[str, float]:
    return {name: value - before[name] for name, value in figures().items()}


async def test_connections_are_counted_open_and_in_use(database_url: str) -> None:
    before = figures()
    database = Database(database_url, pool_size=3)
    async with database.reading(), database.reading():
        assert since(before) == {"limit": 3, "open": 2, "in use": 2}
    assert since(before) == {"limit": 3, "open": 2, "in use": 0}
    await database.close()
    assert since(before)["open"] == 0


async def test_a_failed_connection_leaves_no_count_behind(empty_postgres_url: str) -> None:
    before = figures()
    database = Database(empty_postgres_url.replace("/test_", "/gone_"), pool_size=2)
    for _ in range(2):
        with pytest.raises(Exception, match="does not exist"):
            await database.ping()
    assert since(before) == {"limit": 2, "open": 0, "in use": 0}
    await database.close()


async def test_waiting_for_a_connection_is_measured(sqlite_url: str) -> None:
    database = Database(sqlite_url, pool_size=1)
    before = WAIT.labels("reading")._sum.get()
    held, free = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with database.reading():
            held.set()
            await free.wait()

    async def read() -> None:
        async with database.reading():
            pass

    holding = asyncio.create_task(hold())
    await held.wait()
    reading = asyncio.create_task(read())
    asyncio.get_running_loop().call_later(0.1, free.set)
    await asyncio.gather(holding, reading)
    assert WAIT.labels("reading")._sum.get() - before > 0.08
    await database.close()
