"""The simulator as a plain ASGI application: routes, the token check, and the faults between vendor and caller."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson

from leadline.integrations.guanke.simulator.vendor import Refusal, Vendor, envelope

# ASGI's own shapes: dictionaries whose values depend on the message's type.
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_GARBAGE: Final = b'<html><body>\xe7\xbd\x91\xe5\x85\xb3\xe7\xbb\xb4\xe6\x8a\xa4\xe4\xb8\xad</body>{"code":'
_EMPTY_ERROR: Final = orjson.dumps({"code": 500100, "message": "系统繁忙", "data": {"data": [], "totalCount": 0}})
_LOG_INS: Final = ("/token", "/token/secret")
CALLS: Final = "/task/cdr/all2"
TOTALS: Final = "/extension/agent/stat"


@dataclass(slots=True)
class Request:
    """What a handler may know of a request."""

    method: str
    path: str
    query: dict[str, str]
    token: str
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body's object. Raises `Refusal` when it is none."""
        try:
            parsed = orjson.loads(self.body or b"{}")
        except ValueError:
            raise Refusal(400, "请求体不是JSON") from None
        if not isinstance(parsed, dict):
            raise Refusal(400, "请求体不是对象")
        return parsed


@dataclass(slots=True)
class Response:
    """An answer; `broken` ends the connection within the body."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[bytes, bytes], ...] = ()
    broken: bool = False


@dataclass(slots=True)
class Simulator:
    """The ASGI application around one `Vendor`."""

    vendor: Vendor
    requests: int = 0
    running: int = 0
    most_running: int = 0
    paths: dict[str, int] = field(default_factory=dict)

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            response = await self.answer(await _request(scope, receive))
            await _respond(response, send)

    async def answer(self, request: Request) -> Response:
        """The answer to `request`, faults included."""
        if request.path.startswith("/_"):
            return self._operate(request)
        self.requests += 1
        self.paths[request.path] = self.paths.get(request.path, 0) + 1
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            if self.vendor.faults.slow_ms:
                await asyncio.sleep(self.vendor.faults.slow_ms / 1000)
            return self._fault(request) or self._served(request)
        finally:
            self.running -= 1

    def _fault(self, request: Request) -> Response | None:
        faults, happens = self.vendor.faults, self.vendor.rng.random
        if request.path in _LOG_INS:
            return Response(b"", 500) if faults.fail_log_in else None
        page = request.query.get("page", "1")
        always = request.path == CALLS and page.isdecimal() and int(page) in faults.fail_pages
        if always or (faults.fail_totals and request.path == TOTALS) or happens() < faults.fail_rate:
            return Response(b'{"error": "Internal Server Error"}', 500)
        if happens() < faults.rate_limit:
            return Response(b"", 429, ((b"retry-after", str(faults.retry_after).encode()),))
        if happens() < faults.drop_connections:
            return Response(b'{"code": 200, "message": "OK", "data": {"data": [', broken=True)
        if happens() < faults.garbage:
            return Response(_GARBAGE)
        return Response(_EMPTY_ERROR) if happens() < faults.empty_error_pages else None

    def _served(self, request: Request) -> Response:
        try:
            if request.path in _LOG_INS:
                return Response(envelope(self.vendor.log_in(request.query)))
            self.vendor.let_in(request.token)
            if request.path == CALLS and request.method == "GET":
                return Response(self.vendor.calls(request.query))
            return self._listed(request)
        except Refusal as refusal:
            return Response(orjson.dumps({"code": refusal.code, "message": str(refusal), "data": None}))

    def _listed(self, request: Request) -> Response:
        vendor = self.vendor
        handlers: dict[tuple[str, str], Callable[[], object]] = {
            ("POST", TOTALS): lambda: vendor.stat(request.json()),
            ("POST", "/task/external/add"): lambda: vendor.add_task(request.json()),
            ("POST", "/task/external/add/phone"): lambda: vendor.add_phones(request.json()),
            ("GET", "/task/list/v2"): vendor.tasks,
            ("GET", "/scene/external/list"): vendor.scenes,
            ("GET", "/device/list"): vendor.devices,
        }
        handler = handlers.get((request.method, request.path))
        return Response(envelope(handler())) if handler else Response(b'{"error": "Not Found"}', 404)

    def _operate(self, request: Request) -> Response:
        """The simulator's own endpoints: switches, token expiry, the truth."""
        try:
            if request.path == "/_faults":
                if request.method == "POST":
                    self.vendor.faults.update(request.json())
                return Response(orjson.dumps(self.state()))
            if request.path == "/_expire" and request.method == "POST":
                self.vendor.expire()
                return Response(orjson.dumps(self.state()))
            if request.path == "/_truth":
                return Response(orjson.dumps(self.vendor.view(date.fromisoformat(request.query["day"])).truth()))
        except (ValueError, KeyError, Refusal) as error:
            return Response(orjson.dumps({"error": str(error)}), 422)
        return Response(b'{"error": "Not Found"}', 404)

    def state(self) -> dict[str, object]:
        """The switches, and under `seen` what was asked so far."""
        seen = {
            "requests": self.requests,
            "log_ins": self.vendor.log_ins,
            "most_at_once": self.most_running,
            "paths": self.paths,
        }
        return {**self.vendor.faults.as_dict(), "seen": seen}


async def _request(scope: Mapping[str, Any], receive: Receive) -> Request:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    headers = dict(scope["headers"])
    query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    return Request(scope["method"], scope["path"], query, headers.get(b"authorization", b"").decode("latin-1"), body)


async def _respond(response: Response, send: Send) -> None:
    length = len(response.body) + (1000 if response.broken else 0)
    headers = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", str(length).encode()),
        *response.headers,
    ]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    # A body that is announced as unfinished, with nothing to follow, makes the server break the connection.
    await send({"type": "http.response.body", "body": response.body, "more_body": response.broken})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
