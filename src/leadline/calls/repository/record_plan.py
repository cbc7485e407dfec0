"""Which index a list is read by: the one that gives a page for the fewest entries, judged by the roll-ups.

A page must come in milliseconds whatever is asked of ten million calls, and neither database knows beforehand how
rare a combination is: SQLite keeps no such figures, PostgreSQL's assume that a month is like all time. The roll-ups
know, exactly and for this very range. A wrong judgement costs time, never rows; only where a count is zero is a list
known to be empty and not read at all (docs/adr, on combined filters).
"""

import math
from datetime import date, datetime, timedelta
from itertools import combinations
from time import monotonic
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import bindparam, case, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from leadline.calls.contracts import Outcome
from leadline.calls.domain.cubes import Cube
from leadline.calls.models import daily_stats
from leadline.calls.repository.record_selection import Conditions, Position, Selection
from leadline.calls.repository.statistics.visible import Visible, counts
from leadline.kernel.auth.principal import DataScope

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
ENTRY_ONLY = 0.05  # what an index entry costs of an entry whose row has to be fetched to be judged


MOST_REMEMBERED = 1000
NOTHING = "nothing"


class Driver(NamedTuple):
    """How a list is read: by the index on `column` (`call_id`: by the rows' key; `NOTHING`: there is nothing to read).

    With a `partner`, by what the indexes on both have in common. `duration` in a list by time: `days_a_step` days at
    once, the calls of that duration sorted by time.
    """

    column: str
    days_a_step: int = 1
    partner: str = ""


_remembered: WeakKeyDictionary[AsyncEngine, dict[tuple[Any, ...], Driver]] = WeakKeyDictionary()  # Any: what was asked


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


async def choose(
    connection: AsyncConnection, selection: Selection, wanted: int, after: Position | None = None
) -> Driver:
    """The way to read `wanted` rows of the list, after a place in it.

    What a scope alone makes of a list by duration is remembered for a minute: it is asked for at every page.
    """
    if not selection.by_duration or set(selection.values) != {"agent_id"} or selection.by_talk_time:
        return await _chosen(connection, selection, wanted, after)
    ways = _remembered.setdefault(connection.engine, {})
    minute, place = int(monotonic() // 60), (judged_days(selection, after), selection.descending, selection.grants)
    key = (minute, selection.values["agent_id"], selection.call_id, selection.phone_indexes, *place)
    way = ways.get(key)
    if way is None:
        way = await _chosen(connection, selection, wanted, after)
        if way.column != NOTHING:  # that is a fact of this very moment, not a judgement
            if len(ways) >= MOST_REMEMBERED:
                ways.clear()
            ways[key] = way
    return way


async def _chosen(connection: AsyncConnection, selection: Selection, wanted: int, after: Position | None) -> Driver:
    if selection.call_id is not None or selection.phone_indexes:
        return Driver("phone_index" if selection.call_id is None else "call_id")
    columns = list(selection.values)
    if not columns and not selection.by_talk_time:
        return Driver("duration" if selection.by_duration else "start_time")
    if len(columns) == 1 and not selection.by_talk_time and not selection.by_duration:
        return Driver(columns[0] if _drives(selection, columns[0]) else "start_time")
    figures = await judge(connection, selection, after)
    if judged_days(selection, after) == _days_left(selection, after) and figures.rules_out(selection.halves):
        return Driver(NOTHING)
    costs = (
        _costs_by_duration(selection, figures, wanted) if selection.by_duration else _costs(selection, figures, wanted)
    )
    best = min(costs, key=lambda column: costs[column])
    talking = figures.passing.get("duration", figures.total).calls
    alone = Driver(best, max(1, math.floor(STEP_ENTRIES * figures.days / max(1.0, talking))))
    pairs = _costs_of_pairs(selection, figures, wanted)
    pair = min(pairs, key=lambda columns: pairs[columns], default=(best, ""))
    return Driver(pair[0], partner=pair[1]) if pairs.get(pair, costs[best]) < costs[best] else alone


def _drives(selection: Selection, column: str) -> bool:
    return len(selection.values[column]) <= MOST_ARMS


def _judged_in_the_index(selection: Selection, figures: Figures, column: str) -> bool:
    """Whether an entry of this index tells all that is asked, so that no row is fetched for a call that fails."""
    if column == "duration":
        told = {column, "agent_id", "source"}
        if selection.values.get("outcome") == (Outcome.CONNECTED,):
            told.add("outcome")
        return set(figures.passing) <= told
    if selection.grants and (column != "agent_id" or any(grant.source for grant in selection.grants)):
        return False
    return set(figures.passing) <= {column, "duration"}


def _costs(selection: Selection, figures: Figures, wanted: int) -> dict[str, float]:
    """The rows that a page by time has to look at, by way."""
    matching = max(figures.together().calls, 0.001)
    costs = {"start_time": figures.total.calls * min(1.0, wanted / matching)}
    for column, split in figures.passing.items():
        if column == "duration":  # each call that passes is fetched for its time
            each = ENTRY_ONLY if _judged_in_the_index(selection, figures, column) else 1.0
            entries = split.calls * min(1.0, wanted / matching) + split.calls / figures.days
            costs[column] = entries * each + (matching / figures.days if each < 1 else 0)
        elif _drives(selection, column):
            each = ENTRY_ONLY if _judged_in_the_index(selection, figures, column) else 1.0
            costs[column] = split.calls * each * min(1.0, wanted / matching) + len(selection.values[column])
    return costs


def _costs_of_pairs(selection: Selection, figures: Figures, wanted: int) -> dict[tuple[str, str], float]:
    """The same for what two indexes have in common: their entries are merged, rows are looked at for what is left."""
    single = [column for column in figures.passing if column != "duration" and len(selection.values[column]) == 1]
    costs = {}
    for one, other in combinations(single, 2):
        entries = (figures.passing[one].calls + figures.passing[other].calls) * ENTRY_ONLY
        both = figures.together(one, other).calls
        alone = set(figures.passing) == {one, other} and not selection.grants
        lazily = alone and not selection.by_duration
        costs[one, other] = entries * min(1.0, wanted / max(both, 0.001)) if lazily else entries + both
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
    each = ENTRY_ONLY if _judged_in_the_index(selection, figures, "duration") else 1.0
    costs = {"duration": cost * each + figures.days}
    for column, split in figures.passing.items():
        if column != "duration" and _drives(selection, column):
            each = ENTRY_ONLY if _judged_in_the_index(selection, figures, column) else 1.0
            costs[column] = split.calls * each
    return costs


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


def _days_left(selection: Selection, after: Position | None) -> tuple[date, date]:
    """The days that the rest of the list lies in."""
    first, last = selection.first_day, selection.last_day
    if after is not None and isinstance(after.value, datetime):
        here, day = after.value.date(), timedelta(days=1)  # the business's day may be the next one, or the one before
        first, last = (first, min(last, here + day)) if selection.descending else (max(first, here - day), last)
    return first, last


def judged_days(selection: Selection, after: Position | None) -> tuple[date, date]:
    """The rest of the range, or of a long one the month that the reader has come to."""
    first, last = _days_left(selection, after)
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
