"""The ready answers at full load on one core, beside a bare ASGI application that answers the same bytes (wrk)."""

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.figures import PATHS, filled
from bench.report import Report, announce
from bench.served import authorization, free_port, serving

SHARE = 0.3
SERVER_CORE, CLIENT_CORE = 0, 1
CONNECTIONS = 32
BARE = """
import sys, uvicorn
from pathlib import Path
BODIES = {path: Path(file).read_bytes() for path, file in zip(sys.argv[2::2], sys.argv[3::2])}
async def app(scope, receive, send):
    if scope["type"] == "http":
        body = BODIES[scope["path"]]
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})
quiet = {"log_level": "critical", "access_log": False, "lifespan": "off"}
uvicorn.run(app, port=int(sys.argv[1]), http="httptools", loop="uvloop", **quiet)
"""


def wrk(port: int, path: str, seconds: int) -> float:
    """Requests a second."""
    token = authorization()["Authorization"]
    command = [
        "taskset", "-c", str(CLIENT_CORE), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "-H",
        f"Authorization: {token}", f"http://127.0.0.1:{port}{path}",
    ]  # fmt: skip
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in told, told
    found = re.search(r"Requests/sec:\s+([\d.]+)", told)
    assert found is not None, told
    return float(found[1])


@contextmanager
def bare(bodies: dict[str, bytes], folder: Path) -> Iterator[int]:
    """The bare application on a port of its own."""
    port = free_port()
    arguments = []
    for number, (path, body) in enumerate(bodies.items()):
        file = folder / f"body-{number}"
        file.write_bytes(body)
        arguments += [path.partition("?")[0], str(file)]
    command = ["taskset", "-c", str(SERVER_CORE), sys.executable, "-c", BARE, str(port), *arguments]
    process = subprocess.Popen(command)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{next(iter(bodies))}", timeout=5).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def measure(calls: int, *, quick: bool) -> Report:
    """One row a figure; bare and whole alternate, each the best of the rounds."""
    report = Report(
        "full-load", "Ready answers at full load, one process on one core",
        ("figure", "bytes", "bare ASGI, requests/s", "Leadline, requests/s", "share", "to reach"),
    )  # fmt: skip
    announce(report.title)
    rounds, seconds = (1, 2) if quick else (3, 5)
    with filled("sqlite", calls) as url, serving(url, core=SERVER_CORE) as served:
        bodies = {path: served.get(path) for path in PATHS.values()}
        with bare(bodies, served.home) as port:
            for figure, path in PATHS.items():
                pairs = [(wrk(port, path, seconds), wrk(served.port, path, seconds)) for _ in range(rounds)]
                plain, whole = (max(each) for each in zip(*pairs, strict=True))
                share = whole / plain
                report.add(
                    figure, f"{len(bodies[path]):,}", f"{plain:,.0f}", f"{whole:,.0f}", f"{share:.2f}", SHARE,
                    reached=share >= SHARE,
                )  # fmt: skip
    report.notes.append(
        f"wrk, {CONNECTIONS} connections, pinned to core {CLIENT_CORE}, the servers to core {SERVER_CORE}; both on "
        "uvicorn (uvloop, httptools). Leadline checks the token, the permission and the scope, writes a log line and "
        "counts metrics for every request."
    )
    return report
