"""`leadline serve` with several workers: every process tells its own readers, and lets them go when it ends."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from leadline.entrypoints.demo import free_port
from leadline.kernel.auth.tokens import Tokens
from leadline.kernel.db.counters import bump_counter
from leadline.kernel.db.engine import Database
from leadline.kernel.live.postgres_wire import PostgresWire
from leadline.kernel.live.pulse import Pulse
from tests.kernel.live.listening import Reader

START_SECONDS = 180.0
SECRET = "a secret of the tests, long enough for it"
LOOKS = re.compile(r'^leadline_stream_looks_total\{why="told"\} (\d+)', re.MULTILINE)


@asynccontextmanager
async def serving(url: str, home: Path, workers: int) -> AsyncIterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """The port and the process of a server, once it answers."""
    port = free_port("127.0.0.1")
    environment = os.environ | {
        "APP_ENV": "testing", "DATABASE_URL": url, "LEADLINE_HOME": str(home), "JWT_SECRET_KEY": SECRET,
        "JOBS_IN_SERVER": "false",
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


async def looks(port: int) -> int:
    async with httpx.AsyncClient(headers={"authorization": f"Bearer {token()}"}) as client:
        found = LOOKS.search((await client.get(f"http://127.0.0.1:{port}/metrics")).text)
    return int(found[1]) if found else 0


async def test_three_processes_look_once_each_for_all_their_readers(postgres_url: str, tmp_path: Path) -> None:
    async with serving(postgres_url, tmp_path, 3) as (port, _):
        readers = [await Reader.open(port, token(), "?events=figures") for _ in range(500)]
        assert {(await reader.next()).name for reader in readers} == {"hello"}
        await asyncio.sleep(1)
        database = Database(postgres_url)
        pulse = Pulse(database, {"calls"}, PostgresWire(database))
        async with pulse.beating():
            await asyncio.sleep(0.5)  # that it is connected
            before = await looks(port)
            for _ in range(3):
                async with database.transaction() as connection:
                    await bump_counter(connection, "calls")
                heard = await asyncio.gather(*(reader.next(10) for reader in readers))
                assert {one.name for one in heard} == {"figures"}
            assert 0 < await looks(port) - before <= 3 * 3
        await asyncio.gather(*(reader.close() for reader in readers))
        await database.close()


@pytest.mark.parametrize("workers", [1, 2])
async def test_a_server_that_ends_does_not_wait_for_its_readers(sqlite_url: str, tmp_path: Path, workers: int) -> None:
    async with serving(sqlite_url, tmp_path, workers) as (port, process):
        readers = [await Reader.open(port, token()) for _ in range(20)]
        for reader in readers:
            await reader.next()
        began = time.monotonic()
        process.terminate()
        for reader in readers:
            assert (await reader.until("bye", 5)).data == {"reason": "restart"}
        assert await asyncio.to_thread(process.wait, 20) == 0
        assert time.monotonic() - began < 10
        await asyncio.gather(*(reader.close() for reader in readers))
