"""The audit log becomes a chain with a signed head, and refuses changes."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from leadline.kernel.audit.chain import found_chain
from leadline.kernel.db.base import UtcDateTime
from leadline.kernel.db.last_acts import Signing

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NEW = ("actor_id", "before", "after", "result", "key_id", "seal", "mac")
SQLITE = (
    """CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END""",
    """CREATE TRIGGER audit_entries_remain BEFORE DELETE ON audit_entries
    BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END""",
)
POSTGRES = (
    """CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'audit entries are never changed or deleted'; END $$""",
    """CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries FOR EACH ROW
    EXECUTE FUNCTION refuse_audit_change()""",
    """CREATE TRIGGER audit_entries_remain BEFORE DELETE ON audit_entries FOR EACH ROW
    EXECUTE FUNCTION refuse_audit_change()""",
    """CREATE TRIGGER audit_entries_whole BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_audit_change()""",
)


def _renumber() -> None:
    """The entries that are there get the numbers 1, 2, 3, …: from now on a gap is a removed entry."""
    connection = op.get_bind()
    entries = sa.table("audit_entries", sa.column("id"))
    rows = connection.execute(sa.select(entries.c.id).order_by(entries.c.id)).scalars().all()
    for number, old in enumerate(rows, 1):
        if number != old:
            connection.execute(sa.update(entries).where(entries.c.id == old).values(id=number))


def upgrade() -> None:
    op.add_column("audit_entries", sa.Column("actor_id", sa.String(length=100), server_default="", nullable=False))
    op.add_column("audit_entries", sa.Column("before", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("audit_entries", sa.Column("after", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("audit_entries", sa.Column("result", sa.String(length=10), server_default="ok", nullable=False))
    op.add_column("audit_entries", sa.Column("key_id", sa.String(length=8), nullable=True))
    op.add_column("audit_entries", sa.Column("seal", sa.LargeBinary(), nullable=True))
    op.add_column("audit_entries", sa.Column("mac", sa.LargeBinary(), nullable=True))
    op.create_index("ix_audit_entries_action", "audit_entries", ["action", "id"])
    op.create_index("ix_audit_entries_subject", "audit_entries", ["subject", "id"])
    op.create_index("ix_audit_entries_trace_id", "audit_entries", ["trace_id"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.String(length=8), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    _renumber()
    sqlite = op.get_bind().dialect.name == "sqlite"
    start = "0" if sqlite else "to_timestamp(0)"
    empty = "x''" if sqlite else "''::bytea"
    op.execute(
        f"INSERT INTO audit_head (id, last_id, mac, key_id, signature, updated_at) "  # noqa: S608  # our own constants
        f"VALUES (1, 0, {empty}, '', {empty}, {start})"
    )
    config = op.get_context().config
    found_chain(op.get_bind(), config.attributes["signing"] if config else Signing())
    for statement in SQLITE if sqlite else POSTGRES:
        op.execute(statement)


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    names = ("audit_entries_stay", "audit_entries_remain", *(() if sqlite else ("audit_entries_whole",)))
    for name in names:
        op.execute(f"DROP TRIGGER {name}" + ("" if sqlite else " ON audit_entries"))
    if not sqlite:
        op.execute("DROP FUNCTION refuse_audit_change()")
    op.drop_table("audit_head")
    for index in ("ix_audit_entries_trace_id", "ix_audit_entries_subject", "ix_audit_entries_action"):
        op.drop_index(index, table_name="audit_entries")
    with op.batch_alter_table("audit_entries") as table:
        for name in NEW:
            table.drop_column(name)
