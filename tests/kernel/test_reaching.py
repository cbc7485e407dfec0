"""A connection that failed is told in words, whatever a library wrapped it in."""

import asyncio
import errno
import ssl
from collections.abc import Awaitable, Callable

import httpx
import pytest

from leadline.kernel.reaching import HUNG_UP, NO_SUCH_NAME, NO_WAY, REFUSED, TOO_SLOW, why_not_reached
from leadline.kernel.text import Text
from tests.servers.ports import free_port


async def told(ask: Callable[[], Awaitable[object]]) -> Text:
    with pytest.raises((httpx.HTTPError, OSError)) as caught:
        await ask()
    return why_not_reached(caught.value)


async def test_a_refused_connection_is_one_also_behind_httpx() -> None:
    port = free_port()
    async with httpx.AsyncClient(trust_env=False) as client:
        assert await told(lambda: client.get(f"http://127.0.0.1:{port}")) == REFUSED
        assert await told(lambda: client.get(f"http://localhost:{port}")) == REFUSED
    assert await told(lambda: asyncio.open_connection("127.0.0.1", port)) == REFUSED


async def test_a_name_that_nobody_has_is_one_also_behind_httpx() -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        assert await told(lambda: client.get("http://nobody.invalid/")) == NO_SUCH_NAME


async def test_one_who_hangs_up_in_the_middle_of_an_answer() -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server, httpx.AsyncClient(trust_env=False) as client:
        port = server.sockets[0].getsockname()[1]
        assert await told(lambda: client.get(f"http://127.0.0.1:{port}")) == HUNG_UP


async def test_one_who_speaks_no_tls() -> None:
    async def speak_plainly(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example.com ready\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(speak_plainly, "127.0.0.1", 0)
    async with server, httpx.AsyncClient(trust_env=False) as client:
        port = server.sockets[0].getsockname()[1]
        assert "TLS" in (await told(lambda: client.get(f"https://127.0.0.1:{port}"))).zh


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(errno.EHOSTUNREACH, "No route to host"), NO_WAY),
        (TimeoutError(), TOO_SLOW),
        (ConnectionResetError(), HUNG_UP),
        (ExceptionGroup("all", [OSError(errno.EINVAL, "x"), ConnectionRefusedError()]), REFUSED),
        (httpx.UnsupportedProtocol("ftp"), Text("原因：UnsupportedProtocol", "UnsupportedProtocol")),
    ],
)
def test_what_is_told_of(error: Exception, expected: Text) -> None:
    assert why_not_reached(error) == expected


def test_a_certificate_that_nobody_vouches_for_says_why() -> None:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "self-signed certificate"
    assert why_not_reached(error).en == "its certificate is not trusted: self-signed certificate"


def test_causes_that_go_in_a_circle_end() -> None:
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert why_not_reached(one) == Text("原因：ValueError", "ValueError")
