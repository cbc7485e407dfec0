"""Ingest: a batch of calls and every count that it changes, in one transaction.

Delivered twice, late, in another order or corrected, a batch leaves every count equal to a recount of the rows:
1. rows that are stored as they are given drop out by their fingerprint;
2. new ones are inserted, and those that another writer inserted meanwhile are treated as stored;
3. stored ones are locked in key order, merged, and updated;
4. the deltas, new minus stored, are added to the roll-ups in key order, so that two writers never wait in a circle.
Where the writer is alone (SQLite) the insert comes last: it is the long step that leaves the interpreter to the thread
that makes the next batch ready, and the many short ones before it find that thread at rest.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import compress
from typing import Final, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import BatchResult, CallRow
from leadline.calls.domain.deltas import CountedValues, Deltas
from leadline.calls.domain.grades import GradeBook
from leadline.calls.domain.rows import last_of_each, merged, storable, storable_all
from leadline.calls.events import CallsIngested
from leadline.calls.models import call_records
from leadline.calls.repository.counts import apply_deltas
from leadline.calls.repository.names import Known, Names, names_in, remember_names, together
from leadline.calls.repository.records import PLACE, READ_BACK, WRITTEN, RecordMapper, stored_count
from leadline.calls.repository.rules import BookShelf
from leadline.kernel.clock import BusinessCalendar, now
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.bulk.contract import Ready
from leadline.kernel.db.bulk.doors import door_of
from leadline.kernel.db.engine import Database, after_commit
from leadline.kernel.observability.metrics import Counter
from leadline.kernel.outbox.publish import publish

LONGEST_HEADSTART_SECONDS = 0.02
CALL_KEY: Final = ("source", "call_id")
INGESTED = Counter(
    "leadline_calls_ingested_total", "Rows of calls that batches brought, by what came of them", ("source", "result")
)


class Prepared(NamedTuple):
    """New calls as they go in: their rows, and what counts and names gain by them."""

    book: GradeBook
    ready: Ready
    counted: list[CountedValues]
    deltas: Deltas
    names: Names


class Arranged(NamedTuple):
    """A batch as far as it can be made ready without the database: its calls in id order, each with its fingerprint."""

    rows: dict[str, CallRow]
    prints: dict[str, int]
    received: int
    repeated: int
    not_dialled: int
    prepared: Prepared | None


Batch = Sequence[CallRow] | Arranged


@dataclass(slots=True)
class _Write:
    """One batch on its way into one transaction."""

    connection: AsyncConnection
    source: str
    batch: Arranged
    book: GradeBook
    synced_at: datetime
    prepared: Prepared | None = None
    deltas: Deltas = field(default_factory=Deltas)
    names: Names = field(default_factory=dict)


class _Precedence:
    """Who writes goes before who makes ready.

    A statement is several short steps of the interpreter, and beside a thread that makes a batch ready each of them
    waits for its turn: the first three of a transaction took 14 ms instead of 2. So a batch is not begun while the one
    before it, which was handed out, has not got its rows on their way to the database; at most for a moment, since
    nobody promised to write it.
    """

    def __init__(self) -> None:
        self._on_its_way: asyncio.Event | None = None

    def handed_out(self) -> None:
        """A batch is ready, and presumably about to be written."""
        self._on_its_way = asyncio.Event()

    def on_its_way(self) -> None:
        """From here on it is the database that works."""
        if self._on_its_way is not None:
            self._on_its_way.set()
            self._on_its_way = None

    async def wait(self) -> None:
        """Until the batch that was handed out is on its way, or has taken too long."""
        if self._on_its_way is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_HEADSTART_SECONDS):
                    await self._on_its_way.wait()


class Ingest:
    """Writes batches of calls. One for a process; safe to use from many tasks at once."""

    def __init__(self, database: Database, calendar: BusinessCalendar, cipher: Cipher) -> None:
        self._door = door_of(database)
        self._mapper = RecordMapper(calendar, cipher, self._door)
        self._cipher = cipher
        self._fingerprint = cipher.fingerprint
        self._shelf = BookShelf()
        self._book = GradeBook(())
        self._names: Known = {}
        self._mostly_new = False
        self._precedence = _Precedence()

    async def arrange(self, rows: Batch) -> Arranged:
        """The part of the work that needs no transaction: do it before yours begins, or while another one runs.

        After a batch that was mostly new the next one is taken for new too, and prepared to be inserted; where it is
        not, that work was for nothing and changes nothing.
        """
        if isinstance(rows, Arranged):
            return rows
        await self._precedence.wait()
        arranged = await asyncio.to_thread(self._arrange, rows, self._mostly_new)
        self._precedence.handed_out()
        return arranged

    async def write(self, connection: AsyncConnection, source: str, rows: Batch) -> BatchResult:
        """Stores the batch and moves the counts, inside the caller's transaction. Rows not dialled are no calls."""
        batch = await self.arrange(rows)
        book = await self._shelf.book(connection)
        if book is not self._book:  # another version: what is stored may have been cleared with it
            self._book, self._names = book, {}
        work = _Write(connection, source, batch, book, now())
        known = await self._known(work)
        fresh = [call_id for call_id in batch.rows if call_id not in known]
        await self._prepare(work, fresh)
        inserted = set(fresh) if self._door.alone else await self._insert(work, fresh)
        result = await self._count(work, known, inserted)
        if self._door.alone:
            await self._insert(work, fresh)
        self._mostly_new = 2 * len(inserted) > len(batch.rows)
        after_commit(connection, lambda: _meter(source, result))
        return result

    async def _count(self, work: _Write, known: dict[str, int], inserted: set[str]) -> BatchResult:
        """Corrects the stored calls that differ, moves every count by them and the new ones, and says so."""
        batch = work.batch
        differing = [
            call_id
            for call_id, print_ in batch.prints.items()
            if call_id not in inserted and not self._same(known.get(call_id), batch.rows[call_id], print_)
        ]
        updated, moved_days = await self._update(work, differing) if differing else (0, frozenset())
        days: frozenset[date] = frozenset()
        if inserted or updated:
            names = names_in([batch.rows[call_id] for call_id in differing], work.book)
            await remember_names(work.connection, work.source, together(work.names, names), self._names)
            days = await apply_deltas(work.connection, self._door, work.source, work.deltas)
        result = BatchResult(
            received=batch.received,
            new=len(inserted),
            updated=updated,
            unchanged=len(batch.rows) - len(inserted) - updated,
            not_dialled=batch.not_dialled,
            repeated=batch.repeated,
            days=days | moved_days,
        )
        if result.days:
            news = CallsIngested(source=work.source, new=result.new, updated=updated, days=tuple(sorted(result.days)))
            await publish(work.connection, news)
        return result

    def _arrange(self, rows: Sequence[CallRow], prepare: bool) -> Arranged:  # noqa: FBT001  # to_thread's argument
        calls, repeated, not_dialled = last_of_each(rows)
        clean: dict[str, CallRow] = {}
        prints: dict[str, int] = {}
        for row, canonical in storable_all(list(calls.values())):
            clean[row.call_id] = row
            prints[row.call_id] = self._fingerprint(canonical)
        prepared = self._prepared([*clean.values()], [*prints.values()], self._book) if prepare and clean else None
        return Arranged(clean, prints, len(rows), repeated, not_dialled, prepared)

    def _prepared(self, rows: list[CallRow], prints: list[int], book: GradeBook) -> Prepared:
        deltas = Deltas()
        counted, columns = self._mapper.mapped(rows, prints, book, now())
        del columns["synced_at"]  # known when they are written
        deltas.count(counted, 1)
        deltas.rollup_rows(self._door.day)  # put in order here, not while the transaction is open
        ready = self._door.ready({"call_id": [row.call_id for row in rows], **columns})
        return Prepared(book, ready, counted, deltas, names_in(rows, book))

    def _same(self, stored: int | None, row: CallRow, print_: int) -> bool:
        """Whether the row is stored as it is, by the key that writes now or by a former one."""
        if stored == print_ or stored is None or len(self._cipher.key_ids) == 1:
            return stored == print_
        return stored in self._cipher.former_fingerprints(storable(row)[1])

    async def _known(self, work: _Write) -> dict[str, int]:
        """The stored fingerprints of the batch's calls.

        Dialers number their calls in turn, so what lies between the batch's first id and its last is hardly ever more
        than the batch: nothing, when all of it is new.
        """
        if not work.batch.prints:
            return {}
        source, key = ("source", work.source), ("call_id", list(work.batch.prints))
        found = await self._door.find(work.connection, call_records, ("call_id", "fingerprint"), source, key)
        return {call_id: stored_print for call_id, stored_print in found}  # noqa: C416  # rows are tuples of any length to mypy

    async def _prepare(self, work: _Write, fresh: list[str]) -> None:
        """What the new calls need; what the batch brought along holds when all of it is new, under the same rules."""
        batch, prepared = work.batch, work.batch.prepared
        if not fresh:
            return
        if prepared is None or prepared.book is not work.book or len(fresh) < len(batch.rows):
            rows, prints = [batch.rows[one] for one in fresh], [batch.prints[one] for one in fresh]
            prepared = await asyncio.to_thread(self._prepared, rows, prints, work.book)
        work.prepared, work.deltas, work.names = prepared, prepared.deltas, prepared.names

    async def _insert(self, work: _Write, fresh: list[str]) -> set[str]:
        """Inserts the new calls, and returns which went in."""
        prepared = work.prepared
        if prepared is None:
            self._precedence.on_its_way()
            return set()
        moment = self._door.moment(work.synced_at)
        given = await self._door.insert_new(
            work.connection,
            call_records,
            prepared.ready,
            CALL_KEY,
            {"source": work.source, "synced_at": moment, "created_at": moment},
            self._precedence.on_its_way,
        )
        if given is None:
            return set(fresh)
        inserted = {call_id for _, call_id in given}
        if len(inserted) < len(fresh):  # another writer was there first with the rest
            work.deltas = Deltas()
            work.deltas.count(compress(prepared.counted, map(inserted.__contains__, fresh)), 1)
        return inserted

    async def _update(self, work: _Write, differing: list[str]) -> tuple[int, frozenset[date]]:
        if not differing:
            return 0, frozenset()
        stored = await self._door.select(
            work.connection, call_records, READ_BACK, ("source", work.source), ("call_id", differing), lock=True
        )
        if not stored:
            return 0, frozenset()
        rows: list[CallRow] = []
        prints: list[int] = []
        for values in stored:
            row, canonical = storable(merged(self._mapper.stored_row(values), work.batch.rows[values[1]]))
            rows.append(row)
            prints.append(self._fingerprint(canonical))
        before = [stored_count(values) for values in stored]
        after, written = self._mapper.mapped(rows, prints, work.book, work.synced_at)
        changed = [
            old != new or not self._same(values[PLACE["fingerprint"]], row, print_)
            for old, new, row, print_, values in zip(before, after, rows, prints, stored, strict=True)
        ]
        before, after = list(compress(before, changed)), list(compress(after, changed))
        work.deltas.count(before, -1)
        work.deltas.count(after, 1)
        updates = list(compress(zip(*written.values(), [values[0] for values in stored], strict=True), changed))
        if updates:
            await self._door.update(work.connection, call_records, WRITTEN, "id", updates)
        return len(updates), frozenset(call[0] for call in (*before, *after))


def _meter(source: str, batch: BatchResult) -> None:
    for result in ("new", "updated", "unchanged", "not_dialled", "repeated"):
        INGESTED.labels(source, result).inc(getattr(batch, result))
