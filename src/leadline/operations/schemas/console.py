"""HTTP shapes of jobs and schedules."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from leadline.kernel.http.envelope import LocalTime
from leadline.kernel.jobs.contracts import JobState


class JobProgress(BaseModel):
    """How far a job is; `total` is null where it is not known beforehand."""

    done: int
    total: int | None
    note: str | None


class JobError(BaseModel):
    """Why the job failed, or why its last attempt did."""

    code: str
    message: str


class JobShape(BaseModel):
    """One job. `result`, notes and log are kept from who neither asked for it nor sees everybody's data."""

    id: int
    kind: str
    title: str
    state: JobState
    priority: Annotated[int, Field(description="the smaller, the sooner")]
    attempt: int
    progress: JobProgress
    result: dict[str, Any] | None  # Any: each kind has its own
    error: JobError | None
    worker: str | None
    cancel_requested: bool
    requested_by: str
    schedule_id: int | None
    tick_at: LocalTime | None
    trace_id: str
    run_at: Annotated[LocalTime, Field(description="not before then: of a failed attempt, when the next one is due")]
    created_at: LocalTime
    started_at: LocalTime | None
    finished_at: LocalTime | None
    heartbeat_at: LocalTime | None


class StepShape(BaseModel):
    """One step; later attempts leave out those that are done."""

    name: str
    title: str
    state: Literal["running", "done", "failed"]
    reason: str | None
    started_at: LocalTime
    finished_at: LocalTime | None


class LineShape(BaseModel):
    """One line of the job's history."""

    at: LocalTime
    level: Literal["info", "warning", "error"]
    text: str


class JobDetail(JobShape):
    """One job with its steps, and the newest 200 lines of its history."""

    steps: list[StepShape]
    log: list[LineShape]


class RetryBody(BaseModel):
    """How to try again."""

    model_config = ConfigDict(extra="forbid")

    from_start: Annotated[bool, Field(description="true: 从头开始 · forget the steps that are done")] = False


class ScheduleShape(BaseModel):
    """One schedule. `available` is false where this process lacks what it needs (its source is not configured)."""

    id: int
    name: str
    title: str
    kind: str
    cron: str
    zone: str
    priority: int
    paused: bool
    available: bool
    can_backfill: bool
    next_runs: Annotated[list[LocalTime], Field(description="the next five; empty while it is paused")]
    last_tick_at: LocalTime | None
    last_job: JobShape | None
    updated_at: LocalTime
    updated_by: str


class SchedulePatch(BaseModel):
    """What changes; what is not given stays."""

    model_config = ConfigDict(extra="forbid")

    cron: Annotated[str | None, Field(max_length=100, description="分 时 日 月 周 · minute hour day month weekday")] = (
        None
    )
    zone: Annotated[str | None, Field(max_length=64, description="IANA, such as Asia/Shanghai")] = None
    priority: Annotated[int | None, Field(ge=0, le=100, description="the smaller, the sooner")] = None
    paused: bool | None = None


class BackfillBody(BaseModel):
    """The days to fill: those that are missing or incomplete, or every one."""

    model_config = ConfigDict(extra="forbid")

    start_date: date
    end_date: date
    everything: Annotated[bool, Field(description="true: 全部重跑 · also the days that are complete")] = False


class DeadLetterShape(BaseModel):
    """An event that a subscriber could not take. `delivered_at`: when a replay brought it after all."""

    id: int
    subscriber: str
    event_id: int
    name: str
    payload: dict[str, Any]  # Any: each event has fields of its own
    trace_id: str
    attempts: int
    error: str
    died_at: LocalTime
    delivered_at: LocalTime | None


class Replayed(BaseModel):
    """The letter that was delivered."""

    id: int


class Started(BaseModel):
    """The job that was started; follow it at /api/jobs/{job_id}."""

    job_id: int


class Filling(BaseModel):
    """A job for each day that needed one; none when nothing is missing."""

    job_ids: list[int]
