"""What this context does in the background: the history of jobs is kept for a while only."""

from dataclasses import dataclass
from typing import ClassVar

from leadline.kernel.jobs.contracts import LATER, Json, Payload, RetryPolicy
from leadline.kernel.jobs.history import drop_old_jobs, drop_old_ticks
from leadline.kernel.jobs.kinds import AnyKind, JobKind
from leadline.kernel.jobs.run import JobRun
from leadline.kernel.jobs.schedules import Declared
from leadline.kernel.outbox.shelves import drop_old_events
from leadline.kernel.settings import Settings
from leadline.kernel.text import Text

AT_ONCE = 500
EVENT_DAYS = 7


class TidyJobs(Payload):
    """Delete jobs that ended long ago."""

    kind: ClassVar[str] = "operations.tidy"

    @property
    def key(self) -> str:
        return "tidy"

    @property
    def title(self) -> Text:
        return Text("清理过期的任务记录", "Delete the history of old jobs")


@dataclass(frozen=True, slots=True)
class OperationsJobs:
    """What the jobs do, as the settings say."""

    settings: Settings

    def kinds(self) -> tuple[AnyKind, ...]:
        """The kinds of this context."""
        return (JobKind(TidyJobs, self.tidy, RetryPolicy(attempts=3)),)

    def schedules(self) -> tuple[Declared, ...]:
        """Every night."""
        title = Text("清理任务记录", "Old jobs")
        return (Declared("tidy_jobs", title, "50 3 * * *", TidyJobs(), self.settings.business_timezone, LATER),)

    async def tidy(self, run: JobRun, _: TidyJobs) -> Json:
        """A few hundred a transaction."""
        days = self.settings.job_history_days
        dropped = 0
        while True:
            async with run.transaction() as connection:
                gone = await drop_old_jobs(connection, days, AT_ONCE)
            dropped += gone
            run.progress(dropped)
            if gone < AT_ONCE:
                break
        async with run.transaction() as connection:
            ticks = await drop_old_ticks(connection, days)
            events = await drop_old_events(connection, EVENT_DAYS)
        return {"jobs": dropped, "ticks": ticks, "events": events}
