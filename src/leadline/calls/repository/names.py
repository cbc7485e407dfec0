"""The names that ids go by: agents, tasks, and the grade texts that were ever seen."""

from collections.abc import Iterable, Mapping
from typing import Literal

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import CallRow
from leadline.calls.domain.grades import GradeBook
from leadline.calls.models import call_names
from leadline.kernel.clock import now
from leadline.kernel.db.upsert import upsert

NameKind = Literal["agent", "task", "grade"]
MOST_KNOWN = 50_000


def names_in(rows: Iterable[CallRow], book: GradeBook) -> dict[tuple[NameKind, str], str]:
    """The names of the agents and tasks of these calls, and each grade text with its code."""
    names: dict[tuple[NameKind, str], str] = {}
    for row in rows:
        if row.agent_id and row.agent_name:
            names["agent", row.agent_id] = row.agent_name
        if row.task_id and row.task_name:
            names["task", row.task_id] = row.task_name
        if row.grade and ("grade", row.grade) not in names:
            names["grade", row.grade] = book.code_of(row.grade)
    return names


async def remember_names(
    connection: AsyncConnection,
    source: str,
    names: Mapping[tuple[NameKind, str], str],
    known: dict[tuple[str, NameKind, str], str] | None = None,
) -> None:
    """Remembers the names that are new or have changed; the others are not touched (and not locked).

    `known` spares the look-up of names that an earlier call found stored; it is filled only with what was read, since
    what is written here may yet be undone.
    """
    seen = {} if known is None else known
    open_names = {pair: name for pair, name in names.items() if seen.get((source, *pair)) != name}
    if not open_names:
        return
    query = select(call_names.c.kind, call_names.c.key, call_names.c.name).where(
        call_names.c.source == source, tuple_(call_names.c.kind, call_names.c.key).in_(sorted(open_names))
    )
    stored = {(kind, key): name for kind, key, name in await connection.execute(query)}
    if len(seen) < MOST_KNOWN:
        seen.update({(source, *pair): name for pair, name in stored.items()})
    changed = [
        {"source": source, "kind": kind, "key": key, "name": name, "updated_at": now()}
        for (kind, key), name in sorted(open_names.items())
        if stored.get((kind, key)) != name
    ]
    await upsert(connection, call_names, changed)
