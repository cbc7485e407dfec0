"""What somebody with the command line, and so with the database, may do beside what the API does: tokens and links."""

from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.domain.names import folded
from leadline.employees.errors import AccountDisabled, NobodyOfThatName, RoleOfAnother
from leadline.employees.repository.accounts import Account, find_account
from leadline.employees.service.links import make_link
from leadline.employees.service.sessions import Visitor, open_session
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.kernel.audit.actors import Actor
from leadline.kernel.clock import now

CLI: Final = "cli"


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


async def link_of(tools: EmployeesToolbox, name: str, actor: Actor, minutes: int) -> str:
    """The secret of a link that signs the user in once."""
    async with tools.database.transaction() as connection:
        account = await local_account(connection, name)
        if account.disabled_at is not None:
            raise AccountDisabled
        return await make_link(connection, account.id, actor.name, minutes)
