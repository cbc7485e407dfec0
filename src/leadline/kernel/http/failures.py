"""Every failure as our envelope: refusals, malformed input, what Starlette refuses, what the database says."""

import errno
import socket
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, NamedTuple

import asyncpg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic_core import to_json
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import Response

from leadline.kernel.auth.dependencies import doors_of
from leadline.kernel.errors import (
    DatabaseBusy,
    DatabaseFileClosed,
    DatabaseReadOnly,
    DatabaseRefused,
    DatabaseUnavailable,
    Detail,
    DiskFull,
    InvalidInput,
    LeadlineError,
    NoDatabase,
    NotAuthenticated,
    NotFound,
)
from leadline.kernel.http.envelope import JsonAnswer
from leadline.kernel.http.language import reader_language
from leadline.kernel.http.reasons import details_of
from leadline.kernel.observability.logs import get_logger
from leadline.kernel.observability.trace import TRACE_ID
from leadline.kernel.text import Language, Text

log = get_logger(__name__)
RETRY_SECONDS = "2"
_FAULT = HTTPStatus.INTERNAL_SERVER_ERROR
UNREADABLE_BODY = "There was an error parsing the body"  # FastAPI's words for bytes that are no text at all


class BodyTooLarge(LeadlineError):
    """A request body over the limit."""

    status = 413
    code = "body_too_large"
    message = Text("请求内容过大，上限 {limit} 字节。", "The request body is too large: {limit} bytes is the limit.")


class _Known(NamedTuple):
    code: str
    text: Text


_HTTP = {
    400: _Known("bad_request", Text("请求有误。", "Bad request.")),
    401: _Known(NotAuthenticated.code, NotAuthenticated.message),
    403: _Known("not_allowed", Text("没有权限。", "Not allowed.")),
    404: _Known(NotFound.code, Text("没有这个地址。", "There is nothing at this address.")),
    405: _Known("method_not_allowed", Text("这个地址不支持该方法。", "This address does not take that method.")),
    406: _Known("not_acceptable", Text("无法提供所要求的格式。", "Not available in the format asked for.")),
    409: _Known("conflict", Text("与当前状态冲突。", "In conflict with the present state.")),
    413: _Known(BodyTooLarge.code, Text("请求内容过大。", "The request body is too large.")),
    415: _Known("unsupported_media_type", Text("不支持这种内容类型。", "This content type is not supported.")),
    422: _Known(InvalidInput.code, InvalidInput.message),
    429: _Known("too_many_requests", Text("请求过于频繁，请稍后重试。", "Too many requests. Try again later.")),
    500: _Known(LeadlineError.code, LeadlineError.message),
    503: _Known("unavailable", Text("服务暂不可用，请稍后重试。", "Unavailable at the moment. Try again later.")),
    507: _Known(DiskFull.code, DiskFull.message),
}
_HEADERS = {401: {"www-authenticate": "Bearer"}, 503: {"retry-after": RETRY_SECONDS}}
FAILURE_CONTENT = {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}}
_DESCRIPTIONS = {
    401: "未登录或令牌无效 · No valid token",
    403: "没有权限 · A permission is missing",
    404: "没有找到 · Not found, or out of the caller's scope",
    422: "参数有误 · Malformed input; details name the fields",
}

# PostgreSQL's SQLSTATEs (appendix A of its manual); two characters stand for their whole class.
_BUSY_STATES = ("55P03", "40P01", "40001", "57014")
_REFUSED_STATES = ("28", "3D000")
_GONE_STATES = ("08", "57P01", "57P02", "57P03", "53300")
_SQLITE: tuple[tuple[str, type[LeadlineError]], ...] = (
    ("is locked", DatabaseBusy),
    ("database or disk is full", DiskFull),
    ("unable to open database file", DatabaseFileClosed),
    ("disk i/o error", DatabaseUnavailable),
    ("readonly database", DatabaseReadOnly),
    ("file is not a database", NoDatabase),
    ("database disk image is malformed", NoDatabase),
)
# what asyncpg lets through when there is no way to the server; HTTP clients wrap theirs
_UNREACHED = (ConnectionRefusedError, ConnectionResetError, socket.gaierror, TimeoutError)
_UNREACHED_ERRNOS = (errno.EHOSTUNREACH, errno.ENETUNREACH)


def failure(
    text: str, code: str, status: int, details: tuple[Detail, ...] = (), language: Language = "zh-CN"
) -> JsonAnswer:
    """The failure envelope as a response."""
    body = {
        "success": False,
        "error": text,
        "code": code,
        "details": [{"field": one.field, "reason": one.reason.to(language)} for one in details],
        "trace_id": TRACE_ID.get(),
    }
    return JsonAnswer(to_json(body), status, _HEADERS.get(status))


def refuse(error: Exception, language: Language) -> JsonAnswer | None:
    """The answer to an exception that we understand, or None for one that is a fault of ours."""
    refusal = error if isinstance(error, LeadlineError) else database_refusal(error)
    if refusal is not None:
        answered = failure(refusal.to(language), refusal.code, refusal.status, refusal.details, language)
        if refusal.retry_after is not None:
            answered.headers["retry-after"] = str(refusal.retry_after)
        return answered
    if isinstance(error, HTTPException):
        known = _HTTP.get(error.status_code) or _HTTP[500 if error.status_code >= _FAULT else 400]
        return failure(known.text.to(language), known.code, error.status_code)
    return None


def unexpected(language: Language) -> JsonAnswer:
    """The 500 for a fault of ours: it tells the trace id and nothing else."""
    return failure(LeadlineError.message.to(language), LeadlineError.code, 500)


def database_refusal(error: BaseException) -> LeadlineError | None:
    """What an error of SQLAlchemy, SQLite, asyncpg or the operating system means for a caller; None when it is a fault.

    Locked, deadlocked or timed out waiting: DatabaseBusy. No room: DiskFull. No connection: DatabaseUnavailable.
    """
    if isinstance(error, PoolTimeout):
        return DatabaseBusy()
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return DatabaseUnavailable()
    for one in _with_causes(error):
        if kind := _by_state(one) or _by_errno(one) or _by_words(one):
            return kind()
    return None


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    yield error
    inner: BaseException | None = error.orig if isinstance(error, DBAPIError) else None
    while inner is not None:
        yield inner
        inner = inner.__cause__


def _by_state(error: BaseException) -> type[LeadlineError] | None:
    state = getattr(error, "sqlstate", None)
    if not isinstance(state, str):
        return None
    if state == "53100":
        return DiskFull
    if state == "25006":
        return DatabaseReadOnly
    if state.startswith(_BUSY_STATES):
        return DatabaseBusy
    if state.startswith(_REFUSED_STATES):
        return DatabaseRefused
    return DatabaseUnavailable if state.startswith(_GONE_STATES) else None


def _by_errno(error: BaseException) -> type[LeadlineError] | None:
    if not isinstance(error, OSError):
        return None
    # several addresses of one host, each refused in its own words, come as one error without a number
    several = str(error).startswith("Multiple exceptions")
    if isinstance(error, _UNREACHED) or error.errno in _UNREACHED_ERRNOS or several:
        return DatabaseUnavailable
    return DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else None


def _by_words(error: BaseException) -> type[LeadlineError] | None:
    words = str(error).lower()
    if isinstance(error, asyncpg.InterfaceError) and "closed" in words:
        return DatabaseUnavailable  # the bulk door speaks to the driver itself, which SQLAlchemy has not heard of
    if type(error).__module__ != "sqlite3":
        return None
    return next((kind for mark, kind in _SQLITE if mark in words), None)


def error_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:  # FastAPI's type of `responses`
    """Our failure envelope for each status, for a route's `responses=`; the shell adds 401, 403, 422 and 500 itself.

    By its name: `model` would have FastAPI build five hundred validators of it at every start. The shell puts it there.
    """
    described = {status: _DESCRIPTIONS.get(status) or _http_description(status) for status in statuses}
    return {status: {"description": text, "content": FAILURE_CONTENT} for status, text in described.items()}


def _http_description(status: int) -> str:
    known = _HTTP.get(status, _HTTP[400])
    return f"{known.text.zh.rstrip('。')} · {known.text.en.rstrip('.')}"


def add_failure_handlers(app: FastAPI) -> None:
    """Answer every failure of `app` in our envelope."""

    async def refusal(request: Request, error: Exception) -> Response:
        response = refuse(error, reader_language(request)) or unexpected(reader_language(request))
        if response.status_code >= _FAULT:
            log.warning("Refused", status=response.status_code, reason=type(error).__name__)
        return response

    async def malformed(request: Request, error: Exception) -> Response:
        details = details_of(error.errors()) if isinstance(error, RequestValidationError) else ()
        return _malformed(details, reader_language(request))

    async def http(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        return _http(app, request, error)

    async def fault(request: Request, error: Exception) -> Response:
        # Starlette raises the error again after this answer, and the edge logs it: with its trace when it is a fault.
        return refuse(error, reader_language(request)) or unexpected(reader_language(request))

    app.add_exception_handler(LeadlineError, refusal)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, fault)


def _malformed(details: tuple[Detail, ...], language: Language) -> Response:
    return failure(InvalidInput.message.to(language), InvalidInput.code, InvalidInput.status, details, language)


def _http(app: FastAPI, request: Request, error: HTTPException) -> Response:
    language = reader_language(request)
    if error.status_code == HTTPStatus.BAD_REQUEST and error.detail == UNREADABLE_BODY:
        reason = Text("不是有效的 JSON", "not valid JSON")
        return _malformed((Detail("body", reason),), language)
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["allow"] = ", ".join(sorted(allowed_methods(app, request.scope["path"])))
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"allow": headers["allow"]})
    response = refuse(error, language) or unexpected(language)
    response.headers.update(headers)
    return response


def allowed_methods(app: FastAPI, path: str) -> set[str]:
    """The methods that `path` takes, of all the routes it matches."""
    allowed = {"OPTIONS"}
    for door in doors_of(app):
        pattern = getattr(door.route, "path_regex", None)
        if pattern is not None and pattern.match(path):
            allowed |= door.methods | ({"HEAD"} if "GET" in door.methods else set())
    return allowed
