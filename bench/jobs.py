"""Jobs and events: how quickly they come in and go out, what rest, a death and an event cost."""

import asyncio
from collections.abc import Sequence
from statistics import median
from typing import ClassVar
from unittest.mock import patch

from bench.ingest import CALENDAR, CIPHER, call_rows, fresh_postgres, fresh_sqlite
from bench.report import Report, Stopwatch, announce
from bench.workers import at_rest, taken_over
from leadline.calls.service import ingest as ingest_module
from leadline.calls.service.ingest import Ingest
from leadline.kernel.db.engine import Database
from leadline.kernel.jobs.contracts import Payload
from leadline.kernel.jobs.kinds import JobKind, JobKinds
from leadline.kernel.jobs.queue import enqueue
from leadline.kernel.jobs.run import JobRun
from leadline.kernel.jobs.schedules import Scheduler
from leadline.kernel.jobs.worker import Pace, Worker
from leadline.kernel.outbox.relay import Relay
from leadline.kernel.process import tune_interpreter

MOST_IDLE_PERCENT, MOST_MEGABYTES, MOST_SECONDS = 1.0, 200.0, 60.0
MOST_EVENT_PERCENT = 3.0
BATCH = 1000
Figures = dict[str, float]


class Nothing(Payload):
    kind: ClassVar[str] = "bench.nothing"


async def nothing(_run: JobRun, _payload: Nothing) -> None:
    """The engine alone is measured."""


async def turned_over(url: str, count: int, idle_seconds: float) -> Figures:
    """Jobs a second in and out, and the CPU of the worker that has nothing left to do, in percent of one core."""
    database = Database(url)
    watch = Stopwatch()
    for _ in range(count):
        async with database.transaction() as connection:
            await enqueue(connection, Nothing())
    came = count / watch.wall
    kinds = JobKinds([JobKind(Nothing, nothing)])
    chores = {"schedules": Scheduler(database, kinds, []).fire_due, "events": Relay(database, []).deliver_due}
    worker = Worker(database, kinds, Pace(), chores)
    watch = Stopwatch()
    task = asyncio.create_task(worker.run())
    while await waiting(database):  # noqa: ASYNC110  # the news is in the database
        await asyncio.sleep(0.02)
    went = count / watch.wall
    await asyncio.sleep(1)
    watch = Stopwatch()
    await asyncio.sleep(idle_seconds)
    idle = 100 * watch.cpu / watch.wall
    worker.stop()
    await task
    await database.close()
    return {"enqueued": came, "carried out": went, "idle": idle}


async def waiting(database: Database) -> bool:
    async with database.reading() as connection:
        query = "SELECT EXISTS (SELECT 1 FROM jobs WHERE state IN ('queued', 'running'))"
        return bool((await connection.exec_driver_sql(query)).scalar())


async def silent(*_: object) -> None:
    """Publishes nothing."""


async def batch_seconds(url: str, batches: int) -> tuple[list[float], list[float]]:
    """This process's CPU seconds of alternating batches, with their event and without."""
    database = Database(url)
    ingest = Ingest(database, CALENDAR, CIPHER)
    rows = call_rows(BATCH * batches)
    told: list[float] = []
    untold: list[float] = []
    for number in range(batches):
        batch = rows[number * BATCH : (number + 1) * BATCH]
        watch = Stopwatch()
        async with database.transaction() as connection:
            if number % 2:
                with patch.object(ingest_module, "publish", silent):
                    await ingest.write(connection, "bench", batch)
            else:
                await ingest.write(connection, "bench", batch)
        (untold if number % 2 else told).append(watch.cpu)
    await database.close()
    return told[2:], untold[2:]


def measure(databases: Sequence[str], *, quick: bool) -> Report:
    """A few rows a database."""
    report = Report("jobs", "Durable jobs and events", ("database", "what", "measured", "to reach"))
    announce(report.title)
    tune_interpreter()
    for name in databases:
        with fresh_sqlite() if name == "sqlite" else fresh_postgres() as fresh:
            figures = asyncio.run(turned_over(fresh(), 500 if quick else 10_000, 5 if quick else 20))
            rest = at_rest(fresh(), 20 if quick else 60)
            seconds = taken_over(fresh())
            told, untold = asyncio.run(batch_seconds(fresh(), 24 if quick else 80))
        report.add(name, "jobs enqueued a second, a transaction each", f"{figures['enqueued']:,.0f}", "")
        report.add(name, "jobs carried out a second, four side by side", f"{figures['carried out']:,.0f}", "")
        idle = figures["idle"]
        limit = f"{MOST_IDLE_PERCENT:g} %"
        report.add(name, "CPU of the engine alone, at rest", f"{idle:.2f} %", limit, reached=idle <= MOST_IDLE_PERCENT)
        what = "CPU of `leadline worker` at rest, alerts looked for"
        report.add(name, what, f"{rest.cpu:.2f} %", limit, reached=rest.cpu <= MOST_IDLE_PERCENT)
        what, limit = "memory of `leadline worker` at rest (PSS)", f"{MOST_MEGABYTES:.0f} MB"
        report.add(name, what, f"{rest.memory:.0f} MB", limit, reached=rest.memory <= MOST_MEGABYTES)
        what, limit = "a killed worker's job is in other hands after", f"{MOST_SECONDS:.0f} s"
        report.add(name, what, f"{seconds:.1f} s", limit, reached=seconds <= MOST_SECONDS)
        cost = 100 * (median(told) / median(untold) - 1)
        what = f"CPU that its event costs a batch of {BATCH:,}"
        limit = f"{MOST_EVENT_PERCENT:g} %"
        report.add(name, what, f"{cost:+.1f} %", limit, reached=cost <= MOST_EVENT_PERCENT)
    report.notes.append("Jobs that do nothing. Batches with and without an event alternate; the medians are compared.")
    return report
