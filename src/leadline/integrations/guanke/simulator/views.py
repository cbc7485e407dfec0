"""A day as it stands at one moment: which rows exist, their grades as corrected so far, their JSON, and the truth."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Final
from urllib.parse import quote

import orjson

from leadline.integrations.guanke.simulator.days import CAUSES, CONNECTED, GRADES, NOT_DIALLED, SUCCESSES, ZONE, Day
from leadline.integrations.guanke.simulator.names import ACCOUNTS, COMPANIES, CUSTOMERS, LINES, PLACES, TASKS

NULL_GRADE: Final = len(GRADES)
COMPANY_ID: Final = 88


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _params() -> list[str]:
    """What a dispatch may have sent along, in every form that the vendor is known to give it back in."""
    forms = ["null"] * 60
    for place, name in enumerate(CUSTOMERS):
        slots = {"name": name, "company": COMPANIES[place % len(COMPANIES)]}
        text = _json(slots)
        forms += [text, _json(text), _json(_json(text)), _json(quote(text))]
    return forms


_GRADE_JSON: Final = [*[_json(grade) for grade in GRADES], "null"]
_CAUSE_JSON: Final = [_json(cause) for cause in CAUSES]
_PLACE_JSON: Final = [f'"province":{_json(place)},"city":{_json(city)}' for place, city in PLACES]
_TASK_JSON: Final = [
    f'"taskId":{task},"TaskName":{_json(name)},"companyId":{COMPANY_ID},'
    f'"deviceId":{LINES[row % len(LINES)][0]},"deviceName":{_json(LINES[row % len(LINES)][1])}'
    for row, (task, name) in enumerate(TASKS)
]
_PARAMS_JSON: Final = _params()
_EXT_JSON: Final = ["null", '""', "null", '{"意向":"了解","微信":"已加"}', '"{\\"预算\\":\\"500以内\\"}"']
_REMARK_JSON: Final = ["null", '""', "null", '"客户说下午再联系"', "null", '"已发资料"', '""']


class View:
    """`day` at `moment`, a share of its grades withheld."""

    def __init__(self, day: Day, visible: int, corrected: int, null_grades: float) -> None:
        self.day = day
        self.visible = visible
        self.grades = day.grades.copy()
        for _, row, grade in day.corrections[:corrected]:
            self.grades[row] = grade
        if null_grades > 0:
            for row in range(len(self.grades)):
                if row * 7919 % 1000 < null_grades * 1000:
                    self.grades[row] = NULL_GRADE

    def rows(self, start: float, end: float, task: int | None, state: int | None, phone: str | None) -> Sequence[int]:
        """The rows from `start` to `end` (Unix seconds, both included) that the filters let through, oldest first."""
        day = self.day
        first = bisect_left(day.times, start)
        last = min(bisect_right(day.times, end), self.visible)
        rows: Sequence[int] = range(first, max(first, last))
        if task is not None:
            rows = [row for row in rows if TASKS[day.tasks[row]][0] == task]
        if state is not None:
            rows = [row for row in rows if day.states[row] == state]
        if phone:
            rows = [row for row in rows if str(day.phones[row]) == phone]
        return rows

    def row(self, row: int) -> str:
        """The row's JSON, with its share of the vendor's inconsistencies."""
        day = self.day
        state, number, duration = day.states[row], day.first_id + row, day.durations[row]
        grade = NULL_GRADE if state == NOT_DIALLED else self.grades[row]
        account = ACCOUNTS[day.accounts[row]][0]
        stateless = row % 53 == 0
        minutes = -(-duration // 60)
        phone = str(day.phones[row])
        numbers = f'"{phone[:3]}****{phone[7:]}","realPhone":"{phone}"' if row % 2 else f'"{phone}","realPhone":""'
        audio = f'"https://recordings.guanke.example/{number}.mp3"' if state == CONNECTED else "null"
        return (
            f'{{"id":{number if row % 5 else _quoted(number)},{_TASK_JSON[day.tasks[row]]},'
            f'"userId":{account if row % 3 else _quoted(account)},"ccId":{account if row % 11 == 0 else 0},'
            f'"phone":{numbers},{_PLACE_JSON[day.places[row]]},"callTime":{_time(day.times[row], row)},'
            f'"duration":{"null" if _no_duration(row, state) else duration},'
            f'{"" if stateless else _STATES[state]}"isCall":{0 if state == NOT_DIALLED else 1},'
            f'"isFollow":{int(row % 11 == 0)},"remark":{_REMARK_JSON[row % 7]},"ext":{_EXT_JSON[row % 5]},'
            f'"hangupReason":{"null" if state == NOT_DIALLED else _CAUSE_JSON[day.grades[row]]},'
            f'"grade":{_GRADE_JSON[grade]},"audio":{audio},"params":{_PARAMS_JSON[row % len(_PARAMS_JSON)]},'
            f'"minute":{minutes},"money":{minutes * 12}}}'
        )

    @cached_property
    def figures(self) -> Counter[tuple[int, int, int, int]]:
        """How many dialled rows there are by (account, task, state, grade code)."""
        day, seen = self.day, self.visible
        columns = (day.accounts[:seen], day.tasks[:seen], day.states[:seen], self.grades[:seen])
        counted = Counter(zip(*columns, strict=True))
        return Counter({key: number for key, number in counted.items() if key[2] != NOT_DIALLED})

    def truth(self) -> dict[str, object]:
        """The exact figures of this view. Every count but `rows` is of dialled rows only."""
        by_grade: Counter[str] = Counter()
        for (_, _, _, grade), number in self.figures.items():
            by_grade[str(GRADES[grade]) if grade != NULL_GRADE and GRADES[grade] else "null"] += number
        day, seen = self.day, self.visible
        hours: dict[str, list[int]] = {}
        for moment, state in zip(day.times[:seen], day.states[:seen], strict=True):
            if state != NOT_DIALLED:
                counts = hours.setdefault(str((moment // 3600 + 8) % 24), [0, 0])
                counts[0] += 1
                counts[1] += state == CONNECTED
        calls, connected, orders = summed(self.figures)
        return {
            "day": day.day.isoformat(),
            "rows": seen,
            "dialled": calls,
            "connected": connected,
            "orders": orders,
            "by_grade": dict(by_grade),
            "by_agent": {str(ACCOUNTS[k][0]): _named(ACCOUNTS[k][1], v) for k, v in grouped(self.figures, 0).items()},
            "by_task": {str(TASKS[k][0]): _named(TASKS[k][1], v) for k, v in grouped(self.figures, 1).items()},
            "by_hour": {hour: {"calls": both[0], "connected": both[1]} for hour, both in hours.items()},
        }


Figures = Counter[tuple[int, int, int, int]]


def summed(figures: Figures) -> tuple[int, int, int]:
    """(calls, connected, orders by grade) of `figures`."""
    connected = sum(number for key, number in figures.items() if key[2] == CONNECTED)
    orders = sum(number for key, number in figures.items() if key[2] == CONNECTED and key[3] in SUCCESSES)
    return figures.total(), connected, orders


def grouped(figures: Figures, column: int) -> dict[int, tuple[int, int, int]]:
    """`summed`, for each value of the key's `column` (0 account, 1 task)."""
    parts: dict[int, Figures] = {}
    for key, number in figures.items():
        parts.setdefault(key[column], Counter())[key] = number
    return {key: summed(part) for key, part in sorted(parts.items())}


def _named(name: str, counts: tuple[int, int, int]) -> dict[str, object]:
    return {"name": name, "calls": counts[0], "connected": counts[1], "orders": counts[2]}


_STATES: Final = [f'"callState":{state},' for state in range(3)]


def _quoted(number: int) -> str:
    return f'"{number}"'


def _no_duration(row: int, state: int) -> bool:
    """Missing on many unanswered rows, and on a few connected ones whose state says it all."""
    return row % 3 == 0 if state != CONNECTED else row % 97 == 0 and row % 53 != 0


def _time(moment: int, row: int) -> str:
    if row % 13 == 5:  # noqa: PLR2004  any residue would do
        return f'"{datetime.fromtimestamp(moment, UTC).astimezone(ZONE):%Y-%m-%d %H:%M:%S}"'
    return f"{moment}000" if row % 11 == 3 else str(moment)  # noqa: PLR2004  as above
