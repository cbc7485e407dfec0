"""Files that were uploaded to be imported, and the books of the jobs that import them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import FileKind
from leadline.calls.models import import_files, import_runs
from leadline.kernel.db.upsert import upsert
from leadline.kernel.jobs.tables import jobs

FileState = Literal["ready", "imported", "gone"]
COUNTS = ("received", "new", "updated", "unchanged", "not_dialled", "repeated", "refused")
NOTHING_YET: Mapping[str, object] = {
    **dict.fromkeys(COUNTS, 0), "refusals": [], "first_day": None, "last_day": None, "finished_at": None,
}  # fmt: skip


class ImportFile(NamedTuple):
    """An uploaded file. Its content is there while the state is `ready`; `job_id` is the last that was to import it."""

    id: int
    token: str
    name: str
    bytes: int
    sha256: str
    state: FileState
    user_id: str
    username: str
    uploaded_at: datetime
    job_id: int | None
    imported_at: datetime | None


class ImportRun(NamedTuple):
    """How far a job is with its file: every row that it has read is in `received` or in `refused`."""

    job_id: int
    file_id: int
    kind: FileKind
    source: str
    received: int
    new: int
    updated: int
    unchanged: int
    not_dialled: int
    repeated: int
    refused: int
    refusals: list[dict[str, Any]]  # Any: a JSON document
    first_day: date | None
    last_day: date | None
    finished_at: datetime | None


async def add_file(connection: AsyncConnection, values: Mapping[str, object]) -> int:
    """Adds an uploaded file, ready to be imported, and returns its id."""
    added = await connection.execute(insert(import_files).values(state="ready", **values).returning(import_files.c.id))
    return int(added.scalar_one())


async def find_file(connection: AsyncConnection, file_id: int, *, lock: bool = False) -> ImportFile | None:
    """One file; with `lock`, held until the transaction ends."""
    query = select(import_files).where(import_files.c.id == file_id)
    found = (await connection.execute(query.with_for_update() if lock else query)).one_or_none()
    return None if found is None else _file(found)


async def last_imported(connection: AsyncConnection, sha256: str) -> ImportFile | None:
    """The last file with this content that was imported to its end."""
    columns = import_files.c
    query = select(import_files).where(columns.sha256 == sha256, columns.state == "imported")
    found = (await connection.execute(query.order_by(columns.imported_at.desc()).limit(1))).one_or_none()
    return None if found is None else _file(found)


async def mark_file(connection: AsyncConnection, file_id: int, **values: object) -> None:
    """Writes columns of a file's row."""
    await connection.execute(update(import_files).where(import_files.c.id == file_id).values(**values))


async def begin_run(connection: AsyncConnection, job_id: int, values: Mapping[str, object]) -> None:
    """Opens the books of a job, anew when there are any."""
    await upsert(connection, import_runs, [{"job_id": job_id, **NOTHING_YET, **values}])


async def note_run(connection: AsyncConnection, job_id: int, values: Mapping[str, object]) -> None:
    """Writes how far the job is."""
    await connection.execute(update(import_runs).where(import_runs.c.job_id == job_id).values(**values))


async def find_run(connection: AsyncConnection, job_id: int) -> tuple[ImportRun, ImportFile] | None:
    """The books of a job, and its file."""
    found = await _runs(connection, [import_runs.c.job_id == job_id], 1)
    return found[0] if found else None


async def runs_of(
    connection: AsyncConnection, user_id: str, username: str, limit: int
) -> list[tuple[ImportRun, ImportFile]]:
    """The user's last imports, the newest first."""
    return await _runs(connection, [import_files.c.user_id == user_id, import_files.c.username == username], limit)


async def _runs(
    connection: AsyncConnection, chosen: Iterable[ColumnElement[bool]], limit: int
) -> list[tuple[ImportRun, ImportFile]]:
    runs, files = import_runs.c, import_files.c
    query = (
        select(*runs, *(column.label(f"file__{column.name}") for column in files))
        .join_from(import_runs, import_files, runs.file_id == files.id)
        .where(*chosen)
        .order_by(runs.job_id.desc())
        .limit(limit)
    )
    cut = len(ImportRun._fields)
    return [(ImportRun(*row[:cut]), ImportFile(*row[cut:])) for row in await connection.execute(query)]


async def unneeded_files(connection: AsyncConnection, before: datetime) -> Sequence[ImportFile]:
    """Files that were uploaded before then, are still there, and that no job waits or works for."""
    columns = import_files.c
    busy = select(jobs.c.id).where(jobs.c.id == columns.job_id, jobs.c.state.in_(("queued", "running")))
    query = select(import_files).where(columns.state == "ready", columns.uploaded_at < before, ~busy.exists())
    return [_file(row) for row in await connection.execute(query.order_by(columns.id))]


async def ready_tokens(connection: AsyncConnection) -> frozenset[str]:
    """The names under which files lie on the disk that are still needed."""
    found = await connection.execute(select(import_files.c.token).where(import_files.c.state == "ready"))
    return frozenset(found.scalars())


async def drop_old_runs(connection: AsyncConnection) -> int:
    """Deletes the books of jobs that are kept no longer, with the files that came to nothing, and returns how many."""
    kept = select(jobs.c.id)
    gone = (await connection.execute(delete(import_runs).where(import_runs.c.job_id.not_in(kept)))).rowcount
    needed = select(import_runs.c.file_id)
    files = import_files.c
    await connection.execute(delete(import_files).where(files.state == "gone", files.id.not_in(needed)))
    return gone


def _file(row: Row[Any]) -> ImportFile:  # Any: the columns of the table
    return ImportFile._make(row)
