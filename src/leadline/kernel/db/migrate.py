"""Migrations: one Alembic history for both databases, run from the command line, the API and the tests."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from leadline.kernel.db.engine import Database
from leadline.kernel.db.last_acts import Signing
from leadline.kernel.db.schema import (
    MIGRATIONS,
    FirstSystemDatabase,
    SchemaVersion,
    legacy_tables,
    require_known,
    revisions,
    version_of,
)
from leadline.kernel.errors import LeadlineError
from leadline.kernel.text import Text

LOCK_SECONDS = 10


class NoSuchRevision(LeadlineError):
    """A revision that the history does not hold."""

    status = 422
    code = "no_such_revision"
    message = Text(
        "没有结构版本 {revision}；可用 {first} 至 {head}、head、base，或 -1（退回一步）。",
        "There is no schema revision {revision}; there are {first} to {head}, head, base, and -1 for one step back.",
    )


def _config(connection: Connection | None = None, signing: Signing | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    config.attributes["signing"] = signing or Signing()  # for the migration that seals entries
    return config


async def migrate(database: Database, revision: str = "head", *, back: bool = False) -> SchemaVersion:
    """Brings the schema up to `revision`, or `back` to it, all or nothing, and returns where it stands then.

    Raises `NoSuchRevision`, `FirstSystemDatabase`, `SchemaAhead`.
    """

    def run(connection: Connection) -> SchemaVersion:
        legacy = legacy_tables(connection)
        if legacy:
            raise FirstSystemDatabase(tables=", ".join(legacy))
        require_known(version_of(connection))
        step: Callable[[Config, str], None] = command.downgrade if back else command.upgrade
        try:
            step(_config(connection, database.signing), revision)
        except CommandError as error:
            raise NoSuchRevision(revision=revision, first=min(revisions()), head=max(revisions())) from error
        return version_of(connection)

    async with database.engine.connect() as connection:
        await connection.execution_options(leadline_writes=True)
        async with connection.begin():
            if database.dialect == "postgresql":
                await connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
                await connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7236517)")  # two that migrate take turns
            return await connection.run_sync(run)


async def new_revision(database: Database, message: str) -> Path:
    """Writes a new migration from the difference between the tables and the database, and returns its file."""

    def run(connection: Connection) -> Path:
        script = command.revision(_config(connection), message=message, autogenerate=True)
        if script is None or isinstance(script, list):
            raise RuntimeError("Alembic wrote no single revision")
        return Path(script.path)

    async with database.engine.connect() as connection:
        return await connection.run_sync(run)


def upgrade(database_url: str) -> None:
    """Brings the database at `database_url` to the newest schema; for scripts and tests that run no event loop."""

    async def run() -> None:
        database = Database(database_url)
        try:
            await migrate(database)
        finally:
            await database.close()

    asyncio.run(run())
