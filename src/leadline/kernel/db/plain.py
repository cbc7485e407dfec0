"""A connection to PostgreSQL of one's own, outside the pool: for LISTEN, which belongs to one connection."""

from typing import Any

import asyncpg

from leadline.kernel.db.engine import Database

OURS = ("prepared_statement_cache_size", "prepared_statement_name_func", "async_fallback", "async_creator_fn")
CONNECT_SECONDS = 10
CLOSE_SECONDS = 2
CONNECTION_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)


async def plain_connection(database: Database) -> "asyncpg.Connection[Any]":  # Any: asyncpg's record class
    """A new connection by the database's address. The caller closes it."""
    _, arguments = database.engine.dialect.create_connect_args(database.url)
    plain = {name: value for name, value in arguments.items() if name not in OURS}
    return await asyncpg.connect(**plain, timeout=CONNECT_SECONDS)
