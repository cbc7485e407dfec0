"""Passwords: changed by their owner, set by an operator."""

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.domain.names import folded
from leadline.employees.domain.passwords import problem_of
from leadline.employees.errors import NoPasswordHere, PasswordRefused, SessionEnded, WrongCredentials
from leadline.employees.repository.accounts import LOCAL, Account, read_account, set_password
from leadline.employees.repository.links import drop_links
from leadline.employees.repository.sessions import end_sessions, read_session
from leadline.employees.repository.turns import tell_of_change
from leadline.employees.service.sessions import LINK, Visitor
from leadline.employees.service.throttle import begin_attempt, forgive
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.kernel.audit.entries import REFUSED
from leadline.kernel.audit.log import write_down
from leadline.kernel.auth.principal import Principal
from leadline.kernel.clock import now
from leadline.kernel.errors import Detail
from leadline.kernel.text import Text

SAME = Text("新密码与当前密码相同", "the same as the current one")


def check_policy(password: str, username: str, field: str = "new") -> None:
    """PasswordRefused, with the reason, for one that is not taken."""
    if problem := problem_of(password, username):
        raise PasswordRefused([Detail(field, problem)])


async def change_own_password(
    tools: EmployeesToolbox, caller: Principal, user_id: int, current: str | None, new: str, visitor: Visitor
) -> int:
    """Changes the caller's password and ends their other sessions; how many.

    The current one is asked for, unless the user has none or came by a link to set one.
    """
    async with tools.database.reading() as connection:
        account = await read_account(connection, user_id)
        session = await read_session(connection, caller.session_id, now())
    if account is None or session is None:
        raise SessionEnded
    if account.issuer != LOCAL:
        raise NoPasswordHere
    stored = account.password_hash
    by_link = account.must_change_password and session.kind == LINK
    if stored is not None and not by_link:
        await _prove(tools, account, stored, current or "", visitor)
    check_policy(new, account.username)
    if stored is not None and await tools.passwords.matches(new, stored):
        raise PasswordRefused([Detail("new", SAME)])
    hashed = await tools.passwords.hash(new)
    async with tools.database.transaction() as connection:
        ended = await put_password(connection, account, hashed, temporary=False, but=caller.session_id)
        await write_down(connection, visitor.did(caller.username, "password.change", f"user:{user_id}", sessions=ended))
    return ended


async def put_password(
    connection: AsyncConnection, account: Account, hashed: str, *, temporary: bool, but: str = ""
) -> int:
    """Stores a hash and ends what was opened with the one before: sessions, all or all but one, and links."""
    at = now()
    await set_password(connection, account.id, hashed, at, temporary=temporary)
    await drop_links(connection, account.id)
    ended = await end_sessions(connection, account.id, at, but=but)
    await tell_of_change(connection)
    return ended


async def _prove(tools: EmployeesToolbox, account: Account, stored: str, given: str, visitor: Visitor) -> None:
    """Whoever sits at an open page must not guess the password any faster than at the sign-in."""
    name = folded(account.username)
    async with tools.database.transaction() as connection:
        await begin_attempt(connection, name, visitor.address)
    if not await tools.passwords.matches(given, stored):
        async with tools.database.transaction() as connection:
            deed = visitor.did(account.username, "password.refuse", f"user:{account.id}")
            await write_down(connection, deed._replace(result=REFUSED))
        raise WrongCredentials
    async with tools.database.transaction() as connection:
        await forgive(connection, name, visitor.address)
