"""The jobs of one process: the kinds that it knows, the schedules that it declares, and the worker made of them."""

from collections.abc import Iterable, Mapping

from leadline.kernel.db.engine import Database
from leadline.kernel.jobs.kinds import AnyKind, JobKinds
from leadline.kernel.jobs.schedules import Declared, Scheduler
from leadline.kernel.jobs.worker import Chore, Pace, Worker
from leadline.kernel.settings import Settings


class JobSystem:
    """Assembled once a process by the wiring, from what each context brings."""

    def __init__(
        self,
        database: Database,
        kinds: Iterable[AnyKind],
        declared: Iterable[Declared],
        chores: Mapping[str, Chore] | None = None,
    ) -> None:
        self.database = database
        self.kinds = JobKinds(kinds)
        self.scheduler = Scheduler(database, self.kinds, declared)
        self._chores = dict(chores or {})

    def worker(self, settings: Settings) -> Worker:
        """A worker for this process, with the schedules' and the other chores."""
        pace = Pace(
            parallel=settings.jobs_parallel, lease=settings.jobs_lease_seconds, finish=settings.jobs_finish_seconds
        )
        return Worker(self.database, self.kinds, pace, {"schedules": self.scheduler.fire_due, **self._chores})
