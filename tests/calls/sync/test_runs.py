"""Runs: what is written of each, and what becomes of those whose process is gone."""

from datetime import timedelta

from sqlalchemy import func, insert, select, update

from leadline.calls.models import raw_batches, sync_runs
from leadline.calls.service.freshness import runs_page
from leadline.calls.service.sync.archive import prune_archive
from leadline.kernel.clock import now
from tests.calls.sync.conftest import Desk, noon
from tests.factories.calls import call
from tests.fakes.dialer import page, refusal


async def silent_run(desk: Desk, seconds: int) -> None:
    """A run that was last heard of so long ago."""
    await desk.sync()
    async with desk.tools.database.transaction() as connection:
        heard = now() - timedelta(seconds=seconds)
        await connection.execute(update(sync_runs).values(state="running", finished_at=None, heartbeat_at=heard))


async def test_a_run_tells_who_asked_and_what_came(desk: Desk) -> None:
    at = noon(desk.day)
    desk.dialer.gives(desk.day, [page(1, [call("a", at), call("b", at)], 3, [refusal("c")])])
    await desk.sync()
    run = (await desk.runs())[0]
    assert (run.state, run.requested_by, run.sync_type, run.track) == ("incomplete", "tester", "manual", "grade")
    assert (run.days_done, run.days_incomplete, run.received_rows, run.new_rows, run.refused_rows) == (1, 1, 2, 2, 1)
    assert run.error
    assert desk.day.isoformat() in run.error.en


async def test_a_run_without_a_heartbeat_for_two_minutes_is_interrupted_when_somebody_looks(desk: Desk) -> None:
    await silent_run(desk, 121)
    runs, total = await runs_page(desk.tools, 1, 20)
    assert (runs[0].state, total) == ("interrupted", 1)
    assert runs[0].error


async def test_a_run_without_a_heartbeat_is_interrupted_when_another_starts(desk: Desk) -> None:
    await silent_run(desk, 121)
    await desk.sync()
    assert [run.state for run in await desk.runs()] == ["done", "interrupted"]


async def test_a_run_that_was_heard_of_a_minute_ago_is_left_alone(desk: Desk) -> None:
    await silent_run(desk, 60)
    runs, _ = await runs_page(desk.tools, 1, 20)
    assert runs[0].state == "running"


async def test_raw_answers_older_than_the_setting_are_deleted(desk: Desk) -> None:
    kept = desk.tools.settings.raw_rows_days
    rows = [
        {"source": "fake", "stat_date": desk.day, "rows": 1, "body": b"x", "received_at": now() - timedelta(days=days)}
        for days in (kept + 1, kept + 2, kept - 1)
    ]
    async with desk.tools.database.transaction() as connection:
        await connection.execute(insert(raw_batches), rows)
    assert await prune_archive(desk.tools) == 2
    async with desk.tools.database.reading() as connection:
        assert (await connection.execute(select(func.count()).select_from(raw_batches))).scalar_one() == 1
