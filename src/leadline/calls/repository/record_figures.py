"""What the roll-ups say of a list's filters: how many calls there are, and how many pass each.

Exactly, and for the very days that are asked for; only the talk time is judged by a sample.
"""

import math
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, case, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.cubes import Cube
from leadline.calls.models import daily_stats
from leadline.calls.repository.record_selection import Conditions, Position, Selection
from leadline.calls.repository.statistics.visible import Visible, counts
from leadline.kernel.auth.principal import DataScope

CUBES = {
    "agent_id": Cube.AGENT,
    "task_id": Cube.TASK,
    "outcome": Cube.OUTCOME,
    "grade_code": Cube.GRADE,
    "province": Cube.PROVINCE,
}
JUDGED_DAYS = 31
SAMPLED = 20_000


class Split(NamedTuple):
    """How many calls were not connected, and how many were: what decides their duration, and much of the rest."""

    unconnected: float
    connected: float

    @property
    def calls(self) -> float:
        return self.unconnected + self.connected


class Figures(NamedTuple):
    """Of the judged days: how many there are, all their calls, and those that pass each filter alone.

    `joint` are those that pass the filter on the agent and the one on the column `beside` at once, where a roll-up is
    kept by both: people and tasks are anything but independent of each other.
    """

    days: int
    total: Split
    passing: dict[str, Split]
    joint: Split | None = None
    beside: str = ""

    def together(self, *columns: str) -> Split:
        """The calls that pass these filters (all: none named), as if within each half they were independent."""
        named = set(columns or self.passing)
        splits = {column: split for column, split in self.passing.items() if column in named}
        if self.joint is not None and {"agent_id", self.beside} <= named:
            del splits["agent_id"]
            splits[self.beside] = self.joint
        halves = []
        for half in (0, 1):
            total = self.total[half]
            halves.append(total * math.prod(split[half] / total for split in splits.values()) if total else 0.0)
        return Split(*halves)

    def rules_out(self, halves: tuple[bool, ...]) -> bool:
        """Whether no call of the judged days can pass: in each half some filter lets none through.

        The counts know this for certain, save for the talk time, which is a sample.
        """
        known = [split for column, split in self.passing.items() if column != "duration"]
        known += [self.total] if self.joint is None else [self.total, self.joint]
        return all(any(split[half] == 0 for split in known) for half in halves)


async def judge(connection: AsyncConnection, selection: Selection, after: Position | None) -> Figures:
    """What the counts say of the filters, over the range or the month of it that the reader has come to."""
    first, last = judged_days(selection, after)
    if set(selection.values) == {"agent_id"} and not selection.by_talk_time:
        return await _of_agents(connection, selection.values["agent_id"], first, last)
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
    beside = [column for column in passing if column in CUBES and column != "agent_id"]
    joint = None
    if "agent_id" in selection.values and len(beside) == 1:
        joint = await _joint(connection, selection, beside[0], first, last)
        return Figures(max(1, len(days)), total, passing, joint, beside[0])
    return Figures(max(1, len(days)), total, passing)


async def _of_agents(connection: AsyncConnection, agent_ids: tuple[str, ...], first: date, last: date) -> Figures:
    """`judge` where nothing is asked but whose the calls are, which is what a data scope does to every list."""
    theirs = counts.agent_id.in_(agent_ids)
    sums = [
        func.coalesce(func.sum(measure), 0)
        for measure in (
            counts.calls,
            counts.connected,
            case((theirs, counts.calls), else_=0),
            case((theirs, counts.connected), else_=0),
        )
    ]
    query = select(func.count(counts.stat_date.distinct()), *sums).where(
        counts.cube == int(Cube.AGENT), counts.stat_date.between(first, last)
    )
    days, *found = (await connection.execute(query)).one()
    calls, connected, of_them, connected_of_them = map(int, found)
    passing = {"agent_id": Split(of_them - connected_of_them, connected_of_them)}
    return Figures(max(1, days), Split(calls - connected, connected), passing)


async def _joint(connection: AsyncConnection, selection: Selection, column: str, first: date, last: date) -> Split:
    """The calls of the asked agents that pass the filter on this column too."""
    agents = Visible(DataScope.of_agents(*selection.values["agent_id"]), None)
    query = agents.counts(CUBES[column], first, last, func.sum(counts.calls), func.sum(counts.connected))
    found = (await connection.execute(query.where(counts.key.in_(selection.values[column])))).one()
    calls, connected = (int(value or 0) for value in found)
    return Split(calls - connected, connected)


def days_left(selection: Selection, after: Position | None) -> tuple[date, date]:
    """The days that the rest of the list lies in."""
    first, last = selection.first_day, selection.last_day
    if after is not None and isinstance(after.value, datetime):
        here, day = after.value.date(), timedelta(days=1)  # the business's day may be the next one, or the one before
        first, last = (first, min(last, here + day)) if selection.descending else (max(first, here - day), last)
    return first, last


def judged_days(selection: Selection, after: Position | None) -> tuple[date, date]:
    """The rest of the range, or of a long one the month that the reader has come to."""
    first, last = days_left(selection, after)
    month = timedelta(days=JUDGED_DAYS)
    return (max(first, last - month), last) if selection.descending else (first, min(last, first + month))


async def _passing(
    connection: AsyncConnection, selection: Selection, first: date, last: date
) -> dict[tuple[int, str], tuple[int, int]]:
    """The calls (not connected, connected) of every key of the cubes that the filters are counted in."""
    cubes = [int(CUBES[column]) for column in selection.values if column in CUBES]
    if not cubes:
        return {}
    keys = sorted({value for column in selection.values if column in CUBES for value in selection.values[column]})
    query = (
        select(counts.cube, counts.agent_id, counts.key, func.sum(counts.calls), func.sum(counts.connected))
        .where(counts.cube.in_(cubes), counts.stat_date.between(first, last))
        .where(or_(counts.agent_id.in_(keys), counts.key.in_(keys)))
        .group_by(counts.cube, counts.agent_id, counts.key)
    )
    return {
        (cube, agent if cube == Cube.AGENT else key): (int(calls - connected), int(connected))
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
