"""Nouns of operations: alerts as others receive them, and what its jobs are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from leadline.kernel.jobs.contracts import Payload
from leadline.kernel.text import Text


class Severity(StrEnum):
    """How soon somebody should look. info: when there is time. warning: today. critical: now."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


SEVERITY_NAMES: Final[Mapping[Severity, Text]] = {
    Severity.INFO: Text("提示", "Info"),
    Severity.WARNING: Text("警告", "Warning"),
    Severity.CRITICAL: Text("严重", "Critical"),
}


@dataclass(frozen=True, slots=True)
class RaisedAlert:
    """An alert, for whoever passes it on. `resolved_at` is None while it lasts; times are in UTC."""

    id: int
    rule: str
    title: Text
    severity: Severity
    summary: Text
    opened_at: datetime
    resolved_at: datetime | None


class WatchAlerts(Payload):
    """Look whether anything is wrong, or is well again."""

    kind: ClassVar[str] = "operations.watch"

    @property
    def key(self) -> str:
        return "alerts"

    @property
    def title(self) -> Text:
        return Text("检查告警", "Check for alerts")
