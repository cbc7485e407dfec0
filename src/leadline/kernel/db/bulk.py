"""The bulk door: thousands of rows in one statement, with a body per dialect.

SQLite runs `executemany` in the connection's own thread; PostgreSQL takes COPY into a temporary table, then one INSERT.
The rows are tuples of the driver's own values: `door.moment` and `door.day` make those of times and days.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Protocol

import orjson
from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.base import to_microseconds
from leadline.kernel.db.engine import Database

Row = tuple[Any, ...]  # Any: the driver's own values
NOTHING: Mapping[str, Any] = MappingProxyType({})  # Any: the driver's own values


class BulkDoor(Protocol):
    """Bulk statements inside a transaction that `Database.transaction` began."""

    def moment(self, moment: datetime, /) -> Any:  # what the driver takes
        """An aware moment as the driver takes it."""
        ...

    def day(self, day: date, /) -> Any:  # what the driver takes
        """A day as the driver takes it."""
        ...

    async def insert_new(
        self, connection: AsyncConnection, table: Table, columns: Sequence[str], rows: Sequence[Row], key: Sequence[str]
    ) -> set[Row]:
        """Inserts the rows whose `key` is not there yet, in their order, and returns the keys that went in."""
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

        `constants` are written where a key is new, and nowhere else.
        """
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


async def _driver(connection: AsyncConnection) -> Any:  # Any: aiosqlite's or asyncpg's connection
    return (await connection.get_raw_connection()).driver_connection


def _additions(table: Table, measures: Sequence[str]) -> str:
    return ", ".join(f"{name} = {table.name}.{name} + excluded.{name}" for name in measures)


class SqliteDoor:
    """The bodies for SQLite, whose single writer makes every statement safe from races."""

    def moment(self, moment: datetime, /) -> int:
        return to_microseconds(moment)

    def day(self, day: date, /) -> str:
        return _iso(day)

    async def insert_new(
        self, connection: AsyncConnection, table: Table, columns: Sequence[str], rows: Sequence[Row], key: Sequence[str]
    ) -> set[Row]:
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"
        await (await _driver(connection)).executemany(statement, rows)
        return set(zip(*(map(itemgetter(columns.index(name)), rows) for name in key), strict=True))

    async def add(
        self,
        connection: AsyncConnection,
        table: Table,
        key: Sequence[str],
        measures: Sequence[str],
        rows: Sequence[Row],
        constants: Mapping[str, Any] = NOTHING,  # Any: the driver's own values
    ) -> None:
        names = (*key, *measures, *constants)
        statement = (
            f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) "
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {_additions(table, measures)}"
        )
        fixed = tuple(constants.values())
        await (await _driver(connection)).executemany(statement, [(*row, *fixed) for row in rows] if fixed else rows)

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
        cursor = await (await _driver(connection)).execute(statement, (fixed[1], orjson.dumps(list(key[1])).decode()))
        found = await cursor.fetchall()
        await cursor.close()
        return list(found)

    async def update(
        self, connection: AsyncConnection, table: Table, columns: Sequence[str], key: str, rows: Sequence[Row]
    ) -> None:
        settings = ", ".join(f"{name} = ?" for name in columns)
        statement = f"UPDATE {table.name} SET {settings} WHERE {key} = ?"
        await (await _driver(connection)).executemany(statement, rows)


class PostgresDoor:
    """The bodies for PostgreSQL. Rows come sorted, so that writers of the same rows lock them in one order."""

    def moment(self, moment: datetime, /) -> datetime:
        return moment

    def day(self, day: date, /) -> date:
        return day

    def __init__(self) -> None:
        self._dialect: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped

    async def insert_new(
        self, connection: AsyncConnection, table: Table, columns: Sequence[str], rows: Sequence[Row], key: Sequence[str]
    ) -> set[Row]:
        driver = await _driver(connection)
        names = ", ".join(columns)
        staged = f"staged_{table.name}"
        await driver.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS {staged} ON COMMIT DELETE ROWS AS "
            f"SELECT {names} FROM {table.name} LIMIT 0"
        )
        await driver.copy_records_to_table(staged, records=rows, columns=list(columns))
        inserted = await driver.fetch(
            f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {staged} ORDER BY {', '.join(key)} "
            f"ON CONFLICT ({', '.join(key)}) DO NOTHING RETURNING {', '.join(key)}"
        )
        await driver.execute(f"TRUNCATE {staged}")
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
        names = (*key, *measures)
        arrays = ", ".join(f"${place}::{self._type(table, name)}[]" for place, name in enumerate(names, 1))
        fixed = "".join(
            f", ${place}::{self._type(table, name)}" for place, name in enumerate(constants, len(names) + 1)
        )
        await (await _driver(connection)).execute(
            f"INSERT INTO {table.name} ({', '.join((*names, *constants))}) "
            f"SELECT given.*{fixed} FROM unnest({arrays}) AS given "
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {_additions(table, measures)}",
            *(list(column) for column in zip(*rows, strict=True)),
            *constants.values(),
        )

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
        statement = (
            f"SELECT {', '.join(columns)} FROM (SELECT unnest($2::text[]) AS wanted ORDER BY 1) AS given CROSS JOIN "
            f"LATERAL (SELECT * FROM {table.name} WHERE ({unique}) >= ($1, given.wanted) ORDER BY {unique} "
            f"LIMIT 1{' FOR UPDATE' if lock else ''}) AS found "
            f"WHERE found.{fixed[0]} = $1 AND found.{key[0]} = given.wanted"
        )
        records = await (await _driver(connection)).fetch(statement, fixed[1], list(key[1]))
        return [tuple(record) for record in records]

    async def update(
        self, connection: AsyncConnection, table: Table, columns: Sequence[str], key: str, rows: Sequence[Row]
    ) -> None:
        names = (*columns, key)
        arrays = ", ".join(f"${place}::{self._type(table, name)}[]" for place, name in enumerate(names, 1))
        settings = ", ".join(f"{name} = given.{name}" for name in columns)
        await (await _driver(connection)).execute(
            f"UPDATE {table.name} SET {settings} FROM unnest({arrays}) AS given({', '.join(names)}) "
            f"WHERE {table.name}.{key} = given.{key}",
            *(list(column) for column in zip(*rows, strict=True)),
        )

    def _type(self, table: Table, name: str) -> str:
        kind = table.c[name].type
        return kind.dialect_impl(self._dialect).compile(dialect=self._dialect)
