"""A workshop: a real database, kinds of jobs that tests script, and workers at a quick pace."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

import pytest

from leadline.kernel.db.engine import Database
from leadline.kernel.jobs.contracts import ENDED, Json, Payload, RetryPolicy, WhenBusy
from leadline.kernel.jobs.history import JobRow, LineRow, StepRow, find_job, lines_of, steps_of
from leadline.kernel.jobs.kinds import JobKind, JobKinds
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.jobs.run import JobRun
from leadline.kernel.jobs.worker import Chore, Pace, Worker

QUICK = Pace(parallel=2, lease=1.2, poll=0.1, finish=0.2)
AT_ONCE = RetryPolicy(attempts=3, first_seconds=0.05, factor=1.0)


class Chat(Payload):
    kind: ClassVar[str] = "test.chat"
    word: str
    lane: str | None = None
    as_of: date | None = None

    @property
    def key(self) -> str | None:
        return self.lane


Act = Callable[[JobRun, Chat], Awaitable[Json | None]]


@dataclass
class Workshop:
    """Starts jobs and workers, and waits for what comes of them."""

    database: Database
    act: Act | None = None
    said: list[str] = field(default_factory=list)

    def kinds(self) -> JobKinds:
        return JobKinds([JobKind(Chat, self._run, AT_ONCE)])

    async def _run(self, run: JobRun, payload: Chat) -> Json | None:
        self.said.append(payload.word)
        return await self.act(run, payload) if self.act else None

    async def start(self, word: str, lane: str | None = None, when_busy: WhenBusy = "wait", **more: Any) -> int:
        async with self.database.transaction() as connection:
            return await enqueue(connection, Chat(word=word, lane=lane), when_busy=when_busy, **more)

    async def see(self, job_id: int) -> JobRow:
        async with self.database.reading() as connection:
            return await find_job(connection, job_id)

    async def steps(self, job_id: int) -> list[StepRow]:
        async with self.database.reading() as connection:
            return await steps_of(connection, job_id)

    async def lines(self, job_id: int) -> list[LineRow]:
        async with self.database.reading() as connection:
            return await lines_of(connection, job_id)

    async def until(self, job_id: int, wanted: Callable[[JobRow], bool], seconds: float = 20.0) -> JobRow:
        async with asyncio.timeout(seconds):
            while not wanted(job := await self.see(job_id)):  # noqa: ASYNC110  # the news is in the database
                await asyncio.sleep(0.02)
        return job

    async def ended(self, job_id: int) -> JobRow:
        return await self.until(job_id, lambda job: job.state in ENDED)

    @asynccontextmanager
    async def working(self, pace: Pace = QUICK, chores: dict[str, Chore] | None = None) -> AsyncIterator[Worker]:
        worker = Worker(self.database, self.kinds(), pace, chores)
        task = asyncio.create_task(worker.run())
        try:
            yield worker
        finally:
            worker.stop()
            await asyncio.wait_for(task, 20)


@pytest.fixture
async def workshop(database_url: str) -> AsyncIterator[Workshop]:
    database = Database(database_url, pool_size=10)
    yield Workshop(database)
    await database.close()
