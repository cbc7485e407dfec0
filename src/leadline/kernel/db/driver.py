"""The driver below SQLAlchemy's connection, for the statements that every batch of calls repeats."""

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")
Row = tuple[Any, ...]  # Any: the driver's own values


async def driver_of(connection: AsyncConnection) -> Any:  # Any: aiosqlite's or asyncpg's connection
    """The connection as aiosqlite or asyncpg made it."""
    return (await connection.get_raw_connection()).driver_connection


async def in_its_thread(connection: AsyncConnection, work: Callable[[sqlite3.Connection], T]) -> T:
    """What `work` returns on SQLite, done in one visit to the connection's thread.

    SQLAlchemy makes a visit for each of cursor, statement, rows and close; a visit is two switches between threads,
    and at a thousand calls a batch those cost more than the statements.
    """
    driver = await driver_of(connection)
    result: T = await driver._execute(work, driver._conn)  # noqa: SLF001  # aiosqlite has no public door to its thread
    return result


async def run(connection: AsyncConnection, statement: str, *values: Any) -> list[Row]:  # Any: the driver's own values
    """The rows of one statement, whose parameters are `$1`, `$2`, …: PostgreSQL's way, put as SQLite has it there."""
    if connection.dialect.name == "postgresql":  # by SQLAlchemy, which begins the transaction at the first statement
        result = await connection.exec_driver_sql(statement, values)
        return [tuple(row) for row in result] if result.returns_rows else []
    lite = statement.replace("$", "?")
    return await in_its_thread(connection, lambda driver: driver.execute(lite, values).fetchall())
