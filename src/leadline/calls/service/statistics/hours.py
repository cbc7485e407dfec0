"""When the calls were made: by the hour of the day and the day of the week."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.repository.statistics.boards import by_hour_and_weekday
from leadline.calls.repository.statistics.cuts import hours_until
from leadline.calls.repository.statistics.visible import Sums
from leadline.calls.schemas.statistics import BoardRow, HourMatrix, HourRow, Hours, StatsMeta
from leadline.calls.service.statistics.asking import Asker, Earlier, days_asked, earlier_than, freshness
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
    earlier = earlier_than(days, tools.calendar, asker.at) if question.compare else None
    async with tools.database.reading() as connection:
        cells = await by_hour_and_weekday(connection, asker.visible, *days)
        before = await _hours_before(connection, asker, earlier) if earlier else {}
        meta = await freshness(connection, asker, days, tools.calendar)
    number = Counter(day.weekday() for day in days_between(*days))
    hours = Hours(
        start=days.first,
        end=days.last,
        compared_start=earlier.days.first if earlier else None,
        compared_end=earlier.days.last if earlier else None,
        compared_until=earlier.until if earlier else None,
        weekday_days=[number[weekday] for weekday in WEEKDAYS],
        matrix=HourMatrix(
            calls=matrix(cells, "calls"), connected=matrix(cells, "connected"), orders=matrix(cells, "orders")
        ),
        by_hour=hour_rows(by_hour(cells), before),
        totals=BoardRow(
            **figures(_total(cells.values())).model_dump(),
            previous=figures(_total(before.values())) if earlier else None,
        ),
    )
    return hours, meta


def matrix(cells: Cells, measure: str) -> list[list[int]]:
    """One measure by weekday and hour."""
    nothing = Sums()
    return [[getattr(cells.get((weekday, hour), nothing), measure) for hour in HOURS] for weekday in WEEKDAYS]


async def _hours_before(connection: AsyncConnection, asker: Asker, earlier: Earlier) -> dict[int, Sums]:
    found = by_hour(await by_hour_and_weekday(connection, asker.visible, *earlier.whole)) if earlier.whole else {}
    if earlier.cut:
        for hour, sums in (await hours_until(connection, asker.visible, earlier.cut)).items():
            found[hour] = found.get(hour, Sums()).plus(sums)
    return found


def by_hour(cells: Cells) -> dict[int, Sums]:
    """All weekdays together."""
    hours: defaultdict[int, Sums] = defaultdict(Sums)
    for (_, hour), sums in cells.items():
        hours[hour] = hours[hour].plus(sums)
    return dict(hours)


def hour_rows(now: dict[int, Sums], before: dict[int, Sums]) -> list[HourRow]:
    """The 24 hours, each beside what it was before."""
    rows = []
    for hour in HOURS:
        earlier = before.get(hour)
        sums = now.get(hour, Sums())
        previous = figures(earlier) if earlier and earlier.calls else None
        rows.append(HourRow(hour=hour, **figures(sums).model_dump(), previous=previous))
    return rows


def _total(each: Iterable[Sums]) -> Sums:
    total = Sums()
    for sums in each:
        total = total.plus(sums)
    return total
