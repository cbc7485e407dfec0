"""Ways to begin a session: a password, a one-time link, a token of another issuer."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from leadline.employees.domain.names import folded
from leadline.employees.errors import AccountDisabled, LinkRefused, TokenNotExchanged, WrongCredentials
from leadline.employees.repository.accounts import Account, find_account, read_account, replace_hash
from leadline.employees.repository.links import use_link
from leadline.employees.service.sessions import LINK, TOKEN, SignedIn, Visitor, open_session
from leadline.employees.service.throttle import begin_attempt, forgive
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.kernel.audit.entries import REFUSED
from leadline.kernel.audit.log import write_down
from leadline.kernel.auth.ports import Identity
from leadline.kernel.clock import now

PASSWORD: Final = "password"  # noqa: S105  # the kind of a session, no password
NOBODY: Final = "-"


async def sign_in_with_password(tools: EmployeesToolbox, username: str, password: str, visitor: Visitor) -> SignedIn:
    """WrongCredentials for a wrong password and for a name that nobody has, after the same work."""
    name = folded(username)
    async with tools.database.transaction() as connection:
        await begin_attempt(connection, name, visitor.address)
    async with tools.database.reading() as connection:
        account = await find_account(connection, name)
    stored = account.password_hash if account else None
    right = await tools.passwords.matches(password, stored)
    if account is None or stored is None or not right:
        await _refused(tools, account, visitor, "wrong_credentials")
        raise WrongCredentials
    if account.disabled_at is not None:
        await _refused(tools, account, visitor, "account_disabled")
        raise AccountDisabled
    renewed = await tools.passwords.renewed(password, stored)
    async with tools.database.transaction() as connection:
        await forgive(connection, name, visitor.address)
        current = await read_account(connection, account.id, locked=True)
        if current is None or current.password_hash != stored or current.disabled_at is not None:
            raise WrongCredentials  # it was changed while we were checking
        if renewed is not None:
            await replace_hash(connection, account.id, renewed)
        return await open_session(connection, tools, current, PASSWORD, visitor)


async def sign_in_with_link(tools: EmployeesToolbox, token: str, visitor: Visitor) -> SignedIn:
    """By a link that was made for one user, once. Who tries made-up ones has to wait like who guesses passwords."""
    async with tools.database.transaction() as connection:
        await begin_attempt(connection, None, visitor.address)
    session = None
    async with tools.database.transaction() as connection:
        user_id = await use_link(connection, sha256(token.encode()).digest(), now())
        account = None if user_id is None else await read_account(connection, user_id, locked=True)
        if account is not None and account.disabled_at is None:
            session = await open_session(connection, tools, account, LINK, visitor)
    if session is not None:
        async with tools.database.transaction() as connection:
            await forgive(connection, None, visitor.address)
        return session
    await _refused(tools, account, visitor, "link")
    raise LinkRefused if account is None else AccountDisabled


async def sign_in_with_token(tools: EmployeesToolbox, identity: Identity, visitor: Visitor) -> SignedIn:
    """A session for the bearer of a good token: it ends when the token would have."""
    caller = identity.principal
    if caller.via not in ("external", "session") or caller.account_id is None:
        raise TokenNotExchanged
    async with tools.database.transaction() as connection:
        account = await read_account(connection, caller.account_id, locked=True)
        if account is None or account.disabled_at is not None:
            raise AccountDisabled
        ends = datetime.fromtimestamp(identity.expires, UTC)
        return await open_session(connection, tools, account, TOKEN, visitor, ends)


async def _refused(tools: EmployeesToolbox, account: Account | None, visitor: Visitor, why: str) -> None:
    """Writes a refusal down. What was typed for a name that nobody has is kept out: it may be a password."""
    who = account.username if account else NOBODY
    subject = f"user:{account.id}" if account else "user:unknown"
    async with tools.database.transaction() as connection:
        await write_down(connection, visitor.did(who, "session.refuse", subject, reason=why)._replace(result=REFUSED))
