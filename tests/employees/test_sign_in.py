"""Signing in and out: by password, by link, by the ERP's token; sessions, cookies, and the user's own password."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from leadline.employees.models import auth_sessions, users
from leadline.employees.repository.sessions import end_sessions
from leadline.employees.repository.turns import tell_of_change
from leadline.employees.service.links import make_link
from leadline.kernel.clock import now
from tests.employees.signing import Door
from tests.factories.people import PASSWORD, change_account, make_account, sign_in


async def test_the_right_password_answers_a_token_and_the_user(door: Door) -> None:
    user = await make_account(door.tools, "Li.Na", "manager")
    answered = (await sign_in(door.client, "li.na")).json()["data"]
    assert (answered["token_type"], answered["csrf_token"]) == ("bearer", None)
    assert 24 * 3600 - 5 < answered["expires_in"] <= 24 * 3600
    me = (await door.me(answered["access_token"])).json()["data"]
    assert me == answered["user"]
    assert (me["user_id"], me["username"], me["role"], me["role_label"]) == (user, "Li.Na", "manager", "Manager")
    assert (me["data_scope"], me["employee"], me["must_change_password"]) == ("team_below", None, False)
    assert "call:sync" in me["permissions"]
    assert "data:view_all" not in me["permissions"]


async def test_an_unknown_user_and_a_wrong_password_are_told_the_same(door: Door) -> None:
    await make_account(door.tools, "li")
    wrong = await sign_in(door.client, "li", "not the password")
    nobody = await sign_in(door.client, "nobody", "not the password")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_credentials")
    assert {**wrong.json(), "trace_id": ""} == {**nobody.json(), "trace_id": ""}


async def test_a_disabled_user_is_told_so_only_with_the_right_password(door: Door) -> None:
    await make_account(door.tools, "li", disabled_at=now())
    assert (await sign_in(door.client, "li")).json()["code"] == "account_disabled"
    assert (await sign_in(door.client, "li", "not the password")).json()["code"] == "wrong_credentials"


async def test_a_hash_of_another_cost_is_renewed(door: Door) -> None:
    user = await make_account(door.tools, "li")
    door.tools.passwords.cost = 5
    await door.token("li")
    async with door.tools.database.reading() as connection:
        stored = (await connection.execute(select(users.c.password_hash).where(users.c.id == user))).scalar_one()
    assert stored.startswith("$2b$05$")
    await door.token("li")


async def test_the_cookie_signs_in_and_its_writes_need_the_token(door: Door) -> None:
    await make_account(door.tools, "li")
    answered = await sign_in(door.client, "li", session="cookie")
    session, csrf = answered.headers.get_list("set-cookie")
    assert session.startswith("leadline_session=")
    assert "HttpOnly" in session
    assert "HttpOnly" not in csrf
    assert all("SameSite=Lax" in one and "Secure" in one and "Path=/" in one for one in (session, csrf))
    assert answered.json()["data"]["access_token"] is None
    assert (await door.me()).json()["data"]["csrf_token"] == answered.json()["data"]["csrf_token"]
    assert (await door.post("refresh")).json()["code"] == "csrf_refused"
    proof = {"x-csrf-token": answered.json()["data"]["csrf_token"]}
    assert (await door.post("logout", **proof)).status_code == 200
    assert door.client.cookies.get("leadline_session") is None


async def test_over_plain_http_the_cookie_still_works(door: Door) -> None:
    await make_account(door.tools, "li")
    door.client.base_url = "http://leadline.test"
    assert "Secure" not in (await sign_in(door.client, "li", session="cookie")).headers["set-cookie"]
    assert (await door.me()).status_code == 200


async def test_a_bearer_token_wins_over_the_cookie(door: Door) -> None:
    await make_account(door.tools, "li")
    await make_account(door.tools, "wang")
    token = await door.token("wang")
    await door.browser("li")
    assert (await door.me()).json()["data"]["username"] == "li"
    assert (await door.me(token)).json()["data"]["username"] == "wang"
    assert (await door.post("refresh", token)).status_code == 200  # a write without the proof that the cookie needs


async def test_signing_out_ends_the_token_at_once(door: Door) -> None:
    await make_account(door.tools, "li")
    token, other = await door.token("li"), await door.token("li")
    assert (await door.me(token)).status_code == 200
    assert (await door.post("logout", token)).json()["data"] == {"sessions": 1}
    refused = await door.me(token)
    assert (refused.status_code, refused.json()["code"]) == (401, "session_ended")
    assert (await door.me(other)).status_code == 200


async def test_signing_out_everywhere_ends_all_of_them(door: Door) -> None:
    await make_account(door.tools, "li")
    await make_account(door.tools, "wang")
    tokens, another = [await door.token("li") for _ in range(3)], await door.token("wang")
    assert (await door.post("logout", tokens[0], {"everywhere": True})).json()["data"] == {"sessions": 3}
    assert [(await door.me(token)).status_code for token in tokens] == [401, 401, 401]
    assert (await door.me(another)).status_code == 200


async def test_a_session_of_ones_own_can_be_listed_and_ended(door: Door) -> None:
    await make_account(door.tools, "li")
    await make_account(door.tools, "wang")
    mine, elsewhere, stranger = await door.token("li"), await door.token("li"), await door.token("wang")
    headers = {"authorization": f"Bearer {mine}"}
    listed = (await door.client.get("/api/auth/sessions", headers=headers)).json()["data"]
    assert [one["kind"] for one in listed] == ["password", "password"]
    assert {one["address"] for one in listed} == {"203.0.113.7"}
    [other] = [one["id"] for one in listed if not one["current"]]
    refused = await door.client.delete(f"/api/auth/sessions/{other}", headers={"authorization": f"Bearer {stranger}"})
    assert (refused.status_code, refused.json()["code"]) == (404, "session_not_found")
    assert (await door.client.delete(f"/api/auth/sessions/{other}", headers=headers)).status_code == 200
    assert (await door.me(elsewhere)).status_code == 401
    assert (await door.me(mine)).status_code == 200


async def test_a_session_can_be_extended_while_it_lives(door: Door) -> None:
    user = await make_account(door.tools, "li")
    token = await door.token("li")
    soon = now() + timedelta(minutes=5)
    async with door.tools.database.transaction() as connection:
        await connection.execute(auth_sessions.update().values(expires_at=soon))
    renewed = (await door.post("refresh", token)).json()["data"]
    assert renewed["expires_in"] > 23 * 3600
    async with door.tools.database.transaction() as connection:
        await end_sessions(connection, user, now())
        await tell_of_change(connection)
    assert (await door.me(renewed["access_token"])).status_code == 401


async def test_a_session_is_not_extended_past_its_last_day(door: Door) -> None:
    await make_account(door.tools, "li")
    token = await door.token("li")
    async with door.tools.database.transaction() as connection:
        await connection.execute(auth_sessions.update().values(created_at=now() - timedelta(days=30)))
    assert (await door.post("refresh", token)).json()["code"] == "session_not_extended"


async def test_a_link_signs_in_once(door: Door) -> None:
    user = await make_account(door.tools, "li")
    async with door.tools.database.transaction() as connection:
        link = await make_link(connection, user, "tests")
    first = await door.post("link", body={"token": link})
    assert first.json()["data"]["user"]["username"] == "li"
    second = await door.post("link", body={"token": link})
    assert (second.status_code, second.json()["code"]) == (401, "link_refused")


async def test_a_link_that_is_too_old_or_a_disabled_users_is_refused(door: Door) -> None:
    user, gone = await make_account(door.tools, "li"), await make_account(door.tools, "wang", disabled_at=now())
    async with door.tools.database.transaction() as connection:
        old = await make_link(connection, user, "tests", minutes=0)
        disabled = await make_link(connection, gone, "tests")
    assert (await door.post("link", body={"token": old})).json()["code"] == "link_refused"
    assert (await door.post("link", body={"token": disabled})).json()["code"] == "account_disabled"


async def test_a_temporary_password_opens_nothing_but_its_own_change(door: Door) -> None:
    await make_account(door.tools, "li", must_change_password=True)
    token = await door.token("li")
    headers = {"authorization": f"Bearer {token}"}
    assert (await door.client.get("/api/calls", headers=headers)).json()["code"] == "password_change_required"
    assert (await door.client.get("/api/stats/overview", headers=headers)).json()["code"] == "password_change_required"
    assert (await door.me(token)).json()["data"]["must_change_password"] is True
    body = {"current": PASSWORD, "new": "another good passphrase"}
    assert (await door.post("password", token, body)).status_code == 200
    assert (await door.client.get("/api/calls", headers=headers)).status_code == 200


async def test_a_changed_password_ends_the_other_sessions(door: Door) -> None:
    await make_account(door.tools, "li")
    mine, other = await door.token("li"), await door.token("li")
    changed = await door.post("password", mine, {"current": PASSWORD, "new": "another good passphrase"})
    assert changed.json()["data"] == {"sessions": 1}
    assert (await door.me(mine)).status_code == 200
    assert (await door.me(other)).status_code == 401
    assert (await sign_in(door.client, "li")).status_code == 401
    await door.token("li", "another good passphrase")


@pytest.mark.parametrize(
    ("current", "new", "code"),
    [
        ("not the password", "another good passphrase", "wrong_credentials"),
        (None, "another good passphrase", "wrong_credentials"),
        (PASSWORD, "short", "password_refused"),
        (PASSWORD, "my name is lihua ok", "password_refused"),
        (PASSWORD, "1234567890", "password_refused"),
        (PASSWORD, "password987654", "password_refused"),
        (PASSWORD, "aaaaaaaaaaaa", "password_refused"),
        (PASSWORD, "x" * 40 + "密码" * 6, "password_refused"),
        (PASSWORD, "a\0bcdefghijkl", "password_refused"),
        (PASSWORD, PASSWORD, "password_refused"),
    ],
)
async def test_a_password_that_is_not_taken(door: Door, current: str | None, new: str, code: str) -> None:
    await make_account(door.tools, "lihua")
    token = await door.token("lihua")
    assert (await door.post("password", token, {"current": current, "new": new})).json()["code"] == code
    await door.token("lihua")


async def test_whoever_has_no_password_yet_sets_one_by_a_link(door: Door) -> None:
    user = await make_account(door.tools, "li")
    await change_account(door.tools, user, password_hash=None, must_change_password=True)
    async with door.tools.database.transaction() as connection:
        link = await make_link(connection, user, "tests")
    token = (await door.post("link", body={"token": link})).json()["data"]["access_token"]
    assert (await door.me(token)).json()["data"]["has_password"] is False
    assert (await door.post("password", token, {"new": "another good passphrase"})).status_code == 200
    assert (await door.me(token)).json()["data"]["has_password"] is True
    await door.token("li", "another good passphrase")


async def test_a_change_of_role_is_seen_by_the_next_request(door: Door) -> None:
    user = await make_account(door.tools, "li", "employee")
    token = await door.token("li")
    assert "call:sync" not in (await door.me(token)).json()["data"]["permissions"]
    await change_account(door.tools, user, role="manager")
    assert "call:sync" in (await door.me(token)).json()["data"]["permissions"]


async def test_a_disabled_user_is_out(door: Door) -> None:
    user = await make_account(door.tools, "li")
    token = await door.token("li")
    await change_account(door.tools, user, disabled_at=now())
    assert (await door.me(token)).json()["code"] == "session_ended"


async def test_when_a_session_was_used_last_is_written_down_later(door: Door) -> None:
    await make_account(door.tools, "li")
    token = await door.token("li")
    long_ago = now() - timedelta(days=1)
    async with door.tools.database.transaction() as connection:
        await connection.execute(auth_sessions.update().values(last_seen_at=long_ago))
    await door.me(token)
    await door.authenticator.note_uses()
    async with door.tools.database.reading() as connection:
        assert (await connection.execute(select(auth_sessions.c.last_seen_at))).scalar_one() > long_ago
