"""Routes of the audit log: the list with its filters, one entry, an export."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from leadline.kernel.audit.callers import actor_of
from leadline.kernel.audit.reading import HEADERS, AuditQuery, Found, csv_chunks, read_entries, read_entry
from leadline.kernel.auth.dependencies import require
from leadline.kernel.auth.permissions import register
from leadline.kernel.auth.principal import Principal
from leadline.kernel.clock import BusinessCalendar, now
from leadline.kernel.db.engine import Database
from leadline.kernel.errors import Detail, InvalidInput, NotFound
from leadline.kernel.http.envelope import Answer, Cursor, LocalTime, PageAnswer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.parameters import RowId
from leadline.kernel.pagination import Cursors
from leadline.kernel.settings import Settings
from leadline.kernel.text import Text

READ = register("audit:read", Text("查看审计日志", "Read the audit log")).name
TAG = {"audit": Text("审计日志：谁在何时做了什么", "Audit log: who did what, and when")}
Reader = Annotated[Principal, Depends(require(READ))]
TURNED = Text("起始日期晚于结束日期", "the first day is after the last")


class AuditEntryShape(BaseModel):
    """One entry. Numbers and secrets in it are masked."""

    id: int = Field(description="从 1 起连续编号 · counted from 1 without gaps")
    at: LocalTime
    actor: str = Field(description="用户名，cli：系统用户，或 push：来源 · user name, cli:<os user>, or push:<source>")
    actor_id: str
    action: str = Field(description="对象.动作，如 user.create · noun.verb")
    subject: str = Field(description="被操作的记录，如 call:12 · the record")
    details: dict[str, Any]  # Any: plain JSON values
    before: dict[str, Any] | None = Field(description="修改前的字段 · changed fields as they were")
    after: dict[str, Any] | None = Field(description="修改后的字段 · and as they are")
    result: Literal["ok", "refused"]
    address: str
    trace_id: str


Word = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]+$")]  # PostgreSQL stores no NUL


class AuditFilters(BaseModel):
    """The query parameters of the list and of the export."""

    actor: Word | None = None
    action: Word | None = Field(None, description="user.create，或整类 user · or a whole noun")
    subject: Word | None = Field(None, description="末尾加 * 按前缀 · ends in *: a beginning")
    first: date | None = Field(None, alias="from", description="起始日期（含）· first day")
    last: date | None = Field(None, alias="to", description="结束日期（含）· last day")
    address: Word | None = None
    trace_id: Word | None = None
    result: Literal["ok", "refused"] | None = None
    q: Word | None = Field(None, description="任意处的文字 · a text anywhere in it")

    def query(self, calendar: BusinessCalendar) -> AuditQuery:
        """The filters with days as moments; InvalidInput for a range that ends before it begins."""
        if self.first and self.last and self.first > self.last:
            raise InvalidInput([Detail("from", TURNED)])
        return AuditQuery(
            actor=self.actor,
            action=self.action,
            subject=self.subject,
            start=_moment(calendar, self.first, after=False),
            end=_moment(calendar, self.last, after=True),
            address=self.address,
            trace_id=self.trace_id,
            result=self.result,
            text=self.q,
        )


def _moment(calendar: BusinessCalendar, day: date | None, *, after: bool) -> datetime | None:
    if day is None or not date.min < day < date.max:
        return None  # before all days, or after them: no bound
    window = calendar.window_of(day)
    return window.end if after else window.start


class AuditListing(AuditFilters):
    """The list's parameters."""

    per_page: int = Field(50, ge=1, le=200, description="每页条数 · entries a page")
    cursor: str | None = Field(None, max_length=1024, description="上一页的 next_cursor · from the page before")


class AuditExport(AuditFilters):
    """The export's parameters."""

    format: Literal["csv"] = "csv"


def audit_routes(database: Database, settings: Settings) -> APIRouter:
    """The router of `/api/audit`."""
    router = APIRouter(prefix="/api/audit", tags=["audit"])
    calendar = BusinessCalendar(settings.business_timezone)
    cursors = Cursors(settings.secret_key.get_secret_value())

    @router.get(
        "",
        summary="审计日志 · The audit log",
        response_model=PageAnswer[AuditEntryShape],
        responses=error_responses(401, 403, 422),
    )
    async def list_entries(_: Reader, asked: Annotated[AuditListing, Query()]) -> Response:
        """Entries, newest first; `next_cursor` leads on and is null at the end."""
        query, per_page = asked.query(calendar), asked.per_page
        binding = {"list": "audit", **query.given}
        before = None if asked.cursor is None else int(cursors.open(binding, asked.cursor)[0])
        async with database.reading() as connection:
            rows = await read_entries(connection, query, before, per_page + 1)
        following = cursors.seal(binding, [rows[per_page - 1].id]) if len(rows) > per_page else None
        return answer([_shape(row) for row in rows[:per_page]], pagination=Cursor(next_cursor=following))

    @router.get(
        "/export",
        summary="导出审计日志 · Export the audit log",
        response_class=StreamingResponse,
        responses={200: {"content": {"text/csv": {}}}, **error_responses(401, 403, 422)},
    )
    async def export_entries(request: Request, caller: Reader, asked: Annotated[AuditExport, Query()]) -> Response:
        """The entries that the filters leave as CSV, newest first. The export is written down itself."""
        chunks = csv_chunks(database, asked.query(calendar), actor_of(request, caller))
        head = await anext(chunks)  # before the answer begins, so that a refusal is still one
        name = f"audit_{calendar.local(now()):%Y%m%d_%H%M%S}.csv"
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}

        async def whole() -> AsyncIterator[bytes]:
            yield head
            async for chunk in chunks:
                yield chunk

        return StreamingResponse(whole(), headers=headers, media_type="text/csv; charset=utf-8")

    @router.get(
        "/{entry_id}",
        summary="一条审计记录 · One entry",
        response_model=Answer[AuditEntryShape],
        responses=error_responses(401, 403, 404, 422),
    )
    async def read_one(_: Reader, entry_id: RowId) -> Response:
        """One entry by its number."""
        async with database.reading() as connection:
            row = await read_entry(connection, entry_id)
        if row is None:
            raise NotFound
        return answer(_shape(row))

    return router


def _shape(row: Found) -> AuditEntryShape:
    return AuditEntryShape(**dict(zip(HEADERS, row, strict=True)))
