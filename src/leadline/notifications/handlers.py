"""What we do on news."""

from collections.abc import Collection
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.outbox.relay import Delivery
from leadline.notifications.service.telling import tell
from leadline.operations.events import AlertsChanged


class TellAlerts:
    """Alerts that began and that are over are told over the channels that want them."""

    name: Final = "notifications.tell_alerts"
    events: Collection[str] | None = (AlertsChanged.name,)

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url

    async def receive(self, connection: AsyncConnection, delivery: Delivery) -> None:
        """Writes the deliveries; jobs send them."""
        await tell(connection, AlertsChanged.model_validate(delivery.payload), self._public_url)
