"""A migrated database of either kind, a small company in it, and the application over it."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.entrypoints.api import create_app
from leadline.kernel.audit.log import audit_entries
from leadline.kernel.db.engine import Database
from leadline.kernel.settings import Settings, load_settings
from tests.employees.signing import Door
from tests.factories.people import session_of
from tests.factories.staff import Period, make_employee, make_team, make_user

ROLES = {"root": "admin", "zhang": "manager", "li": "manager", "wang": "employee", "sun": "employee", "qian": "analyst"}


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return load_settings(
        app_env="testing",
        leadline_home=tmp_path / "home",
        database_url=database_url,
        reveals_per_day=2,
        password_cost=4,
    )


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    return create_app(settings)


@pytest.fixture
async def database(app: FastAPI) -> AsyncIterator[Database]:
    opened: Database = app.state.employees.database
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
        users = {name: await make_user(connection, name, role) for name, role in ROLES.items()}
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


class Client:
    """Speaks to the application as one of the company's users."""

    def __init__(self, http: httpx.AsyncClient, app: FastAPI, users: dict[str, int]) -> None:
        self.http = http
        self._users = users
        self._sessions: dict[str, str] = {}
        self.tools: EmployeesToolbox = app.state.employees

    async def ask(self, who: str, method: str, path: str, body: Any = None, **query: Any) -> httpx.Response:
        """`who` is a user's name."""
        headers = {"authorization": f"Bearer {await self.token(who)}", "accept-language": "en"}
        return await self.http.request(method, path, json=body, params=query, headers=headers)

    async def token(self, who: str) -> str:
        """A session of the user's own."""
        if who not in self._sessions:
            self._sessions[who] = await session_of(self.tools, self._users[who])
        return self._sessions[who]

    async def get(self, who: str, path: str, **query: Any) -> Any:
        """The data of a good answer."""
        response = await self.ask(who, "GET", path, **query)
        assert response.status_code == 200, response.text
        return response.json()["data"]

    async def told(self, action: str) -> list[Any]:
        """The audit entries of an action, oldest first."""
        async with self.tools.database.reading() as connection:
            query = select(audit_entries).where(audit_entries.c.action == action).order_by(audit_entries.c.id)
            return list(await connection.execute(query))


@pytest.fixture
async def client(app: FastAPI, company: Company) -> AsyncIterator[Client]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://leadline.test") as http:
        yield Client(http, app, company.users)


@pytest.fixture
async def door(database_url: str, tmp_path: Path) -> AsyncIterator[Door]:
    """The whole application, over https; passwords are hashed quickly."""
    settings = load_settings(
        app_env="testing", leadline_home=tmp_path, database_url=database_url, password_cost=4, default_language="en"
    )
    app = create_app(settings)
    transport = httpx.ASGITransport(app, client=("203.0.113.7", 4000))
    async with httpx.AsyncClient(transport=transport, base_url="https://leadline.test") as client:
        yield Door(client, app.state.employees, app.state.authenticator)
    await app.state.calls.database.close()
