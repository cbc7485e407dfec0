"""Workers that are killed in mid import: nothing lost, nothing doubled, and the job's own figures are right."""

import asyncio
import signal
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.calls.imports.conftest import Counter, csv_of
from tests.operations.workers import hire

ROWS = 40_000
BAD = "C{0},A1,13800000000,no time at all,5,接通,A\n"


def told(counter: Counter) -> dict[str, str]:
    settings = counter.desk.tools.settings
    return {
        "DATABASE_URL": settings.database_url, "LEADLINE_HOME": str(settings.leadline_home.absolute()),
        "JOBS_LEASE_SECONDS": "1",
    }  # fmt: skip


def further(before: int, one: dict[str, Any]) -> bool:
    return bool(one["received"] > before or one["finished_at"])


async def struck(counter: Counter, folder: Path, kills: int, seed: int) -> None:
    """Kills the worker at random moments of an import, each followed by another one, and then lets it end."""
    randomness = Random(seed)
    content = csv_of(ROWS // 2) + BAD.format("bad") + csv_of(ROWS // 2, ROWS // 2 + 1).partition("\n")[2]
    job_id = await counter.start(await counter.upload(content))
    worker = hire(told(counter), folder, 0)
    try:
        for number in range(kills):
            before = (await counter.outcome(job_id))["received"]
            await counter.until(job_id, partial(further, before))
            await asyncio.sleep(randomness.uniform(0, 0.2))
            worker.send_signal(signal.SIGKILL)
            await asyncio.to_thread(worker.wait)
            worker = hire(told(counter), folder, number + 1)
        came = await counter.until(job_id, lambda one: bool(one["finished_at"]))
    finally:
        worker.send_signal(signal.SIGKILL)
        await asyncio.to_thread(worker.wait)
    assert (came["state"], came["new"], came["unchanged"], came["updated"]) == ("done", ROWS, 0, 0)
    assert (came["received"], came["refused"], len(came["refusals"])) == (ROWS, 1, 1)
    assert await counter.stored() == ROWS
    day = (await counter.desk.data("/api/stats/daily", start="2026-10-20", end="2026-10-20"))["rows"][0]
    assert day["calls"] == ROWS
    assert counter.files() == []


async def test_three_kills_lose_and_double_nothing(counter: Counter, tmp_path: Path) -> None:
    await struck(counter, tmp_path, 3, seed=20261128)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(5))
async def test_four_kills_lose_and_double_nothing(counter: Counter, tmp_path: Path, seed: int) -> None:
    await struck(counter, tmp_path, 4, seed)
