"""New users and reset passwords over HTTP: a secret that is told once."""

from typing import Any

import pytest

from tests.employees.conftest import Client, Company
from tests.employees.test_handing_on_rights import allow

NEW = {"username": "Zhao", "role": "employee"}


async def sign_in(client: Client, name: str, password: str) -> Any:
    return await client.http.post("/api/auth/login", json={"username": name, "password": password})


async def test_a_new_user_signs_in_with_the_password_that_was_told_once(client: Client, company: Company) -> None:
    body = NEW | {"name": "赵", "employee_id": company.employees["zhao"]}
    made = await client.ask("root", "POST", "/api/users", body)
    data = made.json()["data"]
    assert (made.status_code, data["user"]["employee"]["id"]) == (201, company.employees["zhao"])
    answer = await sign_in(client, "zhao", data["one_time_password"])
    assert answer.json()["data"]["user"]["must_change_password"] is True
    (entry,) = await client.told("user.create")
    assert data["one_time_password"] not in str(tuple(entry))
    taken = await client.ask("root", "POST", "/api/users", NEW | {"username": "ZHAO"})
    assert taken.json()["code"] == "username_taken"


async def test_a_link_signs_a_new_user_in_once(client: Client) -> None:
    made = await client.ask("root", "POST", "/api/users", NEW | {"secret": "link"})
    link = made.json()["data"]["sign_in_link"]
    token = {"token": link.partition("#link=")[2]}
    assert (await client.http.post("/api/auth/link", json=token)).status_code == 200
    assert (await client.http.post("/api/auth/link", json=token)).status_code == 401


async def test_a_reset_ends_the_sessions_and_the_old_password(client: Client, company: Company) -> None:
    path = f"/api/users/{company.users['wang']}"
    await client.get("wang", "/api/employees/me")
    reset = await client.ask("root", "POST", f"{path}/reset-password", {})
    assert (await client.ask("wang", "GET", "/api/employees/me")).status_code == 401
    assert (await sign_in(client, "wang", reset.json()["data"]["one_time_password"])).status_code == 200
    assert len(await client.get("root", f"{path}/sessions")) == 1
    assert (await client.ask("root", "DELETE", f"{path}/sessions")).json()["data"] == {"ended": 1}
    own = await client.ask("root", "POST", f"/api/users/{company.users['root']}/reset-password", {})
    assert own.json()["code"] == "not_your_own_rights"


async def test_a_reset_ends_the_personal_tokens_too_and_says_how_many(client: Client, company: Company) -> None:
    wish = {"name": "BI", "permissions": ["employee:read"], "days": 30}
    tokens = [(await client.ask("wang", "POST", "/api/auth/tokens", wish)).json()["data"]["token"] for _ in range(2)]
    other = (await client.ask("li", "POST", "/api/auth/tokens", wish)).json()["data"]["token"]

    async def opened(token: str) -> int:
        headers = {"authorization": f"Bearer {token}"}
        return (await client.http.get("/api/employees/me", headers=headers)).status_code

    assert [await opened(token) for token in tokens] == [200, 200]
    await client.ask("root", "POST", f"/api/users/{company.users['wang']}/reset-password", {"secret": "link"})
    assert [await opened(token) for token in (*tokens, other)] == [401, 401, 200]
    (entry,) = await client.told("password.reset")
    assert entry.details["tokens"] == 2


async def test_who_leaves_is_out_at_once(client: Client, company: Company) -> None:
    await client.get("wang", "/api/employees/me")
    await client.ask("li", "POST", f"/api/employees/{company.employees['wang']}/status", {"status": "left"})
    assert (await client.ask("wang", "GET", "/api/employees/me")).status_code == 401


async def test_a_manager_who_may_makes_users_of_the_own_team_only(client: Client, company: Company) -> None:
    await allow(client.tools.database, "user:read", "user:manage")
    refused = await client.ask("li", "POST", "/api/users", NEW)
    assert refused.json()["code"] == "beyond_your_rights"
    for role in ("admin", "trainer"):
        body = NEW | {"role": role, "employee_id": company.employees["zhao"]}
        assert (await client.ask("li", "POST", "/api/users", body)).json()["code"] == "beyond_your_rights"
    made = await client.ask("li", "POST", "/api/users", NEW | {"employee_id": company.employees["zhao"]})
    assert made.status_code == 201
    held = await client.ask(
        "li", "POST", "/api/users", NEW | {"username": "n", "employee_id": company.employees["wang"]}
    )
    assert held.json()["code"] == "employee_taken"


@pytest.mark.parametrize("bad", [{"username": "a\u0000b"}, {"username": " "}, {"password_hash": "x"}, {"id": 3}])
async def test_what_no_user_can_be_is_refused(client: Client, bad: dict[str, Any]) -> None:
    assert (await client.ask("root", "POST", "/api/users", NEW | bad)).status_code == 422
