"""Reading the audit log: filters, pages from the newest entry on, and an export in batches."""

import csv
import io
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, cast, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.audit.actors import Actor
from leadline.kernel.audit.entries import audit_entries
from leadline.kernel.audit.log import write_down
from leadline.kernel.audit.masks import clean_text
from leadline.kernel.db.base import to_microseconds
from leadline.kernel.db.engine import Database
from leadline.kernel.http.envelope import local_iso

BATCH = 2000
SHOWN = tuple(column for column in audit_entries.columns if column.name not in ("key_id", "seal", "mac"))
HEADERS = tuple(column.name for column in SHOWN)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = b"\xef\xbb\xbf"
Found = Row[Any]  # Any: a column's own Python type


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What is looked for. `action` without a dot is all of a noun; `subject` ending in `*` is a beginning."""

    actor: str | None = None
    action: str | None = None
    subject: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    address: str | None = None
    trace_id: str | None = None
    result: str | None = None
    text: str | None = None

    @property
    def given(self) -> dict[str, object]:
        """The filters that are set, as plain values: what binds a cursor, and what an export is audited with."""
        values = {name: value for name, value in asdict(self).items() if value is not None}
        return {
            name: to_microseconds(value) if isinstance(value, datetime) else value for name, value in values.items()
        }


def selected(query: AuditQuery, before: int | None = None, limit: int | None = None) -> Select[Any]:  # Any: its columns
    """The entries, newest first; those before an entry's number, where one is given."""
    entries = audit_entries.c
    asked = select(*SHOWN).where(*_conditions(query)).order_by(entries.id.desc())
    if before is not None:
        asked = asked.where(entries.id < before)
    return asked if limit is None else asked.limit(limit)


async def read_entries(
    connection: AsyncConnection, query: AuditQuery, before: int | None, limit: int
) -> Sequence[Found]:
    """A page of the log."""
    rows: Sequence[Found] = (await connection.execute(selected(query, before, limit))).all()
    return rows


async def read_entry(connection: AsyncConnection, number: int) -> Found | None:
    """One entry by its number."""
    return (await connection.execute(select(*SHOWN).where(audit_entries.c.id == number))).one_or_none()


async def csv_chunks(database: Database, query: AuditQuery, actor: Actor) -> AsyncIterator[bytes]:
    """The entries as pieces of a CSV file. The export itself is written down before its first row."""
    async with database.transaction() as connection:
        await write_down(connection, actor.did("audit.export", "audit_log", {"format": "csv", "filters": query.given}))
    yield BOM + _lines([HEADERS])
    before: int | None = None
    while True:
        async with database.reading() as connection:
            rows = await read_entries(connection, query, before, BATCH)
        if rows:
            yield _lines([[_cell(value) for value in row] for row in rows])
            before = rows[-1].id
        if len(rows) < BATCH:
            return


def _conditions(query: AuditQuery) -> list[ColumnElement[bool]]:
    entries = audit_entries.c
    found = [
        entries[name] == clean_text(value, 200)  # as it is stored: a user name may be a number, and stands there masked
        for name in ("actor", "address", "trace_id", "result")
        if (value := getattr(query, name)) is not None
    ]
    if query.action is not None:
        found.append(
            entries.action == query.action
            if "." in query.action
            else entries.action.like(f"{_escaped(query.action)}.%", escape="\\")
        )
    if query.subject is not None:
        found.append(
            entries.subject.like(f"{_escaped(query.subject[:-1])}%", escape="\\")
            if query.subject.endswith("*")
            else entries.subject == query.subject
        )
    if query.start is not None:
        found.append(entries.at >= query.start)
    if query.end is not None:
        found.append(entries.at < query.end)
    if query.text is not None:
        found.append(_anywhere(query.text))
    return found


def _anywhere(wanted: str) -> ColumnElement[bool]:
    entries = audit_entries.c
    plain = f"%{_escaped(wanted)}%"
    inside = f"%{_escaped(json.dumps(wanted)[1:-1])}%"  # as it stands in stored JSON: \u with four digits
    texts = [entries[name].ilike(plain, escape="\\") for name in ("actor", "action", "subject")]
    documents = [cast(entries[name], String).ilike(inside, escape="\\") for name in ("details", "before", "after")]
    return or_(*texts, *documents)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return local_iso(value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def _lines(rows: Sequence[Sequence[object]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode("utf-8", "replace")
