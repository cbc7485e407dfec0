"""Users over HTTP: their list, their rights, and that an administrator stays."""

import asyncio
from typing import Any

import pytest

from leadline.employees.repository.administrators import count_administrators
from leadline.kernel.db.engine import Database
from tests.employees.conftest import Client, Company


def path(company: Company, name: str, more: str = "") -> str:
    return f"/api/users/{company.users[name]}{more}"


async def test_users_are_listed_searched_and_filtered(client: Client, company: Company) -> None:
    listed = await client.ask("root", "GET", "/api/users", per_page=4, sort="-username")
    assert [one["username"] for one in listed.json()["data"]] == ["zhang", "wang", "sun", "root"]
    assert listed.json()["pagination"]["total"] == 6
    assert [one["username"] for one in await client.get("root", "/api/users", q="WAN")] == ["wang"]
    assert len(await client.get("root", "/api/users", role="manager")) == 2
    assert await client.get("root", "/api/users", disabled=True) == []
    assert "hash" not in listed.text
    assert (await client.ask("li", "GET", "/api/users")).status_code == 403


async def test_nobody_changes_their_own_rights(client: Client, company: Company) -> None:
    for change in ({"role": "manager"}, {"role": "employee", "name": "x"}):
        assert (await client.ask("root", "PATCH", path(company, "root"), change)).json()[
            "code"
        ] == "not_your_own_rights"
    assert (await client.ask("root", "POST", path(company, "root", "/disable"))).json()["code"] == "not_your_own_rights"
    assert (await client.ask("root", "PATCH", path(company, "root"), {"name": "Root"})).status_code == 200


async def test_the_scope_of_a_user_can_be_set_apart_from_the_role(client: Client, company: Company) -> None:
    wider = await client.ask("root", "PATCH", path(company, "wang"), {"data_scope": "team"})
    assert (wider.json()["data"]["data_scope"], wider.json()["data"]["scope_override"]) == ("team", "team")
    assert {one["name"] for one in await client.get("wang", "/api/employees")} == {"li", "wang", "zhao"}
    back = await client.ask("root", "PATCH", path(company, "wang"), {"data_scope": None})
    assert (back.json()["data"]["data_scope"], back.json()["data"]["scope_override"]) == ("own", None)
    narrow = await client.ask("root", "PATCH", path(company, "li"), {"role": "admin", "data_scope": "own"})
    assert narrow.json()["code"] == "administrator_sees_all"


async def test_a_disabled_user_is_enabled_again(client: Client, company: Company) -> None:
    disabled = await client.ask("root", "POST", path(company, "wang", "/disable"))
    assert disabled.json()["data"]["disabled"] is True
    enabled = await client.ask("root", "POST", path(company, "wang", "/enable"))
    assert enabled.json()["data"]["disabled"] is False
    assert [entry.actor for entry in await client.told("user.disable")] == ["root"]
    assert [entry.actor for entry in await client.told("user.enable")] == ["root"]


async def test_an_administrator_stays_whoever_tries_at_once(
    client: Client, company: Company, database: Database
) -> None:
    for name in ("li", "zhang"):
        await client.ask("root", "PATCH", path(company, name), {"role": "admin"})
    tries: list[tuple[str, str, str, Any]] = [
        ("root", "POST", path(company, "li", "/disable"), None),
        ("li", "PATCH", path(company, "zhang"), {"role": "employee"}),
        ("zhang", "PATCH", path(company, "root"), {"role": "manager"}),
    ]
    answers = await asyncio.gather(*(client.ask(*one) for one in tries))
    assert {one.status_code for one in answers} <= {200, 403, 409}
    async with database.reading() as connection:
        assert await count_administrators(connection) >= 1


@pytest.mark.parametrize(
    "extra", [{"id": 1}, {"username": "x"}, {"password_hash": "x"}, {"employee": 1}, {"issuer": "e"}]
)
async def test_what_nobody_declared_is_refused(client: Client, company: Company, extra: dict[str, object]) -> None:
    assert (await client.ask("root", "PATCH", path(company, "wang"), extra)).status_code == 422


async def test_everybody_reads_their_own_permissions_in_words(client: Client, company: Company) -> None:
    held = await client.get("wang", "/api/auth/permissions")
    assert {"name": "employee:read", "description": "View employees and teams"} in held
    assert "user:manage" not in {one["name"] for one in held}
    assert "data:view_all" not in {one["name"] for one in await client.get("root", "/api/auth/permissions")}
