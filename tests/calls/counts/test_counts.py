"""The counts equal a recount, whatever was delivered, however often, in whatever order."""

import asyncio
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from sqlalchemy import Select, select

from leadline.calls.contracts import CallRow
from leadline.calls.domain.cubes import Cube
from leadline.calls.domain.grades import DEFAULT_RULES, GradeRule
from leadline.calls.models import call_names, call_rollups, daily_stats
from leadline.calls.service import recount, rules
from leadline.calls.service.clearing import clear_source
from leadline.calls.service.ingest import Arranged, Ingest
from leadline.kernel.clock import BusinessCalendar, now
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.engine import Database
from tests.calls.counts.histories import histories
from tests.calls.counts.naive import NaiveCounts
from tests.factories.calls import call
from tests.factories.examples import SHARED_FIXTURE, examples

DAILY = [daily_stats.c[name] for name in (
    "total_calls", "success_calls", "total_duration", "orders", "orders_9", "orders_1", "order_cents", "agents",
)]  # fmt: skip
CUBES = {
    "hour": Cube.AGENT_HOUR,
    "task_id": Cube.AGENT_TASK,
    "grade": Cube.AGENT_GRADE,
    "outcome": Cube.AGENT_OUTCOME,
    "province": Cube.AGENT_PROVINCE,
}


class Counting:
    """A database with its ingest, used from a loop of its own: hypothesis runs hundreds of examples in one test."""

    def __init__(self, url: str) -> None:
        self.runner = asyncio.Runner()
        self.database = Database(url)
        self.ingest = Ingest(self.database, BusinessCalendar("Asia/Shanghai"), Cipher("k" * 40))

    def prepared(self, history: list[list[CallRow]]) -> list[Arranged]:
        """The batches made ready as if each were new, as they are after one that was."""

        async def work() -> list[Arranged]:
            return [await self.ingest.arrange(rows) for rows in history]

        self.deliver(uuid.uuid4().hex, [call("new")])
        return self.runner.run(work())

    def deliver(self, source: str, rows: list[CallRow] | Arranged) -> None:
        async def work() -> None:
            async with self.database.transaction() as connection:
                await self.ingest.write(connection, source, rows)

        self.runner.run(work())

    def daily(self, source: str) -> dict[date, tuple[int, ...]]:
        query = select(daily_stats.c.stat_date, *DAILY).where(daily_stats.c.source == source)
        return {day: tuple(sums) for day, *sums in self.runner.run(self._read(query)) if any(sums)}

    def rolled_up(self, source: str, cube: Cube) -> Counter[tuple[date, str, str]]:
        kept = call_rollups.c
        query = select(kept.stat_date, kept.agent_id, kept.key, kept.calls).where(
            kept.source == source, kept.cube == int(cube), kept.calls != 0
        )
        return Counter({(day, agent, key): calls for day, agent, key, calls in self.runner.run(self._read(query))})

    def verdicts(self, source: str) -> list[recount.DayVerdict]:
        async def work() -> list[recount.DayVerdict]:
            found = recount.verify(self.database, date.min, date.max)
            return [verdict async for verdict in found if verdict.source == source]

        return self.runner.run(work())

    async def _read(self, query: Select[*tuple[Any, ...]]) -> Sequence[Any]:  # rows of whatever is selected
        async with self.database.reading() as connection:
            return list((await connection.execute(query)).all())

    def close(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()


@pytest.fixture
def counting(database_url: str) -> Iterator[Counting]:
    made = Counting(database_url)
    yield made
    made.close()


@settings(max_examples=examples(20), deadline=None, suppress_health_check=SHARED_FIXTURE)
@given(history=histories)
def test_any_history_of_deliveries_leaves_every_count_equal_to_a_naive_recount(
    counting: Counting, history: list[list[CallRow]]
) -> None:
    source, naive = uuid.uuid4().hex, NaiveCounts()
    for batch in history:
        counting.deliver(source, batch)
        naive.deliver(batch)
    assert counting.daily(source) == naive.daily()
    for field, cube in CUBES.items():
        assert counting.rolled_up(source, cube) == naive.by(field)
    assert [verdict for verdict in counting.verdicts(source) if verdict.differences] == []


@settings(max_examples=examples(12), deadline=None, suppress_health_check=SHARED_FIXTURE)
@given(history=histories)
def test_batches_prepared_before_their_time_leave_the_same_counts(
    counting: Counting, history: list[list[CallRow]]
) -> None:
    source, naive = uuid.uuid4().hex, NaiveCounts()
    ready = counting.prepared(history)
    assert all(batch.prepared is not None for batch in ready if batch.rows)
    for batch, rows in zip(ready, history, strict=True):
        counting.deliver(source, batch)
        naive.deliver(rows)
    assert counting.daily(source) == naive.daily()
    for field, cube in CUBES.items():
        assert counting.rolled_up(source, cube) == naive.by(field)
    assert [verdict for verdict in counting.verdicts(source) if verdict.differences] == []


def test_a_prepared_batch_whose_transaction_was_undone_counts_once_when_it_is_written_again(counting: Counting) -> None:
    (batch,) = counting.prepared([[call("1"), call("2")]])

    async def undone() -> None:
        async with counting.database.transaction() as connection:
            await counting.ingest.write(connection, "s", batch)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        counting.runner.run(undone())
    counting.deliver("s", batch)
    counting.deliver("s", batch)
    assert counting.daily("s")[date(2026, 10, 20)][0] == 2
    assert [verdict for verdict in counting.verdicts("s") if verdict.differences] == []


def test_a_batch_prepared_under_other_rules_is_judged_by_those_that_hold(counting: Counting) -> None:
    (batch,) = counting.prepared([[call("1", grade="sold"), call("2", grade="AS1 成功单9元")]])

    async def change() -> None:
        sold = GradeRule("exact", "sold", "sold", "成交", "success", "9", 900)
        async with counting.database.transaction() as connection:
            await rules.change_rules(connection, [sold])

    counting.runner.run(change())
    counting.deliver("s", batch)
    assert counting.daily("s")[date(2026, 10, 20)][3:7] == (1, 1, 0, 900)
    assert [verdict for verdict in counting.verdicts("s") if verdict.differences] == []


@settings(max_examples=15, deadline=None, suppress_health_check=SHARED_FIXTURE)
@given(history=histories)
def test_delivering_the_last_batch_again_changes_nothing(counting: Counting, history: list[list[CallRow]]) -> None:
    source = uuid.uuid4().hex
    for batch in history:
        counting.deliver(source, batch)
    before = counting.daily(source)
    counting.deliver(source, history[-1] if history else [])
    assert counting.daily(source) == before


def test_a_late_correction_moves_an_order_from_one_price_to_the_other(counting: Counting) -> None:
    counting.deliver("guanke", [call(grade="AS1 成功单9元")])
    counting.deliver("guanke", [call(grade="AS2 成功单1元")])
    assert counting.daily("guanke") == {date(2026, 10, 20): (1, 1, 30, 1, 0, 1, 100, 1)}


def test_a_grade_that_a_later_delivery_leaves_out_stays(counting: Counting) -> None:
    counting.deliver("guanke", [call(grade="AS1 成功单9元")])
    counting.deliver("guanke", [call(grade=None)])
    assert counting.daily("guanke")[date(2026, 10, 20)][4] == 1


def test_verify_finds_a_count_that_somebody_changed_by_hand_and_rebuild_mends_it(counting: Counting) -> None:
    counting.deliver("guanke", [call("1"), call("2")])

    async def spoil() -> None:
        async with counting.database.transaction() as connection:
            await connection.exec_driver_sql("UPDATE daily_stats SET total_calls = 7")
            await connection.exec_driver_sql("DELETE FROM call_rollups WHERE cube = 1")

    async def mend() -> None:
        async for _ in recount.rebuild(counting.database, date.min, date.max):
            pass

    counting.runner.run(spoil())
    wrong = [difference for verdict in counting.verdicts("guanke") for difference in verdict.differences]
    counting.runner.run(mend())
    assert recount.Difference("total_calls", 7, 2) in wrong
    assert [difference.name for difference in wrong if difference.name.startswith("hour/")]
    assert [verdict.differences for verdict in counting.verdicts("guanke")] == [()]


def test_names_that_were_cleared_with_their_source_are_remembered_anew(counting: Counting) -> None:
    async def clear() -> None:
        async for _ in clear_source(counting.database, "demo"):
            pass

    for _ in range(2):
        counting.deliver("demo", [call("1")])
        counting.deliver("demo", [call("2")])
        names = counting.runner.run(counting._read(select(call_names.c.name).order_by(call_names.c.name)))
        counting.runner.run(clear())
        assert [name for (name,) in names] == ["十月名单", "王芳"]


def test_a_preview_tells_which_grades_other_rules_would_move_and_moves_nothing(counting: Counting) -> None:
    today = now()
    yes = [call("1", today, grade="yes"), call("2", today, grade="yes")]
    counting.deliver("s", [*yes, call("3", today, grade="AG")])
    sold = GradeRule("exact", "yes", "sold", "成交", "success", "sale", 500)
    use = rules.GradeUse("yes", "unmapped", "unmapped", 2, ((BusinessCalendar("Asia/Shanghai").day_of(today), 2),))
    assert counting.runner.run(rules.unmapped(counting.database)) == [use]
    previewed = counting.runner.run(rules.preview(counting.database, [sold, *DEFAULT_RULES]))
    assert previewed == [use._replace(would_be="sold")]
    assert counting.runner.run(rules.unmapped(counting.database)) == [use]
