"""When a name was given: that of an older call, which comes later, is not the newest."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from leadline.kernel.db.base import UtcDateTime

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("call_names") as table:
        table.add_column(sa.Column("named_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("call_names") as table:
        table.drop_column("named_at")
