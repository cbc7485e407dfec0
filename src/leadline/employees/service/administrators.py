"""The last administrator cannot be lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.errors import LastAdministrator
from leadline.employees.repository.administrators import count_administrators
from leadline.employees.repository.turns import take_turn, tell_of_change


@asynccontextmanager
async def change_of_rights(connection: AsyncConnection) -> AsyncIterator[None]:
    """Around every write that changes who may do what: in its turn, heard by every process, and an administrator stays.

    LastAdministrator when there was one before the block and there is none after it. Two who each disable the other at
    once take turns, so the second one is refused.
    """
    await take_turn(connection)
    before = await count_administrators(connection)
    yield
    if before and not await count_administrators(connection):
        raise LastAdministrator
    await tell_of_change(connection)
