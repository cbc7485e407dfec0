"""The task track: the vendor's own totals."""

from datetime import timedelta

from sqlalchemy import select

from leadline.calls.contracts import Completeness, TotalsLine
from leadline.calls.models import call_names
from leadline.calls.service.reconciliation import Measures, reconcile_day
from leadline.kernel.auth.principal import DataScope
from tests.calls.sync.conftest import Desk, noon
from tests.factories.calls import call
from tests.fakes.dialer import no_log_in, page, totals

EVERYBODY = DataScope(all=True)
WANG = TotalsLine("A1", "王芳", 6, 3, 1)
LI = TotalsLine("A2", "李雷", 3, 1, 0)


async def test_totals_are_kept_with_the_names_of_the_accounts(desk: Desk) -> None:
    desk.dialer.figures[desk.day] = totals(desk.day, 10, 2, [WANG, LI])
    report = await desk.sync("task")
    vendor = await desk.vendor()
    async with desk.tools.database.reading() as connection:
        found = await connection.execute(select(call_names.c.key, call_names.c.name))
        names = {row.key: row.name for row in found}
    assert report.state == "done"
    assert vendor
    assert (vendor.calls, vendor.connected, vendor.orders, vendor.complete) == (10, 5, 2, True)
    assert names == {"A1": "王芳", "A2": "李雷"}


async def test_a_failure_leaves_the_old_figures_and_marks_the_day(desk: Desk) -> None:
    desk.dialer.figures[desk.day] = totals(desk.day, 10)
    await desk.sync("task")
    before = await desk.vendor()
    desk.dialer.figures[desk.day] = no_log_in()
    await desk.sync("task")
    assert await desk.vendor() == before
    assert await desk.shown(track="task") is Completeness.INCOMPLETE


async def test_a_source_without_totals_is_no_failure(desk: Desk) -> None:
    report = await desk.sync("task")
    assert (report.state, report.days) == ("done", ())


async def test_the_tracks_do_not_do_each_others_work(desk: Desk) -> None:
    desk.dialer.figures[desk.day] = totals(desk.day, 10)
    await desk.sync("task")
    assert desk.dialer.asked == []
    await desk.sync("grade")
    assert len(desk.dialer.asked) == 1
    assert (await desk.state(track="task")).run_id != (await desk.state(track="grade")).run_id


async def test_failing_totals_do_not_stop_the_calls(desk: Desk) -> None:
    first = desk.today - timedelta(days=5)
    for back in range(6):
        desk.dialer.figures[desk.today - timedelta(days=back)] = no_log_in()
    report = await desk.sync("both", first, desk.today)
    assert len(desk.dialer.asked) == 6
    assert report.state == "incomplete"


async def test_lines_that_are_no_longer_there_are_gone(desk: Desk) -> None:
    desk.dialer.figures[desk.day] = totals(desk.day, 9, 1, [WANG, LI])
    await desk.sync("task")
    desk.dialer.figures[desk.day] = totals(desk.day, 6, 1, [WANG])
    await desk.sync("task")
    found = await reconcile_day(desk.tools, desk.day, EVERYBODY)
    assert [line.key for line in found[0].accounts.lines] == ["A1"]


async def test_what_the_lines_leave_unexplained_is_unattributed(desk: Desk) -> None:
    desk.dialer.figures[desk.day] = totals(desk.day, 10, 2, [WANG, LI])
    desk.dialer.gives(desk.day, [page(1, [call("a", noon(desk.day))], 1)])
    await desk.sync("both")
    found = (await reconcile_day(desk.tools, desk.day, EVERYBODY))[0]
    assert found.accounts.unattributed == Measures(1, 1, 1)
    assert found.comparison.total.difference == Measures(-9, -4, -2)
    assert [(line.name, line.difference) for line in found.accounts.lines] == [
        ("王芳", Measures(-5, -2, -1)),
        ("李雷", Measures(-3, -1, 0)),
    ]


async def test_a_narrower_scope_sees_its_accounts_and_no_total_but_theirs(desk: Desk) -> None:
    desk.dialer.figures[desk.day] = totals(desk.day, 10, 2, [WANG, LI])
    await desk.sync("task")
    found = (await reconcile_day(desk.tools, desk.day, DataScope.of_agents("A2")))[0]
    assert [line.key for line in found.accounts.lines] == ["A2"]
    assert found.comparison.total.vendor == Measures(3, 1, 0)
    assert found.accounts.unattributed is None
