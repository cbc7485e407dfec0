"""A worker in a process of its own, which tests kill: `python -m tests.kernel.jobs.labour URL PARALLEL`.

A job is some steps; each writes its name into a ledger, in the step's own transaction. A step that was done twice, or
not at all, shows there.
"""

import asyncio
import signal
import sys
from random import Random
from typing import ClassVar

from sqlalchemy import insert

from leadline.kernel.clock import now
from leadline.kernel.db.engine import Database
from leadline.kernel.jobs.contracts import LATER, Payload, RetryPolicy
from leadline.kernel.jobs.kinds import JobKind, JobKinds
from leadline.kernel.jobs.run import JobRun
from leadline.kernel.jobs.schedules import Declared, Scheduler
from leadline.kernel.jobs.worker import Pace, Worker
from leadline.kernel.outbox.tables import outbox_events
from leadline.kernel.text import Text

LEASE_SECONDS = 1.5


class Toil(Payload):
    kind: ClassVar[str] = "test.toil"
    name: str
    steps: int = 3
    lane: str | None = None
    rest: float = 0.05

    @property
    def key(self) -> str | None:
        return self.lane


async def toil(run: JobRun, payload: Toil) -> None:
    randomness = Random()
    for number in range(payload.steps):
        if run.has_done(str(number)):
            continue
        async with run.step(str(number), Text("步骤", "step")) as step, step.transaction() as connection:
            ledger = {"txid": 0, "name": f"{payload.name}:{number}", "payload": {}, "created_at": now()}
            await connection.execute(insert(outbox_events).values(**ledger))
        await asyncio.sleep(randomness.uniform(0, 2 * payload.rest))


KINDS = JobKinds([JobKind(Toil, toil, RetryPolicy(attempts=200, first_seconds=0.1, factor=1.0))])
EVERY_MINUTE = Declared(
    "minute", Text("每分钟", "every minute"), "* * * * *", Toil(name="tick", steps=1), "UTC", LATER, "wait"
)


async def work(url: str, parallel: int) -> None:
    database = Database(url, pool_size=8)
    scheduler = Scheduler(database, KINDS, [EVERY_MINUTE])

    async def fire() -> float:
        return min(await scheduler.fire_due(), 0.2)

    worker = Worker(database, KINDS, Pace(parallel, LEASE_SECONDS, 0.1, 0.5), {"schedules": fire})
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, worker.stop)
    await worker.run()
    await database.close()


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], int(sys.argv[2])))
