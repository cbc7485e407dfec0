"""A database that is full, locked, read-only, damaged or gone: a clear line, nothing half-written, and a next run."""

import asyncio
import os
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from leadline.calls.service.ingest import Ingest
from leadline.calls.service.recount import verify
from leadline.entrypoints import importing
from leadline.entrypoints.wiring import open_toolbox
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.engine import Database
from leadline.kernel.db.migrate import upgrade
from leadline.kernel.errors import DatabaseReadOnly, DatabaseUnavailable, DiskFull
from leadline.kernel.http.failures import database_refusal
from leadline.kernel.settings import Settings
from tests.factories.calls import call
from tests.guanke.simulated import SimulatedVendor
from tests.journeys.syncing import LAST, Installation
from tests.servers.postgres import PostgresServer


@pytest.fixture
def fragile_postgres() -> Iterator[PostgresServer]:
    server = PostgresServer(durable=True)
    server.start()
    yield server
    server.stop()


def ingest_of(database: Database) -> Ingest:
    return Ingest(database, BusinessCalendar("Asia/Shanghai"), Cipher("k" * 32))


async def write(database: Database, count: int) -> None:
    async with database.transaction() as connection:
        await ingest_of(database).write(connection, "s", [call(str(number)) for number in range(count)])


async def counted(database: Database) -> list[int]:
    verdicts = [verdict async for verdict in verify(database, date.min, date.max)]
    assert not any(verdict.differences for verdict in verdicts)
    return [verdict.calls for verdict in verdicts]


def printed(process: subprocess.Popen[str]) -> str:
    return "".join(part or "" for part in process.communicate(timeout=120))


async def test_a_full_disk_undoes_the_whole_batch_and_the_next_one_goes_in(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    limit = ["PRAGMA max_page_count = 120"]
    event.listen(database.engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(limit[0]))
    with pytest.raises(Exception) as caught:  # noqa: PT011  # the driver's own, as it comes through the bulk door
        await write(database, 5000)
    assert isinstance(database_refusal(caught.value), DiskFull)
    assert await counted(database) == []
    limit[0] = "PRAGMA max_page_count = 100000"
    await write(database, 5000)
    assert await counted(database) == [5000]
    await database.close()


async def test_a_database_that_takes_no_writes_says_so_and_still_reads(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    await write(database, 10)
    event.listen(database.engine.sync_engine, "begin", lambda made: made.exec_driver_sql("PRAGMA query_only = ON"))
    with pytest.raises(Exception) as caught:  # noqa: PT011  # as above
        await write(database, 20)
    assert isinstance(database_refusal(caught.value), DatabaseReadOnly)
    assert await counted(database) == [10]
    await database.close()


def test_a_lock_held_for_too_long_is_one_clear_line(sqlite_url: str, vendor: SimulatedVendor, tmp_path: Path) -> None:
    installation = Installation(sqlite_url, vendor, tmp_path)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as other:
        other.execute("BEGIN IMMEDIATE")
        status, said = installation.sync(first=LAST, DATABASE_BUSY_SECONDS="0.2")
    assert status == 1
    assert "locked by another writer" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite:////etc/passwd", "no SQLite database"),
        ("sqlite:////tmp", "is a folder"),
        ("sqlite:////proc/nowhere/leadline.db", "/proc/nowhere"),
        ("postgresql://u:p@127.0.0.1:1/x", "cannot be reached"),
        ("postgresql://u:p@nobody.invalid/x", "cannot be reached"),
        ("postgresql://u:p@127.0.0.1:1/x?sslmode=require", "cannot be reached"),
        ("postgresql://u:p@127.0.0.1:1/x?keepalives=1", "keepalives cannot be set"),
        ("postgresql://h:port/x", "no database address"),
        ("mysql://h/x", "mysql"),
    ],
)
def test_an_address_that_leads_nowhere_is_one_line(
    url: str, words: str, vendor: SimulatedVendor, tmp_path: Path
) -> None:
    process = Installation(url, vendor, tmp_path).leadline("stats", "show", LEADLINE_LANG="en")
    said = printed(process)
    assert (process.returncode, len(said.splitlines())) == (1, 1), said
    assert words in said


def test_a_home_that_cannot_be_made_is_one_line(vendor: SimulatedVendor, tmp_path: Path) -> None:
    process = Installation("", vendor, tmp_path).leadline("stats", "show", LEADLINE_HOME="/etc/passwd")
    assert printed(process).startswith("Error: These settings cannot be used: LEADLINE_HOME: /etc/passwd")


async def test_a_database_that_goes_during_an_import_is_no_fault_of_the_file(
    settings: Settings, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: object) -> None:
        raise ConnectionRefusedError(111, "Connect call failed")

    file = tmp_path / "calls.csv"
    file.write_text("call_id,start_time,duration\n")
    monkeypatch.setattr(importing, "import_stream", gone)
    async with open_toolbox(settings.model_copy(update={"database_url": sqlite_url})) as toolbox:
        with pytest.raises(DatabaseUnavailable):
            await importing.import_paths(toolbox, [file], "csv", None, None)


@pytest.mark.postgres
def test_a_postgresql_that_dies_during_a_sync_is_told_and_the_next_sync_ends_right(
    fragile_postgres: PostgresServer, vendor: SimulatedVendor, tmp_path: Path, another: Callable[[], Installation]
) -> None:
    url = fragile_postgres.create_database("leadline")
    upgrade(url)
    vendor.set(fail_pages=[4])  # asked for again and again: the sync is not over before the database is gone
    process = Installation(url, vendor, tmp_path).start_sync(first=LAST)
    while count_calls(fragile_postgres, url) == 0 and process.poll() is None:
        time.sleep(0.05)
    fragile_postgres.kill()
    said = printed(process)
    fragile_postgres.start()
    vendor.set(fail_pages=[])
    again = Installation(fragile_postgres.url("leadline"), vendor, tmp_path)
    assert process.returncode == 1
    assert "cannot be reached" in said
    assert "Traceback" not in said
    assert again.sync_here(first=LAST).complete
    undisturbed = another()
    undisturbed.sync_here(first=LAST)
    ours, theirs = again.figures(), undisturbed.figures()
    assert (ours["days"], ours["rollups"]) == (theirs["days"], theirs["rollups"])


def count_calls(server: PostgresServer, url: str) -> int:
    command = [str(server.binaries / "psql"), "-XqAt", "-c", "SELECT count(*) FROM call_records", url]
    return int(subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ).stdout)


@pytest.mark.postgres
async def test_a_connection_that_was_cut_does_not_cost_the_next_transaction(postgres_url: str) -> None:
    database, other = Database(postgres_url), Database(postgres_url)
    await write(database, 10)
    async with other.transaction() as connection:
        await connection.exec_driver_sql(CUT_THE_OTHERS)
    await write(database, 20)
    assert await counted(database) == [20]
    await asyncio.gather(database.close(), other.close())


@pytest.mark.postgres
async def test_a_connection_cut_inside_a_batch_is_a_database_that_cannot_be_reached(postgres_url: str) -> None:
    database, other = Database(postgres_url), Database(postgres_url)

    async def write_and_be_cut() -> None:
        async with database.transaction() as connection:
            await ingest_of(database).write(connection, "s", [call("1")])
            async with other.transaction() as killer:
                await killer.exec_driver_sql(CUT_THE_OTHERS)
            await ingest_of(database).write(connection, "s", [call("2")])

    with pytest.raises(Exception) as caught:  # noqa: PT011  # the driver's own, as it comes through the bulk door
        await write_and_be_cut()
    assert isinstance(database_refusal(caught.value), DatabaseUnavailable)
    assert await counted(database) == []
    await asyncio.gather(database.close(), other.close())


CUT_THE_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
