"""The routes of the sync."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from leadline.calls.contracts import TotalsLine
from leadline.kernel.audit.log import audit_entries
from tests.calls.sync.conftest import NINE, Api, Desk, noon
from tests.factories.calls import call
from tests.fakes.dialer import lost, no_log_in, page, totals


async def filled(desk: Desk) -> None:
    """Yesterday in whole, with totals; the day before with a page that failed."""
    before = desk.day - timedelta(days=1)
    desk.dialer.gives(desk.day, [page(1, [call("a", noon(desk.day), grade=NINE)], 1)])
    desk.dialer.gives(before, [page(1, [call("b", noon(before))], 2), lost(2)])
    desk.dialer.figures[desk.day] = totals(desk.day, 2, 1, [TotalsLine("A1", "王芳", 1, 1, 1)])


async def test_a_sync_answers_when_it_is_done(api: Api, desk: Desk) -> None:
    await filled(desk)
    answer = (await api.post("/api/calls/sync", json={"days": 3})).json()["data"]
    first = desk.today - timedelta(days=2)
    assert (answer["start_date"], answer["end_date"]) == (first.isoformat(), desk.today.isoformat())
    assert (answer["total_records"], answer["new_count"], answer["updated_count"]) == (2, 2, 0)
    assert (answer["complete"], answer["incomplete_days"]) == (False, [first.isoformat()])
    assert answer["synced_at"].endswith("+08:00")


async def test_a_sync_that_was_asked_for_is_written_down(api: Api, desk: Desk) -> None:
    await api.post("/api/calls/sync", json={"start_date": desk.day.isoformat(), "end_date": desk.day.isoformat()})
    async with desk.tools.database.reading() as connection:
        deed = (await connection.execute(select(audit_entries))).one()
    assert (deed.actor, deed.action, deed.subject) == ("chen", "sync.request", f"fake:{desk.day}..{desk.day}")
    assert deed.address == "203.0.113.7"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"days": 0}, "days"),
        ({"days": 367}, "days"),
        ({"days": "many"}, "days"),
        ({"days": True}, "days"),
        ({}, "days"),
        ({"days": 3, "start_date": "2025-01-01"}, "days"),
        ({"end_date": "2025-01-01"}, "start_date"),
        ({"start_date": "2025-02-30"}, "start_date"),
        ({"start_date": "2025-02-03", "end_date": "2025-02-01"}, "end_date"),
        ({"start_date": "2020-02-03", "end_date": "2025-02-01"}, "start_date"),
        ({"start_date": "2025-02-03", "end_date": "2999-02-01"}, "end_date"),
        ({"start_date": "0001-01-01", "end_date": "0001-01-02"}, "start_date"),
        ({"days": 3, "track": "all"}, "track"),
    ],
)
async def test_a_malformed_wish_names_the_field(api: Api, body: dict[str, object], field: str) -> None:
    answer = await api.post("/api/calls/sync", json=body)
    assert (answer.status_code, answer.json()["details"][0]["field"]) == (422, field)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"start": "2025-02-03", "end": "2025-02-01"}, "end"),
        ({"end": "0001-01-02"}, "start"),
        ({"start": "2020-01-01"}, "start"),
        ({"source": "\0"}, "source"),
    ],
)
async def test_a_malformed_range_names_the_field(api: Api, query: dict[str, str], field: str) -> None:
    answer = await api.get("/api/sync/reconciliation", params=query)
    assert (answer.status_code, answer.json()["details"][0]["field"]) == (422, field)


async def test_no_body_is_a_422(api: Api) -> None:
    assert (await api.post("/api/calls/sync")).status_code == 422


async def test_an_unknown_source_is_a_404(api: Api) -> None:
    answer = await api.post("/api/calls/sync", json={"days": 1, "source": "none"})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_source")


async def test_a_vendor_that_cannot_be_asked_is_a_502(api: Api, desk: Desk) -> None:
    desk.dialer.gives(desk.today, [no_log_in()])
    answer = await api.post("/api/calls/sync", json={"days": 1, "track": "grade"})
    assert (answer.status_code, answer.json()["code"]) == (502, "source_unavailable")


async def test_syncing_needs_its_permission(api: Api) -> None:
    api.act_as("employee")
    assert (await api.post("/api/calls/sync", json={"days": 1})).status_code == 403


async def test_the_status_shows_every_day_of_both_tracks(api: Api, desk: Desk) -> None:
    await filled(desk)
    await api.post("/api/calls/sync", json={"days": 3})
    data = (await api.get("/api/sync/status")).json()["data"]
    grade, task = data["tracks"]
    states = {day["date"]: day["state"] for day in grade["days"]}
    before = (desk.day - timedelta(days=1)).isoformat()
    assert (grade["track"], task["track"], len(grade["days"])) == ("grade", "task", 35)
    assert (states[desk.day.isoformat()], states[before], states[data["start_date"]]) == (
        "complete",
        "incomplete",
        "never",
    )
    assert grade["incomplete_days"] == [before]
    assert grade["last_run"]["state"] == "incomplete"


async def test_the_status_tells_which_sources_can_be_asked(api: Api, desk: Desk) -> None:
    async with desk.tools.database.transaction() as connection:
        await desk.tools.ingest.write(connection, "csv", [call("of a file", noon(desk.day))])
    tracks = (await api.get("/api/sync/status")).json()["data"]["tracks"]
    assert {one["source"]: one["pullable"] for one in tracks} == {"csv": False, "fake": True}


async def test_a_narrower_scope_sees_states_and_no_numbers(api: Api, desk: Desk) -> None:
    await filled(desk)
    await desk.sync()
    api.act_as("employee", ["A1"])
    params = {"start": desk.day.isoformat(), "end": desk.day.isoformat()}
    day = (await api.get("/api/sync/status", params=params)).json()["data"]["tracks"][0]["days"][0]
    assert (day["state"], day["calls"], day["vendor_rows"]) == ("complete", None, None)


async def test_runs_are_paged_and_found_by_number(api: Api, desk: Desk) -> None:
    for _ in range(3):
        await desk.sync()
    listed = (await api.get("/api/sync/runs", params={"per_page": 2})).json()
    run = (await api.get(f"/api/sync/runs/{listed['data'][0]['id']}")).json()["data"]
    assert listed["pagination"] == {"page": 1, "per_page": 2, "total": 3, "pages": 2}
    assert run == listed["data"][0]
    assert (await api.get("/api/sync/runs/999999")).json()["code"] == "sync_run_not_found"


async def test_whoever_sees_a_part_is_not_told_the_rows_of_all(api: Api, desk: Desk) -> None:
    await desk.sync()
    api.act_as("employee", ["A1"])
    (run,) = (await api.get("/api/sync/runs")).json()["data"]
    assert [run[name] for name in ("received_rows", "new_rows", "updated_rows", "refused_rows")] == [None] * 4


async def test_reconciliation_holds_ours_against_the_vendors(api: Api, desk: Desk) -> None:
    await filled(desk)
    await desk.sync("both")
    days = (await api.get("/api/sync/reconciliation")).json()["data"]
    one = (await api.get(f"/api/sync/reconciliation/{desk.day}")).json()["data"][0]
    assert [(day["ours"]["calls"], day["vendor"]["calls"], day["difference"]["calls"]) for day in days] == [(1, 2, -1)]
    assert one["accounts"]["unattributed"] == {"calls": 1, "connected": 0, "orders": 0}
    assert one["accounts"]["lines"][0]["name"] == "王芳"


async def test_sources_are_listed_and_can_be_tested(api: Api, desk: Desk) -> None:
    await desk.sync()
    listed = (await api.get("/api/sources")).json()["data"]
    tested = (await api.post("/api/sources/fake/check")).json()["data"]
    assert (listed[0]["name"], listed[0]["kinds"]) == ("fake", ["pull", "push"])
    assert listed[0]["last_success"]
    assert tested == {"ok": True, "steps": ["fine"], "figures": {}}


async def test_testing_a_source_that_is_not_there_is_a_404(api: Api) -> None:
    assert (await api.post("/api/sources/none/check")).json()["code"] == "unknown_source"
