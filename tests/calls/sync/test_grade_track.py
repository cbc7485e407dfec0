"""The grade track: what a day's pull leaves behind, however the vendor behaves."""

import asyncio
import sqlite3
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from leadline.calls.contracts import Completeness
from leadline.calls.models import raw_batches
from leadline.calls.repository.counts import CALLS_VERSION
from leadline.calls.service.freshness import sync_status
from leadline.kernel.db.counters import read_counter
from tests.calls.sync.conftest import NINE, ONE, Desk, noon
from tests.factories.calls import call
from tests.fakes.dialer import lost, no_log_in, page, refusal

COMPLETE, PARTIAL, INCOMPLETE = Completeness.COMPLETE, Completeness.PARTIAL, Completeness.INCOMPLETE


async def whole(desk: Desk) -> None:
    """Two calls on yesterday, one of them an order of 9元."""
    at = noon(desk.day)
    desk.dialer.gives(desk.day, [page(1, [call("a", at, grade=NINE)], 2), page(2, [call("b", at)], 2)])
    await desk.sync()


async def version(desk: Desk) -> int:
    async with desk.tools.database.reading() as connection:
        return await read_counter(connection, CALLS_VERSION)


async def test_a_past_day_that_adds_up_is_complete(desk: Desk) -> None:
    await whole(desk)
    state = await desk.state()
    assert (state.state, state.vendor_rows, state.received_rows, state.reason) == (COMPLETE, 2, 2, None)


async def test_the_cache_holds_the_orders_by_grade_and_all_calls(desk: Desk) -> None:
    await whole(desk)
    cached = await desk.cached()
    assert cached
    assert (cached.grade_9, cached.grade_1, cached.total_success, cached.total_records) == (1, 0, 1, 2)
    assert cached.complete


async def test_today_is_partial_and_cached(desk: Desk) -> None:
    desk.dialer.gives(desk.today, [page(1, [call("a", noon(desk.today))], 1)])
    await desk.sync(first=desk.today)
    cached = await desk.cached(desk.today)
    assert await desk.shown(desk.today) is PARTIAL
    assert cached
    assert not cached.complete


async def test_a_day_without_calls_is_complete_with_zeros(desk: Desk) -> None:
    await desk.sync()
    cached = await desk.cached()
    assert await desk.shown() is COMPLETE
    assert cached
    assert cached.total_records == 0


async def test_a_failed_page_keeps_the_rows_that_came_and_marks_the_day(desk: Desk) -> None:
    desk.dialer.gives(desk.day, [page(1, [call("a", noon(desk.day), grade=NINE)], 2), lost(2)])
    report = await desk.sync()
    counted, state = await desk.counted(), await desk.state()
    assert (report.state, report.incomplete_days) == ("incomplete", (desk.day,))
    assert counted
    assert (counted.calls, counted.orders_9) == (1, 1)
    assert state.state is INCOMPLETE
    assert state.reason
    assert "timed out" in state.reason.en


async def test_an_incomplete_pull_caches_nothing(desk: Desk) -> None:
    desk.dialer.gives(desk.day, [page(1, [call("a", noon(desk.day))], 2), lost(2)])
    await desk.sync()
    assert await desk.cached() is None


async def test_a_later_failure_marks_the_day_and_leaves_its_last_complete_figures(desk: Desk) -> None:
    await whole(desk)
    before = await desk.cached()
    desk.dialer.gives(desk.day, [page(1, [call("c", noon(desk.day), grade=ONE)], 3), lost(2)])
    await desk.sync()
    state = await desk.state()
    assert state.state is INCOMPLETE
    assert state.completed_at
    assert await desk.cached() == before


async def test_a_page_that_failed_is_pulled_again(desk: Desk) -> None:
    first, second = page(1, [call("a", noon(desk.day))], 2), page(2, [call("b", noon(desk.day))], 2)
    desk.dialer.gives(desk.day, [first, lost(2)], [first, second])
    report = await desk.sync()
    assert report.complete
    assert len(desk.dialer.asked) == 2


async def test_a_day_is_pulled_three_times_at_most(desk: Desk) -> None:
    desk.dialer.gives(desk.day, [page(1, [call("a", noon(desk.day))], 5)])
    await desk.sync()
    state = await desk.state()
    assert len(desk.dialer.asked) == 3
    assert (state.vendor_rows, state.received_rows) == (5, 1)


async def test_rows_that_drift_between_pages_are_found_by_pulling_again(desk: Desk) -> None:
    a, b, c = (call(name, noon(desk.day)) for name in "abc")
    desk.dialer.gives(desk.day, [page(1, [a, b], 3), page(2, [b], 3)], [page(1, [b, c], 3), page(2, [c], 3)])
    report = await desk.sync()
    counted = await desk.counted()
    assert report.complete
    assert counted
    assert counted.calls == 3


async def test_a_growing_today_is_whole_as_of_its_second_round(desk: Desk) -> None:
    at, today = noon(desk.today), desk.today
    rows = [call(str(number), at) for number in range(6)]
    desk.dialer.gives(
        today,
        [page(1, rows[:2], 3), page(2, rows[2:3], 4)],
        [page(1, rows[1:3], 4), page(2, [rows[0], rows[3]], 5)],
    )
    await desk.sync(first=today)
    assert await desk.shown(today) is PARTIAL


async def test_refused_rows_make_the_day_incomplete_and_say_why(desk: Desk) -> None:
    desk.dialer.gives(desk.day, [page(1, [call("a", noon(desk.day))], 3, [refusal("x"), refusal()])])
    report = await desk.sync()
    state = await desk.state()
    assert (state.state, state.refused_rows, report.refused) == (INCOMPLETE, 2, 2)
    assert state.reason
    assert "2" in state.reason.en
    assert "no time" in state.reason.en
    assert len(desk.dialer.asked) == 1  # the same rows would be refused again


async def test_null_grades_are_calls_without_an_order(desk: Desk) -> None:
    desk.dialer.gives(desk.day, [page(1, [call("a", noon(desk.day), grade=None)], 1)])
    assert (await desk.sync()).complete
    cached = await desk.cached()
    assert cached
    assert (cached.total_success, cached.total_records) == (0, 1)


async def test_a_late_correction_moves_the_order(desk: Desk) -> None:
    await whole(desk)
    at = noon(desk.day)
    desk.dialer.gives(desk.day, [page(1, [call("a", at, grade=ONE), call("b", at, grade=NINE)], 2)])
    report = await desk.sync()
    cached = await desk.cached()
    assert cached
    assert (cached.grade_9, cached.grade_1) == (1, 1)
    assert (report.result.new, report.result.updated) == (0, 2)


async def test_calls_after_midnight_count_on_the_day_that_began(desk: Desk) -> None:
    start = desk.tools.calendar.window_of(desk.day).start
    rows = [call("early", start), call("late", start + timedelta(hours=24, seconds=-1))]
    desk.dialer.gives(desk.day, [page(1, rows, 2)])
    await desk.sync()
    counted = await desk.counted()
    assert counted
    assert counted.calls == 2


async def test_two_syncs_of_a_day_at_once_count_it_once(desk: Desk) -> None:
    at = noon(desk.day)
    pages = [page(n, [call(f"{n}-{i}", at, grade=NINE) for i in range(40)], 200) for n in range(1, 6)]
    desk.dialer.gives(desk.day, list(pages))
    reports = await asyncio.gather(desk.sync(), desk.sync())
    counted, cached = await desk.counted(), await desk.cached()
    assert all(report.complete for report in reports)
    assert sum(report.result.new for report in reports) == 200
    assert counted
    assert cached
    assert (counted.calls, cached.grade_9, cached.total_records) == (200, 200, 200)
    assert await desk.shown() is COMPLETE


class Halt:
    """An answer that does not come before the test lets it."""

    def __init__(self) -> None:
        self.reached, self.released = asyncio.Event(), asyncio.Event()

    async def __call__(self) -> None:
        self.reached.set()
        await asyncio.wait_for(self.released.wait(), 20)


async def test_a_failing_sync_does_not_undo_the_whole_one_that_ended_before_it(desk: Desk) -> None:
    halt = Halt()
    desk.dialer.gives(desk.day, [halt, no_log_in()], [page(1, [call("a", noon(desk.day))], 1)])
    slow = asyncio.create_task(desk.sync())
    await halt.reached.wait()
    await desk.sync()
    halt.released.set()
    await slow
    assert await desk.shown() is COMPLETE


async def test_a_day_is_told_to_be_on_its_way_as_long_as_its_run_is_at_work(desk: Desk) -> None:
    async def pulling() -> dict[date, bool]:
        tracks = await sync_status(desk.tools, desk.day - timedelta(days=1), desk.day, "fake")
        return {one.day: one.pulling for track in tracks if track.track == "grade" for one in track.days}

    before = desk.day - timedelta(days=1)
    desk.dialer.gives(before, [lost(1)])
    await desk.sync(first=before)
    halt = Halt()
    desk.dialer.gives(desk.day, [page(1, [call("c", noon(desk.day))], 2), halt])
    running = asyncio.create_task(desk.sync())
    await halt.reached.wait()
    assert (await desk.shown(), await pulling()) == (INCOMPLETE, {desk.day: True, before: False})
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (await desk.shown(), await pulling()) == (INCOMPLETE, {desk.day: False, before: False})
    reason = (await desk.state()).reason
    assert reason
    assert reason.zh == "拉取中断：同步被取消。已到的话单保留并计数，请重新同步。"


async def test_a_day_that_was_whole_stays_so_while_it_is_pulled_again(desk: Desk) -> None:
    await whole(desk)
    halt = Halt()
    desk.dialer.gives(desk.day, [page(1, [call("c", noon(desk.day))], 3), halt])
    running = asyncio.create_task(desk.sync())
    await halt.reached.wait()
    (day,) = (await sync_status(desk.tools, desk.day, desk.day, "fake"))[0].days
    assert (day.state, day.pulling) == (COMPLETE, False)
    halt.released.set()
    await running


async def test_a_cancelled_run_is_interrupted_and_its_day_incomplete(desk: Desk) -> None:
    await whole(desk)
    halt = Halt()
    desk.dialer.gives(desk.day, [page(1, [call("c", noon(desk.day))], 3), halt])
    running = asyncio.create_task(desk.sync())
    await halt.reached.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    run = (await desk.runs())[0]
    assert (run.state, await desk.shown()) == ("interrupted", INCOMPLETE)
    assert run.error
    assert run.finished_at


async def test_a_full_disk_ends_the_run_as_failed_and_the_day_as_incomplete(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    desk.dialer.gives(desk.day, [page(1, [call("a", noon(desk.day))], 1)])
    monkeypatch.setattr(type(desk.tools.ingest), "write", full)
    with pytest.raises(sqlite3.OperationalError):
        await desk.sync()
    assert (await desk.runs())[0].state == "failed"
    assert await desk.shown() is INCOMPLETE


async def test_a_lock_that_was_not_to_be_had_is_waited_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    write, tries = type(desk.tools.ingest).write, []

    async def contended(*arguments: object) -> object:
        tries.append(1)
        if len(tries) < 3:
            raise sqlite3.OperationalError("database is locked")
        return await write(*arguments)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(type(desk.tools.ingest), "write", contended)
    desk.dialer.gives(desk.day, [page(1, [call("a", noon(desk.day))], 1)])
    assert (await desk.sync()).complete


async def test_a_vendor_that_cannot_be_asked_fails_the_run(desk: Desk) -> None:
    desk.dialer.gives(desk.day, [no_log_in()])
    report = await desk.sync()
    run = (await desk.runs())[0]
    assert (report.state, report.in_vain, run.state) == ("failed", True, "failed")
    assert run.error
    assert run.error.en == "log-in refused"


async def test_after_three_days_in_vain_the_rest_is_not_asked_for(desk: Desk) -> None:
    days = [desk.today - timedelta(days=back) for back in range(6)]
    for day in days:
        desk.dialer.gives(day, [lost(1), lost(2)])
    report = await desk.sync(first=days[-1], last=days[0])
    assert desk.dialer.asked == days[:3]
    assert report.state == "failed"
    assert report.incomplete_days == tuple(sorted(days))


async def test_the_newest_day_comes_first(desk: Desk) -> None:
    first = desk.today - timedelta(days=3)
    await desk.sync(first=first, last=desk.today)
    assert desk.dialer.asked == [desk.today - timedelta(days=back) for back in range(4)]


async def test_a_changed_state_makes_every_cached_answer_stale(desk: Desk) -> None:
    await whole(desk)
    before = await version(desk)
    desk.dialer.gives(desk.day, [lost(1)])
    await desk.sync()
    assert await version(desk) > before


async def test_answers_are_archived_when_they_bring_something(desk: Desk) -> None:
    await whole(desk)
    await whole(desk)
    async with desk.tools.database.reading() as connection:
        kept = (await connection.execute(select(func.count()).select_from(raw_batches))).scalar_one()
    assert kept == 2


async def test_an_archive_that_fails_costs_no_figure(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("leadline.calls.service.sync.archive.keep_raw", refuse)
    await whole(desk)
    assert await desk.shown() is COMPLETE
