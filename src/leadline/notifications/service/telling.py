"""From news to deliveries: what each channel tells, now or when it is quiet no more, in the caller's transaction."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.clock import now
from leadline.kernel.jobs.contracts import URGENT
from leadline.kernel.jobs.queue import enqueue
from leadline.notifications.contracts import Deliver, DeliveryKind, DeliveryState, Item, Message, ReleaseHeld
from leadline.notifications.repository.channels import ChannelRow, find_channel, read_channels
from leadline.notifications.repository.deliveries import add_delivery, alerts_told, change_delivery, held_deliveries
from leadline.notifications.service.composing import digest_of, news_of, wanted_items
from leadline.operations.contracts import Severity
from leadline.operations.events import AlertsChanged
from leadline.operations.public import alerts_of

News = list[tuple[int, Severity, Item]]


async def tell(connection: AsyncConnection, event: AlertsChanged, public_url: str) -> None:
    """Writes the deliveries of one look's news, and starts what sends them."""
    known = {one.id: one for one in await alerts_of(connection, [*event.opened, *event.resolved])}
    opened = [known[one] for one in event.opened if one in known]
    resolved = [known[one] for one in event.resolved if one in known]
    for channel in await read_channels(connection):
        news = wanted_items(channel, opened, resolved) if channel.enabled else []
        if not news:
            continue
        quiet = channel.quiet_until(now()) is not None
        through = [one for one in news if not quiet or (channel.urgent_through and one[1] is Severity.CRITICAL)]
        held = [one for one in news if one not in through]
        if through:
            await _send(connection, channel, "alerts", news_of(channel, _items(through), public_url), _ids(through))
        if held:
            message = news_of(channel, _items(held), public_url)
            await add_delivery(
                connection, (channel.id, channel.name), "alerts", DeliveryState.HELD, message, _ids(held)
            )
            await plan_release(connection, channel)


async def plan_release(connection: AsyncConnection, channel: ChannelRow) -> None:
    """What is held goes out when the quiet is over, at once where there is none. Planned once for each end."""
    end = channel.quiet_until(now())
    key = f"quiet:{channel.id}:{end:%Y%m%d%H%M}" if end else f"quiet:{channel.id}:now"
    await enqueue(connection, ReleaseHeld(channel_id=channel.id), key=key, run_at=end, when_busy="join")


async def release(connection: AsyncConnection, channel_id: int, public_url: str) -> int | None:
    """Sends what a channel holds as one message, and returns its id; None when there is nothing, or still quiet."""
    channel = await find_channel(connection, channel_id, lock=True)
    held = await held_deliveries(connection, channel_id)
    if channel is None or not held:
        return None
    if channel.quiet_until(now()) is not None:
        await plan_release(connection, channel)
        return None
    message = digest_of(channel, (one.message for one in held), public_url)
    alert_ids = await alerts_told(connection, [one.id for one in held])
    digest_id = await _send(connection, channel, "digest", message, alert_ids)
    for one in held:
        await change_delivery(connection, one.id, {"state": DeliveryState.MERGED.value, "digest_id": digest_id})
    return digest_id


async def _send(
    connection: AsyncConnection, channel: ChannelRow, kind: DeliveryKind, message: Message, alert_ids: Sequence[int]
) -> int:
    delivery_id = await add_delivery(
        connection, (channel.id, channel.name), kind, DeliveryState.QUEUED, message, alert_ids
    )
    await enqueue(connection, Deliver(delivery_id=delivery_id, channel_id=channel.id), priority=URGENT)
    return delivery_id


def _items(news: News) -> list[Item]:
    return [item for _, _, item in news]


def _ids(news: News) -> list[int]:
    return [alert_id for alert_id, _, _ in news]
