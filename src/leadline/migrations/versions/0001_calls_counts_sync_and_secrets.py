"""Calls, counts, sync and secrets."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from leadline.kernel.db.base import UtcDateTime

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

GRADE_RULES = (
    # position, match, pattern, code, label, category, order_kind, value_cents
    (0, "regex", "(?<!\\d)9元|^9$", "AS1", "成功单9元", "success", "9", 900),
    (1, "regex", "(?<!\\d)1元|^1$", "AS2", "成功单1元", "success", "1", 100),
    (2, "regex", "^AF2(?![0-9A-Za-z])", "AF2", "在忙/晚点再说", "follow_up", "", 0),
    (3, "regex", "^AF3(?![0-9A-Za-z])", "AF3", "加微信成功挂断", "follow_up", "", 0),
    (4, "regex", "^AF4(?![0-9A-Za-z])", "AF4", "付费环节挂断", "follow_up", "", 0),
    (5, "regex", "^AF5(?![0-9A-Za-z])", "AF5", "没说话直接挂断", "follow_up", "", 0),
    (6, "regex", "^AF11(?![0-9A-Za-z])", "AF11", "可跟进 AF11", "follow_up", "", 0),
    (7, "regex", "^AF12(?![0-9A-Za-z])", "AF12", "可跟进 AF12", "follow_up", "", 0),
    (8, "regex", "^AF13(?![0-9A-Za-z])", "AF13", "可跟进 AF13", "follow_up", "", 0),
    (9, "regex", "^AF14(?![0-9A-Za-z])", "AF14", "可跟进 AF14", "follow_up", "", 0),
    (10, "regex", "^AN1(?![0-9A-Za-z])", "AN1", "骂人", "invalid", "", 0),
    (11, "regex", "^AN2(?![0-9A-Za-z])", "AN2", "明确不需要", "invalid", "", 0),
    (12, "regex", "^AN3(?![0-9A-Za-z])", "AN3", "语音助手", "invalid", "", 0),
    (13, "regex", "^AN4(?![0-9A-Za-z])", "AN4", "已报名", "invalid", "", 0),
    (14, "regex", "^AOT(?![0-9A-Za-z])", "AOT", "其他", "invalid", "", 0),
    (15, "regex", "^AG(?![0-9A-Za-z])", "AG", "话务员未操作", "open", "", 0),
    (16, "exact", "邀约失败", "invite_failed", "邀约失败", "invalid", "", 0),
    (17, "exact", "F-直接挂机", "hung_up", "F-直接挂机", "invalid", "", 0),
    (18, "regex", "^(?:未接通)$", "not_connected", "未接通", "not_reached", "", 0),
    (19, "regex", "^(?:空号)$", "invalid_number", "空号", "not_reached", "", 0),
    (20, "regex", "^(?:关机)$", "powered_off", "关机", "not_reached", "", 0),
    (21, "regex", "^(?:停机)$", "suspended", "停机", "not_reached", "", 0),
    (22, "regex", "^(?:无人接听)$", "no_answer", "无人接听", "not_reached", "", 0),
    (23, "regex", "^(?:拒接)$", "rejected", "拒接", "not_reached", "", 0),
)


def _seed() -> None:
    counters = sa.table("counters", sa.column("name"), sa.column("value"))
    op.bulk_insert(counters, [{"name": "calls", "value": 0}, {"name": "grade_rules", "value": 1}])
    names = ("position", "match", "pattern", "code", "label", "category", "order_kind", "value_cents")
    rules = sa.table("grade_rules", *(sa.column(name) for name in names))
    op.bulk_insert(rules, [dict(zip(names, rule, strict=True)) for rule in GRADE_RULES])


def upgrade() -> None:
    op.create_table(
        "agent_exclusions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=50), nullable=False),
        sa.Column("agent_id", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=200), server_default="", nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent_exclusions")),
        sa.UniqueConstraint("source", "agent_id", name=op.f("uq_agent_exclusions_source_agent_id")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("action", sa.String(length=50), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(length=64), server_default="", nullable=False),
        sa.Column("trace_id", sa.String(length=64), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_actor", "audit_entries", ["actor", "action", "at"])
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"])

    op.create_table(
        "call_names",
        sa.Column("source", sa.String(length=50), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("source", "kind", "key", name=op.f("pk_call_names")),
    )
    op.create_table(
        "call_records",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=50), nullable=False),
        sa.Column("call_id", sa.String(length=100), nullable=False),
        sa.Column("stat_date", sa.Date(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("task_id", sa.String(length=100), server_default="", nullable=False),
        sa.Column("task_name", sa.String(length=200), nullable=True),
        sa.Column("agent_id", sa.String(length=100), server_default="", nullable=False),
        sa.Column("agent_name", sa.String(length=100), nullable=True),
        sa.Column("follow_up_id", sa.String(length=100), nullable=True),
        sa.Column("phone_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(), nullable=True),
        sa.Column("phone_masked", sa.String(length=32), nullable=True),
        sa.Column("start_time", UtcDateTime(), nullable=False),
        sa.Column("end_time", UtcDateTime(), nullable=True),
        sa.Column("end_derived", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("duration", sa.Integer(), server_default="0", nullable=False),
        sa.Column("hangup_reason", sa.String(length=50), nullable=True),
        sa.Column("is_success", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("raw_outcome", sa.String(length=100), nullable=True),
        sa.Column("grade", sa.String(length=100), nullable=True),
        sa.Column("grade_code", sa.String(length=40), server_default="", nullable=False),
        sa.Column("order_kind", sa.String(length=10), server_default="", nullable=False),
        sa.Column("order_cents", sa.Integer(), server_default="0", nullable=False),
        sa.Column("province", sa.String(length=50), server_default="", nullable=False),
        sa.Column("city", sa.String(length=50), nullable=True),
        sa.Column("line", sa.String(length=200), nullable=True),
        sa.Column("recording_url", sa.String(length=1000), nullable=True),
        sa.Column("cost_cents", sa.Integer(), nullable=True),
        sa.Column("billed_minutes", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("customer_name", sa.String(length=200), nullable=True),
        sa.Column("company", sa.String(length=200), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("dial_task_id", sa.BigInteger(), nullable=True),
        sa.Column("lead_id", sa.BigInteger(), nullable=True),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("fingerprint", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("synced_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_records")),
        sa.UniqueConstraint("source", "call_id", name=op.f("uq_call_records_source_call_id")),
    )
    op.create_index("ix_call_records_agent_id", "call_records", ["agent_id", "start_time", "id", "duration"])
    op.create_index("ix_call_records_duration", "call_records", ["stat_date", "is_success", "duration", "id"])
    op.create_index("ix_call_records_grade_code", "call_records", ["grade_code", "start_time", "id", "duration"])
    op.create_index("ix_call_records_outcome", "call_records", ["outcome", "start_time", "id", "duration"])
    op.create_index("ix_call_records_phone_index", "call_records", ["stat_date", "phone_index"])
    op.create_index("ix_call_records_province", "call_records", ["province", "start_time", "id", "duration"])
    op.create_index("ix_call_records_source", "call_records", ["source", "start_time", "id", "duration"])
    op.create_index("ix_call_records_start_time", "call_records", ["start_time", "id"])
    op.create_index("ix_call_records_task_id", "call_records", ["task_id", "start_time", "id", "duration"])

    op.create_table(
        "call_rollups",
        sa.Column("cube", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("stat_date", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=50), nullable=False),
        sa.Column("agent_id", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("connected", sa.Integer(), nullable=False),
        sa.Column("talk_seconds", sa.BigInteger(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("order_cents", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("cube", "stat_date", "source", "agent_id", "key", name=op.f("pk_call_rollups")),
        postgresql_with={"fillfactor": 70},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("value", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "daily_stats",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=50), nullable=False),
        sa.Column("stat_date", sa.Date(), nullable=False),
        sa.Column("total_calls", sa.Integer(), nullable=False),
        sa.Column("success_calls", sa.Integer(), nullable=False),
        sa.Column("failed_calls", sa.Integer(), nullable=False),
        sa.Column("success_rate", sa.Float(), nullable=True),
        sa.Column("total_duration", sa.BigInteger(), nullable=False),
        sa.Column("avg_duration", sa.Float(), nullable=True),
        sa.Column("agents", sa.Integer(), server_default="0", nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("orders_9", sa.Integer(), nullable=False),
        sa.Column("orders_1", sa.Integer(), nullable=False),
        sa.Column("order_cents", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_stats")),
        sa.UniqueConstraint("stat_date", "source", name=op.f("uq_daily_stats_stat_date_source")),
    )
    op.create_table(
        "grade_rules",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("match", sa.String(length=10), nullable=False),
        sa.Column("pattern", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("order_kind", sa.String(length=10), server_default="", nullable=False),
        sa.Column("value_cents", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_rules")),
        sa.UniqueConstraint("position", name=op.f("uq_grade_rules_position")),
    )
    op.create_table(
        "grade_stats_cache",
        sa.Column("source", sa.String(length=50), nullable=False),
        sa.Column("stat_date", sa.Date(), nullable=False),
        sa.Column("grade_9", sa.Integer(), nullable=False),
        sa.Column("grade_1", sa.Integer(), nullable=False),
        sa.Column("total_success", sa.Integer(), nullable=False),
        sa.Column("total_records", sa.Integer(), nullable=False),
        sa.Column("sync_type", sa.String(length=10), nullable=False),
        sa.Column("calculated_at", UtcDateTime(), nullable=False),
        sa.Column("elapsed", sa.Float(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("source", "stat_date", name=op.f("pk_grade_stats_cache")),
    )
    op.create_table(
        "raw_batches",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=50), nullable=False),
        sa.Column("stat_date", sa.Date(), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raw_batches")),
    )
    op.create_index("ix_raw_batches_received_at", "raw_batches", ["received_at"])
    op.create_index("ix_raw_batches_stat_date", "raw_batches", ["stat_date", "source"])

    op.create_table(
        "stored_secrets",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("cipher", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_stored_secrets")),
    )
    op.create_table(
        "sync_days",
        sa.Column("source", sa.String(length=50), nullable=False),
        sa.Column("track", sa.String(length=10), nullable=False),
        sa.Column("stat_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("vendor_rows", sa.Integer(), nullable=True),
        sa.Column("received_rows", sa.Integer(), server_default="0", nullable=False),
        sa.Column("refused_rows", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason_zh", sa.Text(), nullable=True),
        sa.Column("reason_en", sa.Text(), nullable=True),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("source", "track", "stat_date", name=op.f("pk_sync_days")),
    )
    op.create_table(
        "sync_runs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=50), nullable=False),
        sa.Column("track", sa.String(length=10), nullable=False),
        sa.Column("sync_type", sa.String(length=10), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("requested_by", sa.String(length=100), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("heartbeat_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("days_done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("days_incomplete", sa.Integer(), server_default="0", nullable=False),
        sa.Column("received_rows", sa.Integer(), server_default="0", nullable=False),
        sa.Column("new_rows", sa.Integer(), server_default="0", nullable=False),
        sa.Column("updated_rows", sa.Integer(), server_default="0", nullable=False),
        sa.Column("refused_rows", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error_zh", sa.Text(), nullable=True),
        sa.Column("error_en", sa.Text(), nullable=True),
        sa.Column("trace_id", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_runs")),
    )
    op.create_index("ix_sync_runs_started_at", "sync_runs", ["started_at"])

    op.create_table(
        "task_stats_cache",
        sa.Column("source", sa.String(length=50), nullable=False),
        sa.Column("stat_date", sa.Date(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("connected", sa.Integer(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("sync_type", sa.String(length=10), nullable=False),
        sa.Column("calculated_at", UtcDateTime(), nullable=False),
        sa.Column("elapsed", sa.Float(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("source", "stat_date", name=op.f("pk_task_stats_cache")),
    )
    op.create_table(
        "vendor_totals",
        sa.Column("source", sa.String(length=50), nullable=False),
        sa.Column("stat_date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("connected", sa.Integer(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source", "stat_date", "kind", "key", name=op.f("pk_vendor_totals")),
    )
    _seed()


def downgrade() -> None:
    op.drop_table("vendor_totals")
    op.drop_table("task_stats_cache")
    op.drop_index("ix_sync_runs_started_at", table_name="sync_runs")

    op.drop_table("sync_runs")
    op.drop_table("sync_days")
    op.drop_table("stored_secrets")
    op.drop_index("ix_raw_batches_stat_date", table_name="raw_batches")
    op.drop_index("ix_raw_batches_received_at", table_name="raw_batches")

    op.drop_table("raw_batches")
    op.drop_table("grade_stats_cache")
    op.drop_table("grade_rules")
    op.drop_table("daily_stats")
    op.drop_table("counters")
    op.drop_table("call_rollups")
    op.drop_index("ix_call_records_task_id", table_name="call_records")
    op.drop_index("ix_call_records_start_time", table_name="call_records")
    op.drop_index("ix_call_records_source", table_name="call_records")
    op.drop_index("ix_call_records_province", table_name="call_records")
    op.drop_index("ix_call_records_phone_index", table_name="call_records")
    op.drop_index("ix_call_records_outcome", table_name="call_records")
    op.drop_index("ix_call_records_grade_code", table_name="call_records")
    op.drop_index("ix_call_records_duration", table_name="call_records")
    op.drop_index("ix_call_records_agent_id", table_name="call_records")

    op.drop_table("call_records")
    op.drop_table("call_names")
    op.drop_index("ix_audit_entries_at", table_name="audit_entries")
    op.drop_index("ix_audit_entries_actor", table_name="audit_entries")

    op.drop_table("audit_entries")
    op.drop_table("agent_exclusions")
