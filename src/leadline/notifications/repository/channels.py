"""The channels. An address is encrypted before it comes here, and decrypted by who sends."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.text import Language
from leadline.notifications.contracts import ChannelKind
from leadline.notifications.domain.quiet import QuietHours
from leadline.notifications.models import notification_channels

ADDRESS_PURPOSE = b"notifications.address"
channels = notification_channels


class ChannelRow(NamedTuple):
    """A channel. `rules` None: all of them; `shown` is what people may see of the address."""

    id: int
    name: str
    kind: ChannelKind
    enabled: bool
    address_cipher: bytes
    shown: dict[str, Any]  # Any: a JSON document
    severities: list[str]
    rules: list[str] | None
    recoveries: bool
    language: Language
    quiet_from: str | None
    quiet_to: str | None
    zone: str
    urgent_through: bool
    created_at: datetime
    updated_at: datetime
    updated_by: str

    def quiet_until(self, moment: datetime) -> datetime | None:
        """When the quiet that `moment` falls into is over; None when it falls into none."""
        if not self.quiet_from or not self.quiet_to:
            return None
        return QuietHours(self.quiet_from, self.quiet_to, self.zone).until(moment)


async def read_channels(connection: AsyncConnection) -> list[ChannelRow]:
    """All of them, by name."""
    return [_row(one) for one in await connection.execute(select(channels).order_by(channels.c.name, channels.c.id))]


async def find_channel(connection: AsyncConnection, channel_id: int, *, lock: bool = False) -> ChannelRow | None:
    """One, or None; with `lock`, held until the transaction ends."""
    query = select(channels).where(channels.c.id == channel_id)
    found = (await connection.execute(query.with_for_update() if lock else query)).one_or_none()
    return None if found is None else _row(found)


async def name_is_taken(connection: AsyncConnection, name: str, but: int = 0) -> bool:
    """Whether another channel is called so."""
    query = select(channels.c.id).where(channels.c.name == name, channels.c.id != but)
    return (await connection.execute(query)).first() is not None


async def add_channel(connection: AsyncConnection, values: Mapping[str, Any]) -> int:  # Any: the columns' own types
    """Adds a channel and returns its id."""
    return int((await connection.execute(insert(channels).values(**values).returning(channels.c.id))).scalar_one())


async def change_channel(
    connection: AsyncConnection, channel_id: int, values: Mapping[str, Any]
) -> None:  # Any: as above
    """Writes columns of a channel."""
    await connection.execute(update(channels).where(channels.c.id == channel_id).values(**values))


async def drop_channel(connection: AsyncConnection, channel_id: int) -> None:
    """Deletes it; its deliveries stay in the log."""
    await connection.execute(delete(channels).where(channels.c.id == channel_id))


def _row(found: Row[Any]) -> ChannelRow:  # Any: the columns of the table
    values = dict(found._mapping)
    values |= {"kind": ChannelKind(found.kind), "address_cipher": bytes(found.address_cipher)}
    return ChannelRow(**values)
