"""Named numbers that only grow: the version of what a cache depends on, bumped by the transaction that changes it."""

from sqlalchemy import BigInteger, Column, String, Table, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.base import metadata

counters = Table(
    "counters",
    metadata,
    Column("name", String(50), primary_key=True),
    Column("value", BigInteger, nullable=False, server_default="0"),
)


async def read_counter(connection: AsyncConnection, name: str, *, shared_lock: bool = False) -> int:
    """The counter's value; with `shared_lock` nobody bumps it before this transaction ends (PostgreSQL FOR SHARE)."""
    query = select(counters.c.value).where(counters.c.name == name)
    if shared_lock:
        query = query.with_for_update(read=True)
    return (await connection.execute(query)).scalar() or 0


async def bump_counter(connection: AsyncConnection, name: str) -> None:
    """One more. Last in its transaction: the row is held until the commit, and others wait for it."""
    await connection.execute(
        update(counters).where(counters.c.name == name).values(value=counters.c.value + literal_column("1"))
    )
