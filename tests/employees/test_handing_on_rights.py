"""Nobody hands on what they do not hold, and nobody touches those who hold more."""

from typing import Any

from sqlalchemy import insert, update

from leadline.employees.models import role_permissions, users
from leadline.employees.repository.turns import tell_of_change
from leadline.kernel.db.engine import Database
from tests.employees.conftest import Client, Company
from tests.employees.test_roles_api import QUALITY, make


def path(company: Company, name: str, more: str = "") -> str:
    return f"/api/users/{company.users[name]}{more}"


async def allow(database: Database, *permissions: str, role: str = "manager") -> None:
    async with database.transaction() as connection:
        for permission in permissions:
            await connection.execute(insert(role_permissions).values(role=role, permission=permission, granted=True))
        await tell_of_change(connection)


async def test_nobody_hands_on_what_they_do_not_hold(client: Client, company: Company, database: Database) -> None:
    await make(client, name="weak", permissions=["call:read"], data_scope="team")
    await make(client, name="strong", permissions=["call:sync", "phone:export"], data_scope="team")
    await make(client, name="wide", permissions=["call:read"], data_scope="all")
    await allow(database, "role:manage")

    async def refused(method: str, path: str, body: Any = None) -> str:
        response = await client.ask("li", method, path, body)
        assert response.status_code == 403, response.text
        return str(response.json()["code"])

    grow = {"permissions": ["call:read", "phone:export"]}
    assert await refused("POST", "/api/roles", QUALITY | {"permissions": ["phone:export"]}) == "beyond_your_rights"
    assert await refused("POST", "/api/roles", QUALITY | {"data_scope": "all"}) == "beyond_your_rights"
    assert await refused("PATCH", "/api/roles/weak", grow) == "beyond_your_rights"
    assert await refused("PATCH", "/api/roles/weak", {"data_scope": "all"}) == "beyond_your_rights"
    assert await refused("PATCH", "/api/roles/manager", {"data_scope": "all"}) == "beyond_your_rights"
    for role in ("strong", "wide", "admin"):  # nor does anybody weaken those above
        assert await refused("PATCH", f"/api/roles/{role}", {"label_en": "x"}) == "beyond_your_rights"
    for role in ("strong", "wide"):
        assert await refused("DELETE", f"/api/roles/{role}") == "beyond_your_rights"
    fine = await client.ask("li", "PATCH", "/api/roles/weak", {"permissions": ["stats:read"]})
    assert fine.status_code == 200


async def test_who_may_see_users_sees_those_within_reach(client: Client, company: Company, database: Database) -> None:
    await allow(database, "user:read", "user:manage")
    assert {one["username"] for one in await client.get("li", "/api/users")} == {"li", "wang"}
    for name in ("sun", "root", "qian", "zhang"):
        assert (await client.ask("li", "GET", path(company, name))).status_code == 404
        for method, more in (("PATCH", ""), ("POST", "/disable"), ("POST", "/enable"), ("DELETE", "/sessions")):
            body = {"name": "x"} if method == "PATCH" else None
            assert (await client.ask("li", method, path(company, name, more), body)).status_code == 404


async def test_a_role_above_ones_own_is_not_given(client: Client, company: Company, database: Database) -> None:
    await allow(database, "user:read", "user:manage")
    for change in ({"role": "admin"}, {"role": "analyst"}, {"data_scope": "all"}):
        refused = await client.ask("li", "PATCH", path(company, "wang"), change)
        assert (refused.status_code, refused.json()["code"]) == (403, "beyond_your_rights")
    given = await client.ask("li", "PATCH", path(company, "wang"), {"role": "manager", "name": "Wang"})
    assert given.json()["data"]["role"] == "manager"


async def test_who_holds_more_is_not_touched(client: Client, company: Company, database: Database) -> None:
    await allow(database, "user:read", "user:manage")
    async with database.transaction() as connection:
        await connection.execute(update(users).where(users.c.id == company.users["wang"]).values(role="admin"))
    for method, more, body in (("PATCH", "", {"name": "x"}), ("POST", "/disable", None), ("DELETE", "/sessions", None)):
        refused = await client.ask("li", method, path(company, "wang", more), body)
        assert refused.json()["code"] == "beyond_your_rights"
