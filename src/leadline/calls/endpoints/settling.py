"""Routes that settle days: recount and repair them, close one that does not agree, undo that."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from leadline.calls.contracts import RecountDays
from leadline.calls.endpoints.dependencies import toolbox
from leadline.calls.endpoints.shapes import closing_shape
from leadline.calls.permissions import CLOSE_DAYS
from leadline.calls.repository.closings import Closing
from leadline.calls.schemas.jobs import JobStarted
from leadline.calls.schemas.sync import CloseBody, ClosedDay, RecountBody, checked_window
from leadline.calls.service.closing import close_by_hand, reopen_by_hand
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.audit.callers import actor_of
from leadline.kernel.audit.log import write_down
from leadline.kernel.auth.dependencies import require
from leadline.kernel.auth.principal import Principal
from leadline.kernel.http.envelope import Answer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.text import Language

router = APIRouter(tags=["sync"])
Toolbox = Annotated[CallsToolbox, Depends(toolbox)]
Syncer = Annotated[Principal, Depends(require("call:sync"))]
Closer = Annotated[Principal, Depends(require(CLOSE_DAYS))]


def _answer(closing: Closing, caller: Principal, language: Language) -> Response:
    shape = closing_shape(closing, language, figures=caller.scope.all, notes=True)
    return answer(ClosedDay.model_validate({"source": closing.source, "date": closing.day, "closing": shape}))


@router.post(
    "/api/stats/recount",
    status_code=202,
    summary="核对统计 · Recount days",
    response_model=Answer[JobStarted],
    responses=error_responses(401, 403, 422),
)
async def recount_days(body: RecountBody, tools: Toolbox, caller: Syncer, request: Request) -> Response:
    """A job holds the counts of these days against their calls; with `repair` it writes anew what is wrong.

    What it finds begins an alert, what it finds right or repairs ends it. Without `repair` the job fails with
    `recount_mismatch` where something differs.
    """
    first, last = checked_window(body.start_date, body.end_date, tools.calendar.today())
    wanted = RecountDays(first=first, last=last, repair=body.repair)
    async with tools.database.transaction() as connection:
        job_id = await enqueue(connection, wanted, requested_by=caller.username)
        told = {"job_id": job_id, "repair": body.repair}
        did = actor_of(request, caller).did("stats.recount", f"{first.isoformat()}..{last.isoformat()}", told)
        await write_down(connection, did)
    return answer(JobStarted(job_id=job_id), status=202)


@router.post(
    "/api/sync/days/{day}/close",
    summary="手动结账 · Close a day by hand",
    response_model=Answer[ClosedDay],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def close_day(
    day: date, body: CloseBody, tools: Toolbox, caller: Closer, language: ReaderLanguage, request: Request
) -> Response:
    """Closes a past day as it is, though its tracks differ or the vendor told no totals; the first change reopens it.

    404 when the source has nothing on that day; 409 when the day is not over (`day_not_over`) or closed already
    (`day_is_closed`).
    """
    async with tools.database.transaction() as connection:
        today = tools.calendar.today()
        closing = await close_by_hand(connection, body.source, day, today, body.note, actor_of(request, caller))
    return _answer(closing, caller, language)


@router.post(
    "/api/sync/days/{day}/reopen",
    summary="撤销手动结账 · Undo a close by hand",
    response_model=Answer[ClosedDay],
    responses=error_responses(401, 403, 409, 422),
)
async def reopen_day(
    day: date, body: CloseBody, tools: Toolbox, caller: Closer, language: ReaderLanguage, request: Request
) -> Response:
    """The day is open again, and is closed by itself once both tracks agree.

    409 when it is not closed (`day_not_closed`), or was closed by itself (`day_closed_by_itself`).
    """
    async with tools.database.transaction() as connection:
        closing = await reopen_by_hand(connection, body.source, day, body.note, actor_of(request, caller))
    return _answer(closing, caller, language)
