"""The job that imports an uploaded file: each batch and the note of how far it is are one transaction."""

import asyncio
from contextlib import AbstractAsyncContextManager, closing
from dataclasses import dataclass
from typing import Any, BinaryIO

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import BatchResult, ImportCalls, Refusal
from leadline.calls.errors import ImportFileGone, ImportTookNothing
from leadline.calls.repository.imports import (
    ImportFile,
    ImportRun,
    begin_run,
    find_file,
    find_run,
    mark_file,
    note_run,
)
from leadline.calls.service.import_files import TABLES, masked, path_of
from leadline.calls.service.importing import BATCH, ImportReport, import_stream, rows_of
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.audit.actors import Actor
from leadline.kernel.audit.log import write_down
from leadline.kernel.clock import now
from leadline.kernel.jobs.contracts import Json
from leadline.kernel.jobs.run import JobRun
from leadline.kernel.text import Text

BEGUN = "begun"
READ = Text("已读 {rows} 行，新增 {new}", "{rows} rows read, {new} new")


@dataclass(frozen=True, slots=True)
class _JobBooks:
    """The books of a job are a row of their own, not its cursor.

    A heartbeat writes the cursor whenever it comes, also while a batch is being written, and would tell of a batch
    that is undone; this row is written by the batch's own transaction and by nobody else.
    """

    run: JobRun

    def transaction(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self.run.transaction()

    async def note(self, connection: AsyncConnection, report: ImportReport) -> None:
        await note_run(connection, self.run.id, _columns(report))


async def import_file(toolbox: CallsToolbox, run: JobRun, payload: ImportCalls) -> Json:
    """Takes what earlier attempts have not; the file is deleted at the end. ImportFileGone, ImportTookNothing."""
    noted, file = await _taken_up(toolbox, run, payload)
    if noted.finished_at is None:
        report = await _import(toolbox, run, payload, file, _report(noted))
        if not report.result.received and report.refused:
            first = report.refused[0]
            raise ImportTookNothing(count=report.refused_count, line=first.line or "-", reason=first.reason)
        await _finish(run, payload, report)
        noted = noted._replace(**_columns(report))
    await asyncio.to_thread(path_of(toolbox, file.token).unlink, missing_ok=True)
    return _result(noted, file)


async def _taken_up(toolbox: CallsToolbox, run: JobRun, payload: ImportCalls) -> tuple[ImportRun, ImportFile]:
    """The books as they are; opened anew where the job is to begin from the start."""
    if not run.cursor.get(BEGUN):
        values = {"file_id": payload.file_id, "kind": payload.file_kind, "source": payload.source}
        async with run.transaction() as connection:
            if await find_file(connection, payload.file_id) is None:
                raise ImportFileGone
            await begin_run(connection, run.id, values)
        run.cursor[BEGUN] = True
    async with toolbox.database.reading() as connection:
        found = await find_run(connection, run.id)
    if found is None:
        raise ImportFileGone
    return found


async def _import(
    toolbox: CallsToolbox, run: JobRun, payload: ImportCalls, file: ImportFile, done: ImportReport
) -> ImportReport:
    def tell(report: ImportReport) -> None:
        note = READ.fill(rows=f"{report.items:,}", new=f"{report.result.new:,}")
        if payload.file_kind == "xlsx":  # a workbook is in memory as a whole before its first row is
            run.progress(report.items, None, note)
        else:
            run.progress(min(stream.tell(), file.bytes), file.bytes, note)

    stream = await asyncio.to_thread(_open, toolbox, file)
    with stream:
        mapping = payload.mapping if payload.file_kind in TABLES else None
        reader = toolbox.files.reader(payload.file_kind, stream, file.name, mapping)
        with closing(rows_of(reader, stream, file.name, masked)) as rows:
            return await import_stream(toolbox, payload.source, rows, tell, BATCH, books=_JobBooks(run), done=done)


def _open(toolbox: CallsToolbox, file: ImportFile) -> BinaryIO:
    try:
        if file.state == "ready":
            return path_of(toolbox, file.token).open("rb")
    except FileNotFoundError:
        pass
    raise ImportFileGone


async def _finish(run: JobRun, payload: ImportCalls, report: ImportReport) -> None:
    actor = Actor(payload.username, payload.user_id, payload.address, run.claim.trace_id)
    came: dict[str, object] = {"file": payload.name, "source": payload.source, "new": report.result.new}
    came |= {"updated": report.result.updated, "refused": report.refused_count}
    async with run.transaction() as connection:
        moment = now()
        await note_run(connection, run.id, {**_columns(report), "finished_at": moment})
        await mark_file(connection, payload.file_id, state="imported", imported_at=moment, job_id=run.id)
        await write_down(connection, actor.did("calls.imported", f"job:{run.id}", came))


def _columns(report: ImportReport) -> dict[str, Any]:  # Any: the columns' own types
    result = report.result
    return {
        "received": result.received, "new": result.new, "updated": result.updated, "unchanged": result.unchanged,
        "not_dialled": result.not_dialled, "repeated": result.repeated, "refused": report.refused_count,
        "refusals": [
            {"line": one.line, "call_id": one.call_id, "zh": one.reason.zh, "en": one.reason.en}
            for one in report.refused
        ],
        "first_day": report.first_day, "last_day": report.last_day,
    }  # fmt: skip


def _report(run: ImportRun) -> ImportReport:
    """The report that these books tell of."""
    result = BatchResult(run.received, run.new, run.updated, run.unchanged, run.not_dialled, run.repeated)
    refused = tuple(Refusal(Text(one["zh"], one["en"]), one["line"], one["call_id"]) for one in run.refusals)
    return ImportReport(result, refused, run.refused, run.first_day, run.last_day)


def _result(run: ImportRun, file: ImportFile) -> Json:
    return {
        "file": file.name, "source": run.source, "new": run.new, "updated": run.updated, "unchanged": run.unchanged,
        "not_dialled": run.not_dialled, "repeated": run.repeated, "refused": run.refused,
    }  # fmt: skip
