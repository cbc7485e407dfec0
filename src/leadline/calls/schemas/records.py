"""The shapes of stored calls over HTTP."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from leadline.kernel.http.envelope import LocalTime

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]


@dataclass(frozen=True, slots=True)
class CallRecordShape:
    """One call. The number is masked; money is in cents; `duration` is talk time in seconds."""

    id: int
    source: str
    call_id: str
    task_id: str | None
    task_name: str | None
    agent_id: str | None
    agent_name: str | None
    phone: str | None
    start_time: LocalTime
    end_time: LocalTime | None
    end_derived: bool
    duration: int
    hangup_reason: str | None
    is_success: bool
    outcome: str
    outcome_label: str
    raw_outcome: str | None
    grade: str | None
    grade_code: str | None
    grade_label: str | None
    grade_category: str | None
    province: str | None
    city: str | None
    line: str | None
    has_recording: bool
    cost_cents: int | None
    billed_minutes: int | None
    remark: str | None
    customer_name: str | None
    company: str | None
    notes: str | None
    synced_at: LocalTime


class RevealRequest(BaseModel):
    """Why the number is needed; it is written into the audit log."""

    reason: Reason = Field(description="查看原因，记入审计 · why, for the audit log")


class RevealedPhone(BaseModel):
    """The number, as the dialer wrote it."""

    phone: str
