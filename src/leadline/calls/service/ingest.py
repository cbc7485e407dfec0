"""Ingest: a batch of calls and every count that it changes, in one transaction.

Delivered twice, late, in another order or corrected, a batch leaves every count equal to a recount of the rows:
1. rows that are stored as they are given drop out by their fingerprint;
2. new ones are inserted, and those that another writer inserted meanwhile are treated as stored;
3. stored ones are locked in key order, merged, and updated;
4. the deltas, new minus stored, are added to the roll-ups in key order, so that two writers never wait in a circle.
"""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import BatchResult, CallRow
from leadline.calls.domain.deltas import Counted, Deltas
from leadline.calls.domain.grades import GradeBook
from leadline.calls.domain.rows import last_of_each, merged, storable
from leadline.calls.models import call_records
from leadline.calls.repository.counts import apply_deltas
from leadline.calls.repository.names import NameKind, names_in, remember_names
from leadline.calls.repository.records import INSERTED, READ_BACK, WRITTEN, RecordMapper, stored_count
from leadline.calls.repository.rules import BookShelf
from leadline.kernel.clock import BusinessCalendar, now
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.bulk import Row, door_of
from leadline.kernel.db.engine import Database, after_commit
from leadline.kernel.observability.metrics import Counter

CALL_KEY = ("source", "call_id")
INGESTED = Counter(
    "leadline_calls_ingested_total", "Rows of calls that batches brought, by what came of them", ("source", "result")
)


class _Arranged(NamedTuple):
    """A batch ready for the database: calls by id, in id order, each with its fingerprint."""

    calls: dict[str, tuple[CallRow, int]]
    repeated: int
    not_dialled: int


class Ingest:
    """Writes batches of calls. One for a process; safe to use from many tasks at once."""

    def __init__(self, database: Database, calendar: BusinessCalendar, cipher: Cipher) -> None:
        self._door = door_of(database)
        self._mapper = RecordMapper(calendar, cipher, self._door)
        self._cipher = cipher
        self._fingerprint = cipher.fingerprint
        self._shelf = BookShelf()
        self._book = GradeBook(())
        self._names: dict[tuple[str, NameKind, str], str] = {}

    async def write(self, connection: AsyncConnection, source: str, rows: Sequence[CallRow]) -> BatchResult:
        """Stores the batch and moves the counts, inside the caller's transaction. Rows not dialled are no calls."""
        arranged = await asyncio.to_thread(self._arrange, rows)
        book = await self._shelf.book(connection)
        if book is not self._book:  # another version: what is stored may have been cleared with it
            self._book, self._names = book, {}
        synced_at = now()
        known = await self._known(connection, source, arranged)
        fresh = [call_id for call_id in arranged.calls if call_id not in known]
        deltas = Deltas()
        inserted = await self._insert(connection, source, arranged, fresh, book, deltas, synced_at)
        differing = [
            call_id
            for call_id, (_, print_) in arranged.calls.items()
            if call_id not in inserted and not self._same(known.get(call_id), arranged.calls[call_id][0], print_)
        ]
        updated, moved_days = await self._update(connection, source, arranged, differing, book, deltas, synced_at)
        if inserted or updated:
            changed = [arranged.calls[call_id][0] for call_id in (*inserted, *differing)]
            await remember_names(connection, source, names_in(changed, book), self._names)
        days = await apply_deltas(connection, self._door, source, deltas) if inserted or updated else frozenset()
        result = BatchResult(
            received=len(rows),
            new=len(inserted),
            updated=updated,
            unchanged=len(arranged.calls) - len(inserted) - updated,
            not_dialled=arranged.not_dialled,
            repeated=arranged.repeated,
            days=days | moved_days,
        )
        after_commit(connection, lambda: _count(source, result))
        return result

    def _arrange(self, rows: Sequence[CallRow]) -> _Arranged:
        calls, repeated, not_dialled = last_of_each(rows)
        arranged: dict[str, tuple[CallRow, int]] = {}
        for row in calls.values():
            clean, canonical = storable(row)
            arranged[clean.call_id] = (clean, self._fingerprint(canonical))
        return _Arranged(arranged, repeated, not_dialled)

    def _same(self, stored: int | None, row: CallRow, print_: int) -> bool:
        """Whether the row is stored as it is, by the key that writes now or by a former one."""
        if stored == print_ or stored is None or len(self._cipher.key_ids) == 1:
            return stored == print_
        return stored in self._cipher.former_fingerprints(storable(row)[1])

    async def _known(self, connection: AsyncConnection, source: str, arranged: _Arranged) -> dict[str, int]:
        if not arranged.calls:
            return {}
        found = await self._door.select(
            connection, call_records, ("call_id", "fingerprint"), ("source", source), ("call_id", list(arranged.calls))
        )
        return {call_id: stored_print for call_id, stored_print in found}  # noqa: C416  # rows are tuples of any length to mypy

    async def _insert(
        self,
        connection: AsyncConnection,
        source: str,
        arranged: _Arranged,
        fresh: list[str],
        book: GradeBook,
        deltas: Deltas,
        synced_at: datetime,
    ) -> set[str]:
        if not fresh:
            return set()
        made_at = self._door.moment(synced_at)

        def prepare() -> tuple[list[Row], list[tuple[str, Counted]]]:
            rows: list[Row] = []
            counts: list[tuple[str, Counted]] = []
            for call_id in fresh:
                row, print_ = arranged.calls[call_id]
                counted = self._mapper.counted(row, book)
                counts.append((call_id, counted))
                rows.append((source, call_id, *self._mapper.written(row, counted, print_, made_at), made_at))
            return rows, counts

        rows, counts = await asyncio.to_thread(prepare)
        keys = await self._door.insert_new(connection, call_records, INSERTED, rows, CALL_KEY)
        inserted = {call_id for _, call_id in keys}
        for call_id, counted in counts:
            if call_id in inserted:
                deltas.count(counted, 1)
        return inserted

    async def _update(
        self,
        connection: AsyncConnection,
        source: str,
        arranged: _Arranged,
        differing: list[str],
        book: GradeBook,
        deltas: Deltas,
        synced_at: datetime,
    ) -> tuple[int, frozenset[date]]:
        if not differing:
            return 0, frozenset()
        stored = await self._door.select(
            connection, call_records, READ_BACK, ("source", source), ("call_id", differing), lock=True
        )
        updates: list[Row] = []
        days: set[date] = set()
        synced = self._door.moment(synced_at)
        for values in stored:
            given, _ = arranged.calls[values[1]]
            row, canonical = storable(merged(self._mapper.stored_row(values), given))
            print_ = self._fingerprint(canonical)
            before = stored_count(values)
            after = self._mapper.counted(row, book)
            if before == after and self._same(values[READ_BACK.index("fingerprint")], row, print_):
                continue
            deltas.count(before, -1)
            deltas.count(after, 1)
            days |= {before.stat_date, after.stat_date}
            updates.append((*self._mapper.written(row, after, print_, synced), values[0]))
        if updates:
            await self._door.update(connection, call_records, WRITTEN, "id", updates)
        return len(updates), frozenset(days)


def _count(source: str, batch: BatchResult) -> None:
    for result in ("new", "updated", "unchanged", "not_dialled", "repeated"):
        INGESTED.labels(source, result).inc(getattr(batch, result))
