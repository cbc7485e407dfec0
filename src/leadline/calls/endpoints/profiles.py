"""Statistics of a range in detail: day by day, one agent, one task."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from leadline.calls.endpoints.downloads import MEDIA
from leadline.calls.endpoints.statistics import (
    Caller,
    Compare,
    End,
    HotCaller,
    Moment,
    Source,
    Start,
    Toolbox,
    asker_of,
    fresh_for,
)
from leadline.calls.schemas.daily import DayByDay
from leadline.calls.schemas.profiles import AgentProfile, TaskProfile
from leadline.calls.schemas.statistics import StatsAnswer
from leadline.calls.schemas.sync import SOURCE_NAME
from leadline.calls.service.export import ExportFormat
from leadline.calls.service.statistics import day_by_day, profiles
from leadline.calls.service.statistics.day_sheet import SHEET, day_sheet
from leadline.calls.service.statistics.hours import HoursQuestion
from leadline.calls.service.statistics.profiles import ProfileQuestion
from leadline.kernel.audit.callers import actor_of
from leadline.kernel.audit.log import write_down
from leadline.kernel.http.envelope import answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage

router = APIRouter(prefix="/api/stats", tags=["stats"])
OfSource = Annotated[str, Path(max_length=50, pattern=SOURCE_NAME, description="数据来源 · the source")]
Key = Annotated[str, Path(max_length=100, pattern=r"^[^\x00]+$")]


async def asked_range(
    start: Start = None,
    end: End = None,
    compare: Compare = False,  # noqa: FBT002  # a query parameter is always named
) -> HoursQuestion:
    """The range, and whether the one before is wanted too."""
    return HoursQuestion(start, end, compare)


Asked = Annotated[HoursQuestion, Depends(asked_range)]


@router.get("/daily", summary="每日明细（全部指标）· Day by day, all figures", response_model=StatsAnswer[DayByDay])
async def read_days(tools: Toolbox, caller: HotCaller, at: Moment, asked: Asked, source: Source = None) -> Response:
    """Every day of the range with its state, newest first, and a row of totals; 31 days by default, 366 at most."""
    found, meta = await day_by_day.list_all_figures(tools, asker_of(caller, source, at), asked)
    return answer(found, meta, hot_seconds=fresh_for(tools, at, found.compared_until))


@router.get(
    "/daily/export",
    summary="每日明细导出 · The days as a file",
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in MEDIA.values()}}, **error_responses(401, 403, 422)},
)
async def export_days(
    request: Request,
    tools: Toolbox,
    caller: Caller,
    at: Moment,
    asked: Asked,
    language: ReaderLanguage,
    format: Annotated[ExportFormat, Query(description="csv 或 xlsx · csv or xlsx")] = "xlsx",  # noqa: A002  # the API's word
    source: Source = None,
) -> Response:
    """The days of the range with all figures and their totals, as they are listed; audited."""
    found, _ = await day_by_day.list_all_figures(tools, asker_of(caller, source, at), asked)
    subject = f"{source or 'all'}:{found.start.isoformat()}..{found.end.isoformat()}"
    async with tools.database.transaction() as connection:
        await write_down(connection, actor_of(request, caller).did("stats.export", subject, {"format": format}))
    name = f"{SHEET.to(language)}_{found.start:%Y%m%d}-{found.end:%Y%m%d}.{format}"
    headers = {
        "content-disposition": f"attachment; filename=\"daily.{format}\"; filename*=UTF-8''{quote(name)}",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(await day_sheet(found, format, language), media_type=MEDIA[format], headers=headers)


@router.get(
    "/agents/{source}/{agent_id:path}",
    summary="单个坐席 · One agent",
    response_model=StatsAnswer[AgentProfile],
    responses=error_responses(401, 403, 404, 422),
)
async def read_agent(
    tools: Toolbox,
    caller: Caller,
    at: Moment,
    source: OfSource,
    agent_id: Key,
    asked: Asked,
    language: ReaderLanguage,
) -> Response:
    """By day, hour, weekday, grade, task and outcome; 31 days by default, 366 at most."""
    question = ProfileQuestion(source, agent_id, asked, language)
    profile, meta = await profiles.profile_agent(tools, asker_of(caller, source, at), question)
    return answer(profile, meta)


@router.get(
    "/tasks/{source}/{task_id:path}",
    summary="单个任务 · One task",
    response_model=StatsAnswer[TaskProfile],
    responses=error_responses(401, 403, 404, 422),
)
async def read_task(
    tools: Toolbox,
    caller: Caller,
    at: Moment,
    source: OfSource,
    task_id: Key,
    asked: Asked,
) -> Response:
    """By day and by agent; 31 days by default, 366 at most."""
    question = ProfileQuestion(source, task_id, asked)
    profile, meta = await profiles.profile_task(tools, asker_of(caller, source, at), question)
    return answer(profile, meta)
