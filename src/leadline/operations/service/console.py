"""Use cases of the console: steer jobs, edit and run schedules. Every change is audited in its transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.audit.actors import Actor
from leadline.kernel.audit.log import write_down
from leadline.kernel.audit.masks import changed
from leadline.kernel.clock import now
from leadline.kernel.errors import Detail, InvalidInput
from leadline.kernel.jobs.contracts import LATER, Payload
from leadline.kernel.jobs.history import (
    JobFilter,
    JobRow,
    LineRow,
    StepRow,
    cancel_job,
    find_job,
    lines_of,
    list_jobs,
    newest_jobs,
    resume_job,
    retry_job,
    steps_of,
)
from leadline.kernel.jobs.queue import Tick, enqueue
from leadline.kernel.jobs.schedules import (
    ScheduleRow,
    change_schedule,
    checked_cron,
    find_schedule,
    next_ticks,
    payload_of,
    read_schedules,
)
from leadline.kernel.jobs.system import JobSystem
from leadline.kernel.outbox.shelves import DeadLetter, list_dead_letters
from leadline.kernel.text import Text
from leadline.operations.errors import KindNotHere, LetterNotFound, NothingToFill, ScheduleNotFound
from leadline.operations.schemas.console import BackfillBody, SchedulePatch

MOST_DAYS = 366
NEXT_RUNS = 5
BACKWARDS = Text("不能早于 start_date", "must not be before start_date")
IN_FUTURE = Text("不能晚于今天", "must not be after today")
TOO_LONG = Text("一次最多 366 天", "366 days at most")


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """A schedule with what is known around it."""

    row: ScheduleRow
    available: bool
    can_backfill: bool
    next_runs: list[datetime]
    last_job: JobRow | None


@dataclass(frozen=True, slots=True)
class Console:
    """Jobs and schedules of one system."""

    system: JobSystem

    async def jobs(self, wanted: JobFilter, page: int, per_page: int) -> tuple[list[JobRow], int]:
        """One page of the jobs, the newest first, and how many there are."""
        async with self.system.database.reading() as connection:
            return await list_jobs(connection, wanted, page, per_page)

    async def job(self, job_id: int) -> tuple[JobRow, list[StepRow], list[LineRow]]:
        """One job with its steps and lines; JobNotFound."""
        async with self.system.database.reading() as connection:
            job = await find_job(connection, job_id)
            return job, await steps_of(connection, job_id), await lines_of(connection, job_id)

    async def cancel(self, job_id: int, operator: Actor) -> JobRow:
        """Cancels a job that is not over; WrongJobState, JobNotFound."""
        async with self.system.database.transaction() as connection:
            job = await cancel_job(connection, job_id)
            await self.system.follow(connection, job, operator.name)
            await write_down(connection, operator.did("job.cancel", f"job:{job_id}", {"kind": job.kind}))
        return job

    async def resume(self, job_id: int, operator: Actor) -> JobRow:
        """Lets a cancelled job go on; WrongJobState, JobNotFound."""
        async with self.system.database.transaction() as connection:
            job = await resume_job(connection, job_id)
            await self.system.follow(connection, job, operator.name)
            await write_down(connection, operator.did("job.resume", f"job:{job_id}", {"kind": job.kind}))
        return job

    async def retry(self, job_id: int, operator: Actor, *, from_start: bool) -> JobRow:
        """Runs a job again that came to nothing; WrongJobState, JobNotFound."""
        async with self.system.database.transaction() as connection:
            job = await retry_job(connection, job_id, from_start=from_start)
            await self.system.follow(connection, job, operator.name)
            details = {"kind": job.kind, "from_start": from_start}
            await write_down(connection, operator.did("job.retry", f"job:{job_id}", details))
        return job

    async def schedules(self) -> list[ScheduleView]:
        """Every schedule, by name."""
        async with self.system.database.reading() as connection:
            rows = await read_schedules(connection)
            newest = await newest_jobs(connection, [row.id for row in rows])
        return [self._view(row, newest.get(row.id)) for row in rows]

    async def schedule(self, schedule_id: int) -> ScheduleView:
        """One schedule; ScheduleNotFound."""
        async with self.system.database.reading() as connection:
            row = await _found(connection, schedule_id)
            newest = await newest_jobs(connection, [row.id])
        return self._view(row, newest.get(row.id))

    async def change(self, schedule_id: int, patch: SchedulePatch, operator: Actor) -> ScheduleView:
        """Edits, pauses or resumes; InvalidInput, ScheduleNotFound."""
        async with self.system.database.transaction() as connection:
            row = await _found(connection, schedule_id, lock=True)
            before = {"cron": row.cron, "zone": row.zone, "priority": row.priority, "paused": row.paused}
            given = {name: value for name, value in patch.model_dump().items() if value is not None}
            wanted = SchedulePatch.model_validate(before | given)
            cron, zone = (
                (row.cron if wanted.cron is None else wanted.cron),
                (row.zone if wanted.zone is None else wanted.zone),
            )
            checked_cron(cron, zone)
            priority = row.priority if wanted.priority is None else wanted.priority
            await change_schedule(
                connection, row, operator.name, cron=cron, zone=zone, priority=priority, paused=bool(wanted.paused)
            )
            change = changed(before, before | given)
            await write_down(connection, operator.did("schedule.change", row.name, change=change))
        return await self.schedule(schedule_id)

    async def run_now(self, schedule_id: int, operator: Actor) -> int:
        """Starts the schedule's job at once and returns its id; KindNotHere, ScheduleNotFound."""
        async with self.system.database.transaction() as connection:
            row = await _found(connection, schedule_id)
            payload = self._payload(row)
            job_id = await enqueue(
                connection, payload, priority=row.priority, requested_by=operator.name, tick=Tick(row.id)
            )
            await write_down(connection, operator.did("schedule.run", row.name, {"job_id": job_id}))
        return job_id

    async def backfill(self, schedule_id: int, body: BackfillBody, operator: Actor) -> list[int]:
        """Starts a job for each day of the range that lacks something (or each of all) and returns their ids."""
        async with self.system.database.reading() as connection:
            row = await _found(connection, schedule_id)
        payload = self._payload(row)
        kind = self.system.kinds.find(row.kind)
        if kind is None or kind.fill is None:
            raise NothingToFill(name=row.name)
        _check_range(body.start_date, body.end_date, now().astimezone(ZoneInfo(row.zone)).date())
        wanted: Iterable[Payload] = await kind.fill(payload, body.start_date, body.end_date, body.everything)
        async with self.system.database.transaction() as connection:
            ids = [
                await enqueue(connection, one, priority=LATER, requested_by=operator.name, tick=Tick(row.id))
                for one in wanted
            ]
            filled = {
                "start": body.start_date.isoformat(), "end": body.end_date.isoformat(), "everything": body.everything,
                "jobs": len(ids),
            }  # fmt: skip
            await write_down(connection, operator.did("schedule.backfill", row.name, filled))
        return ids

    async def letters(self, page: int, per_page: int, *, waiting: bool) -> tuple[list[DeadLetter], int]:
        """One page of the dead letters, the newest first, and how many there are."""
        async with self.system.database.reading() as connection:
            return await list_dead_letters(connection, page, per_page, waiting=waiting)

    async def replay(self, letter_id: int, operator: Actor) -> None:
        """Delivers a dead letter once more; LetterNotFound, or what the subscriber says."""
        async with self.system.database.transaction() as connection:
            if not await self.system.relay.replay(connection, letter_id):
                raise LetterNotFound
            await write_down(connection, operator.did("dead_letter.replay", f"dead_letter:{letter_id}", {}))

    def _payload(self, row: ScheduleRow) -> Payload:
        payload = payload_of(row, self.system.kinds, now()) if self._is_available(row) else None
        if payload is None:
            raise KindNotHere(name=row.name)
        return payload

    def _is_available(self, row: ScheduleRow) -> bool:
        return any(one.name == row.name for one in self.system.scheduler.declared)

    def _view(self, row: ScheduleRow, last_job: JobRow | None) -> ScheduleView:
        kind = self.system.kinds.find(row.kind)
        available = self._is_available(row)
        coming = [] if row.paused or not available else next_ticks(row.cron, row.zone, now(), NEXT_RUNS)
        return ScheduleView(row, available, available and kind is not None and kind.fill is not None, coming, last_job)


async def _found(connection: AsyncConnection, schedule_id: int, *, lock: bool = False) -> ScheduleRow:
    row = await find_schedule(connection, schedule_id, lock=lock)
    if row is None:
        raise ScheduleNotFound
    return row


def _check_range(first: date, last: date, today: date) -> None:
    if last < first:
        raise InvalidInput([Detail("end_date", BACKWARDS)])
    if last > today:
        raise InvalidInput([Detail("end_date", IN_FUTURE)])
    if (last - first).days >= MOST_DAYS:
        raise InvalidInput([Detail("start_date", TOO_LONG)])
