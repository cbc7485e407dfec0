"""What a scope of grants covers, and what is left of it for some days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from leadline.kernel.auth.principal import AgentGrant, DataScope

DAY = date(2026, 3, 1)
DAYS = [DAY + timedelta(days=n) for n in range(9)]
bounds = st.one_of(st.none(), st.sampled_from(DAYS))
grants = st.builds(AgentGrant, st.sampled_from(("a1", "a2")), st.sampled_from(("", "guanke")), bounds, bounds)
scopes = st.frozensets(grants, max_size=4).map(lambda given: DataScope(grants=given))


@given(scopes, st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_what_is_left_for_some_days_covers_the_same_calls_of_these_days(
    scope: DataScope, one: date, other: date
) -> None:
    first, last = min(one, other), max(one, other)
    left = DataScope(grants=scope.between(first, last))
    for day in DAYS:
        for agent in ("a1", "a2", "a3"):
            for source in ("guanke", "demo"):
                if first <= day <= last:
                    assert left.covers(agent, source, day) == scope.covers(agent, source, day)


def test_a_bound_that_cuts_nothing_off_is_left_out() -> None:
    scope = DataScope(grants=frozenset({AgentGrant("a1", "", DAY, DAY + timedelta(days=5))}))
    inside = scope.between(DAY + timedelta(days=1), DAY + timedelta(days=2))
    assert inside == {AgentGrant("a1")}
    assert scope.between(DAY - timedelta(days=3), DAY - timedelta(days=1)) == frozenset()


def test_scopes_of_other_days_have_other_keys() -> None:
    keys = {
        DataScope(grants=frozenset({AgentGrant("a1", source, first, last)})).key
        for source in ("", "guanke")
        for first in (None, DAY)
        for last in (None, DAY)
    }
    assert len(keys) == 8
