"""The tables of jobs and schedules. Titles, reasons and lines are kept in both languages."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)

from leadline.kernel.db.base import SerialId, UtcDateTime, metadata

jobs = Table(
    "jobs",
    metadata,
    Column("id", SerialId, primary_key=True),
    Column("kind", String(50), nullable=False),
    Column("key", String(200)),
    Column("title_zh", String(300), nullable=False),
    Column("title_en", String(300), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("state", String(12), nullable=False),
    Column("run_at", UtcDateTime, nullable=False),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("beats", Integer, nullable=False, server_default="0"),
    Column("worker", String(100)),
    Column("heartbeat_at", UtcDateTime),
    Column("cancel_requested", Boolean, nullable=False, server_default=text("false")),
    Column("cursor", JSON(none_as_null=True)),
    Column("progress_done", BigInteger, nullable=False, server_default="0"),
    Column("progress_total", BigInteger),
    Column("progress_zh", Text),
    Column("progress_en", Text),
    Column("result", JSON(none_as_null=True)),
    Column("error_code", String(50)),
    Column("error_zh", Text),
    Column("error_en", Text),
    Column("trace_id", String(64), nullable=False, server_default=""),
    Column("requested_by", String(100), nullable=False),
    Column("schedule_id", BigInteger),
    Column("tick_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("started_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    # the queue in the order in which it is worked off
    Index(
        "ix_jobs_queue", "priority", "run_at", "id",
        sqlite_where=text("state = 'queued'"), postgresql_where=text("state = 'queued'"),
    ),
    # the database itself refuses a second running job of one key
    Index(
        "uq_jobs_running", "kind", "key", unique=True,
        sqlite_where=text("state = 'running'"), postgresql_where=text("state = 'running'"),
    ),
    Index("ix_jobs_kind", "kind", "key", "state"),
    Index("ix_jobs_state", "state", "id"),
    Index("ix_jobs_schedule_id", "schedule_id", "id"),
    Index("ix_jobs_finished_at", "finished_at"),
)  # fmt: skip

job_steps = Table(
    "job_steps",
    metadata,
    Column("job_id", SerialId, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("name", String(100), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("title_zh", String(300), nullable=False),
    Column("title_en", String(300), nullable=False),
    Column("state", String(12), nullable=False),
    Column("reason_zh", Text),
    Column("reason_en", Text),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
)

job_lines = Table(
    "job_lines",
    metadata,
    Column("id", SerialId, primary_key=True),
    Column("job_id", SerialId, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("level", String(8), nullable=False),
    Column("text_zh", Text, nullable=False),
    Column("text_en", Text, nullable=False),
    Index("ix_job_lines_job_id", "job_id", "id"),
)

schedules = Table(
    "schedules",
    metadata,
    Column("id", SerialId, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("title_zh", String(300), nullable=False),
    Column("title_en", String(300), nullable=False),
    Column("kind", String(50), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("cron", String(100), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("when_busy", String(8), nullable=False),
    Column("paused", Boolean, nullable=False, server_default=text("false")),
    Column("next_at", UtcDateTime),
    Column("last_tick_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("updated_by", String(100), nullable=False, server_default="system"),
    UniqueConstraint("name"),
)

# a tick is fired by whoever adds its row
schedule_ticks = Table(
    "schedule_ticks",
    metadata,
    Column(
        "schedule_id", SerialId, ForeignKey("schedules.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("tick_at", UtcDateTime, primary_key=True),
    Column("job_id", BigInteger),
)

# written out, not bound: a partial index is used only where its condition can be read off the statement
QUEUED_STATE: ColumnElement[str] = literal_column("'queued'")
RUNNING_STATE: ColumnElement[str] = literal_column("'running'")
QUEUED = jobs.c.state == QUEUED_STATE
RUNNING = jobs.c.state == RUNNING_STATE
