"""Clearing a source: everything it brought, a day at a time, so that the counts are right at every moment."""

from collections.abc import AsyncIterator
from datetime import date
from functools import partial
from typing import NamedTuple

from sqlalchemy import delete, func, select

from leadline.calls.contracts import ClearSource
from leadline.calls.errors import NotConfirmed, OnlyDemoIsCleared
from leadline.calls.events import DayRecounted
from leadline.calls.models import (
    agent_exclusions,
    call_names,
    call_records,
    call_rollups,
    daily_stats,
    day_closings,
    grade_stats_cache,
    raw_batches,
    sync_days,
    sync_runs,
    task_stats_cache,
    vendor_totals,
)
from leadline.calls.repository.counts import CALLS_VERSION
from leadline.calls.repository.rules import RULES_VERSION
from leadline.calls.service.records import Reader
from leadline.calls.service.recount import each_day
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.audit.log import write_down
from leadline.kernel.db.counters import bump_alone, bump_counter
from leadline.kernel.db.engine import Database
from leadline.kernel.db.retry import retrying
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.outbox.publish import publish

BY_DAY = (
    call_records,
    call_rollups,
    daily_stats,
    day_closings,
    grade_stats_cache,
    task_stats_cache,
    vendor_totals,
    raw_batches,
)
# not the counted ones: what a batch adds meanwhile keeps both its calls and their counts
WHOLE = (
    day_closings,
    grade_stats_cache,
    task_stats_cache,
    vendor_totals,
    raw_batches,
    call_names,
    agent_exclusions,
    sync_runs,
)


CLEARABLE = frozenset({"demo"})


class Cleared(NamedTuple):
    """A day that is gone, and how many calls it had."""

    day: date
    calls: int


async def start_clearing(toolbox: CallsToolbox, source: str, confirmed: str, reader: Reader) -> int:
    """Starts the job that clears the demo's data and returns its id. OnlyDemoIsCleared, NotConfirmed."""
    if source not in CLEARABLE:
        raise OnlyDemoIsCleared
    if confirmed != source:
        raise NotConfirmed(source=source)
    async with toolbox.database.transaction() as connection:
        job_id = await enqueue(connection, ClearSource(source=source), requested_by=reader.principal.username)
        await write_down(connection, reader.deed("source.clear", source, {"job_id": job_id}))
    return job_id


async def clear_source(database: Database, source: str) -> AsyncIterator[Cleared]:
    """Deletes all data of `source`, newest knowledge and oldest alike. It can be stopped and started again."""
    async for found, day in each_day(database, date.min, date.max):
        if found != source:
            continue
        yield Cleared(day, await retrying(partial(_clear_day, database, source, day)))
    await retrying(partial(_clear_rest, database, source))


async def _clear_day(database: Database, source: str, day: date) -> int:
    async with database.transaction() as connection:
        # in the order in which every batch takes them: the day's state, then the rules, for which all batches wait
        await connection.execute(delete(sync_days).where(sync_days.c.source == source, sync_days.c.stat_date == day))
        await bump_alone(connection, RULES_VERSION)
        held = select(daily_stats.c.id).where(daily_stats.c.source == source, daily_stats.c.stat_date == day)
        await connection.execute(held.with_for_update())  # a rebuild of this day waits
        mine = (call_records.c.source == source, call_records.c.stat_date == day)
        calls = (await connection.execute(select(func.count()).where(*mine))).scalar_one()
        for table in BY_DAY:
            await connection.execute(delete(table).where(table.c.source == source, table.c.stat_date == day))
        # no recount will ever find this day: what one had found wrong is over
        await publish(connection, DayRecounted(source=source, day=day, wrong=0, repaired=True))
        await bump_counter(connection, CALLS_VERSION)
    return calls


async def _clear_rest(database: Database, source: str) -> None:
    async with database.transaction() as connection:
        await connection.execute(delete(sync_days).where(sync_days.c.source == source))
        await bump_alone(connection, RULES_VERSION)
        for table in WHOLE:
            await connection.execute(delete(table).where(table.c.source == source))
        await bump_counter(connection, CALLS_VERSION)
