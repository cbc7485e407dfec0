"""The databases that the figures are measured on: made once under var/bench, found there by the next run.

Five weeks are generated call by call; older ones are copies of them, shifted by SQL: ten million calls in minutes.
"""

import asyncio
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import asyncpg

from bench.dataset import LAST_DAY, SECRET, Generator, counting
from leadline.calls.repository.records import INSERTED
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.engine import database_url
from leadline.kernel.db.migrate import upgrade
from tests.servers import postgres
from tests.servers.ports import free_port

HOME = Path(__file__).parents[1] / "var" / "bench"
DAYS = 365
PIECE = 1 << 23
SAMPLE_DAYS = 35  # whole weeks: a copy's weekends are weekends
SETTINGS = {
    "unix_socket_directories": "", "shared_buffers": "1GB", "effective_cache_size": "8GB", "work_mem": "16MB",
    "max_wal_size": "4GB", "wal_level": "minimal", "max_wal_senders": "0", "jit": "off",
}  # fmt: skip
MOMENTS = ("start_time", "end_time", "created_at", "synced_at", "updated_at", "checked_at", "completed_at")
COUNTED = {
    "call_rollups": "cube stat_date source agent_id key calls connected talk_seconds orders order_cents",
    "daily_stats": "stat_date source total_calls success_calls failed_calls success_rate total_duration avg_duration "
    "agents orders orders_9 orders_1 order_cents created_at updated_at",
    "sync_days": "source track stat_date state vendor_rows received_rows checked_at completed_at",
}


class BenchServer(postgres.PostgresServer):
    """PostgreSQL as a small server has it: fsync on, 1 GB of buffers, autovacuum; its data stays in `home`."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        super().__init__(durable=durable)
        self.data = home / "data"
        self.password = "bench"  # noqa: S105  # it guards made-up rows on the loopback
        home.mkdir(parents=True, exist_ok=True)
        if self.identity:
            shutil.chown(home, self.identity["user"], self.identity["group"])

    def _spawn(self) -> None:
        self.port = free_port()
        switch = "on" if self.durable else "off"
        settings = SETTINGS | {"listen_addresses": "127.0.0.1", "port": str(self.port)}
        settings |= dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), switch)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.binaries / "postgres"), "-D", str(self.data), *options],
                env=postgres.UNTOUCHED_BY_THE_MACHINE, cwd=self.home, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=postgres._end_with_parent,  # noqa: PLW1509, SLF001  # the base's own
                **self.identity,
            )  # fmt: skip

    def end(self) -> None:
        """An orderly end: the next start needs no recovery."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(300)
            self.process = None
        self.stop()


def shifting(table: str, columns: list[str], weeks: int, dialect: str) -> str:
    """The statement that copies the sample's rows to so many weeks before."""
    days = 7 * weeks
    lite = dialect == "sqlite"
    stretch = f"{days * 86_400_000_000}" if lite else f"interval '{days * 24} hours'"
    shifted = {name: f"{name} - {stretch}" for name in MOMENTS}
    shifted["stat_date"] = f"date(stat_date, '-{days} days')" if lite else f"stat_date - {days}"
    shifted["call_id"] = f"CAST(CAST(call_id AS BIGINT) - {days * 1_000_000} AS TEXT)"
    first_sampled = LAST_DAY - timedelta(days=SAMPLE_DAYS - 1)
    oldest = max(first_sampled, LAST_DAY - timedelta(days=DAYS - 1 - days))
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(shifted.get(name, name) for name in columns)} "
        f"FROM {table} WHERE stat_date BETWEEN '{oldest}' AND '{LAST_DAY}'"
    )


def shifts(dialect: str) -> Iterator[str]:
    """All copies of everything that was counted, and of the calls."""
    tables = {name: text.split() for name, text in COUNTED.items()} | {"call_records": list(INSERTED)}
    for table, columns in tables.items():
        for weeks in range(SAMPLE_DAYS // 7, DAYS // 7 + 1, SAMPLE_DAYS // 7):
            yield shifting(table, columns, weeks, dialect)


def finishing(dialect: str) -> str:
    """The statement that writes the grade track's cache, which a sync of each day would have left."""
    true = "1" if dialect == "sqlite" else "true"
    return (
        "INSERT INTO grade_stats_cache (source, stat_date, grade_9, grade_1, total_success, total_records, sync_type, "
        "calculated_at, elapsed, complete) SELECT source, stat_date, orders_9, orders_1, orders, total_calls, 't3', "
        f"updated_at, 1.0, {true} FROM daily_stats"
    )


def _generator(calls: int, *, native: bool) -> Generator:
    return Generator(calls * SAMPLE_DAYS // DAYS, SAMPLE_DAYS, LAST_DAY, Cipher(SECRET), 1, native=native)


def fill_sqlite(file: Path, calls: int) -> None:
    """Rows and counts first, then the indexes: a sorted build costs a fraction of one kept up row by row."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(
            "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA cache_size = -1000000; PRAGMA threads = 2;"
        )
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'call_records' AND type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        marks = ", ".join("?" * len(INSERTED))
        for batch in _generator(calls, native=False).rows():
            connection.executemany(f"INSERT INTO call_records ({', '.join(INSERTED)}) VALUES ({marks})", batch)
        for statement in [*counting("sqlite"), *shifts("sqlite"), finishing("sqlite"), *(sql for _, sql in indexes)]:
            connection.execute(statement)
        connection.commit()
        connection.execute("PRAGMA journal_mode = WAL")


async def fill_postgres(url: str, calls: int) -> None:
    """The same with COPY, nothing of it through the write-ahead log; ends with VACUUM ANALYZE, as autovacuum would."""
    plain = database_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(plain)
    indexes = await connection.fetch(
        "SELECT indexname AS name, indexdef AS sql FROM pg_indexes "
        "WHERE tablename = 'call_records' AND indexname LIKE 'ix_%'"
    )
    unique = "uq_call_records_source_call_id"
    await connection.execute("SET maintenance_work_mem = '1GB'; SET work_mem = '256MB'")
    async with connection.transaction():
        await connection.execute("TRUNCATE call_records")  # made in this transaction: its rows need no log
        await connection.execute(f"ALTER TABLE call_records DROP CONSTRAINT {unique}")
        for index in indexes:
            await connection.execute(f"DROP INDEX {index['name']}")
        for batch in _generator(calls, native=True).rows():
            await connection.copy_records_to_table("call_records", records=batch, columns=list(INSERTED))
        ready = [f"ALTER TABLE call_records ADD CONSTRAINT {unique} UNIQUE (source, call_id)"]
        statements = [*counting("postgresql"), *shifts("postgresql"), finishing("postgresql"), *ready]
        for statement in [*statements, *(index["sql"] for index in indexes)]:
            await connection.execute(statement, timeout=3600)
    await connection.execute("VACUUM ANALYZE", timeout=3600)
    await connection.close()


def database_file(calls: int) -> Path:
    """Where SQLite's is."""
    return HOME / f"calls-{calls}.db"


def warm(path: Path) -> None:
    """Reads every file once, so that the machine has them in its memory: what is measured is no disk."""
    for file in [path] if path.is_file() else path.rglob("*"):
        if file.is_file():
            with file.open("rb", buffering=0) as stream:
                while stream.read(PIECE):
                    pass


def sqlite_database(calls: int) -> str:
    """The address of a SQLite database with about so many calls over a year."""
    file = database_file(calls)
    if not file.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        print(f"making {file.name} …", flush=True)
        fresh = file.with_suffix(".new")
        for left in HOME.glob(f"{fresh.name}*"):
            left.unlink()
        upgrade(f"sqlite:///{fresh}")
        fill_sqlite(fresh, calls)
        fresh.rename(file)
    return f"sqlite:///{file}"


@contextmanager
def postgres_server(calls: int) -> Iterator[BenchServer]:
    """A server whose database `bench` has about so many calls over a year (none: only the schema)."""
    home = HOME / f"postgres-{calls}"
    if not home.exists():
        print(f"making {home.name} …", flush=True)
        fresh = home.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        server = BenchServer(fresh, durable=False)
        server.start()
        url = server.create_database("bench")
        upgrade(url)
        if calls:
            asyncio.run(fill_postgres(url, calls))
        server.end()
        fresh.rename(home)
    server = BenchServer(home)
    server.start()
    try:
        yield server
    finally:
        server.end()


def postmaster(calls: int) -> int:
    """The process of the running server with about so many calls."""
    return int((HOME / f"postgres-{calls}" / "data" / "postmaster.pid").read_text().split()[0])
