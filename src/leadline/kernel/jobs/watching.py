"""What /metrics tells of jobs: how many wait and run, for how long, how they ended, and which schedules are late."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from leadline.kernel.db.engine import Database
from leadline.kernel.db.moment import database_time
from leadline.kernel.jobs.tables import jobs, schedules
from leadline.kernel.observability.watches import Reading, Watch
from leadline.kernel.outbox.tables import dead_letters

DAY_SECONDS = 24 * 3600.0
LIVING = {
    "leadline_jobs": "Jobs that are queued or running, by kind and state",
    "leadline_jobs_waiting_seconds": "How long the job that is due longest has waited, by kind; 0 for none",
}
ENDED = {"leadline_jobs_last_day": "Jobs that ended within 24 hours, by kind and state"}
SCHEDULES = {
    "leadline_schedule_late_seconds": "For how long a schedule's tick is due and not fired; 0 when it is on time",
    "leadline_dead_letters": "Events that a subscriber could not take and that were not delivered since",
}


def job_watches(database: Database) -> Sequence[Watch]:
    """The gauges of jobs, schedules and events: one statement each."""

    async def living() -> Iterable[Reading]:
        columns = jobs.c
        query = (
            select(columns.kind, columns.state, func.count(), func.min(columns.run_at), database_time())
            .where(columns.state.in_(("queued", "running")))
            .group_by(columns.kind, columns.state)
        )
        async with database.reading() as connection:
            rows = (await connection.execute(query)).all()
        waiting = {
            kind: (present - first).total_seconds() for kind, state, _, first, present in rows if state == "queued"
        }
        kinds = sorted({row.kind for row in rows})
        return [
            *(Reading("leadline_jobs", count, kind=kind, state=state) for kind, state, count, *_ in rows),
            *(Reading("leadline_jobs_waiting_seconds", max(waiting.get(kind, 0.0), 0.0), kind=kind) for kind in kinds),
        ]

    async def ended() -> Iterable[Reading]:
        columns = jobs.c
        query = (
            select(columns.kind, columns.state, func.count())
            .where(columns.finished_at >= database_time(-DAY_SECONDS))
            .group_by(columns.kind, columns.state)
        )
        async with database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return [Reading("leadline_jobs_last_day", count, kind=kind, state=state) for kind, state, count in rows]

    async def on_time() -> Iterable[Reading]:
        columns = schedules.c
        undelivered = select(func.count()).select_from(dead_letters).where(dead_letters.c.delivered_at.is_(None))
        named = select(columns.name, columns.next_at).where(columns.paused.is_(False)).subquery()
        query = select(named.c.name, named.c.next_at, database_time(), undelivered.scalar_subquery()).select_from(
            select(1).subquery().outerjoin(named, named.c.name.is_not(None))  # a row also when there is no schedule
        )
        async with database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return [
            Reading("leadline_dead_letters", rows[0][3]),
            *(
                Reading("leadline_schedule_late_seconds", max((present - due).total_seconds(), 0.0), schedule=name)
                for name, due, present, _ in rows
                if due is not None
            ),
        ]

    return (
        Watch("jobs", LIVING, living),
        Watch("jobs_ended", ENDED, ended),
        Watch("schedules", SCHEDULES, on_time),
    )
