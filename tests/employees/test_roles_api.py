"""Roles over HTTP: made, changed, deleted; and nobody hands on what they do not hold."""

from typing import Any

import pytest

from tests.employees.conftest import Client, Company

QUALITY = {"name": "quality", "label_zh": "质检员", "label_en": "Quality", "permissions": ["call:read"]}


async def make(client: Client, **fields: Any) -> Any:
    response = await client.ask("root", "POST", "/api/roles", QUALITY | fields)
    assert response.status_code == 201, response.text
    return response.json()["data"]


async def test_the_five_built_in_roles_stand_with_their_scopes(client: Client) -> None:
    roles = {role["name"]: role for role in await client.get("li", "/api/roles")}
    scopes = {name: role["data_scope"] for name, role in roles.items()}
    assert scopes == {"admin": "all", "manager": "team_below", "employee": "own", "trainer": "all", "analyst": "all"}
    assert all(role["built_in"] for role in roles.values())
    assert (roles["manager"]["label"], roles["manager"]["users"]) == ("Manager", 2)
    listed = {one["name"] for one in await client.get("root", "/api/permissions")}
    assert listed == set(roles["admin"]["permissions"]) | {"data:view_all"}


async def test_a_role_is_made_changed_and_deleted_and_each_is_written_down(client: Client) -> None:
    made = await make(client)
    assert (made["permissions"], made["data_scope"], made["built_in"]) == (["call:read"], "own", False)
    taken = await client.ask("root", "POST", "/api/roles", QUALITY)
    assert taken.json()["code"] == "role_taken"
    change = {"permissions": ["stats:read"], "data_scope": "team", "updated_at": made["updated_at"]}
    changed = await client.ask("root", "PATCH", "/api/roles/quality", change)
    assert (changed.json()["data"]["permissions"], changed.json()["data"]["data_scope"]) == (["stats:read"], "team")
    late = await client.ask("root", "PATCH", "/api/roles/quality", change)
    assert late.json()["code"] == "changed_meanwhile"
    assert (await client.ask("root", "DELETE", "/api/roles/quality")).status_code == 200
    assert (await client.ask("root", "DELETE", "/api/roles/quality")).json()["code"] == "role_not_found"
    for action in ("role.create", "role.change", "role.delete"):
        assert [entry.actor for entry in await client.told(action)] == ["root"]


async def test_a_built_in_role_can_be_edited_and_not_deleted(client: Client, company: Company) -> None:
    before = {role["name"]: role for role in await client.get("root", "/api/roles")}["employee"]["permissions"]
    change = {"permissions": [*before, "call:export"]}
    changed = await client.ask("root", "PATCH", "/api/roles/employee", change)
    assert changed.json()["data"]["permissions"] == sorted([*before, "call:export"])
    assert (await client.ask("root", "DELETE", "/api/roles/employee")).json()["code"] == "role_fixed"


@pytest.mark.parametrize("change", [{"permissions": ["call:read"]}, {"permissions": []}, {"data_scope": "own"}])
async def test_the_administrators_rights_stay_as_they_are(client: Client, change: dict[str, object]) -> None:
    assert (await client.ask("root", "PATCH", "/api/roles/admin", change)).json()["code"] == "role_fixed"


async def test_a_role_that_somebody_holds_is_not_deleted(client: Client, company: Company) -> None:
    await make(client)
    await client.ask("root", "PATCH", f"/api/users/{company.users['wang']}", {"role": "quality"})
    assert (await client.ask("root", "DELETE", "/api/roles/quality")).json()["code"] == "role_in_use"


@pytest.mark.parametrize("name", ["data:view_all", "nobody:knows"])
async def test_what_cannot_be_granted_is_refused(client: Client, name: str) -> None:
    refused = await client.ask("root", "POST", "/api/roles", QUALITY | {"permissions": [name]})
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_permission")


async def test_a_fresh_right_of_the_role_is_a_right_of_its_users(client: Client, company: Company) -> None:
    await make(client, permissions=["employee:read"], data_scope="team")
    await client.ask("root", "PATCH", f"/api/users/{company.users['wang']}", {"role": "quality"})
    user = await client.get("root", f"/api/users/{company.users['wang']}")
    assert (user["role"], user["role_label"], user["data_scope"]) == ("quality", "Quality", "team")
