"""The takeover: calls in batches, then the cached figures, each batch a transaction; doing it again changes nothing."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, tzinfo
from functools import partial
from typing import NamedTuple

from sqlalchemy import URL, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import BatchResult, CallRow, Completeness
from leadline.calls.domain.rows import merged
from leadline.calls.models import call_records, grade_stats_cache, task_stats_cache
from leadline.calls.repository.counts import CALLS_VERSION
from leadline.calls.repository.records import READ_BACK, RecordMapper
from leadline.calls.repository.sync_days import TrackName, ensure_days
from leadline.calls.repository.track_caches import GradeFigures, TaskFigures
from leadline.calls.service.toolbox import CallsToolbox
from leadline.entrypoints.legacy.moving import move_aside
from leadline.entrypoints.legacy.origin import LegacyOrigin, Values, open_origin
from leadline.entrypoints.legacy.rows import RAW_MARK, Converter, Reason, Unfit
from leadline.entrypoints.wiring import GUANKE, open_toolbox
from leadline.kernel.clock import now
from leadline.kernel.crypto.data_keys import require_data_keys
from leadline.kernel.db.bulk.doors import door_of
from leadline.kernel.db.counters import bump_counter
from leadline.kernel.db.migrate import migrate
from leadline.kernel.db.retry import retrying
from leadline.kernel.db.schema import require_current_schema, schema_version
from leadline.kernel.db.upsert import upsert
from leadline.kernel.settings import Settings

MOST_SAMPLES = 20
Figures = GradeFigures | TaskFigures


class Sample(NamedTuple):
    """One refused row: where it stands in the first system's database, and why."""

    table: str
    id: object
    reason: Reason


@dataclass
class TakeoverReport:
    """What came over. `result`: the calls; `without_time`: the days on which calls without a time were got."""

    total: int = 0
    read: int = 0
    result: BatchResult = field(default_factory=BatchResult)
    grade_days: int = 0
    task_days: int = 0
    refused: Counter[Reason] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)
    without_time: set[date] = field(default_factory=set)

    def refuse(self, table: str, values: Values, reason: Reason) -> None:
        """Counts one more refused row, and keeps the first of them."""
        self.refused[reason] += 1
        if len(self.samples) < MOST_SAMPLES:
            self.samples.append(Sample(table, values["id"], reason))


class Takeover:
    """Takes over what one first-system database holds."""

    def __init__(self, toolbox: CallsToolbox, origin: LegacyOrigin, zone: tzinfo) -> None:
        self._toolbox = toolbox
        self._origin = origin
        self._converter = Converter(zone, GUANKE, now())
        self._door = door_of(toolbox.database)
        self._mapper = RecordMapper(toolbox.calendar, toolbox.cipher, self._door)
        self.report = TakeoverReport()
        self.database = toolbox.database

    async def run(self, progress: Callable[[TakeoverReport], None]) -> TakeoverReport:
        """Everything; `progress` is told after each batch of calls."""
        report = self.report
        async for batch in self._origin.batches("call_records"):
            rows = self._calls_of(batch)
            report.read += len(batch)
            report.result += await retrying(partial(self._store, rows))
            progress(report)
        async for batch in self._origin.batches("grade_stats_cache"):
            grades = self._figures_of("grade_stats_cache", batch, self._converter.grades)
            report.grade_days += await self._store_figures(grade_stats_cache, "grade", grades)
        async for batch in self._origin.batches("task_stats_cache"):
            totals = self._figures_of("task_stats_cache", batch, self._converter.totals)
            report.task_days += await self._store_figures(task_stats_cache, "task", totals)
        return report

    def _calls_of(self, batch: Sequence[Values]) -> list[CallRow]:
        rows = []
        for values in batch:
            try:
                rows.append(self._converter.call(values))
            except Unfit as unfit:
                self.report.refuse("call_records", values, unfit.reason)
                self._note_when(values, unfit.reason)
        return rows

    def _note_when(self, values: Values, reason: Reason) -> None:
        got_at = self._converter.moment(values["created_at"]) or self._converter.moment(values["synced_at"])
        if reason is Reason.NO_START_TIME and got_at is not None:
            self.report.without_time.add(self._toolbox.calendar.day_of(got_at))

    async def _store(self, rows: Sequence[CallRow]) -> BatchResult:
        if not rows:
            return BatchResult()
        async with self._toolbox.database.transaction() as connection:
            synced = await self._synced(connection, rows)
            day_of = self._toolbox.calendar.day_of
            days = {day_of(row.start_time) for row in rows if row.call_id not in synced}
            # the days before the calls, as every writer does: so no two wait for each other in a circle
            await ensure_days(connection, GUANKE, "grade", days, Completeness.UNVERIFIED)
            given = await self._completing(connection, rows, synced) if synced else rows
            return await self._toolbox.ingest.write(connection, GUANKE, given)

    async def _synced(self, connection: AsyncConnection, rows: Sequence[CallRow]) -> set[str]:
        """The calls that the vendor has told us of since, be it by a sync or a push."""
        ids = [row.call_id for row in rows]
        stored = await self._door.select(
            connection, call_records, ("call_id", "raw_outcome"), ("source", GUANKE), ("call_id", ids)
        )
        return {call_id for call_id, said in stored if not (said or "").startswith(RAW_MARK)}

    async def _completing(
        self, connection: AsyncConnection, rows: Sequence[CallRow], synced: set[str]
    ) -> list[CallRow]:
        """The rows, where a synced call keeps all it says and is only told what it lacks."""
        stored = await self._door.select(
            connection, call_records, READ_BACK, ("source", GUANKE), ("call_id", sorted(synced)), lock=True
        )
        by_id = {row.call_id: row for row in map(self._mapper.stored_row, stored)}
        return [merged(row, by_id[row.call_id]) if row.call_id in by_id else row for row in rows]

    def _figures_of(self, table: str, batch: Sequence[Values], convert: Callable[[Values], Figures]) -> list[Figures]:
        figures: list[Figures] = []
        for values in batch:
            try:
                figures.append(convert(values))
            except Unfit as unfit:
                self.report.refuse(table, values, unfit.reason)
        return figures

    async def _store_figures(self, table: Table, track: TrackName, figures: Sequence[Figures]) -> int:
        """Writes the figures of the days that have none, and tells how many these are."""

        async def write() -> int:
            async with self._toolbox.database.transaction() as connection:
                query = select(table.c.stat_date).where(table.c.source == GUANKE)
                known = set((await connection.execute(query)).scalars())
                fresh = [one for one in figures if one.stat_date not in known]
                if not fresh:
                    return 0
                days = {one.stat_date for one in fresh}
                await ensure_days(connection, GUANKE, track, days, Completeness.UNVERIFIED)
                rows = [one._asdict() for one in fresh]
                await upsert(connection, table, rows, keep=list(rows[0]))
                await bump_counter(connection, CALLS_VERSION)
                return len(days)

        return await retrying(write)


@asynccontextmanager
async def open_takeover(settings: Settings, url: URL, zone: tzinfo, *, in_place: bool) -> AsyncIterator[Takeover]:
    """A takeover from the database at `url` into the settings' own, that knows how many calls there are.

    With `in_place` both are one database: the first system's tables are moved aside before. Raises `NothingLegacy`,
    `LegacyFileMissing`, `LegacyUnreadable`, `LegacyNamesTaken`, `FirstSystemDatabase`, `SchemaBehind`.
    """
    async with open_toolbox(settings, any_schema=True) as toolbox:
        if in_place:
            await move_aside(toolbox.database)
        async with open_origin(url) as origin:  # before a table of ours is made: there may be nothing to take over
            if in_place or (await schema_version(toolbox.database)).current is None:
                await migrate(toolbox.database)
            await require_current_schema(toolbox.database)
            await require_data_keys(toolbox.database, toolbox.cipher)
            takeover = Takeover(toolbox, origin, zone)
            takeover.report.total = await origin.count("call_records")
            yield takeover
