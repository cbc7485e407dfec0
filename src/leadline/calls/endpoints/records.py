"""The stored calls: the list, its export, one call, its number, its recording."""

import asyncio
import re
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path as File
from typing import Annotated, BinaryIO

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from leadline.calls.endpoints.dependencies import reader_of, toolbox
from leadline.calls.endpoints.downloads import MEDIA, download_headers, pieces_of
from leadline.calls.endpoints.record_filters import RecordFilters, record_filters
from leadline.calls.permissions import EXPORT_NUMBERS
from leadline.calls.repository.record_selection import Position
from leadline.calls.schemas.records import CallRecordShape, RevealedPhone, RevealRequest
from leadline.calls.schemas.search import RecordCountShape
from leadline.calls.service.export import Export, ExportFormat, csv_chunks, export_calls
from leadline.calls.service.recordings import open_recording
from leadline.calls.service.records import RecordKey, count_calls, find_record, list_records, reveal_phone
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.auth.dependencies import admit, require
from leadline.kernel.auth.principal import Principal
from leadline.kernel.clock import now
from leadline.kernel.db.base import from_microseconds, to_microseconds
from leadline.kernel.http.envelope import Answer, Cursor, PageAnswer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage
from leadline.kernel.pagination import Cursors

router = APIRouter(prefix="/api/calls", tags=["calls"])
Toolbox = Annotated[CallsToolbox, Depends(toolbox)]
Filters = Annotated[RecordFilters, Depends(record_filters)]
Caller = Annotated[Principal, Depends(require("call:read"))]
Revealer = Annotated[Principal, Depends(require("phone:reveal"))]
Exporter = Annotated[Principal, Depends(require("call:export"))]
RecordId = Annotated[
    str, Path(max_length=160, pattern=r"^[^\x00]+$", description="数字 id，或 来源：通话ID · the id, or source:call_id")
]
MOST_ID = 2**63 - 1


def key_of(given: str) -> RecordKey:
    """The id, or the source with its own id; what is neither is the id of nothing."""
    if re.fullmatch(r"[0-9]{1,19}", given):
        return min(int(given), MOST_ID)
    source, _, call_id = given.partition(":")
    return source, call_id


@router.get(
    "",
    summary="通话记录 · Call records",
    response_model=PageAnswer[CallRecordShape],
    responses=error_responses(401, 403, 422),
)
async def read_records(
    tools: Toolbox,
    caller: Caller,
    filters: Filters,
    language: ReaderLanguage,
    per_page: Annotated[int, Query(ge=1, le=200, description="每页条数 · records a page")] = 50,
    cursor: Annotated[str | None, Query(max_length=1024, description="上一页的 next_cursor")] = None,
) -> Response:
    """Calls of a range, the last 7 days by default, newest first; `next_cursor` leads on and is null at the end."""
    cursors = Cursors(tools.settings.secret_key.get_secret_value())
    binding = filters.binding(caller.scope.key)
    query = filters.query(tools.calendar)
    after: Position | None = None
    if cursor is not None:
        place = [int(part) for part in cursors.open(binding, cursor)]
        # "the last 7 days" stay those that the first page meant
        query = replace(query, start=from_microseconds(place[0]), end=from_microseconds(place[1]))
        after = Position(place[2] if query.sort.by_duration else from_microseconds(place[2]), place[3])
    page = await list_records(tools, query, caller.scope, per_page, after, language)
    following = None
    if page.next is not None:
        value = page.next.value if isinstance(page.next.value, int) else to_microseconds(page.next.value)
        bounds = (to_microseconds(query.start), to_microseconds(query.end))
        following = cursors.seal(binding, (*bounds, value, page.next.id))
    return answer(page.records, page.meta, Cursor(next_cursor=following))


@router.get(
    "/count",
    summary="通话条数 · How many calls",
    response_model=Answer[RecordCountShape],
    responses=error_responses(401, 403, 422),
)
async def count_records(tools: Toolbox, caller: Caller, filters: Filters) -> Response:
    """How many calls the list has, with the same filters: exact where the counts know it, else an estimate."""
    found = await count_calls(tools, filters.query(tools.calendar), caller.scope)
    return answer(RecordCountShape(count=found.calls, exact=found.exact))


@router.get(
    "/export",
    summary="导出 · Export",
    response_class=StreamingResponse,
    responses={200: {"content": {kind: {} for kind in MEDIA.values()}}, **error_responses(401, 403, 422, 507)},
)
async def export_records(
    request: Request,
    tools: Toolbox,
    caller: Exporter,
    filters: Filters,
    language: ReaderLanguage,
    format: Annotated[ExportFormat, Query(description="csv 或 xlsx · csv or xlsx")] = "csv",  # noqa: A002  # the API's word
    *,
    unmasked: Annotated[bool, Query(description="完整号码，需 phone:export · whole numbers")] = False,
) -> Response:
    """The calls of a range as a file, with the filters of the list, in batches however many there are."""
    if unmasked:
        admit(caller, EXPORT_NUMBERS)
    query = filters.query(tools.calendar)
    export = Export(query, reader_of(request, caller), language, unmasked)
    first, last = tools.calendar.local(query.start), tools.calendar.local(query.end - timedelta(microseconds=1))
    headers = download_headers(f"{first:%Y%m%d}-{last:%Y%m%d}_{tools.calendar.local(now()):%H%M%S}", format, language)
    counted = await count_calls(tools, query, caller.scope)
    headers |= {"x-total-count": str(counted.calls), "x-total-count-exact": "true" if counted.exact else "false"}
    if format == "csv":
        chunks = csv_chunks(tools, export)
        # the first piece is made before the answer begins, so that a refusal is still one
        first_chunk = await anext(chunks)
        return StreamingResponse(_joined(first_chunk, chunks), headers=headers, media_type=MEDIA[format])
    file = await _workbook(request, tools, export)
    return StreamingResponse(pieces_of(file), headers=headers, media_type=MEDIA[format])


async def _joined(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


async def _workbook(request: Request, tools: CallsToolbox, export: Export) -> BinaryIO:
    """The finished workbook, open and already without a name; given up when the client has gone."""
    folder = tools.settings.leadline_home / "exports"
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    path = folder / f"{uuid.uuid4().hex}.xlsx"
    work = asyncio.create_task(export_calls(tools, export, "xlsx", path))
    try:
        while not (await asyncio.wait({work}, timeout=1.0))[0]:
            if await request.is_disconnected():
                break
    finally:
        if not work.done():
            work.cancel()
            await asyncio.wait({work})
    await work
    return await asyncio.to_thread(_taken, path)


def _taken(path: File) -> BinaryIO:
    file = path.open("rb")
    path.unlink()  # nobody has to remember to remove it, however the download ends
    return file


@router.get(
    "/{record_id}",
    summary="一条通话 · One call",
    response_model=Answer[CallRecordShape],
    responses=error_responses(401, 403, 404, 422),
)
async def read_record(tools: Toolbox, caller: Caller, record_id: RecordId, language: ReaderLanguage) -> Response:
    """By its id, or as `source:call_id`."""
    return answer(await find_record(tools, key_of(record_id), caller.scope, language))


@router.post(
    "/{record_id}/reveal",
    summary="查看完整号码 · Reveal the number",
    response_model=Answer[RevealedPhone],
    responses=error_responses(401, 403, 404, 422, 429),
)
async def reveal_record(
    request: Request, tools: Toolbox, caller: Revealer, record_id: RecordId, wish: RevealRequest
) -> Response:
    """The whole number, for a reason that is written down; so many a day."""
    phone = await reveal_phone(tools, key_of(record_id), reader_of(request, caller), wish.reason)
    return answer(RevealedPhone(phone=phone))


@router.get(
    "/{record_id}/recording",
    summary="录音 · The recording",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"audio/mpeg": {}}},
        206: {"content": {"audio/mpeg": {}}, "description": "所要求的片段 · The asked range"},
        **error_responses(401, 403, 404, 416, 422, 502),
    },
)
async def read_recording(
    request: Request,
    tools: Toolbox,
    caller: Caller,
    record_id: RecordId,
    asked_range: Annotated[str | None, Header(alias="range", max_length=100)] = None,
) -> Response:
    """Streamed from the dialer's host through this server; `Range` works where the host knows it."""
    recording = await open_recording(tools, key_of(record_id), reader_of(request, caller), asked_range)
    headers = {**recording.headers, "cache-control": "private, no-store", "x-content-type-options": "nosniff"}
    return StreamingResponse(recording.chunks, recording.status, headers, recording.headers.get("content-type"))
