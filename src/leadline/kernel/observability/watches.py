"""Gauges that are asked for when somebody scrapes: the length of a queue, the age of a sync.

    def queue_watch(database: Database) -> Watch:
        async def read() -> Iterable[Reading]:
            async with database.reading() as connection:
                return [Reading("leadline_jobs", count, state=state) for state, count in await counts(connection)]
        return Watch("jobs", {"leadline_jobs": "Jobs by state"}, read)

The application is given its watches (`create_app_shell(…, watches=…)`). Each is read at most once in five seconds,
however many scrape, by one statement if it can. One that fails or takes too long costs its own gauges and no others:
they are left out, for a figure that is not known is not 0, and the failure is counted.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from leadline.kernel.observability.logs import get_logger
from leadline.kernel.observability.metrics import Counter

FRESH_SECONDS = 5.0
PATIENCE_SECONDS = 2.0
FAILURES = Counter("leadline_watch_failures_total", "Gauges that could not be read at a scrape", ("watch",))
log = get_logger(__name__)


class Reading:
    """One value of a gauge, with its labels."""

    __slots__ = ("labels", "name", "value")

    def __init__(self, name: str, value: float, **labels: str) -> None:
        self.name = name
        self.value = value
        self.labels = labels


class Watch:
    """Gauges that are read together: `gauges` maps names to what they say, `read` brings their values.

    `fresh_seconds` is how long what was read is told again.
    """

    def __init__(
        self,
        name: str,
        gauges: Mapping[str, str],
        read: Callable[[], Awaitable[Iterable[Reading]]],
        fresh_seconds: float = FRESH_SECONDS,
    ) -> None:
        self.name = name
        self.gauges = gauges
        self._read = read
        self._fresh_seconds = fresh_seconds
        self._turn = asyncio.Lock()
        self._read_at = float("-inf")
        self._readings: Sequence[Reading] = ()
        FAILURES.labels(name)  # a counter that is there from the start: its first increase is seen

    async def families(self) -> Iterable[Metric]:
        """The gauges as they are now, or were a few seconds ago."""
        clock = asyncio.get_running_loop().time
        async with self._turn:
            if clock() - self._read_at > self._fresh_seconds:
                self._read_at = clock()
                self._readings = await self._asked()
        return _families(self.gauges, self._readings)

    async def _asked(self) -> Sequence[Reading]:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return tuple(await self._read())
        except Exception as error:  # noqa: BLE001 - whatever one gauge's owner does wrong, the others are told
            log.warning("A gauge could not be read", watch=self.name, reason=f"{type(error).__name__}: {error}"[:500])
            FAILURES.labels(self.name).inc()
            return ()


async def read_watches(watches: Sequence[Watch]) -> list[Metric]:
    """The gauges of all watches, read side by side."""
    return [family for found in await asyncio.gather(*(watch.families() for watch in watches)) for family in found]


def _families(gauges: Mapping[str, str], readings: Iterable[Reading]) -> Iterable[Metric]:
    made: dict[str, GaugeMetricFamily] = {}
    for reading in readings:
        family = made.get(reading.name)
        if family is None:
            labels = tuple(reading.labels)
            family = made[reading.name] = GaugeMetricFamily(reading.name, gauges[reading.name], labels=labels)
        family.add_metric(tuple(reading.labels.values()), reading.value)
    return made.values()
