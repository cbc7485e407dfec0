"""Syncs, exports, recounts and clearing as durable jobs."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text, update

from leadline.calls.contracts import ClearSource, Completeness, RecountDays, SyncDays, TidyCalls
from leadline.calls.jobs import CallsJobs
from leadline.calls.models import call_records, daily_stats, raw_batches
from leadline.calls.service.grade_stats import grade_stats
from leadline.kernel.auth.principal import DataScope
from leadline.kernel.clock import now
from leadline.kernel.jobs.contracts import ENDED, Payload
from leadline.kernel.jobs.history import JobRow, StepRow, find_job, lines_of, steps_of
from leadline.kernel.jobs.kinds import JobKinds
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.jobs.tables import jobs
from leadline.kernel.jobs.worker import Pace, Worker
from tests.calls.sync.conftest import NINE, Desk, noon
from tests.factories.calls import call
from tests.fakes.dialer import lost, page, totals


class Office:
    """A desk with a worker."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.database = desk.tools.database
        self.work = CallsJobs(desk.tools)
        self.worker = Worker(self.database, JobKinds(self.work.kinds()), Pace(lease=3, poll=0.05, finish=0.1))

    async def start(self, payload: Payload) -> int:
        async with self.database.transaction() as connection:
            return await enqueue(connection, payload)

    async def see(self, job_id: int) -> JobRow:
        async with self.database.reading() as connection:
            return await find_job(connection, job_id)

    async def steps(self, job_id: int) -> list[StepRow]:
        async with self.database.reading() as connection:
            return await steps_of(connection, job_id)

    async def rests(self, job_id: int) -> JobRow:
        """The job once it is over, or waits for its next attempt."""
        async with asyncio.timeout(20):
            while True:
                job = await self.see(job_id)
                if job.state in ENDED or (job.state == "queued" and job.attempt):
                    return job
                await asyncio.sleep(0.02)

    async def ended(self, payload: Payload) -> JobRow:
        return await self.rests(await self.start(payload))

    async def count(self, table: object = call_records) -> int:
        async with self.database.reading() as connection:
            query = select(func.count()).select_from(table)  # type: ignore[arg-type]  # a table of the context
            return int((await connection.execute(query)).scalar_one())


@pytest.fixture
async def office(desk: Desk) -> AsyncIterator[Office]:
    made = Office(desk)
    task = asyncio.create_task(made.worker.run())
    yield made
    made.worker.stop()
    await asyncio.wait_for(task, 20)


def both_days(desk: Desk) -> tuple[date, date]:
    return desk.day - timedelta(days=1), desk.day


async def test_each_day_of_a_sync_is_a_step(office: Office) -> None:
    first, last = both_days(office.desk)
    office.desk.dialer.gives(last, [page(1, [call("a", noon(last), grade=NINE)], 1)])
    job_id = await office.start(SyncDays(source="fake", track="grade", first=first, last=last))
    job = await office.rests(job_id)
    assert (job.state, job.done, job.total) == ("done", 2, 2)
    assert job.result is not None
    assert (job.result["records"], job.result["new"]) == (1, 1)
    assert [(step.name, step.state) for step in await office.steps(job_id)] == [
        (last.isoformat(), "done"),
        (first.isoformat(), "done"),
    ]


async def test_the_next_attempt_asks_only_for_the_days_that_lack_something(office: Office) -> None:
    desk = office.desk
    first, last = both_days(desk)
    desk.dialer.gives(last, [page(1, [call("a", noon(last))], 2), lost(2)])
    job_id = await office.start(SyncDays(source="fake", track="grade", first=first, last=last))
    job = await office.rests(job_id)
    assert (job.state, job.error_code) == ("queued", "sync_incomplete")
    assert [step.state for step in await office.steps(job_id)] == ["failed", "done"]
    desk.dialer.gives(last, [page(1, [call("a", noon(last)), call("b", noon(last))], 2)])
    desk.dialer.asked.clear()
    async with office.database.transaction() as connection:
        await connection.execute(update(jobs).values(run_at=now() - timedelta(seconds=1)))
    async with asyncio.timeout(20):
        while (job := await office.see(job_id)).state not in ENDED:  # noqa: ASYNC110  # the news is in the database
            await asyncio.sleep(0.02)
    assert (job.state, job.error, desk.dialer.asked) == ("done", None, [last])
    assert await desk.shown(last) is Completeness.COMPLETE


async def test_a_source_that_is_not_configured_ends_the_job_at_once(office: Office) -> None:
    day = office.desk.day
    job = await office.ended(SyncDays(source="nobody", first=day, last=day))
    assert (job.state, job.error_code, job.attempt) == ("failed", "unknown_source", 1)


async def test_the_windows_of_a_schedule_end_before_the_day_of_its_tick(office: Office) -> None:
    tick = date(2026, 11, 27)
    windows = {
        kind: SyncDays.model_validate({"source": "fake", "sync_type": kind, "as_of": tick}).window
        for kind in ("t10", "t3", "today")
    }
    assert windows == {
        "t10": (date(2026, 11, 17), date(2026, 11, 26)),
        "t3": (date(2026, 11, 24), date(2026, 11, 26)),
        "today": (tick, tick),
    }


async def test_every_source_has_the_six_schedules(office: Office) -> None:
    declared = {one.name: one.cron for one in office.work.schedules()}
    assert declared == {
        "fake.task.t10": "0 7 * * *",
        "fake.task.t3": "0 1,10,15,21 * * *",
        "fake.task.today": "0 9-23 * * *",
        "fake.grade.t10": "5 7 * * *",
        "fake.grade.t3": "5 1,10,15,21 * * *",
        "fake.grade.today": "*/10 9-23 * * *",
        "recount": "30 3 * * *",
        "close": "35 * * * *",
        "tidy": "40 3 * * *",
    }


async def test_a_back_fill_leaves_out_what_is_known_for_good(office: Office) -> None:
    desk = office.desk
    first, last = both_days(desk)
    desk.dialer.figures[last] = totals(last, 0)
    await desk.sync("both", last)
    wanted = SyncDays(source="fake", track="both", sync_type="t3", as_of=desk.today)
    missing = await office.work.days_to_sync(wanted, first, last, False)
    everything = await office.work.days_to_sync(wanted, first, last, True)
    assert [one.first for one in missing] == [first]
    assert [one.window for one in everything] == [(last, last), (first, first)]


async def test_clearing_leaves_nothing_of_the_source(office: Office) -> None:
    desk = office.desk
    desk.dialer.gives(desk.day, [page(1, [call("a", noon(desk.day))], 1)])
    await desk.sync()
    job = await office.ended(ClearSource(source="fake"))
    assert (job.state, job.result) == ("done", {"calls": 1})
    assert (await office.count(), await office.count(daily_stats)) == (0, 0)


async def test_a_count_that_is_wrong_fails_the_recount_and_is_named(office: Office) -> None:
    desk = office.desk
    desk.dialer.gives(desk.day, [page(1, [call("a", noon(desk.day))], 1)])
    await desk.sync()
    assert (await office.ended(RecountDays(as_of=desk.today))).result == {"days": 1, "wrong": {}}
    async with office.database.transaction() as connection:
        await connection.execute(text("UPDATE daily_stats SET total_calls = total_calls + 1"))
    job_id = await office.start(RecountDays(as_of=desk.today))
    assert ((await office.rests(job_id)).state, (await office.see(job_id)).error_code) == ("failed", "recount_mismatch")
    async with office.database.reading() as connection:
        assert "total_calls" in (await lines_of(connection, job_id))[0].text.zh
    repaired = await office.ended(RecountDays(first=desk.day, last=desk.day, repair=True))
    assert (repaired.state, repaired.result) == ("done", {"days": 1, "wrong": {desk.day.isoformat(): 1}})
    assert (await office.ended(RecountDays(as_of=desk.today))).state == "done"


async def test_what_is_kept_for_a_while_goes_and_the_figures_stay(office: Office) -> None:
    desk = office.desk
    old = desk.today - timedelta(days=40)
    desk.dialer.gives(old, [page(1, [call("a", noon(old), grade=NINE)], 1)])
    await desk.sync(first=old)
    before = await grade_stats(desk.tools, old, DataScope(all=True))
    async with office.database.transaction() as connection:
        await connection.execute(update(raw_batches).values(received_at=now() - timedelta(days=91)))
    assert (await office.ended(TidyCalls())).result == {
        "raw_answers": 1,
        "cached_days": 1,
        "files": 0,
        "uploads": 0,
        "secrets": 0,
    }
    assert (await desk.cached(old), await office.count(raw_batches), await office.count()) == (None, 0, 1)
    after = await grade_stats(desk.tools, old, DataScope(all=True))  # by the counts, which the cache was made of
    assert [(one.grade_9, one.total_success, one.total_records) for one in (before, after)] == [(1, 1, 1)] * 2
