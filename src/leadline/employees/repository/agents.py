"""Statements on the dialer accounts of employees."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.domain.periods import Period
from leadline.employees.models import employee_agents

columns = employee_agents.c


class AgentRow(NamedTuple):
    """That a dialer account is an employee's for a period; `source` "": on every dialer."""

    id: int
    employee_id: int
    source: str
    agent_id: str
    valid_from: date | None
    valid_to: date | None

    @property
    def period(self) -> Period:
        """The days on which it is."""
        return Period(self.valid_from, self.valid_to)


async def _read(connection: AsyncConnection, query: Select[Any]) -> list[AgentRow]:  # Any: the columns of AgentRow
    ordered = query.order_by(columns.employee_id, columns.source, columns.agent_id, columns.id)
    return [AgentRow._make(row) for row in await connection.execute(ordered)]


async def read_agents(connection: AsyncConnection, employee_ids: Collection[int]) -> list[AgentRow]:
    """The accounts of these employees."""
    return await _read(connection, select(employee_agents).where(columns.employee_id.in_(employee_ids)))


async def read_holders(connection: AsyncConnection, agent_id: str, source: str) -> list[AgentRow]:
    """Whose that account is or was, on that dialer or on any."""
    query = select(employee_agents).where(columns.agent_id == agent_id)
    return await _read(connection, query.where(columns.source.in_((source, ""))) if source else query)


async def read_agents_between(connection: AsyncConnection, first: date, last: date) -> list[AgentRow]:
    """Every account that is somebody's on some day of the range."""
    query = select(employee_agents).where(
        or_(columns.valid_from.is_(None), columns.valid_from <= last),
        or_(columns.valid_to.is_(None), columns.valid_to >= first),
    )
    return await _read(connection, query)


async def insert_agent(connection: AsyncConnection, values: Mapping[str, Any]) -> int:  # Any: a column's own type
    """One more account; its id."""
    made = insert(employee_agents).values(values).returning(columns.id)
    return int((await connection.execute(made)).scalar_one())


async def update_agent(connection: AsyncConnection, row_id: int, period: Period) -> None:
    """Gives an account other days."""
    values = {"valid_from": period.first, "valid_to": period.last}
    await connection.execute(update(employee_agents).where(columns.id == row_id).values(values))


async def delete_agents(connection: AsyncConnection, row_ids: Collection[int]) -> None:
    """Takes accounts away."""
    await connection.execute(delete(employee_agents).where(columns.id.in_(row_ids)))
