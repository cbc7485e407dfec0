"""Who is asking: the caller of a request, as the token says, and what they may see."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b


@dataclass(frozen=True, slots=True)
class DataScope:
    """Whose records a caller sees: all of them, or those of some dialer agents (of nobody, when there are none).

    `key` is short and the same for equal scopes in every process: caches keep one answer per key.
    """

    all: bool = False
    agent_ids: frozenset[str] = frozenset()
    key: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", "all" if self.all else _key_of(self.agent_ids))

    def covers(self, agent_id: str) -> bool:
        """Whether records of `agent_id` may be seen."""
        return self.all or agent_id in self.agent_ids


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller. `user_id` is the token's own: a number or a text, unique within whoever issued it."""

    user_id: int | str
    username: str
    role: str
    permissions: frozenset[str]
    scope: DataScope

    def may(self, permission: str) -> bool:
        """Whether the caller holds `permission`."""
        return permission in self.permissions


def _key_of(agent_ids: Iterable[str]) -> str:
    digest = blake2b(digest_size=8)
    for agent_id in sorted(agent_ids):
        encoded = agent_id.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(4, "big") + encoded)  # the length keeps {"ab"} and {"a", "b"} apart
    return f"own:{digest.hexdigest()}"
