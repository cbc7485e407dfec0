"""Saved views over HTTP: one's own, shared ones, their order and the default."""

from typing import Any

import pytest

from tests.employees.conftest import Client

VIEW = {"page": "calls", "name": "today", "query": {"outcome": ["connected"], "per_page": 50, "sort": "-duration"}}


async def save(client: Client, who: str = "li", **fields: Any) -> Any:
    response = await client.ask(who, "POST", "/api/views", VIEW | fields)
    assert response.status_code == 201, response.text
    return response.json()["data"]


async def names(client: Client, who: str, page: str = "calls") -> list[str]:
    return [one["name"] for one in await client.get(who, "/api/views", page=page)]


async def test_a_view_is_ones_own_unless_it_is_shared(client: Client) -> None:
    view = await save(client)
    assert view["query"] == VIEW["query"]
    assert await names(client, "wang") == []
    for method, body in (("PATCH", {"name": "x"}), ("DELETE", None)):
        assert (await client.ask("wang", method, f"/api/views/{view['id']}", body)).status_code == 404
    await client.ask("li", "PATCH", f"/api/views/{view['id']}", {"shared": True})
    (seen,) = await client.get("wang", "/api/views")
    assert (seen["name"], seen["own"], seen["owner"]) == ("today", False, "li")
    assert (await client.ask("wang", "PATCH", f"/api/views/{view['id']}", {"name": "x"})).status_code == 404


async def test_to_share_takes_a_permission(client: Client) -> None:
    assert (await client.ask("wang", "POST", "/api/views", VIEW | {"shared": True})).status_code == 403
    view = await save(client, "wang")
    assert (await client.ask("wang", "PATCH", f"/api/views/{view['id']}", {"shared": True})).status_code == 403


async def test_names_are_unique_on_a_page(client: Client) -> None:
    await save(client)
    assert (await client.ask("li", "POST", "/api/views", VIEW)).json()["code"] == "view_taken"
    other = await save(client, page="stats")
    await save(client, "wang")
    third = await save(client, name="yesterday")
    renamed = await client.ask("li", "PATCH", f"/api/views/{third['id']}", {"name": "today"})
    assert renamed.json()["code"] == "view_taken"
    assert (await client.ask("li", "PATCH", f"/api/views/{other['id']}", {"name": "today"})).status_code == 200


async def test_there_is_one_default_a_page(client: Client) -> None:
    first = await save(client, is_default=True)
    second = await save(client, name="second", is_default=True)
    await save(client, page="stats", is_default=True)
    defaults = {one["id"] for one in await client.get("li", "/api/views", page="calls") if one["is_default"]}
    assert defaults == {second["id"]}
    await client.ask("li", "PATCH", f"/api/views/{first['id']}", {"is_default": True, "pinned": True})
    views = {one["id"]: one for one in await client.get("li", "/api/views", page="calls")}
    assert [views[one["id"]]["is_default"] for one in (first, second)] == [True, False]
    assert views[first["id"]]["pinned"]


async def test_views_stand_in_the_order_that_was_given(client: Client) -> None:
    ids = [(await save(client, name=name))["id"] for name in ("a", "b", "c")]
    assert await names(client, "li") == ["a", "b", "c"]
    await client.ask("li", "PUT", "/api/views/order", {"page": "calls", "ids": [ids[2], ids[0]]})
    assert await names(client, "li") == ["c", "a", "b"]
    foreign = await save(client, "wang")
    refused = await client.ask("li", "PUT", "/api/views/order", {"page": "calls", "ids": [foreign["id"]]})
    assert refused.status_code == 404


@pytest.mark.parametrize(
    "bad",
    [{"query": {"a": {"deep": 1}}}, {"query": {"a": "x" * 9000}}, {"user_id": 1}, {"position": 3}, {"page": "../x"}],
)
async def test_what_a_view_cannot_hold_is_refused(client: Client, bad: dict[str, object]) -> None:
    assert (await client.ask("li", "POST", "/api/views", VIEW | bad)).status_code == 422


async def test_a_deleted_view_is_gone(client: Client) -> None:
    view = await save(client)
    assert (await client.ask("li", "DELETE", f"/api/views/{view['id']}")).status_code == 200
    assert await names(client, "li") == []
    assert [entry.actor for entry in await client.told("view.delete")] == ["li"]
