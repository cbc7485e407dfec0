"""The simulator's days: every call of a day from a seed, columns first; rows become JSON when asked for."""

import math
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from itertools import accumulate
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from leadline.integrations.guanke.simulator.names import (
    AGENTS,
    CONNECTED_GRADES,
    HOURS,
    NOT_AGENTS,
    PLACES,
    PREFIXES,
    SUCCESS_GRADES,
    TASKS,
    UNANSWERED,
)

ZONE: Final = ZoneInfo("Asia/Shanghai")
NOT_DIALLED, NOT_CONNECTED, CONNECTED = 0, 1, 2
GRADES: Final = (
    *(grade for grade, _ in SUCCESS_GRADES),
    *(grade for grade, _ in CONNECTED_GRADES),
    *(pair[0] for pair, _ in UNANSWERED),
)
CAUSES: Final = (
    *(["NORMAL_CLEARING"] * (len(SUCCESS_GRADES) + len(CONNECTED_GRADES))),
    *(pair[1] for pair, _ in UNANSWERED),
)
SUCCESSES: Final = range(len(SUCCESS_GRADES))
_CONNECTED_CODES: Final = range(len(SUCCESS_GRADES) + len(CONNECTED_GRADES))
_UNANSWERED_CODES: Final = range(len(_CONNECTED_CODES), len(GRADES))
_MINUTES: Final = [hour * 60 + minute for hour in HOURS for minute in range(60)]
_MINUTE_WEIGHTS: Final = list(accumulate(weight for weight in HOURS.values() for _ in range(60)))
_TALK_SECONDS: Final = [max(1, min(900, round(math.exp(2.2 + 1.15 * (step / 100 - 2))))) for step in range(400)]
_CORRECTED_SHARE: Final = 0.03
_DAY_SECONDS: Final = 86_400
_SATURDAY, _SUNDAY = 5, 6
IDS_A_DAY: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Day:
    """One day's calls as columns, sorted by time. `grades` are codes into GRADES and CAUSES, as first given.

    `corrections` are (moment, row, grade code), sorted by moment: grades that somebody put right days after the call.
    """

    day: date
    first_id: int
    times: list[int]
    states: list[int]
    accounts: list[int]
    tasks: list[int]
    durations: list[int]
    grades: list[int]
    places: list[int]
    phones: list[int]
    corrections: list[tuple[int, int, int]]

    def visible(self, moment: float) -> int:
        """How many rows there are at `moment`."""
        return bisect_right(self.times, moment)

    def corrected(self, moment: float) -> int:
        """How many corrections have been made at `moment`."""
        return bisect_right(self.corrections, (int(moment), IDS_A_DAY, 0))


class Calendar:
    """Hands out days; keeps the last few."""

    def __init__(self, seed: int, calls_per_day: int | None = None) -> None:
        self.seed = seed
        self.calls_per_day = calls_per_day
        self.day = lru_cache(maxsize=12)(self._day)

    def _day(self, day: date) -> Day:
        return made(day, self.seed, self.calls_per_day)


def usual_calls(day: date, rng: Random) -> int:
    """A plausible number of calls: 15 to 46 thousand on a weekday, few at weekends, often none on Sundays."""
    if day.weekday() == _SUNDAY:
        return rng.randint(3_000, 6_000) if rng.random() < 0.5 else 0  # noqa: PLR2004  every other Sunday
    if day.weekday() == _SATURDAY:
        return rng.randint(5_000, 12_000)
    return round(rng.triangular(15_000, 46_000, 21_000))


def made(day: date, seed: int, calls: int | None = None) -> Day:
    """The calls of `day`: the same ones for the same arguments, whenever asked. 2 % more rows were never dialled."""
    rng = Random(f"{seed}:{day.isoformat()}")
    usual = usual_calls(day, rng)
    count = round((usual if calls is None else calls) * 1.02)
    midnight = int(datetime.combine(day, time.min, ZONE).timestamp())
    draw, some = rng.random, rng.choices
    minutes = some(_MINUTES, cum_weights=_MINUTE_WEIGHTS, k=count)
    times = sorted([midnight + minute * 60 + int(draw() * 60) for minute in minutes])
    rate = rng.uniform(14.5, 17.5)
    states = some((NOT_DIALLED, NOT_CONNECTED, CONNECTED), weights=(2, 98 - rate, rate), k=count)
    orders = rng.uniform(0.6, 1.5)
    answered = some(_CONNECTED_CODES, weights=_connected_weights(orders), k=count)
    unanswered = some(_UNANSWERED_CODES, weights=[weight for _, weight in UNANSWERED], k=count)
    grades = [a if state == CONNECTED else u for state, a, u in zip(states, answered, unanswered, strict=True)]
    talk = some(_TALK_SECONDS, k=count)
    prefixes = some(PREFIXES, k=count)
    return Day(
        day=day,
        first_id=day.toordinal() * IDS_A_DAY,
        times=times,
        states=states,
        accounts=_accounts(rng, states, grades),
        tasks=some(rng.sample(range(len(TASKS)), rng.randint(4, 7)), k=count),
        durations=[seconds if state == CONNECTED else 0 for seconds, state in zip(talk, states, strict=True)],
        grades=grades,
        places=some(range(len(PLACES)), cum_weights=list(accumulate(range(len(PLACES), 0, -1))), k=count),
        phones=[prefix * 100_000_000 + int(draw() * 100_000_000) for prefix in prefixes],
        corrections=_corrections(rng, times, states),
    )


def _connected_weights(orders: float) -> list[float]:
    other = sum(weight for _, weight in CONNECTED_GRADES)
    successes = [weight * orders / 100 for _, weight in SUCCESS_GRADES]
    return successes + [weight * (100 - orders) / other for _, weight in CONNECTED_GRADES]


def _accounts(rng: Random, states: list[int], grades: list[int]) -> list[int]:
    """Who made each call, as an index into ACCOUNTS; successes go to the skilled more often."""
    count = len(states)
    team = rng.sample(range(len(AGENTS)), rng.randint(15, 19))
    others = list(range(len(AGENTS), len(AGENTS) + len(NOT_AGENTS)))
    effort = [0.7 + (agent * 7 % 10) / 15 for agent in team]
    share = sum(effort) / 2000
    accounts = rng.choices(team + others, weights=[*effort, *[share] * len(others)], k=count)
    skilled = rng.choices(team, weights=[1 + agent * 5 % 11 for agent in team], k=64)
    for row, grade in enumerate(grades):
        if grade in SUCCESSES and states[row] == CONNECTED:
            accounts[row] = skilled[row % 64]
    return accounts


def _corrections(rng: Random, times: list[int], states: list[int]) -> list[tuple[int, int, int]]:
    connected = [row for row, state in enumerate(states) if state == CONNECTED]
    chosen = rng.sample(connected, int(len(connected) * _CORRECTED_SHARE))
    codes = rng.choices(_CONNECTED_CODES, weights=_connected_weights(3.0), k=len(chosen))
    return sorted(
        (times[row] + int(rng.uniform(0.5, 9.0) * _DAY_SECONDS), row, code)
        for row, code in zip(chosen, codes, strict=True)
    )
