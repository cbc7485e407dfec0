"""The routes: what they take, refuse, and answer."""

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from python_calamine import CalamineWorkbook

from leadline.calls.endpoints import statistics
from leadline.calls.endpoints.profiles import router as profiles
from leadline.calls.endpoints.statistics import router
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.http.app import create_app_shell
from leadline.kernel.settings import Settings
from tests.factories.calls import NOON, call
from tests.factories.people import bearer

EVERY = (
    "/api/calls/summary", "/api/calls/daily", "/api/stats/overview", "/api/stats/trend", "/api/stats/agents",
    "/api/stats/tasks", "/api/stats/grades", "/api/stats/regions", "/api/stats/hours", "/api/stats/explore?by=day",
    "/api/stats/daily", "/api/stats/agents/guanke/A1", "/api/stats/tasks/guanke/T1",
)  # fmt: skip


class Client:
    """Asks as a user of a role."""

    def __init__(self, http: httpx.AsyncClient, app: Any) -> None:
        self.http = http
        self.tokens = app.state.tokens

    async def get(self, path: str, role: str = "manager", **claims: Any) -> httpx.Response:
        return await self.http.get(path, headers=bearer(self.tokens, role, claims.get("agent_ids")))

    async def data(self, path: str, role: str = "manager", **claims: Any) -> Any:
        response = await self.get(path, role, **claims)
        assert response.status_code == 200, response.text
        return response.json()["data"]


@pytest.fixture
async def client(tools: CallsToolbox, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Client]:
    """The routes on a database with two calls of A1 and one of A2, today at noon."""
    rows = [call("1", grade="AS1 成功单9元"), call("2"), call("3", agent_id="A2", agent_name="李强", province=None)]
    async with tools.database.transaction() as connection:
        await tools.ingest.write(connection, "guanke", rows)
    app = create_app_shell(settings, routers=(router, profiles))
    app.state.calls = tools
    monkeypatch.setattr(statistics, "now", lambda: NOON)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as http:
        yield Client(http, app)


@pytest.mark.parametrize("path", EVERY)
async def test_every_answer_tells_where_it_is_from_and_how_old_it_is(client: Client, path: str) -> None:
    meta = (await client.get(path)).json()["meta"]
    assert {"source", "updated_at", "complete", "incomplete_days"} <= meta.keys()
    assert meta["partial_days"] == ["2026-10-20"]
    assert meta["updated_at"].endswith("+08:00")


@pytest.mark.parametrize("path", EVERY)
async def test_no_answer_without_a_token(client: Client, path: str) -> None:
    assert (await client.http.get(path)).status_code == 401


async def test_the_summary_has_the_first_systems_fields(client: Client) -> None:
    data = await client.data("/api/calls/summary?days=3")
    (day,) = data.pop("daily_breakdown")
    assert data == {
        "days": 3, "start_date": "2026-10-18", "end_date": "2026-10-20", "total_calls": 3, "success_calls": 3,
        "failed_calls": 0, "success_rate": 1.0, "avg_per_day": 1.0,
    }  # fmt: skip
    assert day.keys() == {
        "stat_date", "total_calls", "success_calls", "failed_calls", "success_rate", "avg_duration", "updated_at",
    }  # fmt: skip


async def test_an_employee_sees_the_calls_of_their_own_agents(client: Client) -> None:
    (row,) = await client.data("/api/stats/agents", "employee", agent_ids=["A2"])
    assert (row["agent_id"], row["name"], row["calls"], row["excluded"]) == ("A2", "李强", 1, False)


@pytest.mark.parametrize("path", EVERY)
async def test_an_employee_without_agents_sees_nothing(client: Client, path: str) -> None:
    text = (await client.get(path, "employee")).text
    assert not any(f'calls":{number}' in text for number in (1, 2, 3))


async def test_a_board_is_paged_and_told_in_full_by_its_totals(client: Client) -> None:
    answer = (await client.get("/api/stats/agents?per_page=1&page=2&sort=calls&compare=true")).json()
    assert [row["agent_id"] for row in answer["data"]] == ["A1"]
    assert answer["pagination"] == {"page": 2, "per_page": 1, "total": 2, "pages": 2}
    assert answer["meta"]["totals"]["calls"] == 3
    assert (answer["meta"]["compared_start"], answer["meta"]["compared_end"]) == ("2026-10-07", "2026-10-13")


async def test_a_board_lists_only_who_made_as_many_calls(client: Client) -> None:
    answer = (await client.get("/api/stats/agents?min_calls=2&compare=true")).json()
    assert [row["agent_id"] for row in answer["data"]] == ["A1"]
    assert (answer["pagination"]["total"], answer["meta"]["totals"]["calls"]) == (1, 2)


FOUND = {"李": ["A2"], " a ": ["A1", "A2"], "A2": ["A2"], "%": [], "2": []}


@pytest.mark.parametrize(("words", "found"), FOUND.items())
async def test_a_board_is_searched_by_name_and_by_the_beginning_of_an_id(
    client: Client, words: str, found: list[str]
) -> None:
    answer = (await client.get(f"/api/stats/agents/search?compare=true&q={quote(words)}")).json()
    assert [row["agent_id"] for row in answer["data"]] == found
    assert answer["pagination"]["total"] == len(found)
    assert answer["meta"]["totals"]["calls"] == sum(row["calls"] for row in answer["data"])


async def test_who_is_found_keeps_the_rank_among_all(client: Client) -> None:
    assert [row["rank"] for row in await client.data("/api/stats/agents?sort=-calls")] == [1, 2]
    assert [row["rank"] for row in await client.data("/api/stats/agents/search?sort=-calls&q=A2")] == [2]
    assert [row["rank"] for row in await client.data("/api/stats/agents?sort=-calls&per_page=1&page=2")] == [2]


async def test_tasks_are_searched_by_name(client: Client) -> None:
    every = await client.data("/api/stats/tasks")
    assert [row["rank"] for row in every] == [*range(1, len(every) + 1)]
    (row,) = await client.data(f"/api/stats/tasks/search?q={quote(every[-1]['name'])}")
    assert (row["task_id"], row["rank"]) == (every[-1]["task_id"], len(every))


async def test_the_days_are_a_csv_file_with_their_totals_last(client: Client) -> None:
    answer = await client.get("/api/stats/daily/export?start=2026-10-18&end=2026-10-20&format=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["日期", "2026-10-20", "2026-10-19", "2026-10-18", "合计"]
    assert (lines[0].split(",")[2], lines[-1].split(",")[2]) == ("外呼", "3")
    assert quote("每日明细_20261018-20261020.csv") in answer.headers["content-disposition"]


async def test_the_days_are_a_workbook_with_the_same_cells(client: Client) -> None:
    answer = await client.get("/api/stats/daily/export?start=2026-10-18&end=2026-10-20")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["日期", "2026-10-20", "2026-10-19", "2026-10-18", "合计"]
    assert rows[-1][2] == 3


async def test_calls_of_a_clock_that_is_ahead_are_in_the_rows_as_they_are_in_the_totals(
    client: Client, tools: CallsToolbox
) -> None:
    async with tools.database.transaction() as connection:
        await tools.ingest.write(connection, "guanke", [call("4", NOON + timedelta(days=2))])
    found = await client.data("/api/stats/daily?start=2026-10-19&end=2026-10-23")
    rows = {row["date"]: row["calls"] for row in found["rows"]}
    assert rows == {"2026-10-22": 1, "2026-10-20": 3, "2026-10-19": 0}
    assert found["totals"]["calls"] == 4


async def test_an_unknown_province_and_a_missing_grade_are_buckets(client: Client) -> None:
    regions, grades = await client.data("/api/stats/regions"), await client.data("/api/stats/grades")
    assert {row["province"] for row in regions} == {"广东", None}
    assert [(row["code"], row["label"], row["share"]) for row in grades] == [
        (None, "无意向度", 0.666667), ("AS1", "成功单9元", 0.333333),
    ]  # fmt: skip


async def test_explore_takes_commas_and_names_its_keys(client: Client) -> None:
    data = await client.data("/api/stats/explore?metrics=calls,orders&by=agent,grade&grade=AS1")
    assert data["rows"] == [
        {"source": "guanke", "keys": ["A1", "AS1"], "labels": ["王芳", "成功单9元"], "values": [1, 1]}
    ]


async def test_explore_says_when_there_is_more(client: Client) -> None:
    data = await client.data("/api/stats/explore?by=agent&limit=1")
    assert (len(data["rows"]), data["truncated"]) == (1, True)


async def test_explore_from_the_calls_themselves_says_live(client: Client) -> None:
    answer = (await client.get("/api/stats/explore?by=province,grade")).json()
    assert (answer["meta"]["source"], len(answer["data"]["rows"])) == ("live", 3)


@pytest.mark.parametrize(
    "path, field",
    [
        ("/api/calls/summary?days=0", "days"),
        ("/api/calls/summary?days=367", "days"),
        ("/api/calls/summary?days=three", "days"),
        ("/api/calls/daily?start_date=2026-13-01", "start_date"),
        ("/api/calls/daily?start_date=86400", "start_date"),
        ("/api/calls/daily?start_date=2026-10-20&end_date=2026-10-19", "start_date"),
        ("/api/stats/trend?start=2026-10-20T00:00", "start"),
        ("/api/stats/trend?start=1000-01-01", "start"),
        ("/api/stats/trend?start=2020-01-01&end=2026-01-01", "start"),
        ("/api/stats/trend?interval=decade", "interval"),
        ("/api/stats/trend?interval=hour&start=2026-09-01&end=2026-10-20", "start"),
        ("/api/stats/agents?sort=shoe_size", "sort"),
        ("/api/stats/tasks?page=0", "page"),
        ("/api/stats/tasks?per_page=201", "per_page"),
        ("/api/stats/regions?source=%00", "source"),
        ("/api/stats/explore", "by"),
        ("/api/stats/explore?by=day,day", "by"),
        ("/api/stats/explore?by=day,hour,agent", "by"),
        ("/api/stats/explore?by=colour", "by.0"),
        ("/api/stats/explore?by=day&metrics=calls,luck", "metrics.1"),
        ("/api/stats/explore?by=day&agent=%00", "agent.0"),
        ("/api/stats/explore?by=outcome,hour&start=2026-01-01&end=2026-10-20", "start"),
    ],
)
async def test_wrong_input_is_refused_by_its_field(client: Client, path: str, field: str) -> None:
    response = await client.get(path)
    assert response.status_code == 422
    assert [one["field"] for one in response.json()["details"]] == [field]


async def test_each_day_comes_with_all_figures_and_a_row_of_totals(client: Client) -> None:
    data = await client.data("/api/stats/daily?start=2026-10-19&end=2026-10-20&compare=true")
    today, yesterday = data["rows"]
    assert (today["date"], today["calls"], today["orders_9"], today["state"]) == ("2026-10-20", 3, 1, "partial")
    assert (yesterday["calls"], yesterday["contact_rate"], yesterday["state"]) == (0, None, "never")
    assert (data["totals"]["agents"], data["totals"]["working_days"], data["totals"]["calls_per_day"]) == (2, 1, 3.0)
    assert (data["compared_end"], data["compared_until"]) == ("2026-10-18", "2026-10-18T12:00:00+08:00")
    assert data["previous"]["calls"] == 0


async def test_an_agent_of_others_is_not_found_and_ones_own_is(client: Client) -> None:
    own = await client.data("/api/stats/agents/guanke/A1", "employee", agent_ids=["A1"])
    assert (own["name"], own["totals"]["calls"], own["outcomes"][0]["outcome"]) == ("王芳", 2, "connected")
    response = await client.get("/api/stats/agents/guanke/A2", "employee", agent_ids=["A1"])
    assert (response.status_code, response.json()["code"]) == (404, "agent_not_found")
    task = await client.data("/api/stats/tasks/guanke/T1", "employee", agent_ids=["A1"])
    assert [row["agent_id"] for row in task["agents"]] == ["A1"]
    response = await client.get("/api/stats/tasks/guanke/T9", "employee", agent_ids=["A1"])
    assert (response.status_code, response.json()["code"]) == (404, "task_not_found")


@pytest.mark.parametrize("path", ["/api/stats/daily", "/api/stats/agents/guanke/A1", "/api/stats/tasks/guanke/T1"])
async def test_more_than_a_year_is_refused_by_its_name(client: Client, path: str) -> None:
    response = await client.get(f"{path}?start=2025-01-01&end=2026-10-20")
    assert response.status_code == 422
    assert [detail["field"] for detail in response.json()["details"]] == ["start"]
