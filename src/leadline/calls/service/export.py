"""Exports: any number of calls into a file or a stream, in batches, each its own short read.

No transaction is held while a reader takes its time, and no more than a batch is in memory. What is written while an
export runs is left out: rows with an id above the greatest one at its start.
"""

import asyncio
import csv
import io
import os
import sys
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import orjson

from leadline.calls.domain.record_query import RecordQuery
from leadline.calls.errors import ExportFailed, NoFolderForExport, NoPlaceForExport
from leadline.calls.repository.record_list import (
    RecordPages,
    all_names,
    count_selected,
    moment_of,
    newest_id,
)
from leadline.calls.repository.record_plan import choose
from leadline.calls.repository.record_selection import Position, Selection
from leadline.calls.service import export_workbook
from leadline.calls.service.export_rows import READ, READ_UNMASKED, Cells, CellWriter, harmless, headers
from leadline.calls.service.records import Reader, select_records
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.ahead import read_ahead
from leadline.kernel.audit.log import write_down
from leadline.kernel.errors import DiskFull
from leadline.kernel.text import Language, Text

ExportFormat = Literal["csv", "xlsx"]
Progress = Callable[[int], None]
BATCH = 2000
BOM = b"\xef\xbb\xbf"
SHEET = Text("通话记录", "Calls")
WRITES_AFTER_THE_END: set[asyncio.Task[None]] = set()


@dataclass(frozen=True, slots=True)
class Export:
    """One export: which calls, by whom, in which language; with full numbers only where `unmasked`."""

    query: RecordQuery
    reader: Reader
    language: Language = "zh-CN"
    unmasked: bool = False


async def export_calls(
    toolbox: CallsToolbox, export: Export, kind: ExportFormat, path: Path, progress: Progress | None = None
) -> int:
    """Writes the calls to `path` and returns how many; `progress` is told the rows so far.

    The file appears when it is whole; what is cut short leaves nothing behind. `DiskFull`,
    `NoPlaceForExport`, or `ExportFailed`.
    """
    path = await asyncio.to_thread(path.absolute)
    if await asyncio.to_thread(lambda: path.exists() and not path.is_file()):
        raise NoPlaceForExport(path=path)  # a folder, or a device that the finished file would take the place of
    if not await asyncio.to_thread(path.parent.is_dir):
        raise NoFolderForExport(folder=path.parent)
    unfinished = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        write = _write_csv if kind == "csv" else _write_xlsx
        written = await write(toolbox, export, unfinished, progress)
        await asyncio.to_thread(unfinished.replace, path)
    except OSError as error:
        if error.errno in (export_workbook.DISK_FULL, 122):
            raise DiskFull from error
        raise
    finally:
        await asyncio.to_thread(unfinished.unlink, missing_ok=True)
    return written


async def csv_chunks(toolbox: CallsToolbox, export: Export, progress: Progress | None = None) -> AsyncIterator[bytes]:
    """The calls as pieces of a CSV file: UTF-8 with a byte order mark, nothing in it a formula."""
    head = BOM + _lines([list(headers(export.language))])
    async with aclosing(read_ahead(batches(toolbox, export, "csv", progress))) as coming:
        async for rows in coming:
            yield head + await asyncio.to_thread(_safe_lines, rows)
            head = b""
    if head:
        yield head


async def batches(
    toolbox: CallsToolbox, export: Export, kind: ExportFormat, progress: Progress | None = None
) -> AsyncGenerator[list[Cells], None]:
    """The calls as cells. The export is audited before its first row and, with their number, after its last."""
    selection, writer = await _begin(toolbox, export, kind)
    columns = READ_UNMASKED if export.unmasked else READ
    after: Position | None = None
    written = 0
    whole = False
    try:
        while not selection.empty:
            async with toolbox.database.reading() as connection:
                driver = await choose(connection, selection, BATCH, after)
                pages = RecordPages(toolbox.calendar, selection, driver, toolbox.database.dialect)
                rows = await pages.read(connection, BATCH, after, columns, joins="")
            if rows:
                yield await asyncio.to_thread(writer.cells, rows)
                written += len(rows)
                if progress:
                    progress(written)
                last = rows[-1]
                after = Position(last.duration if selection.by_duration else moment_of(last.start_time), last.id)
            if len(rows) < BATCH:
                break
        whole = True
    finally:
        await _tell_the_end(toolbox, export, kind, written, whole=whole)


async def _begin(toolbox: CallsToolbox, export: Export, kind: ExportFormat) -> tuple[Selection, CellWriter]:
    async with toolbox.database.transaction() as connection:
        ceiling = await newest_id(connection)
        names = await all_names(connection)
        details: dict[str, object] = {
            "format": kind,
            "unmasked": export.unmasked,
            "filters": _filters(toolbox, export.query),
        }
        await write_down(connection, export.reader.deed("calls.export", "calls", details))
    cipher = toolbox.cipher if export.unmasked else None
    selection = select_records(toolbox, export.query, export.reader.principal.scope, ceiling)
    return selection, CellWriter(toolbox.calendar.zone, names, export.language, cipher)


def _filters(toolbox: CallsToolbox, query: RecordQuery) -> dict[str, object]:
    """What was asked for, with no full number in it."""
    given = {name: value for name, value in asdict(query).items() if value not in (None, (), "")}
    given |= {name: toolbox.calendar.local(given[name]).isoformat() for name in ("start", "end")}
    if query.phone is not None:
        given["phone"] = "one number"
    return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}


async def _tell_the_end(
    toolbox: CallsToolbox, export: Export, kind: ExportFormat, written: int, *, whole: bool
) -> None:
    async def tell() -> None:
        async with toolbox.database.transaction() as connection:
            details: dict[str, object] = {"format": kind, "rows": written, "complete": whole}
            details["unmasked"] = export.unmasked
            await write_down(connection, export.reader.deed("calls.exported", "calls", details))

    # a client that went away has cancelled us, and what it took by then is still written down
    task = asyncio.get_running_loop().create_task(tell())
    WRITES_AFTER_THE_END.add(task)
    task.add_done_callback(WRITES_AFTER_THE_END.discard)
    await asyncio.shield(task)


def _lines(rows: list[Cells]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode("utf-8", "replace")


def _safe_lines(rows: list[Cells]) -> bytes:
    harmless(rows)
    for cells in rows:
        if cells[14] is not None:
            cells[14] = f"{cells[14]:.2f}"
    return _lines(rows)


async def _write_csv(toolbox: CallsToolbox, export: Export, path: Path, progress: Progress | None) -> int:
    written = 0

    def count(rows: int) -> None:
        nonlocal written
        written = rows
        if progress:
            progress(rows)

    with await asyncio.to_thread(path.open, "wb") as file:
        async for chunk in csv_chunks(toolbox, export, count):
            await asyncio.to_thread(file.write, chunk)
        await asyncio.to_thread(file.flush)
    return written


async def _write_xlsx(toolbox: CallsToolbox, export: Export, path: Path, progress: Progress | None) -> int:
    order = {
        "path": str(path),
        "sheet": SHEET.to(export.language),
        "headers": headers(export.language),
        "sheets": await _sheets(toolbox, export),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        export_workbook.__name__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(path.parent)},
    )
    try:
        written = await _feed(process, order, batches(toolbox, export, "xlsx", progress))
        _, complaint = await process.communicate()
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode == export_workbook.DISK_FULL:
        raise DiskFull
    if process.returncode != 0:
        raise ExportFailed from RuntimeError(complaint.decode("utf-8", "replace")[-2000:])
    return written


async def _feed(process: asyncio.subprocess.Process, order: dict[str, object], rows: AsyncIterator[list[Cells]]) -> int:
    if process.stdin is None:
        raise ExportFailed
    written = 0
    try:
        process.stdin.write(orjson.dumps(order) + b"\n")
        async for batch in rows:
            written += len(batch)
            process.stdin.write(await asyncio.to_thread(_json_line, batch))
            await process.stdin.drain()
        process.stdin.write(b"null\n")
        await process.stdin.drain()
    except (BrokenPipeError, ConnectionResetError):
        pass  # the writer has given up, and its exit status says why
    return written


def _json_line(batch: list[Cells]) -> bytes:
    return orjson.dumps(batch) + b"\n"


async def _sheets(toolbox: CallsToolbox, export: Export) -> int:
    """How many sheets the rows need. They are counted only where the range could fill more than one."""
    async with toolbox.database.reading() as connection:
        selection = select_records(toolbox, export.query, export.reader.principal.scope, await newest_id(connection))
        if selection.empty:
            return 1
        everything = select_records(
            toolbox, RecordQuery(export.query.start, export.query.end), export.reader.principal.scope
        )
        most = await count_selected(connection, everything)
        rows = await count_selected(connection, selection) if most > export_workbook.MOST_ROWS else most
    return max(1, -(-rows // export_workbook.MOST_ROWS))
