"""Nouns of the calls context: what a dialer's row is once it is in our shape, and what its jobs are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Final, Literal, NamedTuple

from leadline.kernel.jobs.contracts import Payload
from leadline.kernel.text import Language, Text

Track = Literal["grade", "task", "both"]
FileKind = Literal["freeswitch", "asterisk", "csv", "xlsx"]
SyncType = Literal["t10", "t3", "today", "manual"]
WINDOWS: Mapping[SyncType, tuple[int, int]] = {"t10": (10, 1), "t3": (3, 1), "today": (0, 0)}
TRACK_NAMES: Mapping[Track, Text] = {
    "grade": Text("话单", "call records"),
    "task": Text("汇总", "totals"),
    "both": Text("话单与汇总", "call records and totals"),
}


class Outcome(StrEnum):
    """How a dialled number ended, one vocabulary for all dialers."""

    NOT_DIALLED = "not_dialled"
    CONNECTED = "connected"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    REJECTED = "rejected"
    POWERED_OFF = "powered_off"
    SUSPENDED = "suspended"
    INVALID_NUMBER = "invalid_number"
    UNREACHABLE = "unreachable"
    LINE_FAULT = "line_fault"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


# A call starts between these: whatever the business's zone, that is a day from 2000 to 2100, which is what can be asked
# for. Another start is a mistake (an empty value, another unit), and such a row is refused where it is read.
EARLIEST_START: Final = datetime(2000, 1, 2, tzinfo=UTC)
LATEST_START: Final = datetime(2100, 12, 30, tzinfo=UTC)


def possible_start(moment: datetime) -> bool:
    """Whether a call can have started then."""
    return EARLIEST_START <= moment <= LATEST_START


class Completeness(StrEnum):
    """How much of a day is known.

    complete: the last full pull matched the vendor's count and ran after the day's end. partial: today, as of its time.
    incomplete: a pull failed or did not add up. unverified: known from pushes or files only. never: nothing at all.
    """

    COMPLETE = "complete"
    PARTIAL = "partial"
    INCOMPLETE = "incomplete"
    UNVERIFIED = "unverified"
    NEVER = "never"


class CallRow(NamedTuple):
    """One row of a dialer in our shape.

    Times are aware and in UTC; `duration` is talk time in whole seconds; `cost_cents` is money in cents; `phone` is the
    number as the vendor wrote it (it is encrypted before it is stored). What a source does not know is None.
    """

    call_id: str
    start_time: datetime
    outcome: Outcome
    duration: int = 0
    raw_outcome: str | None = None
    end_time: datetime | None = None
    end_derived: bool = False
    task_id: str | None = None
    task_name: str | None = None
    agent_id: str | None = None
    agent_name: str | None = None
    follow_up_id: str | None = None
    phone: str | None = None
    province: str | None = None
    city: str | None = None
    line: str | None = None
    hangup_reason: str | None = None
    grade: str | None = None
    recording_url: str | None = None
    cost_cents: int | None = None
    billed_minutes: int | None = None
    remark: str | None = None
    customer_name: str | None = None
    company: str | None = None
    extra: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that could not be taken, where it stood, and why."""

    reason: Text
    line: int | None = None
    call_id: str | None = None


class TotalsLine(NamedTuple):
    """One line of the vendor's own totals. `key` is an account's, a line's or a task's id."""

    key: str
    name: str
    calls: int
    connected: int
    orders: int


@dataclass(frozen=True, slots=True)
class VendorTotals:
    """The vendor's own figures of one business day: the day's total, and what it says of accounts and tasks."""

    day: date
    total: TotalsLine
    accounts: tuple[TotalsLine, ...] = ()
    tasks: tuple[TotalsLine, ...] = ()


class AgentDay(NamedTuple):
    """What one dialer account's calls of a business day come to. Talk is in seconds, money in cents."""

    source: str
    agent_id: str
    day: date
    calls: int
    connected: int
    talk_seconds: int
    orders: int
    order_cents: int


class SeenAgent(NamedTuple):
    """A dialer account that has made calls: the name last heard, and the last day with calls."""

    source: str
    agent_id: str
    name: str | None
    last_day: date


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What one batch did: every received row is in exactly one of the next five counts.

    `repeated` rows appeared more than once within the batch (the last one counts). `days` are the business days whose
    figures moved.
    """

    received: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    not_dialled: int = 0
    repeated: int = 0
    days: frozenset[date] = frozenset()

    def __add__(self, other: "BatchResult") -> "BatchResult":
        return BatchResult(
            self.received + other.received,
            self.new + other.new,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.not_dialled + other.not_dialled,
            self.repeated + other.repeated,
            self.days | other.days,
        )


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    """What a connection test of a source found; `steps` are sentences, in order, the last one the verdict."""

    ok: bool
    steps: tuple[Text, ...]
    figures: Mapping[str, object] = field(default_factory=dict)


class SyncDays(Payload):
    """Pull days of a source. Scheduled: the window of `sync_type` before `as_of`; else `first` to `last`."""

    kind: ClassVar[str] = "calls.sync"
    source: str
    track: Track = "both"
    sync_type: SyncType = "manual"
    first: date | None = None
    last: date | None = None
    as_of: date | None = None

    @property
    def window(self) -> tuple[date, date]:
        """The first and the last day."""
        if self.first is not None and self.last is not None:
            return self.first, self.last
        if self.as_of is None:
            raise ValueError("neither first and last, nor the day that the window ends before")
        back, until = WINDOWS.get(self.sync_type, (0, 0))
        return self.as_of - timedelta(days=back), self.as_of - timedelta(days=until)

    @property
    def key(self) -> str:
        return f"{self.source}:{self.track}:{self.sync_type}"

    @property
    def title(self) -> Text:
        name = TRACK_NAMES[self.track]
        days = " – ".join(dict.fromkeys(f"{day}" for day in self.window))
        return Text(f"同步 {self.source} {name.zh}：{days}", f"Sync {self.source}, {name.en}: {days}")


class ClearSource(Payload):
    """Delete everything that a source brought."""

    kind: ClassVar[str] = "calls.clear"
    source: str

    @property
    def key(self) -> str:
        return self.source

    @property
    def title(self) -> Text:
        return Text(f"清空数据源 {self.source}", f"Clear the source {self.source}")


class ExportCalls(Payload):
    """Write calls to a file. `query` and `scope` as the reader had them, `phone_sealed`: where its number is kept."""

    kind: ClassVar[str] = "calls.export"
    query: dict[str, Any]  # Any: a RecordQuery as JSON
    phone_sealed: str | None = None
    format: Literal["csv", "xlsx"] = "csv"
    language: Language = "zh-CN"
    unmasked: bool = False
    user_id: str
    username: str
    role: str
    scope: dict[str, Any]  # Any: a DataScope as JSON
    address: str = ""

    @property
    def title(self) -> Text:
        return Text(f"导出通话记录（{self.format}）", f"Export call records ({self.format})")


class ImportCalls(Payload):
    """Take the calls of an uploaded file, read as `file_kind` through `mapping`, and store them under `source`."""

    kind: ClassVar[str] = "calls.import"
    file_id: int
    name: str
    file_kind: FileKind
    mapping: dict[str, Any] | None = None  # Any: a mapping as its file would say it (docs/mappings.md)
    source: str
    user_id: str
    username: str
    address: str = ""

    @property
    def key(self) -> str:
        return f"file:{self.file_id}"

    @property
    def title(self) -> Text:
        return Text(f"导入通话文件 {self.name}", f"Import calls from {self.name}")


class RecountDays(Payload):
    """Hold the counts of some days against their calls: of `first` to `last`, or of the day before `as_of`."""

    kind: ClassVar[str] = "calls.recount"
    first: date | None = None
    last: date | None = None
    as_of: date | None = None
    repair: bool = False

    @property
    def window(self) -> tuple[date, date] | None:
        """The first and the last day; None: nothing says which."""
        if self.first is not None and self.last is not None:
            return self.first, self.last
        return None if self.as_of is None else (self.as_of - timedelta(days=1), self.as_of - timedelta(days=1))

    @property
    def key(self) -> str:
        return "counts"

    @property
    def title(self) -> Text:
        days = " – ".join(dict.fromkeys(f"{day}" for day in self.window or ()))
        return Text(f"核对统计 {days}".strip(), f"Recount {days}".strip())


class RejudgeCalls(Payload):
    """Judge every stored call by the grade rules in force."""

    kind: ClassVar[str] = "calls.rejudge"

    @property
    def key(self) -> str:
        return "rules"

    @property
    def title(self) -> Text:
        return Text("按现行意向度规则重判通话", "Regrade calls by the current grade rules")


class TidyCalls(Payload):
    """Delete what is kept for a while only: raw answers, files of exports, cached orders by grade."""

    kind: ClassVar[str] = "calls.tidy"

    @property
    def key(self) -> str:
        return "tidy"

    @property
    def title(self) -> Text:
        return Text("清理过期的原始数据、导出文件与缓存", "Clean up expired raw data, exports and caches")


class CloseDays(Payload):
    """Daily close that are whole and agree, and reopen those whose figures have moved."""

    kind: ClassVar[str] = "calls.close"

    @property
    def key(self) -> str:
        return "close"

    @property
    def title(self) -> Text:
        return Text("每日结账", "Daily close")


class FailingTrack(NamedTuple):
    """A track whose newest runs have failed, how many in a row, and why the newest did."""

    source: str
    track: str
    runs: int
    reason: Text | None


class TrackDay(NamedTuple):
    """One day on one track, as it is known."""

    source: str
    track: str
    day: date
    state: Completeness
    reason: Text | None
    checked_at: datetime
    completed_at: datetime | None


class OrderGap(NamedTuple):
    """Success orders of a day that both tracks know whole: by our grades, and by the vendor."""

    source: str
    day: date
    ours: int
    vendor: int


class HourPulse(NamedTuple):
    """A full hour of today, and what that hour of the same weekday came to in the weeks before that had any calls."""

    source: str
    hour: int
    calls: int
    connected: int
    usual_weeks: int
    usual_calls: int
    usual_connected: int


class ReopenedDay(NamedTuple):
    """A day that was closed and has moved since."""

    source: str
    day: date
    reopened_at: datetime
    reason: Text


@dataclass(frozen=True, slots=True)
class VitalSigns:
    """How the sync, the counts and today's calls stand: of the last 31 days, orders of the last ten.

    `accepted` are the days of sources that somebody has closed as they were: what they lack is known.
    """

    days: tuple[TrackDay, ...]
    failing: tuple[FailingTrack, ...]
    gaps: tuple[OrderGap, ...]
    hours: tuple[HourPulse, ...]
    reopened: tuple[ReopenedDay, ...]
    accepted: frozenset[tuple[str, date]] = frozenset()
