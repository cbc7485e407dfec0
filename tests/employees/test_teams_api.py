"""Teams over HTTP: a tree that stays one."""

import asyncio

import pytest

from leadline.employees.domain.teams import Leaf, in_order
from tests.employees.conftest import Client, Company


def test_a_tree_is_read_from_the_top_and_by_name() -> None:
    leaves = [
        Leaf(1, "b", None),
        Leaf(2, "a", None),
        Leaf(3, "z", 2),
        Leaf(4, "y", 2),
        Leaf(5, "x", 3),
        Leaf(6, "c", 99),
    ]
    assert list(in_order(leaves)) == [2, 4, 3, 5, 1, 6]


async def test_everybody_sees_the_teams_within_reach(client: Client, company: Company) -> None:
    assert [one["name"] for one in await client.get("root", "/api/teams")] == ["sales", "north", "south"]
    assert [one["name"] for one in await client.get("li", "/api/teams")] == ["north"]
    assert [one["name"] for one in await client.get("wang", "/api/teams")] == ["north"]
    sales = (await client.get("zhang", "/api/teams"))[0]
    assert (sales["depth"], sales["employees"], sales["employees_below"]) == (1, 1, 5)


async def test_a_team_is_made_renamed_moved_and_deleted(client: Client, company: Company) -> None:
    made = await client.ask("root", "POST", "/api/teams", {"name": "night", "parent_id": company.teams["north"]})
    night = made.json()["data"]
    assert (made.status_code, night["depth"]) == (201, 3)
    path = f"/api/teams/{night['id']}"
    assert {one["name"] for one in await client.get("li", "/api/teams")} == {"north", "night"}
    moved = await client.ask("root", "PATCH", path, {"name": "day", "parent_id": company.teams["south"]})
    assert (moved.json()["data"]["name"], moved.json()["data"]["parent_id"]) == ("day", company.teams["south"])
    assert {one["name"] for one in await client.get("li", "/api/teams")} == {"north"}
    top = await client.ask("root", "PATCH", path, {"parent_id": None})
    assert top.json()["data"]["depth"] == 1
    assert (await client.ask("root", "DELETE", path)).status_code == 200
    assert [entry.actor for entry in await client.told("team.change")] == ["root", "root"]


async def test_everything_below_moves_along(client: Client, company: Company) -> None:
    path = f"/api/teams/{company.teams['north']}"
    assert (await client.ask("root", "PATCH", path, {"parent_id": company.teams["south"]})).status_code == 200
    assert {one["name"] for one in await client.get("zhang", "/api/employees")} == {
        "zhang",
        "li",
        "wang",
        "zhao",
        "sun",
    }
    assert [one["depth"] for one in await client.get("root", "/api/teams")] == [1, 2, 3]


@pytest.mark.parametrize("below", ["north", "sales"])
async def test_a_team_is_never_below_itself(client: Client, company: Company, below: str) -> None:
    path = f"/api/teams/{company.teams['sales']}"
    refused = await client.ask("root", "PATCH", path, {"parent_id": company.teams[below]})
    assert (refused.status_code, refused.json()["code"]) == (409, "team_refused")


async def test_two_moves_at_once_make_no_circle(client: Client, company: Company) -> None:
    north, south = company.teams["north"], company.teams["south"]
    answers = await asyncio.gather(
        client.ask("root", "PATCH", f"/api/teams/{north}", {"parent_id": south}),
        client.ask("root", "PATCH", f"/api/teams/{south}", {"parent_id": north}),
    )
    assert sorted(one.status_code for one in answers) == [200, 409]
    assert sorted(one["depth"] for one in await client.get("root", "/api/teams")) == [1, 2, 3]


async def test_what_is_not_empty_or_has_a_namesake_is_refused(client: Client, company: Company) -> None:
    for team in company.teams.values():
        assert (await client.ask("root", "DELETE", f"/api/teams/{team}")).json()["code"] == "team_refused"
    same = await client.ask("root", "POST", "/api/teams", {"name": "north", "parent_id": company.teams["sales"]})
    assert same.json()["code"] == "team_refused"
    renamed = await client.ask("root", "PATCH", f"/api/teams/{company.teams['south']}", {"name": "north"})
    assert renamed.json()["code"] == "team_refused"


async def test_a_tree_does_not_grow_for_ever(client: Client, company: Company) -> None:
    parent = None
    for depth in range(16):
        made = await client.ask("root", "POST", "/api/teams", {"name": f"level {depth}", "parent_id": parent})
        parent = made.json()["data"]["id"]
    refused = await client.ask("root", "POST", "/api/teams", {"name": "deeper", "parent_id": parent})
    assert refused.json()["code"] == "team_refused"


async def test_managers_shape_no_teams(client: Client, company: Company) -> None:
    assert (await client.ask("li", "POST", "/api/teams", {"name": "x"})).status_code == 403
