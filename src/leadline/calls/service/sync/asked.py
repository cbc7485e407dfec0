"""A sync that a person asked for, of one source or of all."""

from dataclasses import dataclass
from datetime import date, datetime

from leadline.calls.contracts import Track
from leadline.calls.errors import NoSource, SourceUnavailable
from leadline.calls.service.sources import source_of
from leadline.calls.service.sync.contracts import SyncReport, SyncRequest
from leadline.calls.service.sync.run import sync_range
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.clock import now


@dataclass(frozen=True, slots=True)
class SyncSummary:
    """What the syncs of all the sources asked came to, together."""

    first: date
    last: date
    reports: tuple[SyncReport, ...]
    synced_at: datetime

    @property
    def records(self) -> int:
        """Distinct rows of the vendors that came."""
        return sum(report.records for report in self.reports)

    @property
    def complete(self) -> bool:
        """Whether every day came whole from every source (of today: as of its time)."""
        return all(report.complete for report in self.reports)

    @property
    def incomplete_days(self) -> tuple[date, ...]:
        """The days that lack something, oldest first."""
        return tuple(sorted({day for report in self.reports for day in report.incomplete_days}))


def chosen_sources(toolbox: CallsToolbox, source: str | None) -> list[str]:
    """The sources to pull: the named one, or all there are. Raises `NoSource` and `UnknownSource`."""
    if source is not None:
        return [source_of(toolbox, source).name]
    if not toolbox.sources:
        raise NoSource
    return sorted(toolbox.sources)


async def sync_sources(
    toolbox: CallsToolbox, sources: list[str], first: date, last: date, track: Track, requested_by: str
) -> SyncSummary:
    """Syncs the days from each source in turn. Raises `SourceUnavailable` when none of them gave any answer."""
    reports = []
    for name in sources:
        request = SyncRequest(name, first, last, track, "manual", requested_by)
        reports.append(await sync_range(toolbox, request))
    silent = [report for report in reports if report.in_vain and report.failure is not None]
    if silent and len(silent) == len(reports) and silent[0].failure is not None:
        raise SourceUnavailable.because(silent[0].request.source, silent[0].failure)
    return SyncSummary(first, last, tuple(reports), now())
