"""What this context does in the background: the figures of employees are stored once the calls of a day are settled."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from leadline.employees.service.kpis import store_kpis
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.kernel.clock import days_between
from leadline.kernel.jobs.contracts import LATER, Json, Payload, RetryPolicy
from leadline.kernel.jobs.kinds import AnyKind, JobKind
from leadline.kernel.jobs.run import JobRun
from leadline.kernel.jobs.schedules import Declared
from leadline.kernel.text import Text

DAYS_CORRECTED = 10  # grades are corrected for days after a call: the T-10 pull brings them, and this follows it


class StoreKpis(Payload):
    """Store the figures of the ten days before `as_of`, anew where calls were corrected."""

    kind: ClassVar[str] = "employees.kpis"
    as_of: date | None = None

    @property
    def key(self) -> str:
        return "kpis"

    @property
    def title(self) -> Text:
        return Text("计算员工每日绩效", "Daily employee performance")


@dataclass(frozen=True, slots=True)
class EmployeesJobs:
    """What the jobs do, with the toolbox that they do it with."""

    tools: EmployeesToolbox

    def kinds(self) -> tuple[AnyKind, ...]:
        """The kinds of this context."""
        return (JobKind(StoreKpis, self.store, RetryPolicy(attempts=3)),)

    def schedules(self) -> tuple[Declared, ...]:
        """In the morning, after the T-10 pulls."""
        title = Text("员工每日绩效", "Daily employee performance")
        return (Declared("kpis", title, "30 7 * * *", StoreKpis(), self.tools.settings.business_timezone, LATER),)

    async def store(self, run: JobRun, payload: StoreKpis) -> Json:
        """A day a step, the oldest first; a day that is stored twice is corrected."""
        today = payload.as_of or self.tools.calendar.today()
        days = list(days_between(today - timedelta(days=DAYS_CORRECTED), today - timedelta(days=1)))
        rows = 0
        for number, day in enumerate(days):
            rows += await store_kpis(self.tools, day)
            run.progress(number + 1, len(days), Text(f"{day}", f"{day}"))
        return {"days": len(days), "rows": rows}
