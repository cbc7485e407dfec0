"""A process that writes entries until it is killed: `python tests/audit/writer.py URL NAME`."""

import asyncio
import sys

from leadline.kernel.audit.actors import Actor
from leadline.kernel.audit.log import write_down
from leadline.kernel.db.engine import Database
from leadline.kernel.db.last_acts import Signing


async def write(url: str, name: str) -> None:
    database = Database(url, signing=Signing("k" * 40), busy_seconds=60)
    number = 0
    while True:
        async with database.transaction() as connection:
            for _ in range(1 + number % 3):
                number += 1
                await write_down(connection, Actor(name).did("thing.write", str(number)))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(write(*sys.argv[1:]))
