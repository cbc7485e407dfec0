"""News on their way: to the channels that want them, held while it is quiet, tried again, at least once."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from leadline.kernel.clock import now
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.jobs.tables import jobs, schedules
from leadline.notifications.contracts import Deliver
from leadline.notifications.domain.quiet import QuietHours
from leadline.notifications.models import notification_alerts, notification_deliveries
from tests.notifications.conftest import Desk
from tests.servers.receivers import HttpReceiver


async def settled(desk: Desk, *, tries: int = 1) -> list[dict[str, Any]]:
    """The jobs that send are worked off; pauses between tries are left out."""
    for _ in range(tries):
        async with desk.database.transaction() as connection:
            waiting = update(jobs).where(jobs.c.state == "queued", jobs.c.kind == "notifications.deliver")
            await connection.execute(waiting.values(run_at=now() - timedelta(seconds=1)))
        async with asyncio.timeout(30), desk.working():
            while await unfinished(desk):  # noqa: ASYNC110  # the news is in the database
                await asyncio.sleep(0.02)
    found: list[dict[str, Any]] = await desk.data("/api/deliveries")
    return found


async def unfinished(desk: Desk) -> bool:
    due = await desk.data("/api/jobs", state=["queued", "running"], per_page=100)
    return any(one["state"] == "running" or not is_later(one) for one in due if "notif" in one["kind"])


def is_later(job: dict[str, Any]) -> bool:
    return datetime.fromisoformat(job["run_at"]) > now() + timedelta(seconds=3)


async def test_an_alert_and_its_end_are_told(desk: Desk, receiver: HttpReceiver) -> None:
    await desk.channel(receiver.url())
    alert_id = await desk.alert()
    await desk.alert(over=True)
    assert [one["state"] for one in await settled(desk)] == ["sent", "sent"]
    first, second = (came.json for came in receiver.came)
    assert first["subject"] == "Leadline 告警：1 条新告警"
    assert (first["items"][0]["mark"], first["items"][0]["title"]) == ("critical", "同步连续失败")
    assert (second["subject"], second["items"][0]["mark"]) == ("Leadline 告警：1 条已恢复", "resolved")
    (told,) = await desk.data("/api/deliveries", alert_id=alert_id)
    assert (told["attempts"], told["error"]) == (1, None)


@pytest.mark.parametrize(
    ("wants", "told"),
    [
        ({"severities": ["critical"]}, ["sync_failing"]),
        ({"severities": ["info", "warning", "critical"], "rules": ["disk_full"]}, ["disk_full"]),
        ({"enabled": False}, []),
        ({"severities": ["info"]}, []),
    ],
)
async def test_a_channel_tells_what_it_is_to(
    desk: Desk, receiver: HttpReceiver, wants: dict[str, Any], told: list[str]
) -> None:
    await desk.channel(receiver.url(), **wants)
    ids = {
        await desk.alert("sync_failing", "critical"): "sync_failing",
        await desk.alert("disk_full", "warning"): "disk_full",
    }
    assert [rule for one, rule in ids.items() if await desk.data("/api/deliveries", alert_id=one)] == told


def quiet_now(*, over: bool = False) -> dict[str, str]:
    moment = now() + timedelta(hours=-3 if over else -1)
    return {"quiet_from": f"{moment:%H:%M}", "quiet_to": f"{moment + timedelta(hours=2):%H:%M}", "zone": "UTC"}


async def test_quiet_hours_hold_and_one_digest_goes_out_when_they_are_over(desk: Desk, receiver: HttpReceiver) -> None:
    channel = await desk.channel(receiver.url(), **quiet_now())
    for over in (False, False, True):
        await desk.alert(over=over)
    assert await desk.states() == ["held", "held", "held"]
    (waiting,) = [one for one in await desk.data("/api/jobs", state="queued") if one["kind"] == "notifications.release"]
    assert is_later(waiting)
    assert (await desk.patch(f"/api/channels/{channel['id']}", json=quiet_now(over=True))).status_code == 200
    states = [one["state"] for one in await settled(desk)]
    assert (sorted(states), len(receiver.came)) == (["merged", "merged", "merged", "sent"], 1)
    assert receiver.came[0].json["subject"] == "Leadline 告警：免打扰时段汇总，2 条新告警、1 条已恢复"
    assert len(receiver.came[0].json["items"]) == 3


async def test_what_is_urgent_goes_through_where_the_channel_says_so(desk: Desk, receiver: HttpReceiver) -> None:
    await desk.channel(receiver.url(), **quiet_now(), urgent_through=True)
    await desk.alert("sync_failing", "critical")
    await desk.alert("track_stale", "warning")
    assert sorted(one["state"] for one in await settled(desk)) == ["held", "sent"]


async def test_what_a_deleted_channel_held_is_given_up(desk: Desk, receiver: HttpReceiver) -> None:
    channel = await desk.channel(receiver.url(), **quiet_now())
    await desk.alert()
    assert await desk.states() == ["held"]
    await desk.delete(f"/api/channels/{channel['id']}")
    (delivery,) = await desk.data("/api/deliveries")
    assert (delivery["state"], delivery["error"]) == ("failed", "The channel is switched off or deleted.")


@pytest.mark.parametrize(
    ("clock", "until"),
    [("13:59", None), ("14:00", "08:00"), ("20:00", "08:00"), ("23:59", "08:00"), ("00:00", None), ("03:00", None)],
)
def test_quiet_hours_are_on_the_channels_own_clock(clock: str, until: str | None) -> None:
    """22:00 to 08:00 in Shanghai is 14:00 to 00:00 in UTC."""
    moment = datetime.fromisoformat(f"2026-11-24T{clock}:00+00:00")
    end = QuietHours("22:00", "08:00", "Asia/Shanghai").until(moment)
    assert end == (datetime(2026, 11, 25, 0, 0, tzinfo=UTC) if until else None)


async def test_what_fails_for_a_while_is_tried_again(desk: Desk, receiver: HttpReceiver) -> None:
    receiver.answers = [(503, {}), (503, {}), (200, {})]
    await desk.channel(receiver.url())
    await desk.alert()
    (first,) = await settled(desk)
    assert (first["state"], first["error"]) == ("queued", "localhost refused the message (HTTP 503).")
    (last,) = await settled(desk, tries=2)
    assert (last["state"], last["attempts"], last["error"]) == ("sent", 3, None)


async def test_what_nobody_takes_fails_in_the_end_and_says_why(desk: Desk, receiver: HttpReceiver) -> None:
    receiver.answers = [(503, {})]
    await desk.channel(receiver.url())
    await desk.alert()
    (one,) = await settled(desk, tries=6)
    assert (one["state"], one["attempts"]) == ("failed", 6)


async def test_what_cannot_be_mended_by_waiting_is_tried_once(desk: Desk, receiver: HttpReceiver) -> None:
    receiver.answers = [(404, {})]
    await desk.channel(receiver.url())
    await desk.alert()
    (one,) = await settled(desk)
    assert (one["state"], one["attempts"], len(receiver.came)) == ("failed", 1, 1)


async def test_a_failed_message_is_sent_when_somebody_has_its_job_tried_again(
    desk: Desk, receiver: HttpReceiver
) -> None:
    receiver.answers = [(404, {}), (200, {})]
    await desk.channel(receiver.url())
    await desk.alert()
    assert [one["state"] for one in await settled(desk)] == ["failed"]
    (job,) = await desk.data("/api/jobs", kind=["notifications.deliver"])
    assert (await desk.post(f"/api/jobs/{job['id']}/retry")).status_code == 200
    (one,) = await settled(desk)
    assert (one["state"], one["error"], len(receiver.came)) == ("sent", None, 2)


async def test_a_message_that_failed_is_sent_again_from_the_log(desk: Desk, receiver: HttpReceiver) -> None:
    receiver.answers = [(404, {}), (200, {})]
    channel = await desk.channel(receiver.url())
    await desk.alert()
    (failed,) = await settled(desk)
    again = await desk.post(f"/api/deliveries/{failed['id']}/resend")
    assert (again.status_code, again.json()["data"]["state"], again.json()["data"]["error"]) == (202, "queued", None)
    (one,) = await settled(desk)
    assert (one["state"], one["attempts"], len(receiver.came)) == ("sent", 2, 2)
    refused = await desk.post(f"/api/deliveries/{failed['id']}/resend")
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_resend")
    assert (await desk.post("/api/deliveries/999/resend")).json()["code"] == "delivery_not_found"
    await desk.alert("disk_full")
    await desk.delete(f"/api/channels/{channel['id']}")
    lost = (await settled(desk))[0]
    assert (lost["state"], (await desk.post(f"/api/deliveries/{lost['id']}/resend")).json()["code"]) == (
        "failed",
        "channel_not_found",
    )


async def test_a_message_whose_job_was_cancelled_or_that_is_sent_twice_at_once_leaves_once(
    desk: Desk, receiver: HttpReceiver
) -> None:
    await desk.channel(receiver.url())
    await desk.alert()
    await desk.system.relay.deliver_due()
    (job,) = await desk.data("/api/jobs", kind=["notifications.deliver"])
    assert (await desk.post(f"/api/jobs/{job['id']}/cancel")).status_code == 200
    (waiting,) = await desk.data("/api/deliveries")
    assert (waiting["state"], waiting["error"]) == ("cancelled", "Its job was cancelled by chen.")
    for _ in range(3):
        assert (await desk.post(f"/api/deliveries/{waiting['id']}/resend")).status_code == 202
    (one,) = await settled(desk)
    assert (one["state"], one["attempts"], len(receiver.came)) == ("sent", 1, 1)


async def test_a_message_whose_job_goes_on_waits_again(desk: Desk, receiver: HttpReceiver) -> None:
    await desk.channel(receiver.url())
    await desk.alert()
    await desk.system.relay.deliver_due()
    (job,) = await desk.data("/api/jobs", kind=["notifications.deliver"])
    await desk.post(f"/api/jobs/{job['id']}/cancel")
    assert [one["id"] for one in await desk.data("/api/deliveries", state=["cancelled"])]
    assert (await desk.post(f"/api/jobs/{job['id']}/resume")).status_code == 200
    (waiting,) = await desk.data("/api/deliveries")
    assert (waiting["state"], waiting["error"]) == ("queued", None)
    (one,) = await settled(desk)
    assert (one["state"], len(receiver.came)) == ("sent", 1)


async def test_a_message_that_was_sent_stays_so_whatever_becomes_of_its_jobs(
    desk: Desk, receiver: HttpReceiver
) -> None:
    await desk.channel(receiver.url())
    await desk.alert()
    (sent,) = await settled(desk)
    async with desk.tools.database.transaction() as connection:
        job_id = await enqueue(connection, Deliver(delivery_id=sent["id"], channel_id=sent["channel_id"]))
    assert (await desk.post(f"/api/jobs/{job_id}/cancel")).status_code == 200
    assert [one["state"] for one in await desk.data("/api/deliveries")] == ["sent"]


async def test_a_message_that_is_being_sent_is_cancelled_with_its_job(desk: Desk, receiver: HttpReceiver) -> None:
    began, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        began.set()
        let_go.wait(20)

    receiver.meanwhile = hold
    await desk.channel(receiver.url())
    await desk.alert()
    (job,) = await desk.data("/api/jobs", kind=["notifications.deliver"])
    try:
        async with asyncio.timeout(20), desk.working():
            await asyncio.to_thread(began.wait)
            assert (await desk.post(f"/api/jobs/{job['id']}/cancel")).json()["data"]["cancel_requested"] is True
            while (await desk.states()) == ["queued"]:  # noqa: ASYNC110  # the news is in the database
                await asyncio.sleep(0.05)
    finally:
        let_go.set()
    (one,) = await desk.data("/api/deliveries")
    assert (one["state"], one["error"]) == ("cancelled", "Its job was cancelled.")


async def test_three_relays_at_once_make_one_delivery(desk: Desk, receiver: HttpReceiver) -> None:
    from leadline.entrypoints.wiring import assemble, assemble_jobs  # noqa: PLC0415  # two more processes' worth

    await desk.channel(receiver.url())
    others = [assemble(desk.tools.settings) for _ in range(2)]
    systems = [desk.system, *(assemble_jobs(one) for one in others)]
    for system in systems:
        await system.relay.deliver_due()
    ids = [await desk.alert() for _ in range(3)]
    await asyncio.gather(*(system.relay.deliver_due() for system in systems for _ in range(3)))
    assert [len(await desk.data("/api/deliveries", alert_id=one)) for one in ids] == [1, 1, 1]
    for one in others:
        await one.database.close()


async def test_a_process_killed_between_sending_and_noting_repeats_the_message_once(
    desk: Desk, receiver: HttpReceiver
) -> None:
    await desk.channel(receiver.url())
    await desk.alert()
    await without_ticks(desk)
    settings = desk.tools.settings
    environment = {
        "PATH": os.environ["PATH"], "APP_ENV": "testing", "LEADLINE_HOME": str(settings.leadline_home),
        "DATABASE_URL": settings.database_url, "NOTIFY_HOSTS": "localhost", "JOBS_LEASE_SECONDS": "1",
    }  # fmt: skip
    workers: list[subprocess.Popen[bytes]] = []
    receiver.meanwhile = lambda: workers[0].send_signal(signal.SIGKILL) if len(receiver.came) == 1 else None
    try:
        workers.append(worker_process(environment))
        async with asyncio.timeout(40):
            while workers[0].poll() is None:  # noqa: ASYNC110  # the news is in another process
                await asyncio.sleep(0.05)
        workers.append(worker_process(environment))
        async with asyncio.timeout(40):
            while await desk.states() != ["sent"]:  # noqa: ASYNC110  # as above
                await asyncio.sleep(0.05)
    finally:
        for one in workers:
            one.kill()
            one.wait()
    (delivery,) = await desk.data("/api/deliveries")
    assert delivery["attempts"] == 2
    assert [came.headers["x-leadline-delivery"] for came in receiver.came] == [f"leadline-{delivery['id']}"] * 2


async def without_ticks(desk: Desk) -> None:
    """No schedule comes due in a process: the look of every minute would find that our made-up alert is over."""
    async with desk.database.transaction() as connection:
        await connection.execute(update(schedules).values(paused=True))


def worker_process(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "leadline", "worker"]
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)


async def test_old_messages_are_deleted_and_what_waits_to_be_sent_stays(desk: Desk, receiver: HttpReceiver) -> None:
    await desk.channel(receiver.url(), name="loud")
    await desk.channel(receiver.url(), name="quiet", **quiet_now())
    for _ in range(2):
        await desk.alert()
    await settled(desk)
    long_ago = now() - timedelta(days=181)
    async with desk.database.transaction() as connection:
        old = update(notification_deliveries).where(notification_deliveries.c.id <= 3)
        await connection.execute(old.values(created_at=long_ago))
    (tidy,) = [one for one in await desk.data("/api/schedules") if one["name"] == "tidy_deliveries"]
    job = (await desk.post(f"/api/schedules/{tidy['id']}/run")).json()["data"]["job_id"]
    gone = (await desk.ended(job))["result"]["deliveries"]
    assert gone == 2 - (await desk.states()).count("sent") > 0
    assert (await desk.states()).count("held") == 2
    async with desk.database.reading() as connection:
        told = {one for (one,) in await connection.execute(select(notification_alerts.c.delivery_id))}
        kept = {one for (one,) in await connection.execute(select(notification_deliveries.c.id))}
    assert told == kept
