"""What has happened to calls, for whoever wants to know."""

from datetime import date
from typing import ClassVar

from leadline.kernel.events import Event


class CallsIngested(Event):
    """A batch of calls was stored and counted: how many were new, how many changed, and whose days' figures moved."""

    name: ClassVar[str] = "calls.ingested"

    source: str
    new: int
    updated: int
    days: tuple[date, ...]
