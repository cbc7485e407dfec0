"""Routes of the grade track's figures: a day's 9元 and 1元 orders."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from leadline.calls.endpoints.dependencies import toolbox
from leadline.calls.schemas.sync import SOURCE_NAME, GradeStatsShape, RefreshBody, Refreshed, checked_window
from leadline.calls.service.grade_stats import grade_stats, refresh_grade_stats
from leadline.calls.service.sync.asked import chosen_sources
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.audit.callers import actor_of
from leadline.kernel.audit.log import write_down
from leadline.kernel.auth.dependencies import require
from leadline.kernel.auth.principal import Principal
from leadline.kernel.http.envelope import Answer, Meta, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage
from leadline.kernel.text import Text

router = APIRouter(prefix="/api/stats/grade-stats", tags=["stats"])
Toolbox = Annotated[CallsToolbox, Depends(toolbox)]
Reader = Annotated[Principal, Depends(require("stats:read", hot=True))]
Syncer = Annotated[Principal, Depends(require("call:sync"))]

REFRESHED = Text("{date} 的意向度统计已刷新。", "The grade statistics of {date} are refreshed.")
NOT_WHOLE = Text(
    "{date} 未能取全：{reason} 统计仍为上一次完整的数字。",
    "{date} did not come whole: {reason} The figures are still the last complete ones.",
)


@router.get(
    "",
    summary="意向度统计 · A day's orders by grade",
    response_model=Answer[GradeStatsShape],
    responses=error_responses(400, 401, 403, 404, 422, 502, 503),
)
async def read_grade_stats(
    tools: Toolbox,
    caller: Reader,
    day: Annotated[date | None, Query(alias="date", description="YYYY-MM-DD; without it the answer is a 400")] = None,
    source: Annotated[str | None, Query(max_length=50, pattern=SOURCE_NAME, description="one source only")] = None,
) -> Response:
    """From the cache; today without a cache is pulled now; a past day never synced is a 404 with the way out."""
    if day is not None:  # the way out of a day that was never synced is none for a day to come
        checked_window(day, day, tools.calendar.today(), ("date", "date"))
    stats = await grade_stats(tools, day, caller.scope, source)
    shape = GradeStatsShape(
        date=stats.day,
        grade_9=stats.grade_9,
        grade_1=stats.grade_1,
        total_success=stats.total_success,
        total_records=stats.total_records,
        calculated_at=stats.calculated_at,
        from_cache=stats.from_cache,
        elapsed_time=stats.elapsed,
    )
    meta = Meta(source="cache" if stats.from_cache else "live", updated_at=stats.calculated_at, complete=stats.complete)
    # what was pulled just now must not be served again as if it were pulled again
    return answer(shape, meta, hot_seconds=None if stats.from_cache else 0)


@router.post(
    "/refresh",
    summary="刷新意向度统计 · Pull a day again",
    response_model=Answer[Refreshed],
    responses=error_responses(401, 403, 404, 422, 502, 503),
)
async def refresh(
    body: RefreshBody, tools: Toolbox, caller: Syncer, request: Request, language: ReaderLanguage
) -> Response:
    """Pulls the day's calls again and answers when it is done."""
    checked_window(body.date, body.date, tools.calendar.today(), ("date", "date"))
    sources = chosen_sources(tools, body.source)
    subject = f"{','.join(sources)}:{body.date.isoformat()}"
    async with tools.database.transaction() as connection:
        await write_down(connection, actor_of(request, caller).did("grade_stats.refresh", subject))
    reports = await refresh_grade_stats(tools, body.date, caller.username, body.source)
    reasons = [day.reason for report in reports for day in report.days if day.reason and not day.whole]
    message = REFRESHED.fill(date=body.date.isoformat())
    if reasons:
        day_text = body.date.isoformat()
        message = Text(
            NOT_WHOLE.zh.format(date=day_text, reason=reasons[0].zh),
            NOT_WHOLE.en.format(date=day_text, reason=reasons[0].en),
        )
    complete = all(report.complete for report in reports)
    return answer(Refreshed(message=message.to(language), date=body.date, complete=complete))
