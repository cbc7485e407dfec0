"""Exports made in the background: what a job is told, the file it makes, and who may have it."""

import asyncio
import time
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from leadline.calls.contracts import ExportCalls
from leadline.calls.domain.record_query import RecordQuery
from leadline.calls.errors import ExportGone, ExportNotReady
from leadline.calls.service.export import Export, ExportFormat
from leadline.calls.service.records import Reader
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.audit.actors import Actor
from leadline.kernel.auth.principal import DataScope, Principal
from leadline.kernel.clock import now
from leadline.kernel.jobs.contracts import JobState
from leadline.kernel.jobs.history import JobNotFound, JobRow, find_job, payload_of_job

PHONE = b"export filter"
SCOPE = TypeAdapter(DataScope)
QUERY = TypeAdapter(RecordQuery)
DAY_SECONDS = 86_400


class ReadyFile(NamedTuple):
    """A finished export."""

    path: Path
    format: ExportFormat
    unmasked: bool
    made_at: datetime


def payload_of(toolbox: CallsToolbox, export: Export, kind: ExportFormat) -> ExportCalls:
    """The export as a job is told it. A number that is searched for is encrypted: payloads are kept for weeks."""
    query = QUERY.dump_python(replace(export.query, phone=None), mode="json")
    caller = export.reader.principal
    scope = SCOPE.dump_python(caller.scope, mode="json")
    scope.pop("key", None)  # made anew from the rest
    phone = export.query.phone
    return ExportCalls(
        query=query,
        phone_sealed=b64encode(toolbox.cipher.encrypt(phone.encode(), PHONE)).decode() if phone else None,
        format=kind,
        language=export.language,
        unmasked=export.unmasked,
        user_id=str(caller.user_id),
        username=caller.username,
        role=caller.role,
        scope=scope,
        address=export.reader.actor.address if export.reader.actor else "",
    )


def export_of(toolbox: CallsToolbox, payload: ExportCalls, trace_id: str) -> Export:
    """The export that the payload tells of."""
    query = QUERY.validate_python(payload.query)
    if payload.phone_sealed:
        query = replace(query, phone=toolbox.cipher.decrypt(b64decode(payload.phone_sealed), PHONE).decode())
    scope = SCOPE.validate_python(payload.scope)
    caller = Principal(payload.user_id, payload.username, payload.role, frozenset(), scope)
    actor = Actor(payload.username, payload.user_id, payload.address, trace_id)
    return Export(query, Reader(caller, actor), payload.language, payload.unmasked)


def file_of(toolbox: CallsToolbox, job_id: int, kind: ExportFormat) -> Path:
    """Where the file of that job is, or will be."""
    return toolbox.settings.leadline_home / "exports" / f"calls-{job_id}.{kind}"


def expiry(toolbox: CallsToolbox) -> str:
    """When a file that is finished now may be deleted, on the business's wall clock."""
    return toolbox.calendar.local(now() + timedelta(days=toolbox.settings.export_days)).isoformat(timespec="seconds")


async def ready_file(toolbox: CallsToolbox, job_id: int, caller: Principal) -> ReadyFile:
    """The file of the caller's own export. ExportGone for another's or one that was deleted, ExportNotReady."""
    async with toolbox.database.reading() as connection:
        try:
            job: JobRow = await find_job(connection, job_id)
        except JobNotFound as error:
            raise ExportGone from error
        given = await payload_of_job(connection, job_id)
    if job.kind != ExportCalls.kind:
        raise ExportGone
    payload = ExportCalls.model_validate(given)
    if (payload.user_id, payload.username) != (str(caller.user_id), caller.username):
        raise ExportGone
    if job.state is not JobState.DONE:
        raise ExportNotReady(state=job.state.value)
    path = file_of(toolbox, job_id, payload.format)
    if not await asyncio.to_thread(path.is_file):
        raise ExportGone
    return ReadyFile(path, payload.format, payload.unmasked, job.finished_at or job.created_at)


async def drop_old_files(toolbox: CallsToolbox) -> int:
    """Deletes the files of exports that are older than EXPORT_DAYS, unfinished ones too, and returns how many."""
    folder = toolbox.settings.leadline_home / "exports"
    before = time.time() - toolbox.settings.export_days * DAY_SECONDS

    def drop() -> int:
        old = [file for file in folder.glob("*") if file.is_file() and file.stat().st_mtime < before]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)

    return await asyncio.to_thread(drop)
