"""Import: calls from files, in batches, in bounded memory."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from leadline.calls.contracts import BatchResult, CallRow, Refusal
from leadline.calls.service.ingest import Arranged
from leadline.calls.service.toolbox import CallsToolbox
from leadline.calls.service.unverified import write_unverified
from leadline.kernel.db.retry import retrying

MOST_REFUSED_KEPT = 100


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import took, and what it refused: the first hundred refusals, and how many there were in all."""

    result: BatchResult
    refused: tuple[Refusal, ...]
    refused_count: int


async def import_stream(
    toolbox: CallsToolbox,
    source: str,
    items: Iterator[CallRow | Refusal],
    progress: Callable[[ImportReport], None] | None = None,
    batch_size: int = 5000,
) -> ImportReport:
    """Stores the calls that `items` yields, a transaction a batch; `progress` is told after each.

    The iterator is read in a thread, the next batch while the present one is written. An exception of the reader or
    the database leaves the batches before it stored; importing the same file again changes nothing of them.
    """
    report = ImportReport(BatchResult(), (), 0)
    reading = asyncio.create_task(_read(toolbox, items, batch_size))
    try:
        while taken := await asyncio.shield(reading):
            reading = asyncio.create_task(_read(toolbox, items, batch_size))
            report = await _write(toolbox, source, *taken, report)
            if progress is not None:
                progress(report)
    finally:
        # a thread cannot be cancelled: whoever closes the file must not do so under its hands
        await asyncio.gather(reading, return_exceptions=True)
    return report


async def _read(
    toolbox: CallsToolbox, items: Iterator[CallRow | Refusal], size: int
) -> tuple[Arranged, list[Refusal]] | None:
    """The next batch, ready to be written, and what the reader refused among it; None at the end."""
    taken = await asyncio.to_thread(_take, items, size)
    if not taken:
        return None
    batch = await toolbox.ingest.arrange([item for item in taken if isinstance(item, CallRow)])
    return batch, [item for item in taken if isinstance(item, Refusal)]


def _take(items: Iterator[CallRow | Refusal], size: int) -> list[CallRow | Refusal]:
    return list(islice(items, size))


async def _write(
    toolbox: CallsToolbox, source: str, batch: Arranged, refused: list[Refusal], report: ImportReport
) -> ImportReport:
    async def write() -> BatchResult:
        async with toolbox.database.transaction() as connection:
            return await write_unverified(connection, toolbox, source, batch)

    result = await retrying(write) if batch.received else BatchResult(received=0)
    kept = (*report.refused, *refused[: max(0, MOST_REFUSED_KEPT - len(report.refused))])
    return ImportReport(report.result + result, kept, report.refused_count + len(refused))
