"""What other contexts may ask of the calls. Connections are the caller's; nothing is written."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import AgentDay, SeenAgent, VitalSigns
from leadline.calls.repository.agents import agent_days, seen_agents
from leadline.calls.repository.closings import accepted_days, reopened_days
from leadline.calls.repository.pulse import LOOKS_BACK, days_of_month, failing_tracks, hours_of_today, order_gaps
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


async def vital_signs(connection: AsyncConnection, moment: datetime, today: date, hour: int) -> VitalSigns:
    """How everything stands at `moment`, which is in `hour` of the business day `today`: six small statements.

    None of them reads more than a month of days, a day of runs, or five days of hourly counts.
    """
    days = await days_of_month(connection, today)
    return VitalSigns(
        tuple(days),
        tuple(await failing_tracks(connection, moment)),
        tuple(await order_gaps(connection, today, days)),
        tuple(await hours_of_today(connection, today, hour)),
        tuple(await reopened_days(connection, today - LOOKS_BACK)),
        await accepted_days(connection, today - LOOKS_BACK),
    )
