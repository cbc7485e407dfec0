"""Migrations: one Alembic history for both databases, run from the command line, the API and the tests."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, inspect

from leadline.kernel.db.engine import Database
from leadline.kernel.db.last_acts import Signing
from leadline.kernel.errors import LeadlineError
from leadline.kernel.text import Text

MIGRATIONS = Path(__file__).parents[2] / "migrations"
LOCK_SECONDS = 10


class FirstSystemDatabase(LeadlineError):
    """DATABASE_URL points at a database of the first system, whose tables carry our names."""

    status = 503
    code = "first_system_database"
    message = Text(
        "这是第一代系统的数据库(表 {tables})。数据保持原样;请运行 leadline import-legacy 接收这些数据,"
        "或把 DATABASE_URL 指向新的数据库。",
        "This is a database of the first system (tables {tables}). Nothing was touched. Run `leadline import-legacy` "
        "to take its rows over, or point DATABASE_URL at a new database.",
    )


class SchemaBehind(LeadlineError):
    """The database's schema is not the program's."""

    status = 503
    code = "schema_behind"
    message = Text(
        "数据库结构版本为 {current},程序需要 {head};请先运行 leadline db upgrade。",
        "The database is at schema {current}, the program needs {head}. Run `leadline db upgrade` first.",
    )


class NoSuchRevision(LeadlineError):
    """A revision that the history does not hold."""

    status = 422
    code = "no_such_revision"
    message = Text("没有结构版本 {revision}。", "There is no schema revision {revision}.")


class SchemaVersion(NamedTuple):
    """The revision that the database is at (None: empty) and the one that the program needs."""

    current: str | None
    head: str


def _config(connection: Connection | None = None, signing: Signing | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    config.attributes["signing"] = signing or Signing()  # for the migration that seals entries
    return config


def legacy_tables(connection: Connection) -> list[str]:
    """The first system's tables in this database; empty when there are none, or they are ours."""
    inspector = inspect(connection)
    names = set(inspector.get_table_names())
    if "alembic_version" in names and "counters" in names:
        return []
    known = sorted(names & {"call_records", "daily_stats", "task_stats_cache", "grade_stats_cache"})
    return [name for name in known if "source" not in {column["name"] for column in inspector.get_columns(name)}]


def _version(connection: Connection) -> SchemaVersion:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    return SchemaVersion(MigrationContext.configure(connection).get_current_revision(), head or "")


async def schema_version(database: Database) -> SchemaVersion:
    """Where the schema stands."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_version)


async def require_current_schema(database: Database) -> None:
    """Raises `FirstSystemDatabase` or `SchemaBehind` unless the schema is the program's."""
    async with database.engine.connect() as connection:
        legacy = await connection.run_sync(legacy_tables)
        version = await connection.run_sync(_version)
    if legacy:
        raise FirstSystemDatabase(tables=", ".join(legacy))
    if version.current != version.head:
        raise SchemaBehind(current=version.current or "-", head=version.head)


async def ready_schema(database: Database) -> None:
    """Gives an empty database its schema; raises `FirstSystemDatabase` or `SchemaBehind` for another one."""
    async with database.engine.connect() as connection:
        empty = await connection.run_sync(lambda sync: not inspect(sync).get_table_names())
    if empty:
        await migrate(database)
    await require_current_schema(database)


async def migrate(database: Database, revision: str = "head", *, back: bool = False) -> SchemaVersion:
    """Brings the schema up to `revision`, or `back` to it, all or nothing, and returns where it stands then.

    Raises `NoSuchRevision`.
    """

    def run(connection: Connection) -> SchemaVersion:
        legacy = legacy_tables(connection)
        if legacy:
            raise FirstSystemDatabase(tables=", ".join(legacy))
        step: Callable[[Config, str], None] = command.downgrade if back else command.upgrade
        try:
            step(_config(connection, database.signing), revision)
        except CommandError as error:
            raise NoSuchRevision(revision=revision) from error
        return _version(connection)

    async with database.engine.connect() as connection:
        await connection.execution_options(leadline_writes=True)
        async with connection.begin():
            if database.dialect == "postgresql":
                await connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
                await connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7236517)")  # two that migrate take turns
            return await connection.run_sync(run)


def new_revision(database: Database, message: str) -> Path:
    """Writes a new migration from the difference between the tables and the database, and returns its file."""

    def run(connection: Connection) -> Path:
        script = command.revision(_config(connection), message=message, autogenerate=True)
        if script is None or isinstance(script, list):
            raise RuntimeError("Alembic wrote no single revision")
        return Path(script.path)

    async def connect() -> Path:
        async with database.engine.connect() as connection:
            return await connection.run_sync(run)

    return asyncio.run(connect())


def upgrade(database_url: str) -> None:
    """Brings the database at `database_url` to the newest schema; for scripts and tests that run no event loop."""

    async def run() -> None:
        database = Database(database_url)
        try:
            await migrate(database)
        finally:
            await database.close()

    asyncio.run(run())
