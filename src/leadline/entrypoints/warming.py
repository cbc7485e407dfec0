"""The job that makes ready what the first reader of the day, or after a sync, would wait for."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlencode

from leadline.kernel.auth.principal import DataScope, Principal
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.http.app import Shell
from leadline.kernel.jobs.contracts import LATER, Json, Payload, RetryPolicy
from leadline.kernel.jobs.kinds import AnyKind, JobKind
from leadline.kernel.jobs.run import JobRun
from leadline.kernel.jobs.schedules import Declared
from leadline.kernel.text import Language, Text

# whoever sees everybody's calls: the one scope that many callers have in common
READER = Principal("warmth", "warmth", "analyst", frozenset({"stats:read"}), DataScope(all=True), "all")


class WarmAnswers(Payload):
    """Make the answers ready that the overview and the wallboard ask for."""

    kind: ClassVar[str] = "answers.warm"

    @property
    def key(self) -> str:
        return "warm"

    @property
    def title(self) -> Text:
        return Text("预热总览与大屏的统计", "Warm the overview and wallboard figures")


@dataclass
class Warmth:
    """Warms the application that is given to it: in a process without one there is nothing to warm, and no such job."""

    calendar: BusinessCalendar
    language: Language
    app: Shell | None = field(default=None)

    def kinds(self) -> tuple[AnyKind, ...]:
        """The one kind."""
        return (JobKind(WarmAnswers, self.warm, RetryPolicy(attempts=1)),)

    def schedules(self) -> tuple[Declared, ...]:
        """In working hours, a little after each sync of today has begun."""
        title = Text("预热统计缓存", "Warm the statistics cache")
        return (Declared("warm_answers", title, "4-59/10 8-23 * * *", WarmAnswers(), self.calendar.zone.key, LATER),)

    async def warm(self, run: JobRun, _: WarmAnswers) -> Json:
        """Asks what the page asks, as it asks it; what is ready already costs nothing."""
        asked = self._questions()
        made = 0
        for number, (path, query) in enumerate(asked, 1):
            if self.app is not None:
                made += await self.app.warm(path, query, READER, self.language)
            run.progress(number, len(asked))
        return {"asked": len(asked), "made": made}

    def _questions(self) -> list[tuple[str, str]]:
        today = self.calendar.today()

        def days(count: int) -> dict[str, str]:
            return {"start": (today - timedelta(days=count - 1)).isoformat(), "end": today.isoformat()}

        best = {"sort": "-orders", "per_page": "10"}
        return [
            ("/api/stats/overview", ""),
            ("/api/calls/summary", urlencode({"days": 3})),
            ("/api/stats/trend", urlencode(days(1) | {"interval": "hour"})),
            ("/api/stats/trend", urlencode(days(7) | {"interval": "day"})),
            ("/api/stats/trend", urlencode(days(30) | {"interval": "day"})),
            ("/api/stats/hours", urlencode(days(7))),
            ("/api/stats/agents", urlencode(days(1) | best)),
            ("/api/stats/agents", urlencode(days(7) | best | {"compare": "true"})),
        ]
