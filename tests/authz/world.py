"""A company with a record of every kind in every place, and callers of every role and scope who look at it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from fastapi import FastAPI
from sqlalchemy import insert, select, update

from leadline.calls.models import call_records
from leadline.employees.models import employee_agents, employees, role_permissions, roles, saved_views
from leadline.employees.repository.accounts import read_account
from leadline.employees.repository.employees import PHONE_PURPOSE
from leadline.employees.service.sessions import Visitor, open_session
from leadline.entrypoints.api import create_app
from leadline.kernel.auth.permissions import VIEW_ALL, all_permissions
from leadline.kernel.clock import now
from leadline.kernel.settings import load_settings
from tests.factories.calls import call
from tests.factories.staff import make_employee, make_team, make_user

PLACES = ("own", "team", "below", "other", "nobody")
REACH = {
    "own": {"own"},
    "team": {"own", "team"},
    "team_below": {"own", "team", "below"},
    "all": {*PLACES},
}
BUILT_IN = {"admin": "all", "manager": "team_below", "employee": "own", "trainer": "all", "analyst": "all"}
SOURCE = "guanke"
PHONES = {place: f"1390000{number:04}" for number, place in enumerate(PLACES, start=1001)}
MARKS = {place: f"zz{place}zz" for place in PLACES}
"""A text that stands in every name of that place, and nowhere else."""


class World(NamedTuple):
    """`records`: kind -> place -> path parameters. `tokens`: caller -> bearer token. `scopes`: caller -> scope."""

    app: FastAPI
    http: httpx.AsyncClient
    records: dict[str, dict[str, dict[str, Any]]]
    tokens: dict[str, str]
    scopes: dict[str, str]
    permissions: dict[str, frozenset[str]]

    async def ask(self, caller: str, method: str, path: str, body: Any = None) -> httpx.Response:
        """As one of the callers, or as nobody ("")."""
        headers = {"authorization": f"Bearer {self.tokens[caller]}"} if caller else {}
        return await self.http.request(method, path, json=body, headers=headers)


@asynccontextmanager
async def opened(url: str, home: Path) -> AsyncIterator[World]:
    """The application over a fresh database with all of it."""
    settings = load_settings(
        app_env="testing", leadline_home=home, database_url=url, reveals_per_day=10_000, password_cost=4
    )
    app = create_app(settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://leadline.test") as http:
        scopes = await _roles(app)
        world = World(app, http, {}, {}, scopes, {})
        await _people(world)
        await _calls(world)
        yield world
    await app.state.calls.database.close()


async def _roles(app: FastAPI) -> dict[str, str]:
    """Beside the built-in roles one of every scope that may do everything: only its scope holds it back."""
    everything = sorted({one.name for one in all_permissions()} - {VIEW_ALL})
    scopes = dict(BUILT_IN)
    moment = now()
    async with app.state.calls.database.transaction() as connection:
        for scope in REACH:
            name = f"may_all_{scope}"
            labels = {"label_zh": name, "label_en": name, "data_scope": scope}
            await connection.execute(insert(roles).values(name=name, created_at=moment, updated_at=moment, **labels))
            rows = [{"role": name, "permission": one, "granted": True} for one in everything]
            await connection.execute(insert(role_permissions), rows)
            scopes[name] = scope
    return scopes


async def _people(world: World) -> None:
    """For every caller a company of its own: so that what one of them ends is there for the next."""
    tools = world.app.state.employees
    for caller, scope in world.scopes.items():
        async with tools.database.transaction() as connection:
            top = await make_team(connection, f"top {caller}")
            above = f"/{top}/"
            mine = await make_team(connection, f"{caller} mine", top, above)
            below = await make_team(connection, f"{caller} {MARKS['below']}", mine, f"{above}{mine}/")
            other = await make_team(connection, f"{caller} {MARKS['other']}", top, above)
            teams = {"own": mine, "team": mine, "below": below, "other": other, "nobody": None}
            for place, team in teams.items():
                role = caller if place == "own" else "employee"
                await _person(world, connection, (caller, place), role, team)
            account = await read_account(connection, world.records["user"][f"{caller} own"]["user_id"])
            assert account is not None
            signed_in = await open_session(connection, tools, account, "password", Visitor())
        world.tokens[caller] = signed_in.access_token
        assert scope in REACH


async def _person(world: World, connection: Any, at: tuple[str, str], role: str, team: int | None) -> None:
    caller, place = at
    key, mark = f"{caller} {place}", f"{caller} {MARKS[place]}"
    tools = world.app.state.employees
    user = await make_user(connection, mark, role)
    agent = f"{mark} agent"
    employee = await make_employee(connection, mark, team=team, user=user, agents=[agent], position=mark)
    number = tools.cipher.encrypt(PHONES[place].encode(), PHONE_PURPOSE)
    masked = {"phone_cipher": number, "phone_masked": f"139****{PHONES[place][-4:]}"}
    await connection.execute(update(employees).where(employees.c.id == employee).values(**masked))
    tie = select(employee_agents.c.id).where(employee_agents.c.employee_id == employee)
    row = (await connection.execute(tie)).scalar_one()
    view = {"user_id": user, "page": "calls", "name": mark, "query": {}, "created_at": now(), "updated_at": now()}
    made = (await connection.execute(insert(saved_views).values(view).returning(saved_views.c.id))).scalar_one()
    account = await read_account(connection, user)
    assert account is not None
    session = await open_session(connection, tools, account, "password", Visitor())
    found: dict[str, dict[str, Any]] = {
        "employee": {"employee_id": employee},
        "user": {"user_id": user},
        "tie": {"employee_id": employee, "row_id": row},
        "view": {"view_id": made},
        "session": {"session_id": session.session_id},
        "account": {"source": SOURCE, "agent_id": agent},
        "task": {"source": SOURCE, "task_id": f"{mark} task"},
    }
    if team is not None:
        found["team"] = {"team_id": team}
    for kind, parameters in found.items():
        world.records.setdefault(kind, {})[key] = parameters


async def _calls(world: World) -> None:
    """One call of today by everybody, and one by an account that is nobody's employee's."""
    tools = world.app.state.calls
    at = tools.calendar.window_of(tools.calendar.today()).start
    rows = [
        call(
            f"{caller}:{place}".replace("_", "-"),
            at,
            agent_id=f"{caller} {MARKS[place]} agent",
            agent_name=f"{caller} {MARKS[place]} 坐席",
            task_id=f"{caller} {MARKS[place]} task",
            task_name=f"{caller} {MARKS[place]} 任务",
            province=f"{caller} {MARKS[place]}"[:50],
            phone=PHONES[place],
        )
        for caller in world.scopes
        for place in PLACES
    ]
    async with tools.database.transaction() as connection:
        await tools.ingest.write(connection, SOURCE, rows)
    async with tools.database.reading() as connection:
        query = select(call_records.c.id, call_records.c.agent_id)
        for row in await connection.execute(query):
            caller, mark, _ = row.agent_id.split(" ")
            place = next(one for one, text in MARKS.items() if text == mark)
            world.records.setdefault("call", {})[f"{caller} {place}"] = {"record_id": row.id}
