"""The bulk door: thousands of rows in one statement, with a body per dialect.

SQLite takes some hundred rows a statement, all in one visit to the connection's thread; PostgreSQL takes COPY.
The values are the driver's own: `door.moments` and `door.days` make those of times and days.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import chain
from types import MappingProxyType
from typing import Any, Protocol

import asyncpg
import orjson
from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.base import to_microseconds
from leadline.kernel.db.driver import Row, driver_of, in_its_thread
from leadline.kernel.db.engine import Database

Columns = Mapping[str, Sequence[Any]]  # Any: the driver's own values
ROWS_A_STATEMENT = (500, 50, 1)
NOTHING: Mapping[str, Any] = MappingProxyType({})  # Any: the driver's own values


class BulkDoor(Protocol):
    """Bulk statements inside a transaction that `Database.transaction` began."""

    def moment(self, moment: datetime, /) -> Any:  # what the driver takes
        """An aware moment as the driver takes it."""
        ...

    def day(self, day: date, /) -> Any:  # what the driver takes
        """A day as the driver takes it."""
        ...

    def moments(self, moments: Sequence[datetime | None], /) -> list[Any]:  # what the driver takes
        """Aware moments as the driver takes them; None stays None."""
        ...

    def days(self, days: Sequence[date], /) -> list[Any]:  # what the driver takes
        """Days as the driver takes them."""
        ...

    async def insert_new(
        self, connection: AsyncConnection, table: Table, columns: Columns, key: Sequence[str]
    ) -> set[Row]:
        """Inserts the rows whose `key` is not there yet, in their order, and returns the keys that went in.

        `columns` are the values of each column, row by row. A column that is None throughout is left to its default.
        On SQLite none of the keys may be there: its one writer has looked.
        """
        ...

    async def add(
        self,
        connection: AsyncConnection,
        table: Table,
        key: Sequence[str],
        measures: Sequence[str],
        rows: Sequence[Row],
        constants: Mapping[str, Any] = NOTHING,  # Any: the driver's own values
    ) -> None:
        """Adds each row's measures (after its key, in order) to the stored ones; a key that is new starts with them.

        `constants` are the same in every row. Those that are part of the key are left out of the rows' keys; the others
        are written where a key is new, and nowhere else.
        """
        ...

    async def find(
        self,
        connection: AsyncConnection,
        table: Table,
        columns: Sequence[str],
        fixed: tuple[str, str],
        key: tuple[str, Sequence[str]],
    ) -> list[Row]:
        """`select` of keys that lie close together, as a dialer numbers its calls: mostly none is there, or all."""
        ...

    async def select(
        self,
        connection: AsyncConnection,
        table: Table,
        columns: Sequence[str],
        fixed: tuple[str, str],
        key: tuple[str, Sequence[str]],
        *,
        lock: bool = False,
    ) -> list[Row]:
        """The row of each key: one text column equals a value, and another, unique beside it, is among many.

        `lock` holds the rows, taken in key order.
        """
        ...

    async def update(
        self, connection: AsyncConnection, table: Table, columns: Sequence[str], key: str, rows: Sequence[Row]
    ) -> None:
        """Sets `columns` of the row whose `key` (the last value of each tuple) matches."""
        ...


_iso = lru_cache(maxsize=4096)(date.isoformat)  # a batch has few days and many rows


def door_of(database: Database) -> BulkDoor:
    """The door of this database's dialect."""
    return SqliteDoor() if database.dialect == "sqlite" else PostgresDoor()


def door_on(connection: AsyncConnection) -> BulkDoor:
    """The door of this connection's dialect."""
    return SqliteDoor() if connection.dialect.name == "sqlite" else PostgresDoor()


def _additions(table: Table, measures: Sequence[str]) -> str:
    return ", ".join(f"{name} = {table.name}.{name} + excluded.{name}" for name in measures)


def _told(columns: Columns) -> dict[str, Sequence[Any]]:  # Any: the driver's own values
    return {name: values for name, values in columns.items() if any(value is not None for value in values)}


class SqliteDoor:
    """The bodies for SQLite, whose single writer makes every statement safe from races."""

    def moment(self, moment: datetime, /) -> int:
        return to_microseconds(moment)

    def day(self, day: date, /) -> str:
        return _iso(day)

    def moments(self, moments: Sequence[datetime | None], /) -> list[int | None]:
        return [None if moment is None else to_microseconds(moment) for moment in moments]

    def days(self, days: Sequence[date], /) -> list[str]:
        return list(map(_iso, days))

    async def insert_new(
        self, connection: AsyncConnection, table: Table, columns: Columns, key: Sequence[str]
    ) -> set[Row]:
        told = _told(columns)
        rows = list(zip(*told.values(), strict=True))
        # OR FAIL: nothing has to be undone within a statement, since whoever meets an error undoes the transaction;
        # made ready to be undone, each page that it touches is copied first
        write = partial(_write_rows, f"INSERT OR FAIL INTO {table.name}", tuple(told), "", rows, NOTHING)
        await in_its_thread(connection, write)
        return set(zip(*(columns[name] for name in key), strict=True))

    async def add(
        self,
        connection: AsyncConnection,
        table: Table,
        key: Sequence[str],
        measures: Sequence[str],
        rows: Sequence[Row],
        constants: Mapping[str, Any] = NOTHING,  # Any: the driver's own values
    ) -> None:
        ending = f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {_additions(table, measures)}"
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


class PostgresDoor:
    """The bodies for PostgreSQL. Rows come sorted, so that writers of the same rows lock them in one order."""

    def moment(self, moment: datetime, /) -> datetime:
        return moment

    def day(self, day: date, /) -> date:
        return day

    def __init__(self) -> None:
        self._dialect: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped

    def moments(self, moments: Sequence[datetime | None], /) -> list[datetime | None]:
        return list(moments)

    def days(self, days: Sequence[date], /) -> list[date]:
        return list(days)

    async def insert_new(
        self, connection: AsyncConnection, table: Table, columns: Columns, key: Sequence[str]
    ) -> set[Row]:
        told = _told(columns)
        rows = list(zip(*told.values(), strict=True))
        driver = await driver_of(connection)
        try:
            async with driver.transaction():  # a savepoint: the caller's transaction is open
                await driver.copy_records_to_table(table.name, records=rows, columns=list(told))
        except asyncpg.UniqueViolationError:  # another writer was there first with some of them
            return await self._insert_missing(driver, table, told, rows, key)
        return set(zip(*(columns[name] for name in key), strict=True))

    async def _insert_missing(
        self,
        driver: Any,
        table: Table,
        columns: Columns,
        rows: Sequence[Row],
        key: Sequence[str],  # Any: asyncpg's
    ) -> set[Row]:
        names = ", ".join(columns)
        staged = f"staged_{table.name}"
        await driver.execute(f"CREATE TEMP TABLE {staged} ON COMMIT DROP AS SELECT {names} FROM {table.name} LIMIT 0")
        await driver.copy_records_to_table(staged, records=rows, columns=list(columns))
        # in the order of the rows as they came, which every writer keeps, whatever the collation
        order = ", ".join(f'{name} COLLATE "C"' for name in key)
        inserted = await driver.fetch(
            f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {staged} ORDER BY {order} "
            f"ON CONFLICT ({', '.join(key)}) DO NOTHING RETURNING {', '.join(key)}"
        )
        await driver.execute(f"DROP TABLE {staged}")
        return {tuple(record) for record in inserted}

    async def add(
        self,
        connection: AsyncConnection,
        table: Table,
        key: Sequence[str],
        measures: Sequence[str],
        rows: Sequence[Row],
        constants: Mapping[str, Any] = NOTHING,  # Any: the driver's own values
    ) -> None:
        names = (*(name for name in key if name not in constants), *measures)
        # as one JSON text: encoding an array a column took the client twelve times as long
        given = ", ".join(f"(given ->> {place})::{self._type(table, name)}" for place, name in enumerate(names))
        fixed = "".join(f", ${place}::{self._type(table, name)}" for place, name in enumerate(constants, 2))
        await (await driver_of(connection)).execute(
            f"INSERT INTO {table.name} ({', '.join((*names, *constants))}) "
            f"SELECT {given}{fixed} FROM jsonb_array_elements($1::jsonb) AS given "
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {_additions(table, measures)}",
            orjson.dumps(rows).decode(),
            *constants.values(),
        )

    async def find(
        self,
        connection: AsyncConnection,
        table: Table,
        columns: Sequence[str],
        fixed: tuple[str, str],
        key: tuple[str, Sequence[str]],
    ) -> list[Row]:
        # Whether there is any, the first entry from the first key on tells. Asked for what lies between, a planner
        # that knows nothing of a new table yet takes any index that begins with `fixed`, and reads all of it.
        name, wanted = key
        unique = f"{fixed[0]}, {name}"
        first = (
            f"SELECT {fixed[0]} = $1 AND {name} <= $3 FROM (SELECT {unique} FROM {table.name} "
            f"WHERE ({unique}) >= ($1, $2) ORDER BY {unique} LIMIT 1) AS first"
        )
        if not await (await driver_of(connection)).fetchval(first, fixed[1], min(wanted), max(wanted)):
            return []
        return await self.select(connection, table, columns, fixed, key)

    async def select(
        self,
        connection: AsyncConnection,
        table: Table,
        columns: Sequence[str],
        fixed: tuple[str, str],
        key: tuple[str, Sequence[str]],
        *,
        lock: bool = False,
    ) -> list[Row]:
        # A look-up a key, each the first entry of the unique index from it on: only that index has the order. Asked by
        # equality, a planner that knows nothing of a new table yet took any index that begins with `fixed`, and the
        # plan stayed with the connection: every batch compared every row of its source with every key.
        unique = f"{fixed[0]}, {key[0]}"
        given = 'SELECT wanted FROM unnest($2::text[]) AS wanted ORDER BY wanted COLLATE "C"'  # every writer's order
        statement = (
            f"SELECT {', '.join(columns)} FROM ({given}) AS given CROSS JOIN "
            f"LATERAL (SELECT * FROM {table.name} WHERE ({unique}) >= ($1, given.wanted) ORDER BY {unique} "
            f"LIMIT 1{' FOR UPDATE' if lock else ''}) AS found "
            f"WHERE found.{fixed[0]} = $1 AND found.{key[0]} = given.wanted"
        )
        records = await (await driver_of(connection)).fetch(statement, fixed[1], list(key[1]))
        return [tuple(record) for record in records]

    async def update(
        self, connection: AsyncConnection, table: Table, columns: Sequence[str], key: str, rows: Sequence[Row]
    ) -> None:
        names = (*columns, key)
        arrays = ", ".join(f"${place}::{self._type(table, name)}[]" for place, name in enumerate(names, 1))
        settings = ", ".join(f"{name} = given.{name}" for name in columns)
        await (await driver_of(connection)).execute(
            f"UPDATE {table.name} SET {settings} FROM unnest({arrays}) AS given({', '.join(names)}) "
            f"WHERE {table.name}.{key} = given.{key}",
            *(list(column) for column in zip(*rows, strict=True)),
        )

    def _type(self, table: Table, name: str) -> str:
        kind = table.c[name].type
        return kind.dialect_impl(self._dialect).compile(dialect=self._dialect)
