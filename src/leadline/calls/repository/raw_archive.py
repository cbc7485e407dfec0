"""The vendors' raw answers, packed: the rows of `raw_batches`."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.models import raw_batches
from leadline.kernel.clock import now


class RawBatch(NamedTuple):
    """One archived answer. `run_id` is None for one that the vendor pushed."""

    id: int
    day: date
    run_id: int | None
    body: bytes


async def keep_raw(
    connection: AsyncConnection, source: str, day: date, packed: bytes, *, rows: int, run_id: int | None
) -> None:
    """Archives one packed answer."""
    values = {"source": source, "stat_date": day, "run_id": run_id, "received_at": now(), "rows": rows, "body": packed}
    await connection.execute(insert(raw_batches).values(**values))


async def next_raw(connection: AsyncConnection, source: str, first: date, last: date, after: int) -> RawBatch | None:
    """The archived answer of those days that follows the one with the id `after`, in order of arrival."""
    columns = raw_batches.c
    query = (
        select(columns.id, columns.stat_date, columns.run_id, columns.body)
        .where(columns.source == source, columns.stat_date.between(first, last), columns.id > after)
        .order_by(columns.id)
        .limit(1)
    )
    found = (await connection.execute(query)).one_or_none()
    return None if found is None else RawBatch(found.id, found.stat_date, found.run_id, bytes(found.body))


async def drop_raw(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Deletes at most `limit` of the answers that came before then, and returns how many it deleted."""
    columns = raw_batches.c
    old = select(columns.id).where(columns.received_at < before).order_by(columns.received_at).limit(limit)
    return (await connection.execute(delete(raw_batches).where(columns.id.in_(old)))).rowcount
