"""A day of the task track: the vendor's own totals."""

from time import monotonic

from leadline.calls.contracts import Completeness, VendorTotals
from leadline.calls.domain.pulls import Verdict, state_of
from leadline.calls.ports import DialerSource, SourceFailure
from leadline.calls.service.sync.contracts import DayReport, Pull
from leadline.calls.service.sync.settle import settle_task
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.clock import now
from leadline.kernel.db.retry import retrying
from leadline.kernel.observability.logs import get_logger

log = get_logger(__name__)


async def pull_task_day(toolbox: CallsToolbox, source: DialerSource, pull: Pull) -> DayReport | None:
    """Asks for the day's totals and settles them; None where the vendor offers none.

    A failure leaves the figures of the last time and marks the day.
    """
    clock = monotonic()
    began = now()
    totals: VendorTotals | None = None
    try:
        totals = await source.totals(pull.day)
    except SourceFailure as failure:
        verdict = Verdict(Completeness.INCOMPLETE, began, reason=failure.reason)
        log.warning("Totals did not come", source=pull.source, day=pull.day.isoformat(), reason=failure.reason.en)
    else:
        if totals is None:
            return None
        lines = len(totals.accounts) + len(totals.tasks)
        state = state_of(began, toolbox.calendar.window_of(pull.day).end)
        verdict = Verdict(state, began, totals.total.calls, lines)

    async def settle() -> Completeness:
        async with toolbox.database.transaction() as connection:
            return await settle_task(connection, pull, verdict, totals, monotonic() - clock)

    state = await retrying(settle)
    return DayReport(pull.day, "task", state, reason=verdict.reason, in_vain=totals is None)
