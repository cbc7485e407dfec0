"""The tables of the employees context. Days are business days; times are UTC; money is in cents."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from leadline.kernel.db.base import SerialId, UtcDateTime, metadata

FALSE = text("false")

roles = Table(
    "roles",
    metadata,
    Column("name", String(50), primary_key=True),
    Column("label_zh", String(100), nullable=False),
    Column("label_en", String(100), nullable=False),
    Column("data_scope", String(12), nullable=False),
    Column("built_in", Boolean, nullable=False, server_default=FALSE),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

# What differs from the role's defaults: a built-in role has those of the registry, any other has none. So a permission
# that a later version brings reaches the roles it is meant for, also those that somebody has edited.
role_permissions = Table(
    "role_permissions",
    metadata,
    Column("role", String(50), ForeignKey("roles.name", ondelete="CASCADE"), primary_key=True),
    Column("permission", String(100), primary_key=True),
    Column("granted", Boolean, nullable=False, server_default=text("true")),
)

# A local user has no issuer, and `external_id` is the name in small letters: one unique key serves both kinds.
users = Table(
    "users",
    metadata,
    Column("id", SerialId, primary_key=True),
    Column("username", String(100), nullable=False),
    Column("issuer", String(200), nullable=False, server_default=""),
    Column("external_id", String(100), nullable=False),
    Column("name", String(100), nullable=False, server_default=""),
    Column("role", String(50), ForeignKey("roles.name"), nullable=False),
    Column("data_scope", String(12)),
    Column("claimed_role", String(50)),  # what the token of another issuer said last, and when it was made
    Column("claimed_at", UtcDateTime),
    Column("password_hash", String(100)),
    Column("password_changed_at", UtcDateTime),
    Column("must_change_password", Boolean, nullable=False, server_default=FALSE),
    Column("disabled_at", UtcDateTime),
    Column("last_sign_in_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("issuer", "external_id"),
    Index("ix_users_role", "role"),
)

# `path` is `/1/4/` for team 4 below team 1: those below a team are those whose path begins with its own
teams = Table(
    "teams",
    metadata,
    Column("id", SerialId, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("parent_id", BigInteger, ForeignKey("teams.id")),
    Column("path", String(500), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("ix_teams_path", "path"),
    Index("ix_teams_parent_id", "parent_id"),
)

employees = Table(
    "employees",
    metadata,
    Column("id", SerialId, primary_key=True),
    Column("employee_no", String(20), nullable=False),
    Column("name", String(100), nullable=False),
    Column("user_id", BigInteger, ForeignKey("users.id")),
    Column("team_id", BigInteger, ForeignKey("teams.id")),
    Column("position", String(100), nullable=False, server_default=""),
    Column("status", String(12), nullable=False),
    Column("email", String(200), nullable=False, server_default=""),
    Column("phone_cipher", LargeBinary),
    Column("phone_index", LargeBinary),
    Column("phone_masked", String(32)),
    Column("joined_on", Date),
    Column("left_on", Date),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("employee_no"),
    UniqueConstraint("user_id"),
    Index("ix_employees_team_id", "team_id"),
    Index("ix_employees_phone_index", "phone_index"),
)

employee_agents = Table(
    "employee_agents",
    metadata,
    Column("id", SerialId, primary_key=True),
    Column("employee_id", BigInteger, ForeignKey("employees.id", ondelete="CASCADE"), nullable=False),
    Column("source", String(50), nullable=False),
    Column("agent_id", String(100), nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Index("ix_employee_agents_employee_id", "employee_id"),
    Index("ix_employee_agents_agent_id", "agent_id", "source"),
)

employee_kpis = Table(
    "employee_kpis",
    metadata,
    Column("employee_id", BigInteger, ForeignKey("employees.id", ondelete="CASCADE"), primary_key=True),
    Column("stat_date", Date, primary_key=True),
    Column("calls", Integer, nullable=False),
    Column("connected", Integer, nullable=False),
    Column("talk_seconds", BigInteger, nullable=False),
    Column("orders", Integer, nullable=False),
    Column("order_cents", BigInteger, nullable=False),
    Column("new_customers", Integer),
    Column("deposit_cents", BigInteger),
    Column("net_deposit_cents", BigInteger),
    Column("score", Float),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("ix_employee_kpis_stat_date", "stat_date"),
)

auth_sessions = Table(
    "auth_sessions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("address", String(64), nullable=False, server_default=""),
    Column("user_agent", String(300), nullable=False, server_default=""),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    Index("ix_auth_sessions_user_id", "user_id", "created_at"),
    Index("ix_auth_sessions_expires_at", "expires_at"),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", SerialId, primary_key=True),
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(100), nullable=False),
    Column("shown", String(20), nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    Column("permissions", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("last_used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    UniqueConstraint("token_hash"),
    Index("ix_api_tokens_user_id", "user_id"),
)

sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("created_by", String(100), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("key", String(140), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_failed_at", UtcDateTime, nullable=False),
    Column("blocked_until", UtcDateTime, nullable=False),
)

saved_views = Table(
    "saved_views",
    metadata,
    Column("id", SerialId, primary_key=True),
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("page", String(50), nullable=False),
    Column("name", String(100), nullable=False),
    Column("query", JSON, nullable=False),
    Column("shared", Boolean, nullable=False, server_default=FALSE),
    Column("pinned", Boolean, nullable=False, server_default=FALSE),
    Column("is_default", Boolean, nullable=False, server_default=FALSE),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("user_id", "page", "name"),
    Index("ix_saved_views_page", "page", "shared"),
)
