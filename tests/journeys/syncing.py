"""`leadline sync` as its users run it: a process of its own, which a test may kill."""

import asyncio
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import IO, Any

from leadline.calls.service.sync.contracts import SyncReport, SyncRequest
from leadline.calls.service.sync.run import sync_range
from leadline.entrypoints.wiring import DEMO, open_toolbox
from leadline.kernel.db.engine import Database
from leadline.kernel.settings import load_settings
from tests.guanke.simulated import HTTP, SimulatedVendor

FIRST, LAST = "2025-10-22", "2025-10-24"
# what two databases that know the same must agree in: no ids, no ciphertexts, no times of writing
FIGURES = {
    "calls": "SELECT call_id, stat_date, hour, task_id, agent_id, phone_masked, start_time, duration, outcome, grade, "
    "grade_code, order_kind, province, fingerprint FROM call_records ORDER BY call_id",
    "rollups": "SELECT cube, stat_date, agent_id, key, calls, connected, talk_seconds, orders, order_cents "
    "FROM call_rollups WHERE calls <> 0 ORDER BY cube, stat_date, agent_id, key",
    "days": "SELECT stat_date, total_calls, success_calls, failed_calls, total_duration, agents, orders, orders_9, "
    "orders_1, order_cents FROM daily_stats ORDER BY stat_date",
    "grades": "SELECT stat_date, grade_9, grade_1, total_success, total_records, complete FROM grade_stats_cache "
    "ORDER BY stat_date",
    "totals": "SELECT stat_date, calls, connected, orders, complete FROM task_stats_cache ORDER BY stat_date",
    "states": "SELECT stat_date, track, state, vendor_rows, received_rows FROM sync_days ORDER BY stat_date, track",
}


@dataclass(frozen=True)
class Installation:
    """A database with the dialer that fills it."""

    database_url: str
    vendor: SimulatedVendor
    home: Path

    def environment(self, **more: str) -> dict[str, str]:
        return {
            **os.environ,
            "APP_ENV": "testing",
            "DATABASE_URL": self.database_url,
            "DEMO_BASE_URL": self.vendor.url,
            "DATA_ENCRYPTION_KEY": "a key for the tests, the same in all of them",
            "LEADLINE_HOME": str(self.home),
            **more,
        }

    def leadline(self, *arguments: str, out: IO[str] | int = subprocess.PIPE, **more: str) -> subprocess.Popen[str]:
        """Starts `leadline` with these arguments."""
        command = [sys.executable, "-m", "leadline", *arguments]
        return subprocess.Popen(command, env=self.environment(**more), cwd=self.home, stdout=out, stderr=out, text=True)

    def start_sync(self, *, first: str = FIRST, last: str = LAST, **more: str) -> subprocess.Popen[str]:
        arguments = ("sync", "--source", "demo", "--from", first, "--to", last, "--json")
        return self.leadline(*arguments, out=subprocess.PIPE, **more)

    def sync(self, **given: str) -> tuple[int, str]:
        """The exit status and everything that was printed."""
        process = self.start_sync(**given)
        out, err = process.communicate(timeout=170)
        return process.returncode, out + err

    def sync_here(self, first: str = FIRST, last: str = LAST, **more: object) -> SyncReport:
        """The same in this process: for what needs no process of its own."""
        return asyncio.run(self._sync_here(date.fromisoformat(first), date.fromisoformat(last), more))

    async def _sync_here(self, first: date, last: date, more: dict[str, object]) -> SyncReport:
        settings = load_settings(
            app_env="testing",
            database_url=self.database_url,
            demo_base_url=self.vendor.url,
            data_encryption_key="a key for the tests, the same in all of them",
            leadline_home=self.home,
            **more,
        )
        async with open_toolbox(settings) as toolbox:
            return await sync_range(toolbox, SyncRequest(DEMO, first, last))

    def kill_one(self, randomness: Random, longest: float) -> None:
        """Starts a sync, waits until the vendor is being asked, and kills it (kill -9) a random moment later."""
        asked = self._asked()
        process = self.start_sync()
        while self._asked() == asked and process.poll() is None:
            time.sleep(0.01)
        time.sleep(randomness.uniform(0, longest))
        process.kill()
        process.communicate()

    def _asked(self) -> int:
        return int(HTTP.get(f"{self.vendor.url}/_faults").json()["seen"]["requests"])

    def figures(self) -> dict[str, list[Any]]:
        """All that two databases that know the same agree in."""
        return asyncio.run(self._figures())

    async def _figures(self) -> dict[str, list[Any]]:
        database = Database(self.database_url)
        async with database.reading() as connection:
            found = {name: (await connection.exec_driver_sql(query)).all() for name, query in FIGURES.items()}
        await database.close()
        return {name: [tuple(str(cell) for cell in row) for row in rows] for name, rows in found.items()}
