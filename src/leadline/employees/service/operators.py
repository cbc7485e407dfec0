"""What somebody with the command line, and so with the database, may do for users: let them in, lock them out."""

from datetime import timedelta
from typing import Final, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.domain.passwords import folded
from leadline.employees.errors import AccountDisabled, NobodyOfThatName, RoleOfAnother
from leadline.employees.repository.accounts import Account, find_account
from leadline.employees.service.links import make_link
from leadline.employees.service.passwords import check_policy, put_password
from leadline.employees.service.sessions import Visitor, open_session
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.kernel.audit.log import write_down
from leadline.kernel.clock import now

CLI: Final = "cli"


class MadeLink(NamedTuple):
    """A link's secret, and for whom it is."""

    username: str
    token: str


async def local_account(connection: AsyncConnection, name: str) -> Account:
    """The local user of that name; NobodyOfThatName."""
    account = await find_account(connection, folded(name))
    if account is None:
        raise NobodyOfThatName(name=name)
    return account


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


async def link_of(tools: EmployeesToolbox, name: str, by: str, minutes: int) -> MadeLink:
    """A link that signs the user in once."""
    async with tools.database.transaction() as connection:
        account = await local_account(connection, name)
        if account.disabled_at is not None:
            raise AccountDisabled
        return MadeLink(account.username, await make_link(connection, account.id, by, minutes))


async def reset_password(tools: EmployeesToolbox, name: str, password: str, by: str, *, temporary: bool) -> int:
    """A new password for the user; every session of theirs ends, and how many that were."""
    async with tools.database.reading() as connection:
        account = await local_account(connection, name)
    check_policy(password, account.username, "password")
    hashed = await tools.passwords.hash(password)
    async with tools.database.transaction() as connection:
        ended = await put_password(connection, account, hashed, temporary=temporary)
        await write_down(connection, Visitor().did(by, "password.reset", f"user:{account.id}", sessions=ended))
    return ended
