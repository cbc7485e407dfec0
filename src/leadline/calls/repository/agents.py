"""The dialer's accounts as the counts know them."""

from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import AgentDay, SeenAgent
from leadline.calls.domain.cubes import Cube
from leadline.calls.models import call_names, call_rollups
from leadline.calls.repository.statistics.visible import Visible, counts
from leadline.kernel.auth.principal import AgentGrant, DataScope

MEASURES = (counts.calls, counts.connected, counts.talk_seconds, counts.orders, counts.order_cents)


async def agent_days(
    connection: AsyncConnection, grants: frozenset[AgentGrant], first: date, last: date
) -> list[AgentDay]:
    """The counts of each granted account and day."""
    visible = Visible(DataScope(grants=grants), None)
    key = (counts.stat_date, counts.source, counts.agent_id)
    query = visible.counts(Cube.AGENT, first, last, counts.source, counts.agent_id, counts.stat_date, *MEASURES)
    found = await connection.execute(query.where(counts.calls > 0).order_by(*key))
    return [AgentDay._make(row) for row in found]


async def seen_agents(connection: AsyncConnection, since: date) -> list[SeenAgent]:
    """The accounts with calls since that day, under the name last heard."""
    known = and_(
        call_names.c.source == counts.source, call_names.c.kind == "agent", call_names.c.key == counts.agent_id
    )
    query = (
        select(counts.source, counts.agent_id, func.max(call_names.c.name), func.max(counts.stat_date))
        .select_from(call_rollups.outerjoin(call_names, known))
        .where(counts.cube == int(Cube.AGENT), counts.stat_date >= since, counts.agent_id != "", counts.calls > 0)
        .group_by(counts.source, counts.agent_id)
        .order_by(counts.source, counts.agent_id)
    )
    return [SeenAgent._make(row) for row in await connection.execute(query)]
