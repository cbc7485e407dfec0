"""The list and one call over HTTP: shapes, scope, cursors, refusals."""

from datetime import timedelta
from typing import Any

import pytest

from leadline.calls.contracts import Outcome
from leadline.calls.domain.record_query import RecordQuery
from leadline.calls.errors import RecordNotFound
from leadline.calls.service.records import Reader, find_record, list_records, reveal_phone
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.auth.principal import AgentGrant, DataScope, Principal
from leadline.kernel.clock import now
from tests.calls.records.conftest import Client
from tests.factories.calls import NOON, call

RANGE = {"start": "2026-10-18", "end": "2026-10-22"}


def fields_of(response: Any) -> list[str]:
    assert response.status_code == 422, response.text
    return [detail["field"] for detail in response.json()["details"]]


async def test_a_row_shows_the_call_with_its_number_masked(client: Client, store: Any) -> None:
    await store(call("1", grade="AF5 没说话直接挂断", recording_url="https://recordings.test/1.mp3", cost_cents=12))
    body = (await client.get("/api/calls", **RANGE)).json()
    row = body["data"][0]
    assert row["phone"] == "138****8000"
    assert (row["agent_name"], row["task_name"], row["source"], row["call_id"]) == ("王芳", "十月名单", "guanke", "1")
    assert (row["grade_code"], row["grade_label"], row["outcome_label"]) == ("AF5", "没说话直接挂断", "Connected")
    assert row["grade_category"] == "follow_up"
    assert row["start_time"] == "2026-10-20T12:00:00+08:00"
    assert row["has_recording"] is True
    assert "recording_url" not in row
    assert body["pagination"] == {"next_cursor": None}
    assert body["meta"]["source"] == "live"
    assert body["meta"]["complete"] is False


async def test_an_agent_is_shown_under_the_name_last_heard(client: Client, store: Any) -> None:
    await store(call("1", agent_name="王芳"))
    await store(call("2", agent_name="王芳芳"))
    rows = (await client.get("/api/calls", **RANGE)).json()["data"]
    assert {row["agent_name"] for row in rows} == {"王芳芳"}


async def test_without_a_range_the_last_seven_days_are_listed(client: Client, store: Any) -> None:
    await store(call("new", now() - timedelta(days=5)), call("old", now() - timedelta(days=9)))
    rows = (await client.get("/api/calls")).json()["data"]
    assert [row["call_id"] for row in rows] == ["new"]


async def test_cursors_lead_through_the_list(client: Client, store: Any) -> None:
    await store(*(call(str(n), NOON + timedelta(seconds=n // 3)) for n in range(10)))
    seen: list[str] = []
    cursor: dict[str, Any] = {}
    while True:
        body = (await client.get("/api/calls", per_page=3, sort="start_time", **RANGE, **cursor)).json()
        seen += [row["call_id"] for row in body["data"]]
        if body["pagination"]["next_cursor"] is None:
            break
        cursor = {"cursor": body["pagination"]["next_cursor"]}
    assert sorted(seen, key=int) == [str(n) for n in range(10)]
    assert len(seen) == 10


async def test_a_cursor_is_refused_by_another_list_and_when_it_was_altered(client: Client, store: Any) -> None:
    await store(*(call(str(n)) for n in range(4)))
    body = (await client.get("/api/calls", per_page=2, **RANGE)).json()
    cursor = body["pagination"]["next_cursor"]
    assert fields_of(await client.get("/api/calls", per_page=2, agent="A1", cursor=cursor, **RANGE)) == ["cursor"]
    assert fields_of(await client.get("/api/calls", sort="duration", cursor=cursor, **RANGE)) == ["cursor"]
    assert fields_of(await client.get("/api/calls", "employee", ["A1"], cursor=cursor, **RANGE)) == ["cursor"]
    turned = ("B" if cursor[0] != "B" else "C") + cursor[1:]
    for broken in (turned, cursor[:-2], cursor + "AA", "", "%%%", "é", "A" * 1000):
        assert fields_of(await client.get("/api/calls", per_page=2, cursor=broken, **RANGE)) == ["cursor"]
    assert (await client.get("/api/calls", per_page=4, cursor=cursor, **RANGE)).status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"per_page": 0}, "per_page"),
        ({"per_page": 201}, "per_page"),
        ({"phone": "8000"}, "phone"),
        ({"phone": "138****8000"}, "phone"),
        ({"start": "yesterday"}, "start"),
        ({"start": "2026-10-20T10:00:00"}, "start"),
        ({"end": "0001-01-01"}, "end"),
        ({"start": "2026-10-22", "end": "2026-10-20"}, "start"),
        ({"start": "2020-01-01", "end": "2026-10-20"}, "start"),
        ({"sort": "-duration", "start": "2026-09-01", "end": "2026-10-20"}, "sort"),
        ({"sort": "name"}, "sort"),
        ({"outcome": "won"}, "outcome.0"),
        ({"duration_min": -1}, "duration_min"),
        ({"duration_min": 9, "duration_max": 3}, "duration_min"),
        ({"agent": "a\0b"}, "agent.0"),
        ({"connected": "perhaps"}, "connected"),
    ],
)
async def test_what_cannot_be_meant_is_refused_by_its_name(query: dict[str, Any], field: str, client: Client) -> None:
    assert fields_of(await client.get("/api/calls", **query)) == [field]


async def test_a_time_with_its_zone_bounds_the_list_to_the_second(client: Client, store: Any) -> None:
    await store(call("1", NOON), call("2", NOON + timedelta(seconds=1)))
    query = {"start": "2026-10-20T12:00:01+08:00", "end": "2026-10-20T04:00:02Z"}
    assert [row["call_id"] for row in (await client.get("/api/calls", **query)).json()["data"]] == ["2"]


async def test_filters_narrow_the_list(client: Client, store: Any) -> None:
    await store(
        call("1", phone="13900139000"),
        call("2", grade="不认识的意向"),
        call("3", grade="AF5", outcome=Outcome.NO_ANSWER),
    )

    async def ids(**query: Any) -> list[str]:
        rows = (await client.get("/api/calls", sort="start_time", **RANGE, **query)).json()["data"]
        return sorted(row["call_id"] for row in rows)

    assert await ids(phone="+86 139-0013-9000") == ["1"]
    assert await ids(grade="unmapped") == ["2"]
    assert await ids(grade=["none", "AF5"]) == ["1", "3"]
    assert await ids(grade="none,AF5") == ["1", "3"]
    assert await ids(connected=False) == ["3"]
    assert await ids(connected=True, outcome="no_answer") == []
    assert await ids(call_id="2") == ["2"]
    assert await ids(duration_min=30) == ["1", "2"]


async def test_a_comma_with_a_space_is_part_of_a_name(client: Client, store: Any) -> None:
    await store(call("1", agent_id="Li, Wei"), call("2", agent_id="A1"), call("3", agent_id="A2"))
    for agent, found in (("Li, Wei", {"1"}), ("A1,A2", {"2", "3"}), (["Li, Wei", "A1"], {"1", "2"})):
        answer = await client.get("/api/calls", agent=agent, start="2026-10-19", end="2026-10-21")
        assert {one["call_id"] for one in answer.json()["data"]} == found


async def test_a_scoped_caller_sees_only_the_calls_of_their_agents(client: Client, store: Any) -> None:
    await store(call("1", agent_id="A1"), call("2", agent_id="A2"), call("3", agent_id=None))
    own: dict[str, Any] = {"role": "employee", "agents": ["A1"]}
    assert [row["call_id"] for row in (await client.get("/api/calls", **own, **RANGE)).json()["data"]] == ["1"]
    assert (await client.get("/api/calls", agent="A2", **own, **RANGE)).json()["data"] == []
    assert (await client.get("/api/calls", role="employee", agents=[], **RANGE)).json()["data"] == []
    assert (await client.get("/api/calls/guanke:1", **own)).status_code == 200
    assert (await client.get("/api/calls/guanke:2", **own)).status_code == 404
    assert (await client.get("/api/calls/guanke:1", role="employee", agents=[])).status_code == 404


async def test_one_call_is_found_by_its_id_and_by_its_source_and_call_id(client: Client, store: Any) -> None:
    await store(call("a:b"))
    row = (await client.get("/api/calls/guanke:a:b")).json()["data"]
    assert (await client.get(f"/api/calls/{row['id']}")).json()["data"] == row
    for missing in ("999999", "9" * 19, "guanke:b", "nothing"):
        response = await client.get(f"/api/calls/{missing}")
        assert (response.status_code, response.json()["code"]) == (404, "call_not_found")


async def test_one_call_is_shown_on_the_days_and_of_the_source_of_the_grant_only(toolbox: CallsToolbox) -> None:
    async with toolbox.database.transaction() as connection:
        await toolbox.ingest.write(connection, "guanke", [call("1"), call("2", NOON + timedelta(days=1))])
        await toolbox.ingest.write(connection, "freeswitch", [call("1")])
    scope = DataScope(grants=frozenset({AgentGrant("A1", "guanke", None, NOON.date())}))
    assert (await find_record(toolbox, ("guanke", "1"), scope)).call_id == "1"
    for hidden in (("guanke", "2"), ("freeswitch", "1")):
        with pytest.raises(RecordNotFound):
            await find_record(toolbox, hidden, scope)
        with pytest.raises(RecordNotFound):
            await reveal_phone(
                toolbox, hidden, Reader(Principal(1, "wang", "manager", frozenset(), scope)), "call back"
            )


async def test_more_grants_than_an_expression_may_be_deep_are_applied(toolbox: CallsToolbox) -> None:
    async with toolbox.database.transaction() as connection:
        await toolbox.ingest.write(connection, "guanke", [call("1"), call("2", NOON + timedelta(days=1))])
    many = (AgentGrant(f"X{n}", "guanke", NOON.date() - timedelta(days=n), NOON.date()) for n in range(1500))
    scope = DataScope(grants=frozenset({*many, AgentGrant("A1", "guanke", None, NOON.date())}))
    query = RecordQuery(NOON - timedelta(days=1600), NOON + timedelta(days=9))
    page = await list_records(toolbox, query, scope, 10)
    assert [record.call_id for record in page.records] == ["1"]
    assert (await find_record(toolbox, ("guanke", "1"), scope)).call_id == "1"
