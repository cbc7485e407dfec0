"""The sync of a range of days."""

from typing import Final

from leadline.calls.contracts import BatchResult
from leadline.calls.domain.pulls import DayTally
from leadline.calls.ports import DialerSource
from leadline.calls.service.sources import source_of
from leadline.calls.service.sync.archive import prune_archive
from leadline.calls.service.sync.contracts import (
    DayReport,
    Progress,
    Pull,
    SyncPlan,
    SyncReport,
    SyncRequest,
    SyncStep,
    silent,
)
from leadline.calls.service.sync.grade_track import pull_grade_day
from leadline.calls.service.sync.keeper import RunKeeper
from leadline.calls.service.sync.task_track import pull_task_day
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.clock import days_between
from leadline.kernel.observability.logs import get_logger
from leadline.kernel.observability.spans import span
from leadline.kernel.text import Text

MOST_IN_VAIN: Final = 3
INCOMPLETE: Final = Text("数据不完整。", "Incomplete.")
log = get_logger(__name__)


async def sync_range(
    toolbox: CallsToolbox, request: SyncRequest, progress: Progress = silent, plan: SyncPlan | None = None
) -> SyncReport:
    """Pulls the days of the request, the newest first (or those of `plan`), and says of each how much of it is known.

    Rows are counted as they come, a page a transaction; what a failed pull brought is kept, its day is marked
    incomplete, and the day's cached figures stay the last complete ones. After three pulls in a row that the vendor
    answered with nothing at all, the rest of the days are not asked for and the run has failed. A refusal of the
    database or a cancellation ends the run with its state and error written, and is raised.
    """
    with span("sync", source=request.source, first=request.first.isoformat(), last=request.last.isoformat()):
        plan = plan or SyncPlan(list(days_between(request.first, request.last))[::-1])
        return await _sync_days(toolbox, request, progress, plan)


async def _sync_days(toolbox: CallsToolbox, request: SyncRequest, progress: Progress, plan: SyncPlan) -> SyncReport:
    source = source_of(toolbox, request.source)
    total = len(plan.days)
    async with RunKeeper(toolbox, request, plan.days) as keeper:
        in_vain = 0
        for number, day in enumerate(plan.days):
            async with plan.around(day) as fail:
                for track in request.tracks:
                    pull = Pull(request.source, track, day, keeper.run_id, request.sync_type)
                    report = await _pull(toolbox, source, pull, keeper, _teller(progress, pull, number, total))
                    in_vain = in_vain + 1 if report is not None and report.in_vain else 0
                    if report is not None and not report.whole:
                        fail(report.reason or INCOMPLETE)
            progress(SyncStep(request.tracks[-1], day, keeper.result.received, None, number + 1, total))
            if in_vain >= MOST_IN_VAIN and number + 1 < total:
                keeper.broke_off = True
                break
        outcome = keeper.report()
    await prune_archive(toolbox)
    log.info("Sync ended", run_id=outcome.run_id, source=request.source, state=outcome.state, new=outcome.result.new)
    return outcome


async def _pull(
    toolbox: CallsToolbox, source: DialerSource, pull: Pull, keeper: RunKeeper, tell: Progress
) -> DayReport | None:
    with span("pull day", track=pull.track, day=pull.day.isoformat()):
        return await _pull_day(toolbox, source, pull, keeper, tell)


async def _pull_day(
    toolbox: CallsToolbox, source: DialerSource, pull: Pull, keeper: RunKeeper, tell: Progress
) -> DayReport | None:
    keeper.begin(pull)

    def on_page(result: BatchResult, tally: DayTally) -> None:
        keeper.result += result
        tell(SyncStep("grade", pull.day, tally.held, tally.expected, 0, 0))

    if pull.track == "grade":
        report: DayReport | None = await pull_grade_day(toolbox, source, pull, on_page)
    else:
        report = await pull_task_day(toolbox, source, pull)
    keeper.finish(report)
    return report


def _teller(progress: Progress, pull: Pull, days_done: int, days_total: int) -> Progress:
    def tell(step: SyncStep) -> None:
        progress(step._replace(track=pull.track, days_done=days_done, days_total=days_total))

    return tell
