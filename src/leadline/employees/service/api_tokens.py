"""Personal tokens for integrations: some of their user's permissions, until a day."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Final, NamedTuple

from leadline.employees.errors import NoPasswordHere, TokenNotFound, TooManyTokens
from leadline.employees.repository.accounts import LOCAL, read_account
from leadline.employees.repository.api_tokens import (
    ApiTokenRow,
    add_api_token,
    count_api_tokens,
    list_api_tokens,
    revoke_api_token,
)
from leadline.employees.repository.turns import tell_of_change
from leadline.employees.service.sessions import Visitor
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.kernel.audit.log import write_down
from leadline.kernel.auth.authenticator import API_TOKEN
from leadline.kernel.auth.permissions import VIEW_ALL
from leadline.kernel.auth.principal import Principal
from leadline.kernel.clock import now
from leadline.kernel.errors import Detail, InvalidInput, PasswordChangeRequired
from leadline.kernel.text import Text

MOST_TOKENS: Final = 50
SHOWN: Final = 10
NOT_HELD = Text("只能选择自己拥有的权限", "only permissions that you hold")


class MadeToken(NamedTuple):
    """A new token with its secret, which nobody can read again."""

    row: ApiTokenRow
    token: str


async def make_api_token(
    tools: EmployeesToolbox,
    caller: Principal,
    user_id: int,
    name: str,
    permissions: Sequence[str],
    days: int,
    visitor: Visitor,
) -> MadeToken:
    """A token with some of the caller's permissions; what the caller loses later, the token loses too."""
    if caller.must_change_password:  # it would outlive the temporary password, which somebody else knows
        raise PasswordChangeRequired
    wanted = sorted(set(permissions))
    if VIEW_ALL in wanted or not caller.permissions.issuperset(wanted):
        raise InvalidInput([Detail("permissions", NOT_HELD)])
    token, at = API_TOKEN.decode() + secrets.token_urlsafe(32), now()
    ends = at + timedelta(days=days)
    values: dict[str, object] = {"user_id": user_id, "name": name, "shown": token[:SHOWN] + "…"}
    values |= {"permissions": wanted, "created_at": at, "expires_at": ends}
    async with tools.database.transaction() as connection:
        account = await read_account(connection, user_id, locked=True)
        if account is None or account.issuer != LOCAL:
            raise NoPasswordHere
        if await count_api_tokens(connection, user_id, at) >= MOST_TOKENS:
            raise TooManyTokens(limit=MOST_TOKENS)
        token_id = await add_api_token(connection, sha256(token.encode()).digest(), values)
        deed = visitor.did(
            caller.username, "api_token.create", f"api_token:{token_id}", name=name, permissions=wanted, days=days
        )
        await write_down(connection, deed)
    return MadeToken(ApiTokenRow(token_id, user_id, name, token[:SHOWN] + "…", wanted, at, ends, None), token)


async def list_own_tokens(tools: EmployeesToolbox, user_id: int) -> list[ApiTokenRow]:
    """The user's good tokens, the newest first."""
    async with tools.database.reading() as connection:
        return await list_api_tokens(connection, user_id, now())


async def revoke_own_token(
    tools: EmployeesToolbox, caller: Principal, user_id: int, token_id: int, visitor: Visitor
) -> None:
    """Ends one of the caller's tokens, at once."""
    async with tools.database.transaction() as connection:
        name = await revoke_api_token(connection, token_id, user_id, now())
        if name is None:
            raise TokenNotFound
        await write_down(
            connection, visitor.did(caller.username, "api_token.revoke", f"api_token:{token_id}", name=name)
        )
        await tell_of_change(connection)
