"""Sessions: begun by a sign-in, listed, extended, ended."""

import secrets
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.errors import SessionEnded, SessionNotExtended, SessionNotFound
from leadline.employees.repository.accounts import Account, note_sign_in, read_account
from leadline.employees.repository.sessions import (
    SessionRow,
    add_session,
    end_session,
    end_sessions,
    extend_session,
    list_sessions,
    read_session,
)
from leadline.employees.repository.turns import tell_of_change
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.kernel.audit.log import Deed, write_down
from leadline.kernel.auth.principal import Principal
from leadline.kernel.clock import now

TOKEN: Final = "token"  # noqa: S105  # the kind of a session, no token
LINK: Final = "link"
LONGEST_AGENT: Final = 300


class Visitor(NamedTuple):
    """Where a request comes from."""

    address: str = ""
    user_agent: str = ""
    trace_id: str = ""

    def did(self, actor: str, action: str, subject: str, **details: object) -> Deed:
        """A deed of theirs, for the audit log."""
        return Deed(actor, action, subject, details, self.address, self.trace_id)


class SignedIn(NamedTuple):
    """A session that has begun or goes on: its token is told to nobody else."""

    session_id: str
    user_id: int
    access_token: str
    expires_at: datetime


async def open_session(
    connection: AsyncConnection,
    tools: EmployeesToolbox,
    account: Account,
    kind: str,
    visitor: Visitor,
    expires_at: datetime | None = None,
) -> SignedIn:
    """A new session of the user, under an id that nobody has seen before; written down."""
    at = now()
    ends = expires_at or at + timedelta(hours=tools.settings.token_hours)
    agent = "".join(letter for letter in visitor.user_agent if letter.isprintable())[:LONGEST_AGENT]
    row = SessionRow(secrets.token_hex(16), account.id, kind, visitor.address[:64], agent, at, at, ends, None)
    await add_session(connection, row)
    await note_sign_in(connection, account.id, at)
    await write_down(connection, visitor.did(account.username, "session.create", f"user:{account.id}", by=kind))
    return _signed_in(tools, account, row.id, ends)


async def refresh(tools: EmployeesToolbox, caller: Principal, user_id: int, visitor: Visitor) -> SignedIn:
    """The session goes on for another stretch; what another issuer's token began ends with that token."""
    at = now()
    async with tools.database.transaction() as connection:
        session = await read_session(connection, caller.session_id, at)
        account = await read_account(connection, user_id)
        if session is None or account is None:
            raise SessionEnded
        last = session.created_at + timedelta(days=tools.settings.session_days)
        ends = min(at + timedelta(hours=tools.settings.token_hours), last)
        if session.kind == TOKEN or ends <= session.expires_at:
            raise SessionNotExtended
        await extend_session(connection, session.id, at, ends)
        await write_down(connection, visitor.did(account.username, "session.extend", f"user:{user_id}"))
    return _signed_in(tools, account, session.id, ends)


async def sign_out(
    tools: EmployeesToolbox, caller: Principal, user_id: int, visitor: Visitor, *, everywhere: bool
) -> int:
    """Ends the caller's session, or every session of theirs; how many."""
    at = now()
    async with tools.database.transaction() as connection:
        if everywhere:
            ended = await end_sessions(connection, user_id, at)
        else:
            ended = int(await end_session(connection, caller.session_id, user_id, at))
        deed = visitor.did(caller.username, "session.end", f"user:{user_id}", sessions=ended, everywhere=everywhere)
        await write_down(connection, deed)
        await tell_of_change(connection)
    return ended


async def list_own(tools: EmployeesToolbox, user_id: int) -> list[SessionRow]:
    """The user's living sessions, the newest first."""
    async with tools.database.reading() as connection:
        return await list_sessions(connection, user_id, now())


async def end_own(tools: EmployeesToolbox, caller: Principal, user_id: int, session_id: str, visitor: Visitor) -> None:
    """Ends one of the caller's sessions."""
    async with tools.database.transaction() as connection:
        if not await end_session(connection, session_id, user_id, now()):
            raise SessionNotFound
        await write_down(connection, visitor.did(caller.username, "session.end", f"user:{user_id}", sessions=1))
        await tell_of_change(connection)


def _signed_in(tools: EmployeesToolbox, account: Account, session_id: str, ends: datetime) -> SignedIn:
    person = (account.id, account.username, account.role)
    token = tools.tokens.mint_session(session_id, secrets.token_hex(8), person, ends)
    return SignedIn(session_id, account.id, token, ends)
