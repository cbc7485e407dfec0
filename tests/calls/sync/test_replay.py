"""Replay: a better parser mends history."""

from datetime import timedelta

from leadline.calls.service.pushes import Push, accept_push
from leadline.calls.service.sync.replay import replay_range
from tests.calls.sync.conftest import NINE, PUSH_SECRET, Desk, noon
from tests.factories.calls import call
from tests.fakes.dialer import page


async def test_archived_answers_are_read_by_todays_parser(desk: Desk) -> None:
    at = noon(desk.day)
    desk.dialer.gives(desk.day, [page(1, [call("a", at, grade=None), call("b", at)], 2)])
    await desk.sync()
    desk.dialer.reread = lambda raw: page(1, [call(one, at, grade=NINE) for one in raw.decode()[2:].split(",")], 2)
    report = await replay_range(desk.tools, "fake", desk.day, desk.day)
    counted, cached = await desk.counted(), await desk.cached()
    assert (report.answers, report.result.updated) == (1, 2)
    assert counted
    assert cached
    assert (counted.calls, counted.orders_9, cached.grade_9) == (2, 2, 2)


async def test_an_answer_that_cannot_be_read_is_counted_and_passed_over(desk: Desk) -> None:
    at = noon(desk.day)
    desk.dialer.gives(desk.day, [page(1, [call("a", at)], 2), page(2, [call("b", at)], 2)])
    await desk.sync()
    report = await replay_range(desk.tools, "fake", desk.day, desk.day)
    assert (report.answers, report.unreadable, report.result.received) == (2, 2, 0)


async def test_pushes_are_read_by_their_own_parser(desk: Desk) -> None:
    await accept_push(desk.tools, Push("fake", PUSH_SECRET, "", b"a;b", ""))
    report = await replay_range(desk.tools, "fake", desk.today - timedelta(days=5), desk.today)
    assert (report.answers, report.unreadable) == (1, 0)
