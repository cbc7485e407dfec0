"""Which index a list is read by: the one that gives a page for the fewest entries, judged by the roll-ups.

A page must come in milliseconds whatever is asked of ten million calls, and neither database knows beforehand how
rare a combination is: SQLite keeps no such figures, PostgreSQL's assume that a month is like all time. The roll-ups
know, exactly and for this very range. A wrong judgement costs time, never rows.
"""

import math
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.cubes import Cube
from leadline.calls.models import call_rollups, daily_stats
from leadline.calls.repository.record_selection import Conditions, Position, Selection

INDEXES = {
    "source": "ix_call_records_source",
    "agent_id": "ix_call_records_agent_id",
    "task_id": "ix_call_records_task_id",
    "outcome": "ix_call_records_outcome",
    "grade_code": "ix_call_records_grade_code",
    "province": "ix_call_records_province",
    "phone_index": "ix_call_records_phone_index",
    "start_time": "ix_call_records_start_time",
    "duration": "ix_call_records_duration",
}
CUBES = {
    "agent_id": Cube.AGENT,
    "task_id": Cube.TASK,
    "outcome": Cube.OUTCOME,
    "grade_code": Cube.GRADE,
    "province": Cube.PROVINCE,
}
MOST_ARMS = 64
JUDGED_DAYS = 31
SAMPLED = 20_000
STEP_ENTRIES = 4000
ENTRY_ONLY = 0.15  # what an index entry costs of an entry whose row has to be fetched to be judged


class Driver(NamedTuple):
    """How a list is read: by the index on `column` (`call_id`: by the rows' key).

    `duration` in a list by time: `days_a_step` days at once, the calls of that duration sorted by time.
    """

    column: str
    days_a_step: int = 1


class Split(NamedTuple):
    """How many calls were not connected, and how many were: what decides their duration, and much of the rest."""

    unconnected: float
    connected: float

    @property
    def calls(self) -> float:
        return self.unconnected + self.connected


class Figures(NamedTuple):
    """Of the judged days: how many there are, all their calls, and those that pass each filter alone."""

    days: int
    total: Split
    passing: dict[str, Split]

    def together(self, *, but: str = "") -> Split:
        """The calls that pass every filter (`but` one), as if within each half they were independent of each other."""
        halves = []
        for half in (0, 1):
            total = self.total[half]
            passing = [split[half] for column, split in self.passing.items() if column != but]
            halves.append(total * math.prod(each / total for each in passing) if total else 0.0)
        return Split(*halves)


async def choose(
    connection: AsyncConnection, selection: Selection, wanted: int, after: Position | None = None
) -> Driver:
    """The way to read `wanted` rows of the list, after a place in it."""
    if selection.call_id is not None:
        return Driver("call_id")
    if selection.phone_indexes:
        return Driver("phone_index")
    columns = list(selection.values)
    if not columns and not selection.by_talk_time:
        return Driver("duration" if selection.by_duration else "start_time")
    if len(columns) == 1 and not selection.by_talk_time and not selection.by_duration:
        return Driver(columns[0] if _drives(selection, columns[0]) else "start_time")
    figures = await judge(connection, selection, after)
    costs = (
        _costs_by_duration(selection, figures, wanted) if selection.by_duration else _costs(selection, figures, wanted)
    )
    best = min(costs, key=lambda column: costs[column])
    talking = figures.passing.get("duration", figures.total).calls
    return Driver(best, max(1, math.floor(STEP_ENTRIES * figures.days / max(1.0, talking))))


def _drives(selection: Selection, column: str) -> bool:
    return len(selection.values[column]) <= MOST_ARMS


def _costs(selection: Selection, figures: Figures, wanted: int) -> dict[str, float]:
    """The rows that a page by time has to look at, by way."""
    matching = max(figures.together().calls, 0.001)
    costs = {"start_time": figures.total.calls * min(1.0, wanted / matching)}
    for column, split in figures.passing.items():
        if column == "duration":
            costs[column] = split.calls * min(1.0, wanted / matching) + split.calls / figures.days
        elif _drives(selection, column):
            alone = ENTRY_ONLY if set(figures.passing) <= {column, "duration"} else 1.0
            costs[column] = split.calls * alone * min(1.0, wanted / matching) + len(selection.values[column])
    return costs


def _costs_by_duration(selection: Selection, figures: Figures, wanted: int) -> dict[str, float]:
    """The rows that a page by duration has to look at, by way.

    Along the durations, all the talks come before all the calls that nobody answered, or after them: a filter that only
    lets the latter through passes over every one of the former.
    """
    cost, missing = 0.0, float(wanted)
    matching = figures.together()
    in_order = figures.passing.get("duration", figures.total)
    for half in (1, 0) if selection.descending else (0, 1):
        if missing <= 0 or bool(half) not in selection.halves:
            continue
        found = min(missing, matching[half])
        cost += in_order[half] * (found / matching[half] if missing <= matching[half] else 1.0)
        missing -= found
    costs = {"duration": cost + figures.days}
    for column, split in figures.passing.items():
        if column != "duration" and _drives(selection, column):
            alone = set(figures.passing) <= {column, "duration"}
            costs[column] = split.calls * (ENTRY_ONLY if alone else 1.0)
    return costs


async def judge(connection: AsyncConnection, selection: Selection, after: Position | None) -> Figures:
    """What the counts say of the filters, over the range or the month of it that the reader has come to."""
    first, last = _judged_days(selection, after)
    by_key = await _passing(connection, selection, first, last)
    columns = daily_stats.c
    query = select(columns.stat_date, columns.source, columns.failed_calls, columns.success_calls).where(
        columns.stat_date.between(first, last)
    )
    days: dict[date, float] = {}
    unconnected = connected = 0
    of_sources = Split(0, 0)
    for day, source, failed, succeeded in await connection.execute(query):
        days[day] = days.get(day, 0) + failed + succeeded
        unconnected, connected = unconnected + failed, connected + succeeded
        if source in selection.values.get("source", ()):
            of_sources = Split(of_sources.unconnected + failed, of_sources.connected + succeeded)
    passing = {
        column: Split(
            *(sum(by_key.get((int(CUBES[column]), value), (0, 0))[half] for value in values) for half in (0, 1))
        )
        for column, values in selection.values.items()
        if column in CUBES
    }
    if "source" in selection.values:
        passing["source"] = of_sources
    total = Split(unconnected, connected)
    if selection.by_talk_time and total.calls:
        passing["duration"] = await _talking(connection, selection, days, total)
    return Figures(max(1, len(days)), total, passing)


def _judged_days(selection: Selection, after: Position | None) -> tuple[date, date]:
    """The range, or of a long one the month that the reader has come to."""
    first, last = selection.first_day, selection.last_day
    if after is not None and isinstance(after.value, datetime):
        here = after.value.date()
        first, last = (first, min(last, here)) if selection.descending else (max(first, here), last)
    month = timedelta(days=JUDGED_DAYS)
    return (max(first, last - month), last) if selection.descending else (first, min(last, first + month))


async def _passing(
    connection: AsyncConnection, selection: Selection, first: date, last: date
) -> dict[tuple[int, str], tuple[int, int]]:
    """The calls (not connected, connected) of every key of the cubes that the filters are counted in."""
    cubes = [int(CUBES[column]) for column in selection.values if column in CUBES]
    if not cubes:
        return {}
    columns = call_rollups.c
    query = (
        select(columns.cube, columns.agent_id, columns.key, func.sum(columns.calls), func.sum(columns.connected))
        .where(columns.cube.in_(cubes), columns.stat_date.between(first, last))
        .group_by(columns.cube, columns.agent_id, columns.key)
    )
    return {
        (cube, agent if cube == Cube.AGENT else key): (calls - connected, connected)
        for cube, agent, key, calls, connected in await connection.execute(query)
    }


async def _talking(connection: AsyncConnection, selection: Selection, days: dict[date, float], total: Split) -> Split:
    """The calls of the asked duration, from their share of the busiest day's, counted in the index."""
    busiest = max(days, key=lambda day: days[day])
    shares = []
    for half in (False, True):
        conditions = Conditions(selection)
        where = " AND ".join(
            ["stat_date = :day", f"is_success = {conditions.value('half', half)}", *conditions.talk_time()]
        )
        statement = text(
            f"SELECT count(*) FROM (SELECT 1 FROM call_records WHERE {where} LIMIT {SAMPLED}) AS sampled"  # noqa: S608  # our own names
        ).bindparams(bindparam("day", busiest, type_=daily_stats.c.stat_date.type))
        counted = (await connection.execute(statement, conditions.parameters)).scalar_one()
        shares.append(min(total[half], total.calls * counted / max(1.0, days[busiest])))
    return Split(*shares)
