"""Alembic's entry: runs the migrations on the connection that `kernel.db.migrate` hands over."""

from typing import TYPE_CHECKING

from alembic import context

from leadline.entrypoints.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

connection: "Connection" = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    transactional_ddl=True,
    compare_type=True,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
