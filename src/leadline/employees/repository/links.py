"""Statements on sign-in links."""

from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.models import sign_in_links

columns = sign_in_links.c


async def add_link(
    connection: AsyncConnection, token_hash: bytes, user_id: int, by: str, at: datetime, expires_at: datetime
) -> None:
    """A link that signs the user in, once."""
    row = {"token_hash": token_hash, "user_id": user_id, "created_by": by, "created_at": at, "expires_at": expires_at}
    await connection.execute(insert(sign_in_links).values(row))


async def use_link(connection: AsyncConnection, token_hash: bytes, at: datetime) -> int | None:
    """The user whom the link signs in; None when it is none, too old, or was used. Of two at once, one gets it."""
    good = (columns.token_hash == token_hash) & columns.used_at.is_(None) & (columns.expires_at > at)
    statement = update(sign_in_links).where(good).values(used_at=at).returning(columns.user_id)
    user_id: int | None = (await connection.execute(statement)).scalar()
    return user_id


async def drop_links(connection: AsyncConnection, user_id: int) -> None:
    """The user's links are good no longer."""
    await connection.execute(delete(sign_in_links).where(columns.user_id == user_id))


async def forget_links(connection: AsyncConnection, before: datetime) -> None:
    """Deletes those that had expired by then."""
    await connection.execute(delete(sign_in_links).where(columns.expires_at < before))
