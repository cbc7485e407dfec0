"""What is wrong: the rules of alerts applied to what was seen. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from leadline.calls.contracts import TRACK_NAMES, Completeness, HourPulse, TrackDay, VitalSigns
from leadline.kernel.text import Text
from leadline.operations.domain import alert_rules as rules

FEWEST_CALLS: Final = 50  # fewer calls in an hour say nothing about its contact rate
USUALLY_BUSY: Final = 20  # calls an hour, on average, that make it a working hour
SETTLES: Final = timedelta(minutes=15)  # an hour's last calls have come by then, and a pull that failed is repeated
SIGMAS: Final = 3.0
KEEPS_FAILING: Final = Text(
    "{source} {track}：同步连续失败 {runs} 次。{reason}", "{source} {track}: {runs} runs in a row have failed. {reason}"
)
UNUSUAL_RATE: Final = Text(
    "{source} {span} 接通率 {rate}，平时同时段约 {usual}（{calls} 通）。",
    "{source} {span}: contact rate {rate}, usually about {usual} ({calls} calls).",
)
LACKS: Final = Text("{source} {day} {track}不完整：{reason}", "{source} {day}, {track}: incomplete. {reason}")
REOPENED: Final = Text("{source} {day} 结账后重开：{reason}", "{source} {day} was reopened: {reason}")
NO_PULL: Final = Text("当日尚未拉全过", "there was no whole pull yet")


class Finding(NamedTuple):
    """Something is wrong. `key` tells it from others of its rule, and stays the same while it lasts."""

    rule: str
    key: str
    summary: Text
    facts: Mapping[str, Any]  # Any: a JSON document
    source: str = ""


class DuePull(NamedTuple):
    """A pull of today that a schedule asked for at `tick`, on the business day `day`."""

    source: str
    track: str
    day: date
    tick: datetime


class DiskUse(NamedTuple):
    """How full the disk is that a folder of this machine is on, in percent."""

    folder: str
    percent: float


@dataclass(frozen=True, slots=True)
class Sight:
    """All that is looked at. `due` are the newest pulls whose time has come and whose patience is over."""

    moment: datetime
    zone: ZoneInfo
    signs: VitalSigns
    due: Sequence[DuePull]
    letters: int
    host: str
    disks: Sequence[DiskUse]

    @property
    def hour(self) -> int:
        return self.moment.astimezone(self.zone).hour

    @property
    def today(self) -> date:
        return self.moment.astimezone(self.zone).date()


@dataclass(slots=True)
class Judged:
    """What is wrong, and what cannot be told now.

    `undecided`: rules and keys that cannot be told yet. `only`: of this rule only keys that begin so were looked at.
    `told`: rules that events tell of, never a look.
    """

    findings: list[Finding] = field(default_factory=list)
    undecided: set[tuple[str, str]] = field(default_factory=set)
    only: dict[str, str] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def leaves(self, rule: str, key: str) -> bool:
        """Whether an open alert of this rule and key, of which nothing was found, may still hold."""
        return (rule, key) in self.undecided or not key.startswith(self.only.get(rule, ""))


Judge = Callable[[Sight, float, Judged], None]


def judge(sight: Sight, thresholds: Mapping[str, float]) -> Judged:
    """Applies the rules that are named here with their thresholds: those that are switched on."""
    judged = Judged()
    for name, judge_one in JUDGES.items():
        if name in thresholds:
            judge_one(sight, thresholds[name], judged)
    judged.told = {rules.COUNTS_DIFFER} & thresholds.keys()
    return judged


def _stale(sight: Sight, _: float, judged: Judged) -> None:
    known = {(one.source, one.track, one.day): one for one in sight.signs.days}
    for due in sight.due:
        row = known.get((due.source, due.track, due.day))
        if row is not None and row.completed_at is not None and row.completed_at >= due.tick:
            continue
        last = row.completed_at if row is not None else None
        at = (
            Text("上次拉全为 {at}", "the last whole pull was at {at}").fill(at=_clock(last, sight.zone))
            if last
            else NO_PULL
        )
        sentence = Text(
            "{source} {day} {track}未按时更新，{last}。", "{source} {day}, {track}: not up to date; {last}."
        )
        summary = sentence.fill(source=due.source, day=due.day, track=track_name(due.track), last=at)
        facts = {"track": due.track, "day": due.day.isoformat(), "last_complete": last.isoformat() if last else None}
        judged.findings.append(Finding(rules.TRACK_STALE, f"{due.source}/{due.track}", summary, facts, due.source))


def _failing(sight: Sight, times: float, judged: Judged) -> None:
    for one in sight.signs.failing:
        if one.runs >= times:
            reason = one.reason or Text("原因未知", "no reason is known")
            summary = KEEPS_FAILING.fill(source=one.source, track=track_name(one.track), runs=one.runs, reason=reason)
            facts = {"track": one.track, "runs": one.runs}
            judged.findings.append(Finding(rules.SYNC_FAILING, f"{one.source}/{one.track}", summary, facts, one.source))


def _incomplete(sight: Sight, hours: float, judged: Judged) -> None:
    for one in sight.signs.days:
        accepted = (one.source, one.day) in sight.signs.accepted
        if one.state is not Completeness.INCOMPLETE or accepted or not _is_over(one, sight, hours):
            continue
        key = f"{one.source}/{one.track}/{one.day}"
        if sight.moment - one.checked_at < SETTLES:  # it is being pulled, or tried again in a few minutes
            judged.undecided.add((rules.DAY_INCOMPLETE, key))
            continue
        summary = LACKS.fill(
            source=one.source, day=one.day, track=track_name(one.track),
            reason=one.reason or Text("请重新同步。", "Sync the day again."),
        )  # fmt: skip
        facts = {"track": one.track, "day": one.day.isoformat()}
        judged.findings.append(Finding(rules.DAY_INCOMPLETE, key, summary, facts, one.source))


def _is_over(one: TrackDay, sight: Sight, hours: float) -> bool:
    end = datetime.combine(one.day + timedelta(days=1), time.min, sight.zone).astimezone(UTC)
    return sight.moment >= end + timedelta(hours=hours)


def _gaps(sight: Sight, most: float, judged: Judged) -> None:
    for one in sight.signs.gaps:
        gap = one.vendor - one.ours  # as 偏差 is told everywhere
        if abs(gap) > most and (one.source, one.day) not in sight.signs.accepted:
            summary = Text(
                f"{one.source} {one.day}：按意向度 {one.ours:,} 单，供应商汇总 {one.vendor:,} 单，偏差 {gap:+,} 单。",
                f"{one.source} {one.day}: {one.ours:,} orders by grade, {one.vendor:,} by the vendor: {gap:+,}.",
            )
            facts = {"day": one.day.isoformat(), "ours": one.ours, "vendor": one.vendor}
            judged.findings.append(Finding(rules.ORDERS_DIFFER, f"{one.source}/{one.day}", summary, facts, one.source))


def _contact_rate(sight: Sight, points: float, judged: Judged) -> None:
    for one in _last_hours(sight, 1):
        if not _is_known(sight, one.source):
            judged.undecided.add((rules.CONTACT_RATE, one.source))
            continue
        if one.calls < FEWEST_CALLS or one.usual_calls < FEWEST_CALLS:
            continue
        rate, usual = one.connected / one.calls, one.usual_connected / one.usual_calls
        chance = SIGMAS * (usual * (1 - usual) / one.calls) ** 0.5
        if abs(rate - usual) <= max(points / 100, chance):
            continue
        summary = UNUSUAL_RATE.fill(
            source=one.source, span=_span(one.hour), rate=f"{rate:.1%}", usual=f"{usual:.1%}", calls=f"{one.calls:,}"
        )
        facts = {"day": sight.today.isoformat(), "hour": one.hour, "rate": rate, "usual": usual, "calls": one.calls}
        judged.findings.append(Finding(rules.CONTACT_RATE, one.source, summary, facts, one.source))


def _no_calls(sight: Sight, hours: float, judged: Judged) -> None:
    span = int(hours)
    by_source: dict[str, list[HourPulse]] = {}
    for one in _last_hours(sight, span):
        by_source.setdefault(one.source, []).append(one)
    for source, pulses in by_source.items():
        if not _is_known(sight, source):
            judged.undecided.add((rules.NO_CALLS, source))
            continue
        usual = [one.usual_calls / one.usual_weeks if one.usual_weeks else 0.0 for one in pulses]
        if len(pulses) < span or any(one.calls for one in pulses) or min(usual) < USUALLY_BUSY:
            continue
        mean = f"{sum(usual) / len(usual):,.0f}"
        words = _span(pulses[0].hour, pulses[-1].hour)
        summary = Text(
            f"{source} {words} 没有一通通话，平时每小时约 {mean} 通。",
            f"{source}: not one call at {words}, where there are usually about {mean} an hour.",
        )
        facts = {"day": sight.today.isoformat(), "hour": pulses[-1].hour, "hours": span}
        judged.findings.append(Finding(rules.NO_CALLS, source, summary, facts, source))


def _last_hours(sight: Sight, count: int) -> Iterable[HourPulse]:
    return [one for one in sight.signs.hours if sight.hour - count <= one.hour < sight.hour]


def _is_known(sight: Sight, source: str) -> bool:
    """Whether the hour that ended is in: a while after it for sources that push, after a whole pull for the others."""
    local = sight.moment.astimezone(sight.zone)
    ended = local.replace(minute=0, second=0, microsecond=0)
    if local - ended < SETTLES:
        return False
    pulled = [one for one in sight.signs.days if (one.source, one.track) == (source, "grade")]
    today = next((one for one in pulled if one.day == sight.today), None)
    if not pulled or (today is not None and today.state is Completeness.UNVERIFIED):
        return True
    return today is not None and today.completed_at is not None and today.completed_at >= ended


def _letters(sight: Sight, most: float, judged: Judged) -> None:
    if sight.letters >= most:
        summary = Text(
            f"{sight.letters} 个事件多次投递失败，等待处理。",
            f"{sight.letters} events could not be delivered and wait.",
        )
        judged.findings.append(Finding(rules.DEAD_LETTERS, "", summary, {"count": sight.letters}))


def _disks(sight: Sight, most: float, judged: Judged) -> None:
    judged.only[rules.DISK_FULL] = f"{sight.host}/"
    for one in sight.disks:
        if one.percent >= most:
            summary = Text(
                f"{sight.host}:{one.folder} 所在磁盘已用超过 {most:g}%，请尽快清理或扩容。",
                f"{sight.host}: the disk of {one.folder} is more than {most:g}% full. Free or add space.",
            )
            facts = {"host": sight.host, "folder": one.folder}
            judged.findings.append(Finding(rules.DISK_FULL, f"{sight.host}/{one.folder}", summary, facts))


def _reopened(sight: Sight, _: float, judged: Judged) -> None:
    for one in sight.signs.reopened:
        summary = REOPENED.fill(source=one.source, day=one.day, reason=one.reason)
        facts = {"day": one.day.isoformat()}
        judged.findings.append(Finding(rules.DAY_REOPENED, f"{one.source}/{one.day}", summary, facts, one.source))


JUDGES: Final[Mapping[str, Judge]] = {
    rules.TRACK_STALE: _stale,
    rules.SYNC_FAILING: _failing,
    rules.DAY_INCOMPLETE: _incomplete,
    rules.ORDERS_DIFFER: _gaps,
    rules.CONTACT_RATE: _contact_rate,
    rules.NO_CALLS: _no_calls,
    rules.DEAD_LETTERS: _letters,
    rules.DISK_FULL: _disks,
    rules.DAY_REOPENED: _reopened,
}


def wrong_counts(source: str, day: date, wrong: int) -> Finding:
    """A recount found counts that are not what the calls make."""
    summary = Text(
        f"{source} {day}：有 {wrong:,} 处统计与话单不一致，请重新核对并修复。",
        f"{source} {day}: {wrong:,} counts are not what the calls make. Recount and repair the day.",
    )
    facts = {"day": day.isoformat(), "wrong": wrong}
    return Finding(rules.COUNTS_DIFFER, f"{source}/{day}", summary, facts, source)


def track_name(name: str) -> Text:
    """What a track is called."""
    return {str(track): text for track, text in TRACK_NAMES.items()}.get(name, Text(name, name))


def _clock(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%m-%d %H:%M}"


def _span(first: int, last: int | None = None) -> str:
    return f"{first:02d}:00–{(first if last is None else last) + 1:02d}:00"
