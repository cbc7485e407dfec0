"""Ingest: rows of a dialer to committed calls with all their roll-ups, beside the same insert without any."""

import asyncio
import sqlite3
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from bench import dataset
from bench.databases import HOME, postgres_server
from bench.report import Report, Stopwatch, announce
from leadline.calls.contracts import CallRow, Outcome
from leadline.calls.domain.grades import DEFAULT_RULES, GradeBook
from leadline.calls.domain.rows import last_of_each, storable_all
from leadline.calls.models import call_records
from leadline.calls.repository.records import RecordMapper
from leadline.calls.service.ingest import CALL_KEY, Arranged, Ingest
from leadline.kernel.ahead import read_ahead
from leadline.kernel.clock import BusinessCalendar, now
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.bulk.contract import Ready
from leadline.kernel.db.bulk.doors import door_of
from leadline.kernel.db.engine import Database
from leadline.kernel.db.migrate import upgrade
from leadline.kernel.process import tune_interpreter

CALENDAR = BusinessCalendar("Asia/Shanghai")
CIPHER = Cipher(dataset.SECRET)
LEAST = {"sqlite": 25_000, "postgresql": 15_000}
SHARE = 0.5
REPEATS = 3
STATE = (
    "SELECT count(*), sum(fingerprint % 1000003) FROM call_records",
    "SELECT count(*), sum(calls), sum(connected), sum(talk_seconds), sum(orders), sum(order_cents) FROM call_rollups",
    "SELECT count(*), sum(total_calls), sum(orders), max(updated_at) FROM daily_stats",
    "SELECT value FROM counters WHERE name = 'calls'",
)


class Speed(NamedTuple):
    """Calls a second on the clock, and this process's CPU seconds for 100,000 of them."""

    per_second: float
    cpu: float


def call_rows(count: int) -> list[CallRow]:
    """A few days of calls as the vendor's adapter parses them."""
    rng = Random(7)
    start = datetime(2025, 11, 26, 1, tzinfo=UTC)
    rows = []
    for number in range(count):
        connected = rng.random() < dataset.CONNECTED_SHARE
        moment = start + timedelta(days=number * 3 // count, seconds=number * 3 % count * 39_600 // count)
        talk = rng.choice(dataset.TALK) if connected else 0
        grade, outcome = (
            (rng.choices(list(dataset.ANSWERED), list(dataset.ANSWERED.values()))[0], "connected")
            if connected
            else rng.choices(list(dataset.UNANSWERED), list(dataset.UNANSWERED.values()))[0]
        )
        agent, task = rng.choice(dataset.AGENTS), rng.choice(dataset.TASKS)
        rows.append(
            CallRow(
                str(739_000_000_000 + number), moment, Outcome(outcome), talk, "2" if connected else "1",
                moment + timedelta(seconds=talk), connected, task, f"任务{task}", agent, f"坐席{agent}", None,
                f"1{rng.randint(30, 99)}{rng.randint(0, 99999999):08d}", rng.choice(dataset.PLACES), "某市", "01",
                "NORMAL_CLEARING", grade or None, f"https://recordings.example.com/{number}.mp3" if connected else None,
                12, 1, None, None, None, None,
            )
        )  # fmt: skip
    return rows


class Bare:
    """The same insert and nothing else: same columns, indexes, encryption."""

    def __init__(self, database: Database) -> None:
        self.door, self.book = door_of(database), GradeBook(DEFAULT_RULES)
        self.mapper = RecordMapper(CALENDAR, CIPHER, self.door)

    async def arrange(self, rows: Sequence[CallRow]) -> Ready:
        """All that is done before the database."""
        return await asyncio.to_thread(self._arrange, rows)

    def _arrange(self, rows: Sequence[CallRow]) -> Ready:
        clean, canonical = zip(*storable_all(list(last_of_each(rows)[0].values())), strict=True)
        _, written = self.mapper.mapped(clean, list(map(CIPHER.fingerprint, canonical)), self.book, now())
        return self.door.ready({"source": ["bench"] * len(clean), "call_id": [row.call_id for row in clean], **written})

    async def write(self, connection: AsyncConnection, batch: Ready) -> int:
        """The rows."""
        moment = {"created_at": self.door.moment(now())}
        await self.door.insert_new(connection, call_records, batch, CALL_KEY, moment)
        return len(batch.rows)


class Whole:
    """Leadline's own."""

    def __init__(self, database: Database) -> None:
        self.ingest = Ingest(database, CALENDAR, CIPHER)
        self.arrange = self.ingest.arrange

    async def write(self, connection: AsyncConnection, batch: Arranged) -> int:
        """The calls and all roll-ups."""
        return (await self.ingest.write(connection, "bench", batch)).new


async def delivered(database: Database, way: Bare | Whole, rows: list[CallRow], batch: int, *, new: int) -> Speed:
    """All rows, a transaction a batch, as a sync does it: the next batch is made ready while one is written.

    `new` is how many must have been.
    """

    async def batches() -> AsyncIterator[Any]:  # what this way's `arrange` makes
        for start in range(0, len(rows), batch):
            yield await way.arrange(rows[start : start + batch])

    watch = Stopwatch()
    found = 0
    async for ready in read_ahead(batches()):
        async with database.transaction() as connection:
            found += await way.write(connection, ready)
    assert found == new, f"{found} new, {new} expected"
    return Speed(len(rows) / watch.wall, watch.cpu * 100_000 / len(rows))


async def state(database: Database) -> list[tuple[object, ...]]:
    """What a redelivery must leave as it is."""
    async with database.reading() as connection:
        return [tuple((await connection.exec_driver_sql(query)).one()) for query in STATE]


async def round_of(fresh: Callable[[], str], rows: list[CallRow], batch: int) -> tuple[Speed, Speed, Speed]:
    """Bare, first delivery, redelivery, on fresh databases."""
    database = Database(fresh())
    without = await delivered(database, Bare(database), rows, batch, new=len(rows))
    await database.close()
    database = Database(fresh())
    way = Whole(database)
    first = await delivered(database, way, rows, batch, new=len(rows))
    before = await state(database)
    again = await delivered(database, way, rows, batch, new=0)
    assert await state(database) == before, "a redelivery changed something"
    await database.close()
    return without, first, again


@contextmanager
def fresh_sqlite() -> Iterator[Callable[[], str]]:
    """Makes new migrated files, on the disk that holds var/bench."""
    template = HOME / "empty.db"
    if template.exists():
        template.unlink()
    HOME.mkdir(parents=True, exist_ok=True)
    upgrade(f"sqlite:///{template}")
    made: list[Path] = []

    def make() -> str:
        file = HOME / f"ingest-{uuid.uuid4().hex}.db"
        with sqlite3.connect(template) as source, sqlite3.connect(file) as copy:
            source.backup(copy)
        made.append(file)
        return f"sqlite:///{file}"

    yield make
    for file in [template, *made]:
        for part in HOME.glob(f"{file.name}*"):
            part.unlink()


@contextmanager
def fresh_postgres() -> Iterator[Callable[[], str]]:
    """Makes new migrated databases on a durable server."""
    with postgres_server(0) as server:
        made: list[str] = []
        upgrade(server.url("bench"))  # it may be of an earlier version

        def make() -> str:
            made.append(f"ingest_{uuid.uuid4().hex}")
            return server.create_database(made[-1], "bench")

        yield make
        for name in made:
            server.drop_database(name)


def measure(databases: Sequence[str], *, quick: bool) -> Report:
    """Both batch sizes on each database; the best of the rounds, which alternate."""
    report = Report(
        "ingest", "Ingest: parsed rows to committed calls with all roll-ups",
        ("database", "batch", "same insert without roll-ups, calls/s", "with, calls/s", "to reach", "share", "to reach",
         "redelivered, calls/s", "CPU s per 100,000: without / with / redelivered"),
    )  # fmt: skip
    announce(report.title)
    tune_interpreter()
    rows = call_rows(20_000 if quick else 100_000)
    for name in databases:
        with fresh_sqlite() if name == "sqlite" else fresh_postgres() as fresh:
            for batch in (1_000, 10_000):
                rounds = [asyncio.run(round_of(fresh, rows, batch)) for _ in range(REPEATS)]
                without, first, again = (max(each) for each in zip(*rounds, strict=True))
                share = first.per_second / without.per_second
                good = first.per_second >= LEAST[name] and share >= SHARE and again.per_second >= first.per_second
                report.add(
                    name, f"{batch:,}", f"{without.per_second:,.0f}", f"{first.per_second:,.0f}", f"{LEAST[name]:,}",
                    f"{share:.2f}", SHARE, f"{again.per_second:,.0f}",
                    f"{without.cpu:.2f} / {first.cpu:.2f} / {again.cpu:.2f}", reached=good,
                )  # fmt: skip
    report.notes.append(
        f"{len(rows):,} rows, best of {REPEATS} alternating rounds on empty databases; SQLite with synchronous = FULL, "
        "PostgreSQL with fsync. A redelivery was checked to change no row, no count and no version."
    )
    return report
