"""GET /api/stream: what happens, as server-sent events."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Annotated, Literal, cast, get_args

from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request
from pydantic_core import to_json
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from leadline.kernel.auth.authenticator import Authenticator, credentials_of
from leadline.kernel.auth.dependencies import signed_in
from leadline.kernel.http.edge import ENDLESS
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.protocol import ABORT
from leadline.kernel.live.hub import Hub
from leadline.kernel.live.listener import Listener
from leadline.kernel.live.pulse import Pulse, tell_of_fault
from leadline.kernel.observability.metrics import IN_FLIGHT

HEARTBEAT_SECONDS = 15.0
PATIENCE_SECONDS = 20.0  # how long one piece may wait for a reader whose window is full
MEDIA_TYPE = "text/event-stream"
BEAT = b": still here\nevent: beat\ndata: {}\n\n"  # the comment for proxies, the event for readers in a browser
RETRY_MS = (1000, 3000)
HEADERS = {
    "cache-control": "no-cache, no-transform",  # no-transform: whoever stands between must not compress it either
    "x-accel-buffering": "no",
}
Event = Literal["figures", "sync", "job", "alert"]


class EventStream(Response):
    """The answer that goes on: each piece is what waits for the listener, or a comment that keeps the line open."""

    media_type = MEDIA_TYPE

    def __init__(self, hub: Hub, listener: Listener, seconds: float | None) -> None:
        super().__init__(headers=HEADERS)
        del self.headers["content-length"]
        self._hub, self._listener, self._seconds = hub, listener, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[ENDLESS] = True
        IN_FLIGHT.dec()  # it waits, and occupies nobody
        watching = asyncio.create_task(self._watch(receive))
        try:
            await self._send(send)
        except TimeoutError:
            self._listener.end("slow")
            if abort := scope.get(ABORT):
                abort()  # a reader that takes nothing would never let the connection close
        finally:
            watching.cancel()
            self._hub.leave(self._listener)
            IN_FLIGHT.inc()

    async def _watch(self, receive: Receive) -> None:
        if self._seconds is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._seconds):
                    await _disconnected(receive)
                    self._listener.end("gone")
            self._listener.end("done")
        await _disconnected(receive)
        self._listener.end("gone")

    async def _send(self, send: Send) -> None:
        listener = self._listener
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        await _piece(send, b"retry: %d\n\n" % random.randint(*RETRY_MS))  # noqa: S311  # so that not all come back at once
        while listener.ending is None:
            frames = await listener.take(HEARTBEAT_SECONDS)
            if listener.ending is None:
                await _piece(send, frames or BEAT)
        if listener.ending != "gone":
            await _piece(send, b"event: bye\ndata: %s\n\n" % to_json({"reason": listener.ending}))
        async with asyncio.timeout(PATIENCE_SECONDS):
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _piece(send: Send, body: bytes) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        await send({"type": "http.response.body", "body": body, "more_body": True})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def stream_routes() -> APIRouter:
    """The stream of the hub in `app.state.live`."""
    router = APIRouter(tags=["live"])

    @router.get(
        "/api/stream",
        summary="实时推送 · What happens, as it happens",
        dependencies=[Depends(signed_in())],
        response_class=StreamingResponse,
        responses={200: {"content": {MEDIA_TYPE: {}}}, **error_responses(401, 422, 503)},
    )
    async def stream(
        request: Request,
        events: Annotated[
            list[Event] | None, Query(description="只收这些事件，可重复 · these events only, repeatable")
        ] = None,
        seconds: Annotated[
            int | None, Query(ge=1, le=3600, description="多少秒后结束，默认不结束 · ends after so many seconds")
        ] = None,
        last_event_id: Annotated[
            str | None, Header(max_length=500, description="断点续传 · the id of the last event that was read")
        ] = None,
        last_id: Annotated[
            str | None, Query(max_length=500, description="同 Last-Event-ID · the same, for a first connection")
        ] = None,
    ) -> Response:
        """Server-sent events: `figures`, `sync`, `alert` say that something has changed, `job` how a job is going."""
        hub = cast(Hub, request.app.state.live)
        authenticator = cast(Authenticator, request.app.state.authenticator)
        credentials = credentials_of(request.scope["headers"])
        identity = await authenticator.identity_of_request(credentials)
        listener = await hub.join(credentials, identity, events or get_args(Event), last_event_id or last_id)
        return EventStream(hub, listener, seconds)

    return router


def beside_the_readers(hub: Hub, pulse: Pulse) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """A lifespan in which news are heard and told to whoever listens."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with pulse.beating():
            task = asyncio.create_task(hub.run())
            task.add_done_callback(tell_of_fault)
            try:
                yield
            finally:
                hub.close()
                task.cancel()

    return lifespan
