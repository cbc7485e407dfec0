"""The days one by one: the first system's summary and daily figures."""

from datetime import date, timedelta

from leadline.calls.repository.statistics.periods import DayFigures, daily_figures
from leadline.calls.repository.statistics.visible import Sums
from leadline.calls.schemas.statistics import Daily, DailyStat, StatsMeta, Summary
from leadline.calls.service.statistics.asking import Asker, Days, days_asked, freshness
from leadline.calls.service.statistics.figures import ratio
from leadline.calls.service.toolbox import CallsToolbox

FIRST_SYSTEMS_DIGITS = 4


async def summarise(tools: CallsToolbox, asker: Asker, days: int) -> tuple[Summary, StatsMeta]:
    """Today and the days before it, `days` in all."""
    today = tools.calendar.day_of(asker.at)
    asked = Days(today - timedelta(days=days - 1), today)
    found, meta = await _figures(tools, asker, asked)
    total = Sums()
    for one in found:
        total = total.plus(one.sums)
    summary = Summary(
        days=days,
        start_date=asked.first,
        end_date=asked.last,
        total_calls=total.calls,
        success_calls=total.connected,
        failed_calls=total.calls - total.connected,
        success_rate=ratio(total.connected, total.calls, FIRST_SYSTEMS_DIGITS),
        avg_per_day=round(total.calls / days, 2),
        daily_breakdown=_stats(found),
    )
    return summary, meta


async def list_days(
    tools: CallsToolbox, asker: Asker, first: date | None, last: date | None
) -> tuple[Daily, StatsMeta]:
    """Each day of a range."""
    asked = days_asked(first, last, tools.calendar.day_of(asker.at), names=("start_date", "end_date"))
    found, meta = await _figures(tools, asker, asked)
    return Daily(start_date=asked.first, end_date=asked.last, stats=_stats(found)), meta


async def _figures(tools: CallsToolbox, asker: Asker, days: Days) -> tuple[list[DayFigures], StatsMeta]:
    async with tools.database.reading() as connection:
        found = await daily_figures(connection, asker.visible, days.first, days.last)
        return found, await freshness(connection, asker, days, tools.calendar)


def _stats(found: list[DayFigures]) -> list[DailyStat]:
    return [
        DailyStat(
            stat_date=one.stat_date,
            total_calls=one.sums.calls,
            success_calls=one.sums.connected,
            failed_calls=one.sums.calls - one.sums.connected,
            success_rate=ratio(one.sums.connected, one.sums.calls, FIRST_SYSTEMS_DIGITS),
            avg_duration=ratio(one.sums.talk_seconds, one.sums.calls, 2),
            updated_at=one.updated_at,
        )
        for one in reversed(found)
        if one.sums.calls
    ]
