"""Transactions that lost against another writer are tried again, and nothing else is."""

import sqlite3

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from leadline.kernel.db import retry
from leadline.kernel.db.retry import retrying


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_PAUSE_SECONDS", 0.0)


class Work:
    """Fails as often as it is told, then returns how often it was called."""

    def __init__(self, error: Exception, failures: int) -> None:
        self.error, self.failures, self.calls = error, failures, 0

    async def __call__(self) -> int:
        self.calls += 1
        if self.calls <= self.failures:
            raise self.error
        return self.calls


def wrapped(error: Exception) -> DBAPIError:
    return DBAPIError("UPDATE counters", None, error)


LOST = [
    sqlite3.OperationalError("database is locked"),
    asyncpg.DeadlockDetectedError("deadlock detected"),
    asyncpg.SerializationError("could not serialize"),
    asyncpg.LockNotAvailableError("lock timeout"),
    wrapped(asyncpg.DeadlockDetectedError("deadlock detected")),
]


@pytest.mark.parametrize("error", LOST, ids=lambda error: type(error).__name__)
async def test_what_lost_against_another_writer_is_tried_three_times(error: Exception) -> None:
    assert await retrying(Work(error, 2)) == 3


async def test_the_last_error_is_raised_as_it_is() -> None:
    work = Work(LOST[0], 5)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await retrying(work)
    assert work.calls == 3


async def test_who_has_waited_long_enough_hears_of_the_first_loss() -> None:
    work = Work(LOST[0], 1)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await retrying(work, patience=-1)
    assert (work.calls, await retrying(Work(LOST[0], 1), patience=60)) == (1, 2)


@pytest.mark.parametrize(
    "error",
    [sqlite3.OperationalError("database or disk is full"), asyncpg.UniqueViolationError("twice"), ValueError("ours")],
    ids=lambda error: type(error).__name__,
)
async def test_any_other_error_is_raised_at_once(error: Exception) -> None:
    work = Work(error, 1)
    with pytest.raises(type(error)):
        await retrying(work)
    assert work.calls == 1
