"""Attacks on signing in, and what comes of them: nothing, said in few words."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from leadline.employees.models import auth_sessions, sign_in_attempts, users
from leadline.employees.service import throttle
from leadline.entrypoints.api import create_app
from leadline.kernel.clock import now
from leadline.kernel.settings import load_settings
from tests.employees.signing import Door
from tests.factories.people import PASSWORD, make_account, sign_in

WRONG = "not the password"


@pytest.fixture
async def door(database_url: str, tmp_path: Path) -> AsyncIterator[Door]:
    """The whole application."""
    settings = load_settings(app_env="testing", leadline_home=tmp_path, database_url=database_url, password_cost=4)
    app = create_app(settings)
    transport = httpx.ASGITransport(app, client=("203.0.113.7", 4000))
    async with httpx.AsyncClient(transport=transport, base_url="https://leadline.test") as client:
        yield Door(client, app.state.employees, app.state.authenticator)
    await app.state.calls.database.close()


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The time at which all attempts are made: on a busy machine the first delay would be over before the next one."""
    moment = now()
    monkeypatch.setattr(throttle, "now", lambda: moment)
    return moment


@pytest.mark.usefixtures("still")
async def test_guessing_gets_slower_and_the_right_password_waits_too(door: Door) -> None:
    await make_account(door.tools, "li")
    codes = [(await sign_in(door.client, "li", WRONG)).status_code for _ in range(7)]
    assert codes == [401] * 5 + [429] * 2
    waiting = await sign_in(door.client, "li")
    assert (waiting.status_code, waiting.json()["code"]) == (429, "too_many_attempts")
    assert 1 <= int(waiting.headers["retry-after"]) <= throttle.FIRST_DELAY


async def test_the_delay_doubles_and_ends_and_is_forgotten(door: Door, still: datetime) -> None:
    await make_account(door.tools, "li")
    delays = []
    for failures in (4, 5, 6, 20):
        async with door.tools.database.transaction() as connection:
            row = {"failures": failures, "last_failed_at": still, "blocked_until": still}
            await connection.execute(sign_in_attempts.delete())
            await connection.execute(sign_in_attempts.insert().values(key="account:li", **row))
        await sign_in(door.client, "li", WRONG)
        delays.append(int((await sign_in(door.client, "LI", WRONG)).headers["retry-after"]))
    assert delays == [2, 4, 8, 900]
    async with door.tools.database.transaction() as connection:
        past = still - timedelta(hours=2)
        await connection.execute(sign_in_attempts.update().values(last_failed_at=past, blocked_until=past))
    assert (await sign_in(door.client, "li")).status_code == 200


@pytest.mark.usefixtures("still")
async def test_a_hundred_guesses_at_once_are_a_hundred(door: Door) -> None:
    await make_account(door.tools, "li")
    answers = await asyncio.gather(*(sign_in(door.client, "li", f"guess number {n}") for n in range(30)))
    assert sum(answer.status_code == 401 for answer in answers) == throttle.FREE_FOR_AN_ACCOUNT


@pytest.mark.usefixtures("still")
async def test_many_names_from_one_address_are_slowed_as_well_and_a_good_account_pays_for_no_guesses(
    door: Door,
) -> None:
    await make_account(door.tools, "li")
    codes = []
    for number in range(throttle.FREE_FOR_AN_ADDRESS + 2):
        codes.append((await sign_in(door.client, f"name-{number}", WRONG)).status_code)
        if number % 5 == 0 and codes[-1] == 401:
            await sign_in(door.client, "li")
    assert codes[-1] == 429
    assert codes.count(401) == throttle.FREE_FOR_AN_ADDRESS


async def test_addresses_of_one_ipv6_network_are_one() -> None:
    assert throttle.network_of("2001:db8::1") == throttle.network_of("2001:db8::ffff:1")
    assert throttle.network_of("2001:db8::1") != throttle.network_of("2001:db8:0:1::1")
    assert throttle.network_of("::ffff:192.0.2.1") == throttle.network_of("192.0.2.1")


async def test_an_unknown_user_takes_as_long_as_a_wrong_password(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "FREE_FOR_AN_ACCOUNT", 1000)
    monkeypatch.setattr(throttle, "FREE_FOR_AN_ADDRESS", 1000)
    door.tools.passwords.__init__(8)  # type: ignore[misc]  # some 15 ms: what a shortcut would save
    await make_account(door.tools, "li")
    took: dict[str, list[float]] = {"li": [], "nobody": []}
    for _ in range(15):
        for name, times in took.items():
            started = time.perf_counter()
            assert (await sign_in(door.client, name, WRONG)).status_code == 401
            times.append(time.perf_counter() - started)
    known, unknown = (min(took[name]) for name in ("li", "nobody"))  # what it costs where nothing else has a say
    assert unknown > known * 0.6


async def test_no_session_is_taken_over_from_whoever_signs_in(door: Door) -> None:
    await make_account(door.tools, "attacker")
    await make_account(door.tools, "li")
    planted = await door.token("attacker")
    door.client.cookies.set("leadline_session", planted)
    await door.browser("li")
    assert door.client.cookies.get("leadline_session", domain="leadline.test") != planted
    async with door.tools.database.reading() as connection:
        assert (await connection.execute(select(func.count()).select_from(auth_sessions))).scalar_one() == 2


async def test_two_different_session_cookies_are_nobodys(door: Door) -> None:
    await make_account(door.tools, "li")
    await make_account(door.tools, "attacker")
    one, two = await door.token("li"), await door.token("attacker")
    answered = await door.client.get(
        "/api/auth/me", headers={"cookie": f"leadline_session={one}; leadline_session={two}"}
    )
    assert answered.status_code == 401


async def test_a_cookie_that_holds_another_kind_of_token_is_nobodys(door: Door) -> None:
    development = door.tools.tokens.mint("dev", "dev", "admin")
    answered = await door.client.get("/api/auth/me", headers={"cookie": f"leadline_session={development}"})
    assert answered.status_code == 401


async def test_a_write_by_cookie_needs_the_token_of_its_own_session(door: Door) -> None:
    await make_account(door.tools, "li")
    await make_account(door.tools, "wang")
    others = await door.browser("wang")
    own = await door.browser("li")
    for headers in ({}, {"x-csrf-token": ""}, {"x-csrf-token": "wrong"}, others, {"x-csrf-token": "\xff" * 64}):
        raw = httpx.Headers({name.encode(): value.encode("latin-1") for name, value in headers.items()})
        refused = await door.client.request("POST", "/api/auth/logout", json={}, headers=raw)
        assert (refused.status_code, refused.json()["code"]) == (403, "csrf_refused")
        assert (await door.client.delete(f"/api/auth/sessions/{'0' * 32}", headers=raw)).status_code == 403
    assert (await door.post("logout", **own)).status_code == 200


async def test_another_site_signs_nobody_in(door: Door) -> None:
    await make_account(door.tools, "li")
    body = {"username": "li", "password": PASSWORD, "session": "cookie"}
    crossed = await door.client.post("/api/auth/login", json=body, headers={"sec-fetch-site": "cross-site"})
    assert (crossed.status_code, crossed.json()["code"]) == (403, "csrf_refused")
    form = await door.client.post("/api/auth/login", data=body)
    plain = await door.client.post("/api/auth/login", content=str(body), headers={"content-type": "text/plain"})
    assert (form.status_code, plain.status_code) == (422, 422)


async def test_a_token_is_good_no_longer_after_its_session(door: Door) -> None:
    await make_account(door.tools, "li")
    token = await door.token("li")
    await door.post("logout", token)
    for _ in range(3):
        assert (await door.me(token)).status_code == 401
    door.client.cookies.set("leadline_session", token)
    assert (await door.me()).status_code == 401


@pytest.mark.parametrize(
    "more", [{"role": "admin"}, {"data_scope": "all"}, {"user_id": 1}, {"team": 1}, {"scope": "all"}]
)
@pytest.mark.parametrize("path", ["login", "password", "logout", "tokens"])
async def test_a_body_gives_no_rights(door: Door, path: str, more: dict[str, Any]) -> None:
    user = await make_account(door.tools, "li", "employee")
    bodies: dict[str, dict[str, Any]] = {
        "login": {"username": "li", "password": PASSWORD},
        "password": {"current": PASSWORD, "new": "another good passphrase"},
        "logout": {},
        "tokens": {"name": "x", "permissions": ["call:read"]},
    }
    token = await door.token("li")
    assert (await door.post(path, token, bodies[path] | more)).status_code == 422
    async with door.tools.database.reading() as connection:
        stored = await connection.execute(select(users.c.role, users.c.data_scope).where(users.c.id == user))
        assert tuple(stored.one()) == ("employee", None)


@pytest.mark.parametrize(
    "name",
    [
        "' OR 1=1 --",
        'li"; DROP TABLE users; --',
        "li\r\nSet-Cookie: x=1",
        "${jndi:ldap://x}",
        "%00",
        "li%",
        "_",
        "\u202eil",
    ],
)
async def test_a_name_is_a_name_and_no_statement_and_no_header(door: Door, name: str) -> None:
    await make_account(door.tools, "li")
    answered = await sign_in(door.client, name, PASSWORD)
    assert (answered.status_code, answered.json()["code"]) == (401, "wrong_credentials")
    assert "set-cookie" not in answered.headers
    assert await door.token("li")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b'"li"', b"null", b"[" * 50_000, b'{"username":' * 20_000, b'{"username": "li"}',
        b'{"username": "li", "password": ["x"]}', b'{"username": {"$gt": ""}, "password": {"$gt": ""}}',
        b'{"username": "a\\u0000b", "password": "x"}', b'{"username": "\\ud800", "password": "x"}',
        b'{"username": "li", "password": "' + b"x" * 2000 + b'"}',
    ],
)  # fmt: skip
async def test_a_body_that_is_none_is_malformed(door: Door, body: bytes) -> None:
    answered = await door.client.post("/api/auth/login", content=body, headers={"content-type": "application/json"})
    assert answered.status_code in (401, 422), answered.text
    assert answered.json()["success"] is False


async def test_a_huge_body_is_not_read(door: Door) -> None:
    huge = b'{"username": "li", "password": "' + b"x" * 11_000_000
    answered = await door.client.post("/api/auth/login", content=huge, headers={"content-type": "application/json"})
    assert answered.status_code == 413


async def test_of_repeated_headers_the_first_counts_at_every_door(door: Door) -> None:
    await make_account(door.tools, "li")
    good, bad = f"Bearer {await door.token('li')}", "Bearer x.y.z"
    for path in ("/api/auth/me", "/api/stats/overview"):
        first = await door.client.get(path, headers=[("authorization", good), ("authorization", bad)])
        second = await door.client.get(path, headers=[("authorization", bad), ("authorization", good)])
        assert (first.status_code, second.status_code) == (200, 401)


async def test_more_sign_ins_than_can_be_checked_are_sent_away(door: Door) -> None:
    door.tools.passwords._waiting = 40
    await make_account_by_hand(door)
    busy = await sign_in(door.client, "li")
    assert (busy.status_code, busy.json()["code"], busy.headers["retry-after"]) == (503, "sign_in_busy", "5")


async def make_account_by_hand(door: Door) -> None:
    waiting, door.tools.passwords._waiting = door.tools.passwords._waiting, 0
    await make_account(door.tools, "li")
    door.tools.passwords._waiting = waiting
