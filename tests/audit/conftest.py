"""An audit log with a few entries, and ways to do to it what nobody should."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import asyncpg
import pytest

from leadline.kernel.audit.actors import Actor
from leadline.kernel.audit.keys import AuditKeys
from leadline.kernel.audit.log import write_down
from leadline.kernel.db.engine import Database
from leadline.kernel.db.last_acts import Signing

SIGNING = Signing("k" * 40)
KEYS = AuditKeys(SIGNING)
BOSS = Actor("boss", "7", "10.0.0.1", "trace-of-the-boss")
Damaging = Callable[[Sequence[str]], Awaitable[None]]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url, signing=SIGNING)
    yield made
    await made.close()


async def do(database: Database, *subjects: str, action: str = "thing.change") -> None:
    """One transaction and one entry a subject."""
    for subject in subjects:
        async with database.transaction() as connection:
            await write_down(connection, BOSS.did(action, subject, {"why": "测试"}))


@pytest.fixture
def damage(database_url: str) -> Damaging:
    """Runs statements as an administrator of the database who switched the triggers off."""

    async def on_sqlite(statements: Sequence[str]) -> None:
        connection = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for statement in (*(f"DROP TRIGGER {name}" for name in names), *statements):
            connection.execute(statement)
        connection.close()

    async def on_postgres(statements: Sequence[str]) -> None:
        connection = await asyncpg.connect(database_url.replace("+asyncpg", ""))
        for statement in ("ALTER TABLE audit_entries DISABLE TRIGGER USER", *statements):
            await connection.execute(statement)
        await connection.close()

    return on_sqlite if database_url.startswith("sqlite") else on_postgres
