"""The rules over HTTP: two people who edit them at once, and what follows from a change."""

from tests.calls.sync.conftest import NINE, ONE, Api, Desk, noon
from tests.factories.calls import call
from tests.fakes.dialer import page

PATH = "/api/settings/grade-rules"


async def test_rules_that_somebody_else_changed_are_not_overwritten(api: Api) -> None:
    api.act_as("admin")
    read = (await api.get(PATH)).json()
    both = {"version": read["meta"]["version"]}
    first = await api.put(PATH, json={"rules": read["data"][:-1], **both})
    second = await api.put(PATH, json={"rules": read["data"][:-2], **both})
    assert (first.status_code, second.status_code) == (200, 409)
    assert second.json()["code"] == "grade_rules_moved"
    now = (await api.get(PATH)).json()
    assert now["data"] == read["data"][:-1]
    again = await api.put(PATH, json={"rules": read["data"], "version": now["meta"]["version"]})
    assert again.status_code == 200
    assert (await api.get(PATH)).json()["meta"] == read["meta"]


async def test_another_order_is_another_version(api: Api) -> None:
    api.act_as("admin")
    read = (await api.get(PATH)).json()
    await api.put(PATH, json={"rules": read["data"][::-1]})
    assert (await api.get(PATH)).json()["meta"]["version"] != read["meta"]["version"]


async def test_the_orders_that_the_grade_track_keeps_follow_the_rules(api: Api, desk: Desk) -> None:
    at = noon(desk.day)
    desk.dialer.gives(desk.day, [page(1, [call("a", at, grade=NINE), call("b", at, grade=ONE)], 2)])
    await desk.sync()
    api.act_as("admin")
    rules = (await api.get(PATH)).json()["data"]
    await api.put(PATH, json={"rules": [rule for rule in rules if rule["code"] != "AS1"]})
    found = (await api.get("/api/stats/grade-stats", params={"date": desk.day.isoformat()})).json()["data"]
    assert (found["grade_9"], found["grade_1"], found["total_success"]) == (0, 1, 1)
