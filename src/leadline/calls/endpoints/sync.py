"""Routes of the sync: ask for one, see how fresh each day is, hold our figures against the vendor's."""

from datetime import date
from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends, Query, Request, Response

from leadline.calls.contracts import SyncDays
from leadline.calls.endpoints.dependencies import toolbox
from leadline.calls.endpoints.shapes import breakdown_shape, comparison_shape, run_shape, track_shape
from leadline.calls.permissions import CLOSE_DAYS
from leadline.calls.schemas.jobs import JobsStarted
from leadline.calls.schemas.sync import (
    SOURCE_NAME,
    DayBreakdownShape,
    DayComparisonShape,
    RunShape,
    SyncBody,
    SyncDone,
    SyncStatus,
    checked_window,
)
from leadline.calls.service.freshness import one_run, runs_page, sync_status
from leadline.calls.service.reconciliation import reconcile_day, reconcile_days
from leadline.calls.service.sync.asked import chosen_sources, sync_sources
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.audit.callers import actor_of
from leadline.kernel.audit.log import write_down
from leadline.kernel.auth.dependencies import require
from leadline.kernel.auth.principal import Principal
from leadline.kernel.http.envelope import Answer, Page, PageAnswer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage
from leadline.kernel.http.parameters import InBackground, PageNumber, PerPage, RowId
from leadline.kernel.jobs.queue import enqueue

USUAL_DAYS = 35
router = APIRouter(tags=["sync"])
Toolbox = Annotated[CallsToolbox, Depends(toolbox)]
Syncer = Annotated[Principal, Depends(require("call:sync"))]
Reader = Annotated[Principal, Depends(require("stats:read"))]
FromSource = Annotated[
    str | None, Query(alias="source", max_length=50, pattern=SOURCE_NAME, description="one source only")
]
FirstDay = Annotated[date | None, Query(alias="start")]
LastDay = Annotated[date | None, Query(alias="end")]


def _window(tools: CallsToolbox, first: date | None, last: date | None) -> tuple[date, date]:
    today = tools.calendar.today()
    last = last or today
    # a day in the future is no mistake here: there is nothing on it yet
    usual = date.fromordinal(max(last.toordinal() - USUAL_DAYS + 1, 1))
    return checked_window(first or usual, last, max(last, today), ("start", "end"))


class _Sight(TypedDict):
    figures: bool
    notes: bool


def _sight(caller: Principal) -> _Sight:
    everybody = caller.scope.all
    return {"figures": everybody, "notes": everybody or CLOSE_DAYS in caller.permissions}


@router.post(
    "/api/calls/sync",
    summary="同步通话数据 · Pull calls and totals",
    response_model=Answer[SyncDone],
    responses={
        202: {"model": Answer[JobsStarted], "description": "async=true: 已开始 · Begun in the background"},
        **error_responses(401, 403, 404, 422, 502, 503),
    },
)
async def sync_calls(
    body: SyncBody,
    tools: Toolbox,
    caller: Syncer,
    request: Request,
    *,
    in_background: InBackground = False,
) -> Response:
    """Pulls the days and answers when it is done: what came, what is new, and which days lack something.

    With `async=true` a job does it, one for each source, and the answer is 202 with its id: see /api/jobs.
    502 when the vendor gave no answer at all; 503 when no dialer is configured or the database is busy.
    """
    first, last = body.window(tools.calendar.today())
    sources = chosen_sources(tools, body.source)
    subject = f"{','.join(sources)}:{first.isoformat()}..{last.isoformat()}"
    deed = actor_of(request, caller).did("sync.request", subject, {"track": body.track})
    if in_background:
        jobs = [SyncDays(source=name, track=body.track, first=first, last=last) for name in sources]
        async with tools.database.transaction() as connection:
            ids = [await enqueue(connection, job, requested_by=caller.username) for job in jobs]
            await write_down(connection, deed)
        return answer(JobsStarted(job_id=ids[0], job_ids=ids), status=202)
    async with tools.database.transaction() as connection:
        await write_down(connection, deed)
    done = await sync_sources(tools, sources, first, last, body.track, caller.username)
    return answer(
        SyncDone(
            start_date=first,
            end_date=last,
            total_records=done.records,
            new_count=sum(report.result.new for report in done.reports),
            updated_count=sum(report.result.updated for report in done.reports),
            refused_count=sum(report.refused for report in done.reports),
            synced_at=done.synced_at,
            complete=done.complete,
            incomplete_days=list(done.incomplete_days),
            run_ids=[report.run_id for report in done.reports],
        )
    )


@router.get(
    "/api/sync/status",
    summary="数据新鲜度 · How fresh each day is",
    response_model=Answer[SyncStatus],
    responses=error_responses(401, 403, 422),
)
async def read_sync_status(
    tools: Toolbox, caller: Reader, language: ReaderLanguage, start: FirstDay = None, end: LastDay = None,
    source: FromSource = None,
) -> Response:  # fmt: skip
    """The last 35 days, or the range asked for, by source and track; what is incomplete, and why."""
    first, last = _window(tools, start, end)
    tracks = await sync_status(tools, first, last, source)
    shapes = [track_shape(track, language, **_sight(caller)) for track in tracks]
    return answer(SyncStatus(start_date=first, end_date=last, tracks=shapes))


@router.get(
    "/api/sync/runs",
    summary="同步记录 · The runs",
    response_model=PageAnswer[RunShape],
    responses=error_responses(401, 403, 422),
)
async def list_sync_runs(
    tools: Toolbox, caller: Reader, language: ReaderLanguage, page: PageNumber = 1,
    per_page: PerPage = 20, source: FromSource = None,
) -> Response:  # fmt: skip
    """The runs, newest first."""
    runs, total = await runs_page(tools, page, per_page, source)
    shapes = [run_shape(run, language, figures=caller.scope.all) for run in runs]
    return answer(shapes, pagination=Page.of(page, per_page, total))


@router.get(
    "/api/sync/runs/{run_id}",
    summary="一次同步 · One run",
    response_model=Answer[RunShape],
    responses=error_responses(401, 403, 404, 422),
)
async def read_sync_run(tools: Toolbox, caller: Reader, language: ReaderLanguage, run_id: RowId) -> Response:
    """One run with its counters and its error."""
    run = await one_run(tools, run_id)
    return answer(run_shape(run, language, figures=caller.scope.all))


@router.get(
    "/api/sync/reconciliation",
    summary="对账 · Our counts against the vendor's",
    response_model=Answer[list[DayComparisonShape]],
    responses=error_responses(401, 403, 422),
)
async def reconcile(
    tools: Toolbox, caller: Reader, language: ReaderLanguage, start: FirstDay = None, end: LastDay = None,
    source: FromSource = None,
) -> Response:  # fmt: skip
    """By source and day: ours, the vendor's, the difference. The last 35 days by default."""
    first, last = _window(tools, start, end)
    days = await reconcile_days(tools, first, last, caller.scope, source)
    return answer([comparison_shape(one, language, **_sight(caller)) for one in days])


@router.get(
    "/api/sync/reconciliation/{day}",
    summary="单日对账 · One day by account and task",
    response_model=Answer[list[DayBreakdownShape]],
    responses=error_responses(401, 403, 422),
)
async def reconcile_one_day(
    tools: Toolbox, caller: Reader, language: ReaderLanguage, day: date, source: FromSource = None
) -> Response:
    """By account and by task, with what the vendor's lines leave unexplained of its total."""
    found = await reconcile_day(tools, day, caller.scope, source)
    return answer([breakdown_shape(one, language, **_sight(caller)) for one in found])
