"""From alerts to the message of one channel, in its language and on its clock."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from leadline.kernel.text import Language, Text
from leadline.notifications.contracts import Item, Mark, Message
from leadline.notifications.repository.channels import ChannelRow
from leadline.operations.contracts import RaisedAlert, Severity

MARK_OF: Final[dict[Severity, Mark]] = {
    Severity.INFO: "info", Severity.WARNING: "warning", Severity.CRITICAL: "critical",
}  # fmt: skip
NEWS: Final = Text("Leadline 告警：{parts}", "Leadline alerts: {parts}")
BEGAN: Final = Text("{count} 条新告警", "{count} new")
OVER: Final = Text("{count} 条已恢复", "{count} over")
DIGEST: Final = Text("Leadline 告警：免打扰时段汇总，{parts}", "Leadline alerts, held while it was quiet: {parts}")
TEST: Final = Text("Leadline 告警：测试消息", "Leadline alerts: a test")
TEST_TITLE: Final = Text("通知渠道测试", "Test of the channel")
TEST_TEXT: Final = Text(
    "收到这条消息，说明渠道“{name}”可以正常接收告警。", "This came through: the channel {name} works."
)


def wanted_items(
    channel: ChannelRow, opened: Sequence[RaisedAlert], resolved: Sequence[RaisedAlert]
) -> list[tuple[int, Severity, Item]]:
    """What of the news this channel tells, as (alert, severity, line)."""
    news = [(one, False) for one in opened] + [(one, True) for one in (resolved if channel.recoveries else ())]
    return [
        (alert.id, alert.severity, _item(channel, alert, over=over))
        for alert, over in news
        if alert.severity.value in channel.severities and (channel.rules is None or alert.rule in channel.rules)
    ]


def news_of(channel: ChannelRow, items: Iterable[Item], public_url: str) -> Message:
    """The message of what has just happened."""
    return _message(NEWS, channel.language, tuple(items), public_url)


def digest_of(channel: ChannelRow, messages: Iterable[Message], public_url: str) -> Message:
    """One message of everything that was held, in the order in which it happened."""
    items = tuple(item for message in messages for item in message.items)
    return _message(DIGEST, channel.language, items, public_url)


def test_of(channel: ChannelRow, moment: datetime, public_url: str) -> Message:
    """What the test button sends."""
    language = channel.language
    item = Item("info", TEST_TITLE.to(language), TEST_TEXT.fill(name=channel.name).to(language), _at(channel, moment))
    return Message(TEST.to(language), (item,), language, _link(public_url))


def _message(subject: Text, language: Language, items: tuple[Item, ...], public_url: str) -> Message:
    over = sum(item.mark == "resolved" for item in items)
    counts = ((BEGAN, len(items) - over), (OVER, over))
    parts = [words.fill(count=count).to(language) for words, count in counts if count]
    joined = (", " if language == "en" else "、").join(parts)
    return Message(subject.fill(parts=joined).to(language), items, language, _link(public_url))


def _item(channel: ChannelRow, alert: RaisedAlert, *, over: bool) -> Item:
    mark: Mark = "resolved" if over else MARK_OF[alert.severity]
    moment = alert.resolved_at if over and alert.resolved_at else alert.opened_at
    language = channel.language
    return Item(mark, alert.title.to(language), alert.summary.to(language), _at(channel, moment))


def _at(channel: ChannelRow, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(channel.zone)):%m-%d %H:%M}"


def _link(public_url: str) -> str:
    return f"{public_url.rstrip('/')}/alerts" if public_url else ""
