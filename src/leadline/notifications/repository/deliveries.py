"""The log of deliveries: what was to be told over which channel, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.moment import database_time
from leadline.kernel.text import Text
from leadline.notifications.contracts import DeliveryKind, DeliveryState, Item, Message
from leadline.notifications.models import notification_alerts, notification_deliveries

deliveries = notification_deliveries


class DeliveryRow(NamedTuple):
    """One message over one channel."""

    id: int
    channel_id: int
    channel_name: str
    kind: DeliveryKind
    state: DeliveryState
    message: Message
    attempts: int
    error: Text | None
    digest_id: int | None
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Which deliveries; nothing filters nothing."""

    channel_id: int | None = None
    states: Sequence[DeliveryState] = ()
    alert_id: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter as SQL."""
        columns = deliveries.c
        found: list[ColumnElement[bool]] = []
        if self.channel_id is not None:
            found.append(columns.channel_id == self.channel_id)
        if self.states:
            found.append(columns.state.in_([state.value for state in self.states]))
        if self.alert_id is not None:
            told = select(notification_alerts.c.delivery_id).where(notification_alerts.c.alert_id == self.alert_id)
            found.append(columns.id.in_(told))
        return found


async def add_delivery(
    connection: AsyncConnection,
    channel: tuple[int, str],
    kind: DeliveryKind,
    state: DeliveryState,
    message: Message,
    alert_ids: Sequence[int] = (),
) -> int:
    """Adds a message to the log and returns its id. `channel` is its id and its name."""
    values = {
        "channel_id": channel[0], "channel_name": channel[1], "kind": kind, "state": state.value,
        "subject": message.subject[:300], "content": _content(message), "created_at": database_time(),
    }  # fmt: skip
    added = await connection.execute(insert(deliveries).values(**values).returning(deliveries.c.id))
    delivery_id = int(added.scalar_one())
    if alert_ids:
        rows = [{"delivery_id": delivery_id, "alert_id": one} for one in sorted(set(alert_ids))]
        await connection.execute(insert(notification_alerts), rows)
    return delivery_id


async def change_delivery(
    connection: AsyncConnection, delivery_id: int, values: Mapping[str, Any]
) -> None:  # Any: the columns' own types
    """Writes columns of a delivery."""
    await connection.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(**values))


async def count_attempt(connection: AsyncConnection, delivery_id: int) -> None:
    """One more attempt begins."""
    mine = update(deliveries).where(deliveries.c.id == delivery_id)
    await connection.execute(mine.values(attempts=deliveries.c.attempts + 1))


async def find_delivery(connection: AsyncConnection, delivery_id: int, *, lock: bool = False) -> DeliveryRow | None:
    """One, or None; `lock`: nobody else writes what became of it before this transaction ends."""
    query = select(deliveries).where(deliveries.c.id == delivery_id)
    found = (await connection.execute(query.with_for_update() if lock else query)).one_or_none()
    return None if found is None else _row(found)


async def held_deliveries(connection: AsyncConnection, channel_id: int) -> list[DeliveryRow]:
    """What a channel's quiet hours hold, oldest first."""
    columns = deliveries.c
    query = select(deliveries).where(columns.channel_id == channel_id, columns.state == DeliveryState.HELD.value)
    return [_row(one) for one in await connection.execute(query.order_by(columns.id).with_for_update())]


async def alerts_told(connection: AsyncConnection, delivery_ids: Sequence[int]) -> list[int]:
    """The alerts that these deliveries tell of."""
    told = notification_alerts.c
    query = select(told.alert_id).where(told.delivery_id.in_(delivery_ids)).distinct()
    return sorted((await connection.execute(query)).scalars())


async def list_deliveries(
    connection: AsyncConnection, wanted: DeliveryFilter, page: int, per_page: int
) -> tuple[list[DeliveryRow], int]:
    """One page, the newest first, and how many there are."""
    conditions = wanted.conditions()
    total = (await connection.execute(select(func.count()).select_from(deliveries).where(*conditions))).scalar_one()
    query = select(deliveries).where(*conditions).order_by(deliveries.c.id.desc())
    found = await connection.execute(query.limit(per_page).offset((page - 1) * per_page))
    return [_row(one) for one in found], total


async def newest_deliveries(connection: AsyncConnection) -> dict[int, DeliveryRow]:
    """The newest delivery of each channel."""
    newest = select(func.max(deliveries.c.id)).group_by(deliveries.c.channel_id)
    found = [_row(one) for one in await connection.execute(select(deliveries).where(deliveries.c.id.in_(newest)))]
    return {one.channel_id: one for one in found}


async def drop_old_deliveries(connection: AsyncConnection, days: int, limit: int) -> int:
    """Deletes at most `limit` that are settled and of before so many days, and returns how many."""
    columns = deliveries.c
    settled = columns.state.not_in([DeliveryState.HELD.value, DeliveryState.QUEUED.value])
    before = columns.created_at < database_time(-86_400.0 * days)
    old = select(columns.id).where(before, settled).order_by(columns.created_at).limit(limit)
    return (await connection.execute(delete(deliveries).where(columns.id.in_(old)))).rowcount


def _content(message: Message) -> dict[str, Any]:  # Any: a JSON document
    items = [{"mark": one.mark, "title": one.title, "text": one.text, "at": one.at} for one in message.items]
    return {"items": items, "link": message.link, "language": message.language}


def _row(found: Row[Any]) -> DeliveryRow:  # Any: the columns of the table
    content = found.content
    items = tuple(Item(**one) for one in content["items"])
    message = Message(found.subject, items, content["language"], content["link"])
    error = None if found.error_zh is None else Text(found.error_zh, found.error_en or found.error_zh)
    return DeliveryRow(
        found.id, found.channel_id, found.channel_name, found.kind, DeliveryState(found.state), message,
        found.attempts, error, found.digest_id, found.created_at, found.sent_at,
    )  # fmt: skip
