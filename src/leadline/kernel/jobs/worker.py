"""A worker: claims jobs, carries them out, keeps their leases, and takes over what a dead worker left behind.

Whether another worker is dead is judged without any clock but our own monotonic one: it is, when none of its heartbeats
was seen for a whole lease. So neither a machine whose time is wrong nor one that jumps takes a job from the living.
"""

import asyncio
import contextvars
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic
from typing import Any, Literal

from pydantic import ValidationError
from sqlalchemy import Select, select

from leadline.kernel.db.engine import Database
from leadline.kernel.db.retry import DATABASE_ERRORS
from leadline.kernel.jobs.bell import Listener, bell_of
from leadline.kernel.jobs.kinds import AnyKind, JobKinds
from leadline.kernel.jobs.queue import Claim, claim, seconds_to_next
from leadline.kernel.jobs.run import JobRun, LeaseLost
from leadline.kernel.jobs.settle import (
    Sighting,
    UnreadablePayload,
    failure_of,
    hand_back,
    settle_cancelled,
    settle_done,
    settle_failed,
    take_over,
)
from leadline.kernel.jobs.tables import RUNNING, job_steps, jobs
from leadline.kernel.observability.logs import get_logger
from leadline.kernel.observability.spans import span_of_trace
from leadline.kernel.observability.trace import TRACE_ID, USER_ID

BEATS_A_LEASE = 8
LOOKS_A_LEASE = 6
LAST_WORDS_SECONDS = 10.0
MOST_REST_SECONDS = 5.0
SOONEST_BEAT_SECONDS = 0.5
RUNG_FOR = frozenset({"claim", "heartbeat"})
Ending = Literal["cancelled", "lost", "handed back"]
Chore = Callable[[], Awaitable[float]]
log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a worker works: jobs at a time, and its times in seconds.

    `lease`: how long a worker may be silent before its jobs are taken from it. `poll`: how often it looks for work that
    no bell told of. `finish`: how long jobs may go on once the process is to end.
    """

    parallel: int = 4
    lease: float = 20.0
    poll: float = 2.0
    finish: float = 10.0


@dataclass
class _Underway:
    """A job in this worker's hands."""

    run: JobRun
    kind: AnyKind
    work: asyncio.Task[Any]  # Any: what the kind returns
    ending: Ending | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    heard_at: float = field(default_factory=monotonic)

    def end(self, ending: Ending) -> None:
        """Interrupts the work, for this reason."""
        if self.ending is None:
            self.ending = ending
            self.work.cancel()


class Worker:
    """One worker of a process. `run` returns when `stop` was called and everything is finished or handed back.

    `chores` are run beside the jobs, again and again: each returns how many seconds it may rest.
    """

    def __init__(
        self, database: Database, kinds: JobKinds, pace: Pace | None = None, chores: Mapping[str, Chore] | None = None
    ) -> None:
        self.name = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(3)}"
        self.database = database
        self.kinds = kinds
        self.pace = pace or Pace()
        self._bell = bell_of(database)
        self._listener = Listener(database)
        self._underway: dict[int, _Underway] = {}
        self._carriers: set[asyncio.Task[None]] = set()
        self._sightings: dict[int, tuple[Sighting, float]] = {}
        self._stopping = asyncio.Event()
        self._chores: dict[str, Chore] = {
            "claim": self._claim,
            "heartbeat": self._beat,
            "take over": self._look_around,
            "listen": self._listen,
            **(chores or {}),
        }

    def stop(self) -> None:
        """No new jobs; those that run have `finish` seconds, then they are handed back."""
        self._stopping.set()
        self._bell.ring()

    async def run(self) -> None:
        """Works until `stop`."""
        log.info("The worker begins", worker=self.name, parallel=self.pace.parallel)
        chores = {name: asyncio.create_task(self._again_and_again(name, do)) for name, do in self._chores.items()}
        beating = chores.pop("heartbeat")
        try:
            await asyncio.gather(*chores.values())
            await self._finish()
        finally:
            for task in (*chores.values(), *self._carriers, beating):
                task.cancel()
            await asyncio.gather(*chores.values(), *self._carriers, beating, return_exceptions=True)
            await self._listener.close()
        log.info("The worker has ended", worker=self.name)

    async def _finish(self) -> None:
        if self._carriers:
            await asyncio.wait(self._carriers, timeout=self.pace.finish)
        for one in self._underway.values():
            one.end("handed back")
        if self._carriers:
            await asyncio.wait(self._carriers, timeout=LAST_WORDS_SECONDS)

    async def _again_and_again(self, name: str, chore: Chore) -> None:
        """Does the chore until the worker ends, and bears with a database that is away."""
        rest = 0.1
        outlives_the_stop = name == "heartbeat"
        while outlives_the_stop or not self._stopping.is_set():
            rings = self._bell.rings
            try:
                seconds = await chore()
                rest = 0.1
            except Exception as error:
                self._sightings.clear()  # who could not be seen was not silent
                known = isinstance(error, DATABASE_ERRORS)
                log.warning(
                    "A chore of the worker failed", chore=name, reason=type(error).__name__,
                    exc_info=None if known else error,
                )  # fmt: skip
                rest = seconds = min(rest * 2, MOST_REST_SECONDS)
                rings = self._bell.rings
            # a ring is about jobs: what else there is to do keeps its own time, however many jobs come and go
            await (self._bell.wait(rings, seconds) if name in RUNG_FOR else self._rest(seconds))

    async def _rest(self, seconds: float) -> None:
        """Rests, unless the worker is to end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()

    async def _listen(self) -> float:
        await self._listener.listen()
        return MOST_REST_SECONDS

    async def _claim(self) -> float:
        free = self.pace.parallel - len(self._underway)
        if free <= 0:
            return self.pace.poll
        async with self.database.reading() as connection:
            coming = await seconds_to_next(connection, self.kinds.names)
        if coming is None or coming > 0:
            return self.pace.poll if coming is None else min(self.pace.poll, max(coming, 0.001))
        taken = await claim(self.database, self.kinds.names, self.name, free)
        for one in taken:
            self._begin(one)
        # one that waits for another of its key is due all the time, and must not be asked for all the time
        return 0.0 if len(taken) == free else self.pace.poll

    def _begin(self, taken: Claim) -> None:
        kind = self.kinds.find(taken.kind)
        if kind is None:
            raise LookupError(taken.kind)
        task = asyncio.create_task(self._carry(taken, kind))
        self._carriers.add(task)
        task.add_done_callback(self._carriers.discard)

    async def _carry(self, taken: Claim, kind: AnyKind) -> None:
        run = JobRun(self.database, taken)
        context = contextvars.copy_context()
        context.run(TRACE_ID.set, taken.trace_id)
        context.run(USER_ID.set, taken.requested_by)
        work = asyncio.create_task(_work(run, kind), context=context)
        one = self._underway[taken.id] = _Underway(run, kind, work)
        try:
            await asyncio.wait({work})
            async with one.turn:
                await self._settle(one)
        finally:
            work.cancel()
            del self._underway[taken.id]
            self._bell.ring()

    async def _settle(self, one: _Underway) -> None:
        """Writes the end, however long the database takes; gives up when the lease is lost."""
        rest = 0.1
        while True:
            try:
                await self._write_end(one)
            except LeaseLost:
                log.warning("A job was taken from this worker", job=one.run.id, kind=one.kind.name)
            except DATABASE_ERRORS as error:
                log.warning("The end of a job is not written yet", job=one.run.id, reason=type(error).__name__)
                await asyncio.sleep(rest)
                rest = min(rest * 2, MOST_REST_SECONDS)
                continue
            return

    async def _write_end(self, one: _Underway) -> None:
        run, work = one.run, one.work
        if one.ending == "lost":
            raise LeaseLost
        if work.cancelled():
            await (settle_cancelled(run, one.kind) if one.ending == "cancelled" else hand_back(run))
            return
        error = work.exception()
        if error is None:
            await settle_done(run, work.result())
        elif isinstance(error, LeaseLost):
            raise LeaseLost
        else:
            failure = failure_of(error)
            again = await settle_failed(run, failure, one.kind.retry)
            log.error(
                "A job failed", job=run.id, kind=one.kind.name, attempt=run.claim.attempt, again=again,
                code=failure.code, exc_info=error if failure.code == "internal_error" else None,
            )  # fmt: skip

    async def _beat(self) -> float:
        """A heartbeat of every job; after a ring too (it may be a cancellation), but no more often than makes sense."""
        beat = self.pace.lease / BEATS_A_LEASE
        for one in list(self._underway.values()):
            recent = monotonic() - one.heard_at < min(SOONEST_BEAT_SECONDS, beat)
            if one.ending is None and not one.work.done() and not recent:
                async with one.turn:
                    await self._beat_one(one)
        return beat if self._underway else self.pace.poll

    async def _beat_one(self, one: _Underway) -> None:
        try:
            if await one.run.tell():
                one.end("cancelled")
            one.heard_at = monotonic()
        except LeaseLost:
            one.end("lost")

    async def _look_around(self) -> float:
        """Watches the jobs of other workers, and takes those of which nothing was heard for a whole lease."""
        async with self.database.reading() as connection:
            found = await connection.execute(_asks_who_works(tuple(self.kinds.names)))
            seen = [Sighting(*row) for row in found if row.id not in self._underway]
        moment = monotonic()
        before = self._sightings
        self._sightings = {
            one.id: before[one.id] if one.id in before and before[one.id][0] == one else (one, moment) for one in seen
        }
        for one, since in list(self._sightings.values()):
            kind = self.kinds.find(one.kind)
            if kind is not None and moment - since >= self.pace.lease:
                if await take_over(self.database, one, kind.retry):
                    log.warning("A job was taken from a silent worker", job=one.id, kind=one.kind, worker=one.worker)
                self._sightings.pop(one.id, None)
        return self.pace.lease / LOOKS_A_LEASE


@lru_cache(maxsize=16)
def _asks_who_works(kinds: tuple[str, ...]) -> Select[Any]:  # Any: the columns of Sighting
    columns = (jobs.c.id, jobs.c.kind, jobs.c.worker, jobs.c.attempt, jobs.c.fence, jobs.c.beats)
    return select(*columns).where(RUNNING, jobs.c.kind.in_(kinds))


def _work(run: JobRun, kind: AnyKind) -> Coroutine[Any, Any, Any]:  # Any: what the kind returns
    async def work() -> Any:  # Any: as above
        try:
            payload = kind.payload.model_validate(run.claim.payload)
        except ValidationError as error:
            problem = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['type']}" for one in error.errors())
            raise UnreadablePayload(problem=problem) from error
        if run.claim.fence > 1:
            await _recall_steps(run)
        with span_of_trace(run.claim.trace_id, f"job {kind.name}", attempt=run.claim.attempt):
            return await kind.run(run, payload)

    return work()


async def _recall_steps(run: JobRun) -> None:
    """What earlier attempts have done."""
    async with run.database.reading() as connection:
        found = await connection.execute(
            select(job_steps.c.name, job_steps.c.state)
            .where(job_steps.c.job_id == run.id)
            .order_by(job_steps.c.position)
        )
        run.recall({row.name: row.state for row in found})
