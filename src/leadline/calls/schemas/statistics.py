"""The answers of the statistics. Rates are ratios 0..1 (null: divided by nothing), money is yuan, talk is seconds."""

from datetime import date
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, Field

from leadline.calls.contracts import Completeness
from leadline.kernel.http.envelope import Answer, LocalTime, Meta, Page

T = TypeVar("T")
Number = int | float
ComparedUntil = Annotated[
    LocalTime | None, Field(description="对比期截至此刻；null 为整日 · null: to the end of compared_end")
]
Interval = Literal["hour", "day", "week", "month"]
BoardSort = Literal[
    "calls", "-calls", "connected", "-connected", "contact_rate", "-contact_rate", "orders", "-orders",
    "success_rate", "-success_rate", "talk_seconds", "-talk_seconds", "avg_talk", "-avg_talk",
    "order_value", "-order_value",
]  # fmt: skip
ContactRate = Annotated[float | None, Field(description="接通率 = 接通 / 外呼 · connected / calls")]
SuccessRate = Annotated[float | None, Field(description="成功率 = 成功单 / 接通 · orders / connected")]


class OpenDay(BaseModel):
    """A day of which more may be known to the vendor than to us."""

    stat_date: date
    state: Completeness


class StatsMeta(Meta):
    """Where the figures are from, how old they are, and of which days they may lack something."""

    partial_days: list[date] = Field(default_factory=list, description="今天 · the running day")
    incomplete_days: list[OpenDay] = Field(default_factory=list, description="最多 31 天 · 31 at most")


class StatsAnswer(Answer[T], Generic[T]):
    """One statistics answer."""

    meta: StatsMeta


class Figures(BaseModel):
    """What any set of calls adds up to."""

    calls: int
    connected: int
    contact_rate: ContactRate
    orders: int
    success_rate: SuccessRate
    talk_seconds: int
    avg_talk: Annotated[float | None, Field(description="平均通话秒数 · talk seconds / connected")]
    order_value: Annotated[float, Field(description="成单金额（元） · yuan")]


class DailyStat(BaseModel):
    """One day. `success_*` is connected here, the first system's meaning."""

    stat_date: date
    total_calls: int
    success_calls: int
    failed_calls: int
    success_rate: Annotated[float | None, Field(description="接通 / 外呼 · connected / calls")]
    avg_duration: Annotated[float | None, Field(description="通话秒数 / 外呼 · talk seconds / calls")]
    updated_at: LocalTime | None


class Summary(BaseModel):
    """The last days, newest first; days without calls are not listed."""

    days: int
    start_date: date
    end_date: date
    total_calls: int
    success_calls: int
    failed_calls: int
    success_rate: Annotated[float | None, Field(description="接通 / 外呼 · connected / calls")]
    avg_per_day: float
    daily_breakdown: list[DailyStat]


class Daily(BaseModel):
    """A range of days, newest first; days without calls are not listed."""

    start_date: date
    end_date: date
    stats: list[DailyStat]


class PeriodFigures(BaseModel):
    """A period's figures in the overview."""

    calls: int
    connected: int
    contact_rate: ContactRate
    orders_9: int
    orders_1: int
    orders_total: int
    success_rate: SuccessRate
    talk_seconds: int
    agents: Annotated[int, Field(description="有外呼的坐席（不含排除账号） · agents with calls, exclusions left out")]


class PeriodChange(BaseModel):
    """A figure's difference to the period before, or its relative change (null: the base is 0 or unknown)."""

    calls: Number | None
    connected: Number | None
    contact_rate: Number | None
    orders_9: Number | None
    orders_1: Number | None
    orders_total: Number | None
    success_rate: Number | None
    talk_seconds: Number | None
    agents: Number | None


class Vendor(BaseModel):
    """The vendor's own orders beside those by grade; of days whose totals are known."""

    vendor_orders: Annotated[int | None, Field(description="外呼系统的成功单 · the vendor's success_number")]
    deviation: Annotated[int | None, Field(description="偏差 = 外呼系统 - 意向度 · vendor - by grade")]
    vendor_missing_days: Annotated[int, Field(description="有外呼而无系统汇总的天数 · days with calls and no totals")]


Known = Annotated[
    bool, Field(description="曾同步过或有外呼 · ever synced, or with calls; if not, its zeros are unknown")
]


class Period(PeriodFigures, Vendor):
    """A period, and the like stretch before it: as many days, up to the same time of day where this one is running."""

    start_date: date
    end_date: date
    compared_start: date
    compared_end: date
    compared_until: ComparedUntil
    known: Known
    compared_known: Known
    previous: PeriodFigures
    difference: PeriodChange
    change: PeriodChange


class PerDay(BaseModel):
    """Per working day: a day with at least one call."""

    working_days: int
    calls_per_day: float | None
    connected_per_day: float | None
    orders_per_day: float | None


class PerDayChange(BaseModel):
    """As PeriodChange, of the averages."""

    working_days: Number | None
    calls_per_day: Number | None
    connected_per_day: Number | None
    orders_per_day: Number | None


class MonthFigures(PeriodFigures, PerDay):
    """A month's figures."""


class MonthChange(PeriodChange, PerDayChange):
    """A month's difference or relative change."""


class Month(Period, PerDay):
    """The month to date against as many days of the month before."""

    previous: MonthFigures
    difference: MonthChange
    change: MonthChange


class Overview(BaseModel):
    """Today, yesterday and the month as of one moment."""

    as_of: LocalTime
    today: Period
    yesterday: Period
    month: Month


class Trend(BaseModel):
    """Parallel arrays, oldest first, without gaps. A week or month is dated by its first day."""

    start: date
    end: date
    interval: Interval
    dates: Annotated[list[str], Field(description="日期；按小时为带时区的时间 · days, or hours with their offset")]
    total_calls: list[int]
    success_calls: Annotated[list[int], Field(description="接通 · connected")]
    success_rate: Annotated[list[float | None], Field(description="成功单 / 接通 · orders / connected")]
    contact_rate: Annotated[list[float | None], Field(description="接通 / 外呼 · connected / calls")]
    orders: list[int]
    orders_9: list[int]
    orders_1: list[int]
    agents: Annotated[list[int | None], Field(description="坐席数；按小时为 null · null by the hour")]
    talk_seconds: list[int]


class BoardRow(Figures):
    """One row of a leaderboard. `previous` is null unless compare=true and there were calls before."""

    previous: Figures | None = None


Rank = Annotated[int | None, Field(description="在全部中的名次 · of boards: among all, found or not")]


class AgentRow(BoardRow):
    """An agent; `agent_id` null: calls without one. `excluded`: an account on the list of those that are no agents."""

    rank: Rank = None
    source: str
    agent_id: str | None
    name: str | None
    excluded: bool


class TaskRow(BoardRow):
    """A task; `task_id` null: calls without one."""

    rank: Rank = None
    source: str
    task_id: str | None
    name: str | None


class GradeRow(BoardRow):
    """A grade; `code` null: calls without one; `unmapped`: texts that no rule fits."""

    code: str | None
    label: str
    category: str | None
    share: Annotated[float | None, Field(description="占全部外呼 · of all calls")]


class RegionRow(BoardRow):
    """A province; null: unknown."""

    province: str | None
    share: Annotated[float | None, Field(description="占全部外呼 · of all calls")]


class BoardMeta(StatsMeta):
    """A leaderboard's range, its totals over all pages, and what it is compared with."""

    start: date
    end: date
    totals: Figures
    compared_start: date | None = None
    compared_end: date | None = None
    compared_until: ComparedUntil = None
    previous_totals: Figures | None = None


class BoardAnswer(BaseModel, Generic[T]):
    """A page of a leaderboard."""

    success: Literal[True] = True
    data: list[T]
    pagination: Page
    meta: BoardMeta


class HourRow(BoardRow):
    """One hour of the day, 0 to 23."""

    hour: int


class HourMatrix(BaseModel):
    """7 rows, Monday first, of 24 hours."""

    calls: list[list[int]]
    connected: list[list[int]]
    orders: list[list[int]]


class Hours(BaseModel):
    """When the calls were made."""

    start: date
    end: date
    compared_start: date | None
    compared_end: date | None
    compared_until: ComparedUntil
    weekday_days: Annotated[list[int], Field(description="各星期几的天数，周一在前 · days per weekday, Monday first")]
    matrix: HourMatrix
    by_hour: list[HourRow]
    totals: BoardRow
