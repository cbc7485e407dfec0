"""Exports made in the background: what a job is told, the file it makes, and who may have it."""

import asyncio
import secrets
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from leadline.calls.contracts import ExportCalls
from leadline.calls.domain.record_query import RecordQuery
from leadline.calls.errors import ExportFilterGone, ExportGone, ExportNotReady
from leadline.calls.service.export import Export, ExportFormat
from leadline.calls.service.records import Reader
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.audit.actors import Actor
from leadline.kernel.audit.log import write_down
from leadline.kernel.auth.principal import DataScope, Principal
from leadline.kernel.clock import now
from leadline.kernel.crypto.vault import SecretVault
from leadline.kernel.jobs.contracts import JobState
from leadline.kernel.jobs.history import JobNotFound, JobRow, find_job, payload_of_job
from leadline.kernel.jobs.queue import enqueue

NAME_LENGTH = 100
SCOPE = TypeAdapter(DataScope)
QUERY = TypeAdapter(RecordQuery)
DAY_SECONDS = 86_400


class ReadyFile(NamedTuple):
    """A finished export."""

    path: Path
    format: ExportFormat
    unmasked: bool
    made_at: datetime


async def start_export(toolbox: CallsToolbox, export: Export, kind: ExportFormat) -> int:
    """Starts the job that writes the file, and returns its id.

    A number that is searched for goes into the vault, not into the payload: that is kept for weeks, in the clear, and
    a rotation of the keys would not reach it.
    """
    phone, sealed = export.query.phone, None
    async with toolbox.database.transaction() as connection:
        if phone:
            sealed = f"export:{secrets.token_hex(16)}"
            until = now() + timedelta(days=toolbox.settings.job_history_days + 1)  # a job may be tried again until then
            await _vault(toolbox).put_within(connection, sealed, phone, until)
        payload = _payload(export, kind, sealed)
        job_id = await enqueue(connection, payload, requested_by=export.reader.principal.username)
        await write_down(connection, export.reader.deed("calls.export_job", f"job:{job_id}", {"format": kind}))
    return job_id


def _payload(export: Export, kind: ExportFormat, sealed: str | None) -> ExportCalls:
    query = QUERY.dump_python(replace(export.query, phone=None), mode="json")
    caller = export.reader.principal
    scope = SCOPE.dump_python(caller.scope, mode="json")
    scope.pop("key", None)  # made anew from the rest
    return ExportCalls(
        query=query,
        phone_sealed=sealed,
        format=kind,
        language=export.language,
        unmasked=export.unmasked,
        user_id=str(caller.user_id),
        username=caller.username,
        role=caller.role,
        scope=scope,
        address=export.reader.actor.address if export.reader.actor else "",
    )


async def export_of(toolbox: CallsToolbox, payload: ExportCalls, trace_id: str) -> Export:
    """The export that the payload tells of; ExportFilterGone: without its number it would be of all calls."""
    query = QUERY.validate_python(payload.query)
    if payload.phone_sealed:
        phone = await _vault(toolbox).get(payload.phone_sealed[:NAME_LENGTH])
        if phone is None:
            raise ExportFilterGone
        query = replace(query, phone=phone)
    scope = SCOPE.validate_python(payload.scope)
    caller = Principal(payload.user_id, payload.username, payload.role, frozenset(), scope)
    actor = Actor(payload.username, payload.user_id, payload.address, trace_id)
    return Export(query, Reader(caller, actor), payload.language, payload.unmasked)


def _vault(toolbox: CallsToolbox) -> SecretVault:
    return SecretVault(toolbox.database, toolbox.cipher)


def file_of(toolbox: CallsToolbox, job_id: int, kind: ExportFormat) -> Path:
    """Where the file of that job is, or will be."""
    return toolbox.settings.leadline_home / "exports" / f"calls-{job_id}.{kind}"


def expiry(toolbox: CallsToolbox) -> str:
    """When a file that is finished now may be deleted, on the business's wall clock."""
    return toolbox.calendar.local(now() + timedelta(days=toolbox.settings.export_days)).isoformat(timespec="seconds")


async def ready_file(toolbox: CallsToolbox, job_id: int, caller: Principal) -> ReadyFile:
    """The caller's own file. ExportNotReady; ExportGone: another's, deleted, or of when they saw more."""
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
    if not caller.scope.holds(SCOPE.validate_python(payload.scope)):
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
