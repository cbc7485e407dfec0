"""Agents and tasks found by a piece of their name or the beginning of their id."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.cubes import Cube
from leadline.calls.models import call_names
from leadline.calls.repository.names import NameKind
from leadline.calls.repository.statistics.visible import Visible, counts
from leadline.kernel.auth.principal import DataScope

MOST_CONSIDERED = 200


class Named(NamedTuple):
    """Something of a source that has a name."""

    source: str
    key: str
    name: str


async def find_agents(connection: AsyncConnection, scope: DataScope, words: str) -> list[Named]:
    """The agents that are called so, of those that the scope covers on any day."""
    if scope.all:
        return await _find(connection, "agent", words)
    found = await _find(connection, "agent", words, call_names.c.key.in_(sorted(scope.agent_ids)))
    return [one for one in found if scope.narrowed(one.key, one.source).grants]


async def find_tasks(connection: AsyncConnection, scope: DataScope, words: str, first: date, last: date) -> list[Named]:
    """The tasks that are called so; for a narrower scope, of those with calls that it covers, made on these days."""
    if scope.all:
        return await _find(connection, "task", words)
    seen = Visible(scope, None).counts(Cube.TASK, first, last, counts.source, counts.key).where(counts.calls > 0)
    return await _find(connection, "task", words, tuple_(call_names.c.source, call_names.c.key).in_(seen.distinct()))


async def _find(connection: AsyncConnection, kind: NameKind, words: str, *among: ColumnElement[bool]) -> list[Named]:
    """First those that are exactly it, then those that begin with it, then the newest names."""
    names = call_names.c
    name, wanted = func.lower(names.name), words.lower()
    begins = or_(name.startswith(wanted, autoescape=True), names.key.startswith(words, autoescape=True))
    rank = case((or_(name == wanted, names.key == words), 0), (begins, 1), else_=2)
    query = (
        select(names.source, names.key, names.name)
        .where(names.kind == kind, or_(name.contains(wanted, autoescape=True), begins), *among)
        .order_by(rank, names.updated_at.desc(), names.source, names.key)
        .limit(MOST_CONSIDERED)
    )
    return [Named._make(row) for row in await connection.execute(query)]
