"""`meta`: how complete and how old the figures are."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select

from leadline.calls.contracts import Completeness
from leadline.calls.models import daily_stats, sync_days
from leadline.calls.repository.days import day_states
from leadline.calls.schemas.statistics import StatsMeta
from leadline.calls.service.statistics.asking import Asker, Days, freshness, seconds_to_midnight, seconds_to_next_minute
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.auth.principal import AgentGrant, DataScope
from leadline.kernel.clock import BusinessCalendar
from tests.calls.statistics.reading import EVERYBODY
from tests.factories.calls import NOON, call

TODAY = date(2026, 10, 20)
YESTERDAY, EARLIER = date(2026, 10, 19), date(2026, 10, 18)
State = tuple[str, date, str]


async def meta(
    tools: CallsToolbox, states: Sequence[State], days: Days, source: str | None = None, scope: DataScope = EVERYBODY
) -> StatsMeta:
    async with tools.database.transaction() as connection:
        for name, day, state in states:
            await connection.execute(
                insert(sync_days).values(source=name, track="grade", stat_date=day, state=state, checked_at=NOON)
            )
    async with tools.database.reading() as connection:
        return await freshness(connection, Asker(scope, source, NOON), days, tools.calendar)


async def write(tools: CallsToolbox, source: str, at: datetime) -> None:
    async with tools.database.transaction() as connection:
        await tools.ingest.write(connection, source, [call("1", at)])


async def test_days_whose_last_pull_was_complete_are(tools: CallsToolbox) -> None:
    found = await meta(
        tools, [("guanke", YESTERDAY, "complete"), ("guanke", EARLIER, "complete")], Days(EARLIER, YESTERDAY)
    )
    assert (found.complete, found.incomplete_days, found.partial_days) == (True, [], [])


async def test_today_is_partial(tools: CallsToolbox) -> None:
    found = await meta(tools, [("guanke", YESTERDAY, "complete"), ("guanke", TODAY, "partial")], Days(YESTERDAY, TODAY))
    assert (found.complete, found.incomplete_days, found.partial_days) == (False, [], [TODAY])


async def test_a_day_whose_pull_failed_is_listed_even_when_it_is_today(tools: CallsToolbox) -> None:
    found = await meta(
        tools, [("guanke", TODAY, "incomplete"), ("guanke", YESTERDAY, "partial")], Days(YESTERDAY, TODAY)
    )
    assert [(one.stat_date, one.state) for one in found.incomplete_days] == [
        (TODAY, Completeness.INCOMPLETE), (YESTERDAY, Completeness.PARTIAL),
    ]  # fmt: skip


async def test_a_day_with_calls_that_no_sync_looked_at_is_unverified(tools: CallsToolbox) -> None:
    await write(tools, "freeswitch", NOON)
    async with tools.database.reading() as connection:
        states = await day_states(connection, YESTERDAY, TODAY)
    assert states == {YESTERDAY: Completeness.NEVER, TODAY: Completeness.UNVERIFIED}


async def test_of_several_sources_the_least_known_decides(tools: CallsToolbox) -> None:
    states = [("guanke", YESTERDAY, "complete"), ("demo", YESTERDAY, "incomplete")]
    assert (await meta(tools, states, Days(YESTERDAY, YESTERDAY))).complete is False
    assert (await meta(tools, [], Days(YESTERDAY, YESTERDAY), "guanke")).complete is True


async def test_failed_pulls_come_before_days_that_were_never_pulled(tools: CallsToolbox) -> None:
    found = await meta(tools, [("guanke", EARLIER, "incomplete")], Days(date(2025, 1, 1), YESTERDAY))
    assert len(found.incomplete_days) == 31
    assert [one.stat_date for one in found.incomplete_days[:2]] == [EARLIER, YESTERDAY]


async def test_days_to_come_are_not_missed(tools: CallsToolbox) -> None:
    found = await meta(tools, [("guanke", YESTERDAY, "complete")], Days(date(2026, 10, 21), date(2026, 10, 30)))
    assert found.complete is True


async def test_the_age_is_that_of_the_newest_figure(tools: CallsToolbox) -> None:
    await write(tools, "guanke", NOON)
    async with tools.database.reading() as connection:
        stored = (await connection.execute(select(daily_stats.c.updated_at))).scalar_one()
    assert (await meta(tools, [], Days(YESTERDAY, TODAY))).updated_at == stored
    assert (await meta(tools, [], Days(EARLIER, YESTERDAY))).updated_at is None


def test_an_answer_stays_right_until_the_clock_turns() -> None:
    at = datetime(2026, 10, 20, 15, 59, 15, 500_000, tzinfo=UTC)
    assert seconds_to_midnight(BusinessCalendar("Asia/Shanghai"), at) == 44.5
    assert seconds_to_next_minute(at) == 44.5


@pytest.mark.parametrize(
    ("grants", "complete"),
    [
        ([AgentGrant("A1", "guanke")], True),
        ([AgentGrant("A1", "csv")], False),
        ([AgentGrant("A1")], False),
        ([AgentGrant("A1", "guanke"), AgentGrant("A1", "csv", first_day=YESTERDAY)], True),
        ([AgentGrant("A1", "guanke"), AgentGrant("A1", "csv", last_day=EARLIER)], False),
        ([], True),
    ],
)
async def test_what_the_asker_does_not_see_is_not_missed(
    tools: CallsToolbox, grants: list[AgentGrant], complete: bool
) -> None:
    states = [("guanke", EARLIER, "complete"), ("guanke", YESTERDAY, "complete")]
    states += [("csv", EARLIER, "incomplete"), ("csv", YESTERDAY, "complete")]
    scope = DataScope(grants=frozenset(grants))
    assert (await meta(tools, states, Days(EARLIER, YESTERDAY), scope=scope)).complete is complete
