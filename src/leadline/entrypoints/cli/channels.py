"""`leadline channels`: where alerts are told, and whether they arrive."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from leadline.notifications.service.channels import ChannelView
    from leadline.notifications.service.toolbox import NotificationsToolbox

app = typer.Typer(no_args_is_help=True)
ON, OFF = Text("是", "yes"), Text("否", "no")
DELIVERED = Text("已送达：{subject}", "It got through: {subject}")


@app.command("list")
def list_them(json: common.JsonFlag = False) -> None:
    """The channels, each with what became of its last message."""
    from leadline.notifications.contracts import KIND_NAMES, STATE_NAMES
    from leadline.notifications.service.channels import list_channels
    from leadline.operations.contracts import SEVERITY_NAMES, Severity

    views: list[ChannelView] = _with_toolbox(list_channels)
    if json:
        common.print_json([_plain(view) for view in views])
        return
    rows = [
        (
            view.row.id, view.row.name, common.say(KIND_NAMES[view.row.kind]),
            common.say(ON if view.row.enabled else OFF),
            ",".join(common.say(SEVERITY_NAMES[Severity(one)]) for one in view.row.severities), _quiet(view),
            common.say(STATE_NAMES[view.last.state]) if view.last else "",
        )
        for view in views
    ]  # fmt: skip
    names = Text("编号 名称 类型 启用 级别 静默时段 最近一条", "id name kind on severities quiet last-message")
    common.print_table(common.say(names).split(), rows)


@app.command("test")
def test(channel_id: Annotated[int, typer.Argument(min=1, help="The channel's number.")]) -> None:
    """Send a test at once; exit status 1, with the reason, when it does not get through."""
    from leadline.kernel.audit.actors import operator
    from leadline.notifications.errors import DeliveryFailed
    from leadline.notifications.service.channels import try_channel

    async def sent(tools: "NotificationsToolbox") -> str:
        row = await try_channel(tools, channel_id, operator())
        if row.error is not None:
            raise DeliveryFailed.because(row.error)
        return row.message.subject

    common.results.print(common.say(DELIVERED.fill(subject=_with_toolbox(sent))), markup=False)


def _with_toolbox(
    work: "Callable[[NotificationsToolbox], Awaitable[Any]]",
) -> Any:  # Any: what the work returns
    from leadline.entrypoints.wiring import assemble_notifications, open_toolbox

    settings = common.settings_or_exit()

    async def opened() -> Any:  # Any: as above
        async with open_toolbox(settings) as toolbox:
            return await work(assemble_notifications(toolbox))

    return common.run(opened())


def _quiet(view: "ChannelView") -> str:
    return f"{view.row.quiet_from}-{view.row.quiet_to}" if view.row.quiet_from else ""


def _plain(view: "ChannelView") -> dict[str, Any]:  # Any: a JSON document
    values = view.row._asdict() | {"kind": view.row.kind.value, "address": view.row.shown}
    del values["address_cipher"], values["shown"]
    return values | {"last_delivery": view.last.state.value if view.last else None}
