"""Named numbers that only grow: the version of what a cache depends on, bumped by the transaction that changes it."""

from sqlalchemy import BigInteger, Column, String, Table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.base import metadata
from leadline.kernel.db.driver import run

BUMPED = "leadline_bumped"  # what this transaction bumped, in the connection's `info`

counters = Table(
    "counters",
    metadata,
    Column("name", String(50), primary_key=True),
    Column("value", BigInteger, nullable=False, server_default="0"),
)

SHARED = "SELECT pg_advisory_xact_lock_shared(hashtext($1))"
VALUE = "SELECT value FROM counters WHERE name = $1"
ALL = "SELECT name, value FROM counters"
BUMP = "UPDATE counters SET value = value + 1 WHERE name = $1"
ALONE = text("SELECT pg_advisory_xact_lock(hashtext(:name))")


async def read_counter(connection: AsyncConnection, name: str, *, shared_lock: bool = False) -> int:
    """The counter's value; with `shared_lock` nobody bumps it by `bump_alone` before this transaction ends."""
    if shared_lock and connection.dialect.name == "postgresql":
        await run(connection, SHARED, name)
    found = await run(connection, VALUE, name)
    return found[0][0] if found else 0


async def bump_counter(connection: AsyncConnection, name: str) -> None:
    """One more. Last in its transaction: the row is held until the commit, and others wait for it.

    Who asked for it by `Database.when_bumped` is told once the transaction is committed.
    """
    await run(connection, BUMP, name)
    tell(connection, name)


async def read_counters(connection: AsyncConnection) -> dict[str, int]:
    """Every counter, by one statement."""
    return {row[0]: row[1] for row in await run(connection, ALL)}


def tell(connection: AsyncConnection, name: str) -> None:
    """Once this transaction is committed, whoever asked by `Database.when_bumped` hears of `name`.

    No row is written: for news that come so often that a row which every writer waits for would be too dear.
    """
    connection.info.setdefault(BUMPED, set()).add(name)


async def bump_alone(connection: AsyncConnection, name: str) -> None:
    """One more, once every transaction that reads it with `shared_lock` has ended; new ones wait until this one has.

    On PostgreSQL these are advisory locks, which are granted in the order in which they were asked for: behind row
    locks a change of the rules waited for ever while batches came one after the other.
    SQLite's one writer is alone anyway.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(ALONE, {"name": name})
    await bump_counter(connection, name)
