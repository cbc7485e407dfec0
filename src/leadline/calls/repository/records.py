"""Stored calls as tuples for the bulk door, and back."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from leadline.calls.contracts import CallRow, Outcome
from leadline.calls.domain.deltas import Counted
from leadline.calls.domain.grades import GradeBook
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.crypto.phones import mask_phone, normalise_phone
from leadline.kernel.db.base import from_microseconds
from leadline.kernel.db.bulk import BulkDoor, Row

PHONE_PURPOSE = b"call phone"
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
        self._cipher = cipher
        self._door = door

    def counted(self, row: CallRow, book: GradeBook) -> Counted:
        """What the counts see of the row."""
        local = row.start_time.astimezone(self._zone)
        rule = book.judge(row.grade) if row.grade else None
        connected = row.outcome is Outcome.CONNECTED
        return Counted(
            local.date(),
            local.hour,
            row.agent_id or "",
            row.task_id or "",
            rule.code if rule else book.code_of(row.grade),
            row.outcome.value,
            row.province or "",
            connected,
            row.duration,
            rule.order_kind if rule else "",
            rule.value_cents if rule and rule.order_kind else 0,
        )

    def written(self, row: CallRow, counted: Counted, fingerprint: int, synced: Any) -> Row:  # Any: the driver's own
        """The values of WRITTEN; `synced` is the moment of it as the driver takes it."""
        # unpacked once: two dozen look-ups by name cost as much as the encryption
        (
            _, start_time, _, duration, raw_outcome, end_time, end_derived, _, task_name, _, agent_name, follow_up_id,
            phone, _, city, line, hangup_reason, grade, recording_url, cost_cents, billed_minutes, remark,
            customer_name, company, extra,
        ) = row  # fmt: skip
        cipher = index = masked = None
        if phone:
            cipher = self._cipher.encrypt(phone.encode(), PHONE_PURPOSE)
            number = normalise_phone(phone)
            index = self._cipher.blind_index(number)
            masked = mask_phone(number)[:32]
        day, hour, agent_id, task_id, grade_code, outcome, province, is_success, _, order_kind, order_cents = counted
        moment = self._door.moment
        return (
            self._door.day(day), hour, task_id, task_name, agent_id, agent_name, follow_up_id, cipher, index, masked,
            moment(start_time), None if end_time is None else moment(end_time), end_derived, duration, hangup_reason,
            is_success, outcome, raw_outcome, grade, grade_code, order_kind, order_cents, province, city, line,
            recording_url, cost_cents, billed_minutes, remark, customer_name, company, extra, fingerprint, synced,
        )  # fmt: skip

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
