"""HTTP shapes of the sync: what is asked, how fresh each day is, how our figures stand against the vendor's."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from leadline.calls.contracts import Completeness
from leadline.kernel.errors import Detail, InvalidInput
from leadline.kernel.http.envelope import LocalTime
from leadline.kernel.text import Text

MOST_DAYS = 366
LONGEST_NOTE = 500
FIRST_DAY = date(2000, 1, 1)
SOURCE_NAME = r"^[\w.:-]+$"
TrackShape = Literal["grade", "task"]
SourceName = Annotated[str, Field(max_length=50, pattern=SOURCE_NAME)]

NO_WINDOW = Text("请提供 days，或 start_date 与 end_date", "give days, or start_date and end_date")
TWO_WINDOWS = Text("days 与 start_date/end_date 只能二选一", "give either days or start_date and end_date")
NO_START = Text("缺少开始日期", "the first day is missing")
BACKWARDS = Text("不能早于 {start}", "must not be before {start}")
TOO_EARLY = Text("不能早于 2000-01-01", "must not be before 2000-01-01")
IN_FUTURE = Text("不能晚于今天", "must not be after today")
TOO_LONG = Text("一次最多 366 天", "366 days at most")


def checked_window(
    first: date, last: date, today: date, fields: tuple[str, str] = ("start_date", "end_date")
) -> tuple[date, date]:
    """The window as it is; InvalidInput when it runs backwards, out of our time, or over 366 days."""
    start, end = fields
    if last < first:
        raise InvalidInput([Detail(end, BACKWARDS.fill(start=start))])
    if first < FIRST_DAY:
        raise InvalidInput([Detail(start, TOO_EARLY)])
    if last > today:
        raise InvalidInput([Detail(end, IN_FUTURE)])
    if (last - first).days >= MOST_DAYS:
        raise InvalidInput([Detail(start, TOO_LONG)])
    return first, last


class SyncBody(BaseModel):
    """Either the last `days` days, today among them, or a window."""

    model_config = ConfigDict(extra="forbid")

    days: Annotated[
        int | None, Field(strict=True, ge=1, le=MOST_DAYS, description="30: today and the 29 days before")
    ] = None
    start_date: date | None = None
    end_date: Annotated[date | None, Field(description="today when it is not given")] = None
    track: Annotated[Literal["grade", "task", "both"], Field(description="grade: the calls; task: the totals")] = "both"
    source: Annotated[SourceName | None, Field(description="every source when it is not given")] = None

    def window(self, today: date) -> tuple[date, date]:
        """The first and the last day. Raises `InvalidInput`."""
        if self.days is not None:
            if self.start_date or self.end_date:
                raise InvalidInput([Detail("days", TWO_WINDOWS)])
            return today - timedelta(days=self.days - 1), today
        if self.start_date is None:
            raise InvalidInput([Detail("start_date", NO_START) if self.end_date else Detail("days", NO_WINDOW)])
        return checked_window(self.start_date, self.end_date or today, today)


class SyncDone(BaseModel):
    """What a sync did; `complete` is false when a day lacks something."""

    start_date: date
    end_date: date
    total_records: int
    new_count: int
    updated_count: int
    refused_count: int
    synced_at: LocalTime
    complete: bool
    incomplete_days: list[date]
    run_ids: list[int]


class RunShape(BaseModel):
    """One run; its counters are those of its last heartbeat while it runs."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    source: str
    track: Literal["grade", "task", "both"]
    sync_type: Literal["t10", "t3", "today", "manual"]
    start_date: date
    end_date: date
    state: Literal["running", "done", "incomplete", "failed", "interrupted"]
    requested_by: str
    started_at: LocalTime
    heartbeat_at: LocalTime
    finished_at: LocalTime | None
    days_done: int
    days_incomplete: int
    received_rows: Annotated[
        int | None, Field(description="null, as the next three, for whoever does not see everybody's data")
    ]
    new_rows: int | None
    updated_rows: int | None
    refused_rows: int | None
    error: str | None
    trace_id: str | None


class ClosingShape(BaseModel):
    """closed: both tracks agreed, or somebody closed it as it was. reopened: it has moved since, or that was undone.

    Why it moved is told to who sees everybody's data; why somebody closed or reopened it also to who may do so.
    """

    state: Literal["closed", "reopened"]
    closed_at: LocalTime
    closed_by: Annotated[str | None, Field(description="who closed it; null: it was closed by itself")]
    note: Annotated[str | None, Field(description="why it was closed by hand")]
    reopened_at: LocalTime | None
    reopened_by: Annotated[str | None, Field(description="who undid the close; null: the figures moved")]
    reason: Annotated[str | None, Field(description="why it was reopened")]


class RecountBody(BaseModel):
    """Which days, the last one included; `repair` writes the counts anew that are wrong."""

    model_config = ConfigDict(extra="forbid")

    start_date: date
    end_date: date
    repair: Annotated[bool, Field(strict=True)] = False


class ClosedDay(BaseModel):
    """A source's day, and how it is closed now."""

    source: str
    date: date
    closing: ClosingShape


class CloseBody(BaseModel):
    """Whose day, and why."""

    model_config = ConfigDict(extra="forbid")

    source: SourceName
    note: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NOTE, pattern=r"^[^\x00]*$"),
        Field(description="why, for who looks at the day later"),
    ]


class DayShape(BaseModel):
    """How much of a day is known. The numbers are null for a caller who does not see everybody's data."""

    date: date
    state: Completeness
    vendor_rows: int | None
    received_rows: int | None
    refused_rows: int | None
    calls: int | None
    reason: str | None
    checked_at: LocalTime | None
    completed_at: LocalTime | None
    updated_at: LocalTime | None
    closing: Annotated[ClosingShape | None, Field(description="the daily close of this day; null: never closed")]
    pulling: Annotated[bool, Field(description="it was never whole, and a run that is at work brings it now")]


class TrackStatus(BaseModel):
    """One track of one source; `days` with the newest first."""

    source: str
    track: TrackShape
    pullable: bool = Field(
        description="现在可以拉取；否则只有文件或推送 · can be asked now; else files and pushes only"
    )
    last_complete: LocalTime | None
    incomplete_days: list[date]
    last_run: RunShape | None
    days: list[DayShape]


class SyncStatus(BaseModel):
    """The calendar of every source and track."""

    start_date: date
    end_date: date
    tracks: list[TrackStatus]


class MeasuresShape(BaseModel):
    """Calls, connected calls, success orders."""

    calls: int
    connected: int
    orders: int


class ComparisonShape(BaseModel):
    """Ours, the vendor's (null: it gave none), and ours minus the vendor's."""

    ours: MeasuresShape
    vendor: MeasuresShape | None
    difference: MeasuresShape | None


class LineShape(ComparisonShape):
    """One account or task."""

    key: str
    name: str


class DayComparisonShape(ComparisonShape):
    """One source's day."""

    date: date
    source: str
    grade_state: Completeness
    task_state: Completeness
    vendor_at: Annotated[LocalTime | None, Field(description="when the vendor was asked for its totals")]
    closing: Annotated[ClosingShape | None, Field(description="the daily close of this day; null: never closed")]


class BreakdownShape(BaseModel):
    """`unattributed` is what the vendor's lines leave unexplained of its total."""

    lines: list[LineShape]
    unattributed: MeasuresShape | None


class DayBreakdownShape(BaseModel):
    """One source's day by account and by task."""

    total: DayComparisonShape
    accounts: BreakdownShape
    tasks: BreakdownShape


class GradeStatsShape(BaseModel):
    """A day's orders by grade; `elapsed_time` in seconds."""

    date: date
    grade_9: int
    grade_1: int
    total_success: int
    total_records: int
    calculated_at: LocalTime
    from_cache: bool
    elapsed_time: float


class RefreshBody(BaseModel):
    """The day to pull again."""

    model_config = ConfigDict(extra="forbid")

    date: date
    source: SourceName | None = None


class Refreshed(BaseModel):
    """What came of it, as a sentence."""

    message: str
    date: date
    complete: bool


class LimitsShape(BaseModel):
    """What a vendor allows."""

    model_config = ConfigDict(from_attributes=True)

    widest_window_days: int
    page_size: int
    requests_per_second: float
    parallel_pages: int


class SourceShape(BaseModel):
    """A source; `kinds`: pull, push or both."""

    name: str
    kinds: list[Literal["pull", "push"]]
    limits: LimitsShape | None
    last_success: LocalTime | None


class CheckShape(BaseModel):
    """A connection test; `steps` are sentences in order, the last one the verdict."""

    ok: bool
    steps: list[str]
    figures: dict[str, object]
