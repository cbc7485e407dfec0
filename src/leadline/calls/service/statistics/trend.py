"""The trend: parallel arrays over a range, by hour, day, week or month, without gaps."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.repository.statistics.dates import month_of, week_of
from leadline.calls.repository.statistics.periods import agents_by, daily_figures, hourly_figures, orders_of_hours
from leadline.calls.repository.statistics.visible import Sums
from leadline.calls.schemas.statistics import Interval, StatsMeta, Trend
from leadline.calls.service.statistics.asking import MOST_DAYS, Asker, Days, days_asked, freshness
from leadline.calls.service.statistics.figures import ratio
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.clock import BusinessCalendar, days_between

USUAL_DAYS = 30
MOST_DAYS_BY_HOUR = 31
NOTHING = Sums()


class Point(NamedTuple):
    """One place of the arrays."""

    date: str
    sums: Sums = NOTHING
    orders_9: int = 0
    orders_1: int = 0
    agents: int | None = 0


async def draw_trend(
    tools: CallsToolbox, asker: Asker, first: date | None, last: date | None, interval: Interval
) -> tuple[Trend, StatsMeta]:
    """The trend from `first` to `last`, the last 30 days unless given; by the hour 31 days at most."""
    today = tools.calendar.day_of(asker.at)
    most = MOST_DAYS_BY_HOUR if interval == "hour" else MOST_DAYS
    asked = days_asked(first, last, today, usual=USUAL_DAYS, most=most)
    async with tools.database.reading() as connection:
        if interval == "hour":
            points = await _by_hour(connection, asker, asked, tools.calendar)
        elif interval == "day":
            points = await _by_day(connection, asker, asked)
        else:
            points = await _by_span(connection, asker, asked, interval)
        meta = await freshness(connection, asker, asked, tools.calendar)
    return _trend(asked, interval, points), meta


async def _by_day(connection: AsyncConnection, asker: Asker, asked: Days) -> list[Point]:
    found = {one.stat_date: one for one in await daily_figures(connection, asker.visible, *asked)}
    points = []
    for day in days_between(*asked):
        one = found.get(day)
        name = day.isoformat()
        points.append(Point(name, one.sums, one.orders_9, one.orders_1, one.agents) if one else Point(name))
    return points


async def _by_span(connection: AsyncConnection, asker: Asker, asked: Days, interval: Interval) -> list[Point]:
    spans = {start: Point(start.isoformat()) for start in (_start(day, interval) for day in days_between(*asked))}
    for day in await daily_figures(connection, asker.visible, *asked):
        start = _start(day.stat_date, interval)
        point = spans[start]
        spans[start] = point._replace(
            sums=point.sums.plus(day.sums),
            orders_9=point.orders_9 + day.orders_9,
            orders_1=point.orders_1 + day.orders_1,
        )
    start_of = week_of if interval == "week" else month_of
    agents = await agents_by(connection, asker.visible, *asked, start_of)
    return [point._replace(agents=agents.get(start, 0)) for start, point in spans.items()]


def _start(day: date, interval: Interval) -> date:
    return day - timedelta(days=day.weekday()) if interval == "week" else day.replace(day=1)


async def _by_hour(connection: AsyncConnection, asker: Asker, asked: Days, calendar: BusinessCalendar) -> list[Point]:
    found = await hourly_figures(connection, asker.visible, *asked)
    orders = await orders_of_hours(connection, asker.visible, calendar.window(*asked))
    return [
        Point(
            datetime.combine(day, time(hour), calendar.zone).isoformat(),
            found.get((day, hour), NOTHING),
            orders.get((day, hour, "9"), 0),
            orders.get((day, hour, "1"), 0),
            None,
        )
        for day in days_between(*asked)
        for hour in range(24)
    ]


def _trend(asked: Days, interval: Interval, points: Sequence[Point]) -> Trend:
    sums = [point.sums for point in points]
    return Trend(
        start=asked.first,
        end=asked.last,
        interval=interval,
        dates=[point.date for point in points],
        total_calls=[one.calls for one in sums],
        success_calls=[one.connected for one in sums],
        success_rate=[ratio(one.orders, one.connected) for one in sums],
        contact_rate=[ratio(one.connected, one.calls) for one in sums],
        orders=[one.orders for one in sums],
        orders_9=[point.orders_9 for point in points],
        orders_1=[point.orders_1 for point in points],
        agents=[point.agents for point in points],
        talk_seconds=[one.talk_seconds for one in sums],
    )
