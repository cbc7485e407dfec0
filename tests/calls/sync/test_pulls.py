"""When a day is whole, and which of two pulls has the say."""

from datetime import UTC, datetime, timedelta

import pytest

from leadline.calls.contracts import Completeness
from leadline.calls.domain.pulls import DayTally, outranked
from tests.factories.calls import call
from tests.fakes.dialer import lost, page, refusal

END = datetime(2026, 10, 20, 16, tzinfo=UTC)
BEFORE, AFTER = END - timedelta(seconds=1), END + timedelta(seconds=1)
COMPLETE, PARTIAL, INCOMPLETE = Completeness.COMPLETE, Completeness.PARTIAL, Completeness.INCOMPLETE


def tally(*pages: object, began: datetime = AFTER) -> DayTally:
    counted = DayTally(END)
    counted.begin_round(began)
    for number, answer in enumerate(pages, 1):
        if isinstance(answer, tuple):
            ids, total = answer
            counted.add(page(number, [call(one) for one in ids], total))
        else:
            counted.fail(lost(number))
    return counted


def test_the_last_answers_total_is_what_must_be_reached() -> None:
    assert tally(("ab", 2), ("c", 3)).adds_up()
    assert not tally(("ab", 2), ("", 3)).adds_up()


def test_without_a_total_a_day_is_whole_when_every_page_came() -> None:
    assert tally(("ab", None)).adds_up()
    assert not tally(("ab", None), "lost").adds_up()


def test_a_pull_that_began_before_midnight_is_partial_though_it_ended_after() -> None:
    assert tally(("a", 1), began=BEFORE).verdict().state is PARTIAL
    assert tally(("a", 1), began=END).verdict().state is COMPLETE


def test_rows_that_the_vendor_deleted_meanwhile_are_not_waited_for() -> None:
    counted = tally(("abc", 4), "lost")
    counted.begin_round(AFTER)
    counted.add(page(1, [call("a"), call("b")], 2))
    assert counted.adds_up()


def test_a_row_that_a_later_round_can_read_is_refused_no_more() -> None:
    counted = DayTally(END)
    counted.begin_round(AFTER)
    counted.add(page(1, [], 2, [refusal("a")]))
    counted.begin_round(AFTER)
    counted.add(page(1, [call("a"), call("b")], 2))
    assert (counted.refused, counted.verdict().state) == (0, COMPLETE)


@pytest.mark.parametrize(
    ("mine", "stored", "stored_at", "loses"),
    [
        (INCOMPLETE, COMPLETE, AFTER, True),
        (INCOMPLETE, COMPLETE, BEFORE, False),
        (PARTIAL, COMPLETE, AFTER, True),
        (COMPLETE, PARTIAL, AFTER, False),
        (COMPLETE, COMPLETE, AFTER, False),
        (INCOMPLETE, PARTIAL, AFTER, True),
        (INCOMPLETE, Completeness.UNVERIFIED, AFTER, False),
        (INCOMPLETE, INCOMPLETE, AFTER, False),
    ],
)
def test_of_two_pulls_the_later_writes_unless_it_knows_less_and_nothing_newer(
    mine: Completeness, stored: Completeness, stored_at: datetime, loses: bool
) -> None:
    assert outranked(mine, END, stored, stored_at) is loses
