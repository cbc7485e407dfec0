"""The overview: each period against the like stretch of time before it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from leadline.calls.contracts import Completeness
from leadline.calls.models import sync_days, task_stats_cache
from leadline.calls.service.statistics.asking import Asker
from leadline.calls.service.statistics.day_by_day import list_all_figures
from leadline.calls.service.statistics.hours import HoursQuestion
from leadline.calls.service.statistics.overview import overview, stretches
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.clock import BusinessCalendar
from tests.calls.statistics.naive import SHANGHAI, Fact, period_of, rate, seen_by, within
from tests.calls.statistics.reading import EVERYBODY, SCOPES, Library, moments, reads, scopes
from tests.factories.calls import call

CALENDAR = BusinessCalendar("Asia/Shanghai")


def local(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def month_of(facts: list[Fact]) -> dict[str, Any]:
    working = len({one.day for one in facts})
    made = period_of(facts)
    averages = {
        f"{name}_per_day": rate(made[field] or 0, working, 2)
        for name, field in (("calls", "calls"), ("connected", "connected"), ("orders", "orders_total"))
    }
    return {**made, "working_days": working, **averages}


@reads
@given(at=moments(), scope=scopes, source=st.sampled_from((None, "guanke")))
def test_every_period_is_the_recount_of_like_stretches(library: Library, at: datetime, scope: Any, source: Any) -> None:
    answer, _ = library.ask(overview(library.tools, Asker(scope, source, at)))
    seen = seen_by(library.facts, scope, source)
    now = at.astimezone(SHANGHAI)
    today, minute = now.date(), timedelta(hours=now.hour, minutes=now.minute)
    yesterday, day_before = today - timedelta(days=1), today - timedelta(days=2)
    before_last = today.replace(day=1) - timedelta(days=1)
    same_day = min(today.day, before_last.day)
    end = before_last.replace(day=same_day)

    def until(day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + minute

    for period, days, before, recount in (
        (answer.today, within(seen, today, today), within(seen, yesterday, yesterday, until(yesterday)), period_of),
        (answer.yesterday, within(seen, yesterday, yesterday), within(seen, day_before, day_before), period_of),
        (
            answer.month,
            within(seen, today.replace(day=1), today),
            within(seen, end.replace(day=1), end, until(end) if same_day == today.day else None),
            month_of,
        ),
    ):
        expected, earlier = recount(days), recount(before)
        shown = period.model_dump()
        assert {name: shown[name] for name in expected} == expected
        assert shown["previous"] == earlier
        assert shown["difference"]["calls"] == len(days) - len(before)
        assert shown["change"]["calls"] == rate(len(days) - len(before), len(before))


@given(moments())
def test_a_month_is_compared_with_as_many_days_or_with_the_whole_shorter_month(at: datetime) -> None:
    _, _, month = stretches(CALENDAR, at)
    whole = month.compared.last.month != (month.compared.last + timedelta(days=1)).month
    assert month.compared.number == month.days.number or (whole and month.compared.number < month.days.number)


def test_the_last_of_march_is_compared_with_all_of_february() -> None:
    _, _, month = stretches(CALENDAR, local(3, 31))
    assert month.compared == (date(2026, 2, 1), date(2026, 2, 28))
    assert month.until is None


async def fill(tools: CallsToolbox, *, vendor_orders: int | None) -> Asker:
    """Two orders and a call without one today; the vendor says `vendor_orders`."""
    at = local(3, 10)
    rows = [call("1", at, grade="AS1 成功单9元"), call("2", at, grade="AS2 成功单1元"), call("3", at)]
    async with tools.database.transaction() as connection:
        await tools.ingest.write(connection, "guanke", rows)
        if vendor_orders is not None:
            await connection.execute(
                insert(task_stats_cache).values(
                    source="guanke", stat_date=date(2026, 3, 10), calls=3, connected=3, orders=vendor_orders,
                    sync_type="today", calculated_at=at, elapsed=0.1, complete=True,
                )
            )  # fmt: skip
    return Asker(EVERYBODY, None, at)


async def looked_at(tools: CallsToolbox, day: date, state: str) -> None:
    async with tools.database.transaction() as connection:
        values = {"source": "guanke", "track": "grade", "stat_date": day, "state": state, "checked_at": local(3, 10)}
        await connection.execute(insert(sync_days).values(values))


async def test_the_deviation_is_the_vendors_figure_less_ours(tools: CallsToolbox) -> None:
    answer, _ = await overview(tools, await fill(tools, vendor_orders=5))
    assert (answer.today.vendor_orders, answer.today.deviation, answer.today.vendor_missing_days) == (5, 3, 0)
    assert (answer.month.vendor_orders, answer.month.deviation) == (5, 3)


async def test_the_deviation_is_unknown_where_the_vendors_figure_is(tools: CallsToolbox) -> None:
    answer, _ = await overview(tools, await fill(tools, vendor_orders=None))
    assert (answer.today.vendor_orders, answer.today.deviation) == (None, None)


async def test_a_narrower_scope_sees_no_vendor_figure(tools: CallsToolbox) -> None:
    asker = await fill(tools, vendor_orders=5)
    answer, _ = await overview(tools, Asker(SCOPES[1], None, asker.at))
    assert (answer.today.calls, answer.today.vendor_orders, answer.today.deviation) == (3, None, None)


async def test_without_a_base_there_is_a_difference_and_no_change(tools: CallsToolbox) -> None:
    answer, _ = await overview(tools, await fill(tools, vendor_orders=None))
    assert (answer.today.difference.calls, answer.today.change.calls) == (3, None)
    assert answer.today.difference.contact_rate is None


async def test_a_period_that_was_never_synced_is_not_known(tools: CallsToolbox) -> None:
    asker = await fill(tools, vendor_orders=None)
    answer, _ = await overview(tools, asker)
    assert (answer.today.known, answer.yesterday.known, answer.month.known) == (True, False, True)
    assert (answer.today.compared_known, answer.yesterday.compared_known, answer.month.compared_known) == (False,) * 3
    await looked_at(tools, date(2026, 3, 9), "complete")
    answer, _ = await overview(tools, asker)
    assert (answer.yesterday.known, answer.yesterday.calls, answer.today.compared_known) == (True, 0, True)


async def test_days_are_known_as_their_period_is(tools: CallsToolbox) -> None:
    asker = await fill(tools, vendor_orders=None)
    days, _ = await list_all_figures(tools, asker, HoursQuestion(date(2026, 3, 8), date(2026, 3, 9), compare=True))
    assert (days.known, days.compared_known) == (False, False)
    days, _ = await list_all_figures(tools, asker, HoursQuestion(date(2026, 3, 9), date(2026, 3, 10), compare=True))
    assert (days.known, days.compared_known) == (True, False)
    await looked_at(tools, date(2026, 3, 7), "incomplete")
    days, _ = await list_all_figures(tools, asker, HoursQuestion(date(2026, 3, 9), date(2026, 3, 10), compare=True))
    assert days.compared_known is True


async def test_the_running_day_is_not_under_way_before_its_first_sync(tools: CallsToolbox) -> None:
    at = local(3, 11, 0, 2)
    days, _ = await list_all_figures(
        tools, Asker(EVERYBODY, None, at), HoursQuestion(date(2026, 3, 11), None, compare=False)
    )
    assert [row.state for row in days.rows] == [Completeness.NEVER]
    await looked_at(tools, date(2026, 3, 11), "partial")
    days, _ = await list_all_figures(
        tools, Asker(EVERYBODY, None, at), HoursQuestion(date(2026, 3, 11), None, compare=False)
    )
    assert ([row.state for row in days.rows], days.known) == ([Completeness.PARTIAL], True)
