"""Sending: a message leaves once, or, when the process dies before that is noted, once more."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.clock import now
from leadline.kernel.jobs.contracts import JobState, RetryPolicy
from leadline.kernel.jobs.run import JobRun
from leadline.kernel.text import Text
from leadline.notifications.contracts import Deliver, DeliveryState
from leadline.notifications.errors import DeliveryFailed, DeliveryRefused
from leadline.notifications.ports import NotDelivered
from leadline.notifications.repository.channels import find_channel
from leadline.notifications.repository.deliveries import change_delivery, count_attempt, find_delivery
from leadline.notifications.service.toolbox import NotificationsToolbox

RETRY = RetryPolicy(attempts=6, first_seconds=15.0, factor=4.0, most_seconds=1800.0)
# failed, cancelled: somebody has its job tried again, or has it sent by another
UNSENT = {DeliveryState.QUEUED, DeliveryState.FAILED, DeliveryState.CANCELLED}
CANCELLED = Text("发送任务已取消。", "Its job was cancelled.")
CANCELLED_BY = Text("发送任务已由 {who} 取消。", "Its job was cancelled by {who}.")
GONE = Text("渠道已停用或删除。", "The channel is switched off or deleted.")


# Any: the columns' own types
WAITING: dict[str, Any] = {"state": DeliveryState.QUEUED.value, "error_zh": None, "error_en": None}


async def deliver(tools: NotificationsToolbox, run: JobRun, delivery_id: int) -> str:
    """Carries one message out and returns its state; DeliveryFailed to be tried again, DeliveryRefused for good.

    The other side is spoken to outside of any transaction. What it took is noted right after.
    """
    async with tools.database.reading() as connection:
        delivery = await find_delivery(connection, delivery_id)
        channel = await find_channel(connection, delivery.channel_id) if delivery else None
    if delivery is None or delivery.state not in UNSENT:
        return delivery.state.value if delivery else "gone"
    if channel is None or not channel.enabled:
        await _note(run, delivery_id, {"state": DeliveryState.FAILED.value, **_reason(GONE)})
        raise DeliveryRefused.because(GONE)
    async with run.transaction() as connection:
        await count_attempt(connection, delivery_id)
    try:
        messenger = tools.messengers[channel.kind]
        await messenger.send(tools.address_of(channel), delivery.message, f"leadline-{delivery_id}")
    except NotDelivered as failure:
        last = not failure.again or run.claim.attempt >= RETRY.attempts
        state = DeliveryState.FAILED if last else DeliveryState.QUEUED
        await _note(run, delivery_id, {"state": state.value, **_reason(failure.reason)})
        raise (DeliveryFailed if failure.again else DeliveryRefused).because(failure.reason) from failure
    sent = {"state": DeliveryState.SENT.value, "sent_at": now(), "error_zh": None, "error_en": None}
    await _note(run, delivery_id, sent)
    return DeliveryState.SENT.value


async def steered(connection: AsyncConnection, payload: Deliver, state: JobState, who: str | None) -> None:
    """A message whose job was cancelled waits no more; one whose job goes on waits again."""
    delivery = await find_delivery(connection, payload.delivery_id, lock=True)
    if delivery is None:
        return
    if state is JobState.CANCELLED and delivery.state is DeliveryState.QUEUED:
        reason = CANCELLED_BY.fill(who=who) if who else CANCELLED
        given_up = {"state": DeliveryState.CANCELLED.value, **_reason(reason)}
        await change_delivery(connection, payload.delivery_id, given_up)
    if state is JobState.QUEUED and delivery.state in UNSENT:
        await change_delivery(connection, payload.delivery_id, WAITING)


async def _note(run: JobRun, delivery_id: int, values: dict[str, Any]) -> None:  # Any: the columns' own types
    async with run.transaction() as connection:
        await change_delivery(connection, delivery_id, values)


def _reason(reason: Text) -> dict[str, Any]:  # Any: as above
    return {"error_zh": reason.zh, "error_en": reason.en}
