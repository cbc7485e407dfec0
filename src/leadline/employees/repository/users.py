"""Statements on users, as those who manage them see them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, insert, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.contracts import ScopeKind
from leadline.employees.models import employees, roles, teams, users
from leadline.employees.repository.listing import Wanted, containing, read_page
from leadline.employees.repository.scopes import width_of_user

columns = users.c
SORTS: Mapping[str, ColumnElement[Any]] = {  # Any: columns of many types
    "username": columns.username,
    "name": columns.name,
    "role": columns.role,
    "last_sign_in_at": columns.last_sign_in_at,
    "created_at": columns.created_at,
    "updated_at": columns.updated_at,
}


class UserRow(NamedTuple):
    """A user with their role's names and width, and the employee they are."""

    id: int
    username: str
    issuer: str
    name: str
    role: str
    override: ScopeKind | None
    must_change_password: bool
    disabled_at: datetime | None
    last_sign_in_at: datetime | None
    created_at: datetime
    updated_at: datetime
    has_password: bool
    label_zh: str
    label_en: str
    data_scope: ScopeKind
    employee_id: int | None
    employee_no: str | None
    employee_name: str | None


class UserFilter(NamedTuple):
    """Which users: of a role, disabled or not, our own or another issuer's."""

    role: str | None = None
    disabled: bool | None = None
    local: bool | None = None


def _rows(reach: ColumnElement[bool]) -> Select[Any]:  # Any: the columns of UserRow
    own = (
        columns.id, columns.username, columns.issuer, columns.name, columns.role, columns.data_scope.label("override"),
        columns.must_change_password, columns.disabled_at, columns.last_sign_in_at, columns.created_at,
        columns.updated_at, columns.password_hash.is_not(None),
    )  # fmt: skip
    place = (
        users.join(roles, roles.c.name == columns.role)
        .outerjoin(employees, employees.c.user_id == columns.id)
        .outerjoin(teams, teams.c.id == employees.c.team_id)
    )
    return (
        select(
            *own,
            roles.c.label_zh,
            roles.c.label_en,
            width_of_user(),
            employees.c.id,
            employees.c.employee_no,
            employees.c.name,
        )
        .select_from(place)
        .where(reach)
    )


def users_within(kind: ScopeKind, user_id: int | None, sees: ColumnElement[bool]) -> ColumnElement[bool]:
    """The users whom a caller may see: themselves, and those of the employees that they see (`sees`)."""
    if kind == "all":
        return true()
    return (columns.id == user_id) | (employees.c.id.is_not(None) & sees)


async def read_users(
    connection: AsyncConnection, reach: ColumnElement[bool], wanted: Wanted, chosen: UserFilter
) -> tuple[list[UserRow], int]:
    """A page of those within reach, and how many there are."""
    query = _rows(reach)
    if chosen.role is not None:
        query = query.where(columns.role == chosen.role)
    if chosen.disabled is not None:
        query = query.where(columns.disabled_at.is_not(None) if chosen.disabled else columns.disabled_at.is_(None))
    if chosen.local is not None:
        query = query.where(columns.issuer == "" if chosen.local else columns.issuer != "")
    if wanted.q:
        query = query.where(containing(wanted.q, columns.username, columns.name, employees.c.employee_no))
    rows, total = await read_page(connection, query, wanted, SORTS, columns.id)
    return [UserRow._make(row) for row in rows], total


async def read_user(connection: AsyncConnection, user_id: int, reach: ColumnElement[bool]) -> UserRow | None:
    """One user, when they are within reach."""
    row = (await connection.execute(_rows(reach).where(columns.id == user_id))).first()
    return None if row is None else UserRow._make(row)


async def is_taken(connection: AsyncConnection, username: str, external_id: str) -> bool:
    """Whether a local user has that name, in small letters `external_id`, or another issuer's goes by it."""
    local = and_(columns.issuer == "", columns.external_id == external_id)
    query = select(columns.id).where(or_(local, columns.username == username)).limit(1)
    return (await connection.execute(query)).first() is not None


async def insert_user(connection: AsyncConnection, values: Mapping[str, Any]) -> int:  # Any: a column's own type
    """A new user; their id."""
    return int((await connection.execute(insert(users).values(values).returning(columns.id))).scalar_one())


async def update_user(connection: AsyncConnection, user_id: int, values: Mapping[str, Any]) -> None:  # Any: as above
    """Changes columns of a user."""
    await connection.execute(update(users).where(columns.id == user_id).values(values))
