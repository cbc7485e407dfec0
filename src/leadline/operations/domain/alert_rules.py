"""The rules of alerts as the program brings them. What of a rule is a matter of taste is kept in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from leadline.kernel.text import Text
from leadline.operations.contracts import Severity

TRACK_STALE: Final = "track_stale"
SYNC_FAILING: Final = "sync_failing"
DAY_INCOMPLETE: Final = "day_incomplete"
ORDERS_DIFFER: Final = "orders_differ"
CONTACT_RATE: Final = "contact_rate"
NO_CALLS: Final = "no_calls"
COUNTS_DIFFER: Final = "counts_differ"
DEAD_LETTERS: Final = "dead_letters"
DISK_FULL: Final = "disk_full"
DAY_REOPENED: Final = "day_reopened"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a rule's threshold counts, what it is at first, and how far it may be set."""

    unit: Text
    usual: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class AlertRule:
    """One rule. `figures`: its sentences tell figures of everybody, which not every reader may see.

    With `plain` such a reader is told that instead, filled from the alert's facts; without, nothing.
    """

    name: str
    title: Text
    about: Text
    severity: Severity
    bounds: Bounds | None = None
    figures: bool = False
    plain: Text | None = None


_ALL: Final = (
    AlertRule(
        TRACK_STALE,
        Text("数据超时未更新", "Data overdue"),
        Text(
            "当日的定时同步到点后，超过设定的分钟数仍没有拉全数据。已暂停的调度不计。",
            "Today's data is still incomplete this many minutes after a scheduled sync was due. Paused schedules are "
            "not counted.",
        ),
        Severity.WARNING,
        Bounds(Text("分钟", "minutes"), 30, 5, 1440),
    ),
    AlertRule(
        SYNC_FAILING,
        Text("同步连续失败", "Sync keeps failing"),
        Text(
            "同一来源、同一轨道最近的同步连续失败或中断，达到设定次数。",
            "The latest syncs of one source and track failed or were interrupted this many times in a row.",
        ),
        Severity.CRITICAL,
        Bounds(Text("次", "times"), 3, 1, 100),
    ),
    AlertRule(
        DAY_INCOMPLETE,
        Text("往日数据不完整", "Past day incomplete"),
        Text(
            "一天结束后超过设定的小时数，当天的话单或汇总仍没有拉全（查最近 31 天）。",
            "A day's call records or totals are still incomplete this many hours after it ended (last 31 days).",
        ),
        Severity.WARNING,
        Bounds(Text("小时", "hours"), 2, 0, 240),
        plain=Text(
            "{source} {day} {track}不完整，请重新同步。", "{source} {day}, {track}: incomplete. Sync the day again."
        ),
    ),
    AlertRule(
        ORDERS_DIFFER,
        Text("成功单偏差过大", "Order deviation too large"),
        Text(
            "两条轨道都拉全的往日里，按意向度统计的成功单与供应商汇总相差超过设定单数（查最近 10 天）。",
            "On a past day with both tracks complete, orders by grade differ from the vendor's total by more than this "
            "(last 10 days).",
        ),
        Severity.WARNING,
        Bounds(Text("单", "orders"), 5, 0, 100_000),
        figures=True,
    ),
    AlertRule(
        CONTACT_RATE,
        Text("接通率异常", "Unusual contact rate"),
        Text(
            "刚结束的一小时，接通率与前四周同星期同时段相差超过设定的百分点（通话少于 50 通不判断）。",
            "In the hour just ended, the contact rate differs by more than this from the same weekday and hour of the "
            "previous four weeks (not judged below 50 calls).",
        ),
        Severity.WARNING,
        Bounds(Text("个百分点", "percentage points"), 15, 1, 100),
        figures=True,
    ),
    AlertRule(
        NO_CALLS,
        Text("工作时段无通话", "No calls in working hours"),
        Text(
            "连续设定的整点小时没有一通通话，而前四周同星期同时段平均不少于 20 通。",
            "No calls for this many full hours, where the previous four weeks averaged 20 or more on this weekday.",
        ),
        Severity.CRITICAL,
        Bounds(Text("小时", "hours"), 1, 1, 12),
        figures=True,
    ),
    AlertRule(
        COUNTS_DIFFER,
        Text("统计核对不一致", "Counts do not match the calls"),
        Text(
            "核对统计时，已存的统计与按话单重算的结果有不少于设定处不同。",
            "A recount found at least this many stored counts that differ from the call records.",
        ),
        Severity.CRITICAL,
        Bounds(Text("处", "counts"), 1, 1, 100_000),
    ),
    AlertRule(
        DEAD_LETTERS,
        Text("事件投递失败", "Events could not be delivered"),
        Text(
            "多次尝试后仍无法投递、尚未重新投递的事件（死信）不少于设定条数。",
            "At least this many events could not be delivered after several attempts and wait to be redelivered.",
        ),
        Severity.WARNING,
        Bounds(Text("条", "events"), 1, 1, 100_000),
    ),
    AlertRule(
        DISK_FULL,
        Text("磁盘空间不足", "Disk almost full"),
        Text("数据所在磁盘的已用空间达到设定比例。", "The disk that holds the data is this full."),
        Severity.CRITICAL,
        Bounds(Text("%", "%"), 90, 50, 99),
    ),
    AlertRule(
        DAY_REOPENED,
        Text("已结账的日期被重开", "A closed day was reopened"),
        Text(
            "已结账的一天又有数据变动（迟到的话单、意向度更正或供应商改数）；再次一致后自动结账并恢复。",
            "The figures of a closed day have moved (late calls, corrected grades, other totals). It is over when "
            "the day agrees again and is closed.",
        ),
        Severity.INFO,
        plain=Text("{source} {day} 结账后重开。", "{source} {day} was reopened."),
    ),
)

RULES: Final[Mapping[str, AlertRule]] = {rule.name: rule for rule in _ALL}
FIGURES: Final = frozenset(rule.name for rule in RULES.values() if rule.figures)
