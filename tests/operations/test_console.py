"""The console: jobs are seen and steered, schedules edited, and all of it is audited."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from leadline.calls.contracts import RecountDays, SyncDays
from leadline.calls.models import daily_stats
from leadline.kernel.audit.log import audit_entries
from leadline.kernel.clock import now
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.jobs.tables import jobs
from leadline.kernel.outbox.tables import dead_letters
from leadline.operations.contracts import WatchAlerts
from tests.factories.calls import call
from tests.operations.conftest import Office


async def start(office: Office, requested_by: str = "chen", **more: Any) -> int:
    async with office.database.transaction() as connection:
        payload = RecountDays(first=date(2026, 1, 1), last=date(2026, 1, 2))
        return await enqueue(connection, payload, requested_by=requested_by, **more)


async def deeds(office: Office) -> list[tuple[str, str]]:
    async with office.database.reading() as connection:
        found = await connection.execute(select(audit_entries.c.action, audit_entries.c.subject))
        return [(row.action, row.subject) for row in found]


async def test_a_job_shows_its_progress_its_steps_and_its_result(office: Office) -> None:
    job = await office.ended(await start(office))
    assert (job["state"], job["progress"]) == ("done", {"done": 2, "total": 2, "note": None})
    assert [step["name"] for step in job["steps"]] == ["2026-01-01", "2026-01-02"]
    assert job["result"] == {"days": 2, "wrong": {}}
    assert job["title"] == "Recount 2026-01-01 – 2026-01-02"


async def test_the_list_is_filtered_and_paged_with_the_newest_first(office: Office) -> None:
    ids = [await start(office, name) for name in ("li", "chen", "chen")]
    answer = (await office.get("/api/jobs", params={"requested_by": "chen", "per_page": 1})).json()
    assert [job["id"] for job in answer["data"]] == [ids[2]]
    assert answer["pagination"] == {"page": 1, "per_page": 1, "total": 2, "pages": 2}
    assert len(await office.data("/api/jobs", state=["queued", "failed"], kind="calls.recount")) == 3
    assert await office.data("/api/jobs", state="done") == []
    assert (await office.get("/api/jobs", params={"state": "lost"})).status_code == 422


async def test_a_job_is_cancelled_resumed_and_retried(office: Office) -> None:
    job_id = await start(office)
    path = f"/api/jobs/{job_id}"
    assert (await office.post(f"{path}/cancel")).json()["data"]["state"] == "cancelled"
    assert (await office.post(f"{path}/cancel")).json()["code"] == "wrong_job_state"
    assert (await office.post(f"{path}/resume")).json()["data"]["state"] == "queued"
    await office.post(f"{path}/cancel")
    assert (await office.post(f"{path}/retry", json={"from_start": True})).json()["data"]["state"] == "queued"
    assert [action for action, _ in await deeds(office)] == ["job.cancel", "job.resume", "job.cancel", "job.retry"]


async def test_a_job_that_is_not_there_is_not_found(office: Office) -> None:
    for answer in (await office.get("/api/jobs/9"), await office.post("/api/jobs/9/cancel")):
        assert (answer.status_code, answer.json()["code"]) == (404, "job_not_found")


@pytest.mark.parametrize(("role", "sees", "steers"), [("analyst", 200, 403), ("employee", 403, 403)])
async def test_who_may_see_and_who_may_steer(office: Office, role: str, sees: int, steers: int) -> None:
    job_id = await start(office)
    schedule = await office.schedule("tidy")
    office.act_as(role)
    assert (await office.get("/api/jobs")).status_code == sees
    assert (await office.get("/api/schedules")).status_code == sees
    for path in (f"/api/jobs/{job_id}/cancel", f"/api/schedules/{schedule['id']}/run"):
        assert (await office.post(path)).status_code == steers


async def test_a_schedule_shows_its_next_runs_and_its_last_job(office: Office) -> None:
    schedule = await office.schedule("tidy")
    assert (schedule["cron"], schedule["zone"], schedule["available"]) == ("40 3 * * *", "Asia/Shanghai", True)
    assert [run[11:] for run in schedule["next_runs"]] == ["03:40:00+08:00"] * 5
    started = await office.post(f"/api/schedules/{schedule['id']}/run")
    assert started.status_code == 202
    job = await office.ended(started.json()["data"]["job_id"])
    assert (job["state"], job["requested_by"], job["schedule_id"]) == ("done", "chen", schedule["id"])
    assert (await office.schedule("tidy"))["last_job"]["id"] == job["id"]


async def test_a_schedule_keeps_its_last_job_when_something_else_starts_the_same(office: Office) -> None:
    schedule = await office.schedule("alerts")
    started = await office.post(f"/api/schedules/{schedule['id']}/run")
    job = await office.ended(started.json()["data"]["job_id"])
    async with office.database.transaction() as connection:
        other = await enqueue(connection, WatchAlerts())
    await office.ended(other)
    assert (await office.schedule("alerts"))["last_job"]["id"] == job["id"]


async def test_a_schedule_is_edited_paused_and_resumed(office: Office) -> None:
    path = f"/api/schedules/{(await office.schedule('tidy'))['id']}"
    edited = await office.patch(path, json={"cron": "0 6 * * 1", "zone": "Europe/Berlin", "priority": 7})
    assert edited.json()["data"]["next_runs"][0][14:19] == "00:00"
    paused = (await office.post(f"{path}/pause")).json()["data"]
    assert (paused["paused"], paused["next_runs"], paused["cron"]) == (True, [], "0 6 * * 1")
    resumed = (await office.post(f"{path}/resume")).json()["data"]
    assert (resumed["paused"], resumed["priority"], resumed["updated_by"]) == (False, 7, "chen")
    assert [action for action, _ in await deeds(office)] == ["schedule.change"] * 3


@pytest.mark.parametrize(
    ("patch", "field"),
    [
        ({"cron": "x"}, "cron"),
        ({"cron": ""}, "cron"),
        ({"zone": ""}, "zone"),
        ({"zone": "Mars"}, "zone"),
        ({"name": "x"}, "name"),
    ],
)
async def test_an_edit_that_makes_no_sense_is_refused(office: Office, patch: dict[str, str], field: str) -> None:
    path = f"/api/schedules/{(await office.schedule('tidy'))['id']}"
    answer = await office.patch(path, json=patch)
    assert (answer.status_code, answer.json()["details"][0]["field"]) == (422, field)


async def test_a_back_fill_starts_a_job_a_day(office: Office) -> None:
    path = f"/api/schedules/{(await office.schedule('recount'))['id']}/backfill"
    answer = await office.post(path, json={"start_date": "2026-01-01", "end_date": "2026-01-03"})
    ids = answer.json()["data"]["job_ids"]
    assert (answer.status_code, len(ids)) == (202, 3)
    assert (await office.ended(ids[-1]))["state"] == "done"
    assert ("schedule.backfill", "recount") in await deeds(office)


async def test_what_cannot_be_back_filled_says_so(office: Office) -> None:
    body = {"start_date": "2026-01-01", "end_date": "2026-01-03"}
    tidy = await office.post(f"/api/schedules/{(await office.schedule('tidy'))['id']}/backfill", json=body)
    assert (tidy.status_code, tidy.json()["code"]) == (409, "cannot_backfill")
    recount = f"/api/schedules/{(await office.schedule('recount'))['id']}/backfill"
    for wrong, field in (
        ({"end_date": "2025-12-01"}, "end_date"),
        ({"end_date": "2999-01-01"}, "end_date"),
        ({"start_date": "2020-01-01"}, "start_date"),
    ):
        answer = await office.post(recount, json=body | wrong)
        assert (answer.status_code, answer.json()["details"][0]["field"]) == (422, field)


async def test_a_result_is_shown_to_whoever_asked_for_it_and_to_whoever_sees_all(office: Office) -> None:
    job_id = await start(office, "li")
    seen = {"everybody": await office.ended(job_id)}
    for name in ("li", "wang"):
        office.act_as("manager", name)
        seen[name] = await office.data(f"/api/jobs/{job_id}")
    assert {name: job["result"] is not None for name, job in seen.items()} == {
        "everybody": True,
        "li": True,
        "wang": False,
    }


async def exported(office: Office, **query: str) -> int:
    answer = await office.post("/api/calls/exports", params=query)
    assert answer.status_code == 202, answer.text
    return int(answer.json()["data"]["job_id"])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_an_export_in_the_background_is_fetched_by_whoever_asked_for_it(office: Office, kind: str) -> None:
    at = office.tools.calendar.window_of(office.tools.calendar.today()).start
    async with office.database.transaction() as connection:
        await office.tools.ingest.write(connection, "guanke", [call("a", at), call("b", at, phone="13900139000")])
    job_id = await exported(office, format=kind, phone="13900139000")
    assert (await office.get(f"/api/calls/exports/{job_id}")).json()["code"] == "export_not_ready"
    job = await office.ended(job_id)
    assert (job["state"], job["result"]["rows"]) == ("done", 1)
    assert (job["progress"]["done"], job["progress"]["total"]) == (1, 1)
    fetched = await office.get(f"/api/calls/exports/{job_id}")
    assert (fetched.status_code, len(fetched.content)) == (200, job["result"]["bytes"])
    office.act_as("admin", "li")
    assert (await office.get(f"/api/calls/exports/{job_id}")).json()["code"] == "export_not_found"


async def test_the_number_of_an_exports_filter_is_not_kept_in_the_clear(office: Office) -> None:
    await exported(office, phone="13900139000")
    async with office.database.reading() as connection:
        assert "13900139000" not in str((await connection.execute(select(jobs))).one())


async def test_whole_numbers_need_the_permission_for_them(office: Office) -> None:
    office.act_as("analyst")
    refused = await office.post("/api/calls/exports", params={"unmasked": True})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


async def test_old_files_jobs_and_ticks_are_deleted_in_the_night(office: Office) -> None:
    old = await start(office)
    await office.ended(old)
    async with office.database.transaction() as connection:
        await connection.execute(update(jobs).values(finished_at=now() - timedelta(days=31)))
    answer = await office.post(f"/api/schedules/{(await office.schedule('tidy_jobs'))['id']}/run")
    job = await office.ended(answer.json()["data"]["job_id"])
    assert job["result"] == {"jobs": 1, "ticks": 0, "events": 0}
    assert (await office.get(f"/api/jobs/{old}")).status_code == 404


async def test_a_schedule_of_a_source_that_is_gone_cannot_be_run(office: Office) -> None:
    async with office.database.transaction() as connection:
        await connection.exec_driver_sql("UPDATE schedules SET name = 'demo.grade.t3' WHERE name = 'tidy'")
    schedule = await office.schedule("demo.grade.t3")
    answer = await office.post(f"/api/schedules/{schedule['id']}/run")
    assert (schedule["available"], answer.json()["code"]) == (False, "job_kind_not_here")


def test_a_sync_without_a_day_has_no_window() -> None:
    with pytest.raises(ValueError, match="window"):
        SyncDays(source="x", sync_type="t3").window  # noqa: B018  # it is the asking that is refused


async def test_a_dead_letter_is_seen_and_delivered_once_more(office: Office) -> None:
    event = {"source": "demo", "new": 1, "updated": 0, "days": ["2026-01-05"]}
    letter = {
        "subscriber": "calls.recount_late_changes", "event_id": 1, "name": "calls.ingested", "payload": event,
        "attempts": 6, "error_zh": "坏", "error_en": "bad", "died_at": now(),
    }  # fmt: skip
    async with office.database.transaction() as connection:
        await connection.execute(insert(dead_letters).values(**letter))
    (seen,) = await office.data("/api/dead-letters")
    assert (seen["error"], seen["attempts"], seen["delivered_at"]) == ("bad", 6, None)
    path = f"/api/dead-letters/{seen['id']}/replay"
    answers = [await office.post(path), await office.post(path)]
    assert [answer.status_code for answer in answers] == [200, 404]
    assert await office.data("/api/dead-letters") == []
    assert [job["title"] for job in await office.data("/api/jobs")] == ["Recount 2026-01-05"]


async def test_a_day_that_moves_late_is_recounted_once(office: Office) -> None:
    await office.system.relay.deliver_due()  # the subscriber hears what happens from when it first came
    async with office.working():
        today = office.tools.calendar.today()
        for number, back in enumerate((0, 1, 5, 5)):
            at = office.tools.calendar.window_of(today - timedelta(days=back)).start
            async with office.database.transaction() as connection:
                await office.tools.ingest.write(connection, "demo", [call(str(number), at)])
        async with asyncio.timeout(20):
            while not (queued := await office.data("/api/jobs")):  # noqa: ASYNC110  # the news is in the database
                await asyncio.sleep(0.05)
        await asyncio.sleep(1.2)
        assert await office.data("/api/jobs") == queued
    assert [(job["title"], job["state"]) for job in queued] == [(f"Recount {today - timedelta(days=5)}", "queued")]


async def test_rules_that_are_put_in_force_in_the_background_are_applied_by_a_job(office: Office) -> None:
    tools = office.tools
    at = tools.calendar.window_of(tools.calendar.today() - timedelta(days=3)).start
    async with tools.database.transaction() as connection:
        await tools.ingest.write(connection, "fake", [call("1", at, grade="好"), call("2", at, grade="差")])
    office.act_as("manager")
    rule = {"match": "exact", "pattern": "好", "code": "OK", "label": "好", "category": "follow_up"}
    answer = await office.put("/api/settings/grade-rules", params={"async": True}, json={"rules": [rule]})
    assert answer.status_code == 202, answer.text
    ended = await office.ended(answer.json()["data"]["job_id"])
    assert (ended["state"], ended["result"]) == ("done", {"days": 1, "calls": 1})
    office.act_as("admin")
    (good,) = (await office.get("/api/calls", params={"grade": "OK"})).json()["data"]
    assert good["call_id"] == "1"


async def test_the_notes_and_the_log_of_a_job_are_for_who_sees_everybody_or_asked_for_it(office: Office) -> None:
    day = office.tools.calendar.today() - timedelta(days=3)
    async with office.database.transaction() as connection:
        await office.tools.ingest.write(connection, "fake", [call("1", office.tools.calendar.window_of(day).start)])
        await connection.execute(update(daily_stats).values(total_calls=7))
        job_id = await enqueue(connection, RecountDays(first=day, last=day), requested_by="li")
    await office.ended(job_id)
    async with office.database.transaction() as connection:
        await connection.execute(update(jobs).values(progress_zh="已接收 7 条", progress_en="7 rows received"))
    for role, name, sees in (("analyst", "wu", True), ("manager", "wu", False), ("manager", "li", True)):
        office.act_as(role, name)
        job = await office.data(f"/api/jobs/{job_id}")
        assert [bool(job["log"]), job["progress"]["note"] is not None] == [sees, sees]
