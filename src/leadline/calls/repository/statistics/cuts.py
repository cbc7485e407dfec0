"""Figures of a day until a minute of it: whole hours from the roll-ups, and half an hour of calls at the most."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.cubes import Cube
from leadline.calls.models import call_records
from leadline.calls.repository.statistics.boards import Key, by_key
from leadline.calls.repository.statistics.periods import Agent, exclusions, order_kinds, orders_by_kind
from leadline.calls.repository.statistics.visible import SUMS, Sums, Visible, counts
from leadline.kernel.clock import Window

calls = call_records.c
LIVE_SUMS: tuple[ColumnElement[int], ...] = (
    func.count(),
    func.sum(cast(calls.is_success, Integer)),
    func.sum(calls.duration),
    func.sum(case((calls.order_kind != "", 1), else_=0)),
    func.sum(calls.order_cents),
)
HALF_AN_HOUR = 30
HALF_OF_THE_CALLS = 14  # by this hour about half of a day's calls are made
KEYS: Mapping[Cube, tuple[ColumnElement[str], ...]] = {
    Cube.TASK: (calls.source, calls.task_id),
    Cube.GRADE: (calls.grade_code,),
    Cube.PROVINCE: (calls.province,),
}


class Cut(NamedTuple):
    """A day until a minute of it. `hour` is the running one, `minute` how much of it has passed."""

    stat_date: date
    hour: int
    minute: int
    day: Window
    until: Window

    @property
    def nearer(self) -> tuple[int, int, Window]:
        """(the first hour that is not read whole, the sign of the calls to read beside, when those began)."""
        moment = self.until.end
        if self.minute <= HALF_AN_HOUR:
            return self.hour, 1, Window(moment - timedelta(minutes=self.minute), moment)
        return self.hour + 1, -1, Window(moment, moment + timedelta(minutes=60 - self.minute))


class CutFigures(NamedTuple):
    """What a day had come to at a cut."""

    sums: Sums
    orders_9: int
    orders_1: int
    agents: frozenset[Agent]


async def figures_until(connection: AsyncConnection, visible: Visible, cuts: Sequence[Cut]) -> dict[date, CutFigures]:
    """What each day had come to at its cut."""
    found: dict[date, CutFigures] = {}
    no_agents = await exclusions(connection) if cuts else set()
    kinds = await order_kinds(connection) if cuts else {}
    for cut in cuts:
        each = await agents_until(connection, visible, cut)
        total = Sums()
        for sums in each.values():
            total = total.plus(sums)
        orders = await _orders_until(connection, visible, cut, kinds)
        agents = frozenset((source, agent) for source, agent in each if agent and (source, agent) not in no_agents)
        found[cut.stat_date] = CutFigures(total, orders.get("9", 0), orders.get("1", 0), agents)
    return found


async def agents_until(connection: AsyncConnection, visible: Visible, cut: Cut) -> dict[Key, Sums]:
    """Sums by (source, agent) of those with calls before the cut."""
    columns = (counts.source, counts.agent_id)
    return await _until(connection, visible, cut, columns, (calls.source, calls.agent_id))


async def hours_until(connection: AsyncConnection, visible: Visible, cut: Cut) -> dict[int, Sums]:
    """Sums by hour, of those with calls before the cut."""
    found = await _until(connection, visible, cut, (cast(counts.key, Integer),), (calls.hour,))
    return {key[0]: sums for key, sums in found.items()}


async def keys_until(connection: AsyncConnection, visible: Visible, cube: Cube, cut: Cut) -> dict[Key, Sums]:
    """Sums by the key of a leaderboard, of those with calls before the cut.

    Only agents are counted by the hour. Of the others the calls before the cut are read, or those after it and taken
    from the day's: whichever are fewer.
    """
    if cube is Cube.AGENT:
        return await agents_until(connection, visible, cut)
    if cut.hour < HALF_OF_THE_CALLS:
        return await _live(connection, visible, cut.until, KEYS[cube])
    whole = await by_key(connection, visible, cube, cut.stat_date, cut.stat_date)
    later = await _live(connection, visible, Window(cut.until.end, cut.day.end), KEYS[cube])
    left = {key: sums.minus(later.get(key, Sums())) for key, sums in whole.items()}
    return {key: sums for key, sums in left.items() if sums.calls}


async def _until(
    connection: AsyncConnection,
    visible: Visible,
    cut: Cut,
    columns: tuple[ColumnElement[Any], ...],  # Any: each its own type
    live: tuple[ColumnElement[Any], ...],  # Any: as above
) -> dict[Any, Sums]:  # Any: tuples of the columns' types
    """Sums by some columns of the agents' hours before the cut."""
    first_not_whole, sign, window = cut.nearer
    query = visible.counts(Cube.AGENT_HOUR, cut.stat_date, cut.stat_date, *columns, *SUMS)
    query = query.where(counts.key < f"{first_not_whole:02d}", counts.calls > 0).group_by(*columns)
    found: defaultdict[Any, Sums] = defaultdict(Sums)  # Any: as above
    for row in await connection.execute(query):
        found[tuple(row[: len(columns)])] = Sums.of(row[len(columns) :])
    if window.start < window.end:
        for key, sums in (await _live(connection, visible, window, live)).items():
            found[key] = found[key].plus(sums) if sign > 0 else found[key].minus(sums)
    return {key: sums for key, sums in found.items() if sums.calls}


async def _live(
    connection: AsyncConnection,
    visible: Visible,
    window: Window,
    columns: tuple[ColumnElement[Any], ...],  # Any: each its own type
) -> dict[Any, Sums]:  # Any: tuples of the columns' types
    query = select(*columns, *LIVE_SUMS).where(visible.calls(window)).group_by(*columns)
    width = len(columns)
    return {tuple(row[:width]): Sums.of(row[width:]) for row in await connection.execute(query)}


async def _orders_until(
    connection: AsyncConnection, visible: Visible, cut: Cut, kinds: Mapping[str, str]
) -> dict[str, int]:
    """Orders by price class before the cut: read, or late in the day those after it read and taken from the day's."""
    if cut.hour < HALF_OF_THE_CALLS:
        return await _orders_in(connection, visible, cut.until, kinds)
    whole = await orders_by_kind(connection, visible, cut.stat_date, cut.stat_date, kinds)
    later = await _orders_in(connection, visible, Window(cut.until.end, cut.day.end), kinds)
    return {kind: number - later[kind] for (_, kind), number in whole.items()}


async def _orders_in(
    connection: AsyncConnection, visible: Visible, window: Window, kinds: Mapping[str, str]
) -> defaultdict[str, int]:
    query = select(calls.grade_code, func.count()).where(
        calls.grade_code.in_(sorted(kinds)), visible.calls(window), calls.order_kind != ""
    )
    found: defaultdict[str, int] = defaultdict(int)
    for code, number in await connection.execute(query.group_by(calls.grade_code)):
        found[kinds[code]] += number
    return found
