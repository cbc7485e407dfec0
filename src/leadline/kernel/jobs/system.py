"""What one process does in the background: kinds of jobs, schedules, subscribers, and the worker of them."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.engine import Database
from leadline.kernel.jobs.contracts import JobState
from leadline.kernel.jobs.history import JobRow, payload_of_job
from leadline.kernel.jobs.kinds import AnyKind, JobKinds
from leadline.kernel.jobs.schedules import Declared, Scheduler
from leadline.kernel.jobs.worker import Chore, Pace, Worker
from leadline.kernel.outbox.relay import Relay, Subscriber
from leadline.kernel.settings import Settings


class JobSystem:
    """Assembled once a process by the wiring, from what each context brings."""

    def __init__(
        self,
        database: Database,
        kinds: Iterable[AnyKind],
        declared: Iterable[Declared],
        subscribers: Iterable[Subscriber] = (),
    ) -> None:
        self.database = database
        self.kinds = JobKinds(kinds)
        self.scheduler = Scheduler(database, self.kinds, declared)
        self.relay = Relay(database, subscribers)

    async def follow(self, connection: AsyncConnection, job: JobRow, who: str) -> None:
        """What goes with a job that somebody has cancelled, or has let go on, in the same transaction.

        One that is at work is not cancelled yet: its worker does this when it is. Of kinds that this process does not
        know nothing goes with them.
        """
        kind = self.kinds.find(job.kind)
        if kind is not None and job.state is not JobState.RUNNING:
            await kind.follow(connection, await payload_of_job(connection, job.id), job.state, who)

    def worker(self, settings: Settings) -> Worker:
        """A worker for this process, with the schedules' and the other chores."""
        pace = Pace(
            parallel=settings.jobs_parallel, lease=settings.jobs_lease_seconds, finish=settings.jobs_finish_seconds
        )
        chores: dict[str, Chore] = {"schedules": self.scheduler.fire_due, "events": self.relay.deliver_due}
        return Worker(self.database, self.kinds, pace, chores)
