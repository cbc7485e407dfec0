"""What somebody with the command line, and so with the database, may do for users: let them in, lock them out."""

from datetime import timedelta
from typing import Final, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.domain.passwords import folded
from leadline.employees.errors import (
    AccountDisabled,
    NobodyOfThatName,
    RoleNotFound,
    RoleOfAnother,
    UsernameRefused,
    UsernameTaken,
)
from leadline.employees.repository.accounts import Account, find_account, role_exists
from leadline.employees.repository.sessions import end_sessions
from leadline.employees.repository.users import insert_user, is_taken, update_user
from leadline.employees.service.administrators import change_of_rights
from leadline.employees.service.deeds import tell
from leadline.employees.service.links import make_link
from leadline.employees.service.passwords import check_policy, put_password
from leadline.employees.service.sessions import Visitor, open_session
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.kernel.audit.actors import Actor
from leadline.kernel.auth.claims import storable
from leadline.kernel.clock import now

CLI: Final = "cli"
FIRST_LINK_MINUTES: Final = 24 * 60


class UserDraft(NamedTuple):
    """A user to be made. Without a password they set one by a link, or never have one."""

    username: str
    name: str
    role: str
    password: str | None = None
    temporary: bool = False
    by_links_only: bool = False


class MadeUser(NamedTuple):
    """A new user, and the secret of the link for one without a password."""

    id: int
    username: str
    link: str | None


async def local_account(connection: AsyncConnection, name: str) -> Account:
    """The local user of that name; NobodyOfThatName."""
    account = await find_account(connection, folded(name))
    if account is None:
        raise NobodyOfThatName(name=name)
    return account


async def create_user(tools: EmployeesToolbox, draft: UserDraft, actor: Actor) -> MadeUser:
    """A new local user; UsernameTaken, RoleNotFound, PasswordRefused."""
    username = draft.username.strip()
    if not storable(username) or not storable(folded(username)) or not username.isprintable():
        raise UsernameRefused
    hashed = None
    if draft.password is not None:
        check_policy(draft.password, username, "password")
        hashed = await tools.passwords.hash(draft.password)
    at = now()
    async with tools.database.transaction() as connection, change_of_rights(connection):
        if not await role_exists(connection, draft.role):
            raise RoleNotFound
        if await is_taken(connection, folded(username)):
            raise UsernameTaken(name=username)
        temporary = draft.temporary or (hashed is None and not draft.by_links_only)
        values = {"username": username, "external_id": folded(username), "name": draft.name[:100], "role": draft.role}
        secret = {"password_hash": hashed, "must_change_password": temporary}
        times = {"password_changed_at": at if hashed else None, "created_at": at, "updated_at": at}
        user_id = await insert_user(connection, {**values, **secret, **times})
        await tell(connection, actor, "user.create", f"user:{user_id}", after=values)
        link = None
        if hashed is None and not draft.by_links_only:
            link = await make_link(connection, user_id, actor.name, FIRST_LINK_MINUTES)
    return MadeUser(user_id, username, link)


async def token_of(tools: EmployeesToolbox, name: str, role: str | None, lasts: timedelta) -> str:
    """A bearer token of the user: a session of its own, which they see in their list and can end."""
    async with tools.database.transaction() as connection:
        account = await local_account(connection, name)
        if account.disabled_at is not None:
            raise AccountDisabled
        if role not in (None, account.role):
            raise RoleOfAnother(name=account.username, role=account.role)
        session = await open_session(connection, tools, account, CLI, Visitor(), now() + lasts)
    return session.access_token


async def link_of(tools: EmployeesToolbox, name: str, actor: Actor, minutes: int) -> str:
    """The secret of a link that signs the user in once."""
    async with tools.database.transaction() as connection:
        account = await local_account(connection, name)
        if account.disabled_at is not None:
            raise AccountDisabled
        return await make_link(connection, account.id, actor.name, minutes)


async def reset_password(
    tools: EmployeesToolbox, name: str, password: str | None, actor: Actor, *, temporary: bool
) -> str | None:
    """A new password for the user, or the secret of a link by which they set it; every session of theirs ends."""
    async with tools.database.reading() as connection:
        account = await local_account(connection, name)
    hashed = None
    if password is not None:
        check_policy(password, account.username, "password")
        hashed = await tools.passwords.hash(password)
    async with tools.database.transaction() as connection, change_of_rights(connection):
        if hashed is None:
            ended = await end_sessions(connection, account.id, now())
            await update_user(connection, account.id, {"password_hash": None, "must_change_password": True})
        else:
            ended = await put_password(connection, account, hashed, temporary=temporary)
        await tell(connection, actor, "password.reset", f"user:{account.id}", sessions=ended)
        return await make_link(connection, account.id, actor.name, FIRST_LINK_MINUTES) if hashed is None else None
