"""Routes of channels and of the log of deliveries."""

from typing import Annotated, cast

from fastapi import APIRouter, Depends, Query, Request, Response

from leadline.kernel.audit.callers import actor_of
from leadline.kernel.auth.dependencies import require
from leadline.kernel.auth.principal import Principal
from leadline.kernel.http.envelope import Answer, Page, PageAnswer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage
from leadline.kernel.http.parameters import PageNumber, PerPage, RowId
from leadline.kernel.text import Language
from leadline.notifications.contracts import DeliveryState
from leadline.notifications.permissions import MANAGE_CHANNELS
from leadline.notifications.repository.deliveries import DeliveryFilter, DeliveryRow
from leadline.notifications.schemas import (
    AddressShape,
    ChannelCreate,
    ChannelPatch,
    ChannelShape,
    DeliveryItem,
    DeliveryShape,
)
from leadline.notifications.service import channels
from leadline.notifications.service.channels import ChannelView
from leadline.notifications.service.toolbox import NotificationsToolbox

router = APIRouter(prefix="/api", tags=["channels"])
NULLABLE = frozenset({"rules", "quiet_from", "quiet_to"})


def toolbox_of(request: Request) -> NotificationsToolbox:
    """The context of this process."""
    return cast(NotificationsToolbox, request.app.state.notifications)


Toolbox = Annotated[NotificationsToolbox, Depends(toolbox_of)]
Keeper = Annotated[Principal, Depends(require(MANAGE_CHANNELS))]


def delivery_shape(row: DeliveryRow, language: Language) -> DeliveryShape:
    """The delivery; its message is in the channel's language, why it failed in the reader's."""
    return DeliveryShape(
        id=row.id, channel_id=row.channel_id, channel_name=row.channel_name, kind=row.kind, state=row.state,
        subject=row.message.subject, items=[DeliveryItem.model_validate(item) for item in row.message.items],
        attempts=row.attempts, error=row.error.to(language) if row.error else None, digest_id=row.digest_id,
        created_at=row.created_at, sent_at=row.sent_at,
    )  # fmt: skip


def channel_shape(view: ChannelView, language: Language) -> ChannelShape:
    """The channel with what may be shown of its address."""
    row = view.row
    values = {name: value for name, value in row._asdict().items() if name not in ("address_cipher", "shown")}
    last = delivery_shape(view.last, language) if view.last else None
    return ChannelShape(**values, address=AddressShape(**row.shown), last_delivery=last)


@router.get(
    "/channels",
    summary="通知渠道 · The channels",
    response_model=Answer[list[ChannelShape]],
    responses=error_responses(401, 403),
)
async def read_channels(tools: Toolbox, _: Keeper, language: ReaderLanguage) -> Response:
    """By name, each with the last message that went over it."""
    return answer([channel_shape(view, language) for view in await channels.list_channels(tools)])


@router.post(
    "/channels",
    status_code=201,
    summary="新建渠道 · Add a channel",
    response_model=Answer[ChannelShape],
    responses=error_responses(401, 403, 409, 422),
)
async def create_channel(
    tools: Toolbox, caller: Keeper, body: ChannelCreate, language: ReaderLanguage, request: Request
) -> Response:
    """Its address is encrypted and never shown again."""
    given = body.model_dump(mode="json", exclude={"kind", "address"})
    address = body.address.model_dump(exclude_none=True)
    view = await channels.create_channel(tools, body.kind, address, given, actor_of(request, caller))
    return answer(channel_shape(view, language), status=201)


@router.get(
    "/channels/{channel_id}",
    summary="一个渠道 · One channel",
    response_model=Answer[ChannelShape],
    responses=error_responses(401, 403, 404, 422),
)
async def read_channel(tools: Toolbox, _: Keeper, channel_id: RowId, language: ReaderLanguage) -> Response:
    """With the last message that went over it."""
    return answer(channel_shape(await channels.one_channel(tools, channel_id), language))


@router.patch(
    "/channels/{channel_id}",
    summary="修改渠道 · Change a channel",
    response_model=Answer[ChannelShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def change_channel(
    tools: Toolbox, caller: Keeper, channel_id: RowId, patch: ChannelPatch, language: ReaderLanguage,
    request: Request,
) -> Response:  # fmt: skip
    """What is left out stays, secrets too. Messages that are held go out when the new quiet hours are over."""
    sent = patch.model_dump(mode="json", exclude_unset=True, exclude={"address"})
    given = {name: value for name, value in sent.items() if value is not None or name in NULLABLE}
    address = patch.address.model_dump(exclude_none=True) if patch.address else None
    view = await channels.change_channel(tools, channel_id, address, given, actor_of(request, caller))
    return answer(channel_shape(view, language))


@router.delete(
    "/channels/{channel_id}",
    summary="删除渠道 · Delete a channel",
    response_model=Answer[None],
    responses=error_responses(401, 403, 404, 422),
)
async def delete_channel(tools: Toolbox, caller: Keeper, channel_id: RowId, request: Request) -> Response:
    """What it has told stays in the log; what it holds is not told any more."""
    await channels.delete_channel(tools, channel_id, actor_of(request, caller))
    return answer(None)


@router.post(
    "/channels/{channel_id}/test",
    summary="测试渠道 · Try a channel",
    response_model=Answer[DeliveryShape],
    responses=error_responses(401, 403, 404, 422),
)
async def try_channel(
    tools: Toolbox, caller: Keeper, channel_id: RowId, language: ReaderLanguage, request: Request
) -> Response:
    """Sends a message at once, also while it is quiet or switched off; `error` tells why it did not get through."""
    row = await channels.try_channel(tools, channel_id, actor_of(request, caller))
    return answer(delivery_shape(row, language))


@router.get(
    "/deliveries",
    summary="发送记录 · The log of deliveries",
    response_model=PageAnswer[DeliveryShape],
    responses=error_responses(401, 403, 422),
)
async def read_deliveries(
    tools: Toolbox,
    _: Keeper,
    language: ReaderLanguage,
    channel_id: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    state: Annotated[list[DeliveryState] | None, Query(description="状态，可重复 · repeatable")] = None,
    alert_id: Annotated[int | None, Query(ge=1, le=2**63 - 1, description="讲到这条告警的 · that tell of it")] = None,
    page: PageNumber = 1,
    per_page: PerPage = 20,
) -> Response:
    """The newest first."""
    wanted = DeliveryFilter(channel_id, tuple(state or ()), alert_id)
    rows, total = await channels.deliveries_page(tools, wanted, page, per_page)
    return answer([delivery_shape(row, language) for row in rows], pagination=Page.of(page, per_page, total))


@router.post(
    "/deliveries/{delivery_id}/resend",
    status_code=202,
    summary="重发一条消息 · Send a message again",
    response_model=Answer[DeliveryShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def resend_delivery(
    tools: Toolbox, caller: Keeper, delivery_id: RowId, language: ReaderLanguage, request: Request
) -> Response:
    """For one that failed, or whose job was cancelled. The log tells what came of it."""
    row = await channels.resend(tools, delivery_id, actor_of(request, caller))
    return answer(delivery_shape(row, language), status=202)
