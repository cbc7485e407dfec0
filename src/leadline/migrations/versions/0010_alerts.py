"""Alerts and their rules, and the days that were closed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from leadline.kernel.db.base import UtcDateTime

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SerialId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _alert_tables() -> None:
    op.create_table(
        "alert_rules",
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_alert_rules")),
    )
    op.create_table(
        "alerts",
        sa.Column("id", SerialId, nullable=False),
        sa.Column("rule", sa.String(length=50), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=50), server_default="", nullable=False),
        sa.Column("summary_zh", sa.Text(), nullable=False),
        sa.Column("summary_en", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("acknowledged_at", UtcDateTime(), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=100), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    still_open = sa.text("resolved_at IS NULL")
    op.create_index(
        "uq_alerts_open", "alerts", ["rule", "key"], unique=True, sqlite_where=still_open, postgresql_where=still_open
    )
    op.create_index("ix_alerts_opened_at", "alerts", ["opened_at", "id"])
    op.create_index("ix_alerts_rule", "alerts", ["rule", "opened_at", "id"])


def upgrade() -> None:
    _alert_tables()
    op.create_table(
        "day_closings",
        sa.Column("source", sa.String(length=50), nullable=False),
        sa.Column("stat_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("connected", sa.Integer(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=False),
        sa.Column("reopened_at", UtcDateTime(), nullable=True),
        sa.Column("reason_zh", sa.Text(), nullable=True),
        sa.Column("reason_en", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("source", "stat_date", name=op.f("pk_day_closings")),
    )
    counters = sa.table("counters", sa.column("name", sa.String()), sa.column("value", sa.BigInteger()))
    op.bulk_insert(counters, [{"name": "alerts", "value": 0}])


def downgrade() -> None:
    op.execute("DELETE FROM counters WHERE name = 'alerts'")
    for table in ("day_closings", "alerts", "alert_rules"):
        op.drop_table(table)
