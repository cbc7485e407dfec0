"""Which index a list is read by: the one that gives a page for the fewest entries, judged by the roll-ups.

A page must come in milliseconds whatever is asked of ten million calls, and neither database knows beforehand how rare a
combination is: SQLite keeps no such figures, PostgreSQL's assume that a month is like all time. The roll-ups know,
exactly and for this very range. A wrong judgement costs time, never rows.
"""

import math
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.cubes import Cube
from leadline.calls.models import call_rollups, daily_stats
from leadline.calls.repository.record_selection import Conditions, Position, Selection

INDEXES = {
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


class Driver(NamedTuple):
    """How a list is read: by the index on `column` (`call_id`: by the rows' key).

    `duration` in a list by time: day by day, `days_a_step` days at once, the calls of that duration sorted by time.
    """

    column: str
    days_a_step: int = 1


class _Figures(NamedTuple):
    """Of the judged days: all calls, how many pass each filter alone, and how many days there are."""

    total: int
    passing: dict[str, float]
    days: int


async def choose(connection: AsyncConnection, selection: Selection, wanted: int, after: Position | None) -> Driver:
    """The way to read `wanted` rows of the list, after a place in it."""
    if selection.call_id is not None:
        return Driver("call_id")
    if selection.phone_index is not None:
        return Driver("phone_index")
    columns = list(selection.values)
    if not columns and not selection.by_talk_time:
        return Driver("duration" if selection.by_duration else "start_time")
    if len(columns) == 1 and not selection.by_talk_time and not selection.by_duration:
        return Driver(columns[0] if _is_driver(selection, columns[0]) else "start_time")
    figures = await _judge(connection, selection, after)
    costs = _costs(selection, figures, wanted, lazy=connection.dialect.name == "sqlite")
    best = min(costs, key=lambda column: costs[column])
    entries_a_day = max(1.0, figures.passing.get("duration", 0.0) / max(1, figures.days))
    return Driver(best, max(1, math.floor(4000 / entries_a_day)))


def _is_driver(selection: Selection, column: str) -> bool:
    return column in CUBES and len(selection.values[column]) <= MOST_ARMS


def _costs(selection: Selection, figures: _Figures, wanted: int, *, lazy: bool) -> dict[str, float]:
    """The expected number of index entries read, by way, as if the filters were independent of each other."""
    total = max(1, figures.total)
    shares = {column: max(passing, 0.5) / total for column, passing in figures.passing.items()}
    together = math.prod(shares.values())
    costs = {}
    if selection.by_duration:
        talk = shares.get("duration", 1.0)
        costs["duration"] = min(figures.passing.get("duration", total), (wanted + figures.days) / together * talk)
    else:
        costs["start_time"] = min(total, wanted / together)
        if "duration" in shares:
            passing = figures.passing["duration"]
            costs["duration"] = min(passing, wanted / together * shares["duration"] + passing / figures.days)
    for column in selection.values:
        if not _is_driver(selection, column):
            continue
        arms = len(selection.values[column])
        needed = (wanted + arms if lazy else wanted * arms) / together * shares[column]
        costs[column] = figures.passing[column] if selection.by_duration else min(figures.passing[column], needed)
    return costs


async def _judge(connection: AsyncConnection, selection: Selection, after: Position | None) -> _Figures:
    first, last = selection.first_day, selection.last_day
    if not selection.by_duration and (last - first).days >= JUDGED_DAYS:
        if selection.descending:
            edge = last if after is None else _day_near(after, last)
            first = max(first, edge - timedelta(days=JUDGED_DAYS))
        else:
            edge = first if after is None else _day_near(after, first)
            last = min(last, edge + timedelta(days=JUDGED_DAYS))
    by_key: dict[tuple[int, str], int] = {}
    by_day: dict[date, int] = {}
    columns = call_rollups.c
    cubes = [int(CUBES[column]) for column in selection.values if column in CUBES]
    if cubes:
        query = (
            select(columns.cube, columns.agent_id, columns.key, func.sum(columns.calls))
            .where(columns.cube.in_(cubes), columns.stat_date.between(first, last))
            .group_by(columns.cube, columns.agent_id, columns.key)
        )
        for cube, agent, key, calls in await connection.execute(query):
            by_key[cube, agent or key] = calls
    days = select(daily_stats.c.stat_date, daily_stats.c.source, daily_stats.c.total_calls).where(
        daily_stats.c.stat_date.between(first, last)
    )
    sources = selection.values.get("source")
    of_sources = 0
    for day, source, calls in await connection.execute(days):
        by_day[day] = by_day.get(day, 0) + calls
        of_sources += calls if sources and source in sources else 0
    passing: dict[str, float] = {
        column: sum(by_key.get((int(CUBES[column]), value), 0) for value in values)
        for column, values in selection.values.items()
        if column in CUBES
    }
    if sources:
        passing["source"] = of_sources
    total = sum(by_day.values())
    if selection.by_talk_time and total:
        passing["duration"] = total * await _share_of_duration(connection, selection, by_day)
    return _Figures(total, passing, max(1, len(by_day)))


def _day_near(after: Position, edge: date) -> date:
    return edge if isinstance(after.value, int) else after.value.date()


async def _share_of_duration(connection: AsyncConnection, selection: Selection, by_day: dict[date, int]) -> float:
    """The share of calls of the asked duration on the busiest day, counted in the index."""
    busiest = max(by_day, key=lambda day: by_day[day])
    conditions = Conditions(selection)
    where = " AND ".join(["stat_date = :day", *conditions.talk_time()])
    statement = text(
        f"SELECT count(*) FROM (SELECT 1 FROM call_records WHERE {where} LIMIT {SAMPLED}) AS sampled"  # noqa: S608  # our own names
    ).bindparams(bindparam("day", busiest, type_=daily_stats.c.stat_date.type))
    counted = (await connection.execute(statement, conditions.parameters)).scalar_one()
    return min(1.0, counted / max(1, by_day[busiest]))
