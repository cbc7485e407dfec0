"""The engine and its transactions. Every write of Leadline passes through `Database.transaction`."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.util import await_only

from leadline.kernel.db.counters import BUMPED
from leadline.kernel.db.last_acts import OPTION, LastActs, Signing, begin_savepoint, keep_savepoint, undo_savepoint
from leadline.kernel.db.pool_metrics import READING_WAIT, TRANSACTION_WAIT, meter_pool
from leadline.kernel.errors import SettingsRefused
from leadline.kernel.observability.spans import watch_engine
from leadline.kernel.settings import Settings
from leadline.kernel.text import Text

DialectName = Literal["sqlite", "postgresql"]
NO_ADDRESS = Text(
    "DATABASE_URL 不是数据库地址；应写作 sqlite:////srv/leadline/leadline.db 或 postgresql://user:password@host/db",
    "DATABASE_URL is no database address; write it as sqlite:////srv/leadline/leadline.db or "
    "postgresql://user:password@host/db",
)
UNSUPPORTED = Text(
    "DATABASE_URL 写的是 {family}，只支持 sqlite 与 postgresql",
    "DATABASE_URL names {family}; sqlite and postgresql are supported",
)
NOT_THERE = Text(
    "DATABASE_URL 中不能设置 {names}，只能设置 sslmode", "DATABASE_URL: {names} cannot be set there; sslmode can"
)
A_FOLDER = Text("DATABASE_URL 中的 {file} 是文件夹", "DATABASE_URL: {file} is a folder")
AFTERWARDS = "leadline_afterwards"  # what to do once this transaction is committed, in the connection's `info`


def database_url(text: str) -> URL:
    """`sqlite:///…` and `postgresql://…` (or Heroku's `postgres://…`) as the URL of the driver that we use."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:  # SQLAlchemy raises either for one mistake
        raise SettingsRefused(problem=NO_ADDRESS) from error
    family = url.drivername.split("+")[0]
    if family == "sqlite":
        return url.set(drivername="sqlite+aiosqlite")
    if family in ("postgresql", "postgres"):
        return _for_asyncpg(url).set(drivername="postgresql+asyncpg")
    raise SettingsRefused(problem=UNSUPPORTED.fill(family=repr(family)))


def _for_asyncpg(url: URL) -> URL:
    """The `sslmode` of libpq under asyncpg's name; what asyncpg does not know would be a TypeError."""
    query = dict(url.query)
    if "sslmode" in query:
        query["ssl"] = query.pop("sslmode")
    if unknown := query.keys() - {"ssl", "host", "port"}:
        raise SettingsRefused(problem=NOT_THERE.fill(names=", ".join(sorted(unknown))))
    return url.set(query=query)


def _make_room_for(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsRefused(problem=f"DATABASE_URL: {file.parent}: {error.strerror}") from error
    if file.is_dir():
        raise SettingsRefused(problem=A_FOLDER.fill(file=file))


class Database:
    """One database for one process. `reading` sees one state; `transaction` commits at its end or not at all.

    `signing` seals what is written down in the audit log. The default is known to everybody: for scripts and tests.
    """

    def __init__(
        self,
        url: str,
        *,
        busy_seconds: float = 30.0,
        pool_size: int = 10,
        echo: bool = False,
        signing: Signing | None = None,
    ) -> None:
        self.signing = signing or Signing()
        self.url = database_url(url)
        self.dialect: DialectName = "sqlite" if self.url.get_backend_name() == "sqlite" else "postgresql"
        self.busy_seconds = busy_seconds
        self._listeners: dict[str, list[Callable[[], None]]] = defaultdict(list)
        # SQLite admits one writer: queueing for it here is fair and cheap, its own busy handler sleeps and is neither
        self._writer = asyncio.Lock() if self.dialect == "sqlite" else None
        if self.dialect == "sqlite" and self.url.database and self.url.database != ":memory:":
            _make_room_for(Path(self.url.database))
        arguments: dict[str, object] = {"timeout": busy_seconds} if self.dialect == "sqlite" else {"timeout": 10}
        self.engine = create_async_engine(
            self.url,
            echo=echo,
            pool_size=pool_size,
            max_overflow=0,
            pool_pre_ping=self.dialect == "postgresql",
            pool_use_lifo=True,  # the connection that is warm: on SQLite each has 32 MB of pages to itself
            connect_args=arguments,
        )
        meter_pool(self.engine.sync_engine.pool, pool_size)
        if self.dialect == "sqlite":
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)
        event.listen(self.engine.sync_engine, "savepoint", begin_savepoint)
        event.listen(self.engine.sync_engine, "release_savepoint", keep_savepoint)
        event.listen(self.engine.sync_engine, "rollback_savepoint", undo_savepoint)

        watch_engine(self.engine)

    @classmethod
    def of(cls, settings: Settings) -> "Database":
        """The database that the settings name."""
        return cls(
            settings.effective_database_url,
            busy_seconds=settings.database_busy_seconds,
            pool_size=settings.database_pool_size,
            echo=settings.sqlalchemy_echo,
            signing=Signing(settings.secret_key.get_secret_value(), tuple(settings.former_secret_keys)),
        )

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one state of the database throughout, and writes nothing."""
        asked = time.perf_counter()
        async with self.engine.connect() as connection:
            READING_WAIT.observe(time.perf_counter() - asked)
            if self.dialect == "postgresql":
                await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            async with connection.begin():
                yield connection

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A connection whose writes are committed together when the block ends, and undone when it raises.

        What was noted with `write_down` is appended to the audit log right before the commit.
        """
        acts = LastActs(self.signing)
        asked = time.perf_counter()
        turn: AbstractAsyncContextManager[Any] = self._writer or nullcontext()  # Any: a lock's and nothing's own types
        async with turn, self.engine.connect() as connection:
            TRANSACTION_WAIT.observe(time.perf_counter() - asked)
            await connection.execution_options(leadline_writes=True, **{OPTION: acts})
            bumped: set[str] = set()
            connection.info[BUMPED] = bumped
            afterwards: list[Callable[[], None]] = []
            connection.info[AFTERWARDS] = afterwards
            async with connection.begin():
                if self.dialect == "postgresql":
                    await connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(self.busy_seconds * 1000)}")
                yield connection
                afterwards += await acts.perform(connection)
            for listener in [one for name in bumped for one in self._listeners[name]] + afterwards:
                listener()

    def when_bumped(self, counter: str, listener: Callable[[], None]) -> None:
        """Calls `listener` after every transaction of this process that bumped `counter`, once it is committed."""
        self._listeners[counter].append(listener)

    async def ping(self) -> None:
        """Raises what the driver raises when the database does not answer."""
        async with self.engine.connect() as connection:
            await connection.exec_driver_sql("SELECT 1")

    async def close(self) -> None:
        """Closes every connection of the pool."""
        await self.engine.dispose()


def after_commit(connection: AsyncConnection, do: Callable[[], None]) -> None:
    """Calls `do` once the transaction of `connection` is committed, and never when it is undone."""
    afterwards: list[Callable[[], None]] = connection.info[AFTERWARDS]
    afterwards.append(do)


def _prepare_sqlite(connection: Any, _record: object) -> None:  # Any: SQLAlchemy's adapter of aiosqlite
    connection.isolation_level = None  # transactions are begun by `_begin_sqlite`, never by the driver's guess
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "cache_size = -12000",
        "temp_store = MEMORY",
        "wal_autocheckpoint = 16000",  # 64 MB: a commit of scattered index pages must not start a checkpoint each time
        "journal_size_limit = 134217728",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("leadline_writes")
    # a deferred transaction that turns into a write can be refused half-way; a writer takes its turn at the start
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    driver: Any = connection.connection.driver_connection  # Any: aiosqlite's connection
    # one visit to the connection's thread; a statement of SQLAlchemy's is three
    await_only(driver._execute(driver._conn.execute, begin))  # noqa: SLF001  # as in `driver.in_its_thread`
