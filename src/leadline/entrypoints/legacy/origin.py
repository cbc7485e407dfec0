"""The first system's database, opened so that nothing can be written to it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, ColumnClause, Connection, column, event, func, inspect, select, table
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from leadline.entrypoints.legacy.errors import (
    LegacyFileElsewhere,
    LegacyFileMissing,
    LegacyUnreadable,
    NothingLegacy,
)
from leadline.kernel.db.engine import database_url
from leadline.kernel.db.retry import DATABASE_ERRORS
from leadline.kernel.db.schema import legacy_tables
from leadline.kernel.errors import LeadlineError, SettingsRefused
from leadline.kernel.text import Text

PREFIX = "legacy_"
BATCH = 5000
# what is read of each table; a table may lack some of them, and may have more
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "call_records": (
        "id", "call_id", "task_id", "task_name", "agent_id", "agent_name", "phone", "start_time", "end_time",
        "duration", "hangup_reason", "is_success", "created_at", "synced_at",
    ),
    "grade_stats_cache": (
        "id", "date", "grade_9", "grade_1", "total_success", "total_records", "calculated_at", "elapsed_time",
    ),
    "task_stats_cache": ("id", "date", "callout_number", "called_number", "success_number", "calculated_at"),
}  # fmt: skip
Values = Mapping[str, Any]  # Any: SQLite keeps in a column whatever it is given


def origin_url(text: str) -> URL:
    """The address that `--from` names: a URL, or the path of a SQLite file. Raises `SettingsRefused`."""
    try:
        return database_url(text if "://" in text else f"sqlite:///{text}")
    except SettingsRefused as error:
        zh, en = error.text.zh.split("：", 1)[-1], error.text.en.split(": ", 1)[-1]
        problem = Text(zh.replace("DATABASE_URL", "--from"), en.replace("DATABASE_URL", "--from"))
        raise SettingsRefused(problem=problem) from error


def shown(url: URL) -> str:
    """The address without the driver and without the password."""
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def flask_file(url: URL) -> Path | None:
    """The file that Flask meant by a relative SQLite address (it counts from `instance/`), if only that exists."""
    if url.get_backend_name() != "sqlite" or not url.database or Path(url.database).is_absolute():
        return None
    beside = Path("instance") / url.database
    return beside if not Path(url.database).exists() and beside.is_file() else None


def require_file(url: URL) -> None:
    """Raises `LegacyFileMissing` for a SQLite file that is not there, with a hint when Flask's place has it."""
    if url.get_backend_name() != "sqlite" or (url.database and Path(url.database).is_file()):
        return
    there = flask_file(url)
    if there is not None:
        raise LegacyFileElsewhere(path=url.database, there=there)
    raise LegacyFileMissing(path=url.database or ":memory:")


class LegacyOrigin:
    """Where the rows come from. Every read is a transaction of its own: the first system may go on meanwhile."""

    def __init__(self, url: URL, tables: Mapping[str, str], columns: Mapping[str, Sequence[str]]) -> None:
        self.url = url
        self._engine = _read_only(url)
        self._tables = tables
        self._columns = columns

    async def count(self, name: str) -> int:
        """How many rows the table has; 0 where there is no such table."""
        if name not in self._tables:
            return 0
        async with self._reading() as connection:
            found = await connection.execute(select(func.count()).select_from(table(self._tables[name])))
            return int(found.scalar_one())

    async def batches(self, name: str, size: int = BATCH) -> AsyncIterator[list[Values]]:
        """The rows in the order of their ids, as the driver gives them; columns that are missing are None."""
        if name not in self._tables:
            return
        wanted: list[ColumnClause[Any]] = [  # Any: as the driver gives it
            column(one) for one in COLUMNS[name] if one in self._columns[name]
        ]
        absent = dict.fromkeys(set(COLUMNS[name]) - {one.name for one in wanted})
        identity: ColumnClause[int] = column("id")
        query = select(*wanted).select_from(table(self._tables[name])).order_by(identity).limit(size)
        after: object = None
        while True:
            page = query if after is None else query.where(identity > after)
            async with self._reading() as connection:
                rows: list[Values] = [{**row, **absent} for row in (await connection.execute(page)).mappings()]
            if not rows:
                return
            after = rows[-1]["id"]
            yield rows

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        async with self._engine.connect() as connection:
            if self.url.get_backend_name() == "postgresql":
                await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection

    async def close(self) -> None:
        """Closes the connections."""
        await self._engine.dispose()


@asynccontextmanager
async def open_origin(url: URL) -> AsyncIterator[LegacyOrigin]:
    """The first system's tables there, under their own names or moved aside. Raises `NothingLegacy` and the like."""
    require_file(url)
    tables, columns = await _explored(url)
    if not tables:
        raise NothingLegacy(origin=shown(url))
    origin = LegacyOrigin(url, tables, columns)
    try:
        yield origin
    finally:
        await origin.close()


async def _explored(url: URL) -> tuple[dict[str, str], dict[str, list[str]]]:
    engine = _read_only(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_tables_in)
    except DATABASE_ERRORS as error:
        if isinstance(error, LeadlineError):
            raise
        problem = str(getattr(error, "orig", None) or error)
        raise LegacyUnreadable(origin=shown(url), problem=problem.splitlines()[0]) from error
    finally:
        await engine.dispose()


def _tables_in(connection: Connection) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The tables by their first names, and the columns of each that can be read in pages."""
    own = set(legacy_tables(connection))
    inspector = inspect(connection)
    present = set(inspector.get_table_names())
    tables: dict[str, str] = {}
    columns: dict[str, list[str]] = {}
    for name in COLUMNS:
        found = name if name in own else f"{PREFIX}{name}"
        if found not in present:
            continue
        names = [one["name"] for one in inspector.get_columns(found)]
        if "id" in names:
            tables[name], columns[name] = found, names
    return tables, columns


def _read_only(url: URL) -> AsyncEngine:
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_size=1, max_overflow=0, connect_args={"timeout": 10})
    address = f"file:{quote(str(Path(url.database or '').absolute()))}"
    engine = create_async_engine(url.set(database=address, query={"mode": "ro", "uri": "true"}))
    event.listen(engine.sync_engine, "connect", _take_any_text)
    return engine


def _take_any_text(connection: Any, _record: object) -> None:  # Any: SQLAlchemy's adapter of aiosqlite
    # one byte that is no UTF-8 must not cost the row, let alone the import
    connection.driver_connection.text_factory = lambda value: value.decode("utf-8", "replace")
