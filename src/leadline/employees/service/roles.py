"""Roles: the built-in ones, those made here, and what each allows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.contracts import ScopeKind
from leadline.employees.domain.rights import edits_for, effective
from leadline.employees.errors import RoleFixed, RoleInUse, RoleNotFound, RoleTaken, UnknownPermission
from leadline.employees.repository import roles as stored
from leadline.employees.repository.roles import RoleRow
from leadline.employees.service.administrators import change_of_rights
from leadline.employees.service.callers import Asking, caller_of
from leadline.employees.service.deeds import tell
from leadline.employees.service.versions import next_version
from leadline.kernel.auth.permissions import ADMIN, VIEW_ALL, is_registered
from leadline.kernel.clock import now
from leadline.kernel.db.engine import Database


class Role(NamedTuple):
    """A role, what it allows, and how many users hold it."""

    row: RoleRow
    permissions: frozenset[str]
    users: int


@dataclass(frozen=True, slots=True)
class RoleDraft:
    """What a role is to be."""

    label_zh: str
    label_en: str
    data_scope: ScopeKind
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class RoleChange:
    """What is to change of a role; None: stays. `seen` is the `updated_at` that the caller read."""

    label_zh: str | None = None
    label_en: str | None = None
    data_scope: ScopeKind | None = None
    permissions: frozenset[str] | None = None
    seen: datetime | None = None


async def list_roles(database: Database) -> list[Role]:
    """Every role."""
    async with database.reading() as connection:
        held = await stored.users_by_role(connection)
        return [_role(row, held.get(row.name, 0)) for row in await stored.read_roles(connection)]


async def create_role(database: Database, asking: Asking, name: str, draft: RoleDraft) -> Role:
    """A role of one's own making, with no more than its maker holds."""
    _grantable(draft.permissions)
    async with database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        caller.must_reach(draft.permissions, draft.data_scope)
        if await stored.read_role(connection, name):
            raise RoleTaken(name=name)
        moment = now()
        edits = edits_for(name, draft.permissions)
        row = RoleRow(name, draft.label_zh, draft.label_en, draft.data_scope, False, moment, moment, edits)  # noqa: FBT003  # a row
        await stored.insert_role(connection, row)
        await tell(connection, caller.actor, "role.create", f"role:{name}", after=_told(row))
        return _role(row, 0)


async def change_role(database: Database, asking: Asking, name: str, change: RoleChange) -> Role:
    """Changes a role: its old and its new rights are both within what the caller holds."""
    async with database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        old = await find_role(connection, name)
        caller.must_reach(effective(name, old.edits), old.data_scope)
        wanted = change.permissions
        if name == ADMIN and (wanted is not None or change.data_scope not in (None, "all")):
            raise RoleFixed
        if wanted is not None:
            _grantable(wanted - effective(name, old.edits))
        new = old._replace(
            label_zh=change.label_zh or old.label_zh,
            label_en=change.label_en or old.label_en,
            data_scope=change.data_scope or old.data_scope,
            updated_at=next_version(old.updated_at, change.seen),
            edits=old.edits if wanted is None else edits_for(name, wanted),
        )
        caller.must_reach(effective(name, new.edits), new.data_scope)
        values = {part: getattr(new, part) for part in ("label_zh", "label_en", "data_scope", "updated_at")}
        await stored.update_role(connection, name, values)
        await stored.write_edits(connection, name, new.edits)
        await tell(connection, caller.actor, "role.change", f"role:{name}", _told(old), _told(new))
        return _role(new, (await stored.users_by_role(connection)).get(name, 0))


async def delete_role(database: Database, asking: Asking, name: str) -> None:
    """Takes away a role that nobody holds."""
    async with database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        row = await find_role(connection, name)
        if row.built_in:
            raise RoleFixed
        caller.must_reach(effective(name, row.edits), row.data_scope)
        if users := (await stored.users_by_role(connection)).get(name):
            raise RoleInUse(users=users)
        await stored.delete_role(connection, name)
        await tell(connection, caller.actor, "role.delete", f"role:{name}", before=_told(row))


async def regrant(
    database: Database, asking: Asking, name: str, *, grant: Collection[str] = (), revoke: Collection[str] = ()
) -> Role:
    """Adds and takes away single permissions, whatever else the role holds."""
    async with database.reading() as connection:
        role = await find_role(connection, name)
    wanted = (effective(name, role.edits) | set(grant)) - set(revoke)
    _grantable([*grant, *revoke])
    return await change_role(database, asking, name, RoleChange(permissions=wanted, seen=role.updated_at))


async def find_role(connection: AsyncConnection, name: str) -> RoleRow:
    """The role; RoleNotFound when there is none."""
    row = await stored.read_role(connection, name)
    if row is None:
        raise RoleNotFound(name=name)
    return row


def _role(row: RoleRow, users: int) -> Role:
    return Role(row, effective(row.name, row.edits), users)


def _grantable(permissions: Collection[str]) -> None:
    if unknown := [name for name in permissions if name == VIEW_ALL or not is_registered(name)]:
        raise UnknownPermission(names=", ".join(sorted(unknown)))


def _told(row: RoleRow) -> dict[str, object]:
    return {
        "label_zh": row.label_zh,
        "label_en": row.label_en,
        "data_scope": row.data_scope,
        "permissions": effective(row.name, row.edits),
    }
