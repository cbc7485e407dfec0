"""What this context does in the background: it looks for alerts; old jobs and alerts are kept for a while only."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.jobs.contracts import LATER, URGENT, Json, Payload, RetryPolicy
from leadline.kernel.jobs.history import drop_done_before, drop_old_jobs, drop_old_ticks
from leadline.kernel.jobs.kinds import AnyKind, JobKind
from leadline.kernel.jobs.run import JobRun
from leadline.kernel.jobs.schedules import Declared
from leadline.kernel.outbox.shelves import drop_old_events
from leadline.kernel.settings import Settings
from leadline.kernel.text import Text
from leadline.operations.contracts import WatchAlerts
from leadline.operations.repository.alerts import drop_old_alerts
from leadline.operations.service.watch import Watch

AT_ONCE = 500
EVENT_DAYS = 7
Drop = Callable[[AsyncConnection, int, int], Awaitable[int]]


class TidyJobs(Payload):
    """Delete jobs that ended long ago."""

    kind: ClassVar[str] = "operations.tidy"

    @property
    def key(self) -> str:
        return "tidy"

    @property
    def title(self) -> Text:
        return Text("清理过期的任务记录", "Clean up old job history")


class TidyAlerts(Payload):
    """Delete alerts that were over long ago."""

    kind: ClassVar[str] = "operations.tidy_alerts"

    @property
    def key(self) -> str:
        return "tidy"

    @property
    def title(self) -> Text:
        return Text("清理过期的告警", "Delete old alerts")


@dataclass(frozen=True, slots=True)
class OperationsJobs:
    """What the jobs do, as the settings say."""

    settings: Settings
    watch: Watch

    def kinds(self) -> tuple[AnyKind, ...]:
        """The kinds of this context."""
        return (
            JobKind(WatchAlerts, self.look, RetryPolicy(attempts=2)),
            JobKind(TidyJobs, self.tidy, RetryPolicy(attempts=3)),
            JobKind(TidyAlerts, self.tidy_alerts, RetryPolicy(attempts=3)),
        )

    def schedules(self) -> tuple[Declared, ...]:
        """Every minute, every night."""
        zone = self.settings.business_timezone
        return (
            Declared("alerts", Text("检查告警", "Check for alerts"), "* * * * *", WatchAlerts(), zone, URGENT),
            Declared("tidy_jobs", Text("清理任务记录", "Clean up job history"), "50 3 * * *", TidyJobs(), zone, LATER),
            Declared(
                "tidy_alerts",
                Text("清理已恢复的告警", "Clean up resolved alerts"),
                "52 3 * * *",
                TidyAlerts(),
                zone,
                LATER,
            ),
        )

    async def look(self, run: JobRun, _: WatchAlerts) -> Json:
        """Of the looks that went well only the newest is kept: there is one every minute."""
        event = await self.watch.look()
        async with run.transaction() as connection:
            await drop_done_before(connection, WatchAlerts.kind, run.id)
        return {"opened": len(event.opened), "resolved": len(event.resolved)}

    async def tidy(self, run: JobRun, _: TidyJobs) -> Json:
        """A few hundred a transaction."""
        days = self.settings.job_history_days
        dropped = await _few_by_few(run, drop_old_jobs, days)
        async with run.transaction() as connection:
            ticks = await drop_old_ticks(connection, days)
            events = await drop_old_events(connection, EVENT_DAYS)
        return {"jobs": dropped, "ticks": ticks, "events": events}

    async def tidy_alerts(self, run: JobRun, _: TidyAlerts) -> Json:
        """Those that are over; what lasts stays, however long."""
        return {"alerts": await _few_by_few(run, drop_old_alerts, self.settings.alert_days)}


async def _few_by_few(run: JobRun, drop: Drop, days: int) -> int:
    dropped = 0
    while True:
        async with run.transaction() as connection:
            gone = await drop(connection, days, AT_ONCE)
        dropped += gone
        run.progress(dropped)
        if gone < AT_ONCE:
            return dropped
