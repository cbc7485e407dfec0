"""What every read of the statistics is told: who asks, of which source, at which moment, of which days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import Completeness
from leadline.calls.repository.days import day_states, last_update
from leadline.calls.repository.statistics.cuts import Cut
from leadline.calls.repository.statistics.visible import Visible
from leadline.calls.schemas.statistics import OpenDay, StatsMeta
from leadline.kernel.auth.principal import DataScope
from leadline.kernel.clock import BusinessCalendar, Window, days_between
from leadline.kernel.errors import Detail, InvalidInput
from leadline.kernel.text import Text

MOST_DAYS = 3 * 366
MOST_LISTED = 31
ENDS_BEFORE = Text("开始日期晚于结束日期", "the start is after the end")
TOO_LONG = Text("最多 {days} 天", "at most {days} days")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, with which scope, of which source (None: all), at which moment."""

    scope: DataScope
    source: str | None
    at: datetime

    @property
    def visible(self) -> Visible:
        """What the asker may see."""
        return Visible(self.scope, self.source)


class Days(NamedTuple):
    """A range of business days, both ends included."""

    first: date
    last: date

    @property
    def number(self) -> int:
        """How many days it holds."""
        return (self.last - self.first).days + 1

    def before(self) -> "Days":
        """As many days, right before."""
        return Days(self.first - timedelta(days=self.number), self.first - timedelta(days=1))


def days_asked(
    first: date | None,
    last: date | None,
    today: date,
    *,
    usual: int = 7,
    most: int = MOST_DAYS,
    names: tuple[str, str] = ("start", "end"),
) -> Days:
    """The range of a request: up to today and `usual` days long unless it says otherwise.

    InvalidInput when it ends before it starts, or is longer than `most` days; it names the field.
    """
    end = last or (today if first is None else max(today, first))
    start = first or end - timedelta(days=usual - 1)
    if start > end:
        raise InvalidInput([Detail(names[0], ENDS_BEFORE)])
    if (end - start).days >= most:
        raise InvalidInput([Detail(names[0], TOO_LONG.fill(days=most))])
    return Days(start, end)


class Earlier(NamedTuple):
    """The days that a range is held against. With `cut` they end at that minute of their last day."""

    days: Days
    cut: Cut | None

    @property
    def whole(self) -> Days | None:
        """The days that are compared whole."""
        if self.cut is None:
            return self.days
        return Days(self.days.first, self.days.last - timedelta(days=1)) if self.days.number > 1 else None

    @property
    def until(self) -> datetime | None:
        """When the comparison ends, if not with its last day."""
        return self.cut.until.end if self.cut else None


def earlier_than(days: Days, calendar: BusinessCalendar, at: datetime) -> Earlier:
    """As many days right before; until the same minute, where the range ends with the running day."""
    compared = days.before()
    if days.last != calendar.day_of(at):
        return Earlier(compared, None)
    return Earlier(compared, cut_at(calendar, same_minute(calendar, at, compared.last)))


def same_minute(calendar: BusinessCalendar, at: datetime, day: date) -> datetime:
    """The minute of `at` on another day."""
    local = calendar.local(at)
    return datetime.combine(day, time(local.hour, local.minute), calendar.zone)


def cut_at(calendar: BusinessCalendar, until: datetime) -> Cut:
    """A day until this minute of it, given on the business's clock."""
    day = calendar.window_of(until.date())
    return Cut(until.date(), until.hour, until.minute, day, Window(day.start, until.astimezone(UTC)))


async def states_seen(connection: AsyncConnection, asker: Asker, days: Days) -> dict[date, Completeness]:
    """How complete the days are on which the asker sees anybody."""
    return await day_states(connection, *days, asker.source, asker.scope.days_of(*days))


async def freshness(
    connection: AsyncConnection,
    asker: Asker,
    days: Days,
    calendar: BusinessCalendar,
    read: Mapping[date, Completeness] | None = None,
) -> StatsMeta:
    """The `meta` of figures that were counted before.

    Complete: the last pull of every day matched the vendor's count and ran after the day's end; so never with today in
    the range, which is partial (unless its last pull failed: then it is incomplete). Days to come are not missed, nor
    those of sources and days on which the asker sees nobody. `read`: what `states_seen` gave, of these days at least.
    """
    today = calendar.day_of(asker.at)
    states = await states_seen(connection, asker, days) if read is None else _within(days, read)
    partial: list[date] = []
    open_days: list[OpenDay] = []
    for day in reversed(states):
        state = states[day]
        if day > today or state is Completeness.COMPLETE:
            continue
        if day == today and state is not Completeness.INCOMPLETE:
            partial.append(day)
        else:
            open_days.append(OpenDay(stat_date=day, state=state))
    # a failed pull matters more than the days before the first one
    open_days.sort(key=lambda one: one.state is Completeness.NEVER)
    meta = StatsMeta(
        source="cache",
        updated_at=await last_update(connection, *days, asker.source, asker.scope.days_of(*days)),
        complete=not partial and not open_days,
        incomplete_days=open_days[:MOST_LISTED],
    )
    if partial:
        meta.partial_days = partial
    return meta


def _within(days: Days, states: Mapping[date, Completeness]) -> dict[date, Completeness]:
    return {day: states[day] for day in days_between(*days) if day in states}


def any_known(states: Mapping[date, Completeness], days: Days) -> bool:
    """Whether any of the days was ever synced or has calls; so too where the asker sees nobody on any of them."""
    told = _within(days, states).values()
    return not told or any(state is not Completeness.NEVER for state in told)


def seconds_to_midnight(calendar: BusinessCalendar, at: datetime) -> float:
    """How long an answer that knows what today is stays right."""
    return (calendar.window_of(calendar.day_of(at)).end - at).total_seconds()


def seconds_to_next_minute(at: datetime) -> float:
    """How long an answer that is cut at the minute stays right."""
    return 60 - at.second - at.microsecond / 1_000_000
