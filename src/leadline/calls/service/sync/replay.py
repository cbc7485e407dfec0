"""Replay: archived answers read again by today's parser, so that a better one mends history too."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import date

from leadline.calls.contracts import BatchResult, CallRow
from leadline.calls.ports import DialerSource, PushParser
from leadline.calls.repository.raw_archive import RawBatch, next_raw
from leadline.calls.service.sources import source_of
from leadline.calls.service.sync.settle import recalculate_grades
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.clock import days_between
from leadline.kernel.crypto.cipher import CannotDecrypt
from leadline.kernel.db.retry import retrying
from leadline.kernel.observability.logs import get_logger

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What a replay did: answers read, those that no parser could read, rows refused, and what the batches changed."""

    answers: int = 0
    unreadable: int = 0
    refused: int = 0
    result: BatchResult = field(default_factory=BatchResult)


async def replay_range(toolbox: CallsToolbox, source: str, first: date, last: date) -> ReplayReport:
    """Ingests the archived answers of those days again, in the order in which they came, one in memory at a time.

    What came last counts, as it did then; an answer that arrives meanwhile is replayed after the ones before it. The
    cached orders of days that were whole follow. Raises `UnknownSource`.
    """
    dialer = source_of(toolbox, source)
    report = ReplayReport()
    raw = await _next(toolbox, source, first, last, 0)
    while raw is not None:
        report = await _replay(toolbox, dialer, raw, report)
        raw = await _next(toolbox, source, first, last, raw.id)
    for day in days_between(first, last):
        await _follow_up(toolbox, source, day)
    return report


async def _next(toolbox: CallsToolbox, source: str, first: date, last: date, after: int) -> RawBatch | None:
    async with toolbox.database.reading() as connection:
        return await next_raw(connection, source, first, last, after)


async def _replay(toolbox: CallsToolbox, dialer: DialerSource, raw: RawBatch, report: ReplayReport) -> ReplayReport:
    pushes = toolbox.push_parsers.get(dialer.name)
    try:
        rows, refused = await asyncio.to_thread(_read, toolbox, dialer, pushes, raw)
    except (ValueError, CannotDecrypt) as error:
        log.warning("An archived answer cannot be read", source=dialer.name, id=raw.id, reason=type(error).__name__)
        return replace(report, answers=report.answers + 1, unreadable=report.unreadable + 1)

    async def write() -> BatchResult:
        async with toolbox.database.transaction() as connection:
            return await toolbox.ingest.write(connection, dialer.name, rows)

    result = await retrying(write)
    return ReplayReport(report.answers + 1, report.unreadable, report.refused + refused, report.result + result)


def _read(
    toolbox: CallsToolbox, dialer: DialerSource, pushes: PushParser | None, raw: RawBatch
) -> tuple[tuple[CallRow, ...], int]:
    body = toolbox.cipher.unpack(raw.body)
    if raw.run_id is not None:
        page = dialer.replay(body)
        return page.rows, len(page.refused)
    if pushes is None:
        raise ValueError("a push of a source that has no parser of pushes")
    # the archive keeps no content type: what a vendor pushes is JSON or a form, and only JSON starts like this
    form = not body.lstrip().startswith((b"{", b"["))
    pushed = pushes(body, "application/x-www-form-urlencoded" if form else "application/json")
    return pushed.rows, len(pushed.refused)


async def _follow_up(toolbox: CallsToolbox, source: str, day: date) -> None:
    async def write() -> None:
        async with toolbox.database.transaction() as connection:
            await recalculate_grades(connection, source, day)

    await retrying(write)
