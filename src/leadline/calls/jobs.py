"""The jobs of call data and their schedules. Each is safe to begin again: a day or a batch done twice counts once."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from leadline.calls.contracts import (
    ClearSource,
    CloseDays,
    Completeness,
    ExportCalls,
    ImportCalls,
    RecountDays,
    RejudgeCalls,
    SyncDays,
    TidyCalls,
)
from leadline.calls.errors import RecountMismatch, SourceUnavailable, SyncIncomplete
from leadline.calls.events import DayRecounted
from leadline.calls.repository.raw_archive import drop_raw
from leadline.calls.repository.sync_days import read_days
from leadline.calls.repository.track_caches import drop_grade_figures
from leadline.calls.service.background_exports import drop_old_files, expiry, export_of, file_of
from leadline.calls.service.clearing import clear_source
from leadline.calls.service.closing import close_days
from leadline.calls.service.export import export_calls
from leadline.calls.service.import_files import drop_unneeded_files
from leadline.calls.service.import_job import import_file
from leadline.calls.service.records import count_calls
from leadline.calls.service.recount import rebuild, verify
from leadline.calls.service.rules import rejudge
from leadline.calls.service.sync.contracts import Fail, SyncPlan, SyncReport, SyncRequest, SyncStep
from leadline.calls.service.sync.run import sync_range
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.clock import days_between, now
from leadline.kernel.crypto.vault import drop_expired
from leadline.kernel.jobs.contracts import LATER, NORMAL, URGENT, Json, RetryPolicy
from leadline.kernel.jobs.kinds import AnyKind, JobKind
from leadline.kernel.jobs.run import JobRun
from leadline.kernel.jobs.schedules import Declared
from leadline.kernel.outbox.publish import publish
from leadline.kernel.text import Text

AT_ONCE = 200
MOST_DAYS_NAMED = 10
VENDOR_RETRY = RetryPolicy(attempts=3, first_seconds=60.0, factor=5.0, most_seconds=600.0)
DAY = Text("{day}", "{day}")
ROWS = Text("已导出 {rows} 条", "{rows} rows exported")
DELETED = Text("{day}：已删除 {calls} 通", "{day}: {calls} calls deleted")
JUDGED = Text("{day}：已重判 {calls} 通", "{day}: {calls} calls judged anew")
RECEIVED = Text("{day}：已接收 {rows} 条", "{day}: {rows} rows received")
CAME = Text("接收 {records} 条，新增 {new}，更新 {updated}", "{records} rows received, {new} new, {updated} updated")
DIFFERS = Text(
    "{source} {day} {name}：已存 {stored}，应为 {recounted}", "{source} {day} {name}: {stored}, not {recounted}"
)


@dataclass(frozen=True, slots=True)
class CallsJobs:
    """What the jobs do, with the toolbox that they do it with."""

    toolbox: CallsToolbox

    def kinds(self) -> tuple[AnyKind, ...]:
        """The kinds of this context."""
        return (
            JobKind(SyncDays, self.sync, VENDOR_RETRY, self.days_to_sync),
            JobKind(ClearSource, self.clear),
            JobKind(ExportCalls, self.export, RetryPolicy(attempts=3)),
            JobKind(ImportCalls, self.take_file),
            JobKind(RecountDays, self.recount, RetryPolicy(attempts=3), _days_to_recount),
            JobKind(RejudgeCalls, self.rejudge, RetryPolicy(attempts=5)),
            JobKind(CloseDays, self.close, RetryPolicy(attempts=3)),
            JobKind(TidyCalls, self.tidy, RetryPolicy(attempts=3)),
        )

    async def sync(self, run: JobRun, payload: SyncDays) -> Json:
        """Each day is a step: what an attempt brought in whole is not asked for again by the next."""
        first, last = payload.window
        newest_first = list(days_between(first, last))[::-1]
        wanted = [day for day in newest_first if not run.has_done(day.isoformat())]
        before = len(newest_first) - len(wanted)
        run.progress(before, len(newest_first))

        def tell(step: SyncStep) -> None:
            note = RECEIVED.fill(day=step.day, rows=f"{step.received:,}")
            run.progress(before + step.days_done, len(newest_first), note)

        @asynccontextmanager
        async def around(day: date) -> AsyncIterator[Fail]:
            async with run.step(day.isoformat(), DAY.fill(day=day)) as step:
                yield step.fail

        request = SyncRequest(payload.source, first, last, payload.track, payload.sync_type, run.claim.requested_by)
        report = await sync_range(self.toolbox, request, tell, SyncPlan(wanted, around))
        result = report.result
        run.say(CAME.fill(records=f"{report.records:,}", new=f"{result.new:,}", updated=f"{result.updated:,}"))
        _refuse_incomplete(report)
        return {
            "run_id": report.run_id, "days": len(newest_first), "records": report.records, "new": result.new,
            "updated": result.updated,
        }  # fmt: skip

    async def days_to_sync(
        self,
        payload: SyncDays,
        first: date,
        last: date,
        everything: bool,  # noqa: FBT001  # the port's signature
    ) -> list[SyncDays]:
        """A job a day, the newest first: of every day, or of those not known for good."""
        tracks = {"grade", "task"} if payload.track == "both" else {payload.track}
        async with self.toolbox.database.reading() as connection:
            rows = await read_days(connection, first, last, sources=[payload.source])
        whole = {(row.day, row.track) for row in rows if row.state is Completeness.COMPLETE}
        return [
            SyncDays(source=payload.source, track=payload.track, first=day, last=day)
            for day in reversed(list(days_between(first, last)))
            if everything or any((day, track) not in whole for track in tracks)
        ]

    async def clear(self, run: JobRun, payload: ClearSource) -> Json:
        """A day at a time; one that is cut off is gone on with by clearing what is left."""
        calls = int(run.cursor.get("calls", 0))
        async for cleared in clear_source(self.toolbox.database, payload.source):
            calls += cleared.calls
            run.cursor["calls"] = calls
            run.progress(calls, None, DELETED.fill(day=cleared.day, calls=f"{calls:,}"))
        return {"calls": calls}

    async def export(self, run: JobRun, payload: ExportCalls) -> Json:
        """The file appears when it is whole; another attempt writes it anew."""
        path = file_of(self.toolbox, run.id, payload.format)
        path.parent.mkdir(parents=True, exist_ok=True)
        asked = await export_of(self.toolbox, payload, run.claim.trace_id)
        to_come = await count_calls(self.toolbox, asked.query, asked.reader.principal.scope)

        def tell(done: int) -> None:
            total = max(done, to_come.calls) if to_come.exact else None  # calls may have come in since
            run.progress(done, total, ROWS.fill(rows=f"{done:,}"))

        rows = await export_calls(self.toolbox, asked, payload.format, path, tell)
        return {"rows": rows, "bytes": path.stat().st_size, "expires_at": expiry(self.toolbox)}

    async def take_file(self, run: JobRun, payload: ImportCalls) -> Json:
        """A batch and the note of it are one transaction: another attempt goes on behind the last of them."""
        return await import_file(self.toolbox, run, payload)

    async def recount(self, run: JobRun, payload: RecountDays) -> Json:
        """Days are steps. What differs is named in the job's log, and mended where it is asked for."""
        yesterday = self.toolbox.calendar.today() - timedelta(days=1)
        first, last = payload.window or (yesterday, yesterday)
        days = list(days_between(first, last))
        for number, day in enumerate(days, 1):
            if not run.has_done(day.isoformat()):
                async with run.step(day.isoformat(), DAY.fill(day=day)) as step:
                    found = await self._recount_day(run, day, repair=payload.repair)
                    async with step.transaction() as connection:
                        for event in found:
                            await publish(connection, event)
            run.progress(number, len(days))
        wrong: dict[str, int] = run.cursor.get("wrong", {})
        if wrong and not payload.repair:
            named = ", ".join(sorted(wrong)[:MOST_DAYS_NAMED])
            raise RecountMismatch(count=sum(wrong.values()), days=named)
        return {"days": len(days), "wrong": wrong}

    async def _recount_day(self, run: JobRun, day: date, *, repair: bool) -> list[DayRecounted]:
        database = self.toolbox.database
        told = []
        async for verdict in (rebuild if repair else verify)(database, day, day):
            for found in verdict.differences:
                run.say(DIFFERS.fill(source=verdict.source, day=day, **found._asdict()), "error")
            if verdict.differences:
                wrong = run.cursor.setdefault("wrong", {})
                wrong[day.isoformat()] = wrong.get(day.isoformat(), 0) + len(verdict.differences)
            told.append(DayRecounted(source=verdict.source, day=day, wrong=len(verdict.differences), repaired=repair))
        return told

    async def rejudge(self, run: JobRun, _: RejudgeCalls) -> Json:
        """A day at a time; one that is cut off goes on with the days that are left."""
        days, calls = int(run.cursor.get("days", 0)), int(run.cursor.get("calls", 0))
        async for judged in rejudge(self.toolbox.database):
            days, calls = days + 1, calls + judged.calls
            run.cursor.update(days=days, calls=calls)
            run.progress(days, None, JUDGED.fill(day=judged.day, calls=f"{calls:,}"))
        return {"days": days, "calls": calls}

    async def close(self, run: JobRun, _: CloseDays) -> Json:
        """In one transaction; done again it finds nothing left to do."""
        async with run.transaction() as connection:
            come = await close_days(connection, self.toolbox.calendar.today())
        return {"closed": sum(map(len, come.closed.values())), "reopened": sum(map(len, come.reopened.values()))}

    async def tidy(self, run: JobRun, _: TidyCalls) -> Json:
        """Small deletions, one after the other, so that no writer waits long."""
        settings = self.toolbox.settings
        before = now() - timedelta(days=settings.raw_rows_days)
        raw = 0
        while True:
            async with run.transaction() as connection:
                gone = await drop_raw(connection, before, AT_ONCE)
            raw += gone
            if gone < AT_ONCE:
                break
        async with run.transaction() as connection:
            oldest = self.toolbox.calendar.today() - timedelta(days=settings.cache_days)
            cached = await drop_grade_figures(connection, oldest)
            secrets = await drop_expired(connection)
        files = await drop_old_files(self.toolbox)
        uploads = await drop_unneeded_files(self.toolbox)
        return {"raw_answers": raw, "cached_days": cached, "files": files, "uploads": uploads, "secrets": secrets}

    def schedules(self) -> Iterable[Declared]:
        """Six for each source that can be asked, and what is done every night."""
        zone = self.toolbox.settings.business_timezone
        for source in sorted(self.toolbox.sources):
            yield from _of_source(source, zone)
        yield Declared(
            "recount", Text("核对昨日统计", "Verify yesterday's counts"), "30 3 * * *", RecountDays(), zone, LATER
        )
        yield Declared("close", Text("每日结账", "Daily close"), "35 * * * *", CloseDays(), zone, LATER)
        yield Declared(
            "tidy", Text("清理原始数据、导出文件与缓存", "Clean up raw data, exports, caches"),
            "40 3 * * *", TidyCalls(), zone, LATER,
        )  # fmt: skip


def _of_source(source: str, zone: str) -> Iterable[Declared]:
    def one(track: str, sync_type: str, cron: str, title: Text, priority: int = NORMAL) -> Declared:
        payload = SyncDays.model_validate({"source": source, "track": track, "sync_type": sync_type})
        return Declared(f"{source}.{track}.{sync_type}", title.fill(source=source), cron, payload, zone, priority)

    yield one("task", "t10", "0 7 * * *", Text("{source} 汇总 T-10", "{source}: totals, T-10"), LATER)
    yield one("task", "t3", "0 1,10,15,21 * * *", Text("{source} 汇总 T-3", "{source}: totals, T-3"))
    yield one("task", "today", "0 9-23 * * *", Text("{source} 汇总 当日", "{source}: totals, today"), URGENT)
    yield one("grade", "t10", "5 7 * * *", Text("{source} 话单 T-10", "{source}: call records, T-10"), LATER)
    yield one("grade", "t3", "5 1,10,15,21 * * *", Text("{source} 话单 T-3", "{source}: call records, T-3"))
    yield one("grade", "today", "*/10 9-23 * * *", Text("{source} 话单 当日", "{source}: call records, today"), URGENT)


def _refuse_incomplete(report: SyncReport) -> None:
    if report.in_vain and report.failure is not None:
        raise SourceUnavailable.because(report.request.source, report.failure)
    if not report.complete:
        lacking = report.incomplete_days
        named = ", ".join(day.isoformat() for day in lacking[:MOST_DAYS_NAMED])
        raise SyncIncomplete(count=len(lacking), days=named)


async def _days_to_recount(
    payload: RecountDays,
    first: date,
    last: date,
    everything: bool,  # noqa: ARG001, FBT001  # the port's signature
) -> list[RecountDays]:
    return [RecountDays(first=day, last=day, repair=payload.repair) for day in days_between(first, last)]
