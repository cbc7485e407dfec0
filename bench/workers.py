"""`leadline worker` by itself: what it holds and burns at rest, and how soon another goes on for a dead one.

`python -m bench.workers URL` is a worker at the usual pace that knows one job, which takes an hour.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, NamedTuple

from bench.served import Served, environment
from leadline.kernel.db.engine import Database
from leadline.kernel.jobs.contracts import Payload
from leadline.kernel.jobs.kinds import JobKind, JobKinds
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.jobs.run import JobRun
from leadline.kernel.jobs.worker import Worker

START_SECONDS, AN_HOUR, WAITS_SECONDS = 8.0, 3600.0, 120.0


class Rest(NamedTuple):
    """Percent of a core, and MB."""

    cpu: float
    memory: float


class Long(Payload):
    kind: ClassVar[str] = "bench.long"


async def long(_run: JobRun, _payload: Long) -> None:
    """Never ends by itself while anybody measures."""
    await asyncio.sleep(AN_HOUR)


@contextmanager
def working(url: str, *command: str) -> Iterator[Served]:
    """A process of its own, ended at the end however it stands."""
    with tempfile.TemporaryDirectory(prefix="leadline-bench-") as folder:
        home = Path(folder)
        with (home / "log").open("wb") as log:
            line = [sys.executable, "-m", *command]
            process = subprocess.Popen(line, env=environment(url, home), cwd=home, stdout=log, stderr=log)
            try:
                yield Served(0, process, 0.0, home)
            finally:
                process.terminate()
                process.wait(60)


def at_rest(url: str, seconds: float) -> Rest:
    """A worker with all schedules, of which the look for alerts comes due each minute."""
    with working(url, "leadline", "worker") as worker:
        time.sleep(START_SECONDS)
        before = worker.cpu()
        time.sleep(seconds)
        return Rest(100 * (worker.cpu() - before) / seconds, worker.memory())


def taken_over(url: str) -> float:
    """Seconds from the death of a worker in the middle of its job until another has it in hand."""
    with working(url, "bench.workers", url) as first:
        holder = asyncio.run(_started(url))
        with working(url, "bench.workers", url):
            time.sleep(START_SECONDS)
            first.process.kill()
            killed = time.monotonic()
            asyncio.run(_held_by_another(url, holder))
            return time.monotonic() - killed


async def _started(url: str) -> str:
    database = Database(url)
    async with database.transaction() as connection:
        await enqueue(connection, Long())
    await database.close()
    return await _held_by_another(url, None)


async def _held_by_another(url: str, holder: str | None) -> str:
    database = Database(url)
    query = "SELECT worker FROM jobs WHERE kind = 'bench.long' AND state = 'running'"
    async with asyncio.timeout(WAITS_SECONDS):
        while True:
            async with database.reading() as connection:
                found = (await connection.exec_driver_sql(query)).scalar()
            if found is not None and found != holder:
                break
            await asyncio.sleep(0.1)
    await database.close()
    return str(found)


async def work(url: str) -> None:
    """A worker that knows the one job."""
    database = Database(url)
    await Worker(database, JobKinds([JobKind(Long, long)])).run()


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1]))
