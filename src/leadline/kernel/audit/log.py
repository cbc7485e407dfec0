"""The audit log's one door.

A deed is noted on the transaction that does it, and appended to the chain as the last statement before the commit
(`chain.py`): neither is without the other, and the chain holds up nobody's work.
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.audit.actors import Actor
from leadline.kernel.audit.chain import append
from leadline.kernel.audit.entries import Deed, audit_entries, cleaned
from leadline.kernel.audit.masks import clean_text
from leadline.kernel.db.last_acts import last_acts_of

__all__ = ["Deed", "audit_entries", "count_deeds", "write_down"]


async def write_down(connection: AsyncConnection, deed: Deed) -> None:
    """Notes one entry; it is appended when the caller's transaction (`Database.transaction`) commits, or never."""
    acts = last_acts_of(connection.sync_connection) if connection.sync_connection else None
    if acts is None:
        raise RuntimeError("a deed is written down within Database.transaction()")
    acts.note(append, cleaned(deed))


async def count_deeds(connection: AsyncConnection, actor: Actor, action: str, since: datetime) -> int:
    """How often `actor` did `action` since then, as far as it is committed: for quotas."""
    entries = audit_entries.c
    # as they are stored: a user name that is a telephone number stands there masked, like that of the next user
    who = (entries.actor == clean_text(actor.name, 100), entries.actor_id == clean_text(actor.id, 100))
    query = select(func.count()).where(*who, entries.action == action, entries.at >= since)
    return (await connection.execute(query)).scalar_one()
