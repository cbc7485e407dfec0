"""Tokens of other issuers, personal tokens, and how a change of rights reaches every process."""

import asyncio
import time
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey
from sqlalchemy import select

from leadline.employees.errors import SessionEnded
from leadline.employees.models import users
from leadline.employees.service.identities import StoredIdentities
from leadline.kernel.auth.authenticator import Authenticator
from leadline.kernel.auth.remote_keys import RemoteKeys
from leadline.kernel.auth.version import VERSION_SECONDS, AuthVersion
from leadline.kernel.clock import now
from leadline.kernel.db.engine import Database
from leadline.kernel.errors import NotAuthenticated
from tests.employees.signing import Door
from tests.factories.people import change_account, make_account
from tests.factories.staff import make_employee, make_team


def claims(user_id: Any = "E7", role: str = "manager", **more: Any) -> dict[str, Any]:
    issued = int(time.time())
    return {"user_id": user_id, "username": "wang", "role": role, "iat": issued, "exp": issued + 600} | more


def erp_token(door: Door, **more: Any) -> str:
    secret = door.tools.settings.jwt_secret_key.get_secret_value()
    return jwt.encode({"alg": "HS256"}, claims(**more), OctKey.import_key(secret))


async def test_a_user_of_the_erp_is_made_at_first_sight_and_is_no_local_one(door: Door) -> None:
    local = await make_account(door.tools, "wang")
    answers = await asyncio.gather(*(door.me(erp_token(door, user_id=local)) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    me = answers[0].json()["data"]
    assert (me["user_id"] == local, me["role"], me["data_scope"]) == (False, "manager", "own")
    assert me["username"] == f"wang#{me['user_id']}"  # a local user is wang
    assert len({answer.json()["data"]["user_id"] for answer in answers}) == 1
    assert (await door.me(erp_token(door, user_id=local, iss="sso"))).json()["data"]["user_id"] != me["user_id"]


async def test_a_user_of_the_erp_sees_as_their_role_does_once_they_have_a_team(door: Door) -> None:
    me = (await door.me(erp_token(door))).json()["data"]
    async with door.tools.database.transaction() as connection:
        await make_employee(connection, "wang", team=await make_team(connection, "north"), user=me["user_id"])
    door.authenticator.version.forget()
    door.authenticator._known.clear()
    again = (await door.me(erp_token(door))).json()["data"]
    assert (again["data_scope"], again["employee"]["team"]) == ("team_below", "north")


async def test_a_role_that_nobody_knows_opens_nothing(door: Door) -> None:
    assert (await door.me(erp_token(door, role="emperor"))).status_code == 401


async def test_a_role_that_the_erp_changes_is_taken_over_once_and_only_by_a_newer_token(door: Door) -> None:
    past = int(time.time()) - 60
    old = erp_token(door, iat=past)
    user = (await door.me(old)).json()["data"]["user_id"]
    await change_account(door.tools, user, role="trainer")  # set here: stands while the ERP says what it said
    assert (await door.me(old)).json()["data"]["role"] == "trainer"
    assert (await door.me(erp_token(door, role="analyst"))).json()["data"]["role"] == "analyst"
    door.authenticator._known.clear()
    assert (await door.me(old)).json()["data"]["role"] == "analyst"


async def test_a_disabled_user_of_the_erp_is_out_whatever_the_erp_says(door: Door) -> None:
    user = (await door.me(erp_token(door))).json()["data"]["user_id"]
    await change_account(door.tools, user, disabled_at=now())
    assert (await door.me(erp_token(door))).status_code == 401


async def test_a_handed_over_token_becomes_a_cookie_that_lasts_as_long(door: Door) -> None:
    answered = await door.post("session", body={"token": erp_token(door)})
    assert answered.status_code == 200, answered.text
    assert answered.json()["data"]["expires_in"] <= 600
    proof = {"x-csrf-token": answered.json()["data"]["csrf_token"]}
    assert (await door.me()).json()["data"]["username"] == "wang"
    assert (await door.post("refresh", **proof)).json()["code"] == "session_not_extended"
    again = await door.post("session", body={"token": erp_token(door, user_id="E8")})
    assert (again.status_code, again.json()["code"]) == (409, "session_running")


async def test_a_development_token_does_not_become_a_session(door: Door) -> None:
    token = door.tools.tokens.mint("dev", "dev", "admin")
    assert (await door.post("session", body={"token": token})).json()["code"] == "token_not_exchanged"
    assert (await door.post("session", body={"token": "garbage"})).status_code == 401


async def test_a_personal_token_does_what_it_was_made_for_as_long_as_its_user_may(door: Door) -> None:
    user = await make_account(door.tools, "li")
    bearer = {"authorization": f"Bearer {await door.token('li')}"}
    wish = {"name": "BI", "permissions": ["stats:read", "settings:read"], "days": 30}
    made = (await door.client.post("/api/auth/tokens", json=wish, headers=bearer)).json()["data"]
    token = made["token"]
    assert token.startswith("llp_")
    assert token not in (await door.client.get("/api/auth/tokens", headers=bearer)).text
    assert (await door.me(token)).json()["data"]["permissions"] == ["settings:read", "stats:read"]
    refused = await door.client.get("/api/calls", headers={"authorization": f"Bearer {token}"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    await change_account(door.tools, user, role="employee")
    assert (await door.me(token)).json()["data"]["permissions"] == ["stats:read"]
    assert (await door.client.delete(f"/api/auth/tokens/{made['id']}", headers=bearer)).status_code == 200
    assert (await door.me(token)).status_code == 401


async def test_a_personal_token_holds_no_more_than_its_maker_and_manages_nothing(door: Door) -> None:
    await make_account(door.tools, "li", "employee")
    bearer = {"authorization": f"Bearer {await door.token('li')}"}
    for wanted in (["call:sync"], ["data:view_all"], ["no:such"]):
        wish = {"name": "x", "permissions": wanted}
        assert (await door.client.post("/api/auth/tokens", json=wish, headers=bearer)).status_code == 422
    wish = {"name": "x", "permissions": ["call:read"]}
    token = (await door.client.post("/api/auth/tokens", json=wish, headers=bearer)).json()["data"]["token"]
    for path, body in (("tokens", wish), ("password", {"current": "x", "new": "y"}), ("logout", {}), ("refresh", {})):
        assert (await door.post(path, token, body)).json()["code"] == "session_needed"
    assert (await door.post("session", body={"token": token})).json()["code"] == "token_not_exchanged"


async def test_another_process_refuses_within_a_second_what_was_ended_here(door: Door, database_url: str) -> None:
    await make_account(door.tools, "li")
    token = (await door.token("li")).encode()
    elsewhere = Database(database_url)
    identities = StoredIdentities(elsewhere)
    other = Authenticator(door.tools.tokens, identities, AuthVersion(identities.version), door.tools.csrf)
    assert (await other.identity_of(token)).principal.username == "li"
    await door.post("logout", token.decode())
    await asyncio.sleep(VERSION_SECONDS)  # the promise is a time: what is known is half a second old at most
    with pytest.raises(SessionEnded):
        await other.identity_of(token)
    await elsewhere.close()


class Provider:
    """An identity provider with keys that it changes."""

    def __init__(self, *keys: RSAKey | ECKey) -> None:
        self.keys, self.asked, self.down = list(keys), 0, False

    def __call__(self, _request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if self.down:
            return httpx.Response(500)
        return httpx.Response(200, json={"keys": [key.as_dict(private=False) for key in self.keys]})

    def remote(self, **more: str) -> RemoteKeys:
        return RemoteKeys("https://sso.test/keys", transport=httpx.MockTransport(self), **more)


def signed(key: RSAKey | ECKey, alg: str, kid: str | None = None, **more: Any) -> bytes:
    header = {"alg": alg} | ({} if kid is None else {"kid": kid})
    return jwt.encode(header, claims(**({"iss": "https://sso.test"} | more)), key, algorithms=[alg]).encode()


RSA = RSAKey.generate_key(2048, {"kid": "r1", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "e1"})


async def test_tokens_of_a_provider_are_checked_with_its_keys() -> None:
    remote = Provider(RSA, EC).remote(issuer="https://sso.test", audience="leadline")
    good: dict[str, Any] = {"iss": "https://sso.test", "aud": ["leadline", "other"]}
    for key, alg, kid in ((RSA, "RS256", "r1"), (EC, "ES256", "e1"), (RSA, "RS256", None)):
        assert (await remote.read(signed(key, alg, kid, **good)))[:2] == ("https://sso.test", "E7")


@pytest.mark.parametrize(
    "wrong",
    [{"iss": "leadline", "dev": True}, {"iss": "leadline", "sid": "x"}, {"exp": 1}, {"exp": None}, {"user_id": None}],
)
async def test_a_provider_does_not_speak_in_our_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotAuthenticated):
        await Provider(RSA).remote().read(signed(RSA, "RS256", "r1", **wrong))


@pytest.mark.parametrize("issuer", [None, "erp", ""])
async def test_a_provider_does_not_speak_of_the_erps_users(issuer: str | None) -> None:
    with pytest.raises(NotAuthenticated):
        await Provider(RSA).remote().read(signed(RSA, "RS256", "r1", iss=issuer))


@pytest.mark.parametrize("more", [{"issuer": "https://sso.test"}, {"audience": "leadline"}])
async def test_another_issuer_or_audience_is_refused(more: dict[str, str]) -> None:
    with pytest.raises(NotAuthenticated):
        await Provider(RSA).remote(**more).read(signed(RSA, "RS256", "r1", iss="x", aud="y"))


async def test_keys_that_rotate_are_found_and_made_up_key_ids_ask_once(monkeypatch: pytest.MonkeyPatch) -> None:
    provider = Provider(RSA)
    remote = provider.remote()
    await remote.read(signed(RSA, "RS256", "r1"))
    for number in range(20):
        with pytest.raises(NotAuthenticated):
            await remote.read(signed(RSA, "RS256", f"made-up-{number}"))
    assert provider.asked == 1
    provider.keys = [EC]
    monkeypatch.setattr("leadline.kernel.auth.remote_keys.SOONEST_AGAIN", 0.0)
    await remote.read(signed(EC, "ES256", "e1"))
    with pytest.raises(NotAuthenticated):
        await remote.read(signed(RSA, "RS256", "r1"))


async def test_a_provider_that_is_away_keeps_its_last_keys() -> None:
    provider = Provider(RSA)
    remote = provider.remote()
    provider.down = True
    with pytest.raises(Exception, match="cannot be read"):
        await remote.read(signed(RSA, "RS256", "r1"))
    provider.down = False
    await remote.refresh()
    provider.down = True
    await remote.refresh()
    assert (await remote.read(signed(RSA, "RS256", "r1")))[1] == "E7"


async def test_the_id_of_an_external_user_is_stored_as_text(door: Door) -> None:
    await door.me(erp_token(door, user_id=42))
    async with door.tools.database.reading() as connection:
        stored = (await connection.execute(select(users.c.issuer, users.c.external_id))).one()
    assert tuple(stored) == ("erp", "42")
