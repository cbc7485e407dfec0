"""A real server in a process of its own: its log, its end, and what it says when it cannot start."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.servers.ports import free_port

ROOT = Path(__file__).parents[3]
Start = Callable[..., tuple[subprocess.Popen[bytes], str]]


def command(port: int, farewell: Path, workers: int) -> list[str]:
    return [sys.executable, "-m", "tests.kernel.http.served", str(port), str(farewell), str(workers)]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def of(workers: int = 1, **told: str) -> tuple[subprocess.Popen[bytes], str]:
        port = free_port()
        with (tmp_path / "log").open("wb") as log:
            line = command(port, tmp_path / "farewell", workers)
            environment = {**os.environ, **told}
            process = subprocess.Popen(line, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        started.append(process)
        wait_until_up(f"http://127.0.0.1:{port}")
        return process, f"http://127.0.0.1:{port}"

    yield of
    for process in started:
        process.kill()
        process.wait()


def wait_for(true: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def wait_until_up(base: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{base}/api/ping")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not come up")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_request_that_runs_is_finished_before_the_end(start: Start, tmp_path: Path, workers: int) -> None:
    process, base = start(workers)
    with ThreadPoolExecutor() as pool:
        running = pool.submit(httpx.get, f"{base}/api/slow", timeout=20)
        wait_for((tmp_path / "begun").exists)
        process.send_signal(signal.SIGTERM)
        assert running.result().json()["data"] == "finished"
    assert process.wait(20) == 0
    assert (tmp_path / "farewell").read_text() == "goodbye\n" * workers


def test_readiness_says_draining_while_requests_are_still_taken(start: Start) -> None:
    process, base = start(DRAIN="6")
    with httpx.Client(base_url=base, timeout=20) as client:
        assert client.get("/api/health/ready").json()["status"] == "ready"
        process.send_signal(signal.SIGTERM)
        wait_for(lambda: client.get("/api/health/ready").json()["status"] == "draining")
        assert client.get("/api/ping").status_code == 200
    assert process.wait(30) == 0


def test_everything_it_prints_is_a_line_of_our_log(start: Start, tmp_path: Path) -> None:
    process, base = start()
    response = httpx.get(f"{base}/api/ping?phone=13800138000")
    assert "server" not in response.headers
    process.send_signal(signal.SIGTERM)
    process.wait(20)
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert all(line.keys() >= {"timestamp", "level", "service", "traceId", "userId"} for line in lines)
    (access,) = [line for line in lines if "138****8000" in line["message"]]
    assert access["traceId"] == response.headers["x-trace-id"]


def test_head_and_compression_hold_on_the_wire(start: Start) -> None:
    _, base = start()
    head = httpx.head(f"{base}/api/ping")
    assert (head.status_code, head.content) == (200, b"")
    assert httpx.get(f"{base}/api/openapi.json").json()["openapi"].startswith("3.1")


def test_a_taken_port_is_told_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        line = command(holder.getsockname()[1], tmp_path / "farewell", 1)
        ended = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "无法监听" in ended.stderr
    assert "Traceback" not in ended.stderr


def said_to(base: str, *pieces: bytes) -> bytes:
    host, port = base.removeprefix("http://").split(":")
    answered = b""
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
            while piece := connection.recv(65_536):
                answered += piece
        except ConnectionError:  # it listens no longer to what was still on its way
            pass
    return answered


@pytest.mark.parametrize(
    "pieces",
    [
        (
            b"GET /api/ping HTTP/1.1\r\nhost: x\r\n" + b"".join(b"x-%d: %s\r\n" % (n, b"v" * 90) for n in range(999)),
            b"\r\n",
        ),
        (b"GET /api/ping HTTP/1.1\r\nhost: x\r\nx-endless: ", *[b"v" * 10_000] * 8),
        (b"GET /api/ping?", *[b"v" * 10_000] * 8),
    ],
    ids=["many headers", "a header that does not end", "an address that does not end"],
)
def test_a_head_over_the_limit_is_refused_before_it_fills_the_memory(start: Start, pieces: tuple[bytes, ...]) -> None:
    _, base = start()
    head, body = said_to(base, *pieces).split(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 431 ")
    assert json.loads(body)["code"] == "head_too_large"


@pytest.mark.parametrize("line", ["GET /api/ping?q=华南 HTTP/1.1", "GET /api/ping?q=a b HTTP/1.1", "hello"])
def test_what_is_no_request_is_refused_with_a_code_and_what_to_do(start: Start, line: str) -> None:
    _, base = start()
    head, body = said_to(base, f"{line}\r\nhost: x\r\n\r\n".encode()).split(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    told = json.loads(body)
    assert (told["code"], "--data-urlencode" in told["error"]) == ("bad_request", True)


def test_many_requests_over_one_connection_are_not_one_large_head(start: Start) -> None:
    _, base = start()
    with httpx.Client(base_url=base, headers={"x-filler": "v" * 15_000}) as client:
        assert {client.get("/api/ping").status_code for _ in range(8)} == {200}
