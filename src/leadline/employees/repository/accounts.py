"""Statements on users, as far as signing in needs them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.models import roles, users

columns = users.c
LOCAL = ""


class Account(NamedTuple):
    """A user who may sign in."""

    id: int
    username: str
    issuer: str
    role: str
    claimed_role: str | None
    claimed_at: datetime | None
    password_hash: str | None
    must_change_password: bool
    disabled_at: datetime | None


_fields = [columns[name] for name in Account._fields]


async def find_account(connection: AsyncConnection, external_id: str, issuer: str = LOCAL) -> Account | None:
    """The user of that name in small letters, or the one whom another issuer calls so."""
    query = select(*_fields).where(columns.issuer == issuer, columns.external_id == external_id)
    row = (await connection.execute(query)).first()
    return None if row is None else Account._make(row)


async def read_account(connection: AsyncConnection, user_id: int, *, locked: bool = False) -> Account | None:
    """The user of that number; `locked`: nobody changes them before this transaction ends."""
    query = select(*_fields).where(columns.id == user_id)
    row = (await connection.execute(query.with_for_update() if locked else query)).first()
    return None if row is None else Account._make(row)


async def role_exists(connection: AsyncConnection, role: str) -> bool:
    """Whether there is such a role."""
    return (await connection.execute(select(roles.c.name).where(roles.c.name == role))).first() is not None


async def add_external(
    connection: AsyncConnection,
    issuer: str,
    external_id: str,
    username: str,
    role: str,
    claimed_at: datetime,
    at: datetime,
) -> bool:
    """A user of another issuer; False when somebody was quicker."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    made = {"issuer": issuer, "external_id": external_id, "username": username, "name": username, "role": role}
    made_when = {"claimed_role": role, "claimed_at": claimed_at, "created_at": at, "updated_at": at}
    statement = dialect.insert(users).values(**made, **made_when)
    statement = statement.on_conflict_do_nothing(index_elements=["issuer", "external_id"])
    return (await connection.execute(statement)).rowcount == 1


async def is_called(connection: AsyncConnection, username: str, *, but: int) -> bool:
    """Whether another user goes by that name."""
    query = select(columns.id).where(columns.username == username, columns.id != but).limit(1)
    return (await connection.execute(query)).first() is not None


async def rename(connection: AsyncConnection, user_id: int, username: str) -> None:
    """The name that the user goes by."""
    await connection.execute(update(users).where(columns.id == user_id).values(username=username))


async def follow_claim(
    connection: AsyncConnection, account: Account, role: str, username: str, claimed_at: datetime
) -> None:
    """Takes over the role that the issuer says the user has by now."""
    values = {"role": role, "claimed_role": role, "claimed_at": claimed_at, "username": username}
    await connection.execute(update(users).where(columns.id == account.id).values(values))


async def set_password(
    connection: AsyncConnection, user_id: int, hashed: str, at: datetime, *, temporary: bool
) -> None:
    """A new password; a `temporary` one has to be changed at the next sign-in."""
    values = {
        "password_hash": hashed,
        "password_changed_at": at,
        "must_change_password": temporary,
        "updated_at": at,
    }
    await connection.execute(update(users).where(columns.id == user_id).values(values))


async def replace_hash(connection: AsyncConnection, user_id: int, hashed: str) -> None:
    """The same password, hashed at another cost."""
    await connection.execute(update(users).where(columns.id == user_id).values(password_hash=hashed))


async def note_sign_in(connection: AsyncConnection, user_id: int, at: datetime) -> None:
    """When the user signed in last."""
    await connection.execute(update(users).where(columns.id == user_id).values(last_sign_in_at=at))
