"""Accounts that are no agents (robots, test accounts): kept out of the number of agents, their calls still count."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.cubes import Cube
from leadline.calls.errors import AlreadyExcluded, ExclusionNotFound
from leadline.calls.models import agent_exclusions, call_names, call_rollups, daily_stats
from leadline.calls.repository.counts import CALLS_VERSION, settle_days
from leadline.calls.repository.rules import RULES_VERSION
from leadline.kernel.clock import now
from leadline.kernel.db.counters import bump_alone, bump_counter


class Exclusion(NamedTuple):
    """An account on the list; `agent_name` as far as it is known."""

    id: int
    source: str
    agent_id: str
    agent_name: str | None
    reason: str
    created_by: str
    created_at: datetime


async def list_exclusions(connection: AsyncConnection) -> list[Exclusion]:
    """The whole list, newest first."""
    listed = agent_exclusions.c
    named = (
        (call_names.c.source == listed.source) & (call_names.c.kind == "agent") & (call_names.c.key == listed.agent_id)
    )
    query = (
        select(
            listed.id,
            listed.source,
            listed.agent_id,
            call_names.c.name,
            listed.reason,
            listed.created_by,
            listed.created_at,
        )
        .select_from(agent_exclusions.outerjoin(call_names, named))
        .order_by(listed.id.desc())
    )
    return [Exclusion(*row) for row in await connection.execute(query)]


async def exclude(connection: AsyncConnection, source: str, agent_id: str, reason: str, by: str) -> int:
    """Puts the account on the list and corrects the number of agents of every day it called; the new entry's id."""
    await bump_alone(connection, RULES_VERSION)  # first: waits for the batches that count agents by the old list
    row = {"source": source, "agent_id": agent_id, "reason": reason, "created_by": by, "created_at": now()}
    try:
        async with connection.begin_nested():
            made = await connection.execute(insert(agent_exclusions).values(**row).returning(agent_exclusions.c.id))
            exclusion_id: int = made.scalar_one()
    except IntegrityError as error:
        raise AlreadyExcluded from error
    await _settle(connection, source, agent_id)
    return exclusion_id


async def include_again(connection: AsyncConnection, exclusion_id: int) -> Exclusion:
    """Takes the entry off the list, corrects the days, and returns what it was."""
    await bump_alone(connection, RULES_VERSION)  # first: waits for the batches that count agents by the old list
    found = [entry for entry in await list_exclusions(connection) if entry.id == exclusion_id]
    if not found:
        raise ExclusionNotFound
    await connection.execute(delete(agent_exclusions).where(agent_exclusions.c.id == exclusion_id))
    await _settle(connection, found[0].source, found[0].agent_id)
    return found[0]


async def _settle(connection: AsyncConnection, source: str, agent_id: str) -> None:
    kept = call_rollups.c
    called = select(kept.stat_date).where(
        kept.cube == int(Cube.AGENT), kept.source == source, kept.agent_id == agent_id, kept.calls > 0
    )
    days = sorted(day for (day,) in await connection.execute(called))
    if days:
        held = select(daily_stats.c.id).where(daily_stats.c.source == source, daily_stats.c.stat_date.in_(days))
        await connection.execute(held.order_by(daily_stats.c.stat_date).with_for_update())
        await settle_days(connection, source, days)
    await bump_counter(connection, CALLS_VERSION)
