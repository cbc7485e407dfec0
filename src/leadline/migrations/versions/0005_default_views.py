"""A saved view may be the one that its page opens with."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("saved_views") as batch:
        batch.add_column(sa.Column("is_default", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("saved_views") as batch:
        batch.drop_column("is_default")
