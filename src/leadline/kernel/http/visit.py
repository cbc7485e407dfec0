"""One request on its way through the edge: what it asked, what it was answered, what is told of it afterwards."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from leadline.kernel.http.envelope import HOT_SECONDS
from leadline.kernel.observability.logs import access_line
from leadline.kernel.observability.trace import accept_trace_id

BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_LOGGED_QUERY = 1024
SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
_INTERNAL = HOT_SECONDS.encode()


class Visit:
    """The state of one request. `send` is the ASGI send that adds the headers of every answer."""

    __slots__ = ("_done", "_send", "headers", "method", "scope", "served", "size", "started", "status", "trace_id")

    def __init__(self, scope: Scope, send: Send) -> None:
        self.started = time.perf_counter()
        self.scope = scope
        self.method: str = scope["method"]
        # of a header that is repeated the first counts, as in the routes: the hot door must not see another caller
        self.headers: Mapping[bytes, bytes] = dict(reversed(scope["headers"]))
        self.trace_id = accept_trace_id(self.headers.get(b"x-trace-id"), self.headers.get(b"traceparent"))
        self.status = 0
        self.size = 0
        self.served = "app"
        self._send = send
        self._done = False

    async def send(self, message: Message) -> None:
        """Pass a message on, with the trace id and the security headers."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.scope["method"] = self.method  # a HEAD that was routed as GET: the server must see it as it came
            own = [pair for pair in message.get("headers", ()) if pair[0] != _INTERNAL]
            names = {name.lower() for name, _ in own}
            own += [pair for pair in SECURITY_HEADERS if pair[0] not in names]
            own.append((b"x-trace-id", self.trace_id.encode()))
            message = {**message, "headers": own}
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
        await self._send(message)

    async def send_ready(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        """Send an answer whose headers are all there already."""
        self.status = status
        self.size = len(body)
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})

    def bounded(self, receive: Receive, limit: int) -> Receive:
        """A `receive` that refuses with 413 past `limit` bytes, whatever the headers promised."""
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise HTTPException(413)  # of Starlette's own kind: FastAPI turns any other into a 400
            return message

        return counted

    def headless(self) -> tuple[Receive, Send]:
        """The channels of a HEAD that a GET route answers: the head passes, the body is dropped.

        Once the head is out the route is told that its reader is gone: an export does not run to its end for nobody.
        """
        finished = asyncio.Event()

        async def gone() -> Message:
            await finished.wait()
            return {"type": "http.disconnect"}

        async def head_only(message: Message) -> None:
            if message["type"] == "http.response.body":
                if not finished.is_set():
                    finished.set()
                    await self.send({"type": "http.response.body", "body": b""})
                return
            await self.send(message)

        return gone, head_only

    def tell(self, route: str) -> None:
        """The access log's line."""
        seconds = time.perf_counter() - self.started
        path = self.scope["path"]
        if query := self.scope["query_string"]:
            path = f"{path}?{query[:LONGEST_LOGGED_QUERY].decode('latin-1')}"
        client = self.scope.get("client")
        data: dict[str, Any] = {  # plain JSON values
            "method": self.method,
            "route": route,
            "status": self.status,
            "ms": round(seconds * 1000, 3),
            "bytes": self.size,
            "client": client[0] if client else None,
            "served": self.served,
        }
        access_line(f"{self.method} {path} {self.status}", data)
