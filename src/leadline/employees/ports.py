"""What this context needs of those above it: figures of calls, and the book of customers. Wiring binds them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.contracts import CustomerPage
from leadline.kernel.auth.principal import AgentGrant


class AgentDay(Protocol):
    """What one dialer account did on one business day, by the metrics' own definitions."""

    @property
    def source(self) -> str:
        """The dialer."""

    @property
    def agent_id(self) -> str:
        """The account there."""

    @property
    def day(self) -> date:
        """The business day."""

    @property
    def calls(self) -> int:
        """Calls, connected or not."""

    @property
    def connected(self) -> int:
        """Those that were answered."""

    @property
    def talk_seconds(self) -> int:
        """Seconds of talk."""

    @property
    def orders(self) -> int:
        """Success orders."""

    @property
    def order_cents(self) -> int:
        """What these are worth."""


class SeenAgent(Protocol):
    """A dialer account that has made calls."""

    @property
    def source(self) -> str:
        """The dialer."""

    @property
    def agent_id(self) -> str:
        """The account there."""

    @property
    def name(self) -> str | None:
        """Its name there."""

    @property
    def last_day(self) -> date:
        """The last day on which it called."""


class CallFigures(Protocol):
    """The counts of calls by dialer account and day."""

    async def figures_of_agents(
        self, connection: AsyncConnection, grants: Collection[AgentGrant], first: date, last: date
    ) -> Sequence[AgentDay]:
        """A line for each account and day of `grants` with calls, `first` to `last`, both included, in any order."""

    async def agents_seen(self, connection: AsyncConnection, since: date) -> Sequence[SeenAgent]:
        """The accounts that have made calls since that day, in any order."""


class CustomerBook(Protocol):
    """The customers and whose they are."""

    async def customers_of(
        self, connection: AsyncConnection, employee_id: int, page: int, per_page: int
    ) -> CustomerPage:
        """The employee's customers, the last assigned first; `page` counts from 1."""

    async def assign(self, connection: AsyncConnection, employee_id: int, customer_ids: Sequence[int], by: str) -> int:
        """Gives these customers to the employee; how many changed hands. NotFound when one of them does not exist."""
