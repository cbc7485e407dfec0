"""GET /api/stats/grade-stats and its refresh: every way it can go."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from leadline.kernel.audit.log import audit_entries
from tests.calls.sync.conftest import NINE, ONE, Api, Desk, noon
from tests.factories.calls import call
from tests.fakes.dialer import lost, no_log_in, page

URL = "/api/stats/grade-stats"


def orders(desk: Desk, days_back: int = 1) -> None:
    day = desk.today - timedelta(days=days_back)
    at = noon(day)
    rows = [call("a", at, grade=NINE), call("b", at, grade=ONE), call("c", at, agent_id="A2", grade=NINE)]
    desk.dialer.gives(day, [page(1, rows, 3)])


async def test_without_a_date_it_is_a_400(api: Api) -> None:
    answer = await api.get(URL)
    assert (answer.status_code, answer.json()["code"]) == (400, "date_required")


async def test_a_bad_date_is_a_422(api: Api) -> None:
    answer = await api.get(URL, params={"date": "2025-13-40"})
    assert (answer.status_code, answer.json()["details"][0]["field"]) == (422, "date")


async def test_a_past_day_that_was_never_synced_is_a_404_with_the_way_out(api: Api, desk: Desk) -> None:
    english = await api.get(URL, params={"date": desk.day.isoformat()})
    chinese = await api.get(URL, params={"date": desk.day.isoformat()}, headers={"accept-language": "zh-CN"})
    assert (english.status_code, english.json()["code"]) == (404, "day_not_synced")
    assert f'"start_date": "{desk.day}"' in english.json()["error"]
    assert "/api/calls/sync" in chinese.json()["error"]
    assert desk.dialer.asked == []


async def test_a_day_to_come_is_a_422(api: Api, desk: Desk) -> None:
    answer = await api.get(URL, params={"date": (desk.today + timedelta(days=1)).isoformat()})
    assert (answer.status_code, answer.json()["details"][0]["field"]) == (422, "date")


async def test_a_day_that_was_synced_comes_from_the_cache(api: Api, desk: Desk) -> None:
    orders(desk)
    await desk.sync()
    answer = (await api.get(URL, params={"date": desk.day.isoformat()})).json()
    data = answer["data"]
    assert (data["date"], data["grade_9"], data["grade_1"]) == (desk.day.isoformat(), 2, 1)
    assert (data["total_success"], data["total_records"], data["from_cache"]) == (3, 3, True)
    assert answer["meta"] == {"source": "cache", "updated_at": data["calculated_at"], "complete": True}


async def test_today_without_a_cache_is_pulled_now_and_from_the_cache_afterwards(api: Api, desk: Desk) -> None:
    orders(desk, 0)
    first, second = [(await api.get(URL, params={"date": desk.today.isoformat()})).json() for _ in range(2)]
    assert (first["data"]["from_cache"], first["meta"]["source"], first["data"]["grade_9"]) == (False, "live", 2)
    assert (second["data"]["from_cache"], second["meta"]["source"], second["data"]["grade_9"]) == (True, "cache", 2)
    assert first["meta"]["complete"] is False
    assert desk.dialer.asked == [desk.today]


async def test_many_who_ask_for_today_at_once_cause_one_pull(api: Api, desk: Desk) -> None:
    orders(desk, 0)
    answers = await asyncio.gather(*(api.get(URL, params={"date": desk.today.isoformat()}) for _ in range(5)))
    assert [answer.json()["data"]["grade_9"] for answer in answers] == [2] * 5
    assert len(await desk.runs()) == 1


async def test_who_asks_for_today_in_the_middle_of_its_pull_waits_for_its_figures(api: Api, desk: Desk) -> None:
    day = desk.today
    rows = [call("a", noon(day), grade=NINE), call("b", noon(day), grade=ONE)]
    written, go_on = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        written.set()
        await go_on.wait()

    desk.dialer.gives(day, [page(1, rows[:1], 2), hold, page(2, rows[1:], 2)])
    first = asyncio.create_task(api.get(URL, params={"date": day.isoformat()}))
    await written.wait()
    second = asyncio.create_task(api.get(URL, params={"date": day.isoformat()}))
    answered_early, _ = await asyncio.wait({second}, timeout=0.3)
    go_on.set()
    figures = [(await answer).json()["data"] for answer in (first, second)]
    assert [(one["grade_9"], one["grade_1"]) for one in figures] == [(1, 1), (1, 1)]
    assert not answered_early
    assert len(await desk.runs()) == 1


async def test_a_live_pull_that_is_not_whole_is_shown_as_such_and_not_repeated_at_once(api: Api, desk: Desk) -> None:
    desk.dialer.gives(desk.today, [page(1, [call("a", noon(desk.today), grade=NINE)], 2), lost(2)])
    first, second = [(await api.get(URL, params={"date": desk.today.isoformat()})).json() for _ in range(2)]
    assert (first["data"]["grade_9"], first["data"]["from_cache"], first["meta"]["complete"]) == (1, False, False)
    assert second["data"]["grade_9"] == 1
    assert len(await desk.runs()) == 1


async def test_a_vendor_that_gives_no_answer_is_a_502_with_its_reason(api: Api, desk: Desk) -> None:
    desk.dialer.gives(desk.today, [no_log_in()])
    answer = await api.get(URL, params={"date": desk.today.isoformat()})
    assert (answer.status_code, answer.json()["code"]) == (502, "source_unavailable")
    assert "log-in refused" in answer.json()["error"]


async def test_a_later_failure_shows_in_the_answer_beside_the_last_complete_figures(api: Api, desk: Desk) -> None:
    orders(desk)
    await desk.sync()
    desk.dialer.gives(desk.day, [page(1, [call("d", noon(desk.day), grade=NINE)], 9)])
    await desk.sync()
    answer = (await api.get(URL, params={"date": desk.day.isoformat()})).json()
    assert (answer["data"]["grade_9"], answer["data"]["total_records"], answer["meta"]["complete"]) == (2, 3, False)


async def test_a_source_of_files_counts_in_the_orders_of_all_and_is_not_called_complete(api: Api, desk: Desk) -> None:
    orders(desk)
    await desk.sync()
    async with desk.tools.database.transaction() as connection:
        await desk.tools.ingest.write(connection, "csv", [call("x", noon(desk.day), grade=NINE)])
    found = []
    for source in ({}, {"source": "fake"}):
        answer = (await api.get(URL, params={"date": desk.day.isoformat(), **source})).json()
        found.append((answer["data"]["grade_9"], answer["data"]["total_records"], answer["meta"]["complete"]))
    assert found == [(3, 4, False), (2, 3, True)]


async def test_a_narrower_scope_sees_its_own_orders(api: Api, desk: Desk) -> None:
    orders(desk)
    await desk.sync()
    api.act_as("employee", ["A2"])
    data = (await api.get(URL, params={"date": desk.day.isoformat()})).json()["data"]
    assert (data["grade_9"], data["grade_1"], data["total_success"], data["total_records"]) == (1, 0, 1, 1)


async def test_a_refresh_pulls_the_day_and_is_written_down(api: Api, desk: Desk) -> None:
    orders(desk)
    answer = await api.post(f"{URL}/refresh", json={"date": desk.day.isoformat()})
    cached = await desk.cached()
    async with desk.tools.database.reading() as connection:
        deeds = [tuple(row) for row in await connection.execute(select(audit_entries.c.actor, audit_entries.c.action))]
    assert answer.json()["data"]["message"] == f"The grade statistics of {desk.day} are refreshed."
    assert cached
    assert cached.grade_9 == 2
    assert deeds == [("chen", "grade_stats.refresh")]


async def test_a_refresh_that_is_not_whole_says_so(api: Api, desk: Desk) -> None:
    desk.dialer.gives(desk.day, [page(1, [], 9)])
    data = (await api.post(f"{URL}/refresh", json={"date": desk.day.isoformat()})).json()["data"]
    assert data["complete"] is False
    assert "did not come whole" in data["message"]


async def test_a_refresh_of_tomorrow_is_a_422(api: Api, desk: Desk) -> None:
    answer = await api.post(f"{URL}/refresh", json={"date": (desk.today + timedelta(days=1)).isoformat()})
    assert (answer.status_code, answer.json()["details"][0]["field"]) == (422, "date")


async def test_a_refresh_needs_the_permission_to_sync(api: Api, desk: Desk) -> None:
    api.act_as("analyst")
    assert (await api.post(f"{URL}/refresh", json={"date": desk.day.isoformat()})).status_code == 403
