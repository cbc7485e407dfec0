"""Users of another issuer: known by what it calls them, never taken for a local user of the same name or number."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.domain.names import is_reserved
from leadline.employees.errors import LastAdministrator
from leadline.employees.repository.accounts import (
    Account,
    add_external,
    find_account,
    follow_claim,
    is_called,
    rename,
    role_exists,
)
from leadline.employees.repository.turns import take_turn
from leadline.employees.service.administrators import change_of_rights
from leadline.kernel.audit.log import Deed, write_down
from leadline.kernel.auth.claims import ExternalClaims
from leadline.kernel.clock import now
from leadline.kernel.db.base import EPOCH
from leadline.kernel.db.engine import Database
from leadline.kernel.errors import NotAuthenticated
from leadline.kernel.observability.logs import get_logger

LONGEST_CALLED: Final = 80
log = get_logger(__name__)


async def user_of(database: Database, claims: ExternalClaims) -> int:
    """The number of the user; made with the claimed role when they are seen for the first time.

    A role that the issuer changes later is taken over once, when it changes: until then what was set here stands. A
    token that is older than the last change is no news. NotAuthenticated for a role that does not exist.
    """
    async with database.reading() as connection:
        account = await find_account(connection, claims.user_id, claims.issuer)
        known = await role_exists(connection, claims.role)
    if not known:
        raise NotAuthenticated
    if account is None:
        return await _made(database, claims)
    if _is_news(account, claims):
        await _follow(database, account, claims)
    return account.id


async def _made(database: Database, claims: ExternalClaims) -> int:
    at = now()
    async with database.transaction() as connection:
        await take_turn(connection)  # two of one name at once: the second one sees the first
        made = await add_external(
            connection, claims.issuer, claims.user_id, claims.username, claims.role, _issued(claims), at
        )
        account = await find_account(connection, claims.user_id, claims.issuer)
        if account is None:
            raise NotAuthenticated
        if made:
            if (name := await _called(connection, account.id, claims.username)) != claims.username:
                await rename(connection, account.id, name)
            details = {"issuer": claims.issuer, "external_id": claims.user_id, "role": claims.role}
            await write_down(connection, Deed(name, "user.create", f"user:{account.id}", details))
    return account.id


async def _follow(database: Database, account: Account, claims: ExternalClaims) -> None:
    try:
        async with database.transaction() as connection, change_of_rights(connection):
            name = await _called(connection, account.id, claims.username)
            await follow_claim(connection, account, claims.role, name, _issued(claims))
            details = {"issuer": claims.issuer, "before": account.role, "after": claims.role}
            await write_down(connection, Deed(name, "user.update", f"user:{account.id}", details))
    except LastAdministrator:
        log.warning("The last administrator keeps the role, against what the issuer says", user_id=account.id)


async def _called(connection: AsyncConnection, user_id: int, username: str) -> str:
    """The name that the user goes by here: jobs, exports and the audit log name people, so no two have the same."""
    if is_reserved(username) or await is_called(connection, username, but=user_id):
        return f"{username[:LONGEST_CALLED]}#{user_id}"
    return username


def _is_news(account: Account, claims: ExternalClaims) -> bool:
    if claims.role == account.claimed_role or claims.issued is None:
        return False
    return account.claimed_at is None or _issued(claims) > account.claimed_at


def _issued(claims: ExternalClaims) -> datetime:
    return EPOCH if claims.issued is None else datetime.fromtimestamp(claims.issued, UTC)
