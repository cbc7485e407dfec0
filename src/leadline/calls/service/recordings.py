"""Recordings: fetched from the dialer's host for the listener, so that the page needs no way to it.

Whoever can write a recording's address into a call must not make this server speak to what only it can reach. So only
listed hosts are asked; their addresses are looked up once, judged, and connected to as judged; redirects are followed
by the same rules.
"""

import ipaddress
import re
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urljoin

import httpx

from leadline.calls.errors import (
    NoRecording,
    RecordingFailed,
    RecordingNotAllowed,
    RecordingRangeRefused,
    RecordNotFound,
)
from leadline.calls.repository.record_list import read_one
from leadline.calls.service.records import Reader, RecordKey
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.audit.log import write_down
from leadline.kernel.http.outward import resolve
from leadline.kernel.text import Text

MOST_BYTES = 200 * 1024 * 1024
MOST_SECONDS = 900.0
MOST_REDIRECTS = 3
TIMEOUT = httpx.Timeout(30.0, connect=10.0)
RANGE = re.compile(r"bytes=(?:\d{1,15}-\d{0,15}|-\d{1,15})")
PASSED_ON = ("content-type", "content-length", "content-range", "accept-ranges", "last-modified", "etag")
SOUNDS = ("audio/", "video/", "application/octet-stream", "application/ogg", "binary/octet-stream")
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Recording:
    """An answer of the vendor on its way: 200 or 206, the headers to pass on, the bytes (their end closes it)."""

    status: int
    headers: dict[str, str]
    chunks: AsyncIterator[bytes]


async def open_recording(
    toolbox: CallsToolbox,
    key: RecordKey,
    reader: Reader,
    asked_range: str | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Recording:
    """The call's recording, or the asked range of it; audited. `transport` is for tests.

    `RecordNotFound`, `NoRecording`, `RecordingNotAllowed`, `RecordingRangeRefused`, or `RecordingFailed`.
    """
    async with toolbox.database.reading() as connection:
        row = await read_one(connection, key, reader.principal.scope, ("c.id", "c.recording_url"))
    if row is None:
        raise RecordNotFound
    if not row.recording_url:
        raise NoRecording
    async with AsyncExitStack() as opened:
        client = httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False, trust_env=False, transport=transport)
        await opened.enter_async_context(client)
        response = await _ask(client, row.recording_url, asked_range, toolbox.settings.recording_hosts)
        _judge(response)
        async with toolbox.database.transaction() as connection:
            details: dict[str, object] = {"range": asked_range or ""}
            await write_down(connection, reader.deed("recording.play", f"call:{row.id}", details))
        opened.pop_all()  # from here on the end of the bytes closes it
    headers = {name: response.headers[name] for name in PASSED_ON if name in response.headers}
    return Recording(response.status_code, headers, _chunks(client, response))


async def _ask(client: httpx.AsyncClient, url: str, asked_range: str | None, hosts: list[str]) -> httpx.Response:
    headers = {"accept-encoding": "identity"}
    if asked_range and RANGE.fullmatch(asked_range):
        headers["range"] = asked_range
    for _ in range(MOST_REDIRECTS + 1):
        response = await _ask_once(client, url, headers, hosts)
        if response.status_code not in REDIRECTS:
            return response
        target = response.headers.get("location", "")
        await response.aclose()
        url = urljoin(url, target)
    raise _failed(Text("重定向次数过多", "too many redirects"))


async def _ask_once(client: httpx.AsyncClient, url: str, headers: dict[str, str], hosts: list[str]) -> httpx.Response:
    try:
        target = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise _failed(Text("录音地址无效", "the recording's address is malformed")) from error
    host = target.host.lower().rstrip(".")
    if target.scheme not in ("http", "https") or not _listed(host, hosts):
        raise RecordingNotAllowed(host=host or "?")
    address = await _address(host, target.port or (443 if target.scheme == "https" else 80), explicit=host in hosts)
    request = client.build_request(
        "GET",
        target.copy_with(host=address, username=None, password=None),
        headers={**headers, "host": target.netloc.decode("ascii").rpartition("@")[2]},
        extensions={"sni_hostname": host},
    )
    try:
        return await client.send(request, stream=True)
    except httpx.TimeoutException as error:
        raise _failed(Text("等待超时", "it took too long to answer")) from error
    except httpx.HTTPError as error:
        raise _failed(Text("无法连接", "it cannot be reached")) from error


def _listed(host: str, hosts: list[str]) -> bool:
    return bool(host) and any(
        fnmatchcase(host, pattern.lower()) if pattern.startswith("*.") else host == pattern.lower() for pattern in hosts
    )


async def _address(host: str, port: int, *, explicit: bool) -> str:
    """The address to connect to. One inside our own network only for a host that is listed by its full name."""
    try:
        found = await resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise _failed(Text("找不到录音所在的主机", "its host has no address")) from error
    for written in found:
        address = ipaddress.ip_address(written)
        if explicit or address.is_global:
            return str(address)
    raise RecordingNotAllowed(host=host)


def _judge(response: httpx.Response) -> None:
    status = response.status_code
    if status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
        raise RecordingRangeRefused
    if status in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
        raise _failed(Text("录音已不在外呼系统上", "it no longer has the recording"))
    if status not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
        raise _failed(Text(f"它回答了 {status}", f"it answered {status}"))
    kind = response.headers.get("content-type", "application/octet-stream").lower()
    if not kind.startswith(SOUNDS):
        raise _failed(Text("得到的不是录音", "what came is no recording"))
    length = response.headers.get("content-length", "0")
    if length.isdigit() and int(length) > MOST_BYTES:
        raise _failed(Text("录音过大", "the recording is too large"))


async def _chunks(client: httpx.AsyncClient, response: httpx.Response) -> AsyncIterator[bytes]:
    deadline = time.monotonic() + MOST_SECONDS
    sent = 0
    try:
        async for chunk in response.aiter_raw():
            sent += len(chunk)
            if sent > MOST_BYTES or time.monotonic() > deadline:
                raise _failed(Text("录音过大或传输过慢", "the recording is too large or too slow"))
            yield chunk
    except httpx.HTTPError as error:
        raise _failed(Text("传输中断", "the transfer broke off")) from error
    finally:
        await response.aclose()
        await client.aclose()


def _failed(reason: Text) -> RecordingFailed:
    return RecordingFailed(reason_zh=reason.zh, reason_en=reason.en)
