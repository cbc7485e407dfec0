"""Statements on teams."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.models import employees, teams

columns = teams.c


class TeamRow(NamedTuple):
    """A team as it is stored."""

    id: int
    name: str
    parent_id: int | None
    path: str
    created_at: datetime
    updated_at: datetime


async def read_teams(connection: AsyncConnection, reach: ColumnElement[bool]) -> list[TeamRow]:
    """All teams within reach."""
    found = await connection.execute(select(teams).where(reach).order_by(columns.id))
    return [TeamRow._make(row) for row in found]


async def read_team(connection: AsyncConnection, team_id: int, reach: ColumnElement[bool]) -> TeamRow | None:
    """One team, when it is within reach."""
    row = (await connection.execute(select(teams).where(columns.id == team_id, reach))).first()
    return None if row is None else TeamRow._make(row)


async def read_below(connection: AsyncConnection, path: str) -> list[TeamRow]:
    """The team of that path and everything below it."""
    return await read_teams(connection, columns.path.startswith(path))


async def is_named(connection: AsyncConnection, name: str, parent_id: int | None) -> bool:
    """Whether the parent (or the top) has a team of that name."""
    query = select(columns.id).where(columns.name == name, columns.parent_id.is_not_distinct_from(parent_id))
    return (await connection.execute(query)).first() is not None


async def heads_by_team(connection: AsyncConnection) -> dict[int, int]:
    """How many employees each team has that have not left."""
    query = (
        select(employees.c.team_id, func.count().label("heads"))
        .where(employees.c.team_id.is_not(None), employees.c.status != "left")
        .group_by(employees.c.team_id)
    )
    return {row.team_id: row.heads for row in await connection.execute(query)}


async def insert_team(connection: AsyncConnection, values: Mapping[str, Any]) -> int:  # Any: a column's own type
    """A new team; its id."""
    return int((await connection.execute(insert(teams).values(values).returning(columns.id))).scalar_one())


async def update_team(connection: AsyncConnection, team_id: int, values: Mapping[str, Any]) -> None:  # Any: as above
    """Changes columns of a team."""
    await connection.execute(update(teams).where(columns.id == team_id).values(values))


async def move_paths(connection: AsyncConnection, old: str, new: str) -> None:
    """Gives every team at or below path `old` its place at or below `new`."""
    rest = func.substr(columns.path, len(old) + 1)
    await connection.execute(update(teams).where(columns.path.startswith(old)).values(path=literal(new).concat(rest)))


async def delete_team(connection: AsyncConnection, team_id: int) -> None:
    """Takes the team away."""
    await connection.execute(delete(teams).where(columns.id == team_id))


async def is_empty(connection: AsyncConnection, team_id: int) -> bool:
    """Whether nobody belongs to it, not even somebody who has left, and no team is below it."""
    people = select(func.count()).where(employees.c.team_id == team_id).scalar_subquery()
    below = select(func.count()).where(columns.parent_id == team_id).scalar_subquery()
    return not (await connection.execute(select(people + below))).scalar_one()
