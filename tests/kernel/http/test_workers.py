"""The counters of a server of several processes: one scrape tells of all, and a killed worker takes nothing with it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
import uvicorn
from prometheus_client.parser import text_string_to_metric_families
from uvicorn.supervisors import multiprocess

from leadline.kernel.http.server import Worker
from tests.kernel.http.test_server import ROOT, command, wait_until_up
from tests.servers.ports import free_port

TOKEN = {"authorization": "Bearer scrape"}


class Server:
    """Two workers, and the folder that they count in."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.base = f"http://127.0.0.1:{port}"
        environment = {**os.environ, "METRICS_TOKEN": "scrape", "TMPDIR": str(folder)}
        with (folder / "log").open("wb") as log:
            line = command(port, folder / "farewell", 2)
            self.process = subprocess.Popen(line, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        wait_until_up(self.base)
        self.folder = folder
        self.wait_for(lambda: len(self.workers()) == 2)

    def wait_for(self, true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 60
        while not true():
            assert time.monotonic() < deadline, (self.folder / "log").read_text()[-2000:]
            time.sleep(0.05)

    def workers(self) -> list[int]:
        """The processes that hold a slot; the supervisor and its helper have none."""
        children = psutil.Process(self.process.pid).children()
        return [one.pid for one in children if any("slot-" in file.path for file in _open_files(one))]

    def slots(self) -> set[str]:
        """Whose files there are: every file ends in its slot."""
        (folder,) = self.folder.glob("leadline-metrics-*")
        return {re.split("[-_]", file.stem)[-1] for file in folder.iterdir()}

    def ping(self, times: int) -> None:
        """So many pings, and until all of them are counted: an answer is counted after it was sent.

        They are HEAD, and only those count: a GET that `wait_until_up` gave up may still be answered.
        """
        known = self.pings()
        for _ in range(times):  # a connection each: both workers get some
            assert httpx.head(f"{self.base}/api/ping", timeout=60).status_code == 200
        self.wait_for(lambda: self.pings() == (known[0] + times, known[1] + times))

    def pings(self) -> tuple[float, float]:
        """Of all pings: how many were counted, and of how many the time was."""
        names = ("leadline_http_requests_total", "leadline_http_request_seconds_count")
        counted, timed = (self.value(name, method="HEAD", route="/api/ping") for name in names)
        return counted, timed

    def value(self, name: str, **labels: str) -> float:
        answer = httpx.get(f"{self.base}/metrics", headers=TOKEN, timeout=60)
        samples = [one for family in text_string_to_metric_families(answer.text) for one in family.samples]
        return sum(one.value for one in samples if one.name == name and labels.items() <= one.labels.items())

    def kill_one(self) -> None:
        self.kill(self.workers()[0])

    def kill(self, victim: int) -> None:
        os.kill(victim, signal.SIGKILL)
        self.wait_for(lambda: victim not in self.workers() and len(self.workers()) == 2)


def _open_files(process: psutil.Process) -> list[Any]:  # Any: what psutil calls an open file has no public name
    try:
        return list(process.open_files())
    except psutil.Error:  # it has just ended
        return []


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    one = Server(tmp_path_factory.mktemp("workers"))
    yield one
    one.process.terminate()
    one.process.wait(30)


def test_a_killed_worker_takes_no_count_with_it_and_leaves_no_file_behind(server: Server) -> None:
    before, _ = server.pings()
    server.ping(20)
    for round_ in (1, 2, 3):
        server.kill_one()
        assert server.pings() == (before + 20 * round_, before + 20 * round_)
        server.ping(20)
    assert server.pings() == (before + 80, before + 80)
    assert server.slots() == {"0", "1"}


def test_what_was_in_flight_in_a_killed_worker_is_not_counted_for_ever(server: Server) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", f"import httpx; httpx.get('{server.base}/api/endless', timeout=300)"],
        stderr=subprocess.DEVNULL,
    )
    server.wait_for((server.folder / "begun").exists)
    assert server.value("leadline_http_requests_in_flight") >= 2  # with the scrape itself
    for victim in server.workers():
        server.kill(victim)
    assert running.wait(20) == 1  # it was cut off
    server.wait_for(lambda: server.value("leadline_http_requests_in_flight") == 1)


def test_each_process_is_told_of(server: Server) -> None:
    told = server.value("leadline_process_threads")
    assert told >= 3
    assert server.value("leadline_process_cpu_seconds_total") > 0


def test_a_worker_that_cannot_start_is_tried_until_it_can(tmp_path: Path) -> None:
    server = Server(tmp_path)
    broken, log = tmp_path / "broken", tmp_path / "log"
    server.wait_for(lambda: log.read_text().count("Application startup complete") == 2)
    server.wait_for(lambda: "The first worker serves" in log.read_text())
    broken.touch()
    victim = server.workers()[0]
    os.kill(victim, signal.SIGKILL)
    server.wait_for(lambda: log.read_text().count("could not start") >= 2)
    assert server.process.poll() is None
    server.ping(3)
    broken.unlink()
    server.wait_for(lambda: len(server.workers()) == 2)
    server.process.terminate()
    assert server.process.wait(30) == 0


@pytest.mark.parametrize("workers", [1, 2])
def test_a_server_that_cannot_start_at_first_ends_with_status_1(tmp_path: Path, workers: int) -> None:
    (tmp_path / "broken").touch()
    line = command(free_port(), tmp_path / "farewell", workers)
    ended = subprocess.run(
        line, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 1, ended.stderr


def test_a_worker_that_ends_while_it_is_asked_is_not_waited_for() -> None:
    worker = Worker(uvicorn.Config("nothing:app", log_config=None), [])
    worker.process = get_context("spawn").Process(target=time.sleep, args=(0.5,))  # it answers nothing, and ends
    worker.start()
    before = time.monotonic()
    assert not worker.is_alive(60)
    assert time.monotonic() - before < 50  # heard of its end, not of the end of the wait
    worker.join()
    assert multiprocess.Process is Worker
