"""What other contexts are told: figures by account and day, and the accounts there are."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import AgentDay
from leadline.calls.public import agents_seen, figures_of_agents
from leadline.kernel.auth.principal import AgentGrant, DataScope
from tests.calls.statistics.naive import LAST, seen_by, within
from tests.calls.statistics.reading import Library, days, grants, reads

T = TypeVar("T")


async def over(library: Library, question: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    async with library.tools.database.reading() as connection:
        return await question(connection)


@reads
@given(granted=st.frozensets(grants, max_size=6), first=days, length=st.integers(0, 40))
def test_the_figures_of_accounts_are_the_recount_of_their_calls(
    library: Library, granted: frozenset[AgentGrant], first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    found = library.ask(over(library, lambda connection: figures_of_agents(connection, granted, first, last)))
    sums: dict[tuple[str, str, date], Counter[str]] = {}
    for one in within(seen_by(library.facts, DataScope(grants=granted), None), first, last):
        of_day = sums.setdefault((one.source, one.agent, one.day), Counter())
        of_day.update(
            calls=1, connected=one.connected, talk_seconds=one.talk, orders=bool(one.kind), order_cents=one.cents
        )
    assert found == sorted(found, key=lambda one: (one.day, one.source, one.agent_id))
    assert {one[:3]: one for one in found} == {
        key: AgentDay(*key, *(figures[name] for name in AgentDay._fields[3:])) for key, figures in sums.items()
    }
    assert len(found) == len(sums)


def test_the_accounts_seen_since_a_day_come_with_their_last_day_and_name(library: Library) -> None:
    since = LAST - timedelta(days=20)
    found = library.ask(over(library, lambda connection: agents_seen(connection, since)))
    last_days: dict[tuple[str, str], date] = {}
    for one in library.facts:
        if one.agent and one.day >= since:
            key = (one.source, one.agent)
            last_days[key] = max(one.day, last_days.get(key, one.day))
    assert {(one.source, one.agent_id): one.last_day for one in found} == last_days
    assert {one.name for one in found} == {"王芳"}
