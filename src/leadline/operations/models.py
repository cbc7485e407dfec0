"""The tables of operations: what people set of the rules of alerts, and the alerts that there are and were."""

from sqlalchemy import JSON, Boolean, Column, Float, Index, String, Table, Text, text

from leadline.kernel.db.base import SerialId, UtcDateTime, metadata

# a rule that nobody has changed has no row: it is as the program brings it
alert_rules = Table(
    "alert_rules",
    metadata,
    Column("name", String(50), primary_key=True),
    Column("enabled", Boolean, nullable=False),
    Column("severity", String(10), nullable=False),
    Column("threshold", Float),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("updated_by", String(100), nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", SerialId, primary_key=True),
    Column("rule", String(50), nullable=False),
    Column("key", String(200), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("source", String(50), nullable=False, server_default=""),
    Column("summary_zh", Text, nullable=False),
    Column("summary_en", Text, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("resolved_at", UtcDateTime),
    Column("acknowledged_at", UtcDateTime),
    Column("acknowledged_by", String(100)),
    Column("note", String(500)),
    # the database itself refuses a second open alert of one rule and key
    Index(
        "uq_alerts_open", "rule", "key", unique=True,
        sqlite_where=text("resolved_at IS NULL"), postgresql_where=text("resolved_at IS NULL"),
    ),
    Index("ix_alerts_opened_at", "opened_at", "id"),
    Index("ix_alerts_rule", "rule", "opened_at", "id"),
)  # fmt: skip
