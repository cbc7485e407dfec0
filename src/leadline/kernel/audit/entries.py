"""The audit log's tables, and what an entry is made of."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Table,
)

from leadline.kernel.audit.masks import clean, clean_text
from leadline.kernel.db.base import SerialId, UtcDateTime, metadata
from leadline.kernel.observability.trace import TRACE_ID, USER_ID

OK, REFUSED = "ok", "refused"
HEAD_ID = 1
audit_entries = Table(
    "audit_entries",
    metadata,
    Column("id", SerialId, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("actor_id", String(100), nullable=False, server_default=""),
    Column("action", String(50), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("details", JSON, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Column("result", String(10), nullable=False, server_default=OK),
    Column("address", String(64), nullable=False, server_default=""),
    Column("trace_id", String(64), nullable=False, server_default=""),
    Column("key_id", String(8)),
    Column("seal", LargeBinary),
    Column("mac", LargeBinary),
    Index("ix_audit_entries_actor", "actor", "action", "at"),
    Index("ix_audit_entries_at", "at"),
    Index("ix_audit_entries_action", "action", "id"),
    Index("ix_audit_entries_subject", "subject", "id"),
    Index("ix_audit_entries_trace_id", "trace_id"),
)
audit_head = Table(
    "audit_head",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("last_id", BigInteger, nullable=False),
    Column("mac", LargeBinary, nullable=False),
    Column("key_id", String(8), nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)


class Deed(NamedTuple):
    """What is written down: `action` is `noun.verb`, `subject` names the record.

    `details`, `before` and `after` are plain JSON values; `changed` of `masks.py` makes the last two. Numbers and
    secrets in them are masked on the way in. `actor_id` and `trace_id` are the request's own where they are left out.
    """

    actor: str
    action: str
    subject: str
    details: Mapping[str, object]
    address: str = ""
    trace_id: str = ""
    actor_id: str = ""
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None
    result: str = OK


def cleaned(deed: Deed) -> Deed:
    """The deed as it may be stored: masked, cut to its columns, with the request's own ids."""
    return Deed(
        actor=clean_text(deed.actor, 100),
        action=clean_text(deed.action, 50),
        subject=clean_text(deed.subject, 200),
        details=clean(deed.details),
        address=clean_text(deed.address, 64),
        trace_id=clean_text(deed.trace_id or TRACE_ID.get(), 64),
        actor_id=clean_text(deed.actor_id or USER_ID.get(), 100),
        before=None if deed.before is None else clean(deed.before),
        after=None if deed.after is None else clean(deed.after),
        result=clean_text(deed.result, 10),
    )
