"""Users, teams and employees for tests, written straight into the tables."""

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.models import employee_agents, employees, teams, users
from leadline.kernel.clock import now

Period = tuple[str, date | None, date | None]
_numbers = count(1)


async def make_user(connection: AsyncConnection, username: str, role: str = "employee", **fields: Any) -> int:
    """A local user."""
    moment = now()
    row = {"username": username, "external_id": username.lower(), "name": username, "role": role} | fields
    made = insert(users).values(created_at=moment, updated_at=moment, **row).returning(users.c.id)
    return int((await connection.execute(made)).scalar_one())


async def make_team(connection: AsyncConnection, name: str, parent: int | None = None, above: str = "/") -> int:
    """A team; `above` is the path of its parent."""
    moment = now()
    row = {"name": name, "parent_id": parent, "path": "", "created_at": moment, "updated_at": moment}
    team = int((await connection.execute(insert(teams).values(row).returning(teams.c.id))).scalar_one())
    await connection.execute(teams.update().where(teams.c.id == team).values(path=f"{above}{team}/"))
    return team


async def make_employee(  # what a test may say about one
    connection: AsyncConnection,
    name: str,
    *,
    team: int | None = None,
    user: int | None = None,
    agents: Sequence[str | Period] = (),
    source: str = "guanke",
    **fields: Any,
) -> int:
    """An active employee with dialer accounts, each for ever or for a period."""
    moment = now()
    row = {"employee_no": f"EMP_{next(_numbers):05d}", "name": name, "status": "active"} | fields
    made = (
        insert(employees)
        .values(team_id=team, user_id=user, created_at=moment, updated_at=moment, **row)
        .returning(employees.c.id)
    )
    employee = int((await connection.execute(made)).scalar_one())
    for agent in agents:
        agent_id, first, last = (agent, None, None) if isinstance(agent, str) else agent
        values = {"employee_id": employee, "source": source, "agent_id": agent_id}
        await connection.execute(insert(employee_agents).values(valid_from=first, valid_to=last, **values))
    return employee
