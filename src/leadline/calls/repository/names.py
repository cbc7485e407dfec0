"""The names that ids go by: agents, tasks, and the grade texts that were ever seen."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Literal, NamedTuple

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import CallRow
from leadline.calls.domain.grades import GradeBook
from leadline.calls.models import call_names
from leadline.kernel.clock import now
from leadline.kernel.db.upsert import upsert

NameKind = Literal["agent", "task", "grade"]
MOST_KNOWN = 50_000
OFTEN = timedelta(days=1)  # of the calls; each hour took a fifth of the speed of a sync


class Named(NamedTuple):
    """What something is called, and when it was called so; a grade's code is of no time."""

    name: str
    at: datetime | None = None


Names = dict[tuple[NameKind, str], Named]
Known = dict[tuple[str, NameKind, str], Named]


def names_in(rows: Iterable[CallRow], book: GradeBook) -> Names:
    """The newest names of the agents and tasks of these calls, and each grade text with its code."""
    in_time = sorted(rows, key=attrgetter("start_time"))  # of one key the last one stays
    agents = {row.agent_id: row for row in in_time if row.agent_id and row.agent_name}
    tasks = {row.task_id: row for row in in_time if row.task_id and row.task_name}
    grades: Names = {
        ("grade", one): Named(book.code_of(one)) for one in dict.fromkeys(row.grade for row in in_time) if one
    }
    names: Names = {("agent", key): Named(row.agent_name or "", row.start_time) for key, row in agents.items()}
    names |= {("task", key): Named(row.task_name or "", row.start_time) for key, row in tasks.items()}
    return names | grades


def together(first: Names, second: Names) -> Names:
    """Both; of what both name, the newer."""
    return {**first, **{pair: named for pair, named in second.items() if not _outdated(named, first.get(pair))}}


def _outdated(named: Named, known: Named | None) -> bool:
    return known is not None and named.at is not None and known.at is not None and named.at < known.at


def _tells_nothing(named: Named, known: Named | None) -> bool:
    """It is known, or it is of before what is known. That the same name was heard anew is written once a day."""
    if known is None:
        return False
    if _outdated(named, known):
        return True
    return named.name == known.name and (named.at is None or (known.at is not None and named.at - known.at < OFTEN))


async def remember_names(connection: AsyncConnection, source: str, names: Names, known: Known | None = None) -> None:
    """Remembers the names that are new, or newer than those that are stored; the others are not touched nor locked.

    A file of last month, or a day that is pulled again, does not bring a former name back. `known` spares the look-up
    of names that an earlier call found stored; it is filled only with what was read, since what is written here may yet
    be undone.
    """
    seen = {} if known is None else known
    open_names = {pair: named for pair, named in names.items() if not _tells_nothing(named, seen.get((source, *pair)))}
    if not open_names:
        return
    columns = call_names.c
    query = select(columns.kind, columns.key, columns.name, columns.named_at).where(
        columns.source == source, tuple_(columns.kind, columns.key).in_(sorted(open_names))
    )
    stored = {(kind, key): Named(name, at) for kind, key, name, at in await connection.execute(query)}
    if len(seen) < MOST_KNOWN:
        seen.update({(source, *pair): named for pair, named in stored.items()})
    changed = [
        {"source": source, "kind": kind, "key": key, "name": name, "updated_at": now(), "named_at": at}
        for (kind, key), (name, at) in sorted(open_names.items())
        if not _tells_nothing(Named(name, at), stored.get((kind, key)))
    ]
    await upsert(connection, call_names, changed, newer_by="named_at")
