"""What we do on news, and what is told to who listens: how the jobs are going, that alerts have changed."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.events import DayRecounted, DaysClosed, SyncEnded
from leadline.kernel.jobs.changes import JobChanges
from leadline.kernel.jobs.contracts import MOVED, URGENT
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.live.topics import Topic
from leadline.kernel.outbox.relay import Delivery
from leadline.operations.contracts import WatchAlerts
from leadline.operations.domain.alert_rules import COUNTS_DIFFER
from leadline.operations.domain.judging import wrong_counts
from leadline.operations.permissions import READ_ALERTS, READ_JOBS
from leadline.operations.repository.alert_rules import read_rules
from leadline.operations.service.settling import ALERTS_VERSION, settle_one

TOPICS: Final = (Topic("alert", READ_ALERTS, ALERTS_VERSION),)


class JobFeed:
    """Each job that has moved: its state and its progress, without what only some may see of it."""

    event: Final = "job"
    permission: Final = READ_JOBS
    news: Final = MOVED

    def __init__(self) -> None:
        self._changes = JobChanges()

    async def changes(self, connection: AsyncConnection) -> Mapping[str, object]:
        """By id."""
        return {str(move.id): move._asdict() for move in await self._changes.since_last(connection)}


class LookAtNews:
    """A sync that ended, a day that was closed or reopened: looked at now, not at the next minute."""

    name: Final = "operations.look_at_news"
    events: Collection[str] | None = (SyncEnded.name, DaysClosed.name)

    async def receive(self, connection: AsyncConnection, delivery: Delivery) -> None:  # noqa: ARG002  # the port's signature
        """Starts a look, unless one waits already."""
        await enqueue(connection, WatchAlerts(), priority=URGENT, when_busy="join")


class TellWrongCounts:
    """A recount found wrong counts, or none any more."""

    name: Final = "operations.tell_wrong_counts"
    events: Collection[str] | None = (DayRecounted.name,)

    async def receive(self, connection: AsyncConnection, delivery: Delivery) -> None:
        """Opens the day's alert, or ends it."""
        event = DayRecounted.model_validate(delivery.payload)
        rule = (await read_rules(connection))[COUNTS_DIFFER]
        wrong = not event.repaired and event.wrong >= max(rule.threshold or 1, 1)
        await settle_one(connection, rule, wrong_counts(event.source, event.day, event.wrong), wrong=wrong)
