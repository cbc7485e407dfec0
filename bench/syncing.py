"""One day of calls from the simulator over HTTP, through the machinery of `leadline sync`."""

import asyncio
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bench.dataset import SECRET
from bench.ingest import fresh_postgres, fresh_sqlite
from bench.report import Report, Stopwatch, announce
from leadline.calls.service.sync.contracts import SyncReport, SyncRequest
from leadline.calls.service.sync.run import sync_range
from leadline.entrypoints.wiring import DEMO, open_toolbox
from leadline.kernel.process import tune_interpreter
from leadline.kernel.settings import load_settings
from tests.guanke.simulated import CALM, running_simulator

DAY = date(2025, 10, 24)
LIMITS = {28_719: 5.0, 46_000: 8.0}


async def pull(url: str, vendor: str) -> tuple[SyncReport, float, float]:
    """The day, from a cold start of the toolbox to the run's end."""
    with tempfile.TemporaryDirectory() as home:
        settings = load_settings(
            app_env="testing", database_url=url, demo_base_url=vendor, data_encryption_key=SECRET,
            leadline_home=Path(home),
        )  # fmt: skip
        async with open_toolbox(settings) as toolbox:
            watch = Stopwatch()
            report = await sync_range(toolbox, SyncRequest(DEMO, DAY, DAY))
            return report, watch.wall, watch.cpu


def measure(databases: Sequence[str], *, quick: bool) -> Report:
    """One row a database and size, the best of the rounds."""
    report = Report(
        "sync", "One day over HTTP from the simulator, all in",
        ("database", "calls", "seconds", "to reach", "CPU s of the pulling process", "state"),
    )  # fmt: skip
    announce(report.title)
    tune_interpreter()
    with running_simulator() as vendor:
        for calls, limit in LIMITS.items():
            vendor.set(**CALM | {"calls_per_day": calls})
            dialled = vendor.truth(DAY)  # the simulator makes its day when it is first asked: not what is measured
            for name in databases:
                with fresh_sqlite() if name == "sqlite" else fresh_postgres() as fresh:
                    runs = [asyncio.run(pull(fresh(), vendor.url)) for _ in range(1 if quick else 3)]
                whole, wall, cpu = min(runs, key=lambda run: run[1])
                assert whole.complete, whole
                assert whole.result.new > 0.97 * calls, (whole.result, dialled)
                report.add(
                    name, f"{whole.result.new:,}", f"{wall:.2f}", f"{limit:.0f}", f"{cpu:.2f}", whole.state,
                    reached=wall <= limit,
                )  # fmt: skip
    report.notes.append("Both tracks, raw answers archived; the simulator shares the machine. The best of three runs.")
    return report
