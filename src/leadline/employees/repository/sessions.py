"""Statements on sessions."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.models import auth_sessions

columns = auth_sessions.c
MOST_LISTED = 100


class SessionRow(NamedTuple):
    """A session as it is stored; `kind` says how it began."""

    id: str
    user_id: int
    kind: str
    address: str
    user_agent: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


def _live(at: datetime) -> ColumnElement[bool]:
    return columns.revoked_at.is_(None) & (columns.expires_at > at)


async def add_session(connection: AsyncConnection, row: SessionRow) -> None:
    """A new session."""
    await connection.execute(insert(auth_sessions).values(row._asdict()))


async def read_session(connection: AsyncConnection, session_id: str, at: datetime) -> SessionRow | None:
    """The session, as long as it lives."""
    row = (await connection.execute(select(auth_sessions).where(columns.id == session_id, _live(at)))).first()
    return None if row is None else SessionRow(**row._mapping)


async def list_sessions(connection: AsyncConnection, user_id: int, at: datetime) -> list[SessionRow]:
    """The user's living sessions, the newest first."""
    query = select(auth_sessions).where(columns.user_id == user_id, _live(at))
    rows = await connection.execute(query.order_by(columns.created_at.desc(), columns.id).limit(MOST_LISTED))
    return [SessionRow(**row._mapping) for row in rows]


async def extend_session(connection: AsyncConnection, session_id: str, at: datetime, expires_at: datetime) -> bool:
    """A later end; False when the session has ended meanwhile."""
    statement = update(auth_sessions).where(columns.id == session_id, _live(at)).values(expires_at=expires_at)
    return (await connection.execute(statement)).rowcount == 1


async def end_session(connection: AsyncConnection, session_id: str, user_id: int, at: datetime) -> bool:
    """Ends one of the user's sessions; False when it is none, or has ended."""
    mine = (columns.id == session_id) & (columns.user_id == user_id)
    statement = update(auth_sessions).where(mine, _live(at)).values(revoked_at=at)
    return (await connection.execute(statement)).rowcount == 1


async def end_sessions(connection: AsyncConnection, user_id: int, at: datetime, *, but: str = "") -> int:
    """Ends the user's sessions, all or all but one; how many."""
    statement = update(auth_sessions).where(columns.user_id == user_id, columns.id != but, _live(at))
    return (await connection.execute(statement.values(revoked_at=at))).rowcount


async def note_seen(connection: AsyncConnection, seen: Sequence[tuple[str, datetime]]) -> None:
    """When sessions were used last."""
    statement = update(auth_sessions).where(columns.id == bindparam("session")).values(last_seen_at=bindparam("at"))
    await connection.execute(statement, [{"session": session, "at": at} for session, at in sorted(seen)])


async def forget_sessions(connection: AsyncConnection, before: datetime) -> None:
    """Deletes those that had ended by then."""
    await connection.execute(delete(auth_sessions).where(columns.expires_at < before))
