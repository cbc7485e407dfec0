"""An employee's figures are those of the calls of their accounts, on the days on which these were theirs."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from fastapi import FastAPI
from hypothesis import given, settings, strategies
from sqlalchemy import delete, insert, select

from leadline.calls.contracts import CallRow, Outcome
from leadline.calls.models import call_records
from leadline.employees.jobs import StoreKpis
from leadline.employees.models import employee_agents, employee_kpis
from leadline.employees.service.agents import unassigned_agents
from leadline.employees.service.kpis import store_kpis
from leadline.kernel.db.engine import Database
from leadline.kernel.jobs.queue import enqueue
from tests.employees.conftest import Client, Company
from tests.factories.calls import NOON, call
from tests.factories.examples import SHARED_FIXTURE

DAY = date(2026, 10, 20)
AGENTS, SOURCES = ("A1", "A2", "A3"), ("guanke", "other")
days = strategies.integers(min_value=-2, max_value=2).map(lambda offset: DAY + timedelta(days=offset))
Tie = tuple[str, str, str, date | None, date | None]


async def ingest(app: FastAPI, rows: Sequence[CallRow], source: str = "guanke") -> None:
    tools = app.state.calls
    async with tools.database.transaction() as connection:
        await tools.ingest.write(connection, source, rows)


async def kpis(client: Client, company: Company, name: str, first: date = DAY, last: date = DAY) -> Any:
    query = {"from": str(first), "to": str(last)}
    return await client.get("root", f"/api/employees/{company.employees[name]}/kpis", **query)


async def test_figures_count_the_days_on_which_an_account_was_theirs(
    client: Client, company: Company, app: FastAPI
) -> None:
    early = NOON - timedelta(days=10)  # 10 October: wang's last day with A1
    rows = [call("1", early, grade="A"), call("2", early + timedelta(days=1)), call("3", NOON, agent_id="A2")]
    await ingest(app, [*rows, call("4", NOON, Outcome.NO_ANSWER)])
    wang = await kpis(client, company, "wang", DAY - timedelta(days=12), DAY)
    zhao = await kpis(client, company, "zhao", DAY - timedelta(days=12), DAY)
    assert (wang["total"]["calls"], wang["total"]["connected"], wang["total"]["talk_seconds"]) == (1, 1, 30)
    assert (zhao["total"]["calls"], zhao["total"]["connected"], zhao["total"]["contact_rate"]) == (3, 2, 0.666667)
    assert [day["calls"] for day in wang["days"]] == [0, 0, 1, *[0] * 10]
    assert wang["total"]["new_customers"] is None
    assert wang["days"][0]["contact_rate"] is None


async def test_who_is_out_of_reach_has_no_figures_to_see(client: Client, company: Company) -> None:
    for who, name, status in (("li", "wang", 200), ("li", "sun", 404), ("wang", "zhao", 404), ("qian", "sun", 200)):
        response = await client.ask(who, "GET", f"/api/employees/{company.employees[name]}/kpis")
        assert response.status_code == status


async def test_a_range_is_bounded_and_in_order(client: Client, company: Company) -> None:
    path = f"/api/employees/{company.employees['wang']}/kpis"
    wrong = await client.ask("root", "GET", path, **{"from": "2026-02-01", "to": "2026-01-01"})
    long = await client.ask("root", "GET", path, **{"from": "2025-01-01", "to": "2026-06-01"})
    assert [one.json()["code"] for one in (wrong, long)] == ["bad_period", "range_too_long"]
    assert len((await client.get("root", path))["days"]) == 7


async def test_storing_again_corrects_what_was_stored(
    client: Client, company: Company, app: FastAPI, database: Database
) -> None:
    tools, sun = app.state.employees, company.employees["sun"]

    async def stored() -> list[tuple[Any, ...]]:
        chosen = [employee_kpis.c.employee_id, employee_kpis.c.calls, employee_kpis.c.score]
        async with database.reading() as connection:
            return [tuple(row) for row in await connection.execute(select(*chosen).where(employee_kpis.c.calls > 0))]

    await ingest(app, [call("1", NOON, agent_id="of-sun")])
    await store_kpis(tools, DAY)
    assert await stored() == [(sun, 1, None)]
    async with database.transaction() as connection:
        await connection.execute(employee_kpis.update().where(employee_kpis.c.employee_id == sun).values(score=80.0))
    await ingest(app, [call("2", NOON, agent_id="of-sun")])
    await store_kpis(tools, DAY)
    assert await stored() == [(sun, 2, 80.0)]
    assert (await kpis(client, company, "sun"))["total"]["score"] == 80.0
    async with database.transaction() as connection:
        await connection.execute(delete(employee_agents).where(employee_agents.c.employee_id == sun))
    await store_kpis(tools, DAY)
    assert await stored() == []


async def test_accounts_that_call_and_are_nobodys_are_told(app: FastAPI, company: Company) -> None:
    tools = app.state.employees
    today = tools.calendar.window_of(tools.calendar.today()).start
    rows = [call(str(number), today, agent_id=agent) for number, agent in enumerate(("A1", "A2", "new", "", "of-sun"))]
    await ingest(app, rows)
    await ingest(app, [call("9", today, agent_id="of-sun")], "other")
    found = [(one.source, one.agent_id) for one in await unassigned_agents(tools, 7)]
    assert found == [("guanke", "new"), ("other", "of-sun")]


@settings(max_examples=12, deadline=None, suppress_health_check=SHARED_FIXTURE)
@given(
    calls=strategies.lists(
        strategies.tuples(
            strategies.sampled_from(SOURCES), strategies.sampled_from(AGENTS), days, strategies.booleans()
        ),
        max_size=12,
    ),
    cuts=strategies.lists(
        strategies.tuples(strategies.sampled_from(SOURCES), strategies.sampled_from(AGENTS), days), max_size=4
    ),
)
async def test_figures_equal_a_naive_count(
    client: Client,
    company: Company,
    app: FastAPI,
    database: Database,
    calls: list[tuple[str, str, date, bool]],
    cuts: list[tuple[str, str, date]],
) -> None:
    """Each account is wang's up to a cut and zhao's after it."""
    ties = [tie for source, agent, day in {cut[:2]: cut for cut in cuts}.values() for tie in halves(source, agent, day)]
    await replace(database, company, ties)
    offset = len(await all_calls(database))  # what earlier examples brought stays, and is counted by both
    for number, (source, agent, day, connected) in enumerate(calls):
        at = NOON + (day - DAY)
        outcome = Outcome.CONNECTED if connected else Outcome.BUSY
        await ingest(app, [call(f"{offset}-{number}", at, outcome, agent_id=agent)], source)
    first, last = DAY - timedelta(days=3), DAY + timedelta(days=3)
    for name in ("wang", "zhao"):
        told = (await kpis(client, company, name, first, last))["days"]
        counted = naive(await all_calls(database), [tie for tie in ties if tie[0] == name])
        assert [day["calls"] for day in told] == [
            counted.get(first + timedelta(days=place), 0) for place in range(len(told))
        ]


def halves(source: str, agent: str, day: date) -> list[Tie]:
    return [("wang", source, agent, None, day), ("zhao", source, agent, day + timedelta(days=1), None)]


async def replace(database: Database, company: Company, ties: list[Tie]) -> None:
    async with database.transaction() as connection:
        await connection.execute(delete(employee_agents))
        for name, source, agent, first, last in ties:
            values = {"source": source, "agent_id": agent, "valid_from": first, "valid_to": last}
            await connection.execute(insert(employee_agents).values(employee_id=company.employees[name], **values))


async def all_calls(database: Database) -> list[Any]:
    columns = call_records.c
    async with database.reading() as connection:
        return list(await connection.execute(select(columns.source, columns.agent_id, columns.stat_date)))


def naive(calls: list[Any], ties: list[Tie]) -> dict[date, int]:
    counted: dict[date, int] = {}
    for source, agent, day in calls:
        if any((source, agent) == tie[1:3] and (tie[3] or date.min) <= day <= (tie[4] or date.max) for tie in ties):
            counted[day] = counted.get(day, 0) + 1
    return counted


async def test_the_morning_job_stores_the_ten_days_before(client: Client, company: Company, app: FastAPI) -> None:
    await ingest(app, [call("1", NOON, agent_id="A2")])
    system, database = app.state.jobs, app.state.calls.database
    async with database.transaction() as connection:
        await enqueue(connection, StoreKpis(as_of=DAY + timedelta(days=1)))
    worker = system.worker(app.state.calls.settings)
    working = asyncio.create_task(worker.run())
    async with asyncio.timeout(20):
        while not (stored := await _stored(database)):  # noqa: ASYNC110  # the news is in the database
            await asyncio.sleep(0.02)
    worker.stop()
    await working
    assert (DAY, company.employees["zhao"], 1) in stored


async def _stored(database: Database) -> set[tuple[date, int, int]]:
    columns = employee_kpis.c
    async with database.reading() as connection:
        rows = await connection.execute(
            select(columns.stat_date, columns.employee_id, columns.calls).where(columns.calls > 0)
        )
    return {(day, employee_id, calls) for day, employee_id, calls in rows}
