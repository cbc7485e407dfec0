"""A few weeks of calls, and every figure of them by a loop in plain Python."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from leadline.calls.contracts import CallRow, Outcome
from leadline.kernel.auth.principal import DataScope
from tests.factories.calls import BOOK, call

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2026, 1, 26), date(2026, 4, 2)
EXCLUDED = ("guanke", "A4")
SOURCES, AGENTS, TASKS = ("guanke", "demo"), ("A1", "A2", "A3", "A4", None), ("T1", "T2", None)
GRADES = ("AS1 成功单9元", "AS2 成功单1元", "AF2 在忙", "自定义", "拒接", None)
PROVINCES = ("广东", "江苏", None)
OUTCOMES = (Outcome.CONNECTED, Outcome.CONNECTED, Outcome.NO_ANSWER, Outcome.BUSY)


class Fact(NamedTuple):
    """One call as the figures see it."""

    source: str
    day: date
    hour: int
    at: datetime
    agent: str
    task: str
    grade: str
    outcome: str
    province: str
    connected: bool
    talk: int
    kind: str
    cents: int

    @property
    def weekday(self) -> int:
        return self.day.weekday()

    @property
    def counts_as_agent(self) -> bool:
        return bool(self.agent) and (self.source, self.agent) != EXCLUDED


def plausible_calls(number: int, seed: int) -> list[tuple[str, CallRow]]:
    """Calls over ten weeks, many of them in the same minutes; some days have none."""
    rng = Random(seed)
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1) if n % 6]
    rows = []
    for n in range(number):
        minute = rng.choice((0, 1, 29, 30, 31, 59))
        local = datetime.combine(rng.choice(days), datetime.min.time(), SHANGHAI)
        at = (local + timedelta(hours=rng.choice((0, 9, 10, 14, 23)), minutes=minute)).astimezone(UTC)
        outcome = rng.choice(OUTCOMES)
        row = call(
            str(n),
            at,
            outcome,
            duration=rng.randint(1, 300) if outcome is Outcome.CONNECTED else 0,
            agent_id=rng.choice(AGENTS),
            task_id=rng.choice(TASKS),
            grade=rng.choice(GRADES),
            province=rng.choice(PROVINCES),
        )
        rows.append((rng.choice(SOURCES), row))
    return rows


def fact(source: str, row: CallRow) -> Fact:
    local = row.start_time.astimezone(SHANGHAI)
    rule = BOOK.judge(row.grade)
    kind, cents = (rule.order_kind, rule.value_cents) if rule and rule.order_kind else ("", 0)
    task, grade, province = row.task_id or "", BOOK.code_of(row.grade), row.province or ""
    return Fact(
        source, local.date(), local.hour, row.start_time, row.agent_id or "", task, grade, row.outcome.value, province,
        row.outcome is Outcome.CONNECTED, row.duration, kind, cents,
    )  # fmt: skip


def seen_by(facts: Iterable[Fact], scope: DataScope, source: str | None) -> list[Fact]:
    return [one for one in facts if scope.covers(one.agent, one.source, one.day) and source in (None, one.source)]


def within(facts: Iterable[Fact], first: date, last: date, until: datetime | None = None) -> list[Fact]:
    """The calls of these days, and before `until`."""
    return [one for one in facts if first <= one.day <= last and (until is None or one.at < until)]


def rate(part: float, whole: float, digits: int = 6) -> float | None:
    return None if whole == 0 else round(part / whole, digits)


def figures_of(facts: list[Fact]) -> dict[str, float | None]:
    """The fields of `Figures`."""
    connected, orders, talk = (
        sum(one.connected for one in facts),
        sum(bool(one.kind) for one in facts),
        sum(one.talk for one in facts),
    )
    return {
        "calls": len(facts),
        "connected": connected,
        "contact_rate": rate(connected, len(facts)),
        "orders": orders,
        "success_rate": rate(orders, connected),
        "talk_seconds": talk,
        "avg_talk": rate(talk, connected, 2),
        "order_value": sum(one.cents for one in facts) / 100,
    }


def period_of(facts: list[Fact]) -> dict[str, float | None]:
    """The fields of `PeriodFigures`."""
    made = figures_of(facts)
    return {
        "calls": made["calls"],
        "connected": made["connected"],
        "contact_rate": made["contact_rate"],
        "orders_9": sum(one.kind == "9" for one in facts),
        "orders_1": sum(one.kind == "1" for one in facts),
        "orders_total": made["orders"],
        "success_rate": made["success_rate"],
        "talk_seconds": made["talk_seconds"],
        "agents": agents_of(facts),
    }


def agents_of(facts: Iterable[Fact]) -> int:
    return len({(one.source, one.agent) for one in facts if one.counts_as_agent})
