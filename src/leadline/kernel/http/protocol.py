"""uvicorn's HTTP protocol with a limit on a request's head, which neither it nor httptools has."""

from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from leadline.kernel.errors import LeadlineError
from leadline.kernel.http.failures import failure
from leadline.kernel.text import Text

ABORT: Final = "leadline.abort"  # in a request's scope: ends its connection without waiting for its reader
MOST_HEAD_BYTES: Final = 64 * 1024  # Chrome and nginx stop before that


class HeadTooLarge(LeadlineError):
    """The address and headers of a request are over the limit."""

    status = 431
    code = "head_too_large"
    message = Text(
        "请求的地址和请求头过大，上限 {limit} 字节。",
        "The request's address and headers are too large: {limit} bytes is the limit.",
    )


class NotHttp(LeadlineError):
    """What came is no request; in which language its sender reads cannot be known."""

    status = 400
    code = "bad_request"
    message = Text(
        "这不是有效的 HTTP 请求。地址中的中文和空格须先编码，例如 curl -G --data-urlencode。"
        " · Not understood as HTTP. What is not ASCII, and blanks, have to be encoded in an address.",
        "Not understood as HTTP. What is not ASCII, and blanks, have to be encoded in an address.",
    )


NOT_HTTP: Final = NotHttp()


class LimitedHttp(HttpToolsProtocol):
    """Refuses with 431 what goes on for too long before its head ends, and reads no more of it."""

    _in_head = True
    _head_bytes = 0
    _refused = False

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        super().data_received(data)
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES and not self._refused:
                self._refuse()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0
        self.scope[ABORT] = self.transport.abort  # type: ignore[typeddict-unknown-key]  # a key of our own

    def on_headers_complete(self) -> None:
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > MOST_HEAD_BYTES:
            self._refused = True
            raise HeadTooLarge(limit=MOST_HEAD_BYTES)  # the parser stops, and has `send_400_response` called
        self._in_head = False
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  # uvicorn's own words, which are no envelope
        if not self._refused:
            self._answer(NOT_HTTP, b"400 Bad Request")
        else:
            self._refuse()

    def _refuse(self) -> None:
        self._refused = True
        self._answer(HeadTooLarge(limit=MOST_HEAD_BYTES), b"431 Request Header Fields Too Large")

    def _answer(self, refusal: LeadlineError, status: bytes) -> None:
        response = failure(refusal.to("zh-CN"), refusal.code, refusal.status)
        head = [b"%s: %s\r\n" % pair for pair in [*response.raw_headers, (b"connection", b"close")]]
        self.transport.write(b"".join([b"HTTP/1.1 ", status, b"\r\n", *head, b"\r\n", bytes(response.body)]))
        self.transport.close()
