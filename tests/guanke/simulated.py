"""The simulator as the tests hold it: a process of its own, its switches, its truth."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx

from leadline.calls.ports import CallPage, DialerSource, PageFailure
from leadline.integrations.guanke.client import Tuning
from leadline.integrations.guanke.source import GuankeSource
from leadline.integrations.guanke.tokens import Credentials, MemoryTokenStore
from leadline.kernel.clock import BusinessCalendar
from tests.servers.ports import free_port

FRIDAY = date(2025, 10, 24)
CALM: dict[str, object] = {
    "fail_rate": 0,
    "rate_limit": 0,
    "retry_after": 0,
    "drop_connections": 0,
    "garbage": 0,
    "empty_error_pages": 0,
    "slow_ms": 0,
    "fail_pages": [],
    "drift": 0,
    "drift_answers": None,
    "null_grades": 0,
    "fail_totals": False,
    "fail_log_in": False,
    "calls_per_day": 3500,
    "now": "2025-10-24 23:00:00",
}
QUICK = Tuning(timeout_seconds=5, attempts=8, requests_per_second=1000, backoff_seconds=0.002)
HTTP = httpx.Client(timeout=30)  # one for all: each new one reads the machine's certificates
SECRET = Credentials(api_secret="demo-secret")


@dataclass(frozen=True)
class SimulatedVendor:
    """A running simulator."""

    url: str

    def set(self, **switches: object) -> None:
        HTTP.post(f"{self.url}/_faults", json=switches).raise_for_status()

    def expire_tokens(self) -> None:
        HTTP.post(f"{self.url}/_expire").raise_for_status()

    def truth(self, day: date = FRIDAY) -> dict[str, Any]:
        found: dict[str, Any] = HTTP.get(f"{self.url}/_truth", params={"day": day.isoformat()}).json()
        return found

    def log_ins(self) -> int:
        return int(HTTP.get(f"{self.url}/_faults").json()["seen"]["log_ins"])

    def token(self) -> str:
        answer = HTTP.get(f"{self.url}/token", params={"username": "demo", "password": "demo"})
        return str(answer.json()["data"]["token"])

    def calls(self, **query: str | int) -> dict[str, Any]:
        usual: dict[str, str | int] = {"startTime": "2025-10-24 00:00:00", "endTime": "2025-10-24 23:59:59"}
        headers = {"Authorization": self.token()}
        found: dict[str, Any] = HTTP.get(f"{self.url}/task/cdr/all2", params=usual | query, headers=headers).json()
        return found

    def source(self, tuning: Tuning = QUICK, credentials: Credentials = SECRET) -> GuankeSource:
        """A source that asks this vendor; `pulled` closes it, `closing` as well."""
        calendar = BusinessCalendar("Asia/Shanghai")
        return GuankeSource("demo", self.url, credentials, calendar, MemoryTokenStore(), tuning)


@contextmanager
def running_simulator() -> Iterator[SimulatedVendor]:
    port = free_port()
    command = [sys.executable, "-m", "leadline.integrations.guanke.simulator", "--port", str(port), "--seed", "7"]
    process = subprocess.Popen(command)
    try:
        vendor = SimulatedVendor(f"http://127.0.0.1:{port}")
        _wait_for(vendor, process)
        yield vendor
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(vendor: SimulatedVendor, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            HTTP.get(f"{vendor.url}/_faults")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the simulator did not start")


async def pulled(source: DialerSource, day: date = FRIDAY) -> tuple[list[CallPage], list[PageFailure]]:
    """The pages that came, by number, and those that did not."""
    found = [page async for page in source.pages(day)]
    await source.aclose()
    pages = sorted((page for page in found if isinstance(page, CallPage)), key=lambda page: page.number)
    return pages, [page for page in found if isinstance(page, PageFailure)]
