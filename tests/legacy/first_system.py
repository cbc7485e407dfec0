"""A database as the first systems left it: their tables, their index names, their naive times."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    insert,
    inspect,
    text,
)
from sqlalchemy.ext.asyncio import create_async_engine

from leadline.kernel.db.engine import database_url

NOON = datetime(2025, 10, 26, 4, 0)  # noqa: DTZ001  # naive, in UTC, as the first system wrote it
DAY = date(2025, 10, 26)
first_system = MetaData()

call_records = Table(
    "call_records",
    first_system,
    Column("id", Integer, primary_key=True),
    Column("call_id", String(100), unique=True, nullable=False, index=True),
    Column("task_id", String(100), index=True),
    Column("task_name", String(200)),
    Column("agent_id", String(100), index=True),
    Column("agent_name", String(100)),
    Column("phone", String(20)),
    Column("start_time", DateTime, index=True),
    Column("end_time", DateTime),
    Column("duration", Integer),
    Column("hangup_reason", String(50)),
    Column("is_success", Boolean, index=True),
    Column("created_at", DateTime),
    Column("synced_at", DateTime),
)
daily_stats = Table(
    "daily_stats",
    first_system,
    Column("id", Integer, primary_key=True),
    Column("stat_date", Date, unique=True, nullable=False, index=True),
    Column("total_calls", Integer),
    Column("avg_duration", Float),
)
task_stats_cache = Table(
    "task_stats_cache",
    first_system,
    Column("id", Integer, primary_key=True),
    Column("date", Date, unique=True, nullable=False, index=True),
    *(Column(name, Integer) for name in ("total_tasks", "callout_number", "called_number", "success_number")),
    Column("connected_rate", Float),
    Column("calculated_at", DateTime),
    Column("sync_type", String(20)),
)
grade_stats_cache = Table(
    "grade_stats_cache",
    first_system,
    Column("id", Integer, primary_key=True),
    Column("date", Date, unique=True, nullable=False, index=True),
    *(Column(name, Integer) for name in ("grade_9", "grade_1", "total_success", "total_records")),
    Column("calculated_at", DateTime),
    Column("elapsed_time", Float),
    Column("sync_type", String(20)),
)
sync_locks = Table(
    "sync_locks", first_system, Column("id", Integer, primary_key=True), Column("sync_type", String(20), unique=True)
)
packages = Table("packages", first_system, Column("id", Integer, primary_key=True), Column("name", String(200)))
tasks = Table(
    "tasks",
    first_system,
    Column("id", Integer, primary_key=True),
    Column("package_id", ForeignKey("packages.id"), index=True),
)
package_notes = Table(  # a name that nobody knows, tied to one that is known
    "package_notes",
    first_system,
    Column("id", Integer, primary_key=True),
    Column("package_id", ForeignKey("packages.id")),
)
alembic_version = Table("alembic_version", first_system, Column("version_num", String(32), primary_key=True))
strangers = Table("erp_orders", first_system, Column("id", Integer, primary_key=True))
OTHERS = (
    (daily_stats, {"stat_date": DAY, "total_calls": 3, "avg_duration": 10.0}),
    (sync_locks, {"sync_type": "today"}),
    (packages, {"name": "十月名单"}),
    (tasks, {"package_id": 1}),
    (package_notes, {"package_id": 1}),
    (alembic_version, {"version_num": "5f1c2d3e4a5b"}),
    (strangers, {"id": 7}),
)


def call(number: int, **fields: Any) -> dict[str, Any]:
    """A call as it was kept: connected for 30 s when the number is even, busy when it is odd."""
    connected = number % 2 == 0
    start = NOON + timedelta(seconds=7 * number)
    kept = {
        "call_id": str(900_000 + number), "task_id": "T1", "task_name": "十月名单", "agent_id": f"A{number % 3}",
        "agent_name": "王芳", "phone": f"138{number:08}", "start_time": start, "end_time": None,
        "duration": 30 if connected else 0, "hangup_reason": "NORMAL_CLEARING" if connected else "USER_BUSY",
        "is_success": connected, "created_at": NOON, "synced_at": NOON,
    }  # fmt: skip
    return kept | fields


def grades(day: date = DAY, **fields: Any) -> dict[str, Any]:
    kept = {
        "date": day, "grade_9": 22, "grade_1": 2, "total_success": 24, "total_records": 15305,
        "calculated_at": NOON, "elapsed_time": 3.5, "sync_type": "today",
    }  # fmt: skip
    return kept | fields


def totals(day: date = DAY, **fields: Any) -> dict[str, Any]:
    kept = {
        "date": day, "total_tasks": 3, "callout_number": 15305, "called_number": 2496, "success_number": 24,
        "connected_rate": 0.1631, "calculated_at": NOON, "sync_type": "historical",
    }  # fmt: skip
    return kept | fields


def build(url: str, *rows: tuple[Table, Iterable[Mapping[str, Any]]]) -> str:
    """Makes the first system's tables at `url`, with these rows and a few of the other tables; returns the address."""

    async def work() -> None:
        engine = create_async_engine(database_url(url))
        async with engine.begin() as connection:
            await connection.run_sync(first_system.create_all)
            for table, row in OTHERS:
                await connection.execute(insert(table), [row])
            for table, given in rows:
                await connection.execute(insert(table), list(given))
        await engine.dispose()

    asyncio.run(work())
    return url


def run(url: str, statement: str) -> list[tuple[Any, ...]]:
    """What a statement answers, committed."""

    async def work() -> list[tuple[Any, ...]]:
        engine = create_async_engine(database_url(url))
        async with engine.begin() as connection:
            done = await connection.execute(text(statement))
            found = [tuple(row) for row in done] if done.returns_rows else []
        await engine.dispose()
        return found

    return asyncio.run(work())


def tables_in(url: str) -> set[str]:
    async def work() -> set[str]:
        engine = create_async_engine(database_url(url))
        async with engine.connect() as connection:
            names = await connection.run_sync(lambda one: inspect(one).get_table_names())
        await engine.dispose()
        return set(names)

    return asyncio.run(work())


def contents(url: str, prefix: str = "") -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the first system's tables, under whatever names they have now (the stranger keeps its own)."""
    names = {name: name if name == "erp_orders" else f"{prefix}{name}" for name in first_system.tables}
    return {name: run(url, f"SELECT * FROM {kept} ORDER BY 1") for name, kept in names.items()}
