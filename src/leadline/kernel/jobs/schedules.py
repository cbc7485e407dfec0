"""Schedules: rows that start jobs at the ticks of a cron expression, each tick once however many processes watch.

A tick is fired in one transaction: its own row, the job, and when the next one is due. The tick's row is unique, so
a second process, a clock that goes back, or a day with two o'clock twice fire nothing again. Ticks that were missed
while nobody watched are caught up by one job, for the newest of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from sqlalchemy import Row, Select, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.engine import Database
from leadline.kernel.db.moment import database_time
from leadline.kernel.errors import Detail, InvalidInput
from leadline.kernel.jobs.contracts import NORMAL, Payload, WhenBusy
from leadline.kernel.jobs.kinds import JobKinds
from leadline.kernel.jobs.queue import Tick, enqueue
from leadline.kernel.jobs.tables import schedule_ticks, schedules
from leadline.kernel.observability.logs import get_logger
from leadline.kernel.text import Text

CRON_FIELDS = 5
LONGEST_CRON = 100
RECENT = timedelta(days=2)
LONGEST_REST_SECONDS = 5.0
PRESENT = select(database_time())
BAD_CRON = Text(
    "不是有效的 cron 表达式：应为五段（分 时 日 月 周），例如 5 7 * * *",
    "not a cron expression: five fields (minute hour day month weekday), such as 5 7 * * *",
)
NEVER = Text("这个 cron 表达式永远不会触发", "this cron expression never comes due")
BAD_ZONE = Text("没有这个时区，例如 Asia/Shanghai", "no such time zone; Asia/Shanghai is one")
log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Declared:
    """A schedule that the program brings along. Once it has a row, the row is what counts: it can be edited."""

    name: str
    title: Text
    cron: str
    payload: Payload
    zone: str = "Asia/Shanghai"
    priority: int = NORMAL
    when_busy: WhenBusy = "skip"


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A schedule as it is stored. `next_at` is None while it is paused."""

    id: int
    name: str
    title: Text
    kind: str
    payload: dict[str, Any]  # Any: a JSON document
    cron: str
    zone: str
    priority: int
    when_busy: WhenBusy
    paused: bool
    next_at: datetime | None
    last_tick_at: datetime | None
    updated_at: datetime
    updated_by: str


def checked_cron(cron: str, zone: str) -> None:
    """InvalidInput unless the expression and the zone make sense and there is a next tick."""
    if len(cron) > LONGEST_CRON or len(cron.split()) != CRON_FIELDS:
        raise InvalidInput([Detail("cron", BAD_CRON)])
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidInput([Detail("zone", BAD_ZONE)]) from error
    try:
        next_ticks(cron, zone, datetime.now(UTC), 1)
    except CronSimError as error:
        raise InvalidInput([Detail("cron", BAD_CRON)]) from error
    except StopIteration as error:
        raise InvalidInput([Detail("cron", NEVER)]) from error


def next_ticks(cron: str, zone: str, after: datetime, count: int) -> list[datetime]:
    """The next ticks after a moment, in UTC. A local time that the clocks leap over ticks just after the leap."""
    ticks = CronSim(cron, after.astimezone(ZoneInfo(zone)))
    return [next(ticks).astimezone(UTC) for _ in range(count)]


def last_tick(cron: str, zone: str, before: datetime) -> datetime:
    """The newest tick at or before a moment, in UTC."""
    moment = before.astimezone(ZoneInfo(zone)).replace(second=0, microsecond=0) + timedelta(minutes=1)
    return next(CronSim(cron, moment, reverse=True)).astimezone(UTC)


def newest_tick(cron: str, zone: str, first: datetime, present: datetime) -> datetime:
    """The newest tick that is due: `first`, or a later one that was missed as well."""
    for start in (max(first, present - RECENT), first):  # a tick of every minute is not counted through for years
        newest = None
        for tick in CronSim(cron, start.astimezone(ZoneInfo(zone))):
            if tick > present:
                break
            newest = tick.astimezone(UTC)
        if newest is not None:
            return newest
    return first


async def seed_schedules(database: Database, declared: Iterable[Declared]) -> None:
    """Gives a row to each declared schedule that has none; its first tick is the next one from now."""
    async with database.reading() as connection:
        known = set((await connection.execute(select(schedules.c.name))).scalars())
        present = await _present(connection)
    fresh = [one for one in declared if one.name not in known]
    if not fresh:
        return
    rows = [
        {
            "name": one.name,
            "title_zh": one.title.zh,
            "title_en": one.title.en,
            "kind": one.payload.kind,
            "payload": one.payload.model_dump(mode="json"),
            "cron": one.cron,
            "zone": one.zone,
            "priority": one.priority,
            "when_busy": one.when_busy,
            "paused": False,
            "next_at": next_ticks(one.cron, one.zone, present, 1)[0],
            "created_at": present,
            "updated_at": present,
        }
        for one in fresh
    ]
    dialect = postgresql if database.dialect == "postgresql" else sqlite
    async with database.transaction() as connection:
        await connection.execute(dialect.insert(schedules).on_conflict_do_nothing(index_elements=["name"]), rows)


async def read_schedules(connection: AsyncConnection, names: Sequence[str] | None = None) -> list[ScheduleRow]:
    """The schedules by name."""
    query = _asks_for_schedules(None if names is None else tuple(names))
    return [_row(found) for found in await connection.execute(query)]


@lru_cache(maxsize=16)  # asked every five seconds of the day
def _asks_for_schedules(names: tuple[str, ...] | None) -> Select[Any]:  # Any: the columns of the table
    query = select(schedules).order_by(schedules.c.name)
    return query if names is None else query.where(schedules.c.name.in_(names))


async def find_schedule(connection: AsyncConnection, schedule_id: int, *, lock: bool = False) -> ScheduleRow | None:
    """One schedule; with `lock`, held until the transaction ends."""
    query = select(schedules).where(schedules.c.id == schedule_id)
    found = (await connection.execute(query.with_for_update() if lock else query)).one_or_none()
    return None if found is None else _row(found)


async def change_schedule(
    connection: AsyncConnection, row: ScheduleRow, by: str, *, cron: str, zone: str, priority: int, paused: bool
) -> None:
    """Writes how it goes on from now: ticks that were missed while it was paused are not caught up."""
    present = await _present(connection)
    values = {
        "cron": cron, "zone": zone, "priority": priority, "paused": paused,
        "next_at": None if paused else next_ticks(cron, zone, present, 1)[0],
        "updated_at": present, "updated_by": by[:100],
    }  # fmt: skip
    await connection.execute(update(schedules).where(schedules.c.id == row.id).values(**values))


def payload_of(row: ScheduleRow, kinds: JobKinds, tick: datetime) -> Payload | None:
    """What a job of this schedule is asked for at this tick; None when the process does not know its kind."""
    kind = kinds.find(row.kind)
    if kind is None:
        return None
    given = dict(row.payload)
    if "as_of" in kind.payload.model_fields:
        given["as_of"] = tick.astimezone(ZoneInfo(row.zone)).date().isoformat()
    payload: Payload = kind.payload.model_validate(given)
    return payload


class Scheduler:
    """The chore that fires the ticks of the schedules that this process declares."""

    def __init__(self, database: Database, kinds: JobKinds, declared: Iterable[Declared]) -> None:
        self._database = database
        self._kinds = kinds
        self.declared = tuple(declared)
        self._names = [one.name for one in self.declared]
        self._seeded = False

    async def fire_due(self) -> float:
        """Fires what is due, and returns how many seconds there are to the next tick (5 at most: it may be edited)."""
        if not self._seeded:
            await seed_schedules(self._database, self.declared)
            self._seeded = True
        async with self._database.reading() as connection:
            present = await _present(connection)
            rows = [row for row in await read_schedules(connection, self._names) if not row.paused]
        rest = LONGEST_REST_SECONDS
        for row in rows:
            coming = next_ticks(row.cron, row.zone, present, 1)[0]
            if row.next_at is None or row.next_at <= present or row.next_at > coming:
                await self._fire(row.id)
            rest = min(rest, (coming - present).total_seconds())
        return max(rest, 0.01)

    async def _fire(self, schedule_id: int) -> None:
        async with self._database.transaction() as connection:
            row = await find_schedule(connection, schedule_id, lock=True)
            present = await _present(connection)
            if row is None or row.paused:
                return
            following = next_ticks(row.cron, row.zone, present, 1)[0]
            if row.next_at is not None and row.next_at <= present:
                tick = newest_tick(row.cron, row.zone, row.next_at, present)
                await self._fire_tick(connection, row, tick)
            # else the clock has gone back: the coming tick is nearer than what is written
            if row.next_at != following:
                written = update(schedules).where(schedules.c.id == row.id)
                await connection.execute(written.values(next_at=following))

    async def _fire_tick(self, connection: AsyncConnection, row: ScheduleRow, tick: datetime) -> None:
        payload = payload_of(row, self._kinds, tick)
        dialect = postgresql if self._database.dialect == "postgresql" else sqlite
        own = dialect.insert(schedule_ticks).values(schedule_id=row.id, tick_at=tick).on_conflict_do_nothing()
        fired = await connection.execute(own.returning(schedule_ticks.c.tick_at))
        if payload is None or fired.one_or_none() is None:
            return
        job_id = await enqueue(
            connection, payload, priority=row.priority, when_busy=row.when_busy, requested_by="schedule",
            tick=Tick(row.id, tick),
        )  # fmt: skip
        mine = (schedule_ticks.c.schedule_id == row.id, schedule_ticks.c.tick_at == tick)
        await connection.execute(update(schedule_ticks).where(*mine).values(job_id=job_id))
        await connection.execute(update(schedules).where(schedules.c.id == row.id).values(last_tick_at=tick))
        log.info("A schedule started a job", schedule=row.name, tick=tick.isoformat(), job=job_id)


async def _present(connection: AsyncConnection) -> datetime:
    moment: datetime = (await connection.execute(PRESENT)).scalar_one()
    return moment


def _row(found: Row[Any]) -> ScheduleRow:  # Any: the columns of the table
    return ScheduleRow(
        found.id, found.name, Text(found.title_zh, found.title_en), found.kind, dict(found.payload), found.cron,
        found.zone, found.priority, found.when_busy, found.paused, found.next_at, found.last_tick_at,
        found.updated_at, found.updated_by,
    )  # fmt: skip
