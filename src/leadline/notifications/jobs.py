"""What notifications do in the background."""

from collections.abc import Iterable
from dataclasses import dataclass

from leadline.kernel.jobs.contracts import LATER, Json, RetryPolicy
from leadline.kernel.jobs.kinds import AnyKind, JobKind
from leadline.kernel.jobs.run import JobRun
from leadline.kernel.jobs.schedules import Declared
from leadline.kernel.text import Text
from leadline.notifications.contracts import Deliver, ReleaseHeld, TidyDeliveries
from leadline.notifications.repository.deliveries import drop_old_deliveries
from leadline.notifications.service.sending import RETRY, deliver, steered
from leadline.notifications.service.telling import release
from leadline.notifications.service.toolbox import NotificationsToolbox

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class NotificationsJobs:
    """What the jobs do, with the toolbox that they do it with."""

    tools: NotificationsToolbox

    def kinds(self) -> tuple[AnyKind, ...]:
        """The kinds of this context."""
        return (
            JobKind(Deliver, self.send, RETRY, steered=steered),
            JobKind(ReleaseHeld, self.release, RetryPolicy(attempts=5)),
            JobKind(TidyDeliveries, self.tidy, RetryPolicy(attempts=3)),
        )

    def schedules(self) -> Iterable[Declared]:
        """Every night."""
        title, zone = Text("清理通知记录", "Clean up delivery log"), self.tools.settings.business_timezone
        yield Declared("tidy_deliveries", title, "55 3 * * *", TidyDeliveries(), zone, LATER)

    async def send(self, run: JobRun, payload: Deliver) -> Json:
        """One message; of one channel one at a time, in their order."""
        return {"state": await deliver(self.tools, run, payload.delivery_id)}

    async def release(self, run: JobRun, payload: ReleaseHeld) -> Json:
        """What the quiet hours have held, as one message."""
        async with run.transaction() as connection:
            digest = await release(connection, payload.channel_id, self.tools.settings.public_url)
        return {"digest_id": digest}

    async def tidy(self, run: JobRun, _: TidyDeliveries) -> Json:
        """A few hundred a transaction; what still waits to be sent stays."""
        dropped = 0
        while True:
            async with run.transaction() as connection:
                gone = await drop_old_deliveries(connection, self.tools.settings.alert_days, AT_ONCE)
            dropped += gone
            run.progress(dropped)
            if gone < AT_ONCE:
                return {"deliveries": dropped}
