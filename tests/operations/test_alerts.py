"""Alerts: one row while something lasts, over when it is over, seen and acknowledged by who may."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from leadline.calls.events import DayRecounted
from leadline.calls.models import daily_stats
from leadline.calls.service.clearing import clear_source
from leadline.entrypoints.wiring import assemble
from leadline.kernel.audit.log import audit_entries
from leadline.kernel.clock import now
from leadline.kernel.db.counters import read_counter
from leadline.kernel.outbox.publish import publish
from leadline.kernel.outbox.tables import dead_letters, outbox_events
from leadline.operations.events import AlertsChanged
from leadline.operations.models import alerts
from leadline.operations.service.watch import Watch
from tests.factories.calls import call
from tests.operations.conftest import Office


def watch_of(tools: Any) -> Watch:
    return Watch(tools.database, tools.calendar, frozenset(tools.sources), {})


async def bury(office: Office, count: int = 1) -> None:
    letter = {
        "subscriber": "x", "event_id": 1, "name": "calls.ingested", "payload": {}, "attempts": 6, "error_zh": "坏",
        "error_en": "bad", "died_at": now(),
    }  # fmt: skip
    async with office.database.transaction() as connection:
        await connection.execute(insert(dead_letters), [letter] * count)


async def replayed(office: Office) -> None:
    async with office.database.transaction() as connection:
        await connection.execute(update(dead_letters).values(delivered_at=now()))


async def events_of(office: Office, name: str = AlertsChanged.name) -> list[dict[str, Any]]:
    async with office.database.reading() as connection:
        query = select(outbox_events.c.payload).where(outbox_events.c.name == name).order_by(outbox_events.c.id)
        return list((await connection.execute(query)).scalars())


async def version(office: Office) -> int:
    async with office.database.reading() as connection:
        return await read_counter(connection, "alerts")


async def test_an_alert_opens_once_lasts_and_is_over(office: Office) -> None:
    watch = watch_of(office.tools)
    await bury(office)
    assert len((await watch.look()).opened) == 1
    assert await watch.look() == AlertsChanged()
    (alert,) = await office.data("/api/alerts")
    assert (alert["rule"], alert["state"], alert["severity"]) == ("dead_letters", "open", "warning")
    assert alert["summary"] == "1 events could not be delivered and wait."
    await replayed(office)
    assert (await watch.look()).resolved == (alert["id"],)
    (over,) = await office.data("/api/alerts")
    assert over["state"] == "resolved"
    assert over["resolved_at"] is not None
    assert await events_of(office) == [
        {"opened": [alert["id"]], "resolved": []}, {"opened": [], "resolved": [alert["id"]]},
    ]  # fmt: skip


async def test_what_changes_while_it_lasts_is_written_and_listeners_hear_of_it_once(office: Office) -> None:
    watch = watch_of(office.tools)
    await bury(office)
    await watch.look()
    assert await version(office) == 1
    await bury(office, 2)
    assert (await watch.look(), await version(office)) == (AlertsChanged(), 2)
    assert (await watch.look(), await version(office)) == (AlertsChanged(), 2)
    (alert,) = await office.data("/api/alerts")
    assert alert["facts"] == {"count": 3}


async def test_what_comes_back_is_a_new_alert(office: Office) -> None:
    watch = watch_of(office.tools)
    for _ in range(2):
        await bury(office)
        await watch.look()
        await replayed(office)
        await watch.look()
    assert [one["state"] for one in await office.data("/api/alerts")] == ["resolved", "resolved"]


async def test_three_processes_at_once_open_one_alert_and_end_it_once(office: Office) -> None:
    async with three_systems(office) as systems:
        await bury(office)
        found = await asyncio.gather(*(watch_of(one).look() for one in systems))
        assert sum(len(one.opened) for one in found) == 1
        await replayed(office)
        found = await asyncio.gather(*(watch_of(one).look() for one in systems))
        assert sum(len(one.resolved) for one in found) == 1
    assert len(await events_of(office)) == 2
    assert len(await office.data("/api/alerts")) == 1


class three_systems:  # noqa: N801  # reads as what it gives
    def __init__(self, office: Office) -> None:
        self._systems = [assemble(office.tools.settings) for _ in range(3)]

    async def __aenter__(self) -> list[Any]:
        return self._systems

    async def __aexit__(self, *_: object) -> None:
        for one in self._systems:
            await one.database.close()


async def test_the_schedule_looks_every_minute_and_keeps_one_job_of_it(office: Office) -> None:
    schedule = await office.schedule("alerts")
    assert schedule["cron"] == "* * * * *"
    await bury(office)
    for _ in range(3):
        job = (await office.post(f"/api/schedules/{schedule['id']}/run")).json()["data"]["job_id"]
        assert (await office.ended(job))["state"] == "done"
    assert len(await office.data("/api/jobs", kind="operations.watch", state="done")) == 1
    assert len(await office.data("/api/alerts", state="open")) == 1


async def recounted(office: Office, wrong: int, source: str = "fake") -> None:
    """The news of a recount of three days ago reaches whoever wants to know."""
    await office.system.relay.deliver_due()
    day = office.tools.calendar.today() - timedelta(days=3)
    async with office.database.transaction() as connection:
        await publish(connection, DayRecounted(source=source, day=day, wrong=wrong))
    async with asyncio.timeout(20):
        while len(await office.data("/api/alerts")) == 0 or await office.system.relay.deliver_due() == 0:
            await office.system.relay.deliver_due()


async def delivered(office: Office, state: str) -> None:
    """Waits until the one alert is in this state."""
    async with asyncio.timeout(20):
        while [one["state"] for one in await office.data("/api/alerts")] != [state]:
            await office.system.relay.deliver_due()


async def test_a_recount_that_finds_wrong_counts_opens_an_alert_and_a_right_one_ends_it(office: Office) -> None:
    for wrong, state, told in ((4, "open", 4), (5, "open", 5), (0, "resolved", 5)):
        await recounted(office, wrong)
        (alert,) = await office.data("/api/alerts")
        assert (alert["state"], alert["severity"], alert["facts"]["wrong"]) == (state, "critical", told)


async def test_a_look_leaves_alone_what_only_a_recount_can_tell(office: Office) -> None:
    await recounted(office, 1)
    assert await watch_of(office.tools).look(now() + timedelta(days=3)) == AlertsChanged()


async def test_wrong_counts_are_found_and_repaired_in_the_background_and_the_alert_follows(office: Office) -> None:
    tools = office.tools
    await office.system.relay.deliver_due()
    day = tools.calendar.today() - timedelta(days=3)
    async with tools.database.transaction() as connection:
        await tools.ingest.write(connection, "fake", [call("1", tools.calendar.window_of(day).start)])
        await connection.execute(update(daily_stats).values(total_calls=7))
    days = {"start_date": day.isoformat(), "end_date": day.isoformat()}
    office.act_as("manager")
    for more, ended, state in (({}, "failed", "open"), ({"repair": True}, "done", "resolved")):
        answer = await office.post("/api/stats/recount", json=days | more)
        assert answer.status_code == 202
        assert (await office.ended(answer.json()["data"]["job_id"]))["state"] == ended
        await delivered(office, state)
    async with tools.database.reading() as connection:
        assert (await connection.execute(select(daily_stats.c.total_calls))).scalar_one() == 1


async def test_a_day_that_is_cleared_takes_its_alert_of_wrong_counts_along(office: Office) -> None:
    tools = office.tools
    day = tools.calendar.today() - timedelta(days=3)
    async with tools.database.transaction() as connection:
        await tools.ingest.write(connection, "demo", [call("1", tools.calendar.window_of(day).start)])
    await recounted(office, 2, "demo")
    async for _ in clear_source(tools.database, "demo"):
        pass
    await delivered(office, "resolved")


async def test_alerts_that_were_over_long_ago_are_deleted_and_what_lasts_stays(office: Office) -> None:
    await bury(office)
    watch = watch_of(office.tools)
    await watch.look()
    long_ago = now() - timedelta(days=181)
    row = {
        "rule": "disk_full", "severity": "info", "summary_zh": "满", "summary_en": "full", "facts": {},
        "opened_at": long_ago, "seen_at": long_ago,
    }  # fmt: skip
    over = [{**row, "key": f"{days}", "resolved_at": now() - timedelta(days=days)} for days in (181, 179)]
    async with office.database.transaction() as connection:
        await connection.execute(update(alerts).values(opened_at=long_ago))
        await connection.execute(insert(alerts), over)
    schedule = await office.schedule("tidy_alerts")
    job = (await office.post(f"/api/schedules/{schedule['id']}/run")).json()["data"]["job_id"]
    assert (await office.ended(job))["result"] == {"alerts": 1}
    left = [(one["rule"], one["state"]) for one in await office.data("/api/alerts")]
    assert sorted(left) == [("dead_letters", "open"), ("disk_full", "resolved")]


async def test_an_alert_is_acknowledged_with_a_note_and_audited(office: Office) -> None:
    await bury(office)
    await watch_of(office.tools).look()
    (alert,) = await office.data("/api/alerts", acknowledged=False)
    answer = await office.post(f"/api/alerts/{alert['id']}/acknowledge", json={"note": "已联系供应商"})
    seen = answer.json()["data"]
    assert (seen["acknowledged_by"], seen["note"], seen["state"]) == ("chen", "已联系供应商", "open")
    summary = await office.data("/api/alerts/summary")
    assert (summary["open"], summary["unread"], summary["by_severity"]["warning"]) == (1, 0, 1)
    async with office.database.reading() as connection:
        found = await connection.execute(select(audit_entries.c.action, audit_entries.c.subject))
        assert ("alert.acknowledge", f"alert:{alert['id']}") in [(row.action, row.subject) for row in found]


async def test_several_are_acknowledged_all_or_none(office: Office) -> None:
    await bury(office)
    await watch_of(office.tools).look()
    (alert,) = await office.data("/api/alerts")
    refused = await office.post("/api/alerts/acknowledge", json={"ids": [alert["id"], 99], "note": ""})
    assert (refused.status_code, refused.json()["code"]) == (404, "alert_not_found")
    assert (await office.data(f"/api/alerts/{alert['id']}"))["acknowledged_at"] is None
    done = await office.post("/api/alerts/acknowledge", json={"ids": [alert["id"]]})
    assert done.json()["data"][0]["acknowledged_by"] == "chen"


async def test_a_rule_is_set_and_switched_off(office: Office) -> None:
    watch = watch_of(office.tools)
    await bury(office)
    path = "/api/alert-rules/dead_letters"
    changed = (await office.patch(path, json={"threshold": 2, "severity": "critical"})).json()["data"]
    assert (changed["threshold"], changed["severity"], changed["changed"]) == (2, "critical", True)
    assert await watch.look() == AlertsChanged()
    await office.patch(path, json={"threshold": 1})
    await watch.look()
    (alert,) = await office.data("/api/alerts")
    assert alert["severity"] == "critical"
    await office.patch(path, json={"enabled": False})
    assert len((await watch.look()).resolved) == 1


@pytest.mark.parametrize(
    ("rule", "body", "status"),
    [("dead_letters", {"threshold": 0}, 422), ("day_reopened", {"threshold": 3}, 422), ("nothing", {}, 404)],
)
async def test_a_threshold_out_of_bounds_is_refused(office: Office, rule: str, body: Any, status: int) -> None:
    assert (await office.patch(f"/api/alert-rules/{rule}", json=body)).status_code == status


async def test_the_list_is_filtered(office: Office) -> None:
    moment = now()
    rows: list[dict[str, Any]] = [
        {
            "rule": rule, "key": str(place), "severity": severity, "source": source, "summary_zh": "甲",
            "summary_en": "a", "facts": {}, "opened_at": moment - timedelta(days=place), "seen_at": moment,
            "resolved_at": moment if place > 1 else None,
        }
        for place, (rule, severity, source) in enumerate(
            [("sync_failing", "critical", "fake"), ("disk_full", "warning", ""), ("track_stale", "info", "fake")]
        )
    ]  # fmt: skip
    async with office.database.transaction() as connection:
        await connection.execute(insert(alerts), rows)
    today = office.tools.calendar.today().isoformat()
    for query, rules in (
        ({"state": "open"}, ["sync_failing", "disk_full"]),
        ({"state": "resolved"}, ["track_stale"]),
        ({"source": "fake"}, ["sync_failing", "track_stale"]),
        ({"severity": ["info", "warning"]}, ["disk_full", "track_stale"]),
        ({"rule": "disk_full"}, ["disk_full"]),
        ({"start_date": today}, ["sync_failing"]),
        ({"per_page": 1, "page": 2}, ["disk_full"]),
    ):
        assert [one["rule"] for one in await office.data("/api/alerts", **query)] == rules, query
    assert (await office.get("/api/alerts", params={"start_date": today, "end_date": "2020-01-01"})).status_code == 422


@pytest.mark.parametrize(
    ("role", "sees", "changes"), [("analyst", 200, 403), ("manager", 200, 404), ("employee", 403, 403)]
)
async def test_who_may_see_and_who_may_change(office: Office, role: str, sees: int, changes: int) -> None:
    office.act_as(role)
    for path in ("/api/alerts", "/api/alerts/summary", "/api/alert-rules"):
        assert (await office.get(path)).status_code == sees
    assert (await office.post("/api/alerts/9/acknowledge")).status_code == changes
    assert (await office.patch("/api/alert-rules/none", json={})).status_code == changes


@pytest.mark.parametrize(("rule", "plain"), [
    ("day_incomplete", "fake 2026-10-20, call records: incomplete. Sync the day again."),
    ("day_reopened", "fake 2026-10-20 was reopened."),
])  # fmt: skip
async def test_who_does_not_see_everybody_is_not_told_their_figures_with_the_reason(
    office: Office, rule: str, plain: str
) -> None:
    row = {
        "rule": rule, "key": "x", "severity": "info", "source": "fake", "summary_zh": "共 4,711 条", "opened_at": now(),
        "summary_en": "4,711 rows", "facts": {"day": "2026-10-20", "track": "grade"}, "seen_at": now(),
    }  # fmt: skip
    async with office.database.transaction() as connection:
        await connection.execute(insert(alerts), [row])
    for role, told in (("analyst", "4,711 rows"), ("manager", plain)):
        office.act_as(role)
        (alert,) = await office.data("/api/alerts")
        assert alert["summary"] == told
        assert (await office.data(f"/api/alerts/{alert['id']}"))["summary"] == told
        assert (await office.data("/api/alerts/summary"))["newest"][0]["summary"] == told
