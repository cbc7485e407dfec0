"""`leadline serve` as its users run it: one process or several, which tests talk to and end."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from leadline.kernel.auth.tokens import Tokens
from tests.servers.ports import free_port

START_SECONDS = 180.0
SECRET = "a secret of the tests, long enough for it"


@asynccontextmanager
async def serving(
    url: str, home: Path, workers: int, **more: str
) -> AsyncIterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """The port and the process of a server, once it answers."""
    port = free_port()
    environment = os.environ | {
        "APP_ENV": "testing", "DATABASE_URL": url, "LEADLINE_HOME": str(home), "JWT_SECRET_KEY": SECRET,
        "JOBS_IN_SERVER": "false", **more,
    }  # fmt: skip
    command = [sys.executable, "-m", "leadline", "serve", "--port", str(port), "--workers", str(workers)]
    process = start(command, environment, home)
    try:
        async with httpx.AsyncClient() as client, asyncio.timeout(START_SECONDS):
            while True:
                try:
                    await client.get(f"http://127.0.0.1:{port}/api/health")
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
                else:
                    break
        yield port, process
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, 30)


def start(command: list[str], environment: dict[str, str], home: Path) -> "subprocess.Popen[bytes]":
    with (home / "serve.log").open("wb") as log:
        return subprocess.Popen(command, env=environment, cwd=home, stdout=log, stderr=log)


def token() -> str:
    return Tokens(SECRET).mint("chen", "chen", "admin")
