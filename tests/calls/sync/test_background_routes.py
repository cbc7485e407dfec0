"""What the API starts in the background."""

from datetime import timedelta

from sqlalchemy import select

from leadline.kernel.audit.log import audit_entries
from leadline.kernel.jobs.history import find_job, payload_of_job
from tests.calls.sync.conftest import NINE, Api, Desk, noon
from tests.factories.calls import call
from tests.fakes.dialer import page


async def test_a_sync_in_the_background_is_a_job(api: Api, desk: Desk) -> None:
    answer = await api.post("/api/calls/sync?async=true", json={"days": 2, "track": "grade"})
    assert answer.status_code == 202
    job_id = answer.json()["data"]["job_id"]
    assert answer.json()["data"]["job_ids"] == [job_id]
    async with desk.tools.database.reading() as connection:
        job, payload = await find_job(connection, job_id), await payload_of_job(connection, job_id)
        deed = (await connection.execute(select(audit_entries))).one()
    assert (job.kind, job.state, job.requested_by) == ("calls.sync", "queued", "chen")
    assert (payload["source"], payload["first"]) == ("fake", (desk.today - timedelta(days=1)).isoformat())
    assert (deed.action, deed.actor) == ("sync.request", "chen")
    assert desk.dialer.asked == []


async def test_only_the_demo_is_cleared_and_only_when_it_is_confirmed(api: Api, desk: Desk) -> None:
    refused = await api.post("/api/sources/guanke/clear", json={"confirm": "guanke"})
    unconfirmed = await api.post("/api/sources/demo/clear", json={"confirm": "yes"})
    started = await api.post("/api/sources/demo/clear", json={"confirm": "demo"})
    assert [answer.status_code for answer in (refused, unconfirmed, started)] == [409, 422, 202]
    assert refused.json()["code"] == "only_demo_is_cleared"
    api.act_as("analyst")
    assert (await api.post("/api/sources/demo/clear", json={"confirm": "demo"})).status_code == 403


async def test_a_past_day_without_a_cache_is_answered_from_its_counts(api: Api, desk: Desk) -> None:
    desk.dialer.gives(desk.day, [page(1, [call("a", noon(desk.day), grade=NINE)], 1)])
    await desk.sync()
    path = f"/api/stats/grade-stats?date={desk.day}"
    cached = (await api.get(path)).json()["data"]
    async with desk.tools.database.transaction() as connection:
        await connection.exec_driver_sql("DELETE FROM grade_stats_cache")
    counted = (await api.get(path)).json()
    assert (counted["data"]["grade_9"], counted["data"]["total_records"]) == (1, 1) == (cached["grade_9"], 1)
    unknown = await api.get(f"/api/stats/grade-stats?date={desk.day - timedelta(days=5)}")
    assert unknown.json()["code"] == "day_not_synced"
