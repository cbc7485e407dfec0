"""Insert or replace a handful of rows, in the dialect at hand. For thousands of rows see `bulk`."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def upsert(
    connection: AsyncConnection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],  # Any: a column's own Python type
    *,
    key: Sequence[str] | None = None,
    keep: Sequence[str] = (),
    newer_by: str | None = None,
) -> None:
    """Inserts `rows`; where `key` (or the primary key) exists, replaces every given column but those in `keep`.

    `newer_by`: a column; a row whose own is less than the stored one's replaces nothing.
    """
    if not rows:
        return
    names = list(key) if key else [column.name for column in table.primary_key]
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    replaced = {name: statement.excluded[name] for name in rows[0] if name not in names and name not in keep}
    if replaced:
        stored = table.c[newer_by] if newer_by else None
        newer = None if stored is None else or_(stored.is_(None), statement.excluded[newer_by] >= stored)
        statement = statement.on_conflict_do_update(index_elements=names, set_=replaced, where=newer)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=names)
    await connection.execute(statement, [dict(row) for row in rows])
