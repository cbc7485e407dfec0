"""New users, and new ways in for those who lost theirs: a secret that is told once."""

import secrets
import string
from typing import Final, Literal, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.contracts import ScopeKind
from leadline.employees.domain.names import folded, is_reserved
from leadline.employees.errors import (
    BeyondYourRights,
    EmployeeTaken,
    NoPasswordHere,
    NotYourOwnRights,
    UsernameRefused,
    UsernameTaken,
)
from leadline.employees.repository.accounts import LOCAL, read_account
from leadline.employees.repository.api_tokens import revoke_api_tokens
from leadline.employees.repository.employees import update_employee
from leadline.employees.repository.links import drop_links
from leadline.employees.repository.sessions import end_sessions
from leadline.employees.repository.users import UserRow, insert_user, is_taken, update_user
from leadline.employees.service.administrators import change_of_rights
from leadline.employees.service.callers import Asking, Caller, caller_of
from leadline.employees.service.deeds import tell
from leadline.employees.service.employees import find_employee
from leadline.employees.service.links import make_link
from leadline.employees.service.passwords import check_policy, put_password
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.employees.service.users import find_user, manageable, rights_within, told
from leadline.kernel.auth.claims import storable
from leadline.kernel.clock import now

FIRST_LINK_MINUTES: Final = 24 * 60
LETTERS: Final = "".join(sorted({*string.ascii_letters, *string.digits} - set("0O1lI5S")))  # read out over a telephone
LENGTH: Final = 14


class Chosen(NamedTuple):
    """A password that somebody chose for the user; a `temporary` one has to be changed at the first sign-in."""

    password: str
    temporary: bool = False


WayIn = Chosen | Literal["password", "link", "later"]
"""How a user gets in: by a password that was chosen, a one-time password or a link made here and told once, or `later`,
by links that somebody makes."""


class Draft(NamedTuple):
    """A user to be made, and the employee they are."""

    username: str
    name: str
    role: str
    data_scope: ScopeKind | None = None
    employee_id: int | None = None


class Told(NamedTuple):
    """A user, and the one-time password or the token of the link, where one was made."""

    user: UserRow
    secret: str | None


class _Entry(NamedTuple):
    """A way in, with what takes long done: the hash to be stored, and the password behind it where it is to be told."""

    hashed: str | None
    password: str | None
    temporary: bool
    link: bool


async def create_user(tools: EmployeesToolbox, asking: Asking, draft: Draft, way: WayIn) -> Told:
    """A new local user; UsernameRefused, UsernameTaken, RoleNotFound, PasswordRefused, BeyondYourRights."""
    name = draft.username.strip()
    if not storable(name) or not storable(folded(name)) or not name.isprintable() or is_reserved(name):
        raise UsernameRefused
    entry = await _entry(tools, name, way)
    async with tools.database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        override = await rights_within(connection, caller, draft.role, draft.data_scope)
        employee_id = await _free_employee(connection, caller, draft.employee_id)
        if await is_taken(connection, name, folded(name)):
            raise UsernameTaken(name=name)
        moment = now()
        who = {"username": name, "external_id": folded(name), "name": draft.name[:100], "role": draft.role}
        way_in = {"password_hash": entry.hashed, "password_changed_at": moment if entry.hashed else None}
        times = {"created_at": moment, "updated_at": moment, "must_change_password": entry.temporary}
        user_id = await insert_user(connection, {**who, **way_in, **times, "data_scope": override})
        if employee_id is not None:
            await update_employee(connection, employee_id, {"user_id": user_id})
        made = await find_user(connection, caller, user_id)
        await tell(connection, caller.actor, "user.create", f"user:{user_id}", after=told(made))
        return Told(made, await _secret(connection, caller, user_id, entry))


async def reset_password(tools: EmployeesToolbox, asking: Asking, user_id: int, way: WayIn) -> Told:
    """Takes the user's password, links, sessions and personal tokens: all that whoever had it may have opened.

    The secret by which they get in again.
    """
    async with tools.database.reading() as connection:
        known = await read_account(connection, user_id)
    entry = await _entry(tools, known.username if known else "", way)
    async with tools.database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        await manageable(connection, caller, user_id)
        if caller.is_user(user_id):
            raise NotYourOwnRights
        account = await read_account(connection, user_id, locked=True)
        if account is None or account.issuer != LOCAL:
            raise NoPasswordHere
        if entry.hashed is None:
            await drop_links(connection, user_id)
            ended = await end_sessions(connection, user_id, now())
            await update_user(connection, user_id, {"password_hash": None, "must_change_password": entry.temporary})
        else:
            ended = await put_password(connection, account, entry.hashed, temporary=entry.temporary)
        tokens = await revoke_api_tokens(connection, user_id, now())
        await tell(connection, caller.actor, "password.reset", f"user:{user_id}", sessions=ended, tokens=tokens)
        secret = await _secret(connection, caller, user_id, entry)
        return Told(await find_user(connection, caller, user_id), secret)


async def _entry(tools: EmployeesToolbox, username: str, way: WayIn) -> _Entry:
    if isinstance(way, Chosen):
        check_policy(way.password, username, "password")
        return _Entry(await tools.passwords.hash(way.password), None, way.temporary, link=False)
    if way == "password":
        password = one_time_password()
        return _Entry(await tools.passwords.hash(password), password, temporary=True, link=False)
    return _Entry(None, None, temporary=way == "link", link=way == "link")


async def _secret(connection: AsyncConnection, caller: Caller, user_id: int, entry: _Entry) -> str | None:
    if entry.link:
        return await make_link(connection, user_id, caller.actor.name, FIRST_LINK_MINUTES)
    return entry.password


async def _free_employee(connection: AsyncConnection, caller: Caller, employee_id: int | None) -> int | None:
    """An employee within reach who has no user; only who sees all makes users who are nobody's."""
    if employee_id is None:
        if caller.kind != "all":
            raise BeyondYourRights(what="employee_id")
        return None
    employee = await find_employee(connection, caller, employee_id)
    if employee.user_id is not None:
        raise EmployeeTaken(what=f"{employee.employee_no} ({employee.username})")
    return employee.id


def one_time_password() -> str:
    """Letters and digits that nobody confuses: 80 bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
