"""The first system's rows in our shape, or why not. SQLite keeps whatever it is given."""

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from leadline.calls.contracts import EARLIEST_START, CallRow, Outcome
from leadline.calls.domain.rows import LIMITS
from leadline.calls.repository.track_caches import GradeFigures, TaskFigures
from leadline.integrations.freeswitch.causes import outcome_of
from leadline.kernel.text import Text

Values = Mapping[str, Any]  # Any: SQLite keeps in a column whatever it is given
LONGEST_CALL = timedelta(days=7)
MOST = 2**31 - 1
FIRST_YEAR = EARLIEST_START.year
T = TypeVar("T")
CLOCKS_DIFFER = timedelta(days=1)
# The first system kept no outcome of the vendor's but this flag. A call that still says so was not synced since.
RAW_MARK = "is_success="
FLAGS = {"1": True, "true": True, "t": True, "0": False, "false": False, "f": False}


class Reason(StrEnum):
    """Why a row is refused."""

    NO_CALL_ID = "no_call_id"
    LONG_CALL_ID = "long_call_id"
    NO_START_TIME = "no_start_time"
    BAD_START_TIME = "bad_start_time"
    BAD_DURATION = "bad_duration"
    BAD_FLAG = "bad_is_success"
    BAD_DATE = "bad_date"
    BAD_FIGURE = "bad_figure"
    NO_CALCULATION = "bad_calculated_at"


REASONS: Mapping[Reason, Text] = MappingProxyType(
    {
        Reason.NO_CALL_ID: Text("没有通话ID", "no call_id"),
        Reason.LONG_CALL_ID: Text("通话ID超过 100 个字符", "a call_id of more than 100 characters"),
        Reason.NO_START_TIME: Text("没有开始时间", "no start time"),
        Reason.BAD_START_TIME: Text("开始时间无法识别或不合理", "a start time that is none, or absurd"),
        Reason.BAD_DURATION: Text("通话时长不是 0 到 7 天的秒数", "a duration that is no seconds from 0 to 7 days"),
        Reason.BAD_FLAG: Text("is_success 既非是也非否", "an is_success that is neither true nor false"),
        Reason.BAD_DATE: Text("统计日期无法识别或不合理", "a statistics date that is none, or absurd"),
        Reason.BAD_FIGURE: Text("统计数字不是非负整数", "a figure that is no whole number from 0"),
        Reason.NO_CALCULATION: Text("没有计算时间", "no time of calculation"),
    }
)


class Unfit(Exception):
    """A row that cannot be taken."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Converter:
    """Reads the first system's values. Its times are naive: they are read in `zone`. `now` bounds what is plausible."""

    def __init__(self, zone: tzinfo, source: str, now: datetime) -> None:
        self._zone = zone
        self._source = source
        self._latest = now + CLOCKS_DIFFER

    def call(self, values: Values) -> CallRow:
        """One row of `call_records`. Raises `Unfit`."""
        call_id = text_of(values["call_id"])
        if call_id is None:
            raise Unfit(Reason.NO_CALL_ID)
        if len(call_id) > LIMITS["call_id"]:
            raise Unfit(Reason.LONG_CALL_ID)
        if text_of(values["start_time"]) is None:
            raise Unfit(Reason.NO_START_TIME)
        start = required(self.moment(values["start_time"]), Reason.BAD_START_TIME)
        duration = required(whole(values["duration"], int(LONGEST_CALL.total_seconds())), Reason.BAD_DURATION)
        success = flag(values["is_success"])
        if success is None and values["is_success"] is not None:
            raise Unfit(Reason.BAD_FLAG)
        cause = text_of(values["hangup_reason"])
        end = self._end(values["end_time"], start)
        said = "NULL" if success is None else int(success)
        return CallRow(
            call_id=call_id,
            start_time=start,
            outcome=judged(cause, duration, success=bool(success)),
            duration=duration,
            raw_outcome=f"{RAW_MARK}{said}",
            end_time=end or start + timedelta(seconds=duration),
            end_derived=end is None,
            task_id=text_of(values["task_id"]),
            task_name=text_of(values["task_name"]),
            agent_id=text_of(values["agent_id"]),
            agent_name=text_of(values["agent_name"]),
            phone=text_of(values["phone"]),
            hangup_reason=cause,
        )

    def grades(self, values: Values) -> GradeFigures:
        """One row of `grade_stats_cache`. Raises `Unfit`."""
        day, at = self._day_and_time(values)
        nine, one, records = self._counts(values, "grade_9", "grade_1", "total_records")
        told = values["total_success"]
        orders = min(nine + one, MOST) if told is None else required(whole(told, MOST), Reason.BAD_FIGURE)
        elapsed = max(number_of(values["elapsed_time"]) or 0.0, 0.0)
        return GradeFigures(self._source, day, nine, one, orders, records, "manual", at, elapsed, complete=False)

    def totals(self, values: Values) -> TaskFigures:
        """One row of `task_stats_cache`. Raises `Unfit`."""
        day, at = self._day_and_time(values)
        calls, connected, orders = self._counts(values, "callout_number", "called_number", "success_number")
        return TaskFigures(self._source, day, calls, connected, orders, "manual", at, 0.0, complete=False)

    def _day_and_time(self, values: Values) -> tuple[date, datetime]:
        day = required(self.day(values["date"]), Reason.BAD_DATE)
        return day, required(self.moment(values["calculated_at"]), Reason.NO_CALCULATION)

    def _counts(self, values: Values, *names: str) -> list[int]:
        return [required(whole(values[name], MOST), Reason.BAD_FIGURE) for name in names]

    def moment(self, value: object) -> datetime | None:
        """A time in UTC; None when it is none, or before the year 2000, or after tomorrow."""
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value.strip().replace("/", "-"))
            except ValueError:
                return None
        # the year first: the ends of the calendar cannot be moved to another zone
        if not isinstance(value, datetime) or not FIRST_YEAR <= value.year <= self._latest.year + 1:
            return None
        found = (value if value.tzinfo else value.replace(tzinfo=self._zone)).astimezone(UTC)
        return found if EARLIEST_START <= found <= self._latest else None

    def day(self, value: object) -> date | None:
        """A date; None when it is none, or before the year 2000, or after tomorrow."""
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value.strip()[:10])
            except ValueError:
                return None
        if isinstance(value, datetime):
            value = value.date()
        if not isinstance(value, date) or value.year < FIRST_YEAR or value > self._latest.date():
            return None
        return value

    def _end(self, value: object, start: datetime) -> datetime | None:
        end = self.moment(value)
        return end if end is not None and start <= end <= start + LONGEST_CALL else None


def required(value: T | None, reason: Reason) -> T:
    """The value; raises `Unfit` for None."""
    if value is None:
        raise Unfit(reason)
    return value


def judged(cause: str | None, duration: int, *, success: bool) -> Outcome:
    """The first system's own rule for what is connected; how the others ended, by the name of the cause."""
    name = (cause or "").upper()
    if success or (name == "NORMAL_CLEARING" and duration > 0):
        return Outcome.CONNECTED
    return outcome_of(name, 0)


def text_of(value: object) -> str | None:
    """Any value as text without blanks around it; None when nothing is left."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return None if value is None else str(value).strip() or None


def number_of(value: object) -> float | None:
    """A finite number, or a text that holds one; None for anything else."""
    if not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def whole(value: object, most: int) -> int | None:
    """A whole number from 0 to `most`; NULL is 0, as the first system counted it; None for anything else."""
    if value is None:
        return 0
    number = number_of(value)
    return int(number) if number is not None and 0 <= number <= most else None


def flag(value: object) -> bool | None:
    """True or false in any of the ways databases write them, else None."""
    return FLAGS.get(str(value).strip().lower())
