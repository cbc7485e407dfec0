"""Rotation: everything that a former key wrote is written anew with the present one, in batches, while others work.

Each batch is a transaction with its own checkpoint: killed at any moment, the next run goes on behind the last batch
that was committed. Until the end both keys read, numbers are looked up by both, and rows that come again are compared
by both.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, String, Table, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.clock import now
from leadline.kernel.crypto.cipher import CannotDecrypt, Cipher
from leadline.kernel.crypto.data_keys import KEY_NAME, retire, usage
from leadline.kernel.crypto.protected import Protected, Values, protected
from leadline.kernel.db.base import UtcDateTime, metadata
from leadline.kernel.db.engine import Database
from leadline.kernel.db.retry import retrying
from leadline.kernel.db.upsert import upsert

BATCH = 500
PASSES = 3
key_rotations = Table(
    "key_rotations",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("key_id", String(KEY_NAME), nullable=False),
    Column("last_key", String(100), nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("updated_at", UtcDateTime, nullable=False),
)


@dataclass(slots=True)
class Rotation:
    """What a run came to. `unreadable` values are left as they are; `left` are those that other keys still wrote."""

    rows: int = 0
    renewed: int = 0
    unreadable: int = 0
    left: dict[str, int] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether nothing needs a former key any more."""
        return not self.left and not self.unreadable


@dataclass(frozen=True, slots=True)
class _Step:
    """One batch: the last key it took (None: there was nothing more), and what it did."""

    last: Any  # a key of the table
    rows: int = 0
    renewed: int = 0
    unreadable: int = 0


async def rotate(
    database: Database, cipher: Cipher, progress: Callable[[int, str], None] | None = None, batch: int = BATCH
) -> Rotation:
    """Renews every protected column; the former keys are retired when nothing is left that they wrote."""
    outcome = Rotation()
    for number in range(PASSES):
        for one in protected():
            await _renew_table(database, cipher, one, outcome, progress, batch)
        async with database.reading() as connection:
            outcome.left = _left(await usage(connection), cipher)
        if outcome.complete or outcome.unreadable:
            break
        if number + 1 < PASSES:  # a process with a former key as its present one has written meanwhile
            await _forget(database)
    if outcome.complete:
        async with database.transaction() as connection:
            await retire(connection, cipher)
    return outcome


async def count_rows(database: Database) -> int:
    """How many rows there are in all protected tables: the total of a progress bar."""
    async with database.reading() as connection:
        counts = [
            (await connection.execute(select(func.count()).select_from(one.table))).scalar_one() for one in protected()
        ]
    return sum(counts)


def _left(used: dict[str, Any], cipher: Cipher) -> dict[str, int]:  # Any: counters
    others = [counts for key_id, counts in used.items() if key_id != cipher.key_id.hex()]
    return {name: sum(counts[name] for counts in others) for counts in others for name in counts}


async def _renew_table(
    database: Database,
    cipher: Cipher,
    one: Protected,
    outcome: Rotation,
    progress: Callable[[int, str], None] | None,
    batch: int,
) -> None:
    last, done = await _checkpoint(database, cipher, one)
    outcome.rows += done
    while True:
        step = await retrying(lambda: _renew_batch(database, cipher, one, last, done, batch))  # noqa: B023  # called here
        done += step.rows
        outcome.rows += step.rows
        outcome.renewed += step.renewed
        outcome.unreadable += step.unreadable
        if progress:
            progress(outcome.rows, one.name)
        if step.last is None:
            return
        last = step.last


async def _checkpoint(database: Database, cipher: Cipher, one: Protected) -> tuple[Any, int]:  # Any: a key of the table
    query = select(key_rotations).where(key_rotations.c.name == one.name)
    async with database.reading() as connection:
        found = (await connection.execute(query)).one_or_none()
    if found is None or found.key_id != cipher.key_id.hex() or found.finished_at is not None:
        return None, 0
    last = int(found.last_key) if isinstance(one.key.type, Integer) else found.last_key
    return last, found.done


async def _renew_batch(
    database: Database,
    cipher: Cipher,
    one: Protected,
    last: Any,  # a key of the table
    done: int,
    batch: int,
) -> _Step:
    async with database.transaction() as connection:
        query = select(one.key).order_by(one.key).limit(batch)
        keys = (await connection.execute(query if last is None else query.where(one.key > last))).scalars().all()
        if not keys:
            await _mark(connection, cipher, one, last, done, finished=True)
            return _Step(None)
        held = select(one.key, *one.reads).where(one.key.in_(keys)).order_by(*(one.order or (one.key,)))
        rows = [tuple(row) for row in await connection.execute(held.with_for_update())]
        changes, unreadable = await asyncio.to_thread(_renewed, cipher, one, rows)
        for names, group in changes.items():
            values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
            statement = update(one.table).where(one.key == bindparam("of")).values(values)
            await connection.execute(statement, group)
        await _mark(connection, cipher, one, keys[-1], done + len(rows))
    return _Step(keys[-1], len(rows), sum(map(len, changes.values())), unreadable)


def _renewed(
    cipher: Cipher, one: Protected, rows: list[Values]
) -> tuple[dict[tuple[str, ...], list[dict[str, Any]]], int]:  # Any: parameters of the statement
    """What to write, by the columns that it is, and how many values cannot be read."""
    changes: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    unreadable = 0
    for key, *values in rows:
        try:
            new = one.renew(cipher, tuple(values))
        except CannotDecrypt:
            unreadable += 1
            continue
        if new:
            parameters = {f"new_{name}": value for name, value in new.items()}
            changes.setdefault(tuple(new), []).append({"of": key, **parameters})
    return changes, unreadable


async def _mark(
    connection: AsyncConnection,
    cipher: Cipher,
    one: Protected,
    last: Any,  # a key of the table
    done: int,
    *,
    finished: bool = False,
) -> None:
    row = {
        "name": one.name,
        "key_id": cipher.key_id.hex(),
        "last_key": "" if last is None else str(last),
        "done": done,
        "finished_at": now() if finished else None,
        "updated_at": now(),
    }
    await upsert(connection, key_rotations, [row])


async def _forget(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(update(key_rotations).values(finished_at=now()))
