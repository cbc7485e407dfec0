"""`leadline serve` with several workers: every process tells its own readers, and lets them go when it ends."""

import asyncio
import re
import time
from pathlib import Path

import httpx
import pytest

from leadline.kernel.db.counters import bump_counter
from leadline.kernel.db.engine import Database
from leadline.kernel.http.server import FINISH_SECONDS
from leadline.kernel.live.postgres_wire import PostgresWire
from leadline.kernel.live.pulse import Pulse
from tests.kernel.live.listening import Reader
from tests.kernel.live.processes import serving, token

LOOKS = re.compile(r'^leadline_stream_looks_total\{why="told"\} (\d+)', re.MULTILINE)


async def looks(port: int) -> int:
    async with httpx.AsyncClient(headers={"authorization": f"Bearer {token()}"}, timeout=60) as client:
        found = LOOKS.search((await client.get(f"http://127.0.0.1:{port}/metrics")).text)
    return int(found[1]) if found else 0


async def looks_at_rest(port: int) -> int:
    """How many there were, once every process has looked for the last who came."""
    last, since = await looks(port), time.monotonic()
    while time.monotonic() - since < 2:
        await asyncio.sleep(0.2)
        if (now := await looks(port)) != last:
            last, since = now, time.monotonic()
    return last


async def test_three_processes_look_once_each_for_all_their_readers(postgres_url: str, tmp_path: Path) -> None:
    async with serving(postgres_url, tmp_path, 3) as (port, _):
        readers = [await Reader.open(port, token(), "?events=figures") for _ in range(500)]
        assert {(await reader.next()).name for reader in readers} == {"hello"}
        database = Database(postgres_url)
        pulse, connected = Pulse(database, {"calls"}, PostgresWire(database)), asyncio.Event()
        pulse.when(lambda _: connected.set())
        async with pulse.beating():
            await asyncio.wait_for(connected.wait(), 20)
            before = await looks_at_rest(port)
            for _ in range(3):
                async with database.transaction() as connection:
                    await bump_counter(connection, "calls")
                heard = await asyncio.gather(*(reader.next(60) for reader in readers))
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
            assert (await reader.until("bye", 20)).data == {"reason": "restart"}
        assert await asyncio.to_thread(process.wait, 20) == 0
        assert time.monotonic() - began < FINISH_SECONDS - 5  # for so long it waits for other requests
        await asyncio.gather(*(reader.close() for reader in readers))
