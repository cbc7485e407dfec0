"""What a transaction still has to do right before it commits, noted while it runs.

Work that makes every writer wait (a row that all of them change) belongs here: it is held as long as a commit lasts.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

OPTION = "leadline_last_acts"


class Signing(NamedTuple):
    """The secret that signs what the database holds, and former ones that only check."""

    secret: str = ""
    former: tuple[str, ...] = ()


# An act gets all that was noted for it, and may return what is to be done after the commit. Any: the items are its own
Act = Callable[[AsyncConnection, Signing, Sequence[Any]], Awaitable[Callable[[], None] | None]]

# What every transaction of this task performs first, with its item
IN_EVERY: ContextVar[tuple[Act, Any] | None] = ContextVar("last_acts_in_every", default=None)  # Any: as above


class LastActs:
    """The notes of one transaction. What a savepoint noted goes when the savepoint is undone."""

    def __init__(self, signing: Signing) -> None:
        self._signing = signing
        in_every = IN_EVERY.get()
        self._notes: list[tuple[Act, Any]] = [in_every] if in_every else []  # Any: as above
        self._savepoints: list[int] = []

    def note(self, act: Act, item: object) -> None:
        """Hand `item` to `act` when the transaction ends."""
        self._notes.append((act, item))

    def begin_savepoint(self) -> None:
        """A savepoint begins, within those that are open."""
        self._savepoints.append(len(self._notes))

    def end_savepoint(self, *, undone: bool) -> None:
        """The innermost savepoint ends."""
        before = self._savepoints.pop()
        if undone:
            del self._notes[before:]

    async def perform(self, connection: AsyncConnection) -> list[Callable[[], None]]:
        """Performs each act once, in the order of its first note; what is to be done after the commit."""
        acts = dict.fromkeys(act for act, _ in self._notes)
        afterwards = [
            await act(connection, self._signing, [item for of, item in self._notes if of is act]) for act in acts
        ]
        return [after for after in afterwards if after is not None]


def last_acts_of(connection: Connection) -> LastActs | None:
    """The notes of the transaction on `connection`; None outside `Database.transaction`."""
    found = connection.get_execution_options().get(OPTION)
    return found if isinstance(found, LastActs) else None


def begin_savepoint(connection: Connection, _name: str | None) -> None:
    """SQLAlchemy's event."""
    if acts := last_acts_of(connection):
        acts.begin_savepoint()


def keep_savepoint(connection: Connection, _name: str, _context: object) -> None:
    """SQLAlchemy's event."""
    if acts := last_acts_of(connection):
        acts.end_savepoint(undone=False)


def undo_savepoint(connection: Connection, _name: str, _context: object) -> None:
    """SQLAlchemy's event."""
    if acts := last_acts_of(connection):
        acts.end_savepoint(undone=True)
