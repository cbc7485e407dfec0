"""The keeper of a run: its row from the start to the end, whatever the end is."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from time import monotonic
from types import TracebackType
from typing import Final, Self

from leadline.calls.contracts import BatchResult, Completeness
from leadline.calls.domain.pulls import BROKEN_OFF, Verdict
from leadline.calls.events import SyncEnded
from leadline.calls.ports import SourceFailure
from leadline.calls.repository.sync_runs import RunState, add_run, change_run, interrupt_silent, running_runs
from leadline.calls.service.sync.contracts import DayReport, Pull, SyncReport, SyncRequest
from leadline.calls.service.sync.settle import settle_grade, settle_task
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.clock import now
from leadline.kernel.db.retry import DATABASE_ERRORS, retrying
from leadline.kernel.errors import reason_of
from leadline.kernel.observability.logs import get_logger
from leadline.kernel.observability.trace import TRACE_ID
from leadline.kernel.outbox.publish import publish
from leadline.kernel.text import Text

HEARTBEAT_SECONDS: Final = 20.0
SILENCE: Final = timedelta(minutes=2)
LAST_WORDS_SECONDS: Final = 10.0
log = get_logger(__name__)

GONE_SILENT = Text(
    "进程中断：超过两分钟没有心跳。已到的话单保留并计数；请重新同步。",
    "The process stopped: no heartbeat for over two minutes. What came is kept and counted; sync again.",
)
CANCELLED = Text("同步被取消。", "The sync was cancelled.")
CANCELLING = (asyncio.CancelledError, GeneratorExit, KeyboardInterrupt)
SOME_INCOMPLETE = Text("{count} 天不完整：{days}", "{count} days are incomplete: {days}")


async def interrupt_silent_runs(toolbox: CallsToolbox) -> int:
    """Ends the runs whose process is gone (no heartbeat for two minutes), and returns how many there were."""
    silent_since = now() - SILENCE
    async with toolbox.database.reading() as connection:
        silent = [run for run in await running_runs(connection) if run.heartbeat_at < silent_since]
    if not silent:
        return 0
    async with toolbox.database.transaction() as connection:
        return await interrupt_silent(connection, silent_since, now(), GONE_SILENT)


class RunKeeper:
    """Opens a run, keeps its heart beating, and closes it with its state and error, also when an exception ends it.

    A run that was taken for dead (its process slept for minutes) and ends after all is written as it ended.
    """

    def __init__(self, toolbox: CallsToolbox, request: SyncRequest, days: Sequence[date]) -> None:
        self._toolbox = toolbox
        self._request = request
        self._planned = sorted(days)
        self._ended = asyncio.Event()
        self.run_id = 0
        self.result = BatchResult()
        self.days: list[DayReport] = []
        self._failure: Text | None = None
        self.broke_off = False
        self._current: Pull | None = None
        self._began = now()
        self._clock = monotonic()

    async def __aenter__(self) -> Self:
        await interrupt_silent_runs(self._toolbox)
        request = self._request
        values = {
            "source": request.source,
            "track": request.track,
            "sync_type": request.sync_type,
            "start_date": request.first,
            "end_date": request.last,
            "state": "running",
            "requested_by": request.requested_by[:100],
            "started_at": self._began,
            "heartbeat_at": self._began,
            "trace_id": TRACE_ID.get()[:64] or None,
        }

        async def open_run() -> int:
            async with self._toolbox.database.transaction() as connection:
                return await add_run(connection, values)

        self.run_id = await retrying(open_run)
        self._heart = asyncio.create_task(self._beat())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        # in a task of its own: a second cancellation must not cut the last words short
        self._closing = asyncio.create_task(self._close(error))
        try:
            # nobody waits long for the last words of a run that failed; they are written when the database lets them
            limit = None if error is None else LAST_WORDS_SECONDS
            await asyncio.wait_for(asyncio.shield(self._closing), limit)
        except TimeoutError:
            log.warning("The end of a sync run is still waiting for the database", run_id=self.run_id)

    def begin(self, pull: Pull) -> None:
        """From here on, what breaks the run off leaves this day incomplete."""
        self._current = pull
        self._began = now()

    def finish(self, report: DayReport | None) -> None:
        """The day that was begun has come to something (None: the vendor offers nothing on that track)."""
        self._current = None
        if report is None:
            return
        self.days.append(report)
        if report.in_vain:
            self._failure = report.reason

    def report(self) -> SyncReport:
        """What the run came to."""
        asked = {report.day for report in self.days}
        not_asked = tuple(day for day in self._planned if day not in asked)
        state = self._state()
        return SyncReport(
            self.run_id, self._request, state, self.result, tuple(self.days), now(),
            self._failure if state == "failed" else None,
            not_asked if self.broke_off else (),
        )  # fmt: skip

    def _state(self) -> RunState:
        if self.broke_off or (self.days and all(report.in_vain for report in self.days)):
            return "failed"
        return "done" if all(report.whole for report in self.days) else "incomplete"

    def _counters(self) -> dict[str, object]:
        return {
            "heartbeat_at": now(),
            "days_done": len({report.day for report in self.days}),
            "days_incomplete": len({report.day for report in self.days if not report.whole}),
            "received_rows": self.result.received,
            "new_rows": self.result.new,
            "updated_rows": self.result.updated,
            "refused_rows": sum(report.refused for report in self.days),
        }

    async def _beat(self) -> None:
        while not self._ended.is_set():
            try:
                await asyncio.wait_for(self._ended.wait(), HEARTBEAT_SECONDS)
            except TimeoutError:
                try:
                    await self._write(self._counters())
                except DATABASE_ERRORS as error:
                    log.warning("A heartbeat was not written", run_id=self.run_id, reason=type(error).__name__)

    async def _close(self, error: BaseException | None) -> None:
        await self._heart
        state, text = self._ending(error)
        try:
            if error is not None and self._current is not None:
                await self._break_off(self._current, error)
            values = self._counters() | {"state": state, "finished_at": now()}
            if text is not None:
                values |= {"error_zh": text.zh, "error_en": text.en}
            await self._write(
                values,
                SyncEnded(run_id=self.run_id, source=self._request.source, track=self._request.track, state=state),
            )
        except DATABASE_ERRORS as refused:
            # the heartbeat ends with us: two minutes later the run is shown as interrupted
            log.warning("The end of a sync run was not written", run_id=self.run_id, reason=type(refused).__name__)

    def _ending(self, error: BaseException | None) -> tuple[RunState, Text | None]:
        if error is None:
            state = self._state()
            if state != "incomplete":
                return state, self._failure if state == "failed" else None
            days = sorted({report.day for report in self.days if not report.whole})
            return state, SOME_INCOMPLETE.fill(count=len(days), days=", ".join(day.isoformat() for day in days[:10]))
        return "interrupted" if isinstance(error, CANCELLING) else "failed", _why(error)

    async def _break_off(self, pull: Pull, error: BaseException) -> None:
        reason = BROKEN_OFF.fill(reason=_why(error))
        verdict = Verdict(Completeness.INCOMPLETE, self._began, reason=reason)
        elapsed = monotonic() - self._clock

        async def settle() -> None:
            async with self._toolbox.database.transaction() as connection:
                if pull.track == "grade":
                    await settle_grade(connection, pull, verdict, elapsed)
                else:
                    await settle_task(connection, pull, verdict, None, elapsed)

        await retrying(settle)

    async def _write(self, values: dict[str, object], ended: SyncEnded | None = None) -> None:
        async def write() -> None:
            async with self._toolbox.database.transaction() as connection:
                await change_run(connection, self.run_id, values)
                if ended is not None:
                    await publish(connection, ended)

        await retrying(write)


def _why(error: BaseException) -> Text:
    """What ended a run before its end, as a sentence."""
    if isinstance(error, CANCELLING):
        return CANCELLED
    if isinstance(error, SourceFailure):
        return error.reason
    return reason_of(error)
