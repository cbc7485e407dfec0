"""The days of a range one by one with all figures, what they come to, and what as many days before came to."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import Completeness
from leadline.calls.repository.days import day_states
from leadline.calls.repository.statistics import periods
from leadline.calls.repository.statistics.cuts import figures_until
from leadline.calls.repository.statistics.periods import VendorDay, agents_between, daily_figures, vendor_days
from leadline.calls.repository.statistics.visible import Sums
from leadline.calls.schemas.daily import DayByDay, DayFigures, DayRow, DayTotals, EarlierTotals
from leadline.calls.schemas.statistics import PerDay, StatsMeta
from leadline.calls.service.statistics.asking import Asker, Earlier, any_known, days_asked, earlier_than, freshness
from leadline.calls.service.statistics.figures import figures, ratio
from leadline.calls.service.statistics.hours import HoursQuestion
from leadline.calls.service.statistics.vendor import UNTOLD, offering, vendor_of
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.clock import days_between

MOST_DAYS = 366
USUAL_DAYS = 31
NOTHING = Sums()


async def list_all_figures(tools: CallsToolbox, asker: Asker, question: HoursQuestion) -> tuple[DayByDay, StatsMeta]:
    """The days from the newest, the last 31 unless asked otherwise, 366 at most."""
    today = tools.calendar.day_of(asker.at)
    days = days_asked(question.start, question.end, today, usual=USUAL_DAYS, most=MOST_DAYS)
    earlier = earlier_than(days, tools.calendar, asker.at) if question.compare else None
    async with tools.database.reading() as connection:
        found = {one.stat_date: one for one in await daily_figures(connection, asker.visible, *days)}
        agents = len(await agents_between(connection, asker.visible, *days))
        states = await day_states(connection, *days, asker.source)
        vendor = await vendor_days(connection, asker.visible, *days) if asker.visible.everybody else []
        before = await _before(connection, asker, earlier) if earlier else None
        states_before = await day_states(connection, *earlier.days, asker.source) if earlier else {}
        meta = await freshness(connection, asker, days, tools.calendar)
    sources = offering(vendor)
    told: defaultdict[date, list[VendorDay]] = defaultdict(list)
    for line in vendor:
        told[line.stat_date].append(line)
    rows = [
        DayRow(
            **_figures([one := found.get(day) or periods.DayFigures(day, NOTHING)], one.agents).model_dump(),
            **(vendor_of(told[day], sources) if vendor else UNTOLD).model_dump(),
            date=day,
            state=_state(day, today, states[day]),
            updated_at=one.updated_at,
        )
        for day in reversed(list(days_between(*days)))
        if day <= today or day in found or day in told  # a clock that is ahead puts calls on days to come
    ]
    totals = DayTotals(
        **_figures(found.values(), agents).model_dump(),
        **(vendor_of(vendor, sources) if vendor else UNTOLD).model_dump(),
        **_per_day(found.values()).model_dump(),
    )
    answer = DayByDay(
        start=days.first,
        end=days.last,
        compared_start=earlier.days.first if earlier else None,
        compared_end=earlier.days.last if earlier else None,
        compared_until=earlier.until if earlier else None,
        known=any_known(states, days),
        compared_known=any_known(states_before, earlier.days if earlier else days),
        rows=rows,
        totals=totals,
        previous=before,
    )
    return answer, meta


def _state(day: date, today: date, stored: Completeness) -> Completeness:
    """The running day is right as of its last pull at best."""
    known = stored not in {Completeness.INCOMPLETE, Completeness.NEVER}
    return Completeness.PARTIAL if day == today and known else stored


async def _before(connection: AsyncConnection, asker: Asker, earlier: Earlier) -> EarlierTotals:
    whole = earlier.whole
    found = await daily_figures(connection, asker.visible, *whole) if whole else []
    agents = await agents_between(connection, asker.visible, *whole) if whole else set()
    if earlier.cut:
        until = (await figures_until(connection, asker.visible, [earlier.cut]))[earlier.cut.stat_date]
        found.append(periods.DayFigures(earlier.cut.stat_date, until.sums, until.orders_9, until.orders_1))
        agents |= until.agents
    return EarlierTotals(**_figures(found, len(agents)).model_dump(), **_per_day(found).model_dump())


def _figures(days: Iterable[periods.DayFigures], agents: int) -> DayFigures:
    sums, nines, ones = NOTHING, 0, 0
    for day in days:
        sums = sums.plus(day.sums)
        nines += day.orders_9
        ones += day.orders_1
    return DayFigures(**figures(sums).model_dump(), orders_9=nines, orders_1=ones, agents=agents)


def _per_day(days: Iterable[periods.DayFigures]) -> PerDay:
    sums, working = NOTHING, 0
    for day in days:
        sums = sums.plus(day.sums)
        working += 1 if day.sums.calls else 0
    return PerDay(
        working_days=working,
        calls_per_day=ratio(sums.calls, working, 2),
        connected_per_day=ratio(sums.connected, working, 2),
        orders_per_day=ratio(sums.orders, working, 2),
    )
