"""`leadline worker` as its users run it, several at a time."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

Process = subprocess.Popen[bytes]


def hire(told: Mapping[str, str], folder: Path, number: int) -> Process:
    """Starts one; its log is beside."""
    command = [sys.executable, "-m", "leadline", "worker"]
    with (folder / f"worker{number}.log").open("wb") as log:
        environment = {**os.environ, "APP_ENV": "testing", **told}
        return subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)


@asynccontextmanager
async def hired(told: Mapping[str, str], folder: Path, count: int = 3) -> AsyncIterator[list[Process]]:
    """So many, which are asked to end at the end."""
    workers = [hire(told, folder, number) for number in range(count)]
    try:
        yield workers
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            await asyncio.to_thread(worker.wait, 30)
