"""Statements on employees."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.domain.numbers import PREFIX
from leadline.employees.models import employees, teams, users
from leadline.employees.repository.listing import Wanted, containing, read_page

PHONE_PURPOSE = b"employees.phone"
columns = employees.c
SORTS: Mapping[str, ColumnElement[Any]] = {  # Any: columns of many types
    "employee_no": columns.employee_no,
    "name": columns.name,
    "team": teams.c.name,
    "status": columns.status,
    "joined_on": columns.joined_on,
    "created_at": columns.created_at,
    "updated_at": columns.updated_at,
}


class EmployeeRow(NamedTuple):
    """An employee with the names of their team and user; the number only as its mask."""

    id: int
    employee_no: str
    name: str
    position: str
    status: str
    email: str
    phone_masked: str | None
    joined_on: date | None
    left_on: date | None
    created_at: datetime
    updated_at: datetime
    team_id: int | None
    team_name: str | None
    user_id: int | None
    username: str | None
    user_role: str | None


class EmployeeFilter(NamedTuple):
    """Which employees: of a team or of it and all below (by its path), in a state, with or without a user."""

    team_id: int | None = None
    team_path: str | None = None
    status: str | None = None
    has_user: bool | None = None


def _rows(reach: ColumnElement[bool]) -> Select[Any]:  # Any: the columns of EmployeeRow
    own = [columns[name] for name in EmployeeRow._fields[:11]]
    place = employees.outerjoin(teams, teams.c.id == columns.team_id).outerjoin(users, users.c.id == columns.user_id)
    return (
        select(*own, teams.c.id, teams.c.name, users.c.id, users.c.username, users.c.role)
        .select_from(place)
        .where(reach)
    )


async def read_employees(
    connection: AsyncConnection, reach: ColumnElement[bool], wanted: Wanted, chosen: EmployeeFilter
) -> tuple[list[EmployeeRow], int]:
    """A page of those within reach, and how many there are."""
    query = _rows(reach)
    if chosen.team_path is not None:
        query = query.where(teams.c.path.startswith(chosen.team_path))
    elif chosen.team_id is not None:
        query = query.where(columns.team_id == chosen.team_id)
    if chosen.status is not None:
        query = query.where(columns.status == chosen.status)
    if chosen.has_user is not None:
        query = query.where(columns.user_id.is_not(None) if chosen.has_user else columns.user_id.is_(None))
    if wanted.q:
        query = query.where(containing(wanted.q, columns.employee_no, columns.name, columns.position, columns.email))
    rows, total = await read_page(connection, query, wanted, SORTS, columns.id)
    return [EmployeeRow._make(row) for row in rows], total


async def read_employee(connection: AsyncConnection, key: int | str, reach: ColumnElement[bool]) -> EmployeeRow | None:
    """One employee by id or number, when they are within reach."""
    by = columns.id == key if isinstance(key, int) else columns.employee_no == key
    row = (await connection.execute(_rows(reach).where(by))).first()
    return None if row is None else EmployeeRow._make(row)


async def insert_employee(connection: AsyncConnection, values: Mapping[str, Any]) -> int:  # Any: a column's own type
    """A new employee; their id."""
    return int((await connection.execute(insert(employees).values(values).returning(columns.id))).scalar_one())


async def update_employee(
    connection: AsyncConnection, employee_id: int, values: Mapping[str, Any]
) -> None:  # Any: same
    """Changes columns of an employee."""
    await connection.execute(update(employees).where(columns.id == employee_id).values(values))


async def numbers_like_ours(connection: AsyncConnection) -> list[str]:
    """Every EMP_ number there is."""
    query = select(columns.employee_no).where(columns.employee_no.startswith(PREFIX, autoescape=True))
    return list((await connection.execute(query)).scalars())


async def holder_of(
    connection: AsyncConnection, *, employee_no: str | None = None, user_id: int | None = None
) -> int | None:
    """The employee who has that number, or that user."""
    by = columns.employee_no == employee_no if employee_no is not None else columns.user_id == user_id
    return (await connection.execute(select(columns.id).where(by))).scalar()


async def read_phone(connection: AsyncConnection, employee_id: int) -> bytes | None:
    """The encrypted number."""
    return (await connection.execute(select(columns.phone_cipher).where(columns.id == employee_id))).scalar()


async def employee_names(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, str]:
    """Numbers and names of these employees."""
    query = select(columns.id, columns.employee_no, columns.name).where(columns.id.in_(ids))
    return {row.id: f"{row.employee_no} {row.name}" for row in await connection.execute(query)}
