"""Import: calls from files, in batches, in bounded memory."""

import asyncio
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import BinaryIO, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import BatchResult, CallRow, Refusal
from leadline.calls.ports import CallFileReader
from leadline.calls.service.ingest import Arranged
from leadline.calls.service.toolbox import CallsToolbox
from leadline.calls.service.unverified import write_unverified
from leadline.kernel.db.retry import retrying

MOST_REFUSED_KEPT = 100
BATCH = 5000


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import took, and what it refused: the first hundred refusals, and how many there were in all.

    `first_day` and `last_day` are those of the calls that it read, changed or not.
    """

    result: BatchResult = field(default_factory=BatchResult)
    refused: tuple[Refusal, ...] = ()
    refused_count: int = 0
    first_day: date | None = None
    last_day: date | None = None

    @property
    def items(self) -> int:
        """How many rows were read, refused ones included."""
        return self.result.received + self.refused_count


class Books(Protocol):
    """Where an import that may be cut off notes how far it is: in the transaction of each batch, so both or neither."""

    def transaction(self) -> AbstractAsyncContextManager[AsyncConnection]: ...

    async def note(self, connection: AsyncConnection, report: ImportReport) -> None: ...


def rows_of(
    reader: CallFileReader, stream: BinaryIO, name: str, retold: Callable[[Refusal], Refusal] | None = None
) -> Generator[CallRow | Refusal]:
    """The reader's rows, refusals as they are `retold`, as a generator: it can be closed before the file is."""
    rows: Iterator[CallRow | Refusal] = reader.read(stream, name)
    for row in rows:
        yield retold(row) if retold is not None and isinstance(row, Refusal) else row


async def import_stream(
    toolbox: CallsToolbox,
    source: str,
    items: Iterator[CallRow | Refusal],
    progress: Callable[[ImportReport], None] | None = None,
    batch_size: int = BATCH,
    *,
    books: Books | None = None,
    done: ImportReport | None = None,
) -> ImportReport:
    """Stores the calls that `items` yields, a transaction a batch; `progress` is told after each.

    The iterator is read in a thread, the next batch while the present one is written. An exception of the reader or
    the database leaves the batches before it stored; importing the same file again changes nothing of them. What an
    attempt before this one has `done`, by its books, is read over: the report goes on from there.
    """
    report = done or ImportReport()
    await _pass_over(items, report.items, batch_size)
    reading = asyncio.create_task(_read(toolbox, items, batch_size))
    try:
        while taken := await asyncio.shield(reading):
            reading = asyncio.create_task(_read(toolbox, items, batch_size))
            report = await _write(toolbox, source, *taken, report, books)
            if progress is not None:
                progress(report)
    finally:
        # a thread cannot be cancelled: whoever closes the file must not do so under its hands
        await asyncio.gather(reading, return_exceptions=True)
    return report


async def _pass_over(items: Iterator[CallRow | Refusal], count: int, size: int) -> None:
    """Reads so many rows without taking them: what a reader knows of earlier rows (repeats, legs) must be as it was."""
    while count > 0:
        passing = asyncio.create_task(asyncio.to_thread(_take, items, min(size, count)))
        try:
            count -= len(await asyncio.shield(passing)) or count
        finally:
            await asyncio.gather(passing, return_exceptions=True)


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
    toolbox: CallsToolbox,
    source: str,
    batch: Arranged,
    refused: list[Refusal],
    report: ImportReport,
    books: Books | None,
) -> ImportReport:
    if not batch.received and books is None:
        return _added(toolbox, report, BatchResult(), batch, refused)
    transaction = toolbox.database.transaction if books is None else books.transaction

    async def write() -> ImportReport:
        async with transaction() as connection:
            result = await write_unverified(connection, toolbox, source, batch) if batch.received else BatchResult()
            added = _added(toolbox, report, result, batch, refused)
            if books is not None:
                await books.note(connection, added)
        return added

    return await retrying(write)


def _added(
    toolbox: CallsToolbox, report: ImportReport, result: BatchResult, batch: Arranged, refused: list[Refusal]
) -> ImportReport:
    kept = (*report.refused, *refused[: max(0, MOST_REFUSED_KEPT - len(report.refused))])
    starts = [row.start_time for row in batch.rows.values()]
    days = [toolbox.calendar.day_of(start) for start in (min(starts), max(starts))] if starts else []
    known = [day for day in (report.first_day, report.last_day, *days) if day is not None]
    return ImportReport(
        report.result + result,
        kept,
        report.refused_count + len(refused),
        min(known, default=None),
        max(known, default=None),
    )
