"""A migrated database of either kind, and a small company in it."""

from collections.abc import AsyncIterator
from datetime import date
from typing import NamedTuple

import pytest

from leadline.kernel.db.engine import Database
from tests.factories.staff import Period, make_employee, make_team, make_user


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


class Company(NamedTuple):
    """Users by name, teams by name, employees by name."""

    users: dict[str, int]
    teams: dict[str, int]
    employees: dict[str, int]


@pytest.fixture
async def company(database: Database) -> Company:
    """Sales with north and south below it; zhang is of sales, li, wang and zhao of north, sun of south."""
    async with database.transaction() as connection:
        sales = await make_team(connection, "sales")
        north = await make_team(connection, "north", sales, f"/{sales}/")
        south = await make_team(connection, "south", sales, f"/{sales}/")
        roles = {"root": "admin", "zhang": "manager", "li": "manager", "wang": "employee", "sun": "employee"}
        users = {name: await make_user(connection, name, role) for name, role in roles.items()}
        places = {"zhang": sales, "li": north, "wang": north, "zhao": north, "sun": south}
        agents: dict[str, list[str | Period]] = {
            "wang": [("A1", None, date(2026, 10, 10))],
            "zhao": [("A1", date(2026, 10, 11), None), "A2"],
        }
        employees = {
            name: await make_employee(
                connection, name, team=team, user=users.get(name), agents=agents.get(name, [f"of-{name}"])
            )
            for name, team in places.items()
        }
    return Company(users, {"sales": sales, "north": north, "south": south}, employees)
