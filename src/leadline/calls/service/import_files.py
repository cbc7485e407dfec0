"""Files that somebody uploads to have their calls imported: kept, looked at, tried, and started."""

import asyncio
import os
import secrets
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import CallRow, FileKind, ImportCalls, Refusal
from leadline.calls.errors import ImportFileGone, ImportNotFound, ImportUnderWay
from leadline.calls.ports import FileLook
from leadline.calls.repository.imports import (
    ImportFile,
    ImportRun,
    add_file,
    begin_run,
    drop_old_runs,
    find_file,
    find_run,
    last_imported,
    mark_file,
    ready_tokens,
    runs_of,
    unneeded_files,
)
from leadline.calls.service.records import Reader
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.audit.log import write_down
from leadline.kernel.audit.masks import clean_text
from leadline.kernel.auth.principal import Principal
from leadline.kernel.clock import now
from leadline.kernel.jobs.contracts import ENDED
from leadline.kernel.jobs.history import JobFilter, JobNotFound, JobRow, find_job, list_jobs
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.text import Text

LINES_SHOWN = 21  # the headers and twenty more
ROWS_SHOWN = 20
ROWS_TRIED = 200
IMPORTS_SHOWN = 20
LONGEST_REASON = 500
STRAY_SECONDS = 6 * 3600  # longer than any upload takes
TABLES: frozenset[FileKind] = frozenset({"csv", "xlsx"})


class Upload(NamedTuple):
    """What came in: the name that it was sent under, and what the content is."""

    name: str
    size: int
    sha256: str


class SeenFile(NamedTuple):
    """A file as it is shown before it is imported; `before`: the same content was imported already."""

    file: ImportFile
    look: FileLook
    before: ImportFile | None


class Preview(NamedTuple):
    """The first calls and refusals of a file, as an import would read them.

    `read` rows were looked at, `refused` of them came to nothing; `whole`: there are no more.
    """

    calls: list[CallRow]
    refusals: list[Refusal]
    read: int
    refused: int
    whole: bool


class FollowedImport(NamedTuple):
    """An import with its job; None: the job is deleted by now."""

    run: ImportRun
    file: ImportFile
    job: JobRow | None


def folder_of(toolbox: CallsToolbox) -> Path:
    """Where the files lie."""
    return toolbox.settings.leadline_home / "imports"


def path_of(toolbox: CallsToolbox, token: str) -> Path:
    """Where the content of a file lies."""
    return folder_of(toolbox) / token


async def place_for_upload(toolbox: CallsToolbox) -> Path:
    """A path of its own for a file that is about to come."""
    folder = folder_of(toolbox)
    await asyncio.to_thread(folder.mkdir, mode=0o700, parents=True, exist_ok=True)
    return folder / f"{secrets.token_hex(16)}.part"


async def keep_upload(toolbox: CallsToolbox, reader: Reader, part: Path, upload: Upload) -> SeenFile:
    """Keeps a file that has come whole, unless no calls can be read from it (`ImportFileRefused`)."""
    path = part.with_suffix("")
    try:
        look = await _look(toolbox, part, upload.name)
        await asyncio.to_thread(_put, part, path)
    finally:  # it is at its place by now, or refused
        await asyncio.shield(asyncio.to_thread(part.unlink, missing_ok=True))
    caller = reader.principal
    values = {
        "token": path.name, "name": upload.name, "bytes": upload.size, "sha256": upload.sha256,
        "user_id": str(caller.user_id), "username": caller.username, "uploaded_at": now(),
    }  # fmt: skip
    async with toolbox.database.transaction() as connection:
        file_id = await add_file(connection, values)
        details: dict[str, object] = {"file": upload.name, "bytes": upload.size, "sha256": upload.sha256}
        await write_down(connection, reader.deed("calls.import_file", f"import_file:{file_id}", details))
        file = await _own_file(connection, file_id, caller)
        return SeenFile(file, look, await last_imported(connection, file.sha256))


def _put(part: Path, path: Path) -> None:
    """The file under its name, and the name on the disk."""
    part.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


async def see_file(toolbox: CallsToolbox, caller: Principal, file_id: int) -> SeenFile:
    """The caller's own file, looked at again; ImportFileGone."""
    async with toolbox.database.reading() as connection:
        file = await _own_file(connection, file_id, caller)
        before = await last_imported(connection, file.sha256)
    return SeenFile(file, await _look(toolbox, path_of(toolbox, file.token), file.name), before)


async def _look(toolbox: CallsToolbox, path: Path, name: str) -> FileLook:
    def look() -> FileLook:
        with _opened(path) as stream:
            return toolbox.files.look(stream, name, LINES_SHOWN)

    return await asyncio.to_thread(look)


async def _own_file(connection: AsyncConnection, file_id: int, caller: Principal, *, lock: bool = False) -> ImportFile:
    file = await find_file(connection, file_id, lock=lock)
    if file is None or file.state != "ready" or not _owns(caller, file):
        raise ImportFileGone
    return file


def _owns(caller: Principal, file: ImportFile) -> bool:
    return (file.user_id, file.username) == (str(caller.user_id), caller.username)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise ImportFileGone from error


async def preview(
    toolbox: CallsToolbox, caller: Principal, file_id: int, kind: FileKind, mapping: dict[str, Any] | None
) -> Preview:
    """Reads the first rows as an import would, and writes nothing; ImportFileGone, or the mapping's faults."""
    async with toolbox.database.reading() as connection:
        file = await _own_file(connection, file_id, caller)

    def read() -> Preview:
        with _opened(path_of(toolbox, file.token)) as stream:
            mapped = mapping if kind in TABLES else None
            reader = toolbox.files.reader(kind, stream, file.name, mapped, first_only=True)
            return _first_of(iter(reader.read(stream, file.name)))

    return await asyncio.to_thread(read)


def _first_of(items: Iterator[CallRow | Refusal]) -> Preview:
    calls: list[CallRow] = []
    refusals: list[Refusal] = []
    read = 0
    for item in items:
        if read == ROWS_TRIED:
            return Preview(calls[:ROWS_SHOWN], refusals[:ROWS_SHOWN], read, len(refusals), whole=False)
        read += 1
        if isinstance(item, Refusal):
            refusals.append(masked(item))
        else:
            calls.append(item)
    return Preview(calls[:ROWS_SHOWN], refusals[:ROWS_SHOWN], read, len(refusals), whole=True)


def masked(refusal: Refusal) -> Refusal:
    """A reason quotes what could not be read, and where columns are mixed up that is somebody's number."""
    zh, en = (clean_text(said, LONGEST_REASON) for said in refusal.reason)
    return Refusal(Text(zh, en), refusal.line, refusal.call_id)


async def start_import(
    toolbox: CallsToolbox, reader: Reader, file_id: int, kind: FileKind, mapping: dict[str, Any] | None, source: str
) -> int:
    """Starts the job that imports the file, and returns its id; ImportFileGone, ImportUnderWay, a wrong mapping."""
    caller = reader.principal
    mapping = mapping if kind in TABLES else None
    async with toolbox.database.reading() as connection:
        file = await _own_file(connection, file_id, caller)
    await asyncio.to_thread(_check, toolbox, file, kind, mapping)
    payload = ImportCalls(
        file_id=file_id, name=file.name, file_kind=kind, mapping=mapping, source=source,
        user_id=str(caller.user_id), username=caller.username, address=reader.actor.address if reader.actor else "",
    )  # fmt: skip
    async with toolbox.database.transaction() as connection:
        file = await _own_file(connection, file_id, caller, lock=True)
        await _refuse_busy(connection, file)
        job_id = await enqueue(connection, payload, requested_by=caller.username)
        await begin_run(connection, job_id, {"file_id": file_id, "kind": kind, "source": source})
        await mark_file(connection, file_id, job_id=job_id)
        details: dict[str, object] = {"file": file.name, "kind": kind, "source": source}
        await write_down(connection, reader.deed("calls.import", f"job:{job_id}", details))
    return job_id


def _check(toolbox: CallsToolbox, file: ImportFile, kind: FileKind, mapping: dict[str, Any] | None) -> None:
    with _opened(path_of(toolbox, file.token)) as stream:
        toolbox.files.reader(kind, stream, file.name, mapping)


async def _refuse_busy(connection: AsyncConnection, file: ImportFile) -> None:
    if file.job_id is None:
        return
    try:
        job = await find_job(connection, file.job_id)
    except JobNotFound:
        return
    if job.state not in ENDED:
        raise ImportUnderWay(job_id=file.job_id)


async def one_import(toolbox: CallsToolbox, caller: Principal, job_id: int) -> FollowedImport:
    """The caller's own import, at work or over; ImportNotFound."""
    async with toolbox.database.reading() as connection:
        found = await find_run(connection, job_id)
        if found is None or not _owns(caller, found[1]):
            raise ImportNotFound
        try:
            return FollowedImport(*found, await find_job(connection, job_id))
        except JobNotFound:
            return FollowedImport(*found, None)


async def last_imports(toolbox: CallsToolbox, caller: Principal) -> list[FollowedImport]:
    """The caller's own imports, the newest first."""
    wanted = JobFilter(kinds=[ImportCalls.kind], requested_by=caller.username)
    async with toolbox.database.reading() as connection:
        runs = await runs_of(connection, str(caller.user_id), caller.username, IMPORTS_SHOWN)
        rows, _ = await list_jobs(connection, wanted, 1, IMPORTS_SHOWN)
    jobs = {job.id: job for job in rows}
    return [FollowedImport(run, file, jobs.get(run.job_id)) for run, file in runs]


async def drop_unneeded_files(toolbox: CallsToolbox) -> int:
    """Deletes files that nobody imported within EXPORT_DAYS, and what is left of uploads and imports cut off."""
    oldest: datetime = now() - timedelta(days=toolbox.settings.export_days)
    async with toolbox.database.transaction() as connection:
        old = await unneeded_files(connection, oldest)
        for file in old:
            await mark_file(connection, file.id, state="gone")
        await drop_old_runs(connection)
    async with toolbox.database.reading() as connection:
        needed = await ready_tokens(connection)
    stray_before = time.time() - STRAY_SECONDS
    given_up = {file.token for file in old}

    def drop() -> int:
        count = 0
        for path in folder_of(toolbox).glob("*"):
            if path.name in given_up or (path.name not in needed and path.stat().st_mtime < stray_before):
                path.unlink(missing_ok=True)
                count += 1
        return count

    return await asyncio.to_thread(drop)
