"""Schedules: each tick once, whatever the clocks do and however many watch."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from leadline.kernel.clock import now
from leadline.kernel.db.engine import Database
from leadline.kernel.errors import InvalidInput
from leadline.kernel.jobs.schedules import (
    Declared,
    Scheduler,
    ScheduleRow,
    change_schedule,
    checked_cron,
    newest_tick,
    next_ticks,
    read_schedules,
    seed_schedules,
)
from leadline.kernel.jobs.tables import jobs, schedules
from leadline.kernel.text import Text
from tests.kernel.jobs.conftest import Chat, Workshop

HOURLY = Declared("hourly", Text("每小时", "hourly"), "0 * * * *", Chat(word="tick"))
BERLIN = "Europe/Berlin"


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year, month, day, hour, minute


class Diary:
    """What the schedule `hourly` has done."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.database = workshop.database

    def scheduler(self, database: Database | None = None) -> Scheduler:
        return Scheduler(database or self.database, self.workshop.kinds(), [HOURLY])

    async def row(self) -> ScheduleRow:
        async with self.database.reading() as connection:
            return (await read_schedules(connection))[0]

    async def due(self, next_at: datetime) -> None:
        async with self.database.transaction() as connection:
            await connection.execute(update(schedules).values(next_at=next_at))

    async def ticks(self) -> list[datetime]:
        async with self.database.reading() as connection:
            found = await connection.execute(select(jobs.c.tick_at).order_by(jobs.c.tick_at))
            return [tick for (tick,) in found]


@pytest.fixture
async def diary(workshop: Workshop) -> Diary:
    await seed_schedules(workshop.database, [HOURLY])
    return Diary(workshop)


def whole_hour() -> datetime:
    return now().replace(minute=0, second=0, microsecond=0)


async def test_a_new_schedule_waits_for_its_next_tick(diary: Diary) -> None:
    rest = await diary.scheduler().fire_due()
    assert await diary.ticks() == []
    assert (await diary.row()).next_at == whole_hour() + timedelta(hours=1)
    assert 0 < rest <= 5


async def test_a_tick_fires_once_however_many_processes_watch(diary: Diary) -> None:
    await diary.due(whole_hour())
    others = [Database(diary.database.url.render_as_string(hide_password=False)) for _ in range(3)]
    watchers = [diary.scheduler(other) for other in others]
    for _ in range(2):
        await asyncio.gather(*(watcher.fire_due() for watcher in watchers for _ in range(3)))
    assert await diary.ticks() == [whole_hour()]
    for other in others:
        await other.close()


async def test_ticks_that_were_missed_are_caught_up_once(diary: Diary) -> None:
    await diary.due(whole_hour() - timedelta(days=9))
    await diary.scheduler().fire_due()
    await diary.scheduler().fire_due()
    assert await diary.ticks() == [whole_hour()]
    row = await diary.row()
    assert (row.last_tick_at, row.next_at) == (whole_hour(), whole_hour() + timedelta(hours=1))


async def test_a_clock_that_goes_back_fires_no_tick_twice(diary: Diary) -> None:
    await diary.due(whole_hour())
    await diary.scheduler().fire_due()
    await diary.due(whole_hour())
    await diary.scheduler().fire_due()
    assert await diary.ticks() == [whole_hour()]


async def test_a_clock_that_was_years_ahead_does_not_silence_a_schedule(diary: Diary) -> None:
    await diary.due(whole_hour() + timedelta(days=1000))
    await diary.scheduler().fire_due()
    assert (await diary.row()).next_at == whole_hour() + timedelta(hours=1)


async def test_a_paused_schedule_does_nothing_and_does_not_catch_up(diary: Diary) -> None:
    await diary.due(whole_hour())
    for paused in (True, False):
        row = await diary.row()
        async with diary.database.transaction() as connection:
            await change_schedule(connection, row, "li", cron=row.cron, zone=row.zone, priority=5, paused=paused)
        await diary.scheduler().fire_due()
    assert await diary.ticks() == []
    assert ((await diary.row()).updated_by, (await diary.row()).priority) == ("li", 5)


async def test_what_was_edited_is_not_declared_again(diary: Diary) -> None:
    row = await diary.row()
    async with diary.database.transaction() as connection:
        await change_schedule(connection, row, "li", cron="5 5 * * *", zone="UTC", priority=50, paused=False)
    await diary.scheduler().fire_due()
    changed = await diary.row()
    assert (changed.cron, changed.next_at and changed.next_at.hour) == ("5 5 * * *", 5)


async def test_the_job_of_a_tick_is_told_the_day_of_its_tick_in_the_zone(diary: Diary) -> None:
    await diary.due(whole_hour())
    await diary.scheduler().fire_due()
    async with diary.database.reading() as connection:
        payload = (await connection.execute(select(jobs.c.payload))).scalar_one()
    assert date.fromisoformat(payload["as_of"]) == whole_hour().astimezone(ZoneInfo("Asia/Shanghai")).date()


def test_an_hour_that_the_clocks_leap_over_ticks_once_after_the_leap() -> None:
    ticks = next_ticks("30 2 * * *", BERLIN, utc(2026, 3, 28, 12), 2)
    assert ticks == [utc(2026, 3, 29, 1), utc(2026, 3, 30, 0, 30)]


def test_an_hour_that_comes_twice_ticks_once() -> None:
    ticks = next_ticks("30 2 * * *", BERLIN, utc(2026, 10, 24, 12), 2)
    assert ticks == [utc(2026, 10, 25, 0, 30), utc(2026, 10, 26, 1, 30)]


def test_every_ten_minutes_goes_on_through_both_changes_of_the_clocks() -> None:
    for start in (utc(2026, 3, 29, 0), utc(2026, 10, 25, 0)):
        ticks = next_ticks("*/10 * * * *", BERLIN, start, 18)
        assert [later - earlier for earlier, later in pairwise(ticks)] == [timedelta(minutes=10)] * 17


def test_of_ticks_missed_for_years_the_newest_counts() -> None:
    assert newest_tick("0 7 * * *", "Asia/Shanghai", utc(2020, 1, 1), utc(2026, 1, 1, 12)) == utc(2025, 12, 31, 23)
    assert newest_tick("0 0 1 1 *", "UTC", utc(2025, 1, 1), utc(2026, 6, 1)) == utc(2026, 1, 1)
    assert newest_tick("0 0 1 1 *", "UTC", utc(2026, 1, 1), utc(2026, 6, 1)) == utc(2026, 1, 1)


@pytest.mark.parametrize("cron", ["", "* * * *", "* * * * * *", "61 * * * *", "0 0 30 2 *", "x", "0 " * 80])
def test_an_expression_that_makes_no_sense_is_refused(cron: str) -> None:
    with pytest.raises(InvalidInput):
        checked_cron(cron, "Asia/Shanghai")


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../etc", "Asia"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(InvalidInput):
        checked_cron("0 7 * * *", zone)
