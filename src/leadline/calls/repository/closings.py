"""The days that were closed, and those that were reopened since."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import ReopenedDay
from leadline.calls.models import day_closings
from leadline.kernel.db.moment import database_time
from leadline.kernel.db.upsert import upsert
from leadline.kernel.text import Text

ClosingState = Literal["closed", "reopened"]


class Closing(NamedTuple):
    """A day with the figures that it was closed with. `reopened_at` and `reason` tell of the last time it moved."""

    source: str
    day: date
    state: ClosingState
    calls: int
    connected: int
    orders: int
    closed_at: datetime
    reopened_at: datetime | None = None
    reason: Text | None = None


async def read_closings(
    connection: AsyncConnection, first: date, last: date, sources: Sequence[str] | None = None
) -> dict[tuple[str, date], Closing]:
    """The closings of the range by source and day."""
    columns = day_closings.c
    query = select(day_closings).where(columns.stat_date.between(first, last))
    if sources is not None:
        query = query.where(columns.source.in_(sources))
    return {(row.source, row.stat_date): _closing(row) for row in await connection.execute(query)}


async def write_closings(connection: AsyncConnection, closings: Sequence[Closing]) -> None:
    """Closes these days; what is known of an earlier reopening stays."""
    rows = [
        {
            "source": one.source, "stat_date": one.day, "state": "closed", "calls": one.calls,
            "connected": one.connected, "orders": one.orders, "closed_at": one.closed_at,
        }
        for one in sorted(closings, key=lambda one: (one.source, one.day))
    ]  # fmt: skip
    await upsert(connection, day_closings, rows)


async def reopen(
    connection: AsyncConnection,
    source: str,
    days: Collection[date],
    reason: Text,
    closed_before: datetime | None = None,
) -> list[date]:
    """Reopens those of these days that are closed (before that moment), and returns them in order."""
    columns = day_closings.c
    chosen = [columns.source == source, columns.stat_date.in_(sorted(days)), columns.state == "closed"]
    if closed_before is not None:
        chosen.append(columns.closed_at < closed_before)
    values = {"state": "reopened", "reopened_at": database_time(), "reason_zh": reason.zh, "reason_en": reason.en}
    moved = await connection.execute(update(day_closings).where(*chosen).values(**values).returning(columns.stat_date))
    return sorted(moved.scalars())


async def reopened_days(connection: AsyncConnection, since: date) -> list[ReopenedDay]:
    """The days on or after `since` that are reopened and not closed again."""
    columns = day_closings.c
    query = select(day_closings).where(columns.stat_date >= since, columns.state == "reopened")
    found = [_closing(row) for row in await connection.execute(query.order_by(columns.stat_date, columns.source))]
    return [
        ReopenedDay(one.source, one.day, one.reopened_at or one.closed_at, one.reason or Text("", "")) for one in found
    ]


def _closing(row: Row[Any]) -> Closing:  # Any: the columns of the table
    reason = None if row.reason_zh is None else Text(row.reason_zh, row.reason_en or row.reason_zh)
    return Closing(
        row.source, row.stat_date, row.state, row.calls, row.connected, row.orders, row.closed_at, row.reopened_at,
        reason,
    )  # fmt: skip
