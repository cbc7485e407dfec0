"""The tables of notifications. An address is encrypted as a whole; what may be shown of it stands beside it."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from leadline.kernel.db.base import SerialId, UtcDateTime, metadata

notification_channels = Table(
    "notification_channels",
    metadata,
    Column("id", SerialId, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("address_cipher", LargeBinary, nullable=False),
    Column("shown", JSON, nullable=False),
    Column("severities", JSON, nullable=False),
    Column("rules", JSON(none_as_null=True)),
    Column("recoveries", Boolean, nullable=False),
    Column("language", String(5), nullable=False),
    Column("quiet_from", String(5)),
    Column("quiet_to", String(5)),
    Column("zone", String(64), nullable=False),
    Column("urgent_through", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("updated_by", String(100), nullable=False),
    UniqueConstraint("name"),
)

# the log outlives the channel: it holds the channel's name, and no address
notification_deliveries = Table(
    "notification_deliveries",
    metadata,
    Column("id", SerialId, primary_key=True),
    Column("channel_id", BigInteger, nullable=False),
    Column("channel_name", String(100), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("content", JSON, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error_zh", Text),
    Column("error_en", Text),
    Column("digest_id", BigInteger),
    Column("created_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Index("ix_notification_deliveries_channel_id", "channel_id", "state", "id"),
    Index("ix_notification_deliveries_created_at", "created_at"),
)

notification_alerts = Table(
    "notification_alerts",
    metadata,
    Column(
        "delivery_id", SerialId, ForeignKey("notification_deliveries.id", ondelete="CASCADE"), primary_key=True,
        autoincrement=False,
    ),
    Column("alert_id", BigInteger, primary_key=True, autoincrement=False),
    Index("ix_notification_alerts_alert_id", "alert_id"),
)  # fmt: skip
