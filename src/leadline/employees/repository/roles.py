"""Statements on roles and their permissions."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.contracts import ScopeKind
from leadline.employees.models import role_permissions, roles, users

columns = roles.c
edits = role_permissions.c


class RoleRow(NamedTuple):
    """A role as it is stored; `edits` is what differs from its defaults."""

    name: str
    label_zh: str
    label_en: str
    data_scope: ScopeKind
    built_in: bool
    created_at: datetime
    updated_at: datetime
    edits: Mapping[str, bool]


async def read_roles(connection: AsyncConnection) -> list[RoleRow]:
    """Every role, the built-in ones first."""
    found = await connection.execute(select(roles).order_by(columns.built_in.desc(), columns.created_at, columns.name))
    by_role: dict[str, dict[str, bool]] = {}
    for role, permission, granted in await connection.execute(select(role_permissions)):
        by_role.setdefault(role, {})[permission] = granted
    return [RoleRow(**row._mapping, edits=by_role.get(row.name, {})) for row in found]


async def read_role(connection: AsyncConnection, name: str) -> RoleRow | None:
    """One role."""
    row = (await connection.execute(select(roles).where(columns.name == name))).first()
    return None if row is None else RoleRow(**row._mapping, edits=await read_edits(connection, name))


async def read_edits(connection: AsyncConnection, role: str) -> dict[str, bool]:
    """What differs from the role's defaults."""
    found = await connection.execute(select(edits.permission, edits.granted).where(edits.role == role))
    return {row.permission: row.granted for row in found}


async def insert_role(connection: AsyncConnection, row: RoleRow) -> None:
    """A new role with its permissions."""
    values = {name: value for name, value in row._asdict().items() if name != "edits"}
    await connection.execute(insert(roles).values(values))
    await write_edits(connection, row.name, row.edits)


async def update_role(connection: AsyncConnection, name: str, values: Mapping[str, object]) -> None:
    """Changes columns of a role."""
    await connection.execute(update(roles).where(columns.name == name).values(values))


async def write_edits(connection: AsyncConnection, role: str, wanted: Mapping[str, bool]) -> None:
    """Puts these edits in the place of those there are."""
    await connection.execute(delete(role_permissions).where(edits.role == role))
    if wanted:
        rows = [{"role": role, "permission": name, "granted": on} for name, on in wanted.items()]
        await connection.execute(insert(role_permissions), rows)


async def delete_role(connection: AsyncConnection, name: str) -> None:
    """Takes the role and its edits away."""
    await connection.execute(delete(role_permissions).where(edits.role == name))
    await connection.execute(delete(roles).where(columns.name == name))


async def users_by_role(connection: AsyncConnection) -> dict[str, int]:
    """How many users hold each role, the disabled ones too."""
    found = await connection.execute(select(users.c.role, func.count().label("users")).group_by(users.c.role))
    return {row.role: row.users for row in found}
