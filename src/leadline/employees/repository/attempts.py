"""Statements on failed sign-ins."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.models import sign_in_attempts
from leadline.kernel.db.upsert import upsert

columns = sign_in_attempts.c


class Attempts(NamedTuple):
    """The failures of one account or address."""

    key: str
    failures: int
    last_failed_at: datetime
    blocked_until: datetime


async def lock_attempts(connection: AsyncConnection, keys: Sequence[str], at: datetime) -> list[Attempts]:
    """The failures of each key, in their order, held until the transaction ends: two at once count in turn."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    ordered = sorted(keys)
    fresh = [{"key": key, "failures": 0, "last_failed_at": at, "blocked_until": at} for key in ordered]
    await connection.execute(dialect.insert(sign_in_attempts).on_conflict_do_nothing(index_elements=["key"]), fresh)
    query = select(sign_in_attempts).where(columns.key.in_(ordered)).order_by(columns.key).with_for_update()
    return [Attempts(**row._mapping) for row in await connection.execute(query)]


async def write_attempts(connection: AsyncConnection, attempts: Sequence[Attempts]) -> None:
    """Puts these in the place of those there are."""
    await upsert(connection, sign_in_attempts, [one._asdict() for one in attempts])


async def drop_attempts(connection: AsyncConnection, key: str) -> None:
    """Forgets the failures of one key."""
    await connection.execute(delete(sign_in_attempts).where(columns.key == key))


async def forget_attempts(connection: AsyncConnection, before: datetime) -> None:
    """Deletes those whose last failure was before then."""
    await connection.execute(delete(sign_in_attempts).where(columns.last_failed_at < before))
