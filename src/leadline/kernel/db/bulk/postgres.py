"""The bulk door's bodies for PostgreSQL: COPY, and statements over arrays and JSON."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import asyncpg
import orjson
from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.bulk.contract import NOTHING, Columns, Ready, additions, nothing, told
from leadline.kernel.db.bulk.copy_text import copy_lines, copy_text
from leadline.kernel.db.driver import Row, driver_of


class PostgresDoor:
    """The bodies for PostgreSQL. Rows come sorted, so that writers of the same rows lock them in one order."""

    alone = False

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

    def ready(self, columns: Columns, /) -> Ready:
        given = told(columns)
        return Ready(tuple(given), copy_lines(list(given.values())))

    async def insert_new(
        self,
        connection: AsyncConnection,
        table: Table,
        ready: Ready,
        key: Sequence[str],
        constants: Mapping[str, Any] = NOTHING,  # Any: the driver's own values
        handed_over: Callable[[], None] = nothing,
    ) -> set[Row] | None:
        driver = await driver_of(connection)
        names = [*ready.names, *constants]
        text = copy_text(ready.rows, list(constants.values()))
        try:
            async with driver.transaction():  # a savepoint: the caller's transaction is open
                await driver.copy_to_table(table.name, source=_given(text, handed_over), columns=names)
        except asyncpg.UniqueViolationError:  # another writer was there first with some of them
            return await self._insert_missing(driver, table, names, text, key)
        return None

    async def _insert_missing(
        self,
        driver: Any,  # Any: asyncpg's
        table: Table,
        columns: Sequence[str],
        text: bytes,
        key: Sequence[str],
    ) -> set[Row]:
        names = ", ".join(columns)
        staged = f"staged_{table.name}"
        await driver.execute(f"CREATE TEMP TABLE {staged} ON COMMIT DROP AS SELECT {names} FROM {table.name} LIMIT 0")
        await driver.copy_to_table(staged, source=_given(text, nothing), columns=columns)
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
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {additions(table, measures)}",
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


async def _given(text: bytes, handed_over: Callable[[], None]) -> AsyncIterator[bytes]:
    """The text for COPY: asked for more, it is on its way."""
    yield text
    handed_over()
