"""Statements on the stored figures of employees."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.models import employee_kpis
from leadline.kernel.db.upsert import upsert

columns = employee_kpis.c


class Extras(NamedTuple):
    """What of an employee's day is not counted from calls; None: nobody has told it yet."""

    new_customers: int | None = None
    deposit_cents: int | None = None
    net_deposit_cents: int | None = None
    score: float | None = None


async def read_extras(connection: AsyncConnection, employee_id: int, first: date, last: date) -> dict[date, Extras]:
    """By day."""
    query = select(columns.stat_date, *(columns[name] for name in Extras._fields)).where(
        columns.employee_id == employee_id, columns.stat_date.between(first, last)
    )
    return {row[0]: Extras._make(row[1:]) for row in await connection.execute(query)}


async def stored_employees(connection: AsyncConnection, day: date) -> set[int]:
    """Whose figures of that day are stored."""
    return set((await connection.execute(select(columns.employee_id).where(columns.stat_date == day))).scalars())


async def write_kpis(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:  # Any: a column's own type
    """Puts these figures in the place of older ones; what others tell of the day stays."""
    await upsert(connection, employee_kpis, rows)


async def clear_kpis(connection: AsyncConnection, day: date, employee_ids: Sequence[int], at: datetime) -> None:
    """Nothing was done by these on that day after all."""
    none = dict.fromkeys(("calls", "connected", "talk_seconds", "orders", "order_cents"), 0)
    chosen = update(employee_kpis).where(columns.stat_date == day, columns.employee_id.in_(employee_ids))
    await connection.execute(chosen.values(**none, updated_at=at))
