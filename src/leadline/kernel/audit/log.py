"""The audit log's table and its one door.

An entry is written in the transaction of the deed, so that neither is without the other.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import JSON, Column, Index, String, Table, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.clock import now
from leadline.kernel.db.base import SerialId, UtcDateTime, metadata

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("id", SerialId, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("action", String(50), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("details", JSON, nullable=False),
    Column("address", String(64), nullable=False, server_default=""),
    Column("trace_id", String(64), nullable=False, server_default=""),
    Index("ix_audit_entries_actor", "actor", "action", "at"),
    Index("ix_audit_entries_at", "at"),
)


class Deed(NamedTuple):
    """What is written down: `action` is `noun.verb`, `subject` names the record; `details` hold no secret."""

    actor: str
    action: str
    subject: str
    details: Mapping[str, object]
    address: str = ""
    trace_id: str = ""


async def write_down(connection: AsyncConnection, deed: Deed) -> None:
    """Appends one entry in the caller's transaction."""
    await connection.execute(
        insert(audit_entries).values(at=now(), **(deed._asdict() | {"details": dict(deed.details)}))
    )


async def count_deeds(connection: AsyncConnection, actor: str, action: str, since: datetime) -> int:
    """How often `actor` did `action` since then: for quotas."""
    entries = audit_entries.c
    query = select(func.count()).where(entries.actor == actor, entries.action == action, entries.at >= since)
    return (await connection.execute(query)).scalar_one()
