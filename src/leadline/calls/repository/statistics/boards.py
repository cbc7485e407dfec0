"""Figures by agent, task, grade, province, hour: one row a key, from the roll-up that is kept by it."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.cubes import Cube
from leadline.calls.models import call_names, grade_rules
from leadline.calls.repository.names import NameKind
from leadline.calls.repository.statistics.dates import weekday_of
from leadline.calls.repository.statistics.visible import SUMS, Sums, Visible, counts

Key = tuple[str, ...]
KEYS: dict[Cube, tuple[ColumnElement[str], ...]] = {
    Cube.AGENT: (counts.source, counts.agent_id),
    Cube.TASK: (counts.source, counts.key),
    Cube.GRADE: (counts.key,),
    Cube.PROVINCE: (counts.key,),
    Cube.OUTCOME: (counts.key,),
}


class GradeName(NamedTuple):
    """What a grade code is called."""

    label: str
    category: str


async def by_key(connection: AsyncConnection, visible: Visible, cube: Cube, first: date, last: date) -> dict[Key, Sums]:
    """Sums by the roll-up's key; of those keys that have calls."""
    columns = KEYS[cube]
    query = visible.counts(cube, first, last, *columns, *SUMS).group_by(*columns).having(func.sum(counts.calls) > 0)
    width = len(columns)
    return {tuple(row[:width]): Sums.of(row[width:]) for row in await connection.execute(query)}


async def by_hour_and_weekday(
    connection: AsyncConnection, visible: Visible, first: date, last: date
) -> dict[tuple[int, int], Sums]:
    """Sums by weekday (Monday 0) and hour."""
    weekday = weekday_of(counts.stat_date)
    query = visible.counts(Cube.HOUR, first, last, weekday, counts.key, *SUMS).group_by(weekday, counts.key)
    return {(day, int(hour)): Sums.of(sums) for day, hour, *sums in await connection.execute(query)}


async def names_of(connection: AsyncConnection, kind: NameKind, keys: Collection[Key]) -> dict[Key, str]:
    """The names of these (source, id)s, as far as they are known."""
    if not keys:
        return {}
    names = call_names.c
    query = select(names.source, names.key, names.name).where(
        names.kind == kind, tuple_(names.source, names.key).in_(sorted(keys))
    )
    return {(source, key): name for source, key, name in await connection.execute(query)}


async def keys_called(connection: AsyncConnection, kind: NameKind, words: str) -> set[Key]:
    """The (source, id)s with these words in their name."""
    names = call_names.c
    wanted = func.lower(names.name).contains(words.lower(), autoescape=True)
    query = select(names.source, names.key).where(names.kind == kind, wanted)
    return {(source, key) for source, key in await connection.execute(query)}


async def grade_names(connection: AsyncConnection) -> dict[str, GradeName]:
    """The label and category of each grade code: of the first rule that gives it."""
    rules = grade_rules.c
    query = select(rules.code, rules.label, rules.category).order_by(rules.position.desc())
    return {code: GradeName(label, category) for code, label, category in await connection.execute(query)}
