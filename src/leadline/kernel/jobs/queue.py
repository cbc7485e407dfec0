"""The queue: jobs are added by `enqueue` in their cause's transaction, and claimed by workers one key at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, insert, null, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.base import UtcDateTime
from leadline.kernel.db.counters import tell
from leadline.kernel.db.engine import Database
from leadline.kernel.db.moment import database_time
from leadline.kernel.jobs.bell import ring_for
from leadline.kernel.jobs.contracts import MOVED, NORMAL, JobState, Payload, WhenBusy
from leadline.kernel.jobs.tables import QUEUED, RUNNING, RUNNING_STATE, jobs
from leadline.kernel.observability.trace import TRACE_ID, new_trace_id

COLLISIONS = 5
LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Tick:
    """The schedule that starts a job, and which of its ticks (None: somebody started it by hand)."""

    schedule_id: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that this worker may carry out: what it writes counts only while the row's fence is this one."""

    id: int
    kind: str
    key: str | None
    payload: dict[str, Any]  # Any: a JSON document
    attempt: int
    fence: int
    cursor: dict[str, Any] | None  # Any: as above
    requested_by: str
    trace_id: str


async def enqueue(
    connection: AsyncConnection,
    payload: Payload,
    *,
    key: str | None = None,
    priority: int = NORMAL,
    run_at: datetime | None = None,
    when_busy: WhenBusy = "wait",
    requested_by: str = "system",
    tick: Tick | None = None,
) -> int:
    """Adds a job in the caller's transaction and returns its id: it exists when, and only when, that commits.

    A smaller `priority` runs sooner. Of jobs with one (kind, key) one runs at a time; with `skip` a job that finds
    another waiting or at work is written down as skipped, with `join` one that waits already stands for it. `run_at`:
    not before then, by the database's clock.
    """
    key = payload.key if key is None else key
    if when_busy == "join" and key is not None:
        waiting = await _live(connection, payload.kind, key, QUEUED)
        if waiting is not None:
            return waiting
    busy = when_busy == "skip" and key is not None and await _live(connection, payload.kind, key, QUEUED | RUNNING)
    moment = database_time()
    values = {
        "kind": payload.kind,
        "key": key,
        "title_zh": payload.title.zh[:LONGEST_TITLE],
        "title_en": payload.title.en[:LONGEST_TITLE],
        "payload": payload.model_dump(mode="json"),
        "priority": priority,
        "state": (JobState.SKIPPED if busy else JobState.QUEUED).value,
        "run_at": run_at or moment,
        "trace_id": (TRACE_ID.get() or new_trace_id())[:64],
        "requested_by": requested_by[:100],
        "schedule_id": tick.schedule_id if tick else None,
        "tick_at": tick.at if tick else None,
        "created_at": moment,
        "finished_at": moment if busy else None,
    }
    added = await connection.execute(insert(jobs).values(**values).returning(jobs.c.id))
    job_id = int(added.scalar_one())
    if busy:
        tell(connection, MOVED)
    else:
        await ring_for(connection)
    return job_id


async def _live(connection: AsyncConnection, kind: str, key: str, state: ColumnElement[bool]) -> int | None:
    query = select(jobs.c.id).where(jobs.c.kind == kind, jobs.c.key == key, state).limit(1)
    return (await connection.execute(query)).scalar_one_or_none()


@lru_cache(maxsize=16)  # asked every other second of the day by a worker at rest: not put together anew each time
def _asks_for_next(kinds: tuple[str, ...]) -> Select[bool, datetime | None, datetime]:
    waiting = (QUEUED, jobs.c.kind.in_(kinds))
    due = select(jobs.c.id).where(*waiting, jobs.c.run_at <= database_time()).exists()
    earliest = select(func.min(jobs.c.run_at)).where(*waiting).scalar_subquery()
    # the first that is due ends the search: of ten thousand that wait nobody needs to know the earliest
    return select(due, case((due, null()), else_=earliest).cast(UtcDateTime), database_time())


async def seconds_to_next(connection: AsyncConnection, kinds: Sequence[str]) -> float | None:
    """How long until the earliest waiting job of these kinds may run (0 or less: it may); None when none waits."""
    is_due, found, present = (await connection.execute(_asks_for_next(tuple(kinds)))).one()
    next_at: datetime | None = found  # there may be none
    if is_due:
        return 0.0
    return None if next_at is None else (next_at - present).total_seconds()


async def claim(database: Database, kinds: Sequence[str], worker: str, limit: int) -> list[Claim]:
    """Takes up to `limit` jobs that may run now, the most urgent first, for this worker."""
    for _ in range(COLLISIONS):
        try:
            async with database.transaction() as connection:
                return await _claim(connection, kinds, worker, limit)
        except IntegrityError:
            continue  # another process began a job of the same key between our look and our write
    return []


async def _claim(connection: AsyncConnection, kinds: Sequence[str], worker: str, limit: int) -> list[Claim]:
    other = jobs.alias("other")
    at_work = select(other.c.id).where(
        other.c.state == RUNNING_STATE, other.c.kind == jobs.c.kind, other.c.key == jobs.c.key
    )
    query = (
        select(jobs.c.id, jobs.c.kind, jobs.c.key)
        .where(QUEUED, jobs.c.run_at <= database_time(), jobs.c.kind.in_(kinds), ~at_work.exists())
        .order_by(jobs.c.priority, jobs.c.run_at, jobs.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=jobs)
    )
    chosen: dict[object, int] = {}
    for found in await connection.execute(query):
        chosen.setdefault(found.id if found.key is None else (found.kind, found.key), found.id)
    if not chosen:
        return []
    tell(connection, MOVED)
    moment = database_time()
    taken = await connection.execute(
        update(jobs)
        .where(jobs.c.id.in_(chosen.values()), QUEUED)
        .values(
            state=JobState.RUNNING.value,
            worker=worker,
            fence=jobs.c.fence + 1,
            attempt=jobs.c.attempt + 1,
            heartbeat_at=moment,
            started_at=func.coalesce(jobs.c.started_at, moment),
            finished_at=None,
        )
        .returning(
            jobs.c.id, jobs.c.kind, jobs.c.key, jobs.c.payload, jobs.c.attempt, jobs.c.fence, jobs.c.cursor,
            jobs.c.requested_by, jobs.c.trace_id,
        )
    )  # fmt: skip
    by_id = {row.id: Claim(*row) for row in taken}
    return [by_id[job_id] for job_id in chosen.values() if job_id in by_id]
