"""The schema that a database is at, and the one that the program needs: what every start asks, without Alembic."""

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, inspect, text

from leadline.kernel.db.engine import Database
from leadline.kernel.errors import LeadlineError
from leadline.kernel.text import Text

MIGRATIONS = Path(__file__).parents[2] / "migrations"


class FirstSystemDatabase(LeadlineError):
    """DATABASE_URL points at a database of the first system, whose tables carry our names."""

    status = 503
    code = "first_system_database"
    message = Text(
        "这是第一代系统的数据库（表 {tables}）。数据保持原样；请运行 leadline import-legacy 接收这些数据，"
        "或把 DATABASE_URL 指向新的数据库。",
        "This is a database of the first system (tables {tables}). Nothing was touched. Run `leadline import-legacy` "
        "to take its rows over, or point DATABASE_URL at a new database.",
    )


class SchemaBehind(LeadlineError):
    """The database's schema is not the program's."""

    status = 503
    code = "schema_behind"
    message = Text(
        "数据库结构版本为 {current}，程序需要 {head}；请先运行 leadline db upgrade。",
        "The database is at schema {current}, the program needs {head}. Run `leadline db upgrade` first.",
    )


class SchemaAhead(LeadlineError):
    """The database's schema is of a newer program, or of another one."""

    status = 503
    code = "schema_ahead"
    message = Text(
        "数据库结构版本为 {current}，本程序（{head}）不认识它：数据库已由更新的版本升级。请安装那个版本，"
        "或用那个版本的 leadline db downgrade 回退后再用本程序。",
        "The database is at schema {current}, which this program ({head}) does not know: a newer version upgraded it. "
        "Install that version, or go back with that version's `leadline db downgrade` before using this one.",
    )


class SchemaVersion(NamedTuple):
    """The revision that the database is at (None: empty) and the one that the program needs."""

    current: str | None
    head: str


NONE_YET = Text("（空）", "(empty)")


def revisions() -> frozenset[str]:
    """Every revision that this program knows: the number that a migration's file begins with."""
    return frozenset(file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def legacy_tables(connection: Connection) -> list[str]:
    """The first system's tables in this database; empty when there are none, or they are ours."""
    inspector = inspect(connection)
    names = set(inspector.get_table_names())
    if "alembic_version" in names and "counters" in names:
        return []
    known = sorted(names & {"call_records", "daily_stats", "task_stats_cache", "grade_stats_cache"})
    return [name for name in known if "source" not in {column["name"] for column in inspector.get_columns(name)}]


def version_of(connection: Connection) -> SchemaVersion:
    """Where the schema stands."""
    head = max(revisions())
    if not inspect(connection).has_table("alembic_version"):
        return SchemaVersion(None, head)
    return SchemaVersion(connection.execute(text("SELECT version_num FROM alembic_version")).scalar(), head)


async def schema_version(database: Database) -> SchemaVersion:
    """Where the schema stands."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(version_of)


async def require_current_schema(database: Database) -> None:
    """Raises `FirstSystemDatabase`, `SchemaBehind` or `SchemaAhead` unless the schema is the program's."""
    async with database.engine.connect() as connection:
        legacy = await connection.run_sync(legacy_tables)
        version = await connection.run_sync(version_of)
    if legacy:
        raise FirstSystemDatabase(tables=", ".join(legacy))
    require_known(version)
    if version.current != version.head:
        raise SchemaBehind(current=version.current or NONE_YET, head=version.head)


def require_known(version: SchemaVersion) -> None:
    """Raises `SchemaAhead` when the database's revision is none of the program's."""
    if version.current and version.current not in revisions():
        raise SchemaAhead(current=version.current, head=version.head)


async def is_empty(database: Database) -> bool:
    """Whether there is not one table yet."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(lambda sync: not inspect(sync).get_table_names())
