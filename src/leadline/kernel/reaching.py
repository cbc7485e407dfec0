"""Why another machine was not reached, in words: what a library raised, told as a person would say it."""

import socket
import ssl
from collections.abc import Iterator
from errno import EHOSTUNREACH, ENETUNREACH
from typing import Final

from leadline.kernel.text import Text

NO_SUCH_NAME: Final = Text("域名无法解析", "the name cannot be resolved")
REFUSED: Final = Text("对方拒绝连接，端口上可能没有服务", "the connection was refused; nothing may listen there")
NO_WAY: Final = Text("网络不可达", "no network leads there")
TOO_SLOW: Final = Text("超时", "it timed out")
UNTRUSTED: Final = Text("证书不可信：{said}", "its certificate is not trusted: {said}")
NO_TLS: Final = Text("TLS 握手失败：{said}", "the TLS handshake failed: {said}")
HUNG_UP: Final = Text("对方中途断开了连接", "the other side closed the connection")
OTHERWISE: Final = Text("原因：{kind}", "{kind}")

_HANGING_UP: Final = frozenset({
    "RemoteProtocolError", "ReadError", "WriteError", "SMTPServerDisconnected", "IncompleteReadError",
})  # fmt: skip


def why_not_reached(error: BaseException) -> Text:
    """Half a sentence, without a full stop, for what stands behind `error`: the first cause that has a name."""
    for cause in _causes(error):
        if known := _named(cause):
            return known
    if any(type(cause).__name__ in _HANGING_UP for cause in _causes(error)):
        return HUNG_UP
    return OTHERWISE.fill(kind=type(error).__name__)


def _named(error: BaseException) -> Text | None:
    match error:
        case ssl.SSLCertVerificationError():
            told: Text | None = UNTRUSTED.fill(said=error.verify_message or error.reason)
        case ssl.SSLError():
            told = NO_TLS.fill(said=error.reason or type(error).__name__)
        case socket.gaierror():
            told = NO_SUCH_NAME
        case ConnectionRefusedError():
            told = REFUSED
        case TimeoutError():
            told = TOO_SLOW
        case ConnectionError():
            told = HUNG_UP
        case OSError(errno=number) if number in {ENETUNREACH, EHOSTUNREACH}:
            told = NO_WAY
        case _:
            told = None
    return told


def _causes(error: BaseException) -> Iterator[BaseException]:
    """`error` and all that stands behind it: causes, contexts, members of groups; each once."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            waiting.extend(one.exceptions)
        waiting.extend(behind for behind in (one.__cause__, one.__context__) if behind is not None)
