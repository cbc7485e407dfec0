"""Real receivers of notifications: an HTTP server that answers as it is told, and an SMTP server."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.servers.ports import free_port


class Came(NamedTuple):
    """A request that came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class HttpReceiver:
    """Keeps what comes; `answers` are given in their order, the last one again and again."""

    def __init__(self) -> None:
        self.came: list[Came] = []
        self.answers: list[tuple[int, dict[str, Any]]] = [(200, {"errcode": 0, "errmsg": "ok", "code": 0})]
        self.headers: dict[str, str] = {}
        self.meanwhile: Callable[[], None] = lambda: None
        self.port = 0

    def url(self, path: str = "/hook") -> str:
        return f"http://localhost:{self.port}{path}"

    def answer(self) -> tuple[int, dict[str, Any]]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def http_receiver() -> Iterator[HttpReceiver]:
    """An HTTP server on a free port of this machine."""
    receiver = HttpReceiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.came.append(Came(self.path, headers, self.rfile.read(length)))
            receiver.meanwhile()
            status, body = receiver.answer()
            raw = json.dumps(body).encode()
            self.send_response(status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield receiver
    server.shutdown()
    server.server_close()
    thread.join()


class Post(NamedTuple):
    """A letter that came."""

    recipients: list[str]
    letter: Message


class Letters:
    """The handler of an SMTP server that keeps letters, and refuses recipients named `nobody`."""

    def __init__(self) -> None:
        self.came: list[Post] = []

    async def handle_RCPT(  # noqa: N802  # the library's hook
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # as above
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.came.append(Post(list(envelope.rcpt_tos), message_from_bytes(content)))
        return "250 OK"


class SmtpReceiver(NamedTuple):
    """Where it listens, and what came."""

    port: int
    letters: Letters


def _knows(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"robot", b"right"), handled=False)


@contextmanager
def smtp_receiver() -> Iterator[SmtpReceiver]:
    """An SMTP server on a free port of this machine; it knows the user `robot` with the password `right`."""
    letters = Letters()
    port = free_port()
    controller = Controller(
        letters,
        hostname="127.0.0.1",
        port=port,
        authenticator=_knows,
        auth_require_tls=False,
        auth_exclude_mechanism=[],
        ready_timeout=60.0,
    )
    controller.start()
    yield SmtpReceiver(port, letters)
    controller.stop()
