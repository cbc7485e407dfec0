"""A database full of plausible calls that is read many times: hypothesis runs hundreds of examples in one test."""

import asyncio
from collections.abc import Awaitable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from leadline.calls.contracts import CallRow
from leadline.calls.models import agent_exclusions
from leadline.calls.service.ingest import Ingest
from leadline.calls.service.statistics.asking import Asker
from leadline.calls.service.toolbox import CallsToolbox
from leadline.entrypoints.call_files import FilesOfCalls
from leadline.kernel.auth.principal import AgentGrant, DataScope
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.engine import Database
from leadline.kernel.settings import Settings
from tests.calls.statistics.naive import EXCLUDED, FIRST, LAST, SHANGHAI, fact, plausible_calls
from tests.factories.examples import examples

T = TypeVar("T")
EVERYBODY = DataScope(all=True)
SCOPES = (EVERYBODY, DataScope.of_agents("A1", "A4"), DataScope.of_agents("A2"), DataScope())
# the calls of A1 changed hands in the middle, and the two sources have different people behind the same ids
MIDDLE = date(2026, 3, 1)
bounds = st.sampled_from((None, None, FIRST, MIDDLE - timedelta(days=1), MIDDLE, LAST, LAST + timedelta(days=40)))
grants = st.builds(
    AgentGrant, st.sampled_from(("A1", "A2", "A4", "")), st.sampled_from(("", "guanke", "demo")), bounds, bounds
)
scopes = st.one_of(
    st.sampled_from(SCOPES), st.frozensets(grants, max_size=5).map(lambda given: DataScope(grants=given))
)
AFTERWARDS = datetime(2026, 4, 3, 4, 0, tzinfo=UTC)
askers = st.builds(Asker, scopes, st.sampled_from((None, "guanke", "demo", "nobody")), st.just(AFTERWARDS))
days = st.dates(FIRST - timedelta(days=3), LAST + timedelta(days=3))
reads = settings(
    max_examples=examples(20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def moments() -> st.SearchStrategy[datetime]:
    """Minutes at and around those of the calls, on any day."""
    return st.builds(
        lambda day, hour, minute: datetime(day.year, day.month, day.day, hour, minute, 20, tzinfo=SHANGHAI).astimezone(
            UTC
        ),
        days,
        st.sampled_from((0, 8, 9, 10, 14, 15, 23)),
        st.sampled_from((0, 1, 30, 31, 59)),
    )


def tools_of(url: str, given: Settings) -> CallsToolbox:
    database = Database(url)
    calendar, cipher = BusinessCalendar("Asia/Shanghai"), Cipher("k" * 40)
    return CallsToolbox(
        settings=given,
        database=database,
        calendar=calendar,
        cipher=cipher,
        ingest=Ingest(database, calendar, cipher),
        sources={},
        push_parsers={},
        files=FilesOfCalls(),
    )


class Library:
    """The calls as facts, and the toolbox to ask for their figures."""

    def __init__(self, url: str, given: Settings) -> None:
        self.runner = asyncio.Runner()
        self.tools = tools_of(url, given)
        rows = plausible_calls(700, seed=7)
        self.facts = [fact(source, row) for source, row in rows]
        self.runner.run(self._fill(rows))

    async def _fill(self, rows: list[tuple[str, CallRow]]) -> None:
        async with self.tools.database.transaction() as connection:
            source, agent = EXCLUDED
            await connection.execute(
                insert(agent_exclusions).values(
                    source=source, agent_id=agent, reason="", created_by="test", created_at=AFTERWARDS
                )
            )
            for name in sorted({source for source, _ in rows}):
                await self.tools.ingest.write(connection, name, [row for source, row in rows if source == name])

    def ask(self, question: Awaitable[T]) -> T:
        async def work() -> T:
            return await question

        return self.runner.run(work())

    def close(self) -> None:
        self.runner.run(self.tools.database.close())
        self.runner.close()
