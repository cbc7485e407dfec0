"""The database's own clock, as an expression: machines disagree about the time, and there is one database."""

from datetime import datetime
from typing import Any

from sqlalchemy import Float, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from leadline.kernel.db.base import UtcDateTime

SQLITE_NOW = "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)"


class DatabaseTime(FunctionElement[datetime]):
    """This moment by the database, and so many seconds."""

    type = UtcDateTime()
    inherit_cache = True


def database_time(after_seconds: float = 0.0) -> DatabaseTime:
    """The moment `after_seconds` from now."""
    return DatabaseTime(literal(after_seconds, Float))


@compiles(DatabaseTime, "postgresql")
def _on_postgresql(element: DatabaseTime, compiler: SQLCompiler, **options: Any) -> str:  # Any: SQLAlchemy's options
    seconds = compiler.process(element.clauses, **options)
    return f"(clock_timestamp() + make_interval(secs => {seconds}))"


@compiles(DatabaseTime, "sqlite")
def _on_sqlite(element: DatabaseTime, compiler: SQLCompiler, **options: Any) -> str:  # Any: SQLAlchemy's options
    seconds = compiler.process(element.clauses, **options)
    return f"({SQLITE_NOW} + CAST({seconds} * 1000000 AS INTEGER))"
