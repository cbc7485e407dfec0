"""What we do on news."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import RecountDays
from leadline.calls.events import CallsIngested
from leadline.calls.repository.counts import CALLS_VERSION
from leadline.calls.repository.sync_runs import SYNC_VERSION
from leadline.calls.service.closing import reopen_moved
from leadline.kernel.clock import BusinessCalendar, now
from leadline.kernel.jobs.contracts import LATER
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.live.topics import Topic
from leadline.kernel.outbox.relay import Delivery

QUIET: Final = timedelta(minutes=10)
HOT_SECONDS: Final = 0.25  # a little more than the hot door believes a version for
TOPICS: Final = (
    Topic("figures", "stats:read", CALLS_VERSION, HOT_SECONDS),
    Topic("sync", "stats:read", SYNC_VERSION),
)
"""What is told to who listens: that figures have changed, and that a run of the sync has moved."""


class RecountLateChanges:
    """A day whose figures move when it is long over is recounted a little later, once for all that moved meanwhile.

    Yesterday is recounted every night, today is still moving.
    """

    name: Final = "calls.recount_late_changes"
    events: Collection[str] | None = (CallsIngested.name,)

    def __init__(self, calendar: BusinessCalendar) -> None:
        self._calendar = calendar

    async def receive(self, connection: AsyncConnection, delivery: Delivery) -> None:
        """Enqueues a recount of each such day, unless one waits already."""
        event = CallsIngested.model_validate(delivery.payload)
        yesterday = self._calendar.today() - timedelta(days=1)
        for day in event.days:
            if day < yesterday:
                await enqueue(
                    connection, RecountDays(first=day, last=day), key=f"late:{day}", priority=LATER,
                    run_at=now() + QUIET, when_busy="join",
                )  # fmt: skip


class ReopenDays:
    """A closed day whose calls come or change later is open again, and who watches is told."""

    name: Final = "calls.reopen_days"
    events: Collection[str] | None = (CallsIngested.name,)

    def __init__(self, calendar: BusinessCalendar) -> None:
        self._calendar = calendar

    async def receive(self, connection: AsyncConnection, delivery: Delivery) -> None:
        """Reopens the days that were closed before the calls came."""
        event = CallsIngested.model_validate(delivery.payload)
        today = self._calendar.today()
        past = [day for day in event.days if day < today]
        if past:
            await reopen_moved(connection, event.source, past, delivery.created_at)
