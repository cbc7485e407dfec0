"""Every statistic equals a recount of the calls, for any range, source and data scope."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from leadline.calls.schemas.explore import Dimension, Metric
from leadline.calls.schemas.statistics import Interval
from leadline.calls.service.statistics import boards, daily, explore, hours, trend
from leadline.calls.service.statistics.asking import Asker
from leadline.kernel.clock import days_between
from tests.calls.statistics.naive import SHANGHAI, Fact, agents_of, figures_of, seen_by, within
from tests.calls.statistics.reading import AFTERWARDS, EVERYBODY, Library, askers, days, moments, reads

METRICS: tuple[Metric, ...] = (
    "calls",
    "connected",
    "contact_rate",
    "orders",
    "success_rate",
    "talk_seconds",
    "avg_talk",
    "order_value",
)
DIMENSIONS: tuple[Dimension, ...] = ("day", "hour", "weekday", "agent", "task", "grade", "outcome", "province")
spans = st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))
short_spans = st.tuples(days, st.integers(0, 30)).map(lambda pair: (pair[0], pair[0] + timedelta(days=pair[1])))


def grouped(facts: Sequence[Fact], *names: str) -> dict[tuple[object, ...], list[Fact]]:
    groups: defaultdict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for one in facts:
        groups[tuple(getattr(one, name) for name in names)].append(one)
    return groups


@reads
@given(asker=askers, span=spans)
def test_each_day_is_the_recount_of_its_calls(library: Library, asker: Asker, span: tuple[date, date]) -> None:
    answer, _ = library.ask(daily.list_days(library.tools, asker, *span))
    seen = within(seen_by(library.facts, asker.scope, asker.source), *span)
    each = [[one for one in seen if one.day == day] for day in sorted({one.day for one in seen}, reverse=True)]
    assert [(one.stat_date, one.total_calls, one.success_calls, one.failed_calls) for one in answer.stats] == [
        (calls[0].day, len(calls), sum(c.connected for c in calls), sum(not c.connected for c in calls))
        for calls in each
    ]
    assert [one.avg_duration for one in answer.stats] == [
        round(sum(call.talk for call in calls) / len(calls), 2) for calls in each
    ]


def start_of(day: date, interval: Interval) -> date:
    if interval == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if interval == "month" else day


@reads
@given(asker=askers, span=spans, interval=st.sampled_from(("day", "week", "month")))
def test_a_trend_is_the_recount_of_each_span(
    library: Library, asker: Asker, span: tuple[date, date], interval: Interval
) -> None:
    answer, _ = library.ask(trend.draw_trend(library.tools, asker, *span, interval))
    starts = list(dict.fromkeys(start_of(day, interval) for day in days_between(*span)))
    seen = within(seen_by(library.facts, asker.scope, asker.source), *span)
    each = [[one for one in seen if start_of(one.day, interval) == start] for start in starts]
    assert answer.dates == [start.isoformat() for start in starts]
    assert answer.total_calls == [len(calls) for calls in each]
    assert answer.success_calls == [sum(c.connected for c in calls) for calls in each]
    assert answer.contact_rate == [figures_of(calls)["contact_rate"] for calls in each]
    assert answer.success_rate == [figures_of(calls)["success_rate"] for calls in each]
    assert answer.orders_9 == [sum(c.kind == "9" for c in calls) for calls in each]
    assert answer.orders_1 == [sum(c.kind == "1" for c in calls) for calls in each]
    assert answer.agents == [agents_of(calls) for calls in each]
    assert answer.talk_seconds == [sum(c.talk for c in calls) for calls in each]


@reads
@given(asker=askers, span=short_spans)
def test_a_trend_by_the_hour_is_the_recount_of_each_hour(
    library: Library, asker: Asker, span: tuple[date, date]
) -> None:
    answer, _ = library.ask(trend.draw_trend(library.tools, asker, *span, "hour"))
    recount = grouped(within(seen_by(library.facts, asker.scope, asker.source), *span), "day", "hour")
    each = [recount.get((day, hour), []) for day in days_between(*span) for hour in range(24)]
    assert answer.dates[0] == f"{span[0]}T00:00:00+08:00"
    assert answer.total_calls == [len(calls) for calls in each]
    assert answer.orders == [sum(bool(c.kind) for c in calls) for calls in each]
    assert answer.orders_9 == [sum(c.kind == "9" for c in calls) for calls in each]
    assert answer.orders_1 == [sum(c.kind == "1" for c in calls) for calls in each]
    assert set(answer.agents) == {None}


def same_time(at: datetime, day: date) -> datetime:
    local = at.astimezone(SHANGHAI)
    return datetime(day.year, day.month, day.day, local.hour, local.minute, tzinfo=SHANGHAI)


def before(library: Library, asker: Asker, span: tuple[date, date]) -> list[Fact]:
    """As many days right before; until the same minute where the range ends with the running day."""
    length = (span[1] - span[0]).days + 1
    days = (span[0] - timedelta(days=length), span[0] - timedelta(days=1))
    until = same_time(asker.at, days[1]) if span[1] == asker.at.astimezone(SHANGHAI).date() else None
    return within(seen_by(library.facts, asker.scope, asker.source), *days, until)


running = st.builds(
    lambda asker, at, length: (
        replace(asker, at=at),
        (at.astimezone(SHANGHAI).date() - timedelta(days=length), at.astimezone(SHANGHAI).date()),
    ),
    askers,
    moments(),
    st.sampled_from((0, 0, 1, 6)),
)
finished = st.tuples(askers, short_spans)


@reads
@given(asked=st.one_of(finished, running))
def test_the_boards_are_the_recount_of_each_key(library: Library, asked: tuple[Asker, tuple[date, date]]) -> None:
    asker, span = asked
    question = boards.BoardQuestion(*span, "-orders", 1, 200, compare=True)
    earlier = before(library, asker, span)
    seen = seen_by(library.facts, asker.scope, asker.source)
    tools = library.tools
    agents = library.ask(boards.rank_agents(tools, asker, question))
    tasks = library.ask(boards.rank_tasks(tools, asker, question))
    grades = library.ask(boards.rank_grades(tools, asker, question, "en"))
    regions = library.ask(boards.rank_regions(tools, asker, question))
    for found, names in (
        ([((row.source, row.agent_id or ""), row) for row in agents.rows], ("source", "agent")),
        ([((row.source, row.task_id or ""), row) for row in tasks.rows], ("source", "task")),
        ([((row.code or "",), row) for row in grades.rows], ("grade",)),
        ([((row.province or "",), row) for row in regions.rows], ("province",)),
    ):
        now, was = grouped(within(seen, *span), *names), grouped(earlier, *names)
        assert {key for key, _ in found} == now.keys()
        for key, row in found:
            shown = row.model_dump()
            assert {name: shown[name] for name in METRICS} == figures_of(now[key])
            assert shown["previous"] == (figures_of(was[key]) if key in was else None)
        assert [row.orders for _, row in found] == sorted((row.orders for _, row in found), reverse=True)
    assert agents.meta.totals.model_dump() == figures_of(within(seen, *span))
    assert agents.meta.previous_totals
    assert agents.meta.previous_totals.model_dump() == figures_of(earlier)


@reads
@given(asked=st.one_of(finished, running))
def test_the_hours_are_the_recount_of_each_cell(library: Library, asked: tuple[Asker, tuple[date, date]]) -> None:
    asker, span = asked
    answer, _ = library.ask(hours.spread_hours(library.tools, asker, hours.HoursQuestion(*span, compare=True)))
    seen = within(seen_by(library.facts, asker.scope, asker.source), *span)
    earlier = grouped(before(library, asker, span), "hour")
    assert [row.previous.calls if row.previous else 0 for row in answer.by_hour] == [
        len(earlier.get((hour,), [])) for hour in range(24)
    ]
    cells = grouped(seen, "weekday", "hour")
    assert answer.matrix.calls == [[len(cells.get((day, hour), [])) for hour in range(24)] for day in range(7)]
    assert answer.matrix.orders == [
        [sum(bool(c.kind) for c in cells.get((day, hour), [])) for hour in range(24)] for day in range(7)
    ]
    assert [row.connected for row in answer.by_hour] == [
        sum(one.connected for one in seen if one.hour == hour) for hour in range(24)
    ]
    assert sum(answer.weekday_days) == (span[1] - span[0]).days + 1
    assert answer.totals.calls == len(seen)


filters = st.dictionaries(
    st.sampled_from(("agent", "task", "grade", "outcome", "province")),
    st.lists(st.sampled_from(("A1", "A2", "", "T1", "AS1", "unmapped", "connected", "busy", "广东")), min_size=1),
    max_size=2,
)


@reads
@given(
    asker=askers,
    span=short_spans,
    by=st.lists(st.sampled_from(DIMENSIONS), min_size=1, max_size=2, unique=True),
    let_through=filters,
)
def test_whatever_is_explored_is_the_recount_of_each_group(
    library: Library,
    asker: Asker,
    span: tuple[date, date],
    by: list[Dimension],
    let_through: dict[Dimension, list[str]],
) -> None:
    asked = explore.Exploration(*span, tuple(by), METRICS, let_through, 10_000, "en")
    answer, _ = library.ask(explore.explore_calls(library.tools, asker, asked))
    seen = [
        one
        for one in within(seen_by(library.facts, asker.scope, asker.source), *span)
        if all(getattr(one, name) in values for name, values in let_through.items())
    ]
    with_source = bool({"agent", "task"} & set(by))
    recount = grouped(seen, *(("source",) if with_source else ()), *by)
    found = {
        (*((row.source,) if with_source else ()), *("" if key is None else key for key in row.keys)): row.values
        for row in answer.rows
    }
    assert found == {
        tuple(part.isoformat() if isinstance(part, date) else part for part in key): list(figures_of(calls).values())
        for key, calls in recount.items()
    }
    assert not answer.truncated


def test_the_summary_adds_up_its_days(library: Library) -> None:
    answer, _ = library.ask(daily.summarise(library.tools, Asker(EVERYBODY, None, AFTERWARDS), 366))
    listed = [one.stat_date for one in answer.daily_breakdown]
    assert answer.total_calls == len(library.facts) == sum(one.total_calls for one in answer.daily_breakdown)
    assert answer.failed_calls == sum(not one.connected for one in library.facts)
    assert answer.avg_per_day == round(len(library.facts) / 366, 2)
    assert listed == sorted({one.day for one in library.facts}, reverse=True)
