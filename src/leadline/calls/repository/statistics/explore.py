"""Any metrics by one or two dimensions: from a roll-up where one is kept by them, else from the calls themselves."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, cast, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.cubes import Cube
from leadline.calls.models import call_records
from leadline.calls.repository.statistics.cuts import LIVE_SUMS
from leadline.calls.repository.statistics.dates import weekday_of
from leadline.calls.repository.statistics.visible import SUMS, Sums, Visible, counts
from leadline.calls.schemas.explore import Dimension
from leadline.kernel.clock import Window

calls = call_records.c
OF_TIME: tuple[Dimension, ...] = ("day", "hour", "weekday")
OF_SOURCE: tuple[Dimension, ...] = ("agent", "task")  # their ids mean something within a source only
CUBES: Mapping[frozenset[str], Cube] = {
    frozenset(): Cube.HOUR,
    frozenset({"hour"}): Cube.HOUR,
    frozenset({"agent"}): Cube.AGENT,
    frozenset({"task"}): Cube.TASK,
    frozenset({"grade"}): Cube.GRADE,
    frozenset({"outcome"}): Cube.OUTCOME,
    frozenset({"province"}): Cube.PROVINCE,
    frozenset({"agent", "hour"}): Cube.AGENT_HOUR,
    frozenset({"agent", "task"}): Cube.AGENT_TASK,
    frozenset({"agent", "grade"}): Cube.AGENT_GRADE,
    frozenset({"agent", "outcome"}): Cube.AGENT_OUTCOME,
    frozenset({"agent", "province"}): Cube.AGENT_PROVINCE,
}
LIVE_COLUMNS: Mapping[Dimension, ColumnElement[Any]] = {
    "day": calls.stat_date,
    "hour": calls.hour,
    "weekday": weekday_of(calls.stat_date),
    "agent": calls.agent_id,
    "task": calls.task_id,
    "grade": calls.grade_code,
    "outcome": calls.outcome,
    "province": calls.province,
}


class ExploreQuestion(NamedTuple):
    """What is asked: a range, its dimensions, values that are let through (by dimension), and how many rows at most."""

    first: date
    last: date
    by: tuple[Dimension, ...]
    filters: Mapping[Dimension, Sequence[str]]
    limit: int


class ExploreGroup(NamedTuple):
    """One group: its source (where the dimensions need one), a key per dimension, and its sums."""

    source: str | None
    keys: tuple[Any, ...]  # Any: a date, an hour's number or a text
    sums: Sums


def cube_for(question: ExploreQuestion) -> Cube | None:
    """The roll-up that is kept by what is asked; None where only the calls know."""
    return CUBES.get(frozenset({*question.by, *question.filters} - {"day", "weekday"}))


async def explore(
    connection: AsyncConnection, visible: Visible, question: ExploreQuestion, window: Window
) -> list[ExploreGroup]:
    """The groups, time first and then by most calls; one more than the limit where there are more."""
    cube = cube_for(question)
    with_source = any(one in OF_SOURCE for one in question.by)
    if cube is None:
        columns: Mapping[Dimension, ColumnElement[Any]] = LIVE_COLUMNS  # Any: each its own type
        source, sums = calls.source, LIVE_SUMS
    else:
        columns, source, sums = _rollup_columns(cube), counts.source, SUMS
    keys = [columns[one] for one in question.by]
    grouped = [source, *keys] if with_source else keys
    if cube is None:
        query: Select[Any] = select(*grouped, *sums).where(visible.calls(window))  # Any: columns
    else:
        query = visible.counts(cube, question.first, question.last, *grouped, *sums).where(counts.calls > 0)
    for dimension, wanted in question.filters.items():
        query = query.where(columns[dimension].in_(list(wanted)))
    times = [columns[one] for one in question.by if one in OF_TIME]
    query = query.group_by(*grouped).order_by(*times, sums[0].desc(), *grouped).limit(question.limit + 1)
    width = len(grouped)
    return [
        ExploreGroup(row[0] if with_source else None, tuple(row[width - len(keys) : width]), Sums.of(row[width:]))
        for row in await connection.execute(query)
    ]


def _rollup_columns(cube: Cube) -> Mapping[Dimension, ColumnElement[Any]]:  # Any: each its own type
    columns: dict[Dimension, ColumnElement[Any]] = dict.fromkeys(LIVE_COLUMNS, counts.key)  # Any: as above
    columns["day"] = counts.stat_date
    columns["weekday"] = weekday_of(counts.stat_date)
    columns["agent"] = counts.agent_id
    if cube in (Cube.HOUR, Cube.AGENT_HOUR):
        columns["hour"] = cast(counts.key, Integer)
    return columns
