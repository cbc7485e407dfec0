"""Cells to values: moments, seconds, numbers, texts. What cannot be read raises `Unreadable` with a reason."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from leadline.calls.contracts import EARLIEST_START, LATEST_START, possible_start
from leadline.kernel.text import Text

DEFAULT_ZONE = "Asia/Shanghai"
ID_LENGTH = 100
NAME_LENGTH = 200
REMARK_LENGTH = 2000
LONGEST_CALL = 10_000_000  # seconds, about 115 days: more is not a call but a column that was mixed up
LARGEST_NUMBER = 2**31 - 1
EXCEL_BEGAN = datetime(1899, 12, 30)  # noqa: DTZ001  # a wall clock's
HALF_A_SECOND = timedelta(milliseconds=500)
EARLIEST_YEAR, LATEST_YEAR = EARLIEST_START.year, LATEST_START.year
REMEMBERED = 20_000
SHOWN = 60
SHORT_DIGITS = 7  # below LONGEST_CALL whatever they are

_LOCAL = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2}))?(?:秒|[.,]\d+)?分?)?",
    re.ASCII,
)
_SERIAL = re.compile(r"\d{5}\.\d+", re.ASCII)  # what Excel keeps a time as, where its cell was given no form
_COMMON = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.ASCII)
_SECONDS = {f"{second:02}": timedelta(seconds=second) for second in range(60)}
_CLOCK = re.compile(r"(?:(\d{1,5}):)?(\d{1,5}):(\d{1,2})(?:\.\d+)?", re.ASCII)
_SPOKEN = re.compile(r"(?:(\d{1,5})(?:小时|时|h))?(?:(\d{1,5})(?:分钟?|min|m))?(?:(\d{1,7})(?:秒钟?|s))?", re.ASCII)
_PLAIN = re.compile(r"[+-]?\d{1,20}(?:\.\d{0,20})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d{0,20})?", re.ASCII)

NO_TIME = Text("没有时间", "there is no time")
BAD_TIME = Text(
    "看不懂的时间“{value}”；可在映射里用 time.formats 写明格式", "cannot read the time “{value}”; name its format"
)
NOT_OUR_TIME = Text("时间“{value}”不在 2000 至 2100 年之间", "the time “{value}” is not between 2000 and 2100")
BAD_DURATION = Text("看不懂的时长“{value}”", "cannot read the duration “{value}”")
BAD_NUMBER = Text("看不懂的数字“{value}”", "cannot read the number “{value}”")
OUT_OF_RANGE = Text("数字超出范围：{value}", "the number is out of range: {value}")


class Unreadable(ValueError):
    """A cell or a row that cannot be understood; `call_id` is set where it is known whose row it was."""

    def __init__(self, reason: Text, call_id: str | None = None) -> None:
        self.reason = reason
        self.call_id = call_id
        super().__init__(reason.en)


def unreadable(reason: Text, value: str) -> Unreadable:
    """`Unreadable` with the value in its sentence, cut to a length that a terminal line takes."""
    return Unreadable(reason.fill(value=value[:SHOWN]))


class LocalTimes:
    """Reads the times of one file: texts without an offset are on the wall clock of `zone`.

    It takes `2020-02-10 22:41:05`, what Excel makes of it (`2020/2/10 22:41`, `43871.94543`), `2020年2月10日 22:41`,
    ISO 8601 with an offset, and epochs in seconds, milli- or microseconds. With `formats` (strptime) it takes those
    alone.
    """

    def __init__(self, zone: str = DEFAULT_ZONE, formats: Sequence[str] = ()) -> None:
        self._zone = ZoneInfo(zone)
        self._formats = tuple(formats)
        self._minutes: dict[str, datetime] = {}
        self._read = lru_cache(maxsize=REMEMBERED)(self._any_form)

    def __call__(self, text: str) -> datetime:
        """The moment that `text` names, aware and in UTC; raises `Unreadable`."""
        # Two look-ups read the common form: its minute ("YYYY-MM-DD HH:MM:"), met before, and its second. A busy switch
        # ends many calls a minute, and parsing each would cost more than all else that is done with a line.
        minute = self._minutes.get(text[:17])
        if minute is not None and (second := _SECONDS.get(text[17:])) is not None:
            return minute + second
        return self._read(text)

    def _any_form(self, text: str) -> datetime:
        cleaned = text.strip()
        if not cleaned:
            raise Unreadable(NO_TIME)
        try:
            moment = self._by_formats(cleaned) if self._formats else self._by_shape(cleaned)
            return self._to_utc(moment, cleaned)
        except Unreadable:
            raise
        except (ValueError, OverflowError):
            raise unreadable(BAD_TIME, cleaned) from None

    def _by_formats(self, text: str) -> datetime:
        for pattern in self._formats:
            try:
                return datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone is put on in one place, below
            except ValueError:
                continue
        raise unreadable(BAD_TIME, text)

    def _by_shape(self, text: str) -> datetime:
        if found := _LOCAL.fullmatch(text):
            year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
            return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - as above
        if text.isascii() and text.isdigit() and len(text) in {10, 13, 16}:
            return from_epoch(int(text) * 10 ** (16 - len(text)))
        if _SERIAL.fullmatch(text):
            return (EXCEL_BEGAN + timedelta(days=float(text)) + HALF_A_SECOND).replace(microsecond=0)
        return datetime.fromisoformat(text)

    def _to_utc(self, moment: datetime, text: str) -> datetime:
        if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
            raise unreadable(NOT_OUR_TIME, text)
        given = moment.tzinfo is not None
        utc = (moment if given else moment.replace(tzinfo=self._zone)).astimezone(UTC)
        if not possible_start(utc):
            raise unreadable(NOT_OUR_TIME, text)
        if not given and not self._formats and _COMMON.fullmatch(text):
            if len(self._minutes) >= REMEMBERED:
                self._minutes.clear()
            self._minutes[text[:17]] = utc.replace(second=0)
        return utc


def from_epoch(microseconds: int) -> datetime:
    """A moment from microseconds since 1970, cut to whole seconds; ValueError where no call can have been."""
    seconds = microseconds // 1_000_000
    if not 0 < seconds < 2**32 or not possible_start(moment := datetime.fromtimestamp(seconds, UTC)):
        raise ValueError(seconds)
    return moment


def read_seconds(text: str) -> int:
    """Whole seconds from `85`, `85.4`, `1,085`, `1:25`, `0:01:25`, `1分25秒`, parts cut off; 0 from an empty cell."""
    if text.isdigit() and text.isascii() and len(text) <= SHORT_DIGITS:
        return int(text)
    cleaned = text.strip()
    if not cleaned:
        return 0
    if (found := _CLOCK.fullmatch(cleaned)) or (found := _SPOKEN.fullmatch(cleaned.replace(" ", "").lower())):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return _within(hours * 3600 + minutes * 60 + seconds, LONGEST_CALL, cleaned)
    try:
        number = read_number(cleaned)
    except Unreadable:
        raise unreadable(BAD_DURATION, cleaned) from None
    return _within(int(number), LONGEST_CALL, cleaned)


def read_number(text: str, *, decimal_comma: bool = False) -> Decimal:
    """A number with or without thousands separators and a currency mark; `decimal_comma` for `1.234,56`."""
    cleaned = text.strip().strip("¥￥$€元").replace("，", ",").replace("\u00a0", "").replace(" ", "")
    if decimal_comma:
        cleaned = cleaned.translate({ord("."): ",", ord(","): "."})
    if _GROUPED.fullmatch(cleaned):
        cleaned = cleaned.replace(",", "")
    if not _PLAIN.fullmatch(cleaned):
        raise unreadable(BAD_NUMBER, text)
    return Decimal(cleaned)


def read_whole(text: str, scale: Decimal = Decimal(1), *, decimal_comma: bool = False) -> int | None:
    """A whole number, times `scale` and rounded; None where the cell is empty."""
    if not text.strip():
        return None
    number = round(read_number(text, decimal_comma=decimal_comma) * scale)
    return _within(number, LARGEST_NUMBER, text)


def _within(number: int, most: int, text: str) -> int:
    if not 0 <= number <= most:
        raise unreadable(OUT_OF_RANGE, text)
    return number


def dialled_number(destination: str, caller: str) -> str | None:
    """The number that was dialled.

    Where the destination holds no digit (`&park`, `s`) the switch placed the call itself, and the number that it called
    stands as the caller's.
    """
    for text in (destination, caller):
        if text.isdigit() or any(map(str.isdigit, text)):
            return text[:ID_LENGTH]
    return None
