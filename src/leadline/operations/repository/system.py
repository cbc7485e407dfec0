"""What operations asks the kernel's tables: dead letters that wait."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.outbox.tables import dead_letters


async def waiting_letters(connection: AsyncConnection) -> int:
    """How many events could not be delivered and were not replayed since."""
    query = select(func.count()).where(dead_letters.c.delivered_at.is_(None))
    return int((await connection.execute(query)).scalar_one())
