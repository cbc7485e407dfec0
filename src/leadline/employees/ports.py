"""What this context needs of those above it: figures of calls, and the book of customers. Wiring binds them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.contracts import AgentDay, AgentSeen, CustomerPage
from leadline.kernel.auth.principal import AgentGrant


class CallFigures(Protocol):
    """The counts of calls by dialer account and day."""

    async def figures_of_agents(
        self, connection: AsyncConnection, grants: Collection[AgentGrant], first: date, last: date
    ) -> Sequence[AgentDay]:
        """A line for each account and day of `grants` with calls, `first` to `last`, both included, in any order."""

    async def agents_seen(self, connection: AsyncConnection, since: date) -> Sequence[AgentSeen]:
        """The accounts that have made calls since that day, in any order."""


class CustomerBook(Protocol):
    """The customers and whose they are."""

    async def customers_of(
        self, connection: AsyncConnection, employee_id: int, page: int, per_page: int
    ) -> CustomerPage:
        """The employee's customers, the last assigned first; `page` counts from 1."""

    async def assign(self, connection: AsyncConnection, employee_id: int, customer_ids: Sequence[int], by: str) -> int:
        """Gives these customers to the employee; how many changed hands. NotFound when one of them does not exist."""
