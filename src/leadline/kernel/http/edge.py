"""The edge: everything that happens to a request outside its route, in one ASGI callable.

Trace id, body limit, security headers, access log, metrics, HEAD, the last answer to an unexpected exception, and the
hot door: a GET whose answer is ready is checked and served here, without entering FastAPI (a tenth of its cost).
"""

import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leadline.kernel.auth.authenticator import Authenticator, Credentials
from leadline.kernel.auth.dependencies import ON_BEHALF, admit, doors_of, hot_doors
from leadline.kernel.auth.principal import Principal
from leadline.kernel.http.envelope import HOT_SECONDS
from leadline.kernel.http.failures import BodyTooLarge, refuse, unexpected
from leadline.kernel.http.hot import HotAnswer, HotAnswers, Key, takes_gzip
from leadline.kernel.http.language import language_of
from leadline.kernel.http.visit import BODILESS, Visit
from leadline.kernel.observability.logs import get_logger
from leadline.kernel.observability.metrics import IN_FLIGHT, SENT, RequestMeters
from leadline.kernel.observability.trace import TRACE_ID, USER_ID
from leadline.kernel.text import Language

log = get_logger(__name__)
UNMATCHED = "unmatched"
ENDLESS = "leadline.endless"  # set in a request's scope by an answer that goes on: how long it took says nothing
EXPOSED_HEADERS = "X-Trace-Id, ETag, Idempotent-Replay, Date"
ROUTES_HEADERS = (b"accept-encoding", b"if-none-match", b"range")  # what a computed hot answer must not depend on


class EdgeSettings(NamedTuple):
    """What the edge is told."""

    authenticator: Authenticator
    hot: HotAnswers | None
    default_language: Language
    max_body_bytes: int
    body_limits: Mapping[str, int]
    allowed_origins: frozenset[str]


class Edge:
    """Wraps `inner`, the middleware and routes of `app`."""

    def __init__(self, app: FastAPI, inner: ASGIApp, settings: EdgeSettings) -> None:
        self._app = app
        self._inner = inner
        self._settings = settings
        self._meters = RequestMeters()
        self._doors: Mapping[str, str] = hot_doors(app) if settings.hot is not None else {}
        self._templates: dict[object, list[str]] = {}
        for door in doors_of(app):
            self._templates.setdefault(door.route.endpoint, []).append(door.path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; websockets and the lifespan pass through."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        visit = Visit(scope, send)
        trace, user = TRACE_ID.set(visit.trace_id), USER_ID.set("")
        IN_FLIGHT.inc()
        try:
            permission = self._doors.get(scope["path"])
            if permission is not None and visit.method == "GET" and self._settings.hot is not None:
                await self._serve_hot(visit, permission, self._settings.hot, receive)
            else:
                await self._serve(visit, receive)
        except Exception as error:  # noqa: BLE001 - the one place that turns any fault into a 500 with its trace id
            await self._fail(visit, error)
        finally:
            IN_FLIGHT.dec()
            self._record(visit)
            TRACE_ID.reset(trace)
            USER_ID.reset(user)

    async def warm(self, path: str, query: str, principal: Principal, language: Language) -> bool:
        """Makes the answer of a hot route ready for callers like this one; whether that was needed, and done."""
        hot = self._settings.hot
        if hot is None or path not in self._doors:
            return False
        key = (path, query.encode(), principal.scope.key, language)
        version = await hot.version()
        if hot.find(key, version) is not None:
            return False
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "app": self._app,
            "headers": [(b"accept-language", language.encode())], "client": None, "server": None, ON_BEHALF: principal,
        }  # fmt: skip
        return await self._compute(Visit(scope, _unheard), hot, key, version, _nothing) is not None

    async def _serve(self, visit: Visit, receive: Receive) -> None:
        scope = visit.scope
        send: Send = visit.send
        if visit.method == "HEAD":
            scope["method"] = "GET"  # in place: the route that matches is written into this very scope
            receive, send = visit.headless()
        elif visit.method not in BODILESS:
            limit = self._settings.body_limits.get(scope["path"], self._settings.max_body_bytes)
            length = visit.headers.get(b"content-length", b"0")
            if not length.isdigit() or int(length[:20]) > limit:
                await self._refuse_body(visit, limit)
                return
            receive = visit.bounded(receive, limit)
        await self._inner(scope, receive, send)

    async def _refuse_body(self, visit: Visit, limit: int) -> None:
        response = refuse(BodyTooLarge(limit=limit), self._language(visit))
        if response is not None:
            response.headers["connection"] = "close"  # the rest of the body is not worth reading
            await response(visit.scope, _nothing, visit.send)

    async def _serve_hot(self, visit: Visit, permission: str, hot: HotAnswers, receive: Receive) -> None:
        scope = visit.scope
        credentials = Credentials(visit.headers.get(b"authorization"), visit.headers.get(b"cookie"))
        principal = await self._settings.authenticator.principal_of(credentials, write=False)
        USER_ID.set(str(principal.user_id))
        admit(principal, permission)
        key = (scope["path"], scope["query_string"], principal.scope.key, self._language(visit))
        version = await hot.version()
        ready = hot.find(key, version)
        if ready is None:
            visit.served = "computed"
            ready = await self._compute(visit, hot, key, version, receive)
            if ready is None:
                return
        else:
            visit.served = "hot"
        await self._send_ready(visit, ready)

    async def _send_ready(self, visit: Visit, ready: HotAnswer) -> None:
        asked = visit.headers
        packed = ready.packed if takes_gzip(asked.get(b"accept-encoding", b"")) else None
        chosen = packed or ready.plain
        status, headers, body = 200, chosen.headers, chosen.body
        known = asked.get(b"if-none-match")
        if known is not None and (ready.tag in known or known.strip() == b"*"):
            status, headers, body = 304, chosen.unchanged, b""
        own = [*headers, (b"x-trace-id", visit.trace_id.encode())]
        if (origin := asked.get(b"origin")) is not None:
            own += self._cors(origin)
        await visit.send_ready(status, own, body)

    async def _compute(
        self, visit: Visit, hot: HotAnswers, key: Key, version: str, receive: Receive
    ) -> HotAnswer | None:
        mine = await hot.turn(key, version)
        if not mine and (ready := hot.find(key, version)):
            return ready  # whoever was first computed it for all
        scope = visit.scope
        scope["headers"] = [pair for pair in scope["headers"] if pair[0] not in ROUTES_HEADERS]
        capture = _Capture()
        try:
            if (ready := await hot.borrow(key, version)) is not None:
                visit.served = "shared"
                return ready
            await self._inner(scope, receive, capture)
            if (seconds := capture.storable()) is not None:
                ready = await HotAnswer.make(bytes(capture.body), version, seconds if seconds >= 0 else None)
                if seconds:
                    hot.keep(key, ready)
                    hot.share(key, ready)
                return ready
        finally:
            if mine:
                hot.done(key, version)
        for message in capture.messages():
            await visit.send(message)
        return None

    async def _fail(self, visit: Visit, error: Exception) -> None:
        language = self._language(visit)
        understood = refuse(error, language)
        if understood is None:
            log.error("Unexpected exception", path=visit.scope["path"], exc_info=error)
        elif understood.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.warning("Refused", status=understood.status_code, reason=str(error)[:500])
        if not visit.status:
            await (understood or unexpected(language))(visit.scope, _nothing, visit.send)
        # An answer that had begun stays unfinished: the server closes the connection, and the reader sees it is cut.

    def _record(self, visit: Visit) -> None:
        seconds = time.perf_counter() - visit.started
        route = self._route(visit)
        taken = None if ENDLESS in visit.scope else seconds
        self._meters.record(visit.method, route, visit.status, visit.served, taken)
        SENT.inc(visit.size)
        visit.tell(route)

    def _route(self, visit: Visit) -> str:
        return visit.scope["path"] if visit.served != "app" else self._template(visit.scope)

    def _template(self, scope: Scope) -> str:
        paths = self._templates.get(scope.get("endpoint"))
        if not paths:
            return UNMATCHED
        return scope["path"] if scope["path"] in paths else paths[0]

    def _language(self, visit: Visit) -> Language:
        return language_of(visit.headers.get(b"accept-language", b""), self._settings.default_language)

    def _cors(self, origin: bytes) -> list[tuple[bytes, bytes]]:
        allowed = self._settings.allowed_origins
        if "*" in allowed:
            grant = b"*"
        elif origin.decode("latin-1") in allowed:
            grant = origin
        else:
            return []
        return [
            (b"access-control-allow-origin", grant),
            (b"access-control-expose-headers", EXPOSED_HEADERS.encode()),
            (b"vary", b"Origin"),
        ]


class _Capture:
    """A `send` that keeps what a route answers."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message.get("headers", ()))
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    def storable(self) -> float | None:
        """How many seconds the answer may be kept (negative: without limit), or None when it is not for keeping."""
        named = dict(self.headers)
        if self.status != HTTPStatus.OK or named.get(b"content-type") != b"application/json" or b"set-cookie" in named:
            return None
        return float(named.get(HOT_SECONDS.encode(), b"-1"))

    def messages(self) -> list[Message]:
        """The answer as it came."""
        return [
            {"type": "http.response.start", "status": self.status, "headers": self.headers},
            {"type": "http.response.body", "body": bytes(self.body)},
        ]


async def _unheard(_: Message) -> None:
    """Nobody listens."""


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
