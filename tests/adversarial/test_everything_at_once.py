"""Batches, corrections, rule changes, exclusions, rebuilds and clearing at the same time leave the counts exact."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from random import Random

import pytest

from leadline.calls.contracts import CallRow, Outcome
from leadline.calls.domain.grades import DEFAULT_RULES
from leadline.calls.errors import AlreadyExcluded
from leadline.calls.service import exclusions, rules
from leadline.calls.service.clearing import clear_source
from leadline.calls.service.ingest import Ingest
from leadline.calls.service.recount import rebuild, verify
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.engine import Database
from leadline.kernel.db.retry import retrying
from tests.factories.calls import NOON, call

CALENDAR = BusinessCalendar("Asia/Shanghai")
GRADES = ("AS1 成功单9元", "AS2 成功单1元", "AG 话务员未操作", "AN1 骂人", "新等级", None)
OTHER_RULES = (replace(DEFAULT_RULES[0], pattern="AN1"), *DEFAULT_RULES[1:])
SOURCE = "stress"


def some_call(randomness: Random) -> CallRow:
    """One of 80 calls, at a day, by an agent and with a grade that may be other than the last time."""
    return call(
        str(randomness.randrange(80)),
        NOON + timedelta(days=randomness.randrange(3), hours=randomness.randrange(14)),
        randomness.choice((Outcome.CONNECTED, Outcome.NO_ANSWER)),
        agent_id=f"A{randomness.randrange(4)}",
        task_id=f"T{randomness.randrange(3)}",
        grade=randomness.choice(GRADES),
    )


async def write_batches(url: str, seed: int, rounds: int) -> None:
    database, randomness = Database(url, busy_seconds=60), Random(seed)
    ingest = Ingest(database, CALENDAR, Cipher("k" * 32))

    async def write(rows: list[CallRow]) -> None:
        async with database.transaction() as connection:
            await ingest.write(connection, SOURCE, rows)

    for _ in range(rounds):
        rows = [some_call(randomness) for _ in range(randomness.randrange(1, 60))]
        await retrying(partial(write, rows))
    await database.close()


async def change_rules(database: Database, rounds: int) -> None:
    for round_ in range(rounds):
        async with database.transaction() as connection:
            await rules.change_rules(connection, (OTHER_RULES, DEFAULT_RULES)[round_ % 2])
        await drained(rules.rejudge(database))


async def exclude_and_include(database: Database, rounds: int) -> None:
    for round_ in range(rounds):
        with suppress(AlreadyExcluded):
            async with database.transaction() as connection:
                await exclusions.exclude(connection, SOURCE, f"A{round_ % 4}", "", "tester")


async def drained(walk: AsyncIterator[object]) -> None:
    async for _ in walk:
        await asyncio.sleep(0)


async def repeat(work: Callable[[], Awaitable[None]], rounds: int) -> None:
    for _ in range(rounds):
        await work()
        await asyncio.sleep(0.05)


async def everything_at_once(url: str, seed: int, rounds: int) -> None:
    database = Database(url, busy_seconds=60)
    await asyncio.gather(
        *(write_batches(url, seed + number, rounds) for number in range(4)),
        change_rules(database, rounds // 4),
        exclude_and_include(database, rounds // 4),
        repeat(lambda: drained(rebuild(database, date.min, date.max)), rounds // 4),
        repeat(lambda: drained(clear_source(database, SOURCE)), rounds // 8),
    )
    verdicts = [verdict async for verdict in verify(database, date.min, date.max)]
    assert [verdict for verdict in verdicts if verdict.differences] == []
    assert [stale async for stale in rules.misjudged(database, date.min, date.max)] == []
    await database.close()


async def test_everything_at_once_leaves_the_counts_of_a_recount(database_url: str) -> None:
    await everything_at_once(database_url, seed=20251024, rounds=16)


@pytest.mark.torture
async def test_everything_at_once_for_minutes(postgres_url: str) -> None:
    await everything_at_once(postgres_url, seed=Random().randrange(10**6), rounds=400)
