"""What other contexts may ask of the calls. Connections are the caller's; nothing is written."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import AgentDay, SeenAgent
from leadline.calls.repository.agents import agent_days, seen_agents
from leadline.kernel.auth.principal import AgentGrant


async def figures_of_agents(
    connection: AsyncConnection, grants: Iterable[AgentGrant], first: date, last: date
) -> list[AgentDay]:
    """What the calls of the granted accounts come to, by account and day, from the counts; days without calls lack.

    Both days are included. A grant counts on its own days and for its own source only, and nothing is counted twice
    however grants overlap. Ordered by day, source and account.
    """
    return await agent_days(connection, frozenset(grants), first, last)


async def agents_seen(connection: AsyncConnection, since: date) -> list[SeenAgent]:
    """The dialer accounts with calls on or after `since`, the excluded ones too; by source and account."""
    return await seen_agents(connection, since)
