"""Users as those who manage them see them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.contracts import ScopeKind
from leadline.employees.domain.rights import effective, with_scope
from leadline.employees.errors import AdministratorSeesAll, NotYourOwnRights, UserNotFound
from leadline.employees.repository import users as stored
from leadline.employees.repository.listing import Wanted
from leadline.employees.repository.sessions import SessionRow, end_sessions, list_sessions
from leadline.employees.repository.users import UserFilter, UserRow
from leadline.employees.service.administrators import change_of_rights
from leadline.employees.service.callers import Asking, Caller, caller_of, reader_of
from leadline.employees.service.deeds import tell
from leadline.employees.service.roles import find_role
from leadline.employees.service.scopes import standing_of
from leadline.employees.service.user_state import disable_within, enable_within
from leadline.employees.service.versions import next_version
from leadline.kernel.auth.permissions import ADMIN
from leadline.kernel.clock import now
from leadline.kernel.db.engine import Database

TOLD = ("username", "name", "role", "override", "disabled_at")


class UserChange(NamedTuple):
    """What is to change of a user; None: stays. `narrows`: `override` is meant, where None is the role's own."""

    name: str | None = None
    role: str | None = None
    narrows: bool = False
    override: ScopeKind | None = None
    seen: datetime | None = None


async def list_users(
    database: Database, asking: Asking, wanted: Wanted, chosen: UserFilter
) -> tuple[list[UserRow], int]:
    """A page of the users within reach, and how many there are."""
    async with database.reading() as connection:
        caller = await reader_of(connection, asking)
        return await stored.read_users(connection, _reach(caller), wanted, chosen)


async def show_user(database: Database, asking: Asking, user_id: int) -> UserRow:
    """One user within reach."""
    async with database.reading() as connection:
        return await find_user(connection, await reader_of(connection, asking), user_id)


async def change_user(database: Database, asking: Asking, user_id: int, change: UserChange) -> UserRow:
    """Changes a name, a role, a scope: what the user has and what they get is within what the caller holds."""
    async with database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        old = await manageable(connection, caller, user_id)
        values: dict[str, object] = {"updated_at": next_version(old.updated_at, change.seen)}
        if change.name is not None:
            values["name"] = change.name
        if change.role is not None or change.narrows:
            values |= await _rights(connection, caller, old, change)
        await stored.update_user(connection, user_id, values)
        new = await find_user(connection, caller, user_id)
        await tell(connection, caller.actor, "user.change", f"user:{user_id}", told(old), told(new))
        return new


async def disable_user(database: Database, asking: Asking, user_id: int) -> UserRow:
    """Ends every session of the user and lets them in no more."""
    async with database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        user = await manageable(connection, caller, user_id)
        if caller.is_user(user_id):
            raise NotYourOwnRights
        if user.disabled_at is None:
            await disable_within(connection, caller, user_id)
        return await find_user(connection, caller, user_id)


async def enable_user(database: Database, asking: Asking, user_id: int) -> UserRow:
    """Lets the user in again."""
    async with database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        user = await manageable(connection, caller, user_id)
        if user.disabled_at is not None:
            await enable_within(connection, caller, user_id)
        return await find_user(connection, caller, user_id)


async def sessions_of(database: Database, asking: Asking, user_id: int) -> list[SessionRow]:
    """The user's living sessions, the newest first."""
    async with database.reading() as connection:
        await find_user(connection, await reader_of(connection, asking), user_id)
        return await list_sessions(connection, user_id, now())


async def end_sessions_of(database: Database, asking: Asking, user_id: int) -> int:
    """Signs the user out everywhere; how many sessions ended."""
    async with database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        await manageable(connection, caller, user_id)
        ended = await end_sessions(connection, user_id, now())
        await tell(connection, caller.actor, "session.end", f"user:{user_id}", sessions=ended, everywhere=True)
        return ended


async def find_user(connection: AsyncConnection, caller: Caller, user_id: int) -> UserRow:
    """The user; UserNotFound also for one out of reach."""
    row = await stored.read_user(connection, user_id, _reach(caller))
    if row is None:
        raise UserNotFound
    return row


async def manageable(connection: AsyncConnection, caller: Caller, user_id: int) -> UserRow:
    """The user, who holds nothing that the caller does not: else a new password would be a way to more rights."""
    row = await find_user(connection, caller, user_id)
    standing = await standing_of(connection, user_id)
    if standing is None:
        raise UserNotFound
    caller.must_reach(standing.permissions, standing.seat.data_scope)
    return row


async def rights_within(
    connection: AsyncConnection, caller: Caller, role: str, override: ScopeKind | None
) -> ScopeKind | None:
    """The override to be stored with that role; what comes of the two is within what the caller holds."""
    found = await find_role(connection, role)
    if role == ADMIN:
        if override not in (None, "all"):
            raise AdministratorSeesAll
        override = None
    kind = override or found.data_scope
    caller.must_reach(with_scope(effective(role, found.edits), kind), kind)
    return override


async def _rights(connection: AsyncConnection, caller: Caller, old: UserRow, change: UserChange) -> dict[str, object]:
    role = change.role or old.role
    override = change.override if change.narrows else old.override
    if role == ADMIN and not change.narrows:
        override = None
    if (role, override) == (old.role, old.override):
        return {}
    if caller.is_user(old.id):
        raise NotYourOwnRights
    return {"role": role, "data_scope": await rights_within(connection, caller, role, override)}


def _reach(caller: Caller) -> ColumnElement[bool]:
    return stored.users_within(caller.kind, caller.user_id, caller.sees())


def told(row: UserRow) -> dict[str, object]:
    """What the audit log tells of a user."""
    return {name: getattr(row, name) for name in TOLD}
