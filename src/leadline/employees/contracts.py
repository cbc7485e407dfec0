"""What others receive of this context, and what it receives of them. Days are business days."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

ScopeKind = Literal["own", "team", "team_below", "all"]
SCOPE_KINDS: tuple[ScopeKind, ...] = get_args(ScopeKind)
"""From the narrowest to the widest."""


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A customer as the list of an employee shows them; the number is masked."""

    id: int
    customer_no: str
    name: str
    phone: str | None
    assigned_on: date


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """One page of an employee's customers, and how many there are in all."""

    customers: tuple[CustomerLine, ...]
    total: int
