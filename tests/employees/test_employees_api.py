"""Employees over HTTP: the list within reach, their records, their accounts, their figures."""

from typing import Any

import pytest

from tests.employees.conftest import Client, Company

TODAY = {"status": "left", "on": "2026-10-20"}


def path(company: Company, name: str, more: str = "") -> str:
    return f"/api/employees/{company.employees[name]}{more}"


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("root", {"zhang", "li", "wang", "zhao", "sun"}),
        ("qian", {"zhang", "li", "wang", "zhao", "sun"}),
        ("zhang", {"zhang", "li", "wang", "zhao", "sun"}),
        ("li", {"li", "wang", "zhao"}),
        ("wang", {"wang"}),
    ],
)
async def test_everybody_sees_the_employees_within_reach(
    client: Client, company: Company, who: str, seen: set[str]
) -> None:
    assert {one["name"] for one in await client.get(who, "/api/employees")} == seen
    for name in company.employees:
        response = await client.ask(who, "GET", path(company, name))
        assert response.status_code == (200 if name in seen else 404)


async def test_the_list_is_paged_filtered_sorted_and_searched(client: Client, company: Company) -> None:
    listed = await client.ask("root", "GET", "/api/employees", per_page=2, page=2, sort="-name")
    assert [one["name"] for one in listed.json()["data"]] == ["wang", "sun"]
    assert listed.json()["pagination"] == {"page": 2, "per_page": 2, "total": 5, "pages": 3}
    assert [one["name"] for one in await client.get("root", "/api/employees", q="ZHA", sort="name")] == [
        "zhang",
        "zhao",
    ]
    sales = company.teams["sales"]
    assert len(await client.get("root", "/api/employees", team=sales)) == 5
    assert [one["name"] for one in await client.get("root", "/api/employees", team=sales, below=False)] == ["zhang"]
    assert [one["name"] for one in await client.get("root", "/api/employees", has_user=False)] == ["zhao"]
    assert (await client.ask("li", "GET", "/api/employees", team=company.teams["south"])).status_code == 404
    assert (await client.ask("root", "GET", "/api/employees", page=0)).status_code == 422


async def test_a_new_employee_gets_the_next_number_and_is_written_down(client: Client, company: Company) -> None:
    body = {"name": " 赵敏 ", "team_id": company.teams["north"], "phone": "138 0013 8000", "joined_on": "2026-09-01"}
    first = (await client.ask("li", "POST", "/api/employees", body)).json()["data"]
    second = (await client.ask("root", "POST", "/api/employees", {"name": "x"})).json()["data"]
    assert (first["name"], first["phone"], first["team"]["name"]) == ("赵敏", "138****8000", "north")
    assert int(second["employee_no"].removeprefix("EMP_")) == int(first["employee_no"].removeprefix("EMP_")) + 1
    assert (await client.get("li", f"/api/employees/{first['employee_no'].lower()}"))["id"] == first["id"]
    entry = (await client.told("employee.create"))[0]
    assert entry.actor == "li"
    assert "13800138000" not in str(entry)
    assert "138 0013 8000" not in str(entry)


async def test_a_change_tells_what_was_and_what_is(client: Client, company: Company) -> None:
    wang = path(company, "wang")
    changed = await client.ask("li", "PUT", wang, {"position": "组长", "email": "w@example.com"})
    assert changed.json()["data"]["position"] == "组长"
    assert changed.json()["data"]["name"] == "wang"
    (entry,) = await client.told("employee.change")
    assert "组长" in str(entry) or "\\u7ec4" in str(entry)


async def test_who_wrote_on_an_old_state_is_refused(client: Client, company: Company) -> None:
    seen = (await client.get("root", path(company, "wang")))["updated_at"]
    body = {"position": "a", "updated_at": seen}
    assert (await client.ask("root", "PUT", path(company, "wang"), body)).status_code == 200
    refused = await client.ask("li", "PUT", path(company, "wang"), {"position": "b", "updated_at": seen})
    assert (refused.status_code, refused.json()["code"]) == (409, "changed_meanwhile")


async def test_a_manager_places_people_within_the_team_only(client: Client, company: Company) -> None:
    for team in (company.teams["south"], company.teams["sales"], 999):
        refused = await client.ask("li", "PUT", path(company, "wang"), {"team_id": team})
        assert refused.json()["code"] == "team_not_found"
    assert (await client.ask("li", "PUT", path(company, "wang"), {"team_id": None})).status_code == 403
    assert (await client.ask("li", "POST", "/api/employees", {"name": "n"})).status_code == 403
    assert (await client.ask("li", "PUT", path(company, "sun"), {"name": "n"})).status_code == 404
    assert (await client.ask("wang", "PUT", path(company, "wang"), {"name": "n"})).status_code == 403


async def test_what_nobody_declared_is_refused(client: Client, company: Company) -> None:
    extras: list[dict[str, object]] = [{"id": 1}, {"status": "left"}, {"phone_masked": "1"}, {"agents": []}]
    for extra in extras:
        assert (await client.ask("root", "PUT", path(company, "wang"), extra)).status_code == 422
    assert (await client.ask("root", "PUT", path(company, "wang"), {"name": None})).status_code == 422


async def test_to_tie_a_user_takes_the_right_to_manage_users(client: Client, company: Company) -> None:
    body = {"user_id": company.users["qian"]}
    refused = await client.ask("li", "PUT", path(company, "zhao"), body)
    assert refused.json()["code"] == "beyond_your_rights"
    tied = await client.ask("root", "PUT", path(company, "zhao"), body)
    assert tied.json()["data"]["user"]["username"] == "qian"
    taken = await client.ask("root", "PUT", path(company, "sun"), body)
    assert taken.json()["code"] == "employee_taken"


async def test_who_leaves_keeps_the_accounts_until_then_and_signs_in_no_more(client: Client, company: Company) -> None:
    left = await client.ask("li", "POST", path(company, "wang", "/status"), {"status": "left", "on": "2026-10-05"})
    data = left.json()["data"]
    assert (data["status"], data["left_on"], data["agents"][0]["valid_to"]) == ("left", "2026-10-05", "2026-10-05")
    assert (await client.get("root", f"/api/users/{company.users['wang']}"))["disabled"]
    again = await client.ask("root", "POST", path(company, "wang", "/agents"), {"source": "g", "agent_id": "Z"})
    assert again.json()["code"] == "employee_left"
    back = await client.ask("li", "POST", path(company, "wang", "/status"), {"status": "active"})
    assert back.json()["data"]["left_on"] is None
    own = await client.ask("li", "POST", path(company, "li", "/status"), {"status": "leave"})
    assert own.json()["code"] == "not_your_own_rights"


async def test_an_account_is_one_employees_on_any_day(client: Client, company: Company) -> None:
    def at(agent: str, source: str, first: str | None, last: str | None) -> dict[str, Any]:
        return {"agent_id": agent, "source": source, "valid_from": first, "valid_to": last}

    agents = path(company, "sun", "/agents")
    for body in (
        at("A1", "guanke", "2026-10-10", "2026-10-10"),
        at("A1", "", None, None),
        at("A2", "guanke", "2027-01-01", None),
        at("of-sun", "guanke", "2020-01-01", "2020-01-01"),
    ):
        refused = await client.ask("root", "POST", agents, body)
        assert (refused.status_code, refused.json()["code"]) == (409, "agent_taken")
    assert (await client.ask("root", "POST", agents, at("N", "", "2026-01-02", "2026-01-01"))).status_code == 422
    made = await client.ask("root", "POST", agents, at("A2", "other", None, "2026-01-31"))
    assert made.status_code == 201
    row = made.json()["data"]["id"]
    changed = await client.ask("root", "PUT", f"{agents}/{row}", {"valid_from": "2026-01-01", "valid_to": None})
    assert changed.json()["data"]["current"] is True
    assert (await client.ask("root", "DELETE", f"{path(company, 'li', '/agents')}/{row}")).status_code == 404
    assert (await client.ask("root", "DELETE", f"{agents}/{row}")).status_code == 200
    assert len((await client.get("root", path(company, "sun")))["agents"]) == 1


async def test_managers_tie_no_accounts(client: Client, company: Company) -> None:
    body = {"agent_id": "N", "source": "guanke"}
    assert (await client.ask("li", "POST", path(company, "wang", "/agents"), body)).status_code == 403


async def test_the_number_is_shown_for_a_reason_so_often_a_day(client: Client, company: Company) -> None:
    await client.ask("root", "PUT", path(company, "wang"), {"phone": "13800138000"})
    reveal = path(company, "wang", "/reveal")
    assert (await client.ask("li", "POST", reveal, {"reason": " "})).status_code == 422
    shown = await client.ask("li", "POST", reveal, {"reason": "call back"})
    assert shown.json()["data"] == {"phone": "13800138000"}
    assert (await client.ask("li", "POST", path(company, "sun", "/reveal"), {"reason": "x"})).status_code == 404
    await client.ask("li", "POST", reveal, {"reason": "again"})
    assert (await client.ask("li", "POST", reveal, {"reason": "again"})).status_code == 429
    assert (await client.ask("wang", "POST", reveal, {"reason": "mine"})).status_code == 403
    assert len(await client.told("phone.reveal")) == 2


async def test_me_is_the_employee_that_i_am(client: Client, company: Company) -> None:
    assert (await client.get("wang", "/api/employees/me"))["id"] == company.employees["wang"]
    assert (await client.ask("root", "GET", "/api/employees/me")).json()["code"] == "employee_not_found"


async def test_without_customers_their_routes_say_so(client: Client, company: Company) -> None:
    listed = await client.ask("li", "GET", path(company, "wang", "/customers"))
    given = await client.ask("li", "POST", path(company, "wang", "/assign"), {"customer_ids": [1]})
    assert {(one.status_code, one.json()["code"]) for one in (listed, given)} == {(409, "customers_not_installed")}
    assert (await client.ask("li", "GET", path(company, "sun", "/customers"))).status_code == 404
