"""Jobs from their transaction to their end."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select, text

from leadline.kernel.db.counters import bump_counter, read_counter
from leadline.kernel.db.engine import Database
from leadline.kernel.errors import LeadlineError, NotFound
from leadline.kernel.jobs.contracts import LATER, URGENT, Json
from leadline.kernel.jobs.history import WrongJobState, cancel_job, resume_job, retry_job
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.jobs.run import JobRun, LeaseLost
from leadline.kernel.jobs.tables import jobs
from leadline.kernel.jobs.worker import Pace
from leadline.kernel.text import Text
from tests.kernel.jobs.conftest import Chat, Workshop

DAY = Text("一天", "a day")


async def test_a_job_is_carried_out_and_tells_its_result(workshop: Workshop) -> None:
    async def act(run: JobRun, payload: Chat) -> Json:
        run.progress(3, 3, Text("三", "three"))
        run.say(Text("好", "good"))
        return {"word": payload.word}

    workshop.act = act
    job_id = await workshop.start("hello", requested_by="li")
    async with workshop.working():
        job = await workshop.ended(job_id)
    assert (job.state, job.result, job.done, job.total, job.requested_by) == ("done", {"word": "hello"}, 3, 3, "li")
    assert [line.text.en for line in await workshop.lines(job_id)] == ["good"]
    assert job.error is None
    assert None not in (job.started_at, job.finished_at)


async def test_a_job_whose_transaction_is_undone_never_was(workshop: Workshop) -> None:
    async def undone() -> None:
        async with workshop.database.transaction() as connection:
            await enqueue(connection, Chat(word="never"))
            raise LeadlineError

    with pytest.raises(LeadlineError):
        await undone()
    async with workshop.database.reading() as connection:
        assert (await connection.execute(select(func.count()).select_from(jobs))).scalar() == 0


async def test_a_job_that_is_added_while_the_worker_rests_begins_at_once(workshop: Workshop) -> None:
    async with workshop.working(Pace(lease=60, poll=30)):
        await asyncio.sleep(0.3)
        async with asyncio.timeout(20):
            await workshop.ended(await workshop.start("wake"))


async def test_the_urgent_goes_first_and_equals_in_their_order(workshop: Workshop) -> None:
    order = (("b", LATER), ("a1", URGENT), ("c", LATER), ("a2", URGENT))
    ids = [await workshop.start(word, priority=priority) for word, priority in order]
    async with workshop.working(Pace(parallel=1, lease=1.2, poll=0.1)):
        await workshop.ended(ids[2])
    assert workshop.said == ["a1", "a2", "b", "c"]


async def test_of_one_key_only_one_runs_and_other_keys_pass_by(workshop: Workshop) -> None:
    at_work: list[str] = []
    most = 0

    async def act(_: JobRun, payload: Chat) -> None:
        nonlocal most
        at_work.append(str(payload.lane))
        most = max(most, at_work.count("x"))
        await asyncio.sleep(0.1)
        at_work.remove(str(payload.lane))

    workshop.act = act
    ids = [await workshop.start(f"x{number}", "x") for number in range(4)] + [await workshop.start("y", "y")]
    async with workshop.working(Pace(poll=0.1)), workshop.working(Pace(poll=0.1)):
        for job_id in ids:
            await workshop.ended(job_id)
    assert most == 1
    assert workshop.said.index("y") < 3
    assert [word for word in workshop.said if word[0] == "x"] == ["x0", "x1", "x2", "x3"]


async def test_one_that_is_not_to_wait_is_written_down_as_skipped(workshop: Workshop) -> None:
    await workshop.start("first", "x")
    second = await workshop.start("second", "x", "skip")
    third = await workshop.start("third", "y", "skip")
    assert [(await workshop.see(one)).state for one in (second, third)] == ["skipped", "queued"]


async def test_a_failing_job_is_tried_again_and_given_up_in_the_end(workshop: Workshop) -> None:
    async def act(_run: JobRun, _payload: Chat) -> None:
        raise ZeroDivisionError

    workshop.act = act
    job_id = await workshop.start("boom")
    async with workshop.working():
        job = await workshop.ended(job_id)
    assert (job.state, job.attempt, job.error_code, len(workshop.said)) == ("failed", 3, "internal_error", 3)
    assert job.error is not None
    assert "ZeroDivisionError" in job.error.zh
    assert [line.level for line in await workshop.lines(job_id)] == ["warning", "warning", "error"]


async def test_a_refusal_that_cannot_change_ends_the_job_at_once(workshop: Workshop) -> None:
    async def act(_run: JobRun, _payload: Chat) -> None:
        raise NotFound

    workshop.act = act
    job_id = await workshop.start("nothing there")
    async with workshop.working():
        job = await workshop.ended(job_id)
    assert (job.state, job.attempt, job.error_code) == ("failed", 1, "not_found")


async def test_a_payload_of_another_version_is_refused_by_name(workshop: Workshop) -> None:
    job_id = await workshop.start("x")
    async with workshop.database.transaction() as connection:
        await connection.execute(jobs.update().values(payload={"wort": "x"}))
    async with workshop.working():
        job = await workshop.ended(job_id)
    assert (job.state, job.error_code, workshop.said) == ("failed", "unreadable_payload", [])


async def days(run: JobRun, upto: int, fails_at: int | None) -> None:
    for day in range(upto):
        if run.has_done(str(day)):
            continue
        async with run.step(str(day), DAY) as step, step.transaction() as connection:
            await bump_counter(connection, "calls")
            run.cursor["day"] = day
            if day == fails_at:
                raise LeadlineError


async def counted(database: Database) -> int:
    async with database.reading() as connection:
        return await read_counter(connection, "calls")


async def test_a_retry_goes_on_from_the_step_that_failed(workshop: Workshop) -> None:
    async def act(run: JobRun, _: Chat) -> None:
        await days(run, 4, 2 if run.claim.attempt < 3 else None)

    workshop.act = act
    job_id = await workshop.start("days")
    async with workshop.working():
        job = await workshop.ended(job_id)
    assert (job.state, await counted(workshop.database)) == ("done", 4)
    assert [(step.name, step.state) for step in await workshop.steps(job_id)] == [
        (str(day), "done") for day in range(4)
    ]


async def test_a_failed_job_is_retried_by_hand_from_its_step_or_from_the_start(workshop: Workshop) -> None:
    fails: list[int | None] = [1]

    async def act(run: JobRun, _: Chat) -> None:
        await days(run, 3, fails[0])

    workshop.act = act
    job_id = await workshop.start("days")
    async with workshop.working():
        assert (await workshop.ended(job_id)).state == "failed"
        fails[0] = None
        async with workshop.database.transaction() as connection:
            await retry_job(connection, job_id)
        assert (await workshop.ended(job_id)).state == "done"
        assert await counted(workshop.database) == 3
        with pytest.raises(WrongJobState):
            async with workshop.database.transaction() as connection:
                await retry_job(connection, job_id)


async def test_a_step_that_says_it_failed_is_taken_up_again(workshop: Workshop) -> None:
    async def act(run: JobRun, _: Chat) -> None:
        first = run.claim.attempt == 1
        for day in ("a", "b"):
            if not run.has_done(day):
                workshop.said.append(day)
                async with run.step(day, DAY) as step:
                    if first and day == "a":
                        step.fail(Text("缺页", "a page is missing"))
        if first:
            raise LeadlineError

    workshop.act = act
    job_id = await workshop.start("x")
    async with workshop.working():
        await workshop.ended(job_id)
    assert workshop.said == ["x", "a", "b", "x", "a"]


@pytest.fixture
async def long_job(workshop: Workshop) -> AsyncIterator[int]:
    async def act(run: JobRun, _: Chat) -> None:
        await days(run, 2, None)
        if run.claim.fence == 1:
            await asyncio.sleep(60)

    workshop.act = act
    job_id = await workshop.start("long")
    async with workshop.working(Pace(lease=1.2, poll=0.1, finish=0.1)):
        await workshop.until(job_id, lambda job: job.state == "running")
        await asyncio.sleep(0.2)
        yield job_id


async def test_a_job_at_work_is_cancelled_and_resumed_where_it_was(workshop: Workshop, long_job: int) -> None:
    async with workshop.database.transaction() as connection:
        assert (await cancel_job(connection, long_job)).cancel_requested
    assert (await workshop.ended(long_job)).state == "cancelled"
    async with workshop.database.transaction() as connection:
        await resume_job(connection, long_job)
    assert (await workshop.ended(long_job)).state == "done"
    assert await counted(workshop.database) == 2


async def test_a_waiting_job_is_cancelled_at_once(workshop: Workshop) -> None:
    job_id = await workshop.start("x")
    async with workshop.database.transaction() as connection:
        assert (await cancel_job(connection, job_id)).state == "cancelled"
    with pytest.raises(WrongJobState):
        async with workshop.database.transaction() as connection:
            await cancel_job(connection, job_id)


async def test_a_worker_that_ends_hands_its_job_to_the_next(workshop: Workshop) -> None:
    async def act(run: JobRun, _: Chat) -> None:
        if run.claim.fence == 1:
            await asyncio.sleep(60)

    workshop.act = act
    job_id = await workshop.start("long")
    async with workshop.working():
        await workshop.until(job_id, lambda job: job.state == "running")
    job = await workshop.see(job_id)
    assert (job.state, job.attempt) == ("queued", 0)
    async with workshop.working():
        assert (await workshop.ended(job_id)).attempt == 1


async def test_a_worker_that_has_lost_its_job_writes_nothing_more(workshop: Workshop) -> None:
    lost = asyncio.Event()

    async def act(run: JobRun, _: Chat) -> Json:
        if run.claim.fence > 1:
            return {"by": "second"}
        async with run.database.transaction() as connection:
            await connection.execute(text("UPDATE jobs SET fence = fence + 1, state = 'queued', worker = NULL"))
        try:
            await days(run, 1, None)
        except LeaseLost:
            lost.set()
            raise
        return {"by": "first"}

    workshop.act = act
    job_id = await workshop.start("x")
    async with workshop.working():
        job = await workshop.ended(job_id)
    assert lost.is_set()
    assert (job.state, job.result, await counted(workshop.database)) == ("done", {"by": "second"}, 0)


async def test_a_job_of_a_silent_worker_is_taken_over_and_given_up_after_its_last_attempt(workshop: Workshop) -> None:
    first, second = await workshop.start("x"), await workshop.start("y")
    async with workshop.database.transaction() as connection:
        silent = "UPDATE jobs SET state = 'running', worker = 'gone', fence = 1, attempt = "
        await connection.execute(text(f"{silent} CASE WHEN id = {first} THEN 1 ELSE 3 END"))
    async with workshop.working():
        done, given_up = await workshop.ended(first), await workshop.ended(second)
    assert (done.state, done.attempt) == ("done", 2)
    assert (given_up.state, given_up.error_code) == ("failed", "worker_lost")
    assert "gone" in (await workshop.lines(first))[0].text.zh
