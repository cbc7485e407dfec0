"""The tables of the outbox: events, how far each subscriber has come, and what could not be delivered."""

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, String, Table, Text

from leadline.kernel.db.base import SerialId, UtcDateTime, metadata

outbox_events = Table(
    "outbox_events",
    metadata,
    Column("id", SerialId, primary_key=True),
    # PostgreSQL's transaction: ids are given out before the commit, so that they alone would not tell what comes later
    Column("txid", BigInteger, nullable=False),
    Column("name", String(100), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("trace_id", String(64), nullable=False, server_default=""),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_outbox_events_place", "txid", "id"),
)

outbox_subscribers = Table(
    "outbox_subscribers",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("txid", BigInteger, nullable=False),
    Column("event_id", BigInteger, nullable=False),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("retry_at", UtcDateTime),
    Column("updated_at", UtcDateTime, nullable=False),
)

dead_letters = Table(
    "dead_letters",
    metadata,
    Column("id", SerialId, primary_key=True),
    Column("subscriber", String(100), nullable=False),
    Column("event_id", BigInteger, nullable=False),
    Column("name", String(100), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("trace_id", String(64), nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False),
    Column("error_zh", Text, nullable=False),
    Column("error_en", Text, nullable=False),
    Column("died_at", UtcDateTime, nullable=False),
    Column("delivered_at", UtcDateTime),
    Index("ix_dead_letters_died_at", "died_at"),
)
