"""The daily close: what agrees is closed, what moves later is open again and says so."""

import pytest
from sqlalchemy import select

from leadline.calls.contracts import CallRow, Outcome, TotalsLine, VendorTotals
from leadline.calls.events import CallsIngested, DaysClosed, SyncEnded
from leadline.calls.handlers import ReopenDays
from leadline.calls.public import vital_signs
from leadline.calls.repository.closings import Closing, read_closings
from leadline.calls.service.closing import close_days
from leadline.kernel.clock import now
from leadline.kernel.jobs.system import JobSystem
from leadline.kernel.outbox.tables import outbox_events
from tests.calls.sync.conftest import NINE, Api, Desk, noon
from tests.factories.calls import call
from tests.fakes.dialer import no_log_in, page


def three(desk: Desk, *more: CallRow) -> list[CallRow]:
    at = noon(desk.day)
    return [call("1", at, grade=NINE), call("2", at), call("3", at, Outcome.NO_ANSWER), *more]


async def pulled(desk: Desk, *more: CallRow, vendor: tuple[int, int, int] = (3, 2, 1)) -> None:
    """Both tracks of yesterday: our calls, and the vendor's totals."""
    rows = three(desk, *more)
    desk.dialer.gives(desk.day, [page(1, rows, len(rows))])
    desk.dialer.figures[desk.day] = VendorTotals(desk.day, TotalsLine("", "总计", *vendor), ())
    await desk.sync("grade")
    await desk.sync("task")


async def look(desk: Desk) -> tuple[list[object], list[object]]:
    async with desk.tools.database.transaction() as connection:
        come = await close_days(connection, desk.today)
    return list(come.closed.get("fake", ())), list(come.reopened.get("fake", ()))


async def closing(desk: Desk) -> Closing | None:
    async with desk.tools.database.reading() as connection:
        return (await read_closings(connection, desk.day, desk.day)).get(("fake", desk.day))


async def test_a_day_on_which_both_tracks_agree_is_closed_once(desk: Desk) -> None:
    await pulled(desk)
    assert await look(desk) == ([desk.day], [])
    assert await look(desk) == ([], [])
    shown = await closing(desk)
    assert shown is not None
    assert (shown.state, shown.calls, shown.connected, shown.orders) == ("closed", 3, 2, 1)


@pytest.mark.parametrize("vendor", [(4, 2, 1), (3, 1, 1), (3, 2, 2)])
async def test_a_day_on_which_they_differ_stays_open(desk: Desk, vendor: tuple[int, int, int]) -> None:
    await pulled(desk, vendor=vendor)
    assert await look(desk) == ([], [])


async def test_a_day_that_lacks_something_or_is_not_over_stays_open(desk: Desk) -> None:
    await pulled(desk)
    desk.dialer.gives(desk.day, [no_log_in()])
    await desk.sync("grade")
    assert await look(desk) == ([], [])
    async with desk.tools.database.transaction() as connection:
        assert not (await close_days(connection, desk.day)).sources


async def test_a_late_call_reopens_the_day_and_the_next_agreement_closes_it_again(desk: Desk) -> None:
    await pulled(desk)
    await look(desk)
    late = call("4", noon(desk.day), Outcome.BUSY)
    await pulled(desk, late)
    assert await look(desk) == ([], [desk.day])
    shown = await closing(desk)
    assert shown is not None
    assert shown.reason is not None
    assert "3/2/1" in shown.reason.en
    assert "4/2/1" in shown.reason.en
    async with desk.tools.database.reading() as connection:
        signs = await vital_signs(connection, now(), desk.today, 10)
    assert [(one.source, one.day) for one in signs.reopened] == [("fake", desk.day)]
    await pulled(desk, late, vendor=(4, 2, 1))
    assert await look(desk) == ([desk.day], [])


async def test_totals_that_the_vendor_changes_later_reopen_it_too(desk: Desk) -> None:
    await pulled(desk)
    await look(desk)
    await pulled(desk, vendor=(3, 2, 0))
    assert await look(desk) == ([], [desk.day])


async def test_a_pull_that_fails_later_leaves_a_closed_day_closed(desk: Desk) -> None:
    await pulled(desk)
    await look(desk)
    desk.dialer.gives(desk.day, [no_log_in()])
    desk.dialer.figures[desk.day] = no_log_in()
    await desk.sync("both")
    assert await look(desk) == ([], [])


async def test_news_of_late_calls_reopens_at_once_and_old_news_does_not(desk: Desk) -> None:
    system = JobSystem(desk.tools.database, (), (), (ReopenDays(desk.tools.calendar),))
    await system.relay.deliver_due()
    await pulled(desk)
    await look(desk)
    await system.relay.deliver_due()  # of the calls that it was closed with
    assert (await closing(desk) or pytest.fail("not closed")).state == "closed"
    moved = call("2", noon(desk.day), agent_id="A9")  # the day's sums are the same
    await pulled(desk, moved)
    await system.relay.deliver_due()
    assert (await closing(desk) or pytest.fail("not closed")).state == "reopened"
    async with desk.tools.database.reading() as connection:
        names = (await connection.execute(select(outbox_events.c.name).distinct())).scalars()
        assert {CallsIngested.name, DaysClosed.name, SyncEnded.name} == set(names)


async def test_the_close_is_shown_where_the_day_is(desk: Desk, api: Api) -> None:
    await pulled(desk)
    await look(desk)
    span = {"start": desk.day.isoformat(), "end": desk.day.isoformat()}
    for more, state in (((), "closed"), ((call("4", noon(desk.day), Outcome.BUSY),), "reopened")):
        await pulled(desk, *more)
        await look(desk)
        status = (await api.get("/api/sync/status", params=span)).json()["data"]
        assert [one["days"][0]["closing"]["state"] for one in status["tracks"]] == [state, state]
        (compared,) = (await api.get("/api/sync/reconciliation", params=span)).json()["data"]
        assert compared["closing"]["state"] == state
        assert ("3/2/1" in (compared["closing"]["reason"] or "")) == (state == "reopened")
    api.act_as("employee", ["A1"])
    (narrowed,) = (await api.get("/api/sync/reconciliation", params=span)).json()["data"]
    assert narrowed["closing"]["reason"] is None
