"""Who is asking: the caller of a request, as the token says, and what they may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Literal, NamedTuple

from leadline.kernel.clock import days_between

Reach = Literal["own", "team", "team_below", "all"]
Via = Literal["development", "session", "external", "api_token"]


class AgentGrant(NamedTuple):
    """A dialer account whose calls may be seen, of one source ("": of any), on some business days.

    Both days are included; None: without end on that side.
    """

    agent_id: str
    source: str = ""
    first_day: date | None = None
    last_day: date | None = None

    def covers(self, agent_id: str, source: str, day: date) -> bool:
        """Whether a call of this account, source and business day may be seen by it."""
        return (
            self.agent_id == agent_id
            and self.source in ("", source)
            and (self.first_day is None or self.first_day <= day)
            and (self.last_day is None or day <= self.last_day)
        )

    def holds(self, other: "AgentGrant") -> bool:
        """Whether it shows whatever `other` does."""
        return (
            self.agent_id == other.agent_id
            and self.source in ("", other.source)
            and (self.first_day is None or (other.first_day is not None and self.first_day <= other.first_day))
            and (self.last_day is None or (other.last_day is not None and other.last_day <= self.last_day))
        )

    def within(self, first: date, last: date) -> "AgentGrant | None":
        """What the grant is worth for these days: without the bounds that cut nothing off; None: nothing."""
        if (self.first_day and self.first_day > last) or (self.last_day and self.last_day < first):
            return None
        begins = self.first_day if self.first_day and self.first_day > first else None
        ends = self.last_day if self.last_day and self.last_day < last else None
        return AgentGrant(self.agent_id, self.source, begins, ends)


@dataclass(frozen=True, slots=True)
class DataScope:
    """Whose records a caller sees: all of them, or those of some dialer accounts (of nobody, when there are none).

    `key` is short and the same for equal scopes in every process: caches keep one answer per key.
    """

    all: bool = False
    grants: frozenset[AgentGrant] = frozenset()
    key: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", "all" if self.all else _key_of(self.grants))

    @classmethod
    def of_agents(cls, *agent_ids: str) -> "DataScope":
        """The calls of these accounts, of every source and day."""
        return cls(grants=frozenset(AgentGrant(agent_id) for agent_id in agent_ids))

    @property
    def agent_ids(self) -> frozenset[str]:
        """The accounts, whatever their source and days."""
        return frozenset(grant.agent_id for grant in self.grants)

    def covers(self, agent_id: str, source: str, day: date) -> bool:
        """Whether a call of this account, source and business day may be seen."""
        return self.all or any(grant.covers(agent_id, source, day) for grant in self.grants)

    def holds(self, other: "DataScope") -> bool:
        """Whether it shows whatever `other` does."""
        if self.all or other.all:
            return self.all
        return all(any(own.holds(grant) for own in self.grants) for grant in other.grants)

    def narrowed(self, agent_id: str, source: str) -> "DataScope":
        """What is left of the scope for one account of one source."""
        if self.all:
            return DataScope(grants=frozenset({AgentGrant(agent_id, source)}))
        own = (grant for grant in self.grants if grant.agent_id == agent_id and grant.source in ("", source))
        return DataScope(grants=frozenset(grant._replace(source=source) for grant in own))

    def days_of(self, first: date, last: date) -> "Mapping[str, frozenset[date]] | None":
        """On which of these days anything of a source ("": of any) may be seen; None: everything on all of them."""
        if self.all:
            return None
        found: dict[str, set[date]] = {}
        for source, begins, ends in {grant[1:] for grant in self.between(first, last)}:
            found.setdefault(source, set()).update(days_between(begins or first, ends or last))
        return {source: frozenset(days) for source, days in found.items()}

    def between(self, first: date, last: date) -> frozenset[AgentGrant]:
        """The grants as far as they reach into these days: statements about the days need no more of them."""
        found = (grant.within(first, last) for grant in self.grants)
        return frozenset(grant for grant in found if grant is not None)


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller. `user_id` is the number of the user, or the text of a development token, which has no user.

    `reach` is how wide the scope is, `via` what the caller came by; a session's id stands in `session_id`.
    """

    user_id: int | str
    username: str
    role: str
    permissions: frozenset[str]
    scope: DataScope
    reach: Reach = "own"
    via: Via = "development"
    session_id: str = ""
    token_id: int = 0
    employee_id: int | None = None
    must_change_password: bool = False

    @property
    def account_id(self) -> int | None:
        """The caller's row in `users`; None for a development token."""
        return self.user_id if self.via != "development" and isinstance(self.user_id, int) else None

    def may(self, permission: str) -> bool:
        """Whether the caller holds `permission`."""
        return permission in self.permissions


def _key_of(grants: Iterable[AgentGrant]) -> str:
    digest = blake2b(digest_size=8)
    for agent_id, source, first_day, last_day in sorted(grants, key=repr):
        for part in (agent_id, source, str(first_day or ""), str(last_day or "")):
            encoded = part.encode("utf-8", "surrogatepass")
            digest.update(len(encoded).to_bytes(4, "big") + encoded)  # the length keeps {"ab"} and {"a", "b"} apart
    return f"own:{digest.hexdigest()}"
