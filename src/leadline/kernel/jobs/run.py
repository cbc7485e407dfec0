"""A job that is being carried out, as its code sees it: steps, a cursor, progress, lines for its history."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from copy import deepcopy
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.clock import now
from leadline.kernel.db.counters import tell
from leadline.kernel.db.engine import Database
from leadline.kernel.db.moment import database_time
from leadline.kernel.db.upsert import upsert
from leadline.kernel.jobs.contracts import MOVED
from leadline.kernel.jobs.queue import Claim
from leadline.kernel.jobs.tables import RUNNING, job_lines, job_steps, jobs
from leadline.kernel.text import Text

Level = Literal["info", "warning", "error"]
MOST_LINES = 500


class LeaseLost(Exception):
    """The job is another worker's by now: nothing that we still write for it may count."""


class Line(NamedTuple):
    """A line of the job's history that is not written yet."""

    level: Level
    text: Text
    at: datetime


class Step:
    """A step under way. `fail` leaves it undone without ending the job: the next attempt takes it up again."""

    def __init__(self, run: "JobRun", name: str) -> None:
        self._run = run
        self.name = name
        self.saved = False
        self.failure: Text | None = None

    def fail(self, reason: Text) -> None:
        """This step did not come to what it should."""
        self.failure = reason

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that holds the step's effect, and the note that the step is done: both or neither."""
        async with self._run.transaction() as connection:
            yield connection
            await self._run.close_step(connection, self)
        self.saved = True


class JobRun:
    """The door between a job's code and its row. Everything it writes is refused once the lease is lost."""

    def __init__(self, database: Database, claim: Claim) -> None:
        self.database = database
        self.claim = claim
        self.cursor: dict[str, Any] = dict(claim.cursor or {})  # Any: a JSON document
        self.lines: list[Line] = []
        self.untold = False
        self._steps: dict[str, str] = {}
        self._said = 0
        self._progress: dict[str, Any] = {}  # Any: the columns' own types

    @property
    def id(self) -> int:
        return self.claim.id

    @property
    def has_steps(self) -> bool:
        return bool(self._steps)

    def recall(self, steps: Mapping[str, str]) -> None:
        """The steps of earlier attempts and how each ended, in their order."""
        self._steps = dict(steps)

    def has_done(self, step: str) -> bool:
        """Whether an earlier attempt, or this one, has done this step."""
        return self._steps.get(step) == "done"

    def progress(self, done: int, total: int | None = None, note: Text | None = None) -> None:
        """Tells how far the job is. It costs nothing: the next heartbeat writes it."""
        self._progress = {"progress_done": done, "progress_total": total}
        if note is not None:
            self._progress |= {"progress_zh": note.zh, "progress_en": note.en}
        self.untold = True

    def say(self, text: Text, level: Level = "info") -> None:
        """Adds a line to the job's history, with the next heartbeat; past 500 of them nothing more is kept."""
        if self._said < MOST_LINES:
            self._said += 1
            self.lines.append(Line(level, text, now()))
            self.untold = True

    @asynccontextmanager
    async def step(self, name: str, title: Text) -> AsyncIterator[Step]:
        """A part of the job that later attempts leave out once it is done: ask `has_done` first."""
        position = list(self._steps).index(name) if name in self._steps else len(self._steps)
        self._steps[name] = "running"
        row = {
            "job_id": self.id, "name": name, "position": position, "title_zh": title.zh, "title_en": title.en,
            "state": "running", "reason_zh": None, "reason_en": None, "started_at": now(), "finished_at": None,
        }  # fmt: skip
        async with self.transaction() as connection:
            await upsert(connection, job_steps, [row], keep=("position",))
        step = Step(self, name)
        yield step
        if not step.saved:
            async with self.transaction() as connection:
                await self.close_step(connection, step)
        self._steps[name] = "failed" if step.failure else "done"

    async def close_step(self, connection: AsyncConnection, step: Step) -> None:
        """Notes in this transaction what the step came to."""
        reason = step.failure
        values: dict[str, object] = {"state": "failed" if reason else "done", "finished_at": database_time()}
        if reason:
            values |= {"reason_zh": reason.zh, "reason_en": reason.en}
        mine = (job_steps.c.job_id == self.id, job_steps.c.name == step.name)
        await connection.execute(update(job_steps).where(*mine).values(**values))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that ends by saving `cursor` and progress; LeaseLost, and nothing written, once it is lost."""
        before = deepcopy(self.cursor)
        saved = False
        try:
            async with self.database.transaction() as connection:
                yield connection
                await self.beat(connection)
            saved = True
        finally:
            if not saved:
                self.cursor = before

    async def beat(self, connection: AsyncConnection) -> bool:
        """Writes that we live, how far we are, and the cursor; whether somebody wants the job cancelled."""
        alive = {"beats": jobs.c.beats + 1, "heartbeat_at": database_time(), "cursor": self.cursor or None}
        return await self.write(connection, alive | self._progress)

    async def write(
        self, connection: AsyncConnection, values: Mapping[str, Any]
    ) -> bool:  # Any: the columns' own types
        """Writes columns of the row; LeaseLost when it is not ours. Whether a cancellation is asked for."""
        mine = (jobs.c.id == self.id, jobs.c.fence == self.claim.fence, RUNNING)
        written = await connection.execute(
            update(jobs).where(*mine).values(**values).returning(jobs.c.cancel_requested)
        )
        wanted = written.scalar_one_or_none()
        if wanted is None:
            raise LeaseLost
        if self.untold or "state" in values:
            tell(connection, MOVED)
        return bool(wanted)

    async def tell(self) -> bool:
        """A heartbeat in a transaction of its own, with the lines told so far; whether to cancel.

        Only the worker calls it, and not twice at once: a line is written once.
        """
        async with self.database.transaction() as connection:
            wanted = await self.beat(connection)
            told = await self.write_lines(connection)
        del self.lines[:told]
        self.untold = bool(self.lines)
        return wanted

    async def write_lines(self, connection: AsyncConnection) -> int:
        """Adds the lines told so far, and returns how many; the caller drops them once it has committed."""
        rows = [
            {"job_id": self.id, "at": line.at, "level": line.level, "text_zh": line.text.zh, "text_en": line.text.en}
            for line in self.lines
        ]
        if rows:
            await connection.execute(insert(job_lines), rows)
        return len(rows)
