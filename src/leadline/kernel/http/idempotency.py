"""`Idempotency-Key`: a creating POST that is sent again is answered again, and not carried out again.

It works on every POST route whose success is a 201; a route has nothing to do for it. The key counts within its caller
for 24 hours. That the request was carried out is written in the transactions of its work; its answer is kept,
encrypted, once it is made.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from typing import NamedTuple

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.middleware import Middleware
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leadline.kernel.auth.dependencies import AFTER_ADMISSION, Admitted, doors_of
from leadline.kernel.auth.principal import Principal
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.engine import Database
from leadline.kernel.db.last_acts import IN_EVERY, Signing
from leadline.kernel.errors import Detail, InvalidInput
from leadline.kernel.http.idempotency_keys import PURPOSE, Stored, keep, mark_written, release, take
from leadline.kernel.text import Text

HEADER = b"idempotency-key"
CREATED = 201
FAILED = 400
WELL_FORMED = re.compile(rb"[\x21-\x7e]{1,200}")
NOT_A_KEY = Text("应为 1 至 200 个可见的 ASCII 字符", "should be 1 to 200 visible ASCII characters")


class Idempotency(NamedTuple):
    """Where keys and answers are kept."""

    database: Database
    cipher: Cipher


class Replay(Exception):
    """The answer is there already: the route is not entered."""

    def __init__(self, stored: Stored) -> None:
        self.stored = stored
        super().__init__("replay")


class _Attempt:
    """One request with a key, from its admission to its answer."""

    def __init__(self, idempotency: Idempotency, key: bytes, path: str, request: str) -> None:
        self._database, self._cipher = idempotency
        self._key, self._path, self._request = key, path, request
        self._digest = ""
        self._holder = ""

    async def admit(self, principal: Principal) -> None:
        """Takes the key for this caller; raises `Replay` where there is an answer."""
        if not WELL_FORMED.fullmatch(self._key):
            raise InvalidInput([Detail("Idempotency-Key", NOT_A_KEY)])
        caller = f"{type(principal.user_id).__name__}:{principal.user_id}"
        parts = (caller.encode(), self._path.encode(), self._key)
        digest = _mac(self._database.signing, b"key", *parts)
        async with self._database.transaction() as connection:
            taken = await take(connection, digest, self._request)
        if isinstance(taken, Stored):
            raise Replay(taken._replace(answer=self._cipher.decrypt(taken.answer, PURPOSE)))
        self._digest, self._holder = digest, taken

    async def mark(self, connection: AsyncConnection) -> None:
        """In every transaction that the request commits."""
        if self._holder:
            await mark_written(connection, self._digest, self._holder)

    async def end(self, answer: Stored | None) -> None:
        """Keeps a success; what failed without a write may be sent again."""
        digest, holder, self._holder = self._digest, self._holder, ""
        if not holder:
            return
        async with self._database.transaction() as connection:
            if answer is not None and answer.status < FAILED:
                encrypted = self._cipher.encrypt(answer.answer, PURPOSE)
                await keep(connection, digest, holder, answer._replace(answer=encrypted))
            else:
                await release(connection, digest, holder)


async def _mark(connection: AsyncConnection, _: Signing, attempts: Sequence[_Attempt]) -> None:
    for attempt in attempts:
        await attempt.mark(connection)


class IdempotencyMiddleware:
    """Innermost: it sees answers before they are compressed."""

    def __init__(self, inner: ASGIApp, of: FastAPI, idempotency: Idempotency) -> None:
        self._inner = inner
        self._app = of
        self._idempotency = idempotency
        self._paths: list[re.Pattern[str]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _key_of(scope) if scope["type"] == "http" and scope["method"] == "POST" else None
        if key is None or not self._creates(scope["path"]):
            await self._inner(scope, receive, send)
            return
        body = await _whole(receive)
        request = _mac(self._idempotency.database.signing, b"request", scope["query_string"], body)
        attempt = _Attempt(self._idempotency, key, scope["path"], request)
        scope[AFTER_ADMISSION] = Admitted(attempt.admit)
        token = IN_EVERY.set((_mark, attempt))
        capture = _Capture(send)
        ended = False
        try:
            await self._inner(scope, _again(body, receive), capture)
            ended = True
        except Replay as replay:
            await _send_again(replay.stored, send)
        finally:
            IN_EVERY.reset(token)
            await attempt.end(capture.stored() if ended else None)
        if ended:
            await capture.pass_on()

    def _creates(self, path: str) -> bool:
        if self._paths is None:
            self._paths = [
                compile_path(door.path)[0]
                for door in doors_of(self._app)
                if "POST" in door.methods and getattr(door.route.original_route, "status_code", None) == CREATED
            ]
        return any(pattern.match(path) for pattern in self._paths)


def keep_answers(app: FastAPI, idempotency: Idempotency) -> None:
    """Adds it to an application, within all other middleware; before the first request."""
    app.user_middleware.append(Middleware(IdempotencyMiddleware, of=app, idempotency=idempotency))


class _Capture:
    """A `send` that holds the answer back until it is kept."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._messages: list[Message] = []

    async def __call__(self, message: Message) -> None:
        self._messages.append(message)

    def stored(self) -> Stored | None:
        """The answer so far; None before it has begun."""
        head = next((one for one in self._messages if one["type"] == "http.response.start"), None)
        if head is None:
            return None
        content_type = dict(head.get("headers", ())).get(b"content-type", b"application/json")
        body = b"".join(one.get("body", b"") for one in self._messages if one["type"] == "http.response.body")
        return Stored(head["status"], content_type.decode("latin-1")[:100], body)

    async def pass_on(self) -> None:
        """Now it may go."""
        for message in self._messages:
            await self._send(message)


def _key_of(scope: Scope) -> bytes | None:
    return next((value for name, value in scope["headers"] if name == HEADER), None)


def _mac(signing: Signing, kind: bytes, *parts: bytes) -> str:
    mac = hmac.new(hmac.digest(signing.secret.encode(), b"leadline idempotency v1", "sha256"), kind, hashlib.sha256)
    for part in parts:
        mac.update(len(part).to_bytes(8, "big") + part)
    return mac.hexdigest()


async def _whole(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    given = False

    async def channel() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return channel


async def _send_again(stored: Stored, send: Send) -> None:
    headers = [
        (b"content-type", stored.content_type.encode("latin-1")),
        (b"content-length", str(len(stored.answer)).encode()),
        (b"cache-control", b"no-store"),
        (b"idempotent-replay", b"true"),
    ]
    await send({"type": "http.response.start", "status": stored.status, "headers": headers})
    await send({"type": "http.response.body", "body": stored.answer})
