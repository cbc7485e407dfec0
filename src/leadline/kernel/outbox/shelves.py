"""What the outbox keeps: events that everybody has had, and letters that could not be delivered."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.moment import database_time
from leadline.kernel.outbox.tables import dead_letters, outbox_events, outbox_subscribers
from leadline.kernel.text import Text


class DeadLetter(NamedTuple):
    """An event that a subscriber could not take. `delivered_at`: when a replay brought it after all."""

    id: int
    subscriber: str
    event_id: int
    name: str
    payload: dict[str, Any]  # Any: a JSON document
    trace_id: str
    attempts: int
    error: Text
    died_at: datetime
    delivered_at: datetime | None


async def list_dead_letters(
    connection: AsyncConnection, page: int, per_page: int, *, waiting: bool
) -> tuple[list[DeadLetter], int]:
    """One page of the letters, the newest first, and how many there are; `waiting`: only those nobody has replayed."""
    chosen = [dead_letters.c.delivered_at.is_(None)] if waiting else []
    total = (await connection.execute(select(func.count()).select_from(dead_letters).where(*chosen))).scalar_one()
    query = select(dead_letters).where(*chosen).order_by(dead_letters.c.id.desc())
    found = await connection.execute(query.limit(per_page).offset((page - 1) * per_page))
    letters = [
        DeadLetter(
            row.id, row.subscriber, row.event_id, row.name, dict(row.payload), row.trace_id, row.attempts,
            Text(row.error_zh, row.error_en), row.died_at, row.delivered_at,
        )
        for row in found
    ]  # fmt: skip
    return letters, total


async def drop_old_events(connection: AsyncConnection, days: int) -> int:
    """Deletes events of before so many days that every subscriber has had, and returns how many."""
    events, subscribers = outbox_events.c, outbox_subscribers.c
    behind = select(subscribers.name).where(
        tuple_(subscribers.txid, subscribers.event_id) < tuple_(events.txid, events.id)
    )
    before = database_time(-86_400.0 * days)
    old = delete(outbox_events).where(events.created_at < before, ~behind.correlate(outbox_events).exists())
    return (await connection.execute(old)).rowcount
