"""Routes of the console of jobs and schedules."""

from collections.abc import Sequence
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Query, Request, Response

from leadline.kernel.audit.callers import actor_of
from leadline.kernel.auth.dependencies import require
from leadline.kernel.auth.principal import Principal
from leadline.kernel.http.envelope import Answer, Page, PageAnswer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage
from leadline.kernel.http.parameters import PageNumber, PerPage, RowId
from leadline.kernel.jobs.contracts import JobState
from leadline.kernel.jobs.history import JobFilter, JobRow
from leadline.kernel.jobs.system import JobSystem
from leadline.kernel.text import Language
from leadline.operations.permissions import MANAGE_JOBS, READ_JOBS
from leadline.operations.schemas.console import (
    BackfillBody,
    DeadLetterShape,
    Filling,
    JobDetail,
    JobError,
    JobProgress,
    JobShape,
    LineShape,
    Replayed,
    RetryBody,
    SchedulePatch,
    ScheduleShape,
    Started,
    StepShape,
)
from leadline.operations.service.console import Console, ScheduleView

router = APIRouter(prefix="/api", tags=["jobs"])


def console(request: Request) -> Console:
    """The console of this process's jobs."""
    return Console(cast(JobSystem, request.app.state.jobs))


Desk = Annotated[Console, Depends(console)]
Reader = Annotated[Principal, Depends(require(READ_JOBS))]
Keeper = Annotated[Principal, Depends(require(MANAGE_JOBS))]


async def job_filter(
    state: Annotated[list[JobState] | None, Query(description="状态，可重复 · states, repeatable")] = None,
    kind: Annotated[list[str] | None, Query(max_length=20, description="类型，可重复 · kinds, repeatable")] = None,
    schedule_id: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    requested_by: Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00]*$")] = None,
) -> JobFilter:
    """The filters of the list."""
    kinds = [one.replace("\0", "")[:100] for one in kind or ()]
    return JobFilter(tuple(state or ()), kinds, schedule_id, requested_by)


def _sees_figures(job: JobRow, caller: Principal) -> bool:
    return caller.scope.all or job.requested_by == caller.username


def job_shape(job: JobRow, language: Language, caller: Principal) -> JobShape:
    """The job in the reader's language; its result and its notes tell figures, and are for whoever may see them."""
    mine = _sees_figures(job, caller)
    return JobShape.model_validate(
        job._asdict()
        | {
            "title": job.title.to(language),
            "progress": JobProgress(
                done=job.done, total=job.total, note=job.note.to(language) if job.note and mine else None
            ),
            "result": job.result if mine else None,
            "error": JobError(code=job.error_code or "", message=job.error.to(language)) if job.error else None,
        }
    )


def schedule_shape(view: ScheduleView, language: Language, caller: Principal) -> ScheduleShape:
    """The schedule in the reader's language."""
    row = view.row
    return ScheduleShape(
        id=row.id, name=row.name, title=row.title.to(language), kind=row.kind, cron=row.cron, zone=row.zone,
        priority=row.priority, paused=row.paused, available=view.available, can_backfill=view.can_backfill,
        next_runs=view.next_runs, last_tick_at=row.last_tick_at,
        last_job=job_shape(view.last_job, language, caller) if view.last_job else None,
        updated_at=row.updated_at, updated_by=row.updated_by,
    )  # fmt: skip


@router.get(
    "/jobs",
    summary="后台任务 · The jobs",
    response_model=PageAnswer[JobShape],
    responses=error_responses(401, 403, 422),
)
async def read_jobs(
    desk: Desk,
    caller: Reader,
    language: ReaderLanguage,
    wanted: Annotated[JobFilter, Depends(job_filter)],
    page: PageNumber = 1,
    per_page: PerPage = 20,
) -> Response:
    """The newest first."""
    jobs, total = await desk.jobs(wanted, page, per_page)
    return answer(_shapes(jobs, language, caller), pagination=Page.of(page, per_page, total))


def _shapes(jobs: Sequence[JobRow], language: Language, caller: Principal) -> list[JobShape]:
    return [job_shape(job, language, caller) for job in jobs]


@router.get(
    "/jobs/{job_id}",
    summary="一个任务 · One job",
    response_model=Answer[JobDetail],
    responses=error_responses(401, 403, 404, 422),
)
async def read_job(desk: Desk, caller: Reader, job_id: RowId, language: ReaderLanguage) -> Response:
    """With its steps, its progress, and the newest 200 lines of its history."""
    job, steps, lines = await desk.job(job_id)
    mine = _sees_figures(job, caller)
    detail = JobDetail.model_validate(
        job_shape(job, language, caller).model_dump()
        | {
            "steps": [
                StepShape.model_validate(
                    step._asdict()
                    | {
                        "title": step.title.to(language),
                        "reason": step.reason.to(language) if step.reason and mine else None,
                    }
                )
                for step in steps
            ],
            "log": [
                LineShape.model_validate(line._asdict() | {"text": line.text.to(language)}) for line in lines if mine
            ],
        }
    )
    return answer(detail)


@router.post(
    "/jobs/{job_id}/cancel",
    summary="取消任务 · Cancel a job",
    response_model=Answer[JobShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def cancel_one(desk: Desk, caller: Keeper, job_id: RowId, language: ReaderLanguage, request: Request) -> Response:
    """A waiting one at once; one at work within seconds, as `cancel_requested` says until then."""
    return answer(job_shape(await desk.cancel(job_id, actor_of(request, caller)), language, caller))


@router.post(
    "/jobs/{job_id}/resume",
    summary="继续任务 · Resume a cancelled job",
    response_model=Answer[JobShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def resume_one(desk: Desk, caller: Keeper, job_id: RowId, language: ReaderLanguage, request: Request) -> Response:
    """Goes on from the steps that are done."""
    return answer(job_shape(await desk.resume(job_id, actor_of(request, caller)), language, caller))


@router.post(
    "/jobs/{job_id}/retry",
    summary="重试任务 · Retry a job",
    response_model=Answer[JobShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def retry_one(
    desk: Desk,
    caller: Keeper,
    job_id: RowId,
    language: ReaderLanguage,
    request: Request,
    body: RetryBody | None = None,
) -> Response:
    """From the step that failed, or from the start."""
    from_start = body.from_start if body else False
    job = await desk.retry(job_id, actor_of(request, caller), from_start=from_start)
    return answer(job_shape(job, language, caller))


@router.get(
    "/schedules",
    summary="任务调度 · The schedules",
    response_model=Answer[list[ScheduleShape]],
    responses=error_responses(401, 403),
)
async def read_all_schedules(desk: Desk, caller: Reader, language: ReaderLanguage) -> Response:
    """By name, each with its next runs and its last job."""
    return answer([schedule_shape(view, language, caller) for view in await desk.schedules()])


@router.get(
    "/schedules/{schedule_id}",
    summary="一个调度 · One schedule",
    response_model=Answer[ScheduleShape],
    responses=error_responses(401, 403, 404, 422),
)
async def read_schedule(desk: Desk, caller: Reader, schedule_id: RowId, language: ReaderLanguage) -> Response:
    """With its next runs and its last job."""
    return answer(schedule_shape(await desk.schedule(schedule_id), language, caller))


@router.patch(
    "/schedules/{schedule_id}",
    summary="修改调度 · Edit a schedule",
    response_model=Answer[ScheduleShape],
    responses=error_responses(401, 403, 404, 422),
)
async def edit_schedule(
    desk: Desk, caller: Keeper, schedule_id: RowId, patch: SchedulePatch, language: ReaderLanguage,
    request: Request,
) -> Response:  # fmt: skip
    """Takes effect at once; the next run is the expression's next from now."""
    view = await desk.change(schedule_id, patch, actor_of(request, caller))
    return answer(schedule_shape(view, language, caller))


@router.post(
    "/schedules/{schedule_id}/pause",
    summary="暂停调度 · Pause a schedule",
    response_model=Answer[ScheduleShape],
    responses=error_responses(401, 403, 404, 422),
)
async def pause_schedule(
    desk: Desk, caller: Keeper, schedule_id: RowId, language: ReaderLanguage, request: Request
) -> Response:
    """What falls into the pause is not caught up."""
    view = await desk.change(schedule_id, SchedulePatch(paused=True), actor_of(request, caller))
    return answer(schedule_shape(view, language, caller))


@router.post(
    "/schedules/{schedule_id}/resume",
    summary="恢复调度 · Resume a schedule",
    response_model=Answer[ScheduleShape],
    responses=error_responses(401, 403, 404, 422),
)
async def resume_schedule(
    desk: Desk, caller: Keeper, schedule_id: RowId, language: ReaderLanguage, request: Request
) -> Response:
    """Goes on with the next run from now."""
    view = await desk.change(schedule_id, SchedulePatch(paused=False), actor_of(request, caller))
    return answer(schedule_shape(view, language, caller))


@router.post(
    "/schedules/{schedule_id}/run",
    status_code=202,
    summary="立即执行 · Run now",
    response_model=Answer[Started],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def run_schedule(desk: Desk, caller: Keeper, schedule_id: RowId, request: Request) -> Response:
    """Starts its job at once, also while it is paused; it waits for one of the same key that is at work."""
    return answer(Started(job_id=await desk.run_now(schedule_id, actor_of(request, caller))), status=202)


@router.post(
    "/schedules/{schedule_id}/backfill",
    status_code=202,
    summary="补数 · Back-fill a range of days",
    response_model=Answer[Filling],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def backfill_schedule(
    desk: Desk, caller: Keeper, schedule_id: RowId, body: BackfillBody, request: Request
) -> Response:
    """A job for each day of the range that is missing or incomplete, or for every day."""
    return answer(Filling(job_ids=await desk.backfill(schedule_id, body, actor_of(request, caller))), status=202)


@router.get(
    "/dead-letters",
    summary="死信 · Events that could not be delivered",
    response_model=PageAnswer[DeadLetterShape],
    responses=error_responses(401, 403, 422),
)
async def read_dead_letters(
    desk: Desk,
    _: Reader,
    language: ReaderLanguage,
    page: PageNumber = 1,
    per_page: PerPage = 20,
    *,
    waiting: Annotated[bool, Query(description="true: 仅未重新投递的 · only those not delivered since")] = True,
) -> Response:
    """The newest first."""
    letters, total = await desk.letters(page, per_page, waiting=waiting)
    shapes = [
        DeadLetterShape.model_validate(letter._asdict() | {"error": letter.error.to(language)}) for letter in letters
    ]
    return answer(shapes, pagination=Page.of(page, per_page, total))


@router.post(
    "/dead-letters/{letter_id}/replay",
    summary="重新投递 · Deliver once more",
    response_model=Answer[Replayed],
    responses=error_responses(401, 403, 404, 422),
)
async def replay_dead_letter(desk: Desk, caller: Keeper, letter_id: RowId, request: Request) -> Response:
    """Hands the event to its subscriber again, at once."""
    await desk.replay(letter_id, actor_of(request, caller))
    return answer(Replayed(id=letter_id))
