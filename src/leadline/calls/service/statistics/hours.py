"""When the calls were made: by the hour of the day and the day of the week."""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from leadline.calls.repository.statistics.boards import by_hour_and_weekday
from leadline.calls.repository.statistics.visible import Sums
from leadline.calls.schemas.statistics import BoardRow, HourMatrix, HourRow, Hours, StatsMeta
from leadline.calls.service.statistics.asking import Asker, days_asked, freshness
from leadline.calls.service.statistics.figures import figures
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.clock import days_between

HOURS, WEEKDAYS = range(24), range(7)
Cells = dict[tuple[int, int], Sums]


class HoursQuestion(NamedTuple):
    """A range, and whether the one before is wanted too."""

    start: date | None
    end: date | None
    compare: bool


async def spread_hours(tools: CallsToolbox, asker: Asker, question: HoursQuestion) -> tuple[Hours, StatsMeta]:
    """The 24 hours, and each of them on each weekday."""
    days = days_asked(question.start, question.end, tools.calendar.day_of(asker.at))
    earlier = days.before() if question.compare else None
    async with tools.database.reading() as connection:
        cells = await by_hour_and_weekday(connection, asker.visible, *days)
        before = await by_hour_and_weekday(connection, asker.visible, *earlier) if earlier else {}
        meta = await freshness(connection, asker, days, tools.calendar)
    number = Counter(day.weekday() for day in days_between(*days))
    hours = Hours(
        start=days.first,
        end=days.last,
        compared_start=earlier.first if earlier else None,
        compared_end=earlier.last if earlier else None,
        weekday_days=[number[weekday] for weekday in WEEKDAYS],
        matrix=HourMatrix(
            calls=_matrix(cells, "calls"), connected=_matrix(cells, "connected"), orders=_matrix(cells, "orders")
        ),
        by_hour=_rows(_by_hour(cells), _by_hour(before)),
        totals=BoardRow(**figures(_total(cells)).model_dump(), previous=figures(_total(before)) if earlier else None),
    )
    return hours, meta


def _matrix(cells: Cells, measure: str) -> list[list[int]]:
    nothing = Sums()
    return [[getattr(cells.get((weekday, hour), nothing), measure) for hour in HOURS] for weekday in WEEKDAYS]


def _by_hour(cells: Cells) -> dict[int, Sums]:
    hours: defaultdict[int, Sums] = defaultdict(Sums)
    for (_, hour), sums in cells.items():
        hours[hour] = hours[hour].plus(sums)
    return hours


def _rows(now: dict[int, Sums], before: dict[int, Sums]) -> list[HourRow]:
    rows = []
    for hour in HOURS:
        earlier = before.get(hour)
        sums = now.get(hour, Sums())
        previous = figures(earlier) if earlier and earlier.calls else None
        rows.append(HourRow(hour=hour, **figures(sums).model_dump(), previous=previous))
    return rows


def _total(cells: Cells) -> Sums:
    total = Sums()
    for sums in cells.values():
        total = total.plus(sums)
    return total
