"""Exports in the background: a job makes the file, and whoever asked for it fetches it."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from leadline.calls.endpoints.dependencies import reader_of, toolbox
from leadline.calls.endpoints.downloads import MEDIA, download_headers, pieces_of
from leadline.calls.endpoints.record_filters import RecordFilters, record_filters
from leadline.calls.permissions import EXPORT_NUMBERS
from leadline.calls.schemas.jobs import JobStarted
from leadline.calls.service import background_exports
from leadline.calls.service.background_exports import ready_file
from leadline.calls.service.export import Export, ExportFormat
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.audit.log import write_down
from leadline.kernel.auth.dependencies import admit, require
from leadline.kernel.auth.principal import Principal
from leadline.kernel.http.envelope import Answer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage
from leadline.kernel.http.parameters import RowId

router = APIRouter(prefix="/api/calls/exports", tags=["calls"])
Toolbox = Annotated[CallsToolbox, Depends(toolbox)]
Exporter = Annotated[Principal, Depends(require("call:export"))]


@router.post(
    "",
    status_code=202,
    summary="后台导出 · Export in the background",
    response_model=Answer[JobStarted],
    responses=error_responses(401, 403, 422),
)
async def start_export(
    request: Request,
    tools: Toolbox,
    caller: Exporter,
    filters: Annotated[RecordFilters, Depends(record_filters)],
    language: ReaderLanguage,
    format: Annotated[ExportFormat, Query(description="csv 或 xlsx · csv or xlsx")] = "csv",  # noqa: A002  # the API's word
    *,
    unmasked: Annotated[bool, Query(description="完整号码，需 phone:export · whole numbers")] = False,
) -> Response:
    """A job writes the calls of the filters to a file; fetch it at /api/calls/exports/{job_id} when the job is done."""
    if unmasked:
        admit(caller, EXPORT_NUMBERS)
    reader = reader_of(request, caller)
    wanted = Export(filters.query(tools.calendar), reader, language, unmasked)
    return answer(JobStarted(job_id=await background_exports.start_export(tools, wanted, format)), status=202)


@router.get(
    "/{job_id}",
    summary="下载导出文件 · Fetch the exported file",
    response_class=StreamingResponse,
    responses={200: {"content": {kind: {} for kind in MEDIA.values()}}, **error_responses(401, 403, 404, 409, 422)},
)
async def fetch_export(
    request: Request,
    tools: Toolbox,
    caller: Exporter,
    job_id: RowId,
    language: ReaderLanguage,
) -> Response:
    """The file, for the one who asked for it, until it expires; 409 while the job is under way."""
    ready = await ready_file(tools, job_id, caller)
    if ready.unmasked:
        admit(caller, EXPORT_NUMBERS)
    async with tools.database.transaction() as connection:
        details: dict[str, object] = {"format": ready.format, "unmasked": ready.unmasked}
        await write_down(connection, reader_of(request, caller).deed("calls.export_fetched", f"job:{job_id}", details))
    file = await asyncio.to_thread(ready.path.open, "rb")
    headers = download_headers(f"{tools.calendar.local(ready.made_at):%Y%m%d_%H%M%S}", ready.format, language)
    return StreamingResponse(pieces_of(file), headers=headers, media_type=MEDIA[ready.format])
