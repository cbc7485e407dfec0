"""What a bulk door offers, whatever the dialect."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.driver import Row

Columns = Mapping[str, Sequence[Any]]  # Any: the driver's own values
NOTHING: Mapping[str, Any] = MappingProxyType({})  # Any: the driver's own values


def nothing() -> None:
    """For whoever need not be told."""


class Ready(NamedTuple):
    """Rows as their dialect's body takes them: tuples of values, or lines of COPY's text."""

    names: tuple[str, ...]
    rows: Sequence[Any]  # Any: see above


class BulkDoor(Protocol):
    """Bulk statements inside a transaction that `Database.transaction` began."""

    alone: bool
    """Whether nobody else can write between a look and what is written after it."""

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

    def ready(self, columns: Columns, /) -> Ready:
        """Rows made ready for `insert_new`, by any thread: the values of each column, row by row.

        A column that is None throughout is left to its default.
        """
        ...

    async def insert_new(
        self,
        connection: AsyncConnection,
        table: Table,
        ready: Ready,
        key: Sequence[str],
        constants: Mapping[str, Any] = NOTHING,  # Any: the driver's own values
        handed_over: Callable[[], None] = nothing,
    ) -> set[Row] | None:
        """Inserts the rows whose `key` is not there yet, in their order; returns the keys that went in, None for all.

        `constants` are the same in every row. `handed_over` is called, in the loop, when the database has got the rows
        and works on them. On SQLite none of the keys may be there: its one writer has looked.
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


def told(columns: Columns) -> dict[str, Sequence[Any]]:  # Any: the driver's own values
    """The columns in which any row says something."""
    return {name: values for name, values in columns.items() if any(value is not None for value in values)}


def additions(table: Table, measures: Sequence[str]) -> str:
    """What an upsert sets, that adds each measure to the stored one."""
    return ", ".join(f"{name} = {table.name}.{name} + excluded.{name}" for name in measures)
