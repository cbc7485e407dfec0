"""Imports of files: upload one, look at it, try a mapping, and let a job take its calls."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from leadline.calls.contracts import CallRow, Refusal
from leadline.calls.domain.outcomes import OUTCOME_LABELS
from leadline.calls.endpoints.dependencies import reader_of, toolbox
from leadline.calls.errors import ImportFileTooLarge
from leadline.calls.schemas.imports import (
    ImportBody,
    ImportedBefore,
    ImportFileShape,
    ImportProgress,
    ImportShape,
    ImportsShape,
    LineShapeOfFile,
    PreviewBody,
    PreviewShape,
    ReadCall,
    RefusalShape,
)
from leadline.calls.schemas.jobs import JobStarted
from leadline.calls.service import import_files
from leadline.calls.service.import_files import FollowedImport, SeenFile, Upload
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.auth.dependencies import require
from leadline.kernel.auth.principal import Principal
from leadline.kernel.crypto.phones import mask_phone, normalise_phone
from leadline.kernel.http.envelope import Answer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage
from leadline.kernel.http.parameters import RowId
from leadline.kernel.http.uploads import receive_file
from leadline.kernel.jobs.contracts import JobState
from leadline.kernel.text import Language

MEGABYTE = 1_000_000
UPLOADS = "/api/calls/imports/files"
ONE_FILE = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
        }
    },
}
router = APIRouter(prefix="/api/calls/imports", tags=["calls"])
Toolbox = Annotated[CallsToolbox, Depends(toolbox)]
Importer = Annotated[Principal, Depends(require("call:import"))]


@router.post(
    "/files",
    summary="上传待导入的文件 · Upload a file to import",
    response_model=Answer[ImportFileShape],
    responses=error_responses(401, 403, 413, 415, 422, 507),
    openapi_extra={"requestBody": ONE_FILE},
)
async def upload_file(request: Request, tools: Toolbox, caller: Importer) -> Response:
    """Keeps the file, and answers what it seems to be: its kind, its first lines, a mapping guessed by its headers.

    413 over IMPORT_MAX_MB; 422 where no calls can be read from such a file.
    """
    limit = tools.settings.import_max_mb
    part = await import_files.place_for_upload(tools)
    received = await receive_file(request, part, limit * MEGABYTE, ImportFileTooLarge(limit=limit))
    upload = Upload(received.name, received.size, received.sha256)
    # not a 201: an Idempotency-Key would have the whole body held in memory
    return answer(_file_shape(await import_files.keep_upload(tools, reader_of(request, caller), part, upload)))


@router.get(
    "/files/{file_id}",
    summary="一个待导入的文件 · A file to import",
    response_model=Answer[ImportFileShape],
    responses=error_responses(401, 403, 404, 422),
)
async def read_file(tools: Toolbox, caller: Importer, file_id: RowId) -> Response:
    """The caller's own file as it was answered when it came; 404 once it is imported."""
    return answer(_file_shape(await import_files.see_file(tools, caller, file_id)))


@router.post(
    "/preview",
    summary="预览导入 · What an import would read",
    response_model=Answer[PreviewShape],
    responses=error_responses(401, 403, 404, 422),
)
async def preview_import(body: PreviewBody, tools: Toolbox, caller: Importer, language: ReaderLanguage) -> Response:
    """The first twenty calls and refusals among the first two hundred rows. Nothing is written."""
    seen = await import_files.preview(tools, caller, body.file_id, body.kind, body.mapping)
    return answer(
        PreviewShape(
            calls=[_call_shape(row, language) for row in seen.calls],
            refusals=[_refusal_shape(one, language) for one in seen.refusals],
            read=seen.read,
            refused=seen.refused,
            whole=seen.whole,
        )
    )


@router.post(
    "",
    status_code=202,
    summary="开始导入 · Import a file",
    response_model=Answer[JobStarted],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def start_import(body: ImportBody, request: Request, tools: Toolbox, caller: Importer) -> Response:
    """A job takes the file's calls; follow it at /api/calls/imports/{job_id}, or at /api/jobs/{job_id}."""
    source = body.name or body.kind
    reader = reader_of(request, caller)
    job_id = await import_files.start_import(tools, reader, body.file_id, body.kind, body.mapping, source)
    return answer(JobStarted(job_id=job_id), status=202)


@router.get(
    "",
    summary="最近的导入 · The last imports",
    response_model=Answer[ImportsShape],
    responses=error_responses(401, 403),
)
async def read_imports(tools: Toolbox, caller: Importer, language: ReaderLanguage) -> Response:
    """The caller's own last twenty, the newest first, without their refusals."""
    found = await import_files.last_imports(tools, caller)
    shapes = [_import_shape(one, language, refusals=False) for one in found]
    return answer(ImportsShape(max_bytes=tools.settings.import_max_mb * MEGABYTE, imports=shapes))


@router.get(
    "/{job_id}",
    summary="一次导入 · One import",
    response_model=Answer[ImportShape],
    responses=error_responses(401, 403, 404, 422),
)
async def read_import(tools: Toolbox, caller: Importer, job_id: RowId, language: ReaderLanguage) -> Response:
    """The caller's own: how far it is, what came of the rows, the first hundred refusals with line and reason."""
    found = await import_files.one_import(tools, caller, job_id)
    return answer(_import_shape(found, language, refusals=True))


def _file_shape(seen: SeenFile) -> ImportFileShape:
    file, look, before = seen
    lines = [LineShapeOfFile(line=one.line, cells=list(one.cells)) for one in look.lines]
    known = ImportedBefore(job_id=before.job_id, at=before.imported_at or before.uploaded_at, by=before.username) \
        if before else None  # fmt: skip
    return ImportFileShape(
        file_id=file.id, name=file.name, bytes=file.bytes, kind=look.kind, columns=lines[0].cells if lines else [],
        lines=lines, mapping=dict(look.mapping) if look.mapping is not None else None, imported_before=known,
    )  # fmt: skip


def _call_shape(row: CallRow, language: Language) -> ReadCall:
    known = {name: value for name, value in row._asdict().items() if name in ReadCall.model_fields}
    known["phone"] = mask_phone(normalise_phone(row.phone)) if row.phone else None
    return ReadCall(**known, outcome_label=OUTCOME_LABELS[row.outcome].to(language))


def _refusal_shape(refusal: Refusal, language: Language) -> RefusalShape:
    return RefusalShape(line=refusal.line, call_id=refusal.call_id, reason=refusal.reason.to(language))


def _import_shape(found: FollowedImport, language: Language, *, refusals: bool) -> ImportShape:
    run, file, job = found
    spoken = "en" if language == "en" else "zh"
    noted = [
        RefusalShape(line=one["line"], call_id=one["call_id"], reason=one[spoken])
        for one in (run.refusals if refusals else ())
    ]
    over = JobState.DONE if run.finished_at else JobState.FAILED
    return ImportShape(
        job_id=run.job_id, file_id=file.id, file=file.name, kind=run.kind, source=run.source,
        state=job.state if job else over,
        progress=ImportProgress(
            done=job.done if job else 0, total=job.total if job else None,
            note=job.note.to(language) if job and job.note else None,
        ),
        received=run.received, new=run.new, updated=run.updated, unchanged=run.unchanged,
        not_dialled=run.not_dialled, repeated=run.repeated, refused=run.refused, refusals=noted,
        first_day=run.first_day, last_day=run.last_day,
        error=job.error.to(language) if job and job.error else None, file_is_there=file.state == "ready",
        created_at=job.created_at if job else file.uploaded_at,
        finished_at=job.finished_at if job else run.finished_at,
    )  # fmt: skip
