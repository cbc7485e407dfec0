"""Any filters, any order, any page size: every call that passes, once, in order; also while others are written."""

import asyncio
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadline.calls.contracts import CallRow, Outcome
from leadline.calls.domain.grades import DEFAULT_RULES, GradeBook
from leadline.calls.domain.record_query import RecordQuery, RecordSort
from leadline.calls.repository import record_plan
from leadline.calls.repository.record_figures import CUBES
from leadline.calls.repository.record_selection import Position
from leadline.calls.service.records import list_records
from leadline.calls.service.toolbox import CallsToolbox
from leadline.entrypoints.wiring import open_toolbox
from leadline.kernel.auth.principal import AgentGrant, DataScope
from leadline.kernel.settings import load_settings
from tests.factories.calls import NOON, call
from tests.factories.examples import examples

BOOK = GradeBook(DEFAULT_RULES)
ALL = DataScope(all=True)
SHANGHAI = ZoneInfo("Asia/Shanghai")
AGENTS, TASKS, PROVINCES, GRADES = (
    ("A1", "A2", ""),
    ("T1", "T2"),
    ("广东", "浙江", ""),
    ("AF5 没说话", "AN2", "自定", None),
)
OUTCOMES = (Outcome.CONNECTED, Outcome.NO_ANSWER, Outcome.VOICEMAIL)


def some_calls(number: int, prefix: str = "c") -> list[CallRow]:
    """Calls over five days, many of them in the same second, and some that talk without being connected."""
    return [
        call(
            f"{prefix}{n}",
            NOON + timedelta(days=n % 5, seconds=(n * 7) % 11),
            OUTCOMES[n % 3],
            agent_id=AGENTS[n % 3 if n % 4 else 0] or None,
            task_id=TASKS[n % 2],
            province=PROVINCES[n * 5 % 3] or None,
            grade=GRADES[n % 4],
            duration=(0, 0, 5, 61, 600)[n * 3 % 5],
            phone=f"1380013800{n % 3}",
        )
        for n in range(number)
    ]


STORED = {"guanke": some_calls(160), "freeswitch": some_calls(25, "f")}
LATER = some_calls(60, "z")


def passes(source: str, row: CallRow, query: RecordQuery, scope: DataScope) -> bool:
    """The naive filter."""
    outcomes = query.effective_outcomes
    checks: list[tuple[Any, Any]] = [
        (query.sources, source), (query.agents, row.agent_id or ""), (query.tasks, row.task_id or ""),
        (query.grades, BOOK.code_of(row.grade)), (query.provinces, row.province or ""),
    ]  # fmt: skip
    return (
        query.start <= row.start_time < query.end
        and all(not wanted or value in wanted for wanted, value in checks)
        and (outcomes is None or row.outcome in outcomes)
        and (query.phone is None or row.phone == query.phone)
        and (query.call_id is None or row.call_id == query.call_id)
        and (query.duration_min is None or row.duration >= query.duration_min)
        and (query.duration_max is None or row.duration <= query.duration_max)
        and scope.covers(row.agent_id or "", source, row.start_time.astimezone(SHANGHAI).date())
    )


def naive(rows: dict[str, list[CallRow]], query: RecordQuery, scope: DataScope = ALL) -> list[tuple[Any, str]]:
    """(sort key, call id) of what passes; the order of equal keys is the ids', which the pages are asked for."""
    found = [row for source, given_rows in rows.items() for row in given_rows if passes(source, row, query, scope)]
    keys = [(row.duration if query.sort.by_duration else row.start_time, row.call_id) for row in found]
    return sorted(keys, key=lambda pair: pair[0], reverse=query.sort.descending)


def subsets(values: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.one_of(st.just(()), st.lists(st.sampled_from(values), unique=True, max_size=3).map(tuple))


MOMENTS = st.integers(-1, 6).flatmap(lambda day: st.sampled_from([0, 3, 40_000]).map(lambda s: (day, s)))
QUERIES = st.builds(
    RecordQuery,
    start=st.one_of(
        st.just(NOON - timedelta(days=1)), MOMENTS.map(lambda m: NOON + timedelta(days=m[0], seconds=m[1]))
    ),
    end=st.one_of(st.just(NOON + timedelta(days=9)), MOMENTS.map(lambda m: NOON + timedelta(days=m[0], seconds=m[1]))),
    sources=subsets(("guanke", "freeswitch", "nowhere")),
    agents=subsets((*AGENTS, "nobody")),
    tasks=subsets(TASKS),
    outcomes=subsets((*OUTCOMES, Outcome.BUSY)),
    connected=st.sampled_from([None, None, True, False]),
    grades=subsets(("", "unmapped", "AF5", "AN2")),
    provinces=subsets(PROVINCES),
    phone=st.sampled_from([None, None, None, "13800138001", "13900139000"]),
    call_id=st.sampled_from([None, None, None, "c7", "nothing"]),
    duration_min=st.sampled_from([None, None, 0, 1, 61, 601]),
    duration_max=st.sampled_from([None, None, 0, 60, 600]),
    sort=st.sampled_from(list(RecordSort)),
)
DAYS = st.sampled_from([None, None, *(NOON.date() + timedelta(days=n) for n in range(-1, 6))])
GRANTS = st.builds(
    AgentGrant, st.sampled_from((*AGENTS, "A9")), st.sampled_from(("", "guanke", "freeswitch")), DAYS, DAYS
)
SCOPES = st.one_of(
    st.just(ALL),
    st.sampled_from([DataScope.of_agents("A1"), DataScope()]),
    st.frozensets(GRANTS, max_size=6).map(lambda granted: DataScope(grants=granted)),
)


async def fill(toolbox: CallsToolbox, source: str, rows: list[CallRow]) -> None:
    async with toolbox.database.transaction() as connection:
        await toolbox.ingest.write(connection, source, rows)


async def read_all(
    toolbox: CallsToolbox, query: RecordQuery, limit: int, scope: DataScope = ALL, between: list[CallRow] | None = None
) -> list[tuple[datetime | int, int, str]]:
    """(sort key, id, call id) of every row of every page; `between` is written after the first page."""
    rows: list[tuple[datetime | int, int, str]] = []
    after: Position | None = None
    while True:
        page = await list_records(toolbox, query, scope, limit, after)
        by_duration = query.sort.by_duration
        rows += [(r.duration if by_duration else r.start_time, r.id, r.call_id) for r in page.records]
        if page.next is None:
            return rows
        assert len(page.records) == limit
        after = page.next
        if between:
            await fill(toolbox, "guanke", between)
            between = None


@contextmanager
def filled(url: str, home: Path) -> Iterator[tuple[CallsToolbox, asyncio.Runner]]:
    """The calls stored once for many examples, with a loop of their own."""
    made = load_settings(app_env="testing", leadline_home=home, database_url=url)
    with asyncio.Runner() as runner:
        opening = open_toolbox(made)
        toolbox = runner.run(opening.__aenter__())
        for source, rows in STORED.items():
            runner.run(fill(toolbox, source, rows))
        yield toolbox, runner
        runner.run(opening.__aexit__(None, None, None))


@pytest.mark.parametrize("way", ["judged", *CUBES, "source", "start_time", "duration", "pairs"])
def test_pages_are_the_naive_filter_in_order_by_every_index(
    way: str, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way != "judged":  # whatever the figures say, each index must give the same rows
        forced = {way: -1.0}
        costs, by_duration = record_plan._costs, record_plan._costs_by_duration

        def prefer(found: dict[str, float]) -> dict[str, float]:
            return {**found, **{column: cost for column, cost in forced.items() if column in found}}

        pairs = record_plan._costs_of_pairs
        free = -2.0 if way == "pairs" else math.inf
        monkeypatch.setattr(record_plan, "_costs_of_pairs", lambda *given: dict.fromkeys(pairs(*given), free))
        monkeypatch.setattr(record_plan, "_costs", lambda *given: prefer(costs(*given)))
        monkeypatch.setattr(record_plan, "_costs_by_duration", lambda *given: prefer(by_duration(*given)))
    with filled(database_url, tmp_path) as (toolbox, runner):

        @settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
        @given(QUERIES, SCOPES, st.integers(1, 60))
        def check(query: RecordQuery, scope: DataScope, limit: int) -> None:
            rows = runner.run(read_all(toolbox, query, limit, scope))
            wanted = naive(STORED, query, scope)
            assert sorted((key, call_id) for key, _, call_id in rows) == sorted(wanted)
            in_order = sorted(rows, key=lambda row: row[:2], reverse=query.sort.descending)
            assert rows == in_order

        check()


@pytest.mark.parametrize("sort", list(RecordSort))
async def test_rows_written_between_pages_neither_repeat_nor_push_out_earlier_ones(
    sort: RecordSort, toolbox: CallsToolbox
) -> None:
    for source, rows in STORED.items():
        await fill(toolbox, source, rows)
    query = RecordQuery(NOON - timedelta(days=1), NOON + timedelta(days=9), sort=sort)
    rows_read = await read_all(toolbox, query, 23, between=LATER)
    ids = [row[1] for row in rows_read]
    assert len(ids) == len(set(ids))
    before = {call_id for _, call_id in naive(STORED, query)}
    assert before <= {call_id for *_, call_id in rows_read}


async def test_more_values_than_a_statement_has_arms_for_are_found_all_the_same(toolbox: CallsToolbox) -> None:
    for source, rows in STORED.items():
        await fill(toolbox, source, rows)
    query = RecordQuery(NOON - timedelta(days=1), NOON + timedelta(days=9), agents=tuple(f"X{n}" for n in range(99)))
    query = replace(query, agents=(*query.agents, "A2"))
    assert len(await read_all(toolbox, query, 50)) == len(naive(STORED, query))
