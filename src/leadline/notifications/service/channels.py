"""Use cases of channels: make, change, delete, try them; see what was sent, and send it again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.audit.actors import Actor
from leadline.kernel.audit.log import write_down
from leadline.kernel.audit.masks import changed
from leadline.kernel.clock import now
from leadline.kernel.errors import Detail, InvalidInput
from leadline.kernel.jobs.contracts import URGENT
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.text import Text
from leadline.notifications.contracts import STATE_NAMES, ChannelKind, Deliver, DeliveryState
from leadline.notifications.domain.addresses import completed, shown
from leadline.notifications.errors import ChannelNotFound, ChannelTaken, DeliveryNotFound, NothingToResend
from leadline.notifications.ports import NotDelivered
from leadline.notifications.repository import channels as stored
from leadline.notifications.repository.channels import ChannelRow
from leadline.notifications.repository.deliveries import (
    DeliveryFilter,
    DeliveryRow,
    add_delivery,
    change_delivery,
    count_attempt,
    find_delivery,
    held_deliveries,
    list_deliveries,
    newest_deliveries,
)
from leadline.notifications.service.composing import test_of
from leadline.notifications.service.sending import GONE, UNSENT, WAITING
from leadline.notifications.service.telling import plan_release
from leadline.notifications.service.toolbox import NotificationsToolbox
from leadline.operations.public import rule_names

NO_ZONE = Text("没有这个时区，例如 Asia/Shanghai", "no such time zone; Asia/Shanghai is one")
HALF_QUIET = Text("开始与结束时间须同时填写", "give both ends of the quiet hours, or neither")
NO_RULE = Text("没有这条规则：{name}", "no such rule: {name}")
UNSEEN = ("address_cipher", "created_at", "updated_at", "updated_by", "id")


class ChannelView(NamedTuple):
    """A channel, and the last message that went over it, or should have."""

    row: ChannelRow
    last: DeliveryRow | None


async def list_channels(tools: NotificationsToolbox) -> list[ChannelView]:
    """All of them, by name."""
    async with tools.database.reading() as connection:
        newest = await newest_deliveries(connection)
        return [ChannelView(row, newest.get(row.id)) for row in await stored.read_channels(connection)]


async def one_channel(tools: NotificationsToolbox, channel_id: int) -> ChannelView:
    """One; ChannelNotFound."""
    async with tools.database.reading() as connection:
        row = await _found(connection, channel_id)
        return ChannelView(row, (await newest_deliveries(connection)).get(channel_id))


async def create_channel(
    tools: NotificationsToolbox,
    kind: ChannelKind,
    address: Mapping[str, Any],  # Any: a JSON document
    given: Mapping[str, Any],  # Any: the columns' own types
    actor: Actor,
) -> ChannelView:
    """A new channel; InvalidInput, ChannelTaken."""
    whole = completed(kind, address, {}, tools.settings.notify_hosts)
    moment = now()
    values = {
        **given, "kind": kind.value, "address_cipher": tools.sealed(whole), "shown": shown(kind, whole),
        "created_at": moment, "updated_at": moment, "updated_by": actor.name[:100],
    }  # fmt: skip
    _check(values)
    async with tools.database.transaction() as connection:
        await _free(connection, str(given["name"]))
        channel_id = await stored.add_channel(connection, values)
        row = await _found(connection, channel_id)
        change = changed({}, _told(row))
        await write_down(connection, actor.did("channel.create", f"channel:{channel_id}", change=change))
    return ChannelView(row, None)


async def change_channel(
    tools: NotificationsToolbox,
    channel_id: int,
    address: Mapping[str, Any] | None,  # Any: a JSON document
    given: Mapping[str, Any],  # Any: the columns' own types
    actor: Actor,
) -> ChannelView:
    """Changes what is given; a secret that is not given stays. ChannelNotFound, InvalidInput, ChannelTaken."""
    async with tools.database.transaction() as connection:
        before = await _found(connection, channel_id, lock=True)
        values = dict(given)
        if address is not None:
            whole = completed(before.kind, address, tools.address_of(before), tools.settings.notify_hosts)
            values |= {"address_cipher": tools.sealed(whole), "shown": shown(before.kind, whole)}
        _check({**before._asdict(), **values})
        if "name" in values:
            await _free(connection, str(values["name"]), channel_id)
        values |= {"updated_at": now(), "updated_by": actor.name[:100]}
        await stored.change_channel(connection, channel_id, values)
        row = await _found(connection, channel_id)
        await plan_release(connection, row)  # the quiet may be over now
        told = {"address": "changed"} if values.get("address_cipher") else {}
        change = changed(_told(before), _told(row))
        await write_down(connection, actor.did("channel.change", f"channel:{channel_id}", told, change=change))
    return await one_channel(tools, channel_id)


async def delete_channel(tools: NotificationsToolbox, channel_id: int, actor: Actor) -> None:
    """Deletes it with its address; the log of what it told stays, and says what is told no more. ChannelNotFound."""
    async with tools.database.transaction() as connection:
        row = await _found(connection, channel_id, lock=True)
        for held in await held_deliveries(connection, channel_id):
            given_up = {"state": DeliveryState.FAILED.value, "error_zh": GONE.zh, "error_en": GONE.en}
            await change_delivery(connection, held.id, given_up)
        await stored.drop_channel(connection, channel_id)
        change = changed(_told(row), {})
        await write_down(connection, actor.did("channel.delete", f"channel:{channel_id}", change=change))


async def try_channel(tools: NotificationsToolbox, channel_id: int, actor: Actor) -> DeliveryRow:
    """Sends a test at once, whatever the hour, and returns what came of it. ChannelNotFound."""
    async with tools.database.transaction() as connection:
        channel = await _found(connection, channel_id)
        message = test_of(channel, now(), tools.settings.public_url)
        place = (channel.id, channel.name)
        delivery_id = await add_delivery(connection, place, "test", DeliveryState.FAILED, message)
        await count_attempt(connection, delivery_id)
        await write_down(connection, actor.did("channel.test", f"channel:{channel_id}"))
    values: dict[str, Any] = {"state": DeliveryState.SENT.value}
    try:
        await tools.messengers[channel.kind].send(tools.address_of(channel), message, f"leadline-{delivery_id}")
        values["sent_at"] = now()
    except NotDelivered as failure:
        reason = failure.reason
        values = {"state": DeliveryState.FAILED.value, "error_zh": reason.zh, "error_en": reason.en}
    async with tools.database.transaction() as connection:
        await change_delivery(connection, delivery_id, values)
        found = await find_delivery(connection, delivery_id)
    if found is None:
        raise ChannelNotFound
    return found


async def resend(tools: NotificationsToolbox, delivery_id: int, actor: Actor) -> DeliveryRow:
    """A message that failed, or whose job was cancelled, is on its way again.

    What is on its way already is sent once nevertheless: a channel's jobs run one after the other, and the later one
    finds it sent. DeliveryNotFound, NothingToResend; ChannelNotFound: its channel was deleted.
    """
    async with tools.database.transaction() as connection:
        delivery = await find_delivery(connection, delivery_id, lock=True)
        if delivery is None:
            raise DeliveryNotFound
        if delivery.state not in UNSENT:
            raise NothingToResend(state=STATE_NAMES[delivery.state])
        await _found(connection, delivery.channel_id)
        await change_delivery(connection, delivery_id, WAITING)
        await enqueue(connection, Deliver(delivery_id=delivery_id, channel_id=delivery.channel_id), priority=URGENT)
        await write_down(connection, actor.did("delivery.resend", f"delivery:{delivery_id}"))
        queued = await find_delivery(connection, delivery_id)
    return queued or delivery


async def deliveries_page(
    tools: NotificationsToolbox, wanted: DeliveryFilter, page: int, per_page: int
) -> tuple[list[DeliveryRow], int]:
    """One page of the log, the newest first, and how many there are."""
    async with tools.database.reading() as connection:
        return await list_deliveries(connection, wanted, page, per_page)


async def _found(connection: AsyncConnection, channel_id: int, *, lock: bool = False) -> ChannelRow:
    row = await stored.find_channel(connection, channel_id, lock=lock)
    if row is None:
        raise ChannelNotFound
    return row


async def _free(connection: AsyncConnection, name: str, but: int = 0) -> None:
    if await stored.name_is_taken(connection, name, but):
        raise ChannelTaken(name=name)


def _check(values: Mapping[str, Any]) -> None:  # Any: the columns' own types
    problems: list[Detail] = []
    try:
        ZoneInfo(values["zone"])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problems.append(Detail("zone", NO_ZONE))
    if bool(values.get("quiet_from")) != bool(values.get("quiet_to")):
        problems.append(Detail("quiet_to" if values.get("quiet_from") else "quiet_from", HALF_QUIET))
    known: Sequence[str] = rule_names()
    strangers = [one for one in values.get("rules") or () if one not in known]
    if strangers:
        problems.append(Detail("rules", NO_RULE.fill(name=strangers[0])))
    if problems:
        raise InvalidInput(problems)


def _told(row: ChannelRow) -> dict[str, object]:
    """What the audit log is told: all that is shown, and of the address nothing that is not."""
    return {name: _plain(value) for name, value in row._asdict().items() if name not in UNSEEN}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
