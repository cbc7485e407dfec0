"""The bulk door's bodies for SQLite: up to a thousand rows a statement, all in one visit to the connection's thread."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import chain
from typing import Any

import orjson
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.base import to_microseconds
from leadline.kernel.db.bulk.contract import NOTHING, Columns, Ready, additions, nothing, told
from leadline.kernel.db.driver import Row, driver_of, in_its_thread

ROWS_A_STATEMENT = (1000, 300, 100, 30, 10, 3, 1)
_iso = lru_cache(maxsize=4096)(date.isoformat)  # a batch has few days and many rows


class SqliteDoor:
    """The bodies for SQLite, whose single writer makes every statement safe from races."""

    alone = True

    def moment(self, moment: datetime, /) -> int:
        return to_microseconds(moment)

    def day(self, day: date, /) -> str:
        return _iso(day)

    def moments(self, moments: Sequence[datetime | None], /) -> list[int | None]:
        return [None if moment is None else to_microseconds(moment) for moment in moments]

    def days(self, days: Sequence[date], /) -> list[str]:
        return list(map(_iso, days))

    def ready(self, columns: Columns, /) -> Ready:
        given = told(columns)
        return Ready(tuple(given), list(zip(*given.values(), strict=True)))

    async def insert_new(
        self,
        connection: AsyncConnection,
        table: Table,
        ready: Ready,
        key: Sequence[str],  # noqa: ARG002  # see the port: none of them is there
        constants: Mapping[str, Any] = NOTHING,  # Any: the driver's own values
        handed_over: Callable[[], None] = nothing,
    ) -> None:
        loop = asyncio.get_running_loop()

        def write(driver: sqlite3.Connection) -> None:
            loop.call_soon_threadsafe(handed_over)
            # OR FAIL: nothing has to be undone within a statement, since whoever meets an error undoes the transaction;
            # made ready to be undone, each page that it touches is copied first
            _write_rows(f"INSERT OR FAIL INTO {table.name}", ready.names, "", ready.rows, constants, driver)

        await in_its_thread(connection, write)

    async def add(
        self,
        connection: AsyncConnection,
        table: Table,
        key: Sequence[str],
        measures: Sequence[str],
        rows: Sequence[Row],
        constants: Mapping[str, Any] = NOTHING,  # Any: the driver's own values
    ) -> None:
        ending = f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {additions(table, measures)}"
        names = (*(name for name in key if name not in constants), *measures)
        write = partial(_write_rows, f"INSERT INTO {table.name}", names, ending, rows, constants)
        await in_its_thread(connection, write)

    async def find(
        self,
        connection: AsyncConnection,
        table: Table,
        columns: Sequence[str],
        fixed: tuple[str, str],
        key: tuple[str, Sequence[str]],
    ) -> list[Row]:
        name, wanted = key
        most = 2 * len(wanted)
        statement = (
            f"SELECT {name}, {', '.join(columns)} FROM {table.name} "
            f"WHERE {fixed[0]} = ? AND {name} BETWEEN ? AND ? ORDER BY {name} LIMIT ?"
        )
        bounds = (fixed[1], min(wanted), max(wanted), most)
        found = await in_its_thread(connection, lambda driver: driver.execute(statement, bounds).fetchall())
        if len(found) == most:  # they are scattered
            return await self.select(connection, table, columns, fixed, key)
        asked = set(wanted)
        return [values for found_key, *values in found if found_key in asked]

    async def select(
        self,
        connection: AsyncConnection,
        table: Table,
        columns: Sequence[str],
        fixed: tuple[str, str],
        key: tuple[str, Sequence[str]],
        *,
        lock: bool = False,  # noqa: ARG002  # the writer holds the whole database already
    ) -> list[Row]:
        statement = (
            f"SELECT {', '.join(columns)} FROM {table.name} "
            f"WHERE {fixed[0]} = ? AND {key[0]} IN (SELECT value FROM json_each(?))"
        )
        wanted = orjson.dumps(list(key[1])).decode()
        return await in_its_thread(connection, lambda driver: driver.execute(statement, (fixed[1], wanted)).fetchall())

    async def update(
        self, connection: AsyncConnection, table: Table, columns: Sequence[str], key: str, rows: Sequence[Row]
    ) -> None:
        settings = ", ".join(f"{name} = ?" for name in columns)
        statement = f"UPDATE {table.name} SET {settings} WHERE {key} = ?"
        await (await driver_of(connection)).executemany(statement, rows)


def _write_rows(
    verb: str,
    names: tuple[str, ...],
    ending: str,
    rows: Sequence[Row],
    constants: Mapping[str, Any],  # Any: the driver's own values
    driver: sqlite3.Connection,
) -> None:
    """Inserts the rows, many a statement: while one runs, the interpreter is free for other threads.

    Row by row it is taken and given back for each, and whoever wants it meanwhile keeps it for milliseconds. The sizes
    are few, so that a table has few statements to prepare. A constant is one parameter, however many the rows.
    """
    head = f"{verb} ({', '.join((*constants, *names))}) VALUES "
    fixed = tuple(constants.values())
    marks = f"({', '.join([*(f'?{place}' for place in range(1, len(fixed) + 1)), *'?' * len(names)])})"
    most = (driver.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) - len(fixed)) // len(names)
    start = 0
    for size in ROWS_A_STATEMENT:
        step = max(1, min(size, most))
        statement = f"{head}{', '.join([marks] * step)} {ending}"
        while start + step <= len(rows):
            driver.execute(statement, (*fixed, *chain.from_iterable(rows[start : start + step])))
            start += step
