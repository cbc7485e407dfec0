"""The index that lists by duration read holds whose each call is; new calls are vacuumed within days."""

from collections.abc import Sequence

from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAME, TABLE = "ix_call_records_duration", "call_records"
VACUUMED = {"autovacuum_vacuum_insert_scale_factor": 0, "autovacuum_vacuum_insert_threshold": 50000}
BEFORE = ["stat_date", "is_success", "duration", "id"]


def upgrade() -> None:
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, [*BEFORE, "agent_id", "source"])
    if op.get_context().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {TABLE} SET ({', '.join(f'{name} = {value}' for name, value in VACUUMED.items())})")


def downgrade() -> None:
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, BEFORE)
    if op.get_context().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {TABLE} RESET ({', '.join(VACUUMED)})")
