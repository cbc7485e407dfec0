"""Deltas: what a batch of new and changed calls adds to and takes from every count."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
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
HOURS = tuple(f"{hour:02d}" for hour in range(24))
DAY_KINDS = ("9", "1")
CountedValues = tuple[date, int, str, str, str, str, str, bool, int, str, int]  # those of `Counted`


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
        self._in_order: list[tuple[Any, ...]] | None = None  # Any: key parts and sums

    def count(self, calls: Iterable[CountedValues], sign: int) -> None:
        """Adds the calls (`sign` 1) to every count that they belong to, or takes them away (-1).

        A batch is thousands of calls of few agents: what an agent did in a day is counted in one go.
        """
        self._in_order = None
        by_agent: dict[tuple[date, str], list[CountedValues]] = {}
        for call in calls:
            owner = (call[0], call[2])
            group = by_agent.get(owner)
            if group is None:
                by_agent[owner] = [call]
            else:
                group.append(call)
        for (day, agent), group in by_agent.items():
            self._count_agent(day, agent, group, sign)

    def _count_agent(self, day: date, agent: str, group: list[CountedValues], sign: int) -> None:
        _, hours, _, tasks, grades, outcomes, provinces, connected, seconds, kinds, cents = zip(*group, strict=True)
        # five in six are a number that nobody answered: of those there is nothing to sum
        told = [
            (place, sign if connected[place] else 0, sign * seconds[place], sign if kind else 0, sign * cents[place])
            for place, kind in enumerate(kinds)
            if connected[place] or seconds[place] or kind or cents[place]
        ]
        for cube, of_agent, keys in (
            (HOUR, AGENT_HOUR, [HOURS[hour] for hour in hours]),
            (TASK, AGENT_TASK, tasks),
            (GRADE, AGENT_GRADE, grades),
            (OUTCOME, AGENT_OUTCOME, outcomes),
            (PROVINCE, AGENT_PROVINCE, provinces),
        ):
            sums_of = {key: [sign * calls, 0, 0, 0, 0] for key, calls in Counter(keys).items()}
            for place, won, talk, orders, value in told:
                sums = sums_of[keys[place]]
                sums[1] += won
                sums[2] += talk
                sums[3] += orders
                sums[4] += value
            for key, sums in sums_of.items():
                self._add((of_agent, day, agent, key), sums)
                self._add((cube, day, "", key), sums)
        whole = [sign * len(group), *(sum(each) for each in [*zip(*told, strict=True)][1:] or [(0,)] * 4)]
        self._add((AGENT, day, agent, ""), whole)
        self._count_day(day, whole, Counter(kind for kind in kinds if kind in DAY_KINDS), sign)

    def _add(self, key: tuple[int, date, str, str], sums: list[int]) -> None:
        kept = self._rollups.get(key)
        if kept is None:
            self._rollups[key] = sums.copy()
        else:
            calls, won, talk, orders, value = sums
            kept[0] += calls
            kept[1] += won
            kept[2] += talk
            kept[3] += orders
            kept[4] += value

    def _count_day(self, day: date, whole: list[int], kinds: Mapping[str, int], sign: int) -> None:
        calls, connected, talk, orders, cents = whole
        given = (calls, connected, calls - connected, talk, orders, *(sign * kinds[kind] for kind in DAY_KINDS), cents)
        kept = self._days.get(day, (0,) * len(given))
        self._days[day] = [old + new for old, new in zip(kept, given, strict=True)]

    def rollup_rows(self, told: Callable[[date], Any]) -> list[tuple[Any, ...]]:  # Any: key parts and sums
        """(cube, day, agent, key, *MEASURES) of every sum that is not zero throughout, in key order.

        `told` makes of a day what the driver takes: always the same, for the rows are kept until the next call counts.
        """
        if self._in_order is None:
            self._in_order = [
                (cube, told(day), agent, key, *sums)
                for (cube, day, agent, key), sums in sorted(self._rollups.items())
                if any(sums)
            ]
        return self._in_order

    def day_rows(self) -> Iterator[tuple[Any, ...]]:  # Any: the day and its sums
        """Every day touched, in order: (day, calls, connected, failed, talk seconds, orders, of 9, of 1, cents)."""
        for day in sorted(self._days):
            yield (day, *self._days[day])
