"""How many calls a list holds: exact over whole days with at most one filter that the counts are kept by."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadline.calls.domain.record_query import RecordQuery
from leadline.calls.repository.record_count import FEW_CALLS
from leadline.calls.service.records import count_calls
from leadline.kernel.auth.principal import DataScope
from tests.calls.records.conftest import Client
from tests.calls.records.test_paging import QUERIES, SCOPES, SHANGHAI, STORED, filled, naive
from tests.factories.calls import NOON, call
from tests.factories.examples import examples

MIDNIGHT = datetime(NOON.year, NOON.month, NOON.day, tzinfo=SHANGHAI).astimezone(UTC)
DAYS = st.tuples(st.integers(-1, 6), st.integers(0, 7)).map(
    lambda pair: (MIDNIGHT + timedelta(days=pair[0]), MIDNIGHT + timedelta(days=pair[0] + pair[1]))
)
FILTERS = ("tasks", "outcomes", "connected", "grades", "provinces")


def test_a_count_that_calls_itself_exact_is(database_url: str, tmp_path: Path) -> None:
    with filled(database_url, tmp_path) as (toolbox, runner):

        @settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
        @given(QUERIES, SCOPES, DAYS, st.sampled_from(FILTERS))
        def check(query: RecordQuery, scope: DataScope, days: tuple[datetime, datetime], kept: str) -> None:
            bare: dict[str, Any] = {name: None if name == "connected" else () for name in FILTERS if name != kept}
            query = replace(
                query,
                start=days[0],
                end=days[1],
                phone=None,
                call_id=None,
                duration_min=None,
                duration_max=None,
                **bare,
            )
            found = runner.run(count_calls(toolbox, query, scope))
            assert found.exact
            assert found.calls == len(naive(STORED, query, scope))

        check()


def test_a_count_of_whole_hours_is_exact_whoever_asks(database_url: str, tmp_path: Path) -> None:
    with filled(database_url, tmp_path) as (toolbox, runner):

        @settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
        @given(QUERIES, SCOPES, st.tuples(st.integers(-30, 150), st.integers(0, 60)))
        def check(query: RecordQuery, scope: DataScope, hours: tuple[int, int]) -> None:
            start = MIDNIGHT + timedelta(hours=hours[0])
            query = RecordQuery(
                start, start + timedelta(hours=hours[1]), query.sources, query.agents, connected=query.connected
            )
            found = runner.run(count_calls(toolbox, query, scope))
            assert found.exact
            assert found.calls == len(naive(STORED, query, scope))

        check()


def test_a_count_is_exact_where_a_filter_lets_few_calls_through(database_url: str, tmp_path: Path) -> None:
    with filled(database_url, tmp_path) as (toolbox, runner):

        @settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
        @given(QUERIES, SCOPES)
        def check(query: RecordQuery, scope: DataScope) -> None:
            query = replace(query, phone=None, call_id=None)
            found = runner.run(count_calls(toolbox, query, scope))
            if found.exact:
                assert found.calls == len(naive(STORED, query, scope))

        check()


async def test_a_count_of_a_part_of_a_day_is_of_that_part(client: Client, store: Any) -> None:
    await store(*(call(str(n), NOON + timedelta(minutes=n)) for n in range(-300, 300, 5)))
    query = {"start": "2026-10-20T11:30:00+08:00", "end": "2026-10-20T12:15:00+08:00"}
    found = (await client.get("/api/calls/count", **query, task="T1", grade="none")).json()["data"]
    assert found == {"count": 9, "exact": True}


async def test_many_calls_of_several_filters_are_estimated(client: Client, store: Any) -> None:
    provinces = ("广东", "浙江")
    many = 4 * (FEW_CALLS + 100)
    seconds = timedelta(hours=1) / many
    await store(*(call(str(n), NOON + n * seconds, province=provinces[n % 2]) for n in range(many)))
    query = {"start": "2026-10-20", "end": "2026-10-20", "province": "广东", "task": "T1"}
    whole = (await client.get("/api/calls/count", **query)).json()["data"]
    assert whole == {"count": many // 2, "exact": False}
    hour = query | {"start": NOON.isoformat(), "end": (NOON + timedelta(minutes=30)).isoformat()}
    half = (await client.get("/api/calls/count", **hour)).json()["data"]
    assert half == {"count": many // 4, "exact": False}


async def test_few_calls_of_several_filters_are_counted(client: Client, store: Any) -> None:
    await store(*(call(str(n), NOON + timedelta(minutes=n), province=("广东", "浙江")[n % 2]) for n in range(40)))
    query = {"start": "2026-10-19", "end": "2026-10-21"}
    plain = (await client.get("/api/calls/count", **query)).json()["data"]
    both = (await client.get("/api/calls/count", **query, province="广东", task="T1")).json()["data"]
    assert plain == {"count": 40, "exact": True}
    assert both == {"count": 20, "exact": True}
    number = (await client.get("/api/calls/count", **query, phone="13800138000")).json()["data"]
    assert number == {"count": 40, "exact": True}


async def test_an_export_tells_how_many_rows_to_expect(client: Client, store: Any) -> None:
    await store(*(call(str(n)) for n in range(3)))
    response = await client.get("/api/calls/export", start="2026-10-19", end="2026-10-21")
    assert (response.headers["x-total-count"], response.headers["x-total-count-exact"]) == ("3", "true")
