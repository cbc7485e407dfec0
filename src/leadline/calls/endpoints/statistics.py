"""Statistics: the first system's reads, the overview, the trend, leaderboards, and any metric by any two dimensions.

What a figure means is told once, in the schemas. All of it obeys the caller's data scope.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from leadline.calls.contracts import Outcome
from leadline.calls.endpoints.dependencies import toolbox
from leadline.calls.schemas.explore import Dimension, Explored, Metric
from leadline.calls.schemas.statistics import (
    AgentRow,
    BoardAnswer,
    BoardRow,
    BoardSort,
    Daily,
    GradeRow,
    Hours,
    Interval,
    Overview,
    RegionRow,
    StatsAnswer,
    Summary,
    TaskRow,
    Trend,
)
from leadline.calls.service.statistics import boards, daily, explore, hours, overview, trend
from leadline.calls.service.statistics.asking import Asker, seconds_to_midnight, seconds_to_next_minute
from leadline.calls.service.statistics.boards import BoardPage, BoardQuestion
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.auth.dependencies import require
from leadline.kernel.auth.principal import Principal
from leadline.kernel.clock import now
from leadline.kernel.http.envelope import Page, answer
from leadline.kernel.http.language import ReaderLanguage
from leadline.kernel.http.parameters import PageNumber

router = APIRouter(tags=["stats"])
Row = TypeVar("Row", bound=BoardRow)
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
DEFAULT_METRICS: tuple[Metric, ...] = ("calls", "connected", "contact_rate")


async def moment() -> datetime:
    """Now: one moment for all of a request."""
    return now()


def _iso_day(value: object) -> object:
    """Pydantic alone would also take 86400 and 2025-11-30T00:00 for a day."""
    if isinstance(value, str) and not ISO_DAY.fullmatch(value):
        raise PydanticCustomError("date_parsing", "should be a date: YYYY-MM-DD")
    return value


def _split(values: object) -> object:
    """`a,b` and `a` beside `b` say the same."""
    return [part for value in values for part in str(value).split(",")] if isinstance(values, list) else values


Day = Annotated[date, BeforeValidator(_iso_day), Field(ge=EARLIEST, le=LATEST)]
Start = Annotated[Day | None, Query(description="开始日期（含） · first day")]
End = Annotated[Day | None, Query(description="结束日期（含） · last day")]
Source = Annotated[
    str | None, Query(pattern=r"^[A-Za-z0-9_-]{1,50}$", description="数据来源，默认全部 · one source; all by default")
]
Compare = Annotated[bool, Query(description="附上之前同样天数的数据 · add the same number of days before")]
Values = list[Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]]
Toolbox = Annotated[CallsToolbox, Depends(toolbox)]
Moment = Annotated[datetime, Depends(moment)]
Caller = Annotated[Principal, Depends(require("stats:read"))]
HotCaller = Annotated[Principal, Depends(require("stats:read", hot=True))]


async def board_question(
    start: Start = None,
    end: End = None,
    sort: Annotated[BoardSort, Query(description="- 为降序 · a minus: descending")] = "-calls",
    page: PageNumber = 1,
    per_page: Annotated[int, Query(ge=1, le=200)] = 50,
    compare: Compare = False,  # noqa: FBT002  # a query parameter is always named
    min_calls: Annotated[int, Query(ge=0, le=1_000_000_000, description="至少多少通外呼 · with as many calls")] = 0,
) -> BoardQuestion:
    """The parameters that all leaderboards take."""
    return BoardQuestion(start, end, sort, page, per_page, compare, min_calls)


Question = Annotated[BoardQuestion, Depends(board_question)]
Words = Annotated[
    str,
    Query(
        min_length=1,
        max_length=100,
        pattern=r"^[^\x00]*$",
        description="名称含有，或编号开头 · in the name, or the id begins so",
    ),
]


async def called_question(question: Question, q: Words) -> BoardQuestion:
    """A leaderboard's parameters, and what those that are wanted are called."""
    return question._replace(words=q.strip())


CalledQuestion = Annotated[BoardQuestion, Depends(called_question)]


def asker_of(caller: Principal, source: str | None, at: datetime) -> Asker:
    """Who asks, as the use cases want to know it."""
    return Asker(caller.scope, source, at)


@router.get("/api/calls/summary", summary="近几天概览 · The last days", response_model=StatsAnswer[Summary])
async def read_summary(
    tools: Toolbox,
    caller: HotCaller,
    at: Moment,
    source: Source = None,
    days: Annotated[int, Query(ge=1, le=366, description="含今天 · today included")] = 3,
) -> Response:
    """Today and the days before it, newest first. success_rate is connected / calls here."""
    summary, meta = await daily.summarise(tools, asker_of(caller, source, at), days)
    return answer(summary, meta, hot_seconds=seconds_to_midnight(tools.calendar, at))


@router.get("/api/calls/daily", summary="每日明细 · Day by day", response_model=StatsAnswer[Daily])
async def read_daily(
    tools: Toolbox, caller: HotCaller, at: Moment, source: Source = None, start_date: Start = None, end_date: End = None
) -> Response:
    """Each day of the range with calls, newest first; the last 7 days by default."""
    listed, meta = await daily.list_days(tools, asker_of(caller, source, at), start_date, end_date)
    return answer(listed, meta, hot_seconds=seconds_to_midnight(tools.calendar, at))


@router.get(
    "/api/stats/overview",
    summary="今日、昨日、本月 · Today, yesterday, the month",
    response_model=StatsAnswer[Overview],
)
async def read_overview(tools: Toolbox, caller: HotCaller, at: Moment, source: Source = None) -> Response:
    """Each against the like stretch before: a running day up to the same minute, a month over as many days."""
    seen, meta = await overview.overview(tools, asker_of(caller, source, at))
    return answer(seen, meta, hot_seconds=seconds_to_next_minute(at))


@router.get("/api/stats/trend", summary="趋势 · The trend", response_model=StatsAnswer[Trend])
async def read_trend(
    tools: Toolbox,
    caller: HotCaller,
    at: Moment,
    source: Source = None,
    start: Start = None,
    end: End = None,
    interval: Annotated[Interval, Query(description="按小时最多 31 天 · hour: 31 days at most")] = "day",
) -> Response:
    """Parallel arrays without gaps, up to three years; the last 30 days by default."""
    drawn, meta = await trend.draw_trend(tools, asker_of(caller, source, at), start, end, interval)
    return answer(drawn, meta, hot_seconds=seconds_to_midnight(tools.calendar, at))


@router.get("/api/stats/agents", summary="坐席排行 · By agent", response_model=BoardAnswer[AgentRow])
async def rank_agents(
    tools: Toolbox, caller: HotCaller, at: Moment, question: Question, source: Source = None
) -> Response:
    """Agents with calls in the range, the last 7 days by default."""
    board = await boards.rank_agents(tools, asker_of(caller, source, at), question)
    return _board(board, question, fresh_for(tools, at, board.meta.compared_until))


@router.get("/api/stats/tasks", summary="任务排行 · By task", response_model=BoardAnswer[TaskRow])
async def rank_tasks(tools: Toolbox, caller: Caller, at: Moment, question: Question, source: Source = None) -> Response:
    """Tasks with calls in the range."""
    return _board(await boards.rank_tasks(tools, asker_of(caller, source, at), question), question)


@router.get("/api/stats/agents/search", summary="按名称找坐席 · Agents by name", response_model=BoardAnswer[AgentRow])
async def search_agents(
    tools: Toolbox, caller: Caller, at: Moment, question: CalledQuestion, source: Source = None
) -> Response:
    """Those of the board that are called so, each with the rank among all. What is searched for is kept nowhere."""
    return _board(await boards.rank_agents(tools, asker_of(caller, source, at), question), question)


@router.get("/api/stats/tasks/search", summary="按名称找任务 · Tasks by name", response_model=BoardAnswer[TaskRow])
async def search_tasks(
    tools: Toolbox, caller: Caller, at: Moment, question: CalledQuestion, source: Source = None
) -> Response:
    """Those of the board that are called so, each with the rank among all."""
    return _board(await boards.rank_tasks(tools, asker_of(caller, source, at), question), question)


@router.get("/api/stats/grades", summary="意向度分布 · By grade", response_model=BoardAnswer[GradeRow])
async def rank_grades(
    tools: Toolbox,
    caller: Caller,
    at: Moment,
    question: Question,
    language: ReaderLanguage,
    source: Source = None,
) -> Response:
    """Grades of the range's calls, those without one and those that no rule fits included."""
    return _board(await boards.rank_grades(tools, asker_of(caller, source, at), question, language), question)


@router.get("/api/stats/regions", summary="省份分布 · By province", response_model=BoardAnswer[RegionRow])
async def rank_regions(
    tools: Toolbox, caller: Caller, at: Moment, question: Question, source: Source = None
) -> Response:
    """Provinces of the range's calls, the unknown one included."""
    return _board(await boards.rank_regions(tools, asker_of(caller, source, at), question), question)


def fresh_for(tools: CallsToolbox, at: datetime, compared_until: datetime | None) -> float:
    """How long the answer stays right: one that is held against a day until this minute, for this minute."""
    return seconds_to_next_minute(at) if compared_until else seconds_to_midnight(tools.calendar, at)


def _board(board: BoardPage[Row], question: BoardQuestion, hot_seconds: float | None = None) -> Response:
    place = Page.of(question.page, question.per_page, board.total)
    return answer(board.rows, board.meta, place, hot_seconds=hot_seconds)


@router.get("/api/stats/hours", summary="时段分布 · By hour and weekday", response_model=StatsAnswer[Hours])
async def read_hours(
    tools: Toolbox,
    caller: HotCaller,
    at: Moment,
    source: Source = None,
    start: Start = None,
    end: End = None,
    compare: Compare = False,  # noqa: FBT002  # a query parameter is always named
) -> Response:
    """Calls, connected and orders by hour, and by hour and weekday; the last 7 days by default."""
    question = hours.HoursQuestion(start, end, compare)
    spread, meta = await hours.spread_hours(tools, asker_of(caller, source, at), question)
    return answer(spread, meta, hot_seconds=fresh_for(tools, at, spread.compared_until))


async def exploration(  # noqa: PLR0913  # the parameters of the route
    *,
    language: ReaderLanguage,
    by: Annotated[list[Dimension], BeforeValidator(_split), Query(description="一到两个维度 · one or two of")],
    metrics: Annotated[list[Metric], BeforeValidator(_split), Query(description="指标 · any of")] = [*DEFAULT_METRICS],  # noqa: B006  # FastAPI copies it
    start: Start = None,
    end: End = None,
    agent: Annotated[Values | None, Query(description="坐席，可重复；空值为未知 · repeatable; empty: unknown")] = None,
    task: Annotated[Values | None, Query(description="任务 · tasks")] = None,
    grade: Annotated[Values | None, Query(description="意向度代码 · grade codes")] = None,
    outcome: Annotated[list[Outcome] | None, Query(description="通话结果 · outcomes")] = None,
    province: Annotated[Values | None, Query(description="省份 · provinces")] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
) -> explore.Exploration:
    """The parameters of explore."""
    given: tuple[tuple[Dimension, Iterable[str] | None], ...] = (
        ("agent", agent),
        ("task", task),
        ("grade", grade),
        ("outcome", outcome),
        ("province", province),
    )
    filters = {dimension: sorted({str(one) for one in values}) for dimension, values in given if values}
    return explore.Exploration(start, end, tuple(by), tuple(metrics), filters, limit, language)


@router.get("/api/stats/explore", summary="自由分析 · Explore", response_model=StatsAnswer[Explored])
async def explore_calls(
    tools: Toolbox,
    caller: Caller,
    at: Moment,
    asked: Annotated[explore.Exploration, Depends(exploration)],
    source: Source = None,
) -> Response:
    """Any metrics by one or two dimensions; at most 31 days where no roll-up is kept by what is asked."""
    explored, meta = await explore.explore_calls(tools, asker_of(caller, source, at), asked)
    return answer(explored, meta)
