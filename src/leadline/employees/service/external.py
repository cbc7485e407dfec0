"""Users of another issuer: known by what it calls them, never taken for a local user of the same name or number."""

from datetime import UTC, datetime

from leadline.employees.errors import LastAdministrator
from leadline.employees.repository.accounts import Account, add_external, find_account, follow_claim, role_exists
from leadline.employees.service.administrators import change_of_rights
from leadline.kernel.audit.log import Deed, write_down
from leadline.kernel.auth.claims import ExternalClaims
from leadline.kernel.clock import now
from leadline.kernel.db.base import EPOCH
from leadline.kernel.db.engine import Database
from leadline.kernel.errors import NotAuthenticated
from leadline.kernel.observability.logs import get_logger

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
        made = await add_external(
            connection, claims.issuer, claims.user_id, claims.username, claims.role, _issued(claims), at
        )
        account = await find_account(connection, claims.user_id, claims.issuer)
        if account is None:
            raise NotAuthenticated
        if made:
            details = {"issuer": claims.issuer, "external_id": claims.user_id, "role": claims.role}
            await write_down(connection, Deed(claims.username, "user.create", f"user:{account.id}", details))
    return account.id


async def _follow(database: Database, account: Account, claims: ExternalClaims) -> None:
    try:
        async with database.transaction() as connection, change_of_rights(connection):
            await follow_claim(connection, account, claims.role, claims.username, _issued(claims))
            details = {"issuer": claims.issuer, "before": account.role, "after": claims.role}
            await write_down(connection, Deed(claims.username, "user.update", f"user:{account.id}", details))
    except LastAdministrator:
        log.warning("The last administrator keeps the role, against what the issuer says", user_id=account.id)


def _is_news(account: Account, claims: ExternalClaims) -> bool:
    if claims.role == account.claimed_role or claims.issued is None:
        return False
    return account.claimed_at is None or _issued(claims) > account.claimed_at


def _issued(claims: ExternalClaims) -> datetime:
    return EPOCH if claims.issued is None else datetime.fromtimestamp(claims.issued, UTC)
