"""What agents and tasks are called: as their newest call says, whenever that came."""

import asyncio
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from leadline.calls.contracts import CallRow
from leadline.calls.models import call_names
from leadline.calls.service.ingest import Ingest
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.engine import Database
from tests.factories.calls import NOON, call
from tests.factories.examples import SHARED_FIXTURE, examples

NAMES = st.sampled_from(["王芳", "王方", "芳姐"])
LATER = timedelta(hours=25)


class Naming:
    """Two processes on one database, each with what it remembers."""

    def __init__(self, url: str) -> None:
        self.runner = asyncio.Runner()
        self.database = Database(url)
        made = BusinessCalendar("Asia/Shanghai"), Cipher("k" * 40)
        self.processes = [Ingest(self.database, *made) for _ in range(2)]

    def deliver(self, process: int, source: str, rows: list[CallRow]) -> None:
        async def work() -> None:
            async with self.database.transaction() as connection:
                await self.processes[process].write(connection, source, rows)

        self.runner.run(work())

    def names(self, source: str) -> dict[str, str]:
        async def work() -> dict[str, str]:
            columns = call_names.c
            query = select(columns.kind, columns.name).where(columns.source == source, columns.kind != "grade")
            async with self.database.reading() as connection:
                return {row.kind: row.name for row in await connection.execute(query)}

        return self.runner.run(work())


@pytest.fixture
def naming(database_url: str) -> Iterator[Naming]:
    made = Naming(database_url)
    yield made
    made.runner.run(made.database.close())
    made.runner.close()


@st.composite
def deliveries(draw: st.DrawFn) -> list[tuple[int, list[CallRow]]]:
    """Calls more than a day apart, in batches of any order, some of them twice, to one process or the other."""
    said = draw(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=8))
    rows = [
        call(str(place), NOON + place * LATER, agent_name=agent, task_name=task)
        for place, (agent, task) in enumerate(said)
    ]
    mixed = draw(st.permutations(rows))
    cuts = sorted(draw(st.lists(st.integers(0, len(rows)), max_size=3)))
    batches = [mixed[start:end] for start, end in zip([0, *cuts], [*cuts, len(rows)], strict=True)]
    again = draw(st.lists(st.sampled_from(batches), max_size=2))
    return [(draw(st.integers(0, 1)), batch) for batch in [*batches, *again] if batch]


@settings(max_examples=examples(25), deadline=None, suppress_health_check=SHARED_FIXTURE)
@given(history=deliveries())
def test_the_name_of_the_newest_call_stays_whatever_comes_later(
    naming: Naming, history: list[tuple[int, list[CallRow]]]
) -> None:
    source = uuid.uuid4().hex
    for process, batch in history:
        naming.deliver(process, source, batch)
    newest = max((row for _, batch in history for row in batch), key=lambda row: row.start_time)
    assert naming.names(source) == {"agent": newest.agent_name, "task": newest.task_name}


def test_calls_of_a_name_that_was_heard_within_a_day_write_nothing(naming: Naming) -> None:
    source = uuid.uuid4().hex
    naming.deliver(0, source, [call("1", NOON)])
    for minutes in (1, 30, 23 * 60):
        naming.deliver(0, source, [call(f"at {minutes}", NOON + timedelta(minutes=minutes))])

    async def moments() -> set[object]:
        query = select(call_names.c.named_at).where(call_names.c.source == source, call_names.c.kind != "grade")
        async with naming.database.reading() as connection:
            return set((await connection.execute(query)).scalars())

    assert naming.runner.run(moments()) == {NOON}
