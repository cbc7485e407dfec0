"""Jobs as people look at them: the list, one with its steps and lines, and what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.moment import database_time
from leadline.kernel.errors import LeadlineError, NotFound
from leadline.kernel.jobs.bell import ring_for
from leadline.kernel.jobs.contracts import ENDED, STATE_NAMES, JobState
from leadline.kernel.jobs.tables import job_lines, job_steps, jobs, schedule_ticks
from leadline.kernel.text import Text


class JobNotFound(NotFound):
    """No such job."""

    code = "job_not_found"
    message = Text("没有这个任务。", "There is no such job.")


class WrongJobState(LeadlineError):
    """The job is in no state for this."""

    status = 409
    code = "wrong_job_state"
    message = Text("任务当前状态为“{state}”，不能执行此操作。", "The job is {state}; this cannot be done now.")


class JobRow(NamedTuple):
    """One job. `progress` is (done, total, note); `error` is why it failed, or why its last attempt did."""

    id: int
    kind: str
    title: Text
    state: JobState
    priority: int
    attempt: int
    done: int
    total: int | None
    note: Text | None
    result: dict[str, Any] | None  # Any: a JSON document
    error_code: str | None
    error: Text | None
    worker: str | None
    cancel_requested: bool
    requested_by: str
    schedule_id: int | None
    tick_at: datetime | None
    trace_id: str
    run_at: datetime
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    heartbeat_at: datetime | None


class StepRow(NamedTuple):
    """One step of a job."""

    name: str
    title: Text
    state: str
    reason: Text | None
    started_at: datetime
    finished_at: datetime | None


class LineRow(NamedTuple):
    """One line of a job's history."""

    at: datetime
    level: str
    text: Text


@dataclass(frozen=True, slots=True)
class JobFilter:
    """Which jobs: by state, kind, schedule, and who wanted them; nothing filters nothing."""

    states: Sequence[JobState] = field(default=())
    kinds: Sequence[str] = field(default=())
    schedule_id: int | None = None
    requested_by: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter as SQL."""
        found: list[ColumnElement[bool]] = []
        if self.states:
            found.append(jobs.c.state.in_([state.value for state in self.states]))
        if self.kinds:
            found.append(jobs.c.kind.in_(self.kinds))
        if self.schedule_id is not None:
            found.append(jobs.c.schedule_id == self.schedule_id)
        if self.requested_by is not None:
            found.append(jobs.c.requested_by == self.requested_by)
        return found


async def list_jobs(
    connection: AsyncConnection, wanted: JobFilter, page: int, per_page: int
) -> tuple[list[JobRow], int]:
    """One page of the jobs, the newest first, and how many there are."""
    conditions = wanted.conditions()
    total = (await connection.execute(select(func.count()).select_from(jobs).where(*conditions))).scalar_one()
    query = select(jobs).where(*conditions).order_by(jobs.c.id.desc()).limit(per_page).offset((page - 1) * per_page)
    return [_job(row) for row in await connection.execute(query)], total


async def find_job(connection: AsyncConnection, job_id: int, *, lock: bool = False) -> JobRow:
    """One job; JobNotFound. With `lock`, held until the transaction ends."""
    query = select(jobs).where(jobs.c.id == job_id)
    found = (await connection.execute(query.with_for_update() if lock else query)).one_or_none()
    if found is None:
        raise JobNotFound
    return _job(found)


async def payload_of_job(connection: AsyncConnection, job_id: int) -> dict[str, Any]:  # Any: a JSON document
    """What the job was asked for; JobNotFound."""
    found = (await connection.execute(select(jobs.c.payload).where(jobs.c.id == job_id))).scalar_one_or_none()
    if found is None:
        raise JobNotFound
    return dict(found)


async def steps_of(connection: AsyncConnection, job_id: int) -> list[StepRow]:
    """The job's steps, in their order."""
    query = select(job_steps).where(job_steps.c.job_id == job_id).order_by(job_steps.c.position, job_steps.c.name)
    return [
        StepRow(
            row.name, Text(row.title_zh, row.title_en), row.state, _text(row.reason_zh, row.reason_en),
            row.started_at, row.finished_at,
        )
        for row in await connection.execute(query)
    ]  # fmt: skip


async def lines_of(connection: AsyncConnection, job_id: int, limit: int = 200) -> list[LineRow]:
    """The newest lines of the job's history, oldest first."""
    query = select(job_lines).where(job_lines.c.job_id == job_id).order_by(job_lines.c.id.desc()).limit(limit)
    rows = [LineRow(row.at, row.level, Text(row.text_zh, row.text_en)) for row in await connection.execute(query)]
    return rows[::-1]


async def newest_jobs(connection: AsyncConnection, schedule_ids: Sequence[int]) -> dict[int, JobRow]:
    """The newest job of each of these schedules."""
    newest = select(func.max(jobs.c.id)).where(jobs.c.schedule_id.in_(schedule_ids)).group_by(jobs.c.schedule_id)
    found = [_job(row) for row in await connection.execute(select(jobs).where(jobs.c.id.in_(newest)))]
    return {job.schedule_id: job for job in found if job.schedule_id is not None}


async def cancel_job(connection: AsyncConnection, job_id: int) -> JobRow:
    """A waiting job is cancelled; one at work is interrupted at its next heartbeat. WrongJobState when it is over."""
    job = await find_job(connection, job_id, lock=True)
    if job.state in ENDED:
        raise WrongJobState(state=STATE_NAMES[job.state])
    if job.state is JobState.QUEUED:
        values: dict[str, object] = {"state": JobState.CANCELLED.value, "finished_at": database_time()}
    else:
        values = {"cancel_requested": True}
    await connection.execute(update(jobs).where(jobs.c.id == job_id).values(**values))
    await ring_for(connection)
    return await find_job(connection, job_id)


async def resume_job(connection: AsyncConnection, job_id: int) -> JobRow:
    """A cancelled job goes on where it was. WrongJobState for another."""
    return await _requeue(connection, job_id, {JobState.CANCELLED}, from_start=False)


async def retry_job(connection: AsyncConnection, job_id: int, *, from_start: bool = False) -> JobRow:
    """A failed, cancelled or skipped job runs again: from its first step that is not done, or `from_start`."""
    wanted = {JobState.FAILED, JobState.CANCELLED, JobState.SKIPPED}
    return await _requeue(connection, job_id, wanted, from_start=from_start)


async def _requeue(connection: AsyncConnection, job_id: int, wanted: set[JobState], *, from_start: bool) -> JobRow:
    job = await find_job(connection, job_id, lock=True)
    if job.state not in wanted:
        raise WrongJobState(state=STATE_NAMES[job.state])
    values: dict[str, object] = {
        "state": JobState.QUEUED.value, "run_at": database_time(), "attempt": 0, "cancel_requested": False,
        "finished_at": None, "error_code": None, "error_zh": None, "error_en": None,
    }  # fmt: skip
    if from_start:
        values |= {"cursor": None, "result": None, "progress_done": 0, "progress_total": None, "started_at": None}
        await connection.execute(delete(job_steps).where(job_steps.c.job_id == job_id))
    await connection.execute(update(jobs).where(jobs.c.id == job_id).values(**values))
    await ring_for(connection)
    return await find_job(connection, job_id)


async def drop_done_before(connection: AsyncConnection, kind: str, job_id: int) -> int:
    """Deletes the jobs of a kind that ended well, or were left out, before this one, and returns how many.

    The newest of each schedule stays: it is what the schedule did last, whoever else started a job after it.
    """
    over = (JobState.DONE.value, JobState.SKIPPED.value)
    of_schedules = jobs.c.kind == kind, jobs.c.schedule_id.is_not(None)
    newest = select(func.max(jobs.c.id)).where(*of_schedules).group_by(jobs.c.schedule_id)
    old = delete(jobs).where(
        jobs.c.kind == kind, jobs.c.state.in_(over), jobs.c.id < job_id, jobs.c.id.not_in(newest.scalar_subquery())
    )
    return (await connection.execute(old)).rowcount


async def drop_old_jobs(connection: AsyncConnection, days: int, limit: int) -> int:
    """Deletes at most `limit` jobs that ended so many days ago, with their steps and lines, and returns how many."""
    before = database_time(-timedelta(days=days).total_seconds())
    old = select(jobs.c.id).where(jobs.c.finished_at < before).order_by(jobs.c.finished_at).limit(limit)
    ids = list((await connection.execute(old)).scalars())
    for table, column in ((job_steps, job_steps.c.job_id), (job_lines, job_lines.c.job_id), (jobs, jobs.c.id)):
        await connection.execute(delete(table).where(column.in_(ids)))
    return len(ids)


async def drop_old_ticks(connection: AsyncConnection, days: int) -> int:
    """Deletes the ticks of before so many days, and returns how many."""
    before = database_time(-timedelta(days=days).total_seconds())
    return (await connection.execute(delete(schedule_ticks).where(schedule_ticks.c.tick_at < before))).rowcount


def _job(row: Row[Any]) -> JobRow:  # Any: the columns of the table
    return JobRow(
        row.id, row.kind, Text(row.title_zh, row.title_en), JobState(row.state), row.priority, row.attempt,
        row.progress_done, row.progress_total, _text(row.progress_zh, row.progress_en), row.result, row.error_code,
        _text(row.error_zh, row.error_en), row.worker, row.cancel_requested, row.requested_by, row.schedule_id,
        row.tick_at, row.trace_id, row.run_at, row.created_at, row.started_at, row.finished_at, row.heartbeat_at,
    )  # fmt: skip


def _text(zh: str | None, en: str | None) -> Text | None:
    return None if zh is None else Text(zh, en or "")
