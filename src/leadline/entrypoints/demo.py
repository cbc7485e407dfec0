"""The demo: three processes (simulator, server, and this one, which syncs), started and ended together."""

import asyncio
import os
import signal
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import httpx

from leadline.calls.contracts import Completeness
from leadline.calls.errors import AlreadyExcluded
from leadline.calls.repository.sync_days import read_days
from leadline.calls.service.clearing import clear_source
from leadline.calls.service.exclusions import exclude
from leadline.calls.service.sync.contracts import SyncRequest, SyncStep
from leadline.calls.service.sync.run import sync_range
from leadline.calls.service.toolbox import CallsToolbox
from leadline.entrypoints import demo_staff
from leadline.entrypoints.cli import common
from leadline.entrypoints.deeds import tell_deed
from leadline.entrypoints.wiring import DEMO, assemble_employees, open_toolbox
from leadline.integrations.guanke.simulator.names import NOT_AGENTS
from leadline.kernel.auth.tokens import Tokens
from leadline.kernel.clock import days_between
from leadline.kernel.db.migrate import migrate
from leadline.kernel.errors import LeadlineError
from leadline.kernel.settings import Settings
from leadline.kernel.text import Text

READY_SECONDS: Final = 30.0
STOP_SECONDS: Final = 35.0
TOKEN_DAYS: Final = 1
TRACKS: Final = 2


class ProcessDied(LeadlineError):
    """One of the demo's processes ended by itself."""

    code = "process_died"
    message = Text("{name} 意外退出；它最后说：\n{tail}", "{name} ended by itself. Its last words:\n{tail}")


@dataclass
class Companion:
    """A process of the demo, with what it wrote."""

    name: str
    process: asyncio.subprocess.Process
    log: Path

    def died(self) -> ProcessDied:
        """What to tell about its end."""
        words = self.log.read_text(errors="replace").strip().splitlines()[-5:]
        return ProcessDied(name=self.name, tail="\n".join(words) or "-")

    async def stop(self) -> None:
        """Asks it to end, and ends it when it does not."""
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self.process.wait(), STOP_SECONDS)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()


@asynccontextmanager
async def _companion(
    name: str, arguments: list[str], environment: dict[str, str], logs: Path
) -> AsyncIterator[Companion]:
    log = logs / f"{name}.log"
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "leadline", *arguments, env={**os.environ, **environment}, stdout=out, stderr=out,
            start_new_session=True,  # Ctrl-C reaches this process alone; it ends the others in order
        )  # fmt: skip
    companion = Companion(name, process, log)
    try:
        yield companion
    finally:
        await companion.stop()


async def _answers(companion: Companion, url: str) -> None:
    """Waits until the process answers at `url` with anything at all."""
    deadline = asyncio.get_running_loop().time() + READY_SECONDS
    async with httpx.AsyncClient(timeout=2.0, trust_env=False) as client:
        while asyncio.get_running_loop().time() < deadline:
            if companion.process.returncode is not None:
                raise companion.died()
            with suppress(httpx.HTTPError):
                await client.get(url)
                return
            await asyncio.sleep(0.05)
    raise companion.died()


def free_port(host: str, wanted: int = 0) -> int:
    """`wanted` when it is free, else the next free one; 0: any."""
    for candidate in range(wanted, min(wanted + 50, 65536)) if wanted else (0,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((host, candidate))
                return int(probe.getsockname()[1])
    raise LeadlineError


async def clear_demo(settings: Settings) -> None:
    """Deletes everything of the source `demo`."""
    calls = 0
    async with open_toolbox(settings) as toolbox:
        await tell_deed(toolbox.database, "source.clear", f"source:{DEMO}")
        with common.Bar("clear", None, unit=common.CALLS) as bar:
            async for cleared in clear_source(toolbox.database, DEMO):
                calls += cleared.calls
                bar.to(calls, str(cleared.day))
    done = Text("已删除演示数据 {calls}。", "Deleted {calls} of the demo.")
    common.results.print(common.say(done.fill(calls=common.counted(calls, common.CALLS))))


async def play_demo(settings: Settings, days: int, calls_per_day: int | None, *, once: bool) -> int:
    """Plays until a signal ends it; the exit status."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    port = free_port(settings.host, settings.port)
    dialer_port = free_port("127.0.0.1")
    dialer = f"http://127.0.0.1:{dialer_port}"
    settings = settings.model_copy(update={"demo_base_url": dialer, "port": port})
    with tempfile.TemporaryDirectory(prefix="leadline-demo-") as folder:
        logs = Path(folder)
        faults = ["--faults", f'{{"calls_per_day": {calls_per_day}}}'] if calls_per_day else []
        simulate = ["simulate", "--port", str(dialer_port), *faults]
        async with open_toolbox(settings, any_schema=True) as toolbox:
            await migrate(toolbox.database)
            await _exclude_accounts(toolbox)
            staff = assemble_employees(toolbox)
            await demo_staff.hire(staff)
            serve = ["serve", "--port", str(port), "--host", settings.host]
            environment = {"DEMO_BASE_URL": dialer, "LEADLINE_HOME": str(settings.leadline_home)}
            async with (
                _companion("simulator", simulate, {}, logs) as simulator,
                _companion("server", serve, environment, logs) as server,
            ):
                await asyncio.gather(
                    _answers(simulator, f"{dialer}/_faults"),
                    _answers(server, f"http://{_reached(settings)}/api/health"),
                )
                _introduce(settings, await demo_staff.links(staff))
                whole = await _first_of(_bring_in(toolbox, days, once=once), stopping, simulator, server)
                if whole is None:
                    return 0
                if once:
                    return 0 if whole else 1
                await _first_of(asyncio.Event().wait(), stopping, simulator, server)
    return 0


async def _first_of(work, stopping: asyncio.Event, *companions: Companion):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # a coroutine of any result
    """The result of `work`; None when a signal came first; `ProcessDied` when a companion ended first."""
    doing = asyncio.ensure_future(work)
    stop = asyncio.ensure_future(stopping.wait())
    ends = {asyncio.ensure_future(companion.process.wait()): companion for companion in companions}
    try:
        done, _ = await asyncio.wait({doing, stop, *ends}, return_when=asyncio.FIRST_COMPLETED)
        if doing in done:
            return doing.result()
        if stop in done:
            return None
        raise next(companion for end, companion in ends.items() if end in done).died()
    finally:
        for task in (doing, stop, *ends):
            task.cancel()
        with suppress(asyncio.CancelledError):
            await doing


async def _exclude_accounts(toolbox: CallsToolbox) -> None:
    """The simulator's accounts that are no agents, once."""
    for account, name in NOT_AGENTS:
        with suppress(AlreadyExcluded):
            async with toolbox.database.transaction() as connection:
                await exclude(connection, DEMO, str(account), name, "demo")


def _reached(settings: Settings) -> str:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host  # noqa: S104  # told apart, not bound
    return f"{host}:{settings.port}"


def _introduce(settings: Settings, links: Mapping[str, str]) -> None:
    tokens = Tokens(settings.jwt_secret_key.get_secret_value())
    token = tokens.mint("demo", "demo", "admin", lifetime=timedelta(days=TOKEN_DAYS))
    base = f"http://{_reached(settings)}"
    signing = "\n".join(f"  {name:<13} {base}/sign-in#link={link}" for name, link in links.items())
    lines = Text(
        "Leadline 已启动：{base}    接口文档：{base}/api/docs\n\n一次性登录链接（24 小时内有效，各用一次）：\n\n"
        "{links}\n\n令牌（管理员，24 小时），试一试：\n\n  TOKEN={token}\n",
        "Leadline is up: {base}    API docs: {base}/api/docs\n\nSign in, once by each link, within 24 hours:\n\n"
        "{links}\n\nA token (administrator, 24 hours), to try:\n\n  TOKEN={token}\n",
    ).fill(base=base, token=token, links=signing)
    common.results.print(common.say(lines), markup=False)
    for path in ("/api/stats/overview", "/api/calls/summary?days=3", "/api/calls?per_page=5"):
        common.results.print(f"  curl -s -H \"Authorization: Bearer $TOKEN\" '{base}{path}'", markup=False)
    common.results.print("", markup=False)


async def _bring_in(toolbox: CallsToolbox, days: int, *, once: bool) -> bool:
    """Syncs what is not known for good yet, newest first; whether all of it came in whole."""
    today = toolbox.calendar.today()
    wanted = await _unknown_days(toolbox, today - timedelta(days=days - 1), today)
    whole = True
    received = 0
    with common.Bar("sync", len(wanted), unit=common.DAYS) as bar:
        for number, day in enumerate(wanted):

            def tell(step: SyncStep, day: date = day, number: int = number) -> None:
                bar.to(number, f"{day} {step.received:,}")

            report = await sync_range(toolbox, SyncRequest(DEMO, day, day, requested_by="demo"), tell)
            received += report.records
            whole = whole and report.complete
            bar.to(number + 1, f"{day}")
    line = Text("已同步 {days}、{records}{state}。{end}", "{days} synced, {records}{state}. {end}")
    state = (
        Text("", "")
        if whole
        else Text("（有未完整的日期，见 /api/sync/status）", " (incomplete days: see /api/sync/status)")
    )
    running = Text("按 Ctrl-C 结束。", "Ctrl-C ends it.")
    over = Text("服务已停止，leadline demo 可再次启动。", "The server has ended; `leadline demo` starts it again.")
    end = over if once else running
    days_told, records = common.counted(len(wanted), common.DAYS), common.counted(received, common.RECORDS)
    told = common.say(line.fill(days=days_told, records=records, state=state, end=end))
    common.results.print(told.rstrip(), markup=False)
    return whole


async def _unknown_days(toolbox: CallsToolbox, first: date, last: date) -> list[date]:
    """The days that are not known for good on both tracks, the newest first."""
    async with toolbox.database.reading() as connection:
        known = await read_days(connection, first, last, sources=[DEMO])
    complete = Counter(row.day for row in known if row.state == Completeness.COMPLETE)
    return [day for day in reversed(list(days_between(first, last))) if complete[day] < TRACKS]
