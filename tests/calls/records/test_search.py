"""The search: names, ids and whole numbers, within the caller's scope and rights, every number masked."""

from datetime import timedelta
from typing import Any

import pytest

from leadline.calls.service.search import search
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.auth.principal import AgentGrant, DataScope, Principal
from leadline.kernel.clock import now
from tests.calls.records.conftest import Client
from tests.factories.calls import call

EVERYBODY = DataScope(all=True)


@pytest.fixture
async def filled(toolbox: CallsToolbox, store: Any) -> CallsToolbox:
    hour = now() - timedelta(hours=30)
    await store(
        call("c-1", hour, agent_id="A1", agent_name="王芳", task_id="T1", task_name="十月名单", phone="13800138000"),
        call("c-2", hour, agent_id="A2", agent_name="王伟", task_id="T2", task_name="老客户 100%", phone="13900139000"),
        call("c-3", now() - timedelta(days=500), agent_id="A3", agent_name="Wang Li", phone="13800138000"),
    )
    await store(call("c-1", hour, agent_id="A1", agent_name="李静", task_id="T1", task_name="别家"), source="demo")
    return toolbox


async def find(toolbox: CallsToolbox, words: str, scope: DataScope = EVERYBODY, *rights: str) -> Any:
    reader = Principal(1, "wang", "manager", frozenset({"call:read", *rights}), scope)
    return await search(toolbox, reader, words, 5)


async def test_agents_and_tasks_are_found_by_a_piece_of_their_name_or_by_their_id(filled: CallsToolbox) -> None:
    assert {one.agent_id for one in (await find(filled, "王")).agents} == {"A1", "A2"}
    assert [one.name for one in (await find(filled, "wang")).agents] == ["Wang Li"]
    assert [one.name for one in (await find(filled, "0%")).tasks] == ["老客户 100%"]
    assert {(one.source, one.task_id) for one in (await find(filled, "T1")).tasks} == {("guanke", "T1"), ("demo", "T1")}
    assert (await find(filled, "_")).agents == []


async def test_calls_are_found_by_their_id_and_by_a_whole_number_within_a_year(filled: CallsToolbox) -> None:
    assert {(one.source, one.call_id) for one in (await find(filled, "c-1")).calls} == {
        ("guanke", "c-1"),
        ("demo", "c-1"),
    }
    by_number = (await find(filled, "+86 139-0013-9000")).calls
    assert [(one.call_id, one.phone) for one in by_number] == [("c-2", "139****9000")]
    assert "c-3" not in {one.call_id for one in (await find(filled, "13800138000")).calls}
    assert (await find(filled, "1380013")).calls == []


async def test_a_scope_hides_the_agents_tasks_and_calls_of_others(filled: CallsToolbox) -> None:
    scope = DataScope(grants=frozenset({AgentGrant("A1", "guanke")}))
    found = await find(filled, "王", scope)
    assert [one.agent_id for one in found.agents] == ["A1"]
    assert [(one.source, one.task_id) for one in (await find(filled, "T", scope)).tasks] == [("guanke", "T1")]
    assert [one.source for one in (await find(filled, "c-1", scope)).calls] == ["guanke"]
    for hidden in ("c-2", "13900139000"):
        assert (await find(filled, hidden, scope)).calls == []
    nothing = await find(filled, "T1", DataScope())
    assert (nothing.agents, nothing.tasks, nothing.calls) == ([], [], [])


async def test_a_narrow_scope_finds_its_own_among_hundreds_of_others_of_the_same_name(
    filled: CallsToolbox, store: Any
) -> None:
    hour = now() - timedelta(hours=20)
    row = call("d", hour, agent_name="王", task_name="十月")
    await store(*(row._replace(call_id=f"d-{n}", agent_id=f"B{n}", task_id=f"U{n}") for n in range(250)))
    found = await find(filled, "王", DataScope(grants=frozenset({AgentGrant("A1", "guanke")})))
    assert [one.name for one in found.agents] == ["王芳"]
    found = await find(filled, "十月", DataScope(grants=frozenset({AgentGrant("A1", "guanke")})))
    assert [one.name for one in found.tasks] == ["十月名单"]


async def test_who_may_not_read_calls_finds_none(filled: CallsToolbox) -> None:
    reader = Principal(1, "wang", "viewer", frozenset({"stats:read"}), EVERYBODY)
    found = await search(filled, reader, "c-1", 5)
    assert found.calls == []


@pytest.mark.usefixtures("filled")
async def test_over_http_nothing_to_search_for_is_refused(client: Client) -> None:
    body = (await client.get("/api/search", q=" 王芳 ")).json()
    assert [one["name"] for one in body["data"]["agents"]] == ["王芳"]
    for nothing in ("", "  ", "a\0b", "x" * 101):
        assert (await client.get("/api/search", q=nothing)).status_code == 422
