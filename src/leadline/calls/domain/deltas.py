"""Deltas: what a batch of new and changed calls adds to and takes from every count."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from leadline.calls.domain.cubes import Cube

# plain numbers: an enum's own hash costs more than the sum that it finds
HOUR, AGENT, TASK, GRADE, OUTCOME, PROVINCE = (
    int(cube) for cube in (Cube.HOUR, Cube.AGENT, Cube.TASK, Cube.GRADE, Cube.OUTCOME, Cube.PROVINCE)
)
AGENT_HOUR, AGENT_TASK, AGENT_GRADE, AGENT_OUTCOME, AGENT_PROVINCE = (
    int(cube) for cube in (Cube.AGENT_HOUR, Cube.AGENT_TASK, Cube.AGENT_GRADE, Cube.AGENT_OUTCOME, Cube.AGENT_PROVINCE)
)
MEASURES = ("calls", "connected", "talk_seconds", "orders", "order_cents")


class Counted(NamedTuple):
    """Of one stored call, all that any count depends on."""

    stat_date: date
    hour: int
    agent_id: str
    task_id: str
    grade_code: str
    outcome: str
    province: str
    is_success: bool
    duration: int
    order_kind: str
    order_cents: int


class Deltas:
    """Sums per roll-up key and per day, of rows added (+1) and rows taken away (-1)."""

    def __init__(self) -> None:
        self._rollups: dict[tuple[int, date, str, str], list[int]] = {}
        self._days: dict[date, list[int]] = {}

    def count(self, call: Counted, sign: int) -> None:
        """Adds the call (`sign` 1) to every count that it belongs to, or takes it away (-1)."""
        day = call.stat_date
        connected = sign if call.is_success else 0
        talk = sign * call.duration
        orders = sign if call.order_kind else 0
        cents = sign * call.order_cents
        bare = not (connected or talk or orders or cents)  # five in six: a number that nobody answered
        rollups = self._rollups
        hour = f"{call.hour:02d}"
        agent = call.agent_id
        for key in (
            (HOUR, day, "", hour),
            (AGENT, day, agent, ""),
            (TASK, day, "", call.task_id),
            (GRADE, day, "", call.grade_code),
            (OUTCOME, day, "", call.outcome),
            (PROVINCE, day, "", call.province),
            (AGENT_HOUR, day, agent, hour),
            (AGENT_TASK, day, agent, call.task_id),
            (AGENT_GRADE, day, agent, call.grade_code),
            (AGENT_OUTCOME, day, agent, call.outcome),
            (AGENT_PROVINCE, day, agent, call.province),
        ):
            sums = rollups.get(key)
            if sums is None:
                rollups[key] = [sign, connected, talk, orders, cents]
            elif bare:
                sums[0] += sign
            else:
                sums[0] += sign
                sums[1] += connected
                sums[2] += talk
                sums[3] += orders
                sums[4] += cents
        self._count_day(call, sign)

    def _count_day(self, call: Counted, sign: int) -> None:
        sums = self._days.get(call.stat_date)
        if sums is None:
            sums = self._days[call.stat_date] = [0] * 8
        sums[0] += sign
        sums[1 if call.is_success else 2] += sign
        sums[3] += sign * call.duration
        if call.order_kind:
            sums[4] += sign
            if call.order_kind == "9":
                sums[5] += sign
            elif call.order_kind == "1":
                sums[6] += sign
            sums[7] += sign * call.order_cents

    def rollup_rows(self) -> Iterator[tuple[Any, ...]]:  # Any: key parts and sums
        """(cube, day, agent, key, *MEASURES) of every sum that is not zero throughout, in key order."""
        for key in sorted(self._rollups):
            sums = self._rollups[key]
            if any(sums):
                yield (*key, *sums)

    def day_rows(self) -> Iterator[tuple[Any, ...]]:  # Any: the day and its sums
        """Every day touched, in order: (day, calls, connected, failed, talk seconds, orders, of 9, of 1, cents)."""
        for day in sorted(self._days):
            yield (day, *self._days[day])
