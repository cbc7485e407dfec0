"""The call list's query parameters, shared by the list and its export."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from fastapi import Query
from pydantic import BeforeValidator, Field

from leadline.calls.contracts import Outcome
from leadline.calls.domain.grades import NO_GRADE
from leadline.calls.domain.record_query import LONGEST_BY_DURATION, RecordQuery, RecordSort
from leadline.calls.service.statistics.asking import ENDS_BEFORE, MOST_DAYS, TOO_LONG
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.errors import Detail, InvalidInput
from leadline.kernel.text import Text

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
ISO_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)([Zz]|[+\- ]\d{2}:?\d{2})", re.ASCII
)
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
COMMA = re.compile(r",(?!\s)")
USUAL_DAYS = 7
SHORTEST_NUMBER = 7
BAD_TIME = Text(
    "应为日期 YYYY-MM-DD，或带时区的时间 YYYY-MM-DDThh:mm:ss+08:00，在 2000 至 2100 年之间",
    "should be a date YYYY-MM-DD, or a time with its zone YYYY-MM-DDThh:mm:ss+08:00, between 2000 and 2100",
)
BAD_NUMBER = Text(
    "请输入完整号码：号码加密保存，不支持按后四位或部分号码查找",
    "give the whole number: numbers are stored encrypted and cannot be found by their last digits",
)
TOO_LONG_FOR_DURATION = Text(
    "按通话时长排序时，时间范围最多 31 天", "sorted by duration, the range may be 31 days at most"
)
NOT_A_RANGE = Text("最短时长大于最长时长", "the least duration is greater than the most")


def _split(values: object) -> object:
    """`a,b` and `a` beside `b` say the same; `Li, Wei` is one: names stand where a table has no ids."""
    return [part for value in values for part in COMMA.split(str(value))] if isinstance(values, list) else values


Word = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]
Words = Annotated[list[Word] | None, BeforeValidator(_split), Field(max_length=100)]
Outcomes = Annotated[list[Outcome] | None, BeforeValidator(_split), Field(max_length=100)]
Seconds = Annotated[int | None, Query(ge=0, le=2**31 - 1)]


@dataclass(frozen=True, slots=True)
class RecordFilters:
    """The parameters as they came; `query` makes sense of them."""

    start: str | None
    end: str | None
    source: list[str] | None
    agent: list[str] | None
    task: list[str] | None
    outcome: list[Outcome] | None
    connected: bool | None
    grade: list[str] | None
    phone: str | None
    province: list[str] | None
    call_id: str | None
    duration_min: int | None
    duration_max: int | None
    sort: RecordSort

    def query(self, calendar: BusinessCalendar) -> RecordQuery:
        """The query; InvalidInput names each parameter that cannot be meant."""
        start, end = self._times(calendar)
        if self.phone is not None and ("*" in self.phone or len(re.sub(r"\D", "", self.phone)) < SHORTEST_NUMBER):
            raise InvalidInput([Detail("phone", BAD_NUMBER)])
        if self.duration_min is not None and self.duration_max is not None and self.duration_min > self.duration_max:
            raise InvalidInput([Detail("duration_min", NOT_A_RANGE)])
        if self.sort.by_duration and end - start > LONGEST_BY_DURATION:
            raise InvalidInput([Detail("sort", TOO_LONG_FOR_DURATION)])
        return RecordQuery(
            start=start,
            end=end,
            sources=tuple(self.source or ()),
            agents=tuple(self.agent or ()),
            tasks=tuple(self.task or ()),
            outcomes=tuple(self.outcome or ()),
            connected=self.connected,
            grades=tuple(NO_GRADE if code == "none" else code for code in self.grade or ()),
            provinces=tuple(self.province or ()),
            phone=self.phone,
            call_id=self.call_id,
            duration_min=self.duration_min,
            duration_max=self.duration_max,
            sort=self.sort,
        )

    def binding(self, scope_key: str) -> dict[str, object]:
        """What a cursor is good for: these parameters, seen by this scope."""
        return {name: getattr(self, name) for name in self.__slots__} | {"scope": scope_key}

    def _times(self, calendar: BusinessCalendar) -> tuple[datetime, datetime]:
        today = calendar.today()
        given_end = _moment(self.end, "end", calendar, is_end=True)
        given_start = _moment(self.start, "start", calendar, is_end=False)
        end = given_end or max(calendar.window_of(today).end, given_start or calendar.window_of(today).start)
        start = given_start or end - timedelta(days=USUAL_DAYS)
        if start > end:
            raise InvalidInput([Detail("start", ENDS_BEFORE)])
        if end - start > timedelta(days=MOST_DAYS):
            raise InvalidInput([Detail("start", TOO_LONG.fill(days=MOST_DAYS))])
        return start, end


def _moment(given: str | None, field: str, calendar: BusinessCalendar, *, is_end: bool) -> datetime | None:
    """A day's start (as an end: its end), or the very moment."""
    if given is None:
        return None
    try:
        if ISO_DAY.fullmatch(given):
            day = date.fromisoformat(given)
            if not EARLIEST <= day <= LATEST:
                raise InvalidInput([Detail(field, BAD_TIME)])
            window = calendar.window_of(day)
            return window.end if is_end else window.start
        if not (match := ISO_MOMENT.fullmatch(given)):
            raise InvalidInput([Detail(field, BAD_TIME)])
        # a plus that was not escaped arrives as a space
        moment = datetime.fromisoformat(match[1].upper() + match[2].upper().replace(" ", "+")).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidInput([Detail(field, BAD_TIME)]) from error
    if not datetime.combine(EARLIEST, time.min, UTC) <= moment <= datetime.combine(LATEST, time.max, UTC):
        raise InvalidInput([Detail(field, BAD_TIME)])
    return moment


async def record_filters(  # noqa: PLR0913  # the parameters of the route
    *,
    start: Annotated[
        str | None,
        Query(max_length=40, description="开始：日期，或带时区的时间；默认最近 7 天 · a date, or a time with its zone"),
    ] = None,
    end: Annotated[
        str | None,
        Query(max_length=40, description="结束：日期（含当天），或带时区的时间（不含） · a date (included), or a time"),
    ] = None,
    source: Annotated[Words, Query(description="数据来源 · sources")] = None,
    agent: Annotated[
        Words, Query(description="坐席 ID，可重复；空值为未知 · agent ids, repeatable; empty: unknown")
    ] = None,
    task: Annotated[Words, Query(description="任务 ID · task ids")] = None,
    outcome: Annotated[Outcomes, Query(description="通话结果 · outcomes")] = None,
    connected: Annotated[bool | None, Query(description="是否接通 · connected or not")] = None,
    grade: Annotated[
        Words, Query(description="意向度代码；none 为无，unmapped 为未归类 · grade codes; none, unmapped")
    ] = None,
    phone: Annotated[str | None, Query(max_length=64, description="完整号码 · the whole number")] = None,
    province: Annotated[Words, Query(description="省份 · provinces")] = None,
    call_id: Annotated[
        str | None, Query(max_length=100, pattern=r"^[^\x00]*$", description="外呼系统的通话 ID · the dialer's call id")
    ] = None,
    duration_min: Seconds = None,
    duration_max: Seconds = None,
    sort: Annotated[
        RecordSort, Query(description="按时长排序时最多 31 天 · by duration: 31 days at most")
    ] = RecordSort.NEWEST,
) -> RecordFilters:
    """The parameters of the call list."""
    return RecordFilters(
        start,
        end,
        source,
        agent,
        task,
        outcome,
        connected,
        grade,
        phone,
        province,
        call_id,
        duration_min,
        duration_max,
        sort,
    )
