"""The naive model: all calls in a dictionary, every count by a loop over them. Slow, obvious, and right."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from leadline.calls.contracts import CallRow, Outcome
from tests.factories.calls import BOOK

SHANGHAI = ZoneInfo("Asia/Shanghai")
OPEN = (Outcome.UNKNOWN, Outcome.NOT_DIALLED)


class NaiveCounts:
    """Receives deliveries and counts what is there."""

    def __init__(self) -> None:
        self.calls: dict[str, CallRow] = {}

    def deliver(self, rows: Iterable[CallRow]) -> None:
        """A delivery: what a row does not say stays; a row that was not dialled is no call."""
        for row in rows:
            if row.outcome == Outcome.NOT_DIALLED:
                continue
            old = self.calls.get(row.call_id)
            self.calls[row.call_id] = row if old is None else self._merge(old, row)

    @staticmethod
    def _merge(old: CallRow, new: CallRow) -> CallRow:
        values = {name: getattr(new, name) for name in CallRow._fields if getattr(new, name) is not None}
        if new.outcome in OPEN and old.outcome not in OPEN:
            values |= {"outcome": old.outcome, "duration": old.duration}
            if old.end_time:
                values |= {"end_time": old.end_time, "end_derived": old.end_derived}
        return old._replace(**values)

    def daily(self) -> dict[date, tuple[int, ...]]:
        """day -> calls, connected, talk seconds, orders, orders of 9, of 1, cents, agents."""
        result: dict[date, tuple[int, ...]] = {}
        for day in {self._day(row) for row in self.calls.values()}:
            rows = [row for row in self.calls.values() if self._day(row) == day]
            rules = [rule for row in rows if (rule := BOOK.judge(row.grade)) and rule.order_kind]
            result[day] = (
                len(rows),
                sum(row.outcome == Outcome.CONNECTED for row in rows),
                sum(row.duration for row in rows),
                len(rules),
                sum(rule.order_kind == "9" for rule in rules),
                sum(rule.order_kind == "1" for rule in rules),
                sum(rule.value_cents for rule in rules),
                len({row.agent_id for row in rows if row.agent_id}),
            )
        return result

    def by(self, field: str) -> Counter[tuple[date, str, str]]:
        """(day, agent, value of `field`) -> calls."""
        return Counter((self._day(row), row.agent_id or "", self._value(row, field)) for row in self.calls.values())

    @staticmethod
    def _day(row: CallRow) -> date:
        return row.start_time.astimezone(SHANGHAI).date()

    @staticmethod
    def _value(row: CallRow, field: str) -> str:
        if field == "hour":
            return f"{row.start_time.astimezone(SHANGHAI).hour:02d}"
        if field == "grade":
            return BOOK.code_of(row.grade)
        return str(getattr(row, field) or "")
