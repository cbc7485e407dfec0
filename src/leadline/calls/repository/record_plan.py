"""Which index a list is read by: the one that gives a page for the fewest entries, judged by the roll-ups.

A page must come in milliseconds whatever is asked of ten million calls, and neither database knows beforehand how
rare a combination is: SQLite keeps no such figures, PostgreSQL's assume that a month is like all time. The roll-ups
know, exactly and for this very range. A wrong judgement costs time, never rows; only where a count is zero is a list
known to be empty and not read at all (docs/adr, on combined filters).
"""

import math
from itertools import combinations
from time import monotonic
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from leadline.calls.contracts import Outcome
from leadline.calls.repository.record_figures import Figures, days_left, judge, judged_days
from leadline.calls.repository.record_selection import Position, Selection

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
MOST_ARMS = 64
STEP_ENTRIES = 4000
ENTRY_ONLY = 0.05  # what an index entry costs of an entry whose row has to be fetched to be judged
# and one whose duration already says no: PostgreSQL goes on within the index, SQLite takes its steps all the same
PASSED_OVER = {"sqlite": ENTRY_ONLY, "postgresql": ENTRY_ONLY / 4}
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


async def choose(
    connection: AsyncConnection, selection: Selection, wanted: int, after: Position | None = None
) -> Driver:
    """The way to read `wanted` rows of the list, after a place in it, in this connection's transaction.

    What a scope alone makes of a list by duration is remembered for a minute: it is asked for at every page.
    """
    ways = _remembered.setdefault(connection.engine, {})
    key = _what_is_remembered(selection, after)
    way = _obvious(selection) or ways.get(key)
    one_plan = way is not None
    if way is None:
        way = await _chosen(connection, selection, wanted, after)
        if key and way.column != NOTHING:  # that is a fact of this very moment, not a judgement
            if len(ways) >= MOST_REMEMBERED:
                ways.clear()
            ways[key] = way
    if connection.dialect.name == "postgresql":
        # A way that is known beforehand has one plan whatever the values, and so has the one along the durations:
        # making it anew costs more than reading by it. Any other way's plan depends on the values: made for any, it
        # would not know how rare these are.
        one_plan = one_plan or (selection.by_duration and way.column == "duration")
        mode = "force_generic_plan" if one_plan else "force_custom_plan"
        await connection.execute(text(f"SET LOCAL plan_cache_mode = {mode}"))
    return way


def _obvious(selection: Selection) -> Driver | None:
    """The way of a list with nothing to judge: with no filter, or by time with one, in the order of its index."""
    if selection.by_talk_time or selection.call_id is not None or selection.phone_indexes:
        return None
    columns = list(selection.values)
    if not columns:
        return Driver("duration" if selection.by_duration else "start_time")
    alone = len(columns) == 1 and not selection.by_duration and _drives(selection, columns[0])
    return Driver(columns[0]) if alone else None


def _what_is_remembered(selection: Selection, after: Position | None) -> tuple[Any, ...]:  # Any: what was asked
    """What a list by duration is remembered by that a scope alone narrows; empty: not remembered."""
    if not selection.by_duration or set(selection.values) != {"agent_id"} or selection.by_talk_time:
        return ()
    minute, asked = int(monotonic() // 60), (selection.call_id, selection.phone_indexes, selection.grants)
    place = (after is not None and bool(after.value), judged_days(selection, after), selection.descending)
    return (minute, selection.values["agent_id"], *asked, *place)


async def _chosen(connection: AsyncConnection, selection: Selection, wanted: int, after: Position | None) -> Driver:
    if selection.call_id is not None or selection.phone_indexes:
        return Driver("phone_index" if selection.call_id is None else "call_id")
    columns = list(selection.values)
    if len(columns) == 1 and not selection.by_talk_time and not selection.by_duration:
        return Driver("start_time")  # too many values for an arm each
    figures = await judge(connection, selection, after)
    if judged_days(selection, after) == days_left(selection, after) and figures.rules_out(selection.halves):
        return Driver(NOTHING)
    costs = (
        _costs_by_duration(selection, figures, wanted, after, PASSED_OVER[connection.dialect.name])
        if selection.by_duration
        else _costs(selection, figures, wanted)
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


def _costs_by_duration(
    selection: Selection, figures: Figures, wanted: int, after: Position | None, passed_over: float
) -> dict[str, float]:
    """The rows that a page by duration has to look at, by way.

    Along the durations, all the talks come before all the calls that nobody answered, or after them: a filter that only
    lets the latter through passes over every one of the former. Any other way reads the one half after the other too.
    """
    cost, missing = 0.0, float(wanted)
    matching = figures.together()
    in_order = figures.passing.get("duration", figures.total)
    halves: tuple[int, ...] = (1, 0) if selection.descending else (0, 1)
    if after is not None and bool(after.value) is bool(halves[1]):
        halves = halves[1:]  # the first of them is behind
    steps: list[int] = []
    for half in halves:
        if missing <= 0:
            break
        steps.append(half)
        if bool(half) not in selection.halves:
            continue
        found = min(missing, matching[half])
        cost += in_order[half] * (found / matching[half] if missing <= matching[half] else 1.0)
        missing -= found
    each = ENTRY_ONLY if _judged_in_the_index(selection, figures, "duration") else 1.0
    costs = {"duration": cost * each + figures.days}
    for column, split in figures.passing.items():
        if column != "duration" and _drives(selection, column):
            each = ENTRY_ONLY if _judged_in_the_index(selection, figures, column) else 1.0
            costs[column] = sum(split[half] * each + split[1 - half] * passed_over for half in steps)
    return costs
