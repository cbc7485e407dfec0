"""A file system that is really full: what was written before stays, what did not fit says so, and it goes on."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from leadline.calls.service.ingest import Ingest
from leadline.calls.service.recount import verify
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.engine import Database
from leadline.kernel.db.migrate import upgrade
from leadline.kernel.errors import DiskFull
from leadline.kernel.http.failures import database_refusal
from tests.factories.calls import call

SIZE = 24 << 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root mounts a file system")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "leadline-test", str(folder)],  # where it stands varies
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)  # as above


def fill(disk: Path, *, but: int) -> Path:
    """Takes all room of the disk but so many bytes."""
    filler = disk / "filler"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize
    with filler.open("wb") as file:
        file.write(bytes(max(0, free - but)))
    return filler


async def deliver(database: Database, first: int, count: int) -> None:
    ingest = Ingest(database, BusinessCalendar("Asia/Shanghai"), Cipher("k" * 40))
    async with database.transaction() as connection:
        await ingest.write(connection, "s", [call(f"{number:06}") for number in range(first, first + count)])


async def stored(database: Database) -> int:
    verdicts = [verdict async for verdict in verify(database, date.min, date.max)]
    assert not any(verdict.differences for verdict in verdicts)
    return sum(verdict.calls for verdict in verdicts)


async def test_a_batch_that_does_not_fit_on_the_disk_is_undone_and_goes_in_once_there_is_room(small_disk: Path) -> None:
    url = f"sqlite:///{small_disk / 'leadline.db'}"
    await asyncio.to_thread(upgrade, url)
    database = Database(url)
    await deliver(database, 0, 200)
    filler = fill(small_disk, but=600_000)
    with pytest.raises(Exception) as caught:  # noqa: PT011  # the driver's own, as it comes through the bulk door
        await deliver(database, 200, 4000)
    refusal = database_refusal(caught.value)
    assert isinstance(refusal, DiskFull)
    assert "free some space" in refusal.to("en")
    assert await stored(database) == 200
    filler.unlink()
    await deliver(database, 200, 4000)
    assert await stored(database) == 4200
    await database.close()
