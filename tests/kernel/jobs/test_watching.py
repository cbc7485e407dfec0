"""What a scrape tells of jobs and schedules."""

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, update

from leadline.kernel.clock import now
from leadline.kernel.jobs.run import JobRun
from leadline.kernel.jobs.schedules import Declared, seed_schedules
from leadline.kernel.jobs.tables import jobs, schedules
from leadline.kernel.jobs.watching import job_watches
from leadline.kernel.outbox.tables import dead_letters
from leadline.kernel.text import Text
from tests.kernel.jobs.conftest import Chat, Workshop


async def told(workshop: Workshop) -> dict[tuple[str, ...], float]:
    """Each gauge's value by its name and labels."""
    found: dict[tuple[str, ...], float] = {}
    for watch in job_watches(workshop.database):
        for family in await watch.families():
            found |= {(one.name, *one.labels.values()): one.value for one in family.samples}
    return found


async def test_jobs_are_told_by_kind_and_state_with_how_long_they_wait(workshop: Workshop) -> None:
    await workshop.start("late")
    await workshop.start("later", run_at=now() + timedelta(hours=1))
    async with workshop.database.transaction() as connection:
        late = update(jobs).where(jobs.c.id == 1).values(run_at=now() - timedelta(seconds=90))
        await connection.execute(late)
    gauges = await told(workshop)
    assert gauges["leadline_jobs", "test.chat", "queued"] == 2
    assert 90 <= gauges["leadline_jobs_waiting_seconds", "test.chat"] < 120


async def test_how_jobs_ended_is_told_for_a_day(workshop: Workshop) -> None:
    async def act(_run: JobRun, payload: Chat) -> dict[str, Any]:
        if payload.word == "bad":
            raise RuntimeError
        return {}

    workshop.act = act
    good, bad = await workshop.start("good"), await workshop.start("bad")
    async with workshop.working():
        await asyncio.gather(workshop.ended(good), workshop.ended(bad))
    gauges = await told(workshop)
    assert gauges["leadline_jobs_last_day", "test.chat", "done"] == 1
    assert gauges["leadline_jobs_last_day", "test.chat", "failed"] == 1


async def test_a_schedule_that_nobody_fires_is_late(workshop: Workshop) -> None:
    assert await told(workshop) == {("leadline_dead_letters",): 0}
    for name in ("late", "on_time", "paused"):
        await seed_schedules(workshop.database, [Declared(name, Text(name, name), "0 7 * * *", Chat(word="x"))])
    async with workshop.database.transaction() as connection:
        due = {"next_at": now() - timedelta(minutes=5)}
        await connection.execute(update(schedules).where(schedules.c.name != "on_time").values(**due))
        await connection.execute(update(schedules).where(schedules.c.name == "paused").values(paused=True))
        letter = {
            "subscriber": "s",
            "event_id": 1,
            "name": "e",
            "payload": {},
            "attempts": 5,
            "error_zh": "",
            "error_en": "",
        }
        await connection.execute(insert(dead_letters), [letter | {"died_at": now()}] * 2)
    gauges = await told(workshop)
    assert 300 <= gauges["leadline_schedule_late_seconds", "late"] < 330
    assert gauges["leadline_schedule_late_seconds", "on_time"] == 0
    assert ("leadline_schedule_late_seconds", "paused") not in gauges
    assert gauges["leadline_dead_letters",] == 2
