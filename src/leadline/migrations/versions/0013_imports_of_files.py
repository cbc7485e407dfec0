"""Files that are uploaded to be imported, and how far their imports are."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from leadline.kernel.db.base import UtcDateTime

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SerialId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTS = ("received", "new", "updated", "unchanged", "not_dialled", "repeated", "refused")


def upgrade() -> None:
    op.create_table(
        "import_files",
        sa.Column("id", SerialId, nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.String(length=100), nullable=False),
        sa.Column("username", sa.String(length=100), nullable=False),
        sa.Column("uploaded_at", UtcDateTime(), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("imported_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_files")),
    )
    op.create_index("ix_import_files_sha256", "import_files", ["sha256"])
    op.create_index("ix_import_files_state", "import_files", ["state", "uploaded_at"])
    op.create_table(
        "import_runs",
        sa.Column("job_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=50), nullable=False),
        *(sa.Column(name, sa.BigInteger(), server_default="0", nullable=False) for name in COUNTS),
        sa.Column("refusals", sa.JSON(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_import_runs")),
    )
    op.create_index("ix_import_runs_file_id", "import_runs", ["file_id"])


def downgrade() -> None:
    op.drop_table("import_runs")
    op.drop_table("import_files")
