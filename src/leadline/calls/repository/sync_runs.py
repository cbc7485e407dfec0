"""The runs of the sync: the rows of `sync_runs`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.models import sync_runs
from leadline.kernel.db.counters import bump_counter
from leadline.kernel.text import Text

SYNC_VERSION = "sync"

RunState = Literal["running", "done", "incomplete", "failed", "interrupted"]


class RunRow(NamedTuple):
    """One run. Its counters are those of its last heartbeat while it runs."""

    id: int
    source: str
    track: str
    sync_type: str
    start_date: date
    end_date: date
    state: RunState
    requested_by: str
    started_at: datetime
    heartbeat_at: datetime
    finished_at: datetime | None
    days_done: int
    days_incomplete: int
    received_rows: int
    new_rows: int
    updated_rows: int
    refused_rows: int
    error: Text | None
    trace_id: str | None


async def add_run(connection: AsyncConnection, values: Mapping[str, Any]) -> int:  # Any: the columns' own types
    """Adds a run and returns its id; last in its transaction."""
    added = await connection.execute(insert(sync_runs).values(**values).returning(sync_runs.c.id))
    run_id = int(added.scalar_one())
    await bump_counter(connection, SYNC_VERSION)
    return run_id


async def change_run(connection: AsyncConnection, run_id: int, values: Mapping[str, Any]) -> None:  # Any: as above
    """Writes these columns of a run; last in its transaction."""
    await connection.execute(update(sync_runs).where(sync_runs.c.id == run_id).values(**values))
    await bump_counter(connection, SYNC_VERSION)


async def find_run(connection: AsyncConnection, run_id: int) -> RunRow | None:
    """One run, or None."""
    found = (await connection.execute(select(sync_runs).where(sync_runs.c.id == run_id))).one_or_none()
    return None if found is None else _run(found)


async def list_runs(
    connection: AsyncConnection, page: int, per_page: int, source: str | None = None
) -> tuple[list[RunRow], int]:
    """One page of the runs, newest first, and how many there are."""
    chosen = [] if source is None else [sync_runs.c.source == source]
    total = (await connection.execute(select(func.count()).select_from(sync_runs).where(*chosen))).scalar_one()
    query = select(sync_runs).where(*chosen).order_by(sync_runs.c.started_at.desc(), sync_runs.c.id.desc())
    found = await connection.execute(query.limit(per_page).offset((page - 1) * per_page))
    return [_run(one) for one in found], total


async def running_runs(connection: AsyncConnection) -> list[RunRow]:
    """The runs that have not ended."""
    found = await connection.execute(select(sync_runs).where(sync_runs.c.state == "running").order_by(sync_runs.c.id))
    return [_run(one) for one in found]


async def latest_runs(connection: AsyncConnection) -> list[RunRow]:
    """The newest run of each source and track."""
    newest = select(func.max(sync_runs.c.id)).group_by(sync_runs.c.source, sync_runs.c.track)
    found = await connection.execute(select(sync_runs).where(sync_runs.c.id.in_(newest)).order_by(sync_runs.c.id))
    return [_run(one) for one in found]


async def last_success(connection: AsyncConnection) -> dict[str, datetime]:
    """When a run of each source last ended with everything it was asked for."""
    query = (
        select(sync_runs.c.source, func.max(sync_runs.c.finished_at))
        .where(sync_runs.c.state == "done", sync_runs.c.finished_at.is_not(None))
        .group_by(sync_runs.c.source)
    )
    return {row[0]: row[1] for row in await connection.execute(query)}


async def interrupt_silent(connection: AsyncConnection, silent_since: datetime, at: datetime, error: Text) -> int:
    """Ends the runs that were not heard of since then, and returns how many there were; last in its transaction."""
    columns = sync_runs.c
    ended = await connection.execute(
        update(sync_runs)
        .where(columns.state == "running", columns.heartbeat_at < silent_since)
        .values(state="interrupted", finished_at=at, error_zh=error.zh, error_en=error.en)
    )
    if ended.rowcount:
        await bump_counter(connection, SYNC_VERSION)
    return ended.rowcount


def _run(found: Row[Any]) -> RunRow:  # Any: the columns of the table
    values = dict(found._mapping)
    zh, en = values.pop("error_zh"), values.pop("error_en")
    return RunRow(**values, error=None if zh is None else Text(zh, en or ""))
