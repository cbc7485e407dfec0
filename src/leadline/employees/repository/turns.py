"""One writer at a time for everything that decides who may do what.

Such writes are rare, and their rules look at many rows (one administrator left, no circle of teams, no account that is
two people's at once): taking turns makes each of them true without a lock of its own.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.counters import bump_counter

AUTH = "auth"


async def take_turn(connection: AsyncConnection) -> None:
    """Waits for the others; first in its transaction. SQLite's one writer has its turn anyway."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('leadline people'))"))


async def tell_of_change(connection: AsyncConnection) -> None:
    """Every process asks anew who may do what; last in its transaction."""
    await bump_counter(connection, AUTH)
