"""A day of the grade track: its call records, a page at a time, each page a batch of its own."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from time import monotonic

from leadline.calls.contracts import BatchResult, Completeness
from leadline.calls.domain.pulls import ROUNDS, DayTally, Verdict
from leadline.calls.ports import CallPage, DialerSource, PageFailure, SourceFailure
from leadline.calls.service.ingest import Arranged
from leadline.calls.service.sync.archive import archive
from leadline.calls.service.sync.contracts import DayReport, Pull
from leadline.calls.service.sync.settle import mark_underway, settle_grade
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.ahead import read_ahead
from leadline.kernel.clock import now
from leadline.kernel.db.retry import retrying
from leadline.kernel.observability.logs import get_logger

OnPage = Callable[[BatchResult, DayTally], None]
log = get_logger(__name__)


async def pull_grade_day(toolbox: CallsToolbox, source: DialerSource, pull: Pull, on_page: OnPage) -> DayReport:
    """Pulls the day until it adds up, three rounds at most, and settles it."""
    clock = monotonic()
    await retrying(lambda: _mark(toolbox, pull))
    tally = DayTally(toolbox.calendar.window_of(pull.day).end)
    try:
        await _rounds(toolbox, source, pull, tally, on_page)
        verdict = tally.verdict()
    except SourceFailure as failure:
        verdict = tally.verdict()._replace(state=Completeness.INCOMPLETE, reason=failure.reason)
    state = await retrying(lambda: _settle(toolbox, pull, verdict, monotonic() - clock))
    if verdict.reason is not None:
        log.warning("A day is incomplete", source=pull.source, day=pull.day.isoformat(), reason=verdict.reason.en)
    return DayReport(
        pull.day, "grade", state, tally.held, tally.refused, tally.failure if tally.in_vain else verdict.reason,
        in_vain=tally.pages == 0 and verdict.reason is not None,
    )  # fmt: skip


async def _rounds(toolbox: CallsToolbox, source: DialerSource, pull: Pull, tally: DayTally, on_page: OnPage) -> None:
    # A round asks for the whole day: which page holds what is missing cannot be known once rows have shifted.
    for _ in range(ROUNDS):
        tally.begin_round(now())
        async with aclosing(read_ahead(_arranged(toolbox, source.pages(pull.day)))) as pages:
            async for page, batch in pages:
                if isinstance(page, PageFailure):
                    tally.fail(page)
                    continue
                result = await _take(toolbox, pull, page, batch)
                tally.add(page)
                on_page(result, tally)
        if tally.adds_up() or tally.in_vain:
            return


async def _arranged(
    toolbox: CallsToolbox, pages: AsyncIterator[CallPage | PageFailure]
) -> AsyncGenerator[tuple[CallPage | PageFailure, Arranged], None]:
    """Each page with its calls made ready to be written."""
    try:
        async for page in pages:
            yield page, await toolbox.ingest.arrange(page.rows if isinstance(page, CallPage) else ())
    finally:
        if isinstance(pages, AsyncGenerator):
            await pages.aclose()


async def _take(toolbox: CallsToolbox, pull: Pull, page: CallPage, batch: Arranged) -> BatchResult:
    async def write() -> BatchResult:
        async with toolbox.database.transaction() as connection:
            return await toolbox.ingest.write(connection, pull.source, batch)

    result = await retrying(write) if page.rows else BatchResult()
    if result.new or result.updated or page.refused:
        await archive(toolbox, pull, page)
    return result


async def _mark(toolbox: CallsToolbox, pull: Pull) -> None:
    async with toolbox.database.transaction() as connection:
        await mark_underway(connection, pull)


async def _settle(toolbox: CallsToolbox, pull: Pull, verdict: Verdict, elapsed: float) -> Completeness:
    async with toolbox.database.transaction() as connection:
        return await settle_grade(connection, pull, verdict, elapsed)
