"""Recordings come through the API: from listed hosts only, in parts where asked, with clear words where it fails."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from leadline.calls.errors import NoRecording, RecordingFailed, RecordingNotAllowed, RecordingRangeRefused
from leadline.calls.service import recordings
from leadline.calls.service.recordings import Recording, open_recording
from leadline.calls.service.records import Reader
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.auth.permissions import permissions_of
from leadline.kernel.auth.principal import DataScope, Principal
from tests.calls.records.conftest import Client
from tests.calls.records.test_reveal import entries
from tests.factories.calls import call

BOSS = Reader(Principal(1, "boss", "admin", permissions_of("admin"), DataScope(all=True)))
SOUND = b"0123456789"
Play = Callable[..., Any]


async def streamed(body: bytes) -> AsyncIterator[bytes]:
    for place in range(0, len(body), 4):
        yield body[place : place + 4]


def vendor(request: httpx.Request) -> httpx.Response:
    """A host with one recording at /ok, and others that fail."""
    path = request.url.path
    if path == "/ok":
        assert request.url.host in ("93.184.215.14", "127.0.0.1")
        part = request.headers.get("range")
        body = SOUND[2:5] if part else SOUND
        extra = {"content-range": "bytes 2-4/10"} if part else {}
        return httpx.Response(
            206 if part else 200, content=streamed(body), headers={"content-type": "audio/mpeg", **extra}
        )
    if path.startswith("/to/"):
        return httpx.Response(302, headers={"location": path.removeprefix("/to/").replace("|", "/")})
    if path == "/html":
        return httpx.Response(200, text="please sign in", headers={"content-type": "text/html"})
    if path == "/huge":
        return httpx.Response(200, headers={"content-type": "audio/wav", "content-length": str(10**12)})
    if path == "/dead":
        raise httpx.ConnectError("refused")
    if path == "/slow":
        raise httpx.ReadTimeout("slow")
    return httpx.Response(int(path[1:]))


@pytest.fixture
def play(toolbox: CallsToolbox, store: Any, monkeypatch: pytest.MonkeyPatch) -> Play:
    async def resolve(host: str, port: int) -> list[str]:
        inside = {"inside.cloud.test": "10.0.0.8", "127.0.0.1": "127.0.0.1", "meta.cloud.test": "169.254.169.254"}
        if host == "gone.cloud.test":
            raise OSError("no such host")
        return [inside.get(host, "93.184.215.14")]

    monkeypatch.setattr(recordings, "resolve", resolve)

    async def playing(url: str | None, part: str | None = None) -> Recording:
        await store(call("1", recording_url=url))
        return await open_recording(toolbox, ("guanke", "1"), BOSS, part, httpx.MockTransport(vendor))

    return playing


async def body_of(chunks: AsyncIterator[bytes]) -> bytes:
    return b"".join([chunk async for chunk in chunks])


async def test_a_recording_is_passed_on_and_written_down(play: Play, toolbox: CallsToolbox) -> None:
    recording = await play("https://recordings.test/ok")
    assert (recording.status, recording.headers["content-type"]) == (200, "audio/mpeg")
    assert await body_of(recording.chunks) == SOUND
    assert len(await entries(toolbox, "recording.play")) == 1


async def test_a_part_of_it_comes_as_a_part(play: Play) -> None:
    recording = await play("https://recordings.test/ok", "bytes=2-4")
    assert (recording.status, recording.headers["content-range"]) == (206, "bytes 2-4/10")
    assert await body_of(recording.chunks) == SOUND[2:5]


@pytest.mark.parametrize(
    "url",
    [
        "https://sub.cloud.test/ok",
        "http://127.0.0.1:9000/ok",
        "https://recordings.test/to/https:||sub.cloud.test|ok",
    ],
)
async def test_listed_hosts_are_asked(url: str, play: Play) -> None:
    assert await body_of((await play(url)).chunks) == SOUND


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.test/ok",
        "https://cloud.test/ok",
        "https://evilcloud.test/ok",
        "https://recordings.test@elsewhere.test/ok",
        "ftp://recordings.test/ok",
        "file:///etc/passwd",
        "https://inside.cloud.test/ok",
        "http://meta.cloud.test/ok",
        "https://recordings.test/to/https:||elsewhere.test|ok",
        "https://recordings.test/to/http:||inside.cloud.test|ok",
        "not an address",
    ],
)
async def test_no_other_host_is_asked(url: str, play: Play) -> None:
    with pytest.raises(RecordingNotAllowed):
        await play(url)


@pytest.mark.parametrize("path", ["404", "500", "403", "html", "huge", "dead", "slow", "gone"])
async def test_what_fails_at_the_vendor_is_said_clearly(path: str, play: Play) -> None:
    target = "https://gone.cloud.test/ok" if path == "gone" else f"https://recordings.test/{path}"
    with pytest.raises(RecordingFailed) as failed:
        await play(target)
    assert failed.value.status == 502
    assert failed.value.to("zh-CN") != failed.value.to("en")


async def test_a_range_beyond_the_end_is_told_so(play: Play) -> None:
    with pytest.raises(RecordingRangeRefused):
        await play("https://recordings.test/416", "bytes=99-")


async def test_a_call_without_a_recording_is_told_so(play: Play) -> None:
    with pytest.raises(NoRecording):
        await play(None)


async def test_over_http_a_missing_recording_is_a_404_and_a_foreign_host_a_403(client: Client, store: Any) -> None:
    await store(call("1"), call("2", recording_url="https://elsewhere.test/2.mp3"))
    assert (await client.get("/api/calls/guanke:1/recording")).json()["code"] == "no_recording"
    assert (await client.get("/api/calls/guanke:2/recording")).json()["code"] == "recording_not_allowed"
    assert (await client.get("/api/calls/guanke:3/recording")).json()["code"] == "call_not_found"
