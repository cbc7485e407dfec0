"""Every route that writes, reveals or lets data out leaves an entry that names its caller, and tells no secret."""

import ast
import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.service.operators import link_of
from leadline.entrypoints.api import create_app
from leadline.kernel.audit.actors import Actor
from leadline.kernel.audit.log import audit_entries
from leadline.kernel.auth.dependencies import doors_of
from leadline.kernel.clock import now
from leadline.kernel.jobs.contracts import ENDED
from leadline.kernel.jobs.tables import schedules
from leadline.kernel.outbox.tables import dead_letters
from leadline.kernel.settings import load_settings
from leadline.notifications.contracts import DeliveryState, Message
from leadline.notifications.models import notification_channels
from leadline.notifications.repository.deliveries import add_delivery
from leadline.operations.models import alerts
from tests.audit.recipes import ELSEWHERE, IDLE, PUSH_SECRET, RECIPES, SECRET_NUMBER, SIGNED_IN, Try
from tests.factories import people
from tests.factories.calls import call
from tests.factories.staff import make_employee, make_team, make_user
from tests.fakes.dialer import FakeDialer

SECRET = "s" * 40
FIRST = {"row_id": 1, "view_id": 1, "exclusion_id": 1, "name": "employee", "job_id": 1, "channel_id": 1}
LETS_DATA_OUT = ("export", "reveal", "recording", "download")


def names_of(app: FastAPI) -> set[str]:
    """`METHOD /path` of the routes that this is about."""
    return {
        f"{method} {door.path}"
        for door in doors_of(app)
        for method in door.methods - {"HEAD", "OPTIONS"}
        if method != "GET" or any(word in door.path for word in LETS_DATA_OUT)
    }


def application(database_url: str, home: Path) -> FastAPI:
    secrets = {"jwt_secret_key": SECRET, "push_secret": PUSH_SECRET}
    app = create_app(load_settings(app_env="testing", leadline_home=home, database_url=database_url, **secrets))
    app.state.calls = replace(app.state.calls, sources={"fake": FakeDialer()})
    app.state.employees = replace(app.state.employees, customers=Book())
    return app


class Book:
    """Customers that anybody may be given."""

    async def customers_of(self, connection: AsyncConnection, employee_id: int, page: int, per_page: int) -> Any:
        raise NotImplementedError

    async def assign(self, connection: AsyncConnection, employee_id: int, ids: Sequence[int], by: str) -> int:
        return len(ids)


class World(NamedTuple):
    """The application with an administrator, another user, an employee, a team and a call."""

    app: FastAPI
    http: httpx.AsyncClient
    ids: dict[str, object]

    async def send(self, method: str, path: str, body: Any, query: dict[str, str] | None = None) -> httpx.Response:
        return await self.http.request(method, path, json=body, params=query)

    async def entries(self, after: int) -> list[Any]:
        async with self.app.state.calls.database.reading() as connection:
            query = select(audit_entries).where(audit_entries.c.id > after).order_by(audit_entries.c.id)
            return list(await connection.execute(query))

    async def work(self, job_id: object) -> None:
        """Works jobs off until this one has ended."""
        system = self.app.state.jobs
        worker = system.worker(self.app.state.calls.settings)
        task = asyncio.create_task(worker.run())
        async with asyncio.timeout(20):
            while (await self.send("GET", f"/api/jobs/{job_id}", None)).json()["data"]["state"] not in ENDED:  # noqa: ASYNC110  # the news is in the database
                await asyncio.sleep(0.02)
        worker.stop()
        await task


async def standing_records(app: FastAPI) -> dict[str, object]:
    """A schedule whose work is done by days, an event that could not be delivered, an alert, a message that failed."""
    await app.state.jobs.scheduler.fire_due()
    event = {"source": "demo", "new": 1, "updated": 0, "days": ["2026-01-05"]}
    letter = {
        "subscriber": "calls.recount_late_changes", "event_id": 1, "name": "calls.ingested", "payload": event,
        "attempts": 6, "error_zh": "坏", "error_en": "bad", "died_at": now(),
    }  # fmt: skip
    async with app.state.calls.database.transaction() as connection:
        made = await connection.execute(insert(dead_letters).values(**letter).returning(dead_letters.c.id))
        alert = {
            "rule": "disk_full", "key": "x", "severity": "info", "summary_zh": "满", "summary_en": "full", "facts": {},
            "opened_at": now(), "seen_at": now(),
        }  # fmt: skip
        raised = await connection.execute(insert(alerts).values(**alert).returning(alerts.c.id))
        robot = {
            "name": "mute", "kind": "webhook", "enabled": True, "address_cipher": b"", "shown": {}, "severities": [],
            "recoveries": True, "language": "zh-CN", "zone": "Asia/Shanghai", "urgent_through": True,
            "created_at": now(), "updated_at": now(), "updated_by": "root",
        }  # fmt: skip
        channel = await connection.execute(
            insert(notification_channels).values(**robot).returning(notification_channels.c.id)
        )
        message = Message("满", (), "zh-CN")
        unsent = await add_delivery(connection, (channel.scalar_one(), "mute"), "alerts", DeliveryState.FAILED, message)
        named = select(schedules.c.id).where(schedules.c.name == "recount")
        return {
            "letter_id": made.scalar_one(), "alert_id": raised.scalar_one(), "delivery_id": unsent,
            "schedule_id": (await connection.execute(named)).scalar_one(),
        }  # fmt: skip


@pytest.fixture
async def world(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    app = application(sqlite_url, tmp_path)
    tools = app.state.calls
    today = tools.calendar.window_of(tools.calendar.today()).start
    yesterday = today - timedelta(hours=12)
    async with tools.database.transaction() as connection:
        root, other = await make_user(connection, "root", "admin"), await make_user(connection, "wang", "employee")
        team = await make_team(connection, "north")
        employee = await make_employee(connection, "zhao", team=team)
        await tools.ingest.write(connection, "fake", [call(at=today, phone=SECRET_NUMBER), call("2", yesterday)])
    ids = {"user_id": other, "team_id": team, "employee_id": employee, "today": tools.calendar.today().isoformat()}
    ids |= {"day": tools.calendar.day_of(yesterday).isoformat()}
    ids |= await standing_records(app)
    headers = {"Authorization": f"Bearer {await people.session_of(app.state.employees, root)}"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://leadline", headers=headers) as http:
        yield World(app, http, ids)
    await tools.database.close()


def filled(value: Any, ids: dict[str, Any]) -> Any:
    """`value` with each `{name}` in it replaced; a text that is nothing else becomes the id itself."""
    if isinstance(value, dict):
        return {name: filled(one, ids) for name, one in value.items()}
    if isinstance(value, list):
        return [filled(one, ids) for one in value]
    if isinstance(value, str) and value[:1] == "{" and value[1:-1] in ids:
        return ids[value[1:-1]]
    return value


async def carried_out(world: World, route: str, recipe: Try) -> tuple[int, httpx.Response]:
    """The number of the last entry before the call, and its answer."""
    ids = {**world.ids, **recipe.at}
    method, path = route.split(" ", 1)
    if recipe.first:
        of, where, body = recipe.first
        made = await world.send(of, where.format(**ids), filled(body, ids))
        assert made.status_code < 300, made.text
        named = made.json()["data"][recipe.key]
        rest = [name for name in ("row_id", "view_id", "exclusion_id", "name", "team_id") if f"{{{name}}}" in path]
        fresh = rest or [path.split("{")[-1].split("}")[0]]
        ids |= {"id": named, fresh[-1]: named}
        if recipe.then == "work":
            await world.work(named)
        elif recipe.then:
            assert (await world.send("POST", recipe.then.format(**ids), None)).status_code < 300
    before = await world.entries(0)
    answer = await world.send(method, path.format(**ids), filled(recipe.body, ids), dict(recipe.query))
    return before[-1].id if before else 0, answer


def test_every_route_that_writes_or_lets_data_out_has_its_recipe(sqlite_url: str, tmp_path: Path) -> None:
    known = {*RECIPES, *SIGNED_IN, *IDLE, *ELSEWHERE}
    missing = names_of(application(sqlite_url, tmp_path)) - known
    assert sorted(missing) == [], "give each a line in tests/audit/recipes.py, and let it write_down what it does"


@pytest.mark.parametrize("route", ELSEWHERE)
def test_what_is_tried_elsewhere_is_tried_there(route: str) -> None:
    file, name = ELSEWHERE[route]
    tree = ast.parse((Path(__file__).parents[2] / file).read_text())
    tried = next(one for one in tree.body if isinstance(one, ast.AsyncFunctionDef) and one.name == name)
    assert "entries(" in ast.unparse(tried)


@pytest.mark.parametrize("route", IDLE)
async def test_what_needs_no_entry_writes_nothing(world: World, sqlite_url: str, route: str) -> None:
    def content() -> list[str]:
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
            return list(connection.iterdump())

    before = content()
    _, answer = await carried_out(world, route, IDLE[route])
    assert (answer.status_code, content()) == (200, before)


@pytest.mark.parametrize("route", RECIPES)
async def test_a_success_leaves_an_entry_that_names_the_caller_and_tells_no_secret(world: World, route: str) -> None:
    recipe = RECIPES[route]
    before, answer = await carried_out(world, route, recipe)
    assert answer.status_code < 300, answer.text
    entries = await world.entries(before)
    assert recipe.actor in {entry.actor for entry in entries}
    told = str([entry._mapping for entry in await world.entries(0)])
    for secret in (SECRET_NUMBER, PUSH_SECRET, world.http.headers["Authorization"].removeprefix("Bearer ")):
        assert secret not in told


def spoiled(value: Any, bad: str) -> Iterator[Any]:
    """`value` once for each text in it, with that one replaced."""
    if isinstance(value, str):
        yield bad
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from ({**value, name: other} for other in spoiled(one, bad))
        yield {**value, bad: 1}
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from ([*value[:place], other, *value[place + 1 :]] for other in spoiled(one, bad))


@pytest.mark.parametrize("route", [route for route, recipe in {**RECIPES, **IDLE}.items() if recipe.body])
async def test_no_text_that_cannot_be_stored_or_shown_is_taken(world: World, route: str) -> None:
    recipe = {**RECIPES, **IDLE}[route]
    for bad in ("\ud800", "a\0b", "\u202e" * 20_000):
        for body in spoiled(recipe.body, bad):
            text = json.dumps(filled(body, world.ids))
            method, path = route.split(" ", 1)
            answer = await world.http.request(
                method, path.format(**{**FIRST, **world.ids, **recipe.at}), content=text, params=dict(recipe.query),
                headers={"content-type": "application/json"},
            )  # fmt: skip
            assert answer.status_code < 500, (text[:300], answer.text)
    for shown in ("/api/views", "/api/users", "/api/employees", "/api/teams", "/api/roles", "/api/audit"):
        assert (await world.send("GET", shown, None)).status_code == 200


@pytest.mark.parametrize("route", SIGNED_IN)
async def test_what_one_does_with_ones_own_sign_in_is_told_as_well(world: World, route: str) -> None:
    await people.make_account(world.app.state.employees, "fang")
    answered = await people.sign_in(world.http, "fang")
    token = answered.json()["data"]["access_token"]
    world.http.headers["Authorization"] = f"Bearer {token}"
    tools = world.app.state.employees
    other = (await people.sign_in(world.http, "fang")).json()["data"]["access_token"]
    link = await link_of(tools, "fang", Actor("root"), 30)
    world.ids.update(token=token, link=link, session_id=tools.tokens.read(other.encode()).session_id)
    before, answer = await carried_out(world, route, SIGNED_IN[route])
    assert answer.status_code < 300, answer.text
    assert "fang" in {entry.actor for entry in await world.entries(before)}
    told = str([entry._mapping for entry in await world.entries(0)])
    data = (answer.json() if answer.content else {}).get("data") or {}
    secrets = [people.PASSWORD, token, link, data.get("token", token), data.get("access_token") or token]
    for secret in secrets:
        assert secret not in told
