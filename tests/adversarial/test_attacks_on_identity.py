"""Attacks by those who may sign in: in another's name, on what was made for another, past what they may."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy import select, update

from leadline.calls.contracts import RecountDays
from leadline.employees.models import employees
from leadline.employees.repository.turns import tell_of_change
from leadline.employees.service import throttle
from leadline.entrypoints.api import create_app
from leadline.kernel.audit.log import audit_entries
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.jobs.tables import jobs
from leadline.kernel.settings import load_settings
from tests.employees.signing import Door
from tests.factories.calls import call
from tests.factories.people import PASSWORD, bearer, make_account, sign_in
from tests.factories.staff import make_employee, make_team

NEW_PASSWORD = f"{PASSWORD}, a new one"


@pytest.fixture
async def door(database_url: str, tmp_path: Path) -> AsyncIterator[Door]:
    """The whole application."""
    settings = load_settings(
        app_env="testing", leadline_home=tmp_path, database_url=database_url, password_cost=4, reveals_per_day=2,
        public_url="https://calls.example/",
    )  # fmt: skip
    app = create_app(settings)
    transport = httpx.ASGITransport(app, client=("203.0.113.7", 4000))
    async with httpx.AsyncClient(transport=transport, base_url="http://backend:5001") as client:
        yield Door(client, app.state.employees, app.state.authenticator)
    await app.state.calls.database.close()


def erp_token(door: Door, username: str, role: str = "manager", user_id: Any = "E7") -> str:
    secret, at = door.tools.settings.jwt_secret_key.get_secret_value(), int(time.time())
    claims = {"user_id": user_id, "username": username, "role": role, "iat": at, "exp": at + 600}
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(secret))


async def ask(door: Door, token: str, method: str, path: str, body: Any = None) -> httpx.Response:
    return await door.client.request(method, path, json=body, headers={"authorization": f"Bearer {token}"})


async def data(door: Door, token: str, method: str, path: str, body: Any = None) -> Any:
    answer = await ask(door, token, method, path, body)
    assert answer.status_code < 300, answer.text
    return answer.json()["data"]


async def test_who_knows_a_temporary_password_leaves_no_token_behind(door: Door) -> None:
    await make_account(door.tools, "li", must_change_password=True)
    token = await door.token("li")
    refused = await door.post("tokens", token, {"name": "kept", "permissions": ["call:read"]})
    assert (refused.status_code, refused.json()["code"]) == (403, "password_change_required")


@pytest.mark.parametrize("secret", ["password", "link"])
async def test_a_reset_voids_the_links_from_before(door: Door, secret: str) -> None:
    await make_account(door.tools, "root", "admin")
    root = await door.token("root")
    made = await data(door, root, "POST", "/api/users", {"username": "li", "role": "manager", "secret": "link"})
    assert made["sign_in_link"].startswith("https://calls.example/sign-in#link=")
    await data(door, root, "POST", f"/api/users/{made['user']['id']}/reset-password", {"secret": secret})
    old = await door.post("link", None, {"token": made["sign_in_link"].partition("#link=")[2]})
    assert (old.status_code, old.json()["code"]) == (401, "link_refused")


async def test_who_was_disabled_comes_back_by_no_link_from_before(door: Door) -> None:
    await make_account(door.tools, "root", "admin")
    root = await door.token("root")
    made = await data(door, root, "POST", "/api/users", {"username": "li", "role": "manager", "secret": "link"})
    for deed in ("disable", "enable"):
        await data(door, root, "POST", f"/api/users/{made['user']['id']}/{deed}")
    old = await door.post("link", None, {"token": made["sign_in_link"].partition("#link=")[2]})
    assert old.status_code == 401


async def test_made_up_links_make_their_sender_wait(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "FIRST_DELAY", 600)  # not over before the next one comes, however slow the machine
    answers = [await door.post("link", None, {"token": f"x{n}"}) for n in range(throttle.FREE_FOR_AN_ADDRESS + 2)]
    assert [answer.status_code for answer in answers[-3:]] == [401, 429, 429]
    async with door.tools.database.reading() as connection:
        told = (await connection.execute(select(audit_entries.c.id))).all()
    assert len(told) == throttle.FREE_FOR_AN_ADDRESS


async def test_a_user_of_the_erp_who_calls_themselves_like_another_is_not_the_other(door: Door) -> None:
    await make_account(door.tools, "boss", "admin")
    boss, twin = await door.token("boss"), erp_token(door, "boss")
    export = (await data(door, boss, "POST", "/api/calls/exports"))["job_id"]
    async with door.tools.database.transaction() as connection:
        await connection.execute(update(jobs).values(state="done", result={"rows": 7}))
    assert (await data(door, boss, "GET", f"/api/jobs/{export}"))["result"] == {"rows": 7}
    assert (await data(door, twin, "GET", f"/api/jobs/{export}"))["result"] is None
    assert (await ask(door, twin, "GET", f"/api/calls/exports/{export}")).status_code == 404
    second = erp_token(door, "boss", user_id="E8")
    names = [(await data(door, token, "GET", "/api/auth/me"))["username"] for token in (boss, twin, second)]
    assert len(set(names)) == 3


async def test_a_local_user_does_not_get_the_name_of_one_of_the_erp(door: Door) -> None:
    await make_account(door.tools, "root", "admin")
    await door.me(erp_token(door, "Boss"))
    taken = await ask(door, await door.token("root"), "POST", "/api/users", {"username": "Boss", "role": "admin"})
    assert (taken.status_code, taken.json()["code"]) == (409, "username_taken")


@pytest.mark.parametrize("name", ["schedule", "System", "cli:root", "push:guanke", "-"])
async def test_nobody_goes_by_a_name_of_the_program(door: Door, name: str) -> None:
    await make_account(door.tools, "root", "admin")
    refused = await ask(door, await door.token("root"), "POST", "/api/users", {"username": name, "role": "admin"})
    assert (refused.status_code, refused.json()["code"]) == (422, "username_refused")
    async with door.tools.database.transaction() as connection:
        job = await enqueue(connection, RecountDays(), requested_by=name)
        await connection.execute(update(jobs).values(state="done", result={"days": 1}))
    token = erp_token(door, name)
    assert (await data(door, token, "GET", f"/api/jobs/{job}"))["result"] is None
    me = (await data(door, token, "GET", "/api/auth/me"))["username"]
    assert me.startswith(f"{name}#")


async def test_a_user_name_that_is_a_number_has_the_quota_of_everybody(door: Door) -> None:
    calls = door.client._transport.app.state.calls  # type: ignore[attr-defined]  # httpx' own transport of an application
    async with door.tools.database.transaction() as connection:
        await calls.ingest.write(connection, "guanke", [call("1", phone="13900139000")])
    codes, token = {}, ""
    for name in ("13912345678", "13987655678"):  # masked they are one
        await make_account(door.tools, name, "admin")
        token = await door.token(name)
        answers = [await ask(door, token, "POST", "/api/calls/1/reveal", {"reason": "back"}) for _ in range(3)]
        codes[name] = [answer.status_code for answer in answers]
    assert codes == {"13912345678": [200, 200, 429], "13987655678": [200, 200, 429]}
    listed = await ask(door, token, "GET", "/api/audit?actor=13987655678&action=phone.reveal")
    assert len(listed.json()["data"]) == 4
    assert "13987655678" not in listed.text


async def test_a_name_that_grows_when_it_is_folded_is_nobodys(door: Door) -> None:
    for name in ("\ufdfa" * 100, "x" * 100):
        answer = await sign_in(door.client, name)
        assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")


async def test_a_file_made_when_its_maker_saw_more_is_theirs_no_longer(door: Door) -> None:
    user = await make_account(door.tools, "li", "manager")
    async with door.tools.database.transaction() as connection:
        team = await make_team(connection, "north")
        await make_employee(connection, "li", team=team, user=user, agents=["A1"])
        await make_employee(connection, "wang", team=team, agents=["A2"])
    token = await door.token("li")
    job = (await data(door, token, "POST", "/api/calls/exports"))["job_id"]
    assert (await ask(door, token, "GET", f"/api/calls/exports/{job}")).json()["code"] == "export_not_ready"
    async with door.tools.database.transaction() as connection:
        await connection.execute(update(employees).where(employees.c.name == "wang").values(team_id=None))
        await tell_of_change(connection)
    assert (await ask(door, token, "GET", f"/api/calls/exports/{job}")).json()["code"] == "export_not_found"


async def test_what_a_view_holds_is_plain(door: Door) -> None:
    await make_account(door.tools, "li")
    headers = {"authorization": f"Bearer {await door.token('li')}", "content-type": "application/json"}
    for value in ("NaN", "Infinity", "-1e999", '"\\ud800"', '"\\u0000"', "[" * 500 + "]" * 500, '{"a": 1}'):
        body = f'{{"page": "calls", "name": "n", "query": {{"a": {value}}}}}'
        answer = await door.client.post("/api/views", content=body, headers=headers)
        assert answer.status_code in {201, 422}, (value, answer.text)
        assert (await door.client.get("/api/views", headers=headers)).status_code == 200, value


async def test_a_token_without_a_user_is_refused_as_the_document_says(door: Door) -> None:
    app = door.client._transport.app  # type: ignore[attr-defined]  # httpx' own transport of an application
    headers = bearer(door.tools.tokens, "admin", user="dev")
    places = {"session_id": "0" * 32, "token_id": "1", "view_id": "1"}
    asked = 0
    for path, operations in app.openapi()["paths"].items():
        if path.startswith(("/api/auth/", "/api/views")) and "login" not in path:
            for method, operation in operations.items():
                answer = await door.client.request(method, path.format(**places), json={}, headers=headers)
                assert str(answer.status_code) in operation["responses"], (method, path, answer.text)
                asked += answer.json().get("code") == "no_account"
    assert asked >= 6


async def test_a_body_that_is_too_large_is_refused_with_a_key_as_without(door: Door) -> None:
    await make_account(door.tools, "root", "admin")
    token = await door.token("root")

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(door.tools.settings.max_body_bytes // 65536 + 2):
            yield b"x" * 65536

    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    for more in ({}, {"idempotency-key": "k1"}):
        answer = await door.client.post("/api/teams", content=endless(), headers=headers | more)
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_what_was_refused_is_found_as_refused(door: Door) -> None:
    await make_account(door.tools, "root", "admin")
    root = await door.token("root")
    await sign_in(door.client, "root", "not the password")
    await door.post("password", root, {"current": "nor this one", "new": NEW_PASSWORD})
    found = (await ask(door, root, "GET", "/api/audit?result=refused")).json()["data"]
    assert [(one["action"], one["actor"]) for one in found] == [("password.refuse", "root"), ("session.refuse", "root")]
