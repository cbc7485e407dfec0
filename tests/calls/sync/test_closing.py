"""The daily close: what agrees is closed, what moves later is open again and says so."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from leadline.calls.contracts import CallRow, Outcome, TotalsLine, VendorTotals
from leadline.calls.events import CallsIngested, DaysClosed, SyncEnded
from leadline.calls.handlers import ReopenDays
from leadline.calls.public import vital_signs
from leadline.calls.repository.closings import Closing, read_closings
from leadline.calls.service.closing import close_days
from leadline.kernel.audit.log import audit_entries
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


async def by_hand(api: Api, desk: Desk, what: str = "close", note: str = "供应商确认多计一单", **more: Any) -> Any:
    body = {"source": "fake", "note": note} | more.pop("body", {})
    return await api.post(f"/api/sync/days/{more.pop('day', desk.day)}/{what}", json=body)


async def test_a_day_that_differs_is_closed_by_hand_with_the_reason(desk: Desk, api: Api) -> None:
    await pulled(desk, vendor=(3, 2, 2))
    done = await by_hand(api, desk)
    assert done.status_code == 200, done.text
    shown = done.json()["data"]["closing"]
    assert (shown["state"], shown["closed_by"], shown["note"]) == ("closed", "chen", "供应商确认多计一单")
    assert await look(desk) == ([], [])  # nothing has moved since
    assert (await by_hand(api, desk)).json()["code"] == "day_is_closed"
    known = await closing(desk)
    assert known is not None
    assert (known.ours, known.vendor) == ((3, 2, 1), (3, 2, 2))


@pytest.mark.parametrize(
    ("vendor", "late", "told"),
    [((3, 2, 3), False, "3/2/3"), ((3, 2, 2), True, "4/2/1"), ((3, 2, 1), False, "3/2/1")],
)
async def test_whatever_moves_after_a_close_by_hand_reopens_it(
    desk: Desk, api: Api, vendor: tuple[int, int, int], told: str, *, late: bool
) -> None:
    await pulled(desk, vendor=(3, 2, 2))
    await by_hand(api, desk)
    more = (call("4", noon(desk.day), Outcome.BUSY),) if late else ()
    await pulled(desk, *more, vendor=vendor)
    assert await look(desk) == ([], [desk.day])
    shown = await closing(desk)
    assert shown is not None
    assert shown.reason is not None
    assert told in shown.reason.zh
    assert await look(desk) == (([desk.day] if vendor == (3, 2, 1) else []), [])


async def test_a_day_without_totals_is_closed_by_hand_and_totals_that_differ_reopen_it(desk: Desk, api: Api) -> None:
    rows = three(desk)
    desk.dialer.gives(desk.day, [page(1, rows, len(rows))])
    await desk.sync("grade")
    assert (await by_hand(api, desk)).status_code == 200
    assert await look(desk) == ([], [])
    await pulled(desk, vendor=(5, 2, 1))
    assert await look(desk) == ([], [desk.day])
    assert "5/2/1" in ((await closing(desk) or pytest.fail("none")).reason or pytest.fail("no reason")).en


async def test_a_close_by_hand_is_undone_and_the_day_closes_by_itself_once_it_agrees(desk: Desk, api: Api) -> None:
    await pulled(desk, vendor=(3, 2, 2))
    assert (await by_hand(api, desk, "reopen")).json()["code"] == "day_not_closed"
    await by_hand(api, desk)
    undone = (await by_hand(api, desk, "reopen", "点错了")).json()["data"]["closing"]
    assert (undone["state"], undone["reopened_by"], undone["reason"]) == ("reopened", "chen", "点错了")
    async with desk.tools.database.reading() as connection:
        signs = await vital_signs(connection, now(), desk.today, 10)
    assert not signs.reopened  # whoever undid it knows
    await pulled(desk)
    assert await look(desk) == ([desk.day], [])
    itself = await closing(desk)
    assert itself is not None
    assert (itself.closed_by, itself.note, itself.vendor) == (None, None, None)
    assert (await by_hand(api, desk, "reopen")).json()["code"] == "day_closed_by_itself"


async def test_what_cannot_be_closed_by_hand_says_why(desk: Desk, api: Api) -> None:
    await pulled(desk)
    for more, status, code in (
        ({"day": desk.today}, 409, "day_not_over"),
        ({"day": "2019-01-01"}, 404, "day_unknown"),
        ({"body": {"source": "other"}}, 404, "day_unknown"),
        ({"note": "  "}, 422, "invalid_input"),
        ({"note": "x" * 501}, 422, "invalid_input"),
    ):
        refused = await by_hand(api, desk, **more)
        assert (refused.status_code, refused.json()["code"]) == (status, code)
    api.act_as("analyst")
    assert (await by_hand(api, desk)).status_code == 403


async def test_who_watches_is_told_which_days_somebody_has_closed_as_they_were(desk: Desk, api: Api) -> None:
    async def accepted() -> frozenset[tuple[str, date]]:
        async with desk.tools.database.reading() as connection:
            return (await vital_signs(connection, now(), desk.today, 10)).accepted

    await pulled(desk, vendor=(3, 2, 9))
    assert not await accepted()
    await by_hand(api, desk)
    assert await accepted() == {("fake", desk.day)}
    await by_hand(api, desk, "reopen")
    assert not await accepted()
    await pulled(desk)
    await look(desk)  # closed by itself
    assert not await accepted()


async def test_both_deeds_are_audited_and_the_reason_is_for_who_may_close(desk: Desk, api: Api) -> None:
    await pulled(desk, vendor=(3, 2, 2))
    await by_hand(api, desk)
    await by_hand(api, desk, "reopen", "点错了")
    async with desk.tools.database.reading() as connection:
        query = select(audit_entries.c.actor, audit_entries.c.action, audit_entries.c.subject)
        deeds = [tuple(row) for row in await connection.execute(query.order_by(audit_entries.c.id))]
    subject = f"fake:{desk.day}"
    assert deeds[-2:] == [("chen", "day.close", subject), ("chen", "day.reopen", subject)]
    span = {"start": desk.day.isoformat(), "end": desk.day.isoformat()}
    for role, told in (("manager", ("供应商确认多计一单", "点错了")), ("employee", (None, None))):
        api.act_as(role, ["A1"])
        (compared,) = (await api.get("/api/sync/reconciliation", params=span)).json()["data"]
        assert (compared["closing"]["note"], compared["closing"]["reason"]) == told
