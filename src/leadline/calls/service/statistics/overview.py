"""The overview: today, yesterday and the month, each against the like stretch of time before it.

Today until now stands against yesterday until the same minute, and the month to date against as many days of the month
before, the last of them until the same minute too: a running day is never held against a whole one.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import Completeness
from leadline.calls.repository.statistics.cuts import CutFigures, figures_until
from leadline.calls.repository.statistics.periods import (
    Agent,
    DayFigures,
    VendorDay,
    agents_between,
    daily_figures,
    vendor_days,
)
from leadline.calls.repository.statistics.visible import Sums
from leadline.calls.schemas.statistics import (
    Month,
    MonthChange,
    MonthFigures,
    Number,
    Overview,
    Period,
    PeriodChange,
    PeriodFigures,
    StatsMeta,
    Vendor,
)
from leadline.calls.service.statistics.asking import Asker, Days, any_known, cut_at, freshness, same_minute, states_seen
from leadline.calls.service.statistics.figures import RATE_DIGITS, ratio
from leadline.calls.service.statistics.vendor import UNTOLD, offering, vendor_of
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.clock import BusinessCalendar


class Stretch(NamedTuple):
    """The days of a period, and the like ones before it; with `until`, the last of those ends at that moment."""

    days: Days
    compared: Days
    until: datetime | None


class _Known(NamedTuple):
    """All that was read for one overview."""

    days: Mapping[date, DayFigures]
    cuts: Mapping[date, CutFigures]
    vendor: list[VendorDay] | None
    states: Mapping[date, Completeness]


def stretches(calendar: BusinessCalendar, at: datetime) -> tuple[Stretch, Stretch, Stretch]:
    """Today, yesterday and the month, at this moment."""
    today = calendar.day_of(at)
    yesterday, day_before = today - timedelta(days=1), today - timedelta(days=2)
    month = Days(today.replace(day=1), today)
    before_last = month.first - timedelta(days=1)
    same_day = min(today.day, before_last.day)
    before = Days(before_last.replace(day=1), before_last.replace(day=same_day))
    # a shorter month before has no such day: all of it is held against what is longer
    running = same_day == today.day
    return (
        Stretch(Days(today, today), Days(yesterday, yesterday), same_minute(calendar, at, yesterday)),
        Stretch(Days(yesterday, yesterday), Days(day_before, day_before), None),
        Stretch(month, before, same_minute(calendar, at, before.last) if running else None),
    )


async def overview(tools: CallsToolbox, asker: Asker) -> tuple[Overview, StatsMeta]:
    """Today, yesterday and the month as of `asker.at`. `meta` is of the month's days and yesterday."""
    today, yesterday, month = stretches(tools.calendar, asker.at)
    first = min(month.compared.first, yesterday.compared.first)
    visible = asker.visible
    async with tools.database.reading() as connection:
        untils = [stretch.until for stretch in (today, month) if stretch.until]
        cuts = [cut_at(tools.calendar, until) for until in dict.fromkeys(untils)]
        known = _Known(
            {one.stat_date: one for one in await daily_figures(connection, visible, first, today.days.last)},
            await figures_until(connection, visible, cuts),
            await vendor_days(connection, visible, first, today.days.last) if visible.everybody else None,
            await states_seen(connection, asker, Days(first, today.days.last)),
        )
        agents = [await _agents(connection, asker, known, stretch) for stretch in (today, yesterday, month)]
        shown = Days(min(month.days.first, yesterday.days.first), today.days.last)
        meta = await freshness(connection, asker, shown, tools.calendar, known.states)
    answer = Overview(
        as_of=asker.at,
        today=_period(known, today, agents[0]),
        yesterday=_period(known, yesterday, agents[1]),
        month=_month(known, month, agents[2]),
    )
    return answer, meta


async def _agents(connection: AsyncConnection, asker: Asker, known: _Known, stretch: Stretch) -> tuple[int, int]:
    """The agents of a period and of the one before."""

    async def of(days: Days, cut: CutFigures | None) -> int:
        if days.number == 1:
            return len(cut.agents) if cut else _day(known, days.first).agents
        whole = Days(days.first, days.last - timedelta(days=1)) if cut else days
        found: set[Agent] = await agents_between(connection, asker.visible, *whole)
        return len(found | cut.agents) if cut else len(found)

    cut = known.cuts[stretch.compared.last] if stretch.until else None
    return await of(stretch.days, None), await of(stretch.compared, cut)


def _day(known: _Known, day: date) -> DayFigures:
    return known.days.get(day) or DayFigures(day, Sums())


def _each_day(known: _Known, days: Days, *, cut: bool) -> list[DayFigures]:
    """The days of a stretch that have figures; the last one as it was at its cut."""
    found = [one for day, one in known.days.items() if days.first <= day <= days.last]
    if not cut:
        return found
    until = known.cuts[days.last]
    ended = DayFigures(days.last, until.sums, until.orders_9, until.orders_1)
    return [*(one for one in found if one.stat_date != days.last), ended]


def _figures(days: Iterable[DayFigures], agents: int) -> PeriodFigures:
    sums, nines, ones = Sums(), 0, 0
    for day in days:
        sums = sums.plus(day.sums)
        nines += day.orders_9
        ones += day.orders_1
    return PeriodFigures(
        calls=sums.calls,
        connected=sums.connected,
        contact_rate=ratio(sums.connected, sums.calls),
        orders_9=nines,
        orders_1=ones,
        orders_total=sums.orders,
        success_rate=ratio(sums.orders, sums.connected),
        talk_seconds=sums.talk_seconds,
        agents=agents,
    )


def _month_figures(days: list[DayFigures], agents: int) -> MonthFigures:
    plain = _figures(days, agents)
    working = sum(1 for day in days if day.sums.calls)
    return MonthFigures(
        **plain.model_dump(),
        working_days=working,
        calls_per_day=ratio(plain.calls, working, 2),
        connected_per_day=ratio(plain.connected, working, 2),
        orders_per_day=ratio(plain.orders_total, working, 2),
    )


def _period(known: _Known, stretch: Stretch, agents: tuple[int, int]) -> Period:
    now = _figures(_each_day(known, stretch.days, cut=False), agents[0])
    before = _figures(_each_day(known, stretch.compared, cut=stretch.until is not None), agents[1])
    difference, change = _changes(now, before)
    return Period(
        **now.model_dump(),
        **_vendor(known, stretch.days).model_dump(),
        **_bounds(stretch),
        known=any_known(known.states, stretch.days),
        compared_known=any_known(known.states, stretch.compared),
        previous=before,
        difference=PeriodChange(**difference),
        change=PeriodChange(**change),
    )


def _month(known: _Known, stretch: Stretch, agents: tuple[int, int]) -> Month:
    now = _month_figures(_each_day(known, stretch.days, cut=False), agents[0])
    before = _month_figures(_each_day(known, stretch.compared, cut=stretch.until is not None), agents[1])
    difference, change = _changes(now, before)
    return Month(
        **now.model_dump(),
        **_vendor(known, stretch.days).model_dump(),
        **_bounds(stretch),
        known=any_known(known.states, stretch.days),
        compared_known=any_known(known.states, stretch.compared),
        previous=before,
        difference=MonthChange(**difference),
        change=MonthChange(**change),
    )


def _bounds(stretch: Stretch) -> dict[str, date | datetime | None]:
    return {
        "start_date": stretch.days.first,
        "end_date": stretch.days.last,
        "compared_start": stretch.compared.first,
        "compared_end": stretch.compared.last,
        "compared_until": stretch.until,
    }


def _changes(now: PeriodFigures, before: PeriodFigures) -> tuple[dict[str, Number | None], dict[str, Number | None]]:
    """By figure, the difference and the change relative to what was before."""
    difference: dict[str, Number | None] = {}
    change: dict[str, Number | None] = {}
    for name, value in now:
        base = getattr(before, name)
        known = value is not None and base is not None
        difference[name] = round(value - base, RATE_DIGITS) if known else None
        change[name] = ratio(value - base, base) if known else None
    return difference, change


def _vendor(known: _Known, days: Days) -> Vendor:
    """The vendor's orders beside ours. It has none by agent: a narrower scope sees none."""
    if known.vendor is None:
        return UNTOLD
    return vendor_of((one for one in known.vendor if days.first <= one.stat_date <= days.last), offering(known.vendor))
