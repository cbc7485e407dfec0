"""How many administrators there are."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.models import users
from leadline.kernel.auth.permissions import ADMIN


async def count_administrators(connection: AsyncConnection) -> int:
    """Those who are not disabled."""
    query = select(func.count()).where(users.c.role == ADMIN, users.c.disabled_at.is_(None))
    return (await connection.execute(query)).scalar_one()
