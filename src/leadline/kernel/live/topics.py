"""What can be listened to: who may hear it, and how its news are found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

Versions = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Topic:
    """News that a counter of the database tells: whenever it was bumped, `event` goes to whoever holds `permission`.

    The event says that something has changed and not what: its hearers ask, each within what they may see. `settles`:
    for so many seconds a process may still hand out a ready answer of before; the event waits until none does.
    """

    event: str
    permission: str
    counter: str
    settles: float = 0.0


class Feed(Protocol):
    """News with a content of their own, which is the same for all who hold `permission`.

    `news` is the name under which a commit tells of them (`tell` in `kernel/db/counters.py`).
    """

    @property
    def event(self) -> str:
        """The event's name."""

    @property
    def permission(self) -> str:
        """Who may hear it."""

    @property
    def news(self) -> str:
        """What a commit tells."""

    async def changes(self, connection: AsyncConnection) -> Mapping[str, object]:
        """What has changed since it was asked last, by what it is about. One statement."""


def written(versions: Versions, topics: tuple[Topic, ...]) -> str:
    """The place in the stream that a reader gives back as Last-Event-ID: the versions of all topics."""
    return ",".join(f"{topic.event}={versions.get(topic.counter, 0)}" for topic in topics)


def missed(last_id: str, versions: Versions, topics: tuple[Topic, ...]) -> list[str]:
    """The events of which something has happened since `last_id`; all of them when it makes no sense."""
    known = dict(part.split("=", 1) for part in last_id.split(",") if "=" in part)
    return [topic.event for topic in topics if known.get(topic.event) != str(versions.get(topic.counter, 0))]
