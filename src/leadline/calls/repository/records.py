"""Stored calls as tuples for the bulk door, and back."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from leadline.calls.contracts import CallRow, Outcome
from leadline.calls.domain.deltas import Counted, CountedValues
from leadline.calls.domain.grades import GradeBook
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.crypto.phones import mask_phone, normalise_phone
from leadline.kernel.db.base import from_microseconds, to_microseconds
from leadline.kernel.db.bulk.contract import BulkDoor
from leadline.kernel.db.driver import Row

PHONE_PURPOSE = b"call phone"
T = TypeVar("T")
MINUTE = 60_000_000
# since 1972 every zone is whole minutes from UTC, and changes at whole minutes: within one, day and hour are the same
FIRST_WHOLE_MINUTES = to_microseconds(datetime(1973, 1, 1, tzinfo=UTC))
MOST_MINUTES = 200_000
# what both a new and a corrected call write; a new one adds KEYS before and CREATED after
WRITTEN = (
    "stat_date", "hour", "task_id", "task_name", "agent_id", "agent_name", "follow_up_id", "phone_cipher",
    "phone_index", "phone_masked", "start_time", "end_time", "end_derived", "duration", "hangup_reason", "is_success",
    "outcome", "raw_outcome", "grade", "grade_code", "order_kind", "order_cents", "province", "city", "line",
    "recording_url", "cost_cents", "billed_minutes", "remark", "customer_name", "company", "extra", "fingerprint",
    "synced_at",
)  # fmt: skip
INSERTED = ("source", "call_id", *WRITTEN, "created_at")
READ_BACK = ("id", "call_id", *WRITTEN)
PLACE = {name: place for place, name in enumerate(READ_BACK)}


class RecordMapper:
    """Turns `CallRow`s into the tuples that the tables take, with their numbers encrypted and their grades judged."""

    def __init__(self, calendar: BusinessCalendar, cipher: Cipher, door: BulkDoor) -> None:
        self._zone = calendar.zone
        self._minutes = _Minutes(calendar.zone)
        self._cipher = cipher
        self._door = door

    def mapped(
        self, rows: Sequence[CallRow], prints: Sequence[int], book: GradeBook, synced: datetime
    ) -> tuple[list[CountedValues], dict[str, Sequence[Any]]]:  # Any: the driver's own values
        """What the counts see of each row, and the values of each column of WRITTEN, for the rows in turn.

        Column by column: a batch asks for thousands of values of one kind, and most kinds need nothing done to them.
        """
        (
            _, starts, outcomes, durations, raw_outcomes, ends, derived, tasks, task_names, agents, agent_names,
            follow_ups, phones, provinces, cities, lines, hangups, grades, urls, costs, billed, remarks, customers,
            companies, extras,
        ) = zip(*rows, strict=True)  # fmt: skip
        moments = list(map(to_microseconds, starts))
        days, hours = zip(*self._places(starts, moments), strict=True)
        verdicts = {grade: book.verdict(grade) for grade in set(grades)}
        codes, kinds, cents = zip(*map(verdicts.__getitem__, grades), strict=True)
        counted = (
            days, hours, [agent or "" for agent in agents], [task or "" for task in tasks], codes,
            list(map(attrgetter("_value_"), outcomes)), [province or "" for province in provinces],
            [outcome is Outcome.CONNECTED for outcome in outcomes], durations, kinds, cents,
        )  # fmt: skip
        _, _, agents_told, tasks_told, _, outcomes_told, provinces_told, successes, *_ = counted
        columns = (
            self._door.days(days), hours, tasks_told, task_names, agents_told, agent_names, follow_ups,
            *self._sealed(phones), self._door.moments(starts), self._door.moments(ends), derived, durations, hangups,
            successes, outcomes_told, raw_outcomes, grades, codes, kinds, cents, provinces_told, cities, lines, urls,
            costs, billed, remarks, customers, companies, extras, prints, self._door.moments([synced]) * len(rows),
        )  # fmt: skip
        return list(zip(*counted, strict=True)), dict(zip(WRITTEN, columns, strict=True))

    def _places(self, starts: Sequence[datetime], moments: Sequence[int]) -> list[tuple[date, int]]:
        """The business's day and hour of each start. `moments` are the same in microseconds."""
        if min(moments) < FIRST_WHOLE_MINUTES:
            local = [start.astimezone(self._zone) for start in starts]
            return [(one.date(), one.hour) for one in local]
        if len(self._minutes) > MOST_MINUTES:
            self._minutes.clear()
        return [self._minutes[moment // MINUTE] for moment in moments]

    def _sealed(self, phones: Sequence[str | None]) -> tuple[Sequence[object], ...]:
        """The numbers encrypted, their blind indexes, and their masked forms."""
        given = [place for place, phone in enumerate(phones) if phone]
        numbers = [phone for phone in phones if phone]
        normal = list(map(normalise_phone, numbers))
        columns: tuple[Sequence[object], ...] = (
            self._cipher.encrypt_all([number.encode() for number in numbers], PHONE_PURPOSE),
            list(map(self._cipher.blind_index, normal)),
            [mask_phone(number)[:32] for number in normal],
        )
        if len(given) == len(phones):
            return columns
        return tuple(_spread(column, given, len(phones)) for column in columns)

    def stored_row(self, values: Row) -> CallRow:
        """`stored_row` with this mapper's cipher."""
        return stored_row(self._cipher, values)


def stored_row(cipher: Cipher, values: Row) -> CallRow:
    """The `CallRow` that was stored, its number decrypted. `values` are those of READ_BACK."""
    get = _Values(values)
    number = get["phone_cipher"]
    return CallRow(
        call_id=get["call_id"],
        start_time=_moment(get["start_time"]),
        outcome=Outcome(get["outcome"]),
        duration=get["duration"],
        raw_outcome=get["raw_outcome"],
        end_time=None if get["end_time"] is None else _moment(get["end_time"]),
        end_derived=bool(get["end_derived"]),
        task_id=get["task_id"] or None,
        task_name=get["task_name"],
        agent_id=get["agent_id"] or None,
        agent_name=get["agent_name"],
        follow_up_id=get["follow_up_id"],
        phone=None if number is None else cipher.decrypt(bytes(number), PHONE_PURPOSE).decode(),
        province=get["province"] or None,
        city=get["city"],
        line=get["line"],
        hangup_reason=get["hangup_reason"],
        grade=get["grade"],
        recording_url=get["recording_url"],
        cost_cents=get["cost_cents"],
        billed_minutes=get["billed_minutes"],
        remark=get["remark"],
        customer_name=get["customer_name"],
        company=get["company"],
        extra=get["extra"],
    )


class _Values(Mapping[str, Any]):  # Any: a column's own type
    """The values of READ_BACK by their columns' names."""

    def __init__(self, values: Row) -> None:
        self._values = values

    def __getitem__(self, name: str) -> Any:  # Any: a column's own type
        return self._values[PLACE[name]]

    def __iter__(self) -> Any:  # Any: an iterator of names
        return iter(READ_BACK)

    def __len__(self) -> int:
        return len(READ_BACK)


class _Minutes(dict[int, tuple[date, int]]):
    """The business's day and hour by the minute since 1970, worked out once for each that is asked for."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone

    def __missing__(self, minute: int) -> tuple[date, int]:
        local = from_microseconds(minute * MINUTE).astimezone(self._zone)
        place = self[minute] = (local.date(), local.hour)
        return place


def _spread(values: Sequence[T], places: Sequence[int], length: int) -> list[T | None]:
    """The values at their places, and None elsewhere."""
    spread: list[T | None] = [None] * length
    for place, value in zip(places, values, strict=True):
        spread[place] = value
    return spread


def stored_count(values: Row) -> Counted:
    """What the counts hold of a stored call. `values` are those of READ_BACK."""
    get = _Values(values)
    day = get["stat_date"]
    return Counted(
        day if isinstance(day, date) else date.fromisoformat(day),
        get["hour"],
        get["agent_id"],
        get["task_id"],
        get["grade_code"],
        get["outcome"],
        get["province"],
        bool(get["is_success"]),
        get["duration"],
        get["order_kind"],
        get["order_cents"],
    )


def _moment(value: int | datetime) -> datetime:
    return from_microseconds(value) if isinstance(value, int) else value.astimezone(UTC)
