"""Callers for tests: a development token of a role, or a user who signs in."""

from collections.abc import Iterable
from typing import Any

import httpx

from leadline.employees.models import users
from leadline.employees.repository.accounts import read_account
from leadline.employees.repository.turns import tell_of_change
from leadline.employees.service.sessions import Visitor, open_session
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.kernel.auth.tokens import Tokens
from tests.factories.staff import make_user

PASSWORD = "a long enough passphrase"


def token_of(
    tokens: Tokens, role: str = "manager", agents: Iterable[str] | None = None, *, user: Any = 1, name: str = "li"
) -> str:
    """A development token. A manager without agents sees everybody's calls here; an employee without any, nobody's."""
    everything = "all" if role == "manager" and agents is None else None
    return tokens.mint(user, name, role, agent_ids=agents, scope=everything)  # type: ignore[arg-type]  # it is all, or nothing


def bearer(tokens: Tokens, role: str = "manager", agents: Iterable[str] | None = None, **more: Any) -> dict[str, str]:
    """The header of such a token."""
    return {"authorization": f"Bearer {token_of(tokens, role, agents, **more)}"}


async def make_account(tools: EmployeesToolbox, name: str, role: str = "manager", **fields: Any) -> int:
    """A user who signs in with `PASSWORD`."""
    hashed = await tools.passwords.hash(PASSWORD)
    async with tools.database.transaction() as connection:
        return await make_user(connection, name, role, password_hash=hashed, **fields)


async def change_account(tools: EmployeesToolbox, user_id: int, **fields: Any) -> None:
    """Writes into the user's row."""
    async with tools.database.transaction() as connection:
        await connection.execute(users.update().where(users.c.id == user_id).values(**fields))
        await tell_of_change(connection)


async def sign_in(client: httpx.AsyncClient, name: str, password: str = PASSWORD, **more: Any) -> httpx.Response:
    """POST /api/auth/login."""
    return await client.post("/api/auth/login", json={"username": name, "password": password, **more})


async def session_of(tools: EmployeesToolbox, user_id: int) -> str:
    """The token of a new session of the user, without a password."""
    async with tools.database.transaction() as connection:
        account = await read_account(connection, user_id)
        assert account is not None
        return (await open_session(connection, tools, account, "password", Visitor())).access_token
