"""The rules over HTTP: two people who edit them at once."""

from tests.calls.sync.conftest import Api

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
