"""Statements on personal tokens."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.models import api_tokens

columns = api_tokens.c


class ApiTokenRow(NamedTuple):
    """A personal token; `shown` is how it begins."""

    id: int
    user_id: int
    name: str
    shown: str
    permissions: Sequence[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


_fields = [columns[name] for name in ApiTokenRow._fields]


def _live(at: datetime) -> ColumnElement[bool]:
    return columns.revoked_at.is_(None) & (columns.expires_at > at)


async def add_api_token(connection: AsyncConnection, token_hash: bytes, values: dict[str, object]) -> int:
    """A new token; its number."""
    statement = insert(api_tokens).values(token_hash=token_hash, **values).returning(columns.id)
    token_id: int = (await connection.execute(statement)).scalar_one()
    return token_id


async def find_api_token(connection: AsyncConnection, token_hash: bytes, at: datetime) -> ApiTokenRow | None:
    """The token, as long as it is good."""
    query = select(*_fields).where(columns.token_hash == token_hash, _live(at))
    row = (await connection.execute(query)).first()
    return None if row is None else ApiTokenRow._make(row)


async def list_api_tokens(connection: AsyncConnection, user_id: int, at: datetime) -> list[ApiTokenRow]:
    """The user's good tokens, the newest first."""
    query = select(*_fields).where(columns.user_id == user_id, _live(at)).order_by(columns.id.desc())
    return [ApiTokenRow._make(row) for row in await connection.execute(query)]


async def count_api_tokens(connection: AsyncConnection, user_id: int, at: datetime) -> int:
    """How many good ones the user has."""
    query = select(func.count()).where(columns.user_id == user_id, _live(at))
    return (await connection.execute(query)).scalar_one()


async def revoke_api_token(connection: AsyncConnection, token_id: int, user_id: int, at: datetime) -> str | None:
    """Ends one of the user's tokens and tells its name; None when it is none, or has ended."""
    mine = (columns.id == token_id) & (columns.user_id == user_id)
    statement = update(api_tokens).where(mine, _live(at)).values(revoked_at=at).returning(columns.name)
    name: str | None = (await connection.execute(statement)).scalar()
    return name


async def revoke_api_tokens(connection: AsyncConnection, user_id: int, at: datetime) -> int:
    """Ends all good tokens of the user; how many there were."""
    statement = update(api_tokens).where(columns.user_id == user_id, _live(at)).values(revoked_at=at)
    return (await connection.execute(statement)).rowcount


async def note_used(connection: AsyncConnection, used: Sequence[tuple[int, datetime]]) -> None:
    """When tokens were used last."""
    statement = update(api_tokens).where(columns.id == bindparam("token")).values(last_used_at=bindparam("at"))
    await connection.execute(statement, [{"token": token, "at": at} for token, at in sorted(used)])
