"""Statements that tell whose calls and whose records a user may see."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, false, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.contracts import ScopeKind
from leadline.employees.models import employee_agents, employees, roles, teams, users
from leadline.kernel.auth.permissions import ADMIN
from leadline.kernel.auth.principal import AgentGrant


class Seat(NamedTuple):
    """A user, the width of their scope, and where they sit."""

    user_id: int
    username: str
    name: str
    role: str
    role_zh: str
    role_en: str
    data_scope: ScopeKind
    disabled_at: datetime | None
    must_change_password: bool
    has_password: bool
    employee_id: int | None
    employee_no: str | None
    employee_name: str | None
    team_id: int | None
    team_name: str | None
    team_path: str | None


def width_of_user() -> ColumnElement[str]:
    """The width of a user's scope, in a statement over `users` with their role and, where there is one, their team.

    Their own override; else their role's. A user of another issuer sees their own calls until somebody puts them into a
    team: the role in a token does not say whose manager they are.
    """
    unplaced = (users.c.issuer != "") & teams.c.id.is_(None) & (users.c.role != ADMIN)
    return case((users.c.data_scope.is_not(None), users.c.data_scope), (unplaced, "own"), else_=roles.c.data_scope)


async def read_seat(connection: AsyncConnection, user_id: int) -> Seat | None:
    """The user with their employee and team; None when there is no such user."""
    query = (
        select(
            users.c.id,
            users.c.username,
            users.c.name,
            users.c.role,
            roles.c.label_zh,
            roles.c.label_en,
            width_of_user(),
            users.c.disabled_at,
            users.c.must_change_password,
            users.c.password_hash.is_not(None),
            employees.c.id,
            employees.c.employee_no,
            employees.c.name,
            teams.c.id,
            teams.c.name,
            teams.c.path,
        )
        .select_from(
            users.join(roles, roles.c.name == users.c.role)
            .outerjoin(employees, employees.c.user_id == users.c.id)
            .outerjoin(teams, teams.c.id == employees.c.team_id)
        )
        .where(users.c.id == user_id)
    )
    row = (await connection.execute(query)).first()
    return None if row is None else Seat._make(row)


def within(kind: ScopeKind, employee_id: int | None, team_id: int | None, path: str | None) -> ColumnElement[bool]:
    """The employees that somebody of that scope sees, in a statement over `employees` outer-joined with `teams`."""
    if kind == "all":
        return true()
    own: ColumnElement[bool] = employees.c.id == employee_id
    if kind == "own" or team_id is None or path is None:
        return own
    if kind == "team":
        return own | (employees.c.team_id == team_id)
    return own | teams.c.path.startswith(path)  # a path is digits and slashes: nothing in it is a wildcard


def teams_within(kind: ScopeKind, team_id: int | None, path: str | None) -> ColumnElement[bool]:
    """The teams that somebody of that scope knows of, in a statement over `teams`."""
    if kind == "all":
        return true()
    if team_id is None or path is None:
        return false()
    return teams.c.path.startswith(path) if kind == "team_below" else teams.c.id == team_id


async def read_grants(connection: AsyncConnection, seat: Seat) -> frozenset[AgentGrant]:
    """The dialer accounts of all employees within the seat's scope, each for its days."""
    agents = employee_agents.c
    query = (
        select(agents.agent_id, agents.source, agents.valid_from, agents.valid_to)
        .select_from(
            employee_agents.join(employees, employees.c.id == agents.employee_id).outerjoin(
                teams, teams.c.id == employees.c.team_id
            )
        )
        .where(within(seat.data_scope, seat.employee_id, seat.team_id, seat.team_path))
    )
    return frozenset(AgentGrant(*row) for row in await connection.execute(query))
