"""Writers in several processes, killed at any moment: the chain stays one, and what was told as committed is in it."""

import subprocess
import sys
from collections import Counter
from random import Random

import pytest
from sqlalchemy import select

from leadline.kernel.audit.log import audit_entries
from leadline.kernel.audit.verify import verify_chain
from leadline.kernel.db.engine import Database
from tests.audit.conftest import KEYS

WRITER = "tests/audit/writer.py"


def killed(url: str, name: str, randomness: Random) -> tuple[str, int]:
    """Lets a writer say some numbers, kills it, and tells the last number that it said."""
    process = subprocess.Popen([sys.executable, WRITER, url, name], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    for _ in range(randomness.randint(1, 40)):
        process.stdout.readline()
    process.kill()
    said = process.stdout.read().split("\n")[:-1]  # what stood in the pipe; a last line may be cut
    process.wait()
    process.stdout.close()
    return name, int(said[-1]) if said else 0


async def survive(database: Database, url: str, randomness: Random, rounds: int) -> None:
    told: Counter[str] = Counter()
    for number in range(rounds):
        beside = subprocess.Popen(  # noqa: ASYNC220  # nothing else runs in this loop
            [sys.executable, WRITER, url, f"beside {number}"], stdout=subprocess.DEVNULL
        )
        name, last = killed(url, f"writer {number}", randomness)
        beside.kill()
        beside.wait()
        told[name] = last
    verdict = await verify_chain(database, KEYS)
    assert verdict.damage is None
    async with database.reading() as connection:
        query = select(audit_entries.c.actor, audit_entries.c.subject).order_by(audit_entries.c.id)
        rows = (await connection.execute(query)).all()
    for name, last in told.items():
        written = [int(row.subject) for row in rows if row.actor == name]
        assert written == list(range(1, len(written) + 1))
        assert len(written) >= last


async def test_killed_writers_leave_one_sound_chain(database: Database, database_url: str) -> None:
    await survive(database, database_url, Random(3), rounds=3)


@pytest.mark.torture
async def test_thirty_killed_writers_leave_one_sound_chain(database: Database, database_url: str) -> None:
    await survive(database, database_url, Random(), rounds=30)
