"""The days that were closed, by themselves or by somebody, and those that were reopened since."""

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
Figures = tuple[int, int, int]
VENDOR = ("vendor_calls", "vendor_connected", "vendor_orders")


class Closing(NamedTuple):
    """A day with the figures that it was closed with.

    `closed_by` is None where it was closed by itself: then the vendor's figures were ours. Otherwise `note` says why,
    and `vendor` what the vendor's were (None: it had told none). `reopened_at`, `reopened_by` (None: the figures moved)
    and `reason` tell of the last time it was reopened.
    """

    source: str
    day: date
    state: ClosingState
    calls: int
    connected: int
    orders: int
    closed_at: datetime
    vendor: Figures | None = None
    closed_by: str | None = None
    note: str | None = None
    reopened_at: datetime | None = None
    reopened_by: str | None = None
    reason: Text | None = None

    @property
    def ours(self) -> Figures:
        return self.calls, self.connected, self.orders


async def read_closings(
    connection: AsyncConnection, first: date, last: date, sources: Sequence[str] | None = None
) -> dict[tuple[str, date], Closing]:
    """The closings of the range by source and day."""
    columns = day_closings.c
    query = select(day_closings).where(columns.stat_date.between(first, last))
    if sources is not None:
        query = query.where(columns.source.in_(sources))
    return {(row.source, row.stat_date): _closing(row) for row in await connection.execute(query)}


async def lock_closing(connection: AsyncConnection, source: str, day: date) -> Closing | None:
    """The day's closing, held until the transaction ends; None when it never was closed."""
    mine = (day_closings.c.source == source, day_closings.c.stat_date == day)
    found = (await connection.execute(select(day_closings).where(*mine).with_for_update())).one_or_none()
    return None if found is None else _closing(found)


async def write_closings(connection: AsyncConnection, closings: Sequence[Closing]) -> None:
    """Closes these days; what is known of an earlier reopening stays."""
    rows = [
        {
            "source": one.source, "stat_date": one.day, "state": "closed", "calls": one.calls,
            "connected": one.connected, "orders": one.orders, "closed_at": one.closed_at, "closed_by": one.closed_by,
            "note": one.note, **dict(zip(VENDOR, one.vendor or (None, None, None), strict=True)),
        }
        for one in sorted(closings, key=lambda one: (one.source, one.day))
    ]  # fmt: skip
    await upsert(connection, day_closings, rows)


async def reopen(
    connection: AsyncConnection,
    source: str,
    days: Collection[date],
    reason: Text,
    *,
    closed_before: datetime | None = None,
    by: str | None = None,
) -> list[date]:
    """Reopens those of these days that are closed (before that moment), and returns them in order."""
    columns = day_closings.c
    chosen = [columns.source == source, columns.stat_date.in_(sorted(days)), columns.state == "closed"]
    if closed_before is not None:
        chosen.append(columns.closed_at < closed_before)
    values = {
        "state": "reopened", "reopened_at": database_time(), "reopened_by": by, "reason_zh": reason.zh,
        "reason_en": reason.en,
    }  # fmt: skip
    moved = await connection.execute(update(day_closings).where(*chosen).values(**values).returning(columns.stat_date))
    return sorted(moved.scalars())


async def reopened_days(connection: AsyncConnection, since: date) -> list[ReopenedDay]:
    """The days on or after `since` that have moved since they were closed, and are not closed again."""
    columns = day_closings.c
    moved = (columns.stat_date >= since, columns.state == "reopened", columns.reopened_by.is_(None))
    query = select(day_closings).where(*moved)
    found = [_closing(row) for row in await connection.execute(query.order_by(columns.stat_date, columns.source))]
    return [
        ReopenedDay(one.source, one.day, one.reopened_at or one.closed_at, one.reason or Text("", "")) for one in found
    ]


async def accepted_days(connection: AsyncConnection, since: date) -> frozenset[tuple[str, date]]:
    """The sources' days on or after `since` that somebody has closed as they were, and that have not moved since."""
    columns = day_closings.c
    by_hand = (columns.stat_date >= since, columns.state == "closed", columns.closed_by.is_not(None))
    found = await connection.execute(select(columns.source, columns.stat_date).where(*by_hand))
    return frozenset((row.source, row.stat_date) for row in found)


def _closing(row: Row[Any]) -> Closing:  # Any: the columns of the table
    reason = None if row.reason_zh is None else Text(row.reason_zh, row.reason_en or row.reason_zh)
    vendor = None if row.vendor_calls is None else (row.vendor_calls, row.vendor_connected, row.vendor_orders)
    return Closing(
        row.source, row.stat_date, row.state, row.calls, row.connected, row.orders, row.closed_at, vendor,
        row.closed_by, row.note, row.reopened_at, row.reopened_by, reason,
    )  # fmt: skip
