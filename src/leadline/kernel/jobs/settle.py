"""How a job's attempt ends: what is written of it, and what comes next."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.engine import Database
from leadline.kernel.db.moment import database_time
from leadline.kernel.errors import LeadlineError, reason_of
from leadline.kernel.http.failures import database_refusal
from leadline.kernel.jobs.bell import ring_for
from leadline.kernel.jobs.contracts import JobState, Json, RetryPolicy
from leadline.kernel.jobs.kinds import AnyKind
from leadline.kernel.jobs.run import JobRun
from leadline.kernel.jobs.tables import RUNNING, job_lines, job_steps, jobs
from leadline.kernel.text import Text

REFUSALS_END_BELOW = 500
CANCELLED = Text("已取消。", "Cancelled.")
HANDED_BACK = Text("进程退出，任务交回队列。", "The process is ending; the job went back to the queue.")
CUT_OFF = Text("中断", "cut off")
AGAIN = Text(
    "第 {attempt} 次尝试失败：{reason} {seconds} 秒后重试。",
    "Attempt {attempt} failed: {reason} The next one is in {seconds} s.",
)
LOST = Text(
    "执行进程 {worker} 失去响应，任务已由其他进程接手。", "The worker {worker} fell silent; the job was taken from it."
)
DIED_TOO_OFTEN = Text(
    "执行进程连续 {attempts} 次失去响应，任务已停止。", "Its worker fell silent {attempts} times; the job was given up."
)


class UnreadablePayload(LeadlineError):
    """The job was made by another version of the program, which meant something else by it."""

    status = 422
    code = "unreadable_payload"
    message = Text("任务参数无法识别：{problem}", "The job's payload cannot be read: {problem}")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an attempt failed; `final`: trying again would change nothing."""

    code: str
    reason: Text
    final: bool


def failure_of(error: BaseException) -> Failure:
    """What to tell of an exception that a job ended with."""
    refusal = error if isinstance(error, LeadlineError) else None
    if refusal is None and isinstance(error, Exception):
        refusal = database_refusal(error)
    if refusal is None:
        return Failure("internal_error", reason_of(error), final=False)
    return Failure(refusal.code, refusal.text, final=refusal.status < REFUSALS_END_BELOW)


async def settle_done(run: JobRun, result: Json | None) -> None:
    """The job has done all it was asked for."""
    values = {"state": JobState.DONE.value, "result": dict(result) if result else None, "finished_at": database_time()}
    await _end(run, values | _no_error())


async def settle_failed(run: JobRun, failure: Failure, policy: RetryPolicy) -> bool:
    """The attempt failed: back into the queue for later, or over for good. Whether it will be tried again."""
    told: dict[str, Any] = {  # Any: the columns' own types
        "error_code": failure.code, "error_zh": failure.reason.zh, "error_en": failure.reason.en,
    }  # fmt: skip
    if failure.final or run.claim.attempt >= policy.attempts:
        run.say(failure.reason, "error")
        await _end(run, told | {"state": JobState.FAILED.value, "finished_at": database_time()})
        return False
    seconds = policy.pause(run.claim.attempt)
    words = AGAIN.fill(attempt=run.claim.attempt, reason="{reason}", seconds=round(seconds, 1))
    run.say(
        Text(words.zh.replace("{reason}", failure.reason.zh), words.en.replace("{reason}", failure.reason.en)),
        "warning",
    )
    await _end(run, told | {"state": JobState.QUEUED.value, "run_at": database_time(seconds), "worker": None})
    return True


async def settle_cancelled(run: JobRun, kind: AnyKind) -> None:
    """Somebody wanted it to end."""

    async def follow(connection: AsyncConnection) -> None:
        await kind.follow(connection, run.claim.payload, JobState.CANCELLED, None)

    run.say(CANCELLED, "warning")
    values = {"state": JobState.CANCELLED.value, "finished_at": database_time(), "cancel_requested": False}
    await _end(run, values, follow)


async def hand_back(run: JobRun) -> None:
    """This process ends: another one, or the next, goes on at once, and the attempt does not count."""
    run.say(HANDED_BACK)
    values = {
        "state": JobState.QUEUED.value, "run_at": database_time(), "worker": None, "attempt": run.claim.attempt - 1,
    }  # fmt: skip
    await _end(run, values)


def _no_error() -> dict[str, Any]:  # Any: the columns' own types
    return {"error_code": None, "error_zh": None, "error_en": None}


async def _end(
    run: JobRun,
    values: dict[str, Any],  # Any: the columns' own types
    follow: Callable[[AsyncConnection], Awaitable[None]] | None = None,
) -> None:
    async with run.database.transaction() as connection:
        await run.beat(connection)
        await run.write(connection, values)
        if follow is not None:
            await follow(connection)
        if run.has_steps:
            await cut_steps(connection, run.id)
        told = await run.write_lines(connection)
        if values["state"] == JobState.QUEUED.value:
            await ring_for(connection)
    del run.lines[:told]


async def cut_steps(connection: AsyncConnection, job_id: int) -> None:
    """Steps that are still shown as running are no more."""
    await connection.execute(
        update(job_steps)
        .where(job_steps.c.job_id == job_id, job_steps.c.state == "running")
        .values(state="failed", reason_zh=CUT_OFF.zh, reason_en=CUT_OFF.en, finished_at=database_time())
    )


@dataclass(frozen=True, slots=True)
class Sighting:
    """A running job as it was seen: the same fence and beats later mean that nothing was heard of its worker."""

    id: int
    kind: str
    worker: str
    attempt: int
    fence: int
    beats: int


async def take_over(database: Database, seen: Sighting, policy: RetryPolicy) -> bool:
    """Takes a job from a worker that fell silent, unless it has spoken since; False when it has.

    The new fence shuts out whatever the old worker, should it wake, still wants to write.
    """
    spent = seen.attempt >= policy.attempts
    reason = DIED_TOO_OFTEN.fill(attempts=seen.attempt) if spent else LOST.fill(worker=seen.worker)
    values: dict[str, Any] = {"fence": jobs.c.fence + 1, "worker": None}  # Any: the columns' own types
    if spent:
        values |= {"state": JobState.FAILED.value, "finished_at": database_time(), "error_code": "worker_lost"}
        values |= {"error_zh": reason.zh, "error_en": reason.en}
    else:
        values |= {"state": JobState.QUEUED.value, "run_at": database_time()}
    as_seen = (jobs.c.id == seen.id, jobs.c.fence == seen.fence, jobs.c.beats == seen.beats, RUNNING)
    async with database.transaction() as connection:
        taken = await connection.execute(update(jobs).where(*as_seen).values(**values))
        if not taken.rowcount:
            return False
        await cut_steps(connection, seen.id)
        line = {
            "job_id": seen.id,
            "at": database_time(),
            "level": "warning",
            "text_zh": reason.zh,
            "text_en": reason.en,
        }
        await connection.execute(insert(job_lines).values(**line))
        await ring_for(connection)
    return True
