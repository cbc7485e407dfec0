"""Appending to the audit chain: the last thing a transaction does before it commits.

The head (one row) names the last entry and is signed. Writers take it one after the other, for as long as an insert and
a commit last. A head that was not signed by us is never continued: that would make what was done to it look right.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Update, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.audit.entries import HEAD_ID, Deed, audit_entries, audit_head
from leadline.kernel.audit.keys import AuditKeys, Entry, same
from leadline.kernel.clock import now
from leadline.kernel.db.base import EPOCH
from leadline.kernel.db.last_acts import Signing
from leadline.kernel.errors import LeadlineError
from leadline.kernel.observability.logs import get_logger
from leadline.kernel.text import Text

CHECKPOINT_ENTRIES = 1000
FOUNDED_AT_ONCE = 1000
RESEAL = "audit.reseal"
log = get_logger(__name__)


class AuditHeadRefused(LeadlineError):
    """The head of the audit log is missing, altered, or signed with a key that is not ours."""

    status = 503
    code = "audit_head_refused"
    message = Text(
        "审计日志的链头未由本系统的密钥签名（SECRET_KEY 已更换，或日志被改动），写入已撤销。更换过密钥：把旧值写入 "
        "SECRET_OLD_KEYS。否则运行 leadline audit verify 查明损坏；确认后用 leadline audit reseal 重新起链。",
        "The audit log's head is not signed with a key of ours: SECRET_KEY was changed, or the log was altered. The "
        "write was undone. After a change of the key: put the former one into SECRET_OLD_KEYS. Otherwise `leadline "
        "audit verify` tells the damage, and `leadline audit reseal` begins a new chain after it.",
    )


class Checkpoint(NamedTuple):
    """A place in the chain to be kept outside the database: an anchor for `leadline audit verify --anchor`."""

    entry: int
    mac: str
    key: str

    def tell(self) -> None:
        """Into the log, once the entry is committed."""
        log.info("Audit checkpoint", entry=self.entry, anchor=f"{self.entry}:{self.mac}", key=self.key)


async def append(connection: AsyncConnection, signing: Signing, deeds: Sequence[Deed]) -> Callable[[], None] | None:
    """Appends the deeds in their order; returns the telling of a checkpoint, when one is due."""
    keys = AuditKeys.of(signing)
    head = await _locked_head(connection)
    if head is None or not await _is_ours(connection, keys, head):
        raise AuditHeadRefused
    checkpoint = await _extend(connection, keys, head, deeds)
    return checkpoint.tell if checkpoint else None


async def reseal(connection: AsyncConnection, signing: Signing, actor: str, reason: str) -> int:
    """Begins a new chain after a damaged one, with an entry that says so, and returns that entry's number."""
    keys = AuditKeys.of(signing)
    head = await _locked_head(connection)
    last = (await connection.execute(select(func.max(audit_entries.c.id)))).scalar() or 0
    last = max(last, head.last_id if head else 0)
    details = {"reason": reason, "head": None if head is None else head.last_id, "last_entry": last}
    if head is None:
        row = {"id": HEAD_ID, "last_id": last, "mac": b"", "key_id": "", "signature": b"", "updated_at": now()}
        await connection.execute(insert(audit_head).values(row))
        head = await _locked_head(connection)
    if head is None:
        raise AuditHeadRefused
    await _extend(connection, keys, head, [Deed(actor, RESEAL, "audit_log", details)], last_id=last, mac=b"")
    return last + 1


def found_chain(connection: Connection, signing: Signing) -> int:
    """Seals the entries that were there before the chain was; how many. For the migration that brings the chain."""
    keys = AuditKeys.of(signing)
    mac, last = b"", 0
    sealed = audit_entries.c
    sealing = (
        update(audit_entries)
        .where(sealed.id == bindparam("entry"))
        .values(key_id=bindparam("by"), seal=bindparam("own"), mac=bindparam("chained"))
    )
    query = select(audit_entries).where(sealed.id > bindparam("after")).order_by(sealed.id).limit(FOUNDED_AT_ONCE)
    while rows := connection.execute(query, {"after": last}).all():
        written = []
        for row in rows:
            own = keys.seal(dict(row._mapping), keys.key_id)
            mac, last = keys.link(mac, own, keys.key_id), row.id
            written.append({"entry": row.id, "by": keys.key_id, "own": own, "chained": mac})
        connection.execute(sealing, written)
    if last:
        connection.execute(_signed(keys, last, mac, now()))
    return last


async def _locked_head(connection: AsyncConnection) -> Row[Any] | None:  # Any: the head's columns
    query = select(audit_head).where(audit_head.c.id == HEAD_ID).with_for_update()
    return (await connection.execute(query)).one_or_none()


async def _is_ours(connection: AsyncConnection, keys: AuditKeys, head: Row[Any]) -> bool:  # Any: the head's columns
    if not head.signature and head.last_id == 0:  # nothing was ever written down
        return (await connection.execute(select(func.max(audit_entries.c.id)))).scalar() is None
    if not keys.knows(head.key_id):
        return False
    return same(head.signature, keys.signature(head.last_id, bytes(head.mac), head.updated_at, head.key_id))


async def _extend(
    connection: AsyncConnection,
    keys: AuditKeys,
    head: Row[Any],  # Any: the head's columns
    deeds: Sequence[Deed],
    last_id: int | None = None,
    mac: bytes | None = None,
) -> Checkpoint | None:
    at = now()
    last = head.last_id if last_id is None else last_id
    linked = bytes(head.mac) if mac is None else mac
    rows: list[Entry] = []
    for deed in deeds:
        last += 1
        row: Entry = {"id": last, "at": at, **deed._asdict()}
        seal = keys.seal(row, keys.key_id)
        linked = keys.link(linked, seal, keys.key_id)
        rows.append({**row, "key_id": keys.key_id, "seal": seal, "mac": linked})
    await connection.execute(insert(audit_entries), rows)
    await connection.execute(_signed(keys, last, linked, at))
    due = last // CHECKPOINT_ENTRIES > (last - len(rows)) // CHECKPOINT_ENTRIES
    if due or head.updated_at.date() != at.date() or head.updated_at == EPOCH:
        return Checkpoint(last, linked.hex(), keys.key_id)
    return None


def _signed(keys: AuditKeys, last: int, mac: bytes, at: datetime) -> Update:
    signature = keys.signature(last, mac, at, keys.key_id)
    values = {"last_id": last, "mac": mac, "key_id": keys.key_id, "signature": signature, "updated_at": at}
    return update(audit_head).where(audit_head.c.id == HEAD_ID).values(values)
