"""What has happened in operations, for whoever wants to know."""

from typing import ClassVar

from leadline.kernel.events import Event


class AlertsChanged(Event):
    """Alerts began, and alerts are over: the ids of each, as one look found them."""

    name: ClassVar[str] = "operations.alerts_changed"

    opened: tuple[int, ...] = ()
    resolved: tuple[int, ...] = ()
