"""A running `leadline serve`, as a client meets it."""

import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from tests.journeys.syncing import Installation
from tests.servers.ports import free_port

START_SECONDS = 180.0


@dataclass(frozen=True)
class Served:
    """The server's address, with tokens to come in by."""

    installation: Installation
    url: str
    process: subprocess.Popen[str]
    told: Mapping[str, str] = field(default_factory=dict)

    def token(self, role: str = "admin") -> str:
        process = self.installation.leadline("token", "--role", role)
        return process.communicate(timeout=60)[0].strip()

    def client(self, role: str = "admin") -> httpx.Client:
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {self.token(role)}"}, timeout=60)


@contextmanager
def serving(installation: Installation, **more: str) -> Iterator[Served]:
    """Serves the installation until the block ends."""
    port = free_port()
    log = (installation.home / "serve.log").open("w")
    process = installation.leadline("serve", "--port", str(port), out=log, **more)
    served = Served(installation, f"http://127.0.0.1:{port}", process, more)
    try:
        _wait_for(served)
        yield served
    finally:
        served.process.terminate()  # a test may have ended the first and started another
        served.process.wait(40)
        log.close()


def _wait_for(served: Served) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and served.process.poll() is None:
        try:
            httpx.get(f"{served.url}/api/health")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError((served.installation.home / "serve.log").read_text())
