"""Agents and tasks found by a piece of their name or the beginning of their id."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import case, func, or_, select, tuple_
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


async def find_names(connection: AsyncConnection, kind: NameKind, words: str) -> list[Named]:
    """What is called so: first those that are exactly it, then those that begin with it, then the newest names."""
    names = call_names.c
    name, wanted = func.lower(names.name), words.lower()
    begins = or_(name.startswith(wanted, autoescape=True), names.key.startswith(words, autoescape=True))
    rank = case((or_(name == wanted, names.key == words), 0), (begins, 1), else_=2)
    query = (
        select(names.source, names.key, names.name)
        .where(names.kind == kind, or_(name.contains(wanted, autoescape=True), begins))
        .order_by(rank, names.updated_at.desc(), names.source, names.key)
        .limit(MOST_CONSIDERED)
    )
    return [Named._make(row) for row in await connection.execute(query)]


def granted_agents(scope: DataScope, found: list[Named]) -> list[Named]:
    """Those that the scope covers on any day."""
    return [one for one in found if scope.all or scope.narrowed(one.key, one.source).grants]


async def granted_tasks(
    connection: AsyncConnection, scope: DataScope, found: list[Named], first: date, last: date
) -> list[Named]:
    """Those with calls that the scope covers, made on these days."""
    if scope.all or not found or not scope.grants:
        return found if scope.all else []
    seen = await _with_calls(connection, Visible(scope, None), {one[:2] for one in found}, first, last)
    return [one for one in found if one[:2] in seen]


async def _with_calls(
    connection: AsyncConnection, visible: Visible, keys: Collection[tuple[str, str]], first: date, last: date
) -> set[tuple[str, str]]:
    query = visible.counts(Cube.TASK, first, last, counts.source, counts.key).where(
        counts.calls > 0, tuple_(counts.source, counts.key).in_(sorted(keys))
    )
    return {(source, key) for source, key in await connection.execute(query.distinct())}
