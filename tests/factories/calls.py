"""Calls for tests: plausible by default, and different only where the test says so."""

from datetime import UTC, datetime, timedelta
from typing import Any

from leadline.calls.contracts import CallRow, Outcome
from leadline.calls.domain.grades import DEFAULT_RULES, GradeBook

NOON = datetime(2026, 10, 20, 4, 0, tzinfo=UTC)  # 12:00 in Asia/Shanghai
BOOK = GradeBook(DEFAULT_RULES)


def call(call_id: str = "1", at: datetime = NOON, outcome: Outcome = Outcome.CONNECTED, **fields: Any) -> CallRow:
    """A call of one agent in one task, connected for 30 s unless told otherwise. `fields`: those of CallRow."""
    duration = fields.pop("duration", 30 if outcome is Outcome.CONNECTED else 0)
    defaults: dict[str, Any] = {
        "end_time": at + timedelta(seconds=duration),
        "end_derived": True,
        "task_id": "T1",
        "task_name": "十月名单",
        "agent_id": "A1",
        "agent_name": "王芳",
        "phone": "13800138000",
        "province": "广东",
        "city": "深圳",
        "hangup_reason": "NORMAL_CLEARING",
    }
    return CallRow(call_id, at, outcome, duration, **{**defaults, **fields})
