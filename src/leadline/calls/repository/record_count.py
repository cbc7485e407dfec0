"""How many calls a list holds: from the counts where they know it, or counted where they say that few can pass.

Else it is an estimate: many calls are never read to be counted.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import Outcome
from leadline.calls.domain.cubes import Cube
from leadline.calls.models import daily_stats
from leadline.calls.repository.granted import granted
from leadline.calls.repository.record_figures import CUBES, Figures, judge
from leadline.calls.repository.record_list import RecordPages
from leadline.calls.repository.record_plan import MOST_ARMS, Driver
from leadline.calls.repository.record_selection import MOMENT, Selection
from leadline.calls.repository.statistics.visible import OF_AGENTS, OF_COUNTS, counts
from leadline.kernel.auth.principal import DataScope
from leadline.kernel.clock import BusinessCalendar

HOUR = timedelta(hours=1)
HOURS_OF_A_DAY = 24
FEW_CALLS = 4000  # so many are read and judged in some milliseconds


class RecordCount(NamedTuple):
    """How many calls there are; `exact` where the counts know it."""

    calls: int
    exact: bool


async def count_records(
    connection: AsyncConnection, selection: Selection, scope: DataScope, calendar: BusinessCalendar
) -> RecordCount:
    """The number of calls of a selection without a number or a call's id."""
    if selection.empty:
        return RecordCount(0, exact=True)
    columns = _key_columns(selection)
    if not selection.by_talk_time:
        if len(columns) <= 1 and not selection.partial_days:
            return RecordCount(await _from_counts(connection, selection, scope, columns), exact=True)
        if not columns and _whole_hours(selection, calendar):
            return RecordCount(await _from_counts(connection, selection, scope, columns, calendar), exact=True)
    figures = await judge(connection, selection, None)
    total = await _total(connection, selection, calendar)
    share = total / figures.total.calls if figures.total.calls else 0.0
    if (column := _rare(selection, figures, share)) is not None:
        return RecordCount(await _counted(connection, selection, column, calendar), exact=True)
    return RecordCount(round(figures.together().calls * share), exact=False)


def _rare(selection: Selection, figures: Figures, share: float) -> str | None:
    """The filter that lets the fewest calls through, if these are few: along its index they are counted one by one."""
    passing = {
        column: figures.passing[column].calls * share
        for column, values in selection.values.items()
        if len(values) <= MOST_ARMS
    }
    rarest = min(passing, key=lambda column: passing[column], default=None)
    return rarest if rarest is not None and share and passing[rarest] <= FEW_CALLS else None


async def _counted(connection: AsyncConnection, selection: Selection, column: str, calendar: BusinessCalendar) -> int:
    if connection.dialect.name == "postgresql":
        await connection.execute(
            text("SET LOCAL plan_cache_mode = force_custom_plan")
        )  # it has to see how few they are
    plain = replace(selection, by_duration=False)
    return await RecordPages(calendar, plain, Driver(column), connection.dialect.name).count(connection)


def _key_columns(selection: Selection) -> list[str]:
    """The filtered columns that a roll-up has to be kept by; connected or not is a sum of every roll-up."""
    columns = [column for column in selection.values if column in CUBES and column != "agent_id"]
    if "outcome" in columns and _halves(selection) is not None:
        columns.remove("outcome")
    return columns


def _halves(selection: Selection) -> bool | None:
    """True: connected calls are asked for, False: all others; None: another choice of outcomes."""
    outcomes = set(selection.values["outcome"])
    others = {one.value for one in Outcome} - {Outcome.CONNECTED.value}
    return True if outcomes == {Outcome.CONNECTED} else False if outcomes == others else None


def _whole_hours(selection: Selection, calendar: BusinessCalendar) -> bool:
    """Whether the range begins and ends with an hour, of days that have each hour once."""
    ends = [calendar.local(moment) for moment in (selection.start, selection.end)]
    days = [calendar.window_of(day) for day in selection.partial_days]
    plain = all(day.end - day.start == HOURS_OF_A_DAY * HOUR for day in days)
    return plain and all(end == end.replace(minute=0, second=0, microsecond=0) for end in ends)


async def _from_counts(
    connection: AsyncConnection,
    selection: Selection,
    scope: DataScope,
    columns: list[str],
    by_hours: BusinessCalendar | None = None,
) -> int:
    """From the roll-up by the filtered column; with a calendar, of the hours of the range."""
    cube = CUBES[columns[0]] if columns else Cube.HOUR
    by_agent = "agent_id" in selection.values or not scope.all
    if by_agent:
        cube = OF_AGENTS[cube] if columns or by_hours else Cube.AGENT
    measure: ColumnElement[int] = counts.calls
    if "outcome" in selection.values and "outcome" not in columns:
        measure = counts.connected if _halves(selection) else counts.calls - counts.connected
    days = (selection.first_day, selection.last_day)
    query = select(func.sum(measure)).where(counts.cube == int(cube), counts.stat_date.between(*days))
    query = query.where(*granted(scope, OF_COUNTS, *days))
    if "agent_id" in selection.values:
        query = query.where(counts.agent_id.in_(selection.values["agent_id"]))
    if "source" in selection.values:
        query = query.where(counts.source.in_(selection.values["source"]))
    if by_hours is not None:
        query = query.where(*_hours(selection, by_hours))
    if columns:
        query = query.where(counts.key.in_(selection.values[columns[0]]))
    return int((await connection.execute(query)).scalar() or 0)


def _hours(selection: Selection, calendar: BusinessCalendar) -> tuple[ColumnElement[bool], ...]:
    first, last = (calendar.local(moment).hour for moment in (selection.start, selection.end - MOMENT))
    return (
        or_(counts.stat_date > selection.first_day, counts.key >= f"{first:02d}"),
        or_(counts.stat_date < selection.last_day, counts.key <= f"{last:02d}"),
    )


async def _total(connection: AsyncConnection, selection: Selection, calendar: BusinessCalendar) -> float:
    """The calls of the range; of an hour that its bounds cut, a part in proportion."""
    columns = daily_stats.c
    query = select(func.sum(columns.total_calls)).where(
        columns.stat_date.between(selection.first_day, selection.last_day),
        columns.stat_date.not_in(sorted(selection.partial_days)),
    )
    total = float((await connection.execute(query)).scalar() or 0)
    if not selection.partial_days:
        return total
    hours = select(counts.stat_date, counts.key, func.sum(counts.calls)).where(
        counts.cube == int(Cube.HOUR), counts.stat_date.in_(sorted(selection.partial_days))
    )
    for day, hour, calls in await connection.execute(hours.group_by(counts.stat_date, counts.key)):
        total += int(calls) * _part(selection, calendar, day, int(hour))
    return total


def _part(selection: Selection, calendar: BusinessCalendar, day: date, hour: int) -> float:
    """How much of an hour lies within the range."""
    begins = datetime.combine(day, time(hour), calendar.zone).astimezone(UTC)
    within = min(selection.end, begins + HOUR) - max(selection.start, begins)
    return max(within, timedelta(0)) / HOUR
