"""Transactions that lost against another writer, tried again.

A deadlock, a serialization failure or a lock that was not to be had undoes the whole transaction: nothing of it is
left, so doing it again is safe as long as the work is a function of its input alone.
"""

import asyncio
import math
import random
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from time import monotonic
from typing import TypeVar

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

from leadline.kernel.errors import LeadlineError
from leadline.kernel.observability.logs import get_logger

T = TypeVar("T")
ATTEMPTS = 3
FIRST_PAUSE_SECONDS = 0.1
# What SQLAlchemy, the drivers below it and the operating system raise when the database does not do as it is told
DATABASE_ERRORS: tuple[type[Exception], ...] = (
    SQLAlchemyError,
    sqlite3.Error,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    OSError,
    LeadlineError,
)
_LOST_STATES = ("40P01", "40001", "55P03")  # deadlock detected, serialization failure, lock not available
_LOST_WORDS = ("database is locked", "database table is locked", "database is busy")
log = get_logger(__name__)


async def retrying(work: Callable[[], Awaitable[T]], attempts: int = ATTEMPTS, *, patience: float = math.inf) -> T:
    """What `work` returns; it is called again, `attempts` times in all, when it lost against another writer.

    `work` opens its own transaction. The error of the last attempt, and any other error, is raised as it is; so is one
    that comes after `patience` seconds: somebody waits for the answer, who has waited long enough.
    """
    pause = FIRST_PAUSE_SECONDS
    begun = monotonic()
    for attempt in range(1, attempts):
        try:
            return await work()
        except DATABASE_ERRORS as error:
            if not lost_to_another_writer(error) or monotonic() - begun > patience:
                raise
            log.info("A transaction lost against another writer", attempt=attempt, reason=type(error).__name__)
        # two that collided must not come back in step
        await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311  # a pause, no secret
        pause *= 2
    return await work()


def lost_to_another_writer(error: BaseException) -> bool:
    """Whether the transaction was undone only because of another one (PostgreSQL's SQLSTATE, SQLite's words)."""
    return any(_lost(one) for one in _with_causes(error))


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    inner: BaseException | None = error
    while inner is not None and id(inner) not in seen:
        seen.add(id(inner))
        yield inner
        inner = getattr(inner, "orig", None) or inner.__cause__


def _lost(error: BaseException) -> bool:
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return state in _LOST_STATES
    return isinstance(error, sqlite3.OperationalError) and str(error).lower().startswith(_LOST_WORDS)
