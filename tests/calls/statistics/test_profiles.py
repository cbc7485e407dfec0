"""The days one by one, one agent, one task: each equal to a recount of the calls that the asker may see."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadline.calls.errors import AgentNotFound, TaskNotFound
from leadline.calls.service.statistics.asking import Asker
from leadline.calls.service.statistics.day_by_day import list_all_figures
from leadline.calls.service.statistics.hours import HoursQuestion
from leadline.calls.service.statistics.profiles import ProfileQuestion, profile_agent, profile_task
from leadline.kernel.auth.principal import AgentGrant, DataScope
from leadline.kernel.clock import days_between
from tests.calls.statistics.naive import AGENTS, LAST, TASKS, agents_of, figures_of, seen_by, within
from tests.calls.statistics.reading import AFTERWARDS, EVERYBODY, Library, askers, reads
from tests.calls.statistics.test_recounts import before, finished, running, short_spans

Asked = tuple[Asker, tuple[date, date]]
RANGES = st.one_of(finished, running)


@reads
@given(asked=RANGES)
def test_each_day_with_all_its_figures_is_the_recount_of_its_calls(library: Library, asked: Asked) -> None:
    asker, span = asked
    answer, _ = library.ask(list_all_figures(library.tools, asker, HoursQuestion(*span, compare=True)))
    seen = within(seen_by(library.facts, asker.scope, asker.source), *span)
    today = library.tools.calendar.day_of(asker.at)
    assert [row.date for row in answer.rows] == list(reversed(list(days_between(span[0], min(span[1], today)))))
    for row in answer.rows:
        calls = within(seen, row.date, row.date)
        shown = row.model_dump()
        assert {name: shown[name] for name in figures_of(calls)} == figures_of(calls)
        assert (row.orders_9, row.orders_1) == tuple(sum(c.kind == kind for c in calls) for kind in "91")
        assert row.agents == agents_of(calls)
    earlier = before(library, asker, span)
    assert answer.previous
    for totals, calls in ((answer.totals, seen), (answer.previous, earlier)):
        shown = totals.model_dump()
        assert {name: shown[name] for name in figures_of(calls)} == figures_of(calls)
        assert totals.agents == agents_of(calls)
        assert totals.working_days == len({one.day for one in calls})


@reads
@given(asked=RANGES, agent=st.sampled_from([one for one in AGENTS if one]), source=st.sampled_from(("guanke", "demo")))
def test_the_profile_of_an_agent_is_the_recount_of_their_calls(
    library: Library, asked: Asked, agent: str, source: str
) -> None:
    asker, span = asked
    question = ProfileQuestion(source, agent, HoursQuestion(*span, compare=True))
    mine = [one for one in within(seen_by(library.facts, asker.scope, source), *span) if one.agent == agent]
    if not asker.scope.narrowed(agent, source).grants:
        with pytest.raises(AgentNotFound):
            library.ask(profile_agent(library.tools, asker, question))
        return
    profile, _ = library.ask(profile_agent(library.tools, asker, question))
    shown = profile.totals.model_dump()
    assert {name: shown[name] for name in figures_of(mine)} == figures_of(mine)
    assert [day.calls for day in profile.days] == [len(within(mine, day, day)) for day in days_between(*span)]
    assert [hour.orders for hour in profile.hours] == [
        sum(bool(one.kind) for one in mine if one.hour == hour) for hour in range(24)
    ]
    for rows, name in (
        ({row.code or "": row.calls for row in profile.grades}, "grade"),
        ({row.task_id or "": row.calls for row in profile.tasks}, "task"),
        ({str(row.outcome): row.calls for row in profile.outcomes}, "outcome"),
    ):
        assert rows == {key: sum(getattr(one, name) == key for one in mine) for key in {getattr(c, name) for c in mine}}
    theirs = Asker(asker.scope, source, asker.at)
    earlier = [one for one in before(library, theirs, span) if one.agent == agent]
    assert (profile.totals.previous.calls if profile.totals.previous else 0) == len(earlier)


@reads
@given(asker=askers, span=short_spans, task=st.sampled_from([one for one in TASKS if one]))
def test_the_profile_of_a_task_is_the_recount_of_its_calls(
    library: Library, asker: Asker, span: tuple[date, date], task: str
) -> None:
    question = ProfileQuestion("guanke", task, HoursQuestion(*span, compare=True))
    calls = [one for one in within(seen_by(library.facts, asker.scope, "guanke"), *span) if one.task == task]
    if not calls and not asker.scope.all:
        with pytest.raises(TaskNotFound):
            library.ask(profile_task(library.tools, asker, question))
        return
    profile, _ = library.ask(profile_task(library.tools, asker, question))
    shown = profile.totals.model_dump()
    assert {name: shown[name] for name in figures_of(calls)} == figures_of(calls)
    assert {row.agent_id or "": row.connected for row in profile.agents} == {
        agent: sum(one.connected for one in calls if one.agent == agent) for agent in {one.agent for one in calls}
    }
    assert [day.calls for day in profile.days] == [len(within(calls, day, day)) for day in days_between(*span)]


def test_an_agent_that_nobody_heard_of_and_one_of_others_are_not_found(library: Library) -> None:
    span = HoursQuestion(LAST - timedelta(days=30), LAST, compare=False)
    other = DataScope(grants=frozenset({AgentGrant("A1", "demo")}))
    for scope, agent in ((EVERYBODY, "X"), (other, "A1"), (other, "A2")):
        with pytest.raises(AgentNotFound):
            library.ask(
                profile_agent(library.tools, Asker(scope, None, AFTERWARDS), ProfileQuestion("guanke", agent, span))
            )
