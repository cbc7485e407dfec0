"""The first system's tables moved out of the way of ours: renamed to legacy_*, all in one transaction, none changed."""

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, inspect

from leadline.entrypoints.legacy.errors import LegacyNamesTaken
from leadline.entrypoints.legacy.origin import PREFIX
from leadline.entrypoints.tables import metadata
from leadline.kernel.db.engine import Database
from leadline.kernel.db.schema import legacy_tables

MIGRATION_LOCK = 7236517  # kernel.db.migrate's: whoever migrates or moves tables waits for the other
LONGEST_NAME = 63  # PostgreSQL cuts what is longer without a word
# the tables of the first systems: the outbound data's and the lead packages', as their documents and programs name them
FIRST_SYSTEMS = frozenset(
    {
        "alembic_version", "call_records", "daily_stats", "task_stats_cache", "grade_stats_cache", "sync_records",
        "sync_locks", "packages", "lead_packages", "tasks", "dial_tasks", "calls", "call_tags", "package_tag_summary",
        "package_tag_summaries", "metrics_summary", "metrics_summaries",
    }
)  # fmt: skip
INDEX_HEAD = re.compile(r'^(CREATE\s+(?:UNIQUE\s+)?INDEX\s+)("(?:[^"]|"")+"|\[[^]]+\]|`[^`]+`|[^\s(]+)', re.IGNORECASE)
INDEXES_OF = (
    "SELECT index.relname FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid "
    "JOIN pg_class AS owner ON owner.oid = indrelid "
    "WHERE owner.relname = $1 AND owner.relnamespace = current_schema()::regnamespace"
)
SEQUENCES_OF = (
    "SELECT sequence.relname FROM pg_class AS sequence "
    "JOIN pg_depend ON objid = sequence.oid AND classid = 'pg_class'::regclass AND deptype IN ('a', 'i') "
    "JOIN pg_class AS owner ON owner.oid = refobjid AND refclassid = 'pg_class'::regclass "
    "WHERE sequence.relkind = 'S' AND owner.relname = $1 AND owner.relnamespace = current_schema()::regnamespace"
)


class Moves(NamedTuple):
    """The tables that are renamed, and those that stay because they are neither the first system's nor in the way."""

    renamed: tuple[str, ...]
    left: tuple[str, ...]


def legacy_name(name: str) -> str:
    """The name under which a table, an index or a sequence is kept."""
    kept = f"{PREFIX}{name}"
    if len(kept.encode()) <= LONGEST_NAME:
        return kept
    return f"{kept.encode()[:50].decode('utf-8', 'ignore')}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def moves_in(connection: Connection) -> Moves:
    """What would be renamed in this database; nothing when it is not the first system's.

    Its known tables, every table whose name is one of ours, and whatever is tied to these by foreign keys.
    """
    if not legacy_tables(connection):
        return Moves((), ())
    inspector = inspect(connection)
    present = {name for name in inspector.get_table_names() if not name.startswith(PREFIX)}
    ties = [
        {name, key["referred_table"]}
        for name in present
        for key in inspector.get_foreign_keys(name)
        if key["referred_table"] in present
    ]
    chosen = _with_tied(present & (FIRST_SYSTEMS | metadata.tables.keys()), ties)
    return Moves(tuple(sorted(chosen)), tuple(sorted(present - chosen)))


def _with_tied(chosen: set[str], ties: Iterable[set[str]]) -> set[str]:
    waiting = list(ties)
    while near := [tie for tie in waiting if tie & chosen]:
        chosen = chosen.union(*near)
        waiting = [tie for tie in waiting if not tie & chosen]
    return chosen


async def moves_of(database: Database) -> Moves:
    """`moves_in`, for the question that is asked before."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(moves_in)


async def move_aside(database: Database) -> Moves:
    """Renames the first system's tables; a process that is killed meanwhile leaves them as they were.

    Raises `LegacyNamesTaken`.
    """
    async with database.transaction() as connection:
        if database.dialect == "postgresql":
            await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
        return await connection.run_sync(_move)


def _move(connection: Connection) -> Moves:
    moves = moves_in(connection)  # again, now that nobody else can change it
    present = set(inspect(connection).get_table_names())
    taken = sorted(present & {legacy_name(name) for name in moves.renamed})
    if taken:
        raise LegacyNamesTaken(tables=", ".join(taken))
    for name in moves.renamed:
        _run(connection, f"ALTER TABLE {_quoted(connection, name)} RENAME TO {_quoted(connection, legacy_name(name))}")
        if connection.dialect.name == "sqlite":
            _rename_sqlite_indexes(connection, legacy_name(name))
        else:
            _rename_postgres_parts(connection, legacy_name(name))
    return moves


def _rename_sqlite_indexes(connection: Connection, table: str) -> None:
    # index names are shared by the whole file and cannot be renamed: each is made again under the other name
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    for name, statement in connection.exec_driver_sql(query, (table,)).all():
        renamed = _quoted(connection, legacy_name(name))
        _run(connection, f"DROP INDEX {_quoted(connection, name)}")
        head = INDEX_HEAD.match(statement)
        if head is None:
            raise RuntimeError(f"SQLite says this makes an index: {statement}")
        _run(connection, f"{head[1]}{renamed}{statement[head.end() :]}")


def _rename_postgres_parts(connection: Connection, table: str) -> None:
    # the constraints of keys follow their indexes; all others belong to their table alone and cannot collide
    for kind, query in (("INDEX", INDEXES_OF), ("SEQUENCE", SEQUENCES_OF)):
        for (name,) in connection.exec_driver_sql(query, (table,)).all():
            to = _quoted(connection, legacy_name(name))
            _run(connection, f"ALTER {kind} {_quoted(connection, name)} RENAME TO {to}")


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement)


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)
