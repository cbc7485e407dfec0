"""Nouns of notifications: channels by kind, a message as it is sent, and what the jobs are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final, Literal

from leadline.kernel.jobs.contracts import Payload
from leadline.kernel.text import Language, Text

Mark = Literal["info", "warning", "critical", "resolved"]
DeliveryKind = Literal["alerts", "digest", "test"]
MOST_ITEMS: Final = 20
MARKS: Final[Mapping[Mark, Text]] = {
    "info": Text("🔵 提示", "🔵 Info"),
    "warning": Text("🟠 警告", "🟠 Warning"),
    "critical": Text("🔴 严重", "🔴 Critical"),
    "resolved": Text("🟢 已恢复", "🟢 Over"),
}
MORE: Final = Text("另有 {count} 条，请到告警中心查看。", "{count} more: see the alert centre.")
LOOK: Final = Text("查看详情", "Open")


class ChannelKind(StrEnum):
    """What a channel is."""

    DINGTALK = "dingtalk"
    WECOM = "wecom"
    FEISHU = "feishu"
    EMAIL = "email"
    WEBHOOK = "webhook"


KIND_NAMES: Final[Mapping[ChannelKind, Text]] = {
    ChannelKind.DINGTALK: Text("钉钉机器人", "dingtalk"),
    ChannelKind.WECOM: Text("企业微信机器人", "wecom"),
    ChannelKind.FEISHU: Text("飞书机器人", "feishu"),
    ChannelKind.EMAIL: Text("邮件", "email"),
    ChannelKind.WEBHOOK: Text("Webhook", "webhook"),
}


class DeliveryState(StrEnum):
    """Where a message stands. held: the channel is quiet. merged: it went within a digest. cancelled: its job was."""

    HELD = "held"
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    MERGED = "merged"
    CANCELLED = "cancelled"


STATE_NAMES: Final[Mapping[DeliveryState, Text]] = {
    DeliveryState.HELD: Text("免打扰，等待发送", "held"),
    DeliveryState.QUEUED: Text("等待发送", "queued"),
    DeliveryState.SENT: Text("已发送", "sent"),
    DeliveryState.FAILED: Text("发送失败", "failed"),
    DeliveryState.MERGED: Text("已并入汇总", "merged"),
    DeliveryState.CANCELLED: Text("已取消", "cancelled"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of news: its mark, what it is called, what happened, and when, on the channel's clock."""

    mark: Mark
    title: str
    text: str
    at: str

    def head(self, language: Language) -> str:
        """Mark, title and time in a line."""
        return f"{MARKS[self.mark].to(language)} · {self.title} · {self.at}"


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent, in the language of the channel. `link` is the address of the page behind it."""

    subject: str
    items: tuple[Item, ...]
    language: Language
    link: str = ""

    @property
    def worst(self) -> Mark:
        """The mark that its colour is taken from."""
        marks = {item.mark for item in self.items}
        order: tuple[Mark, ...] = ("critical", "warning", "info", "resolved")
        return next((mark for mark in order if mark in marks), "info")

    def plain(self) -> str:
        """As text without any marks of its own."""
        lines = [f"{item.head(self.language)}\n{item.text}" for item in self.items[:MOST_ITEMS]]
        return "\n\n".join([*lines, *self._rest(), *([self.link] if self.link else [])])

    def markdown(self) -> str:
        """In the little of Markdown that all robots understand; what is told cannot become marks of it."""
        lines = [f"**{_inert(item.head(self.language))}**\n\n{_inert(item.text)}" for item in self.items[:MOST_ITEMS]]
        link = [f"[{LOOK.to(self.language)}]({self.link})"] if self.link else []
        return "\n\n".join([*lines, *self._rest(), *link])

    def _rest(self) -> list[str]:
        left = len(self.items) - MOST_ITEMS
        return [MORE.fill(count=left).to(self.language)] if left > 0 else []


def _inert(text: str) -> str:
    return text.translate(
        {ord("<"): "〈", ord(">"): "〉", ord("["): "【", ord("]"): "】", ord("*"): "*", ord("`"): "'"}
    )


class Deliver(Payload):
    """Send one message over its channel."""

    kind: ClassVar[str] = "notifications.deliver"
    delivery_id: int
    channel_id: int

    @property
    def key(self) -> str:
        return f"channel:{self.channel_id}"

    @property
    def title(self) -> Text:
        return Text(f"发送通知 #{self.delivery_id}", f"Send notification #{self.delivery_id}")


class ReleaseHeld(Payload):
    """Send what a channel's quiet hours have held, as one message."""

    kind: ClassVar[str] = "notifications.release"
    channel_id: int

    @property
    def key(self) -> str:
        return f"quiet:{self.channel_id}"

    @property
    def title(self) -> Text:
        return Text("发送免打扰时段内的通知", "Send notifications held during quiet hours")


class TidyDeliveries(Payload):
    """Delete the log of deliveries of long ago."""

    kind: ClassVar[str] = "notifications.tidy"

    @property
    def key(self) -> str:
        return "tidy"

    @property
    def title(self) -> Text:
        return Text("清理过期的通知记录", "Clean up old notifications")
