"""The demo's people: hired once, however often it was cut short."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from sqlalchemy import func, select

from leadline.employees.models import employee_agents, employees, teams, users
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.entrypoints import demo_staff
from leadline.entrypoints.api import create_app
from leadline.integrations.guanke.simulator.names import AGENTS
from leadline.kernel.db.engine import Database
from leadline.kernel.settings import Settings


class Killed(Exception):
    """The process ended here."""


@pytest.fixture
async def tools(settings: Settings) -> AsyncIterator[EmployeesToolbox]:
    found: EmployeesToolbox = create_app(settings).state.employees
    yield found
    await found.database.close()


async def state(tools: EmployeesToolbox) -> dict[str, Any]:
    async with tools.database.reading() as connection:
        counts = {
            table.name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (teams, employees, employee_agents, users)
        }
        seats = select(users.c.username, employees.c.name).join(employees, employees.c.user_id == users.c.id)
        return counts | {"seats": sorted(map(tuple, (await connection.execute(seats)).all()))}


WHOLE = {
    "teams": 3, "employees": len(AGENTS) + 1, "employee_agents": len(AGENTS), "users": 3,
    "seats": [("demo-agent", AGENTS[0][1]), ("demo-manager", "演示主管")],
}  # fmt: skip


async def test_a_second_start_changes_nothing(tools: EmployeesToolbox) -> None:
    await demo_staff.hire(tools)
    await demo_staff.hire(tools)
    assert await state(tools) == WHOLE
    assert (await demo_staff.links(tools)).keys() == {"demo", "demo-manager", "demo-agent"}


async def test_who_is_killed_again_and_again_finishes_in_the_end(
    tools: EmployeesToolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, left = Database.transaction, 0

    @asynccontextmanager
    async def few(self: Database) -> AsyncIterator[Any]:
        nonlocal left
        if left == 0:
            raise Killed
        left -= 1
        async with whole(self) as connection:
            yield connection

    monkeypatch.setattr(Database, "transaction", few)
    for allowed in range(1, 60):
        left = allowed
        with suppress(Killed):
            await demo_staff.hire(tools)
        if left > 0:
            break
    assert await state(tools) == WHOLE
