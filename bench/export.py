"""The export of a million calls over HTTP, and how much memory the server takes for it."""

import json
import threading
import time
import urllib.request
from collections.abc import Sequence
from datetime import date, timedelta

from bench.dataset import LAST_DAY
from bench.figures import filled
from bench.report import Report, Stopwatch, announce
from bench.served import Served, authorization, serving

LIMITS = {"csv": 20.0, "xlsx": 120.0}
GROWTH_MB = 64.0
CALLS = 1_000_000


class MemoryWatch(threading.Thread):
    """Samples a server's memory until it is stopped."""

    def __init__(self, served: Served) -> None:
        super().__init__(daemon=True)
        self._served = served
        self._ended = threading.Event()
        self.before = self.most = served.memory()

    def run(self) -> None:
        while not self._ended.wait(0.1):
            self.most = max(self.most, self._served.memory())

    def stop(self) -> float:
        """MB that the server grew by at the most."""
        self._ended.set()
        self.join()
        return self.most - self.before


def drain(served: Served, path: str) -> tuple[int, int]:
    """The bytes and the line feeds of a download."""
    request = urllib.request.Request(f"http://127.0.0.1:{served.port}{path}", headers=authorization())  # our own
    size = lines = 0
    with urllib.request.urlopen(request, timeout=600) as answer:  # noqa: S310  # our own server
        while chunk := answer.read(1 << 18):
            size += len(chunk)
            lines += chunk.count(b"\n")
    return size, lines


def range_of(served: Served, wanted: int) -> tuple[date, int]:
    """The first day of the range that ends with the dataset and holds so many calls, and how many it does."""
    days = json.loads(served.get(f"/api/stats/trend?start={LAST_DAY - timedelta(days=364)}&end={LAST_DAY}"))["data"]
    total = 0
    for day, calls in zip(reversed(days["dates"]), reversed(days["total_calls"]), strict=True):
        total += calls
        if total >= wanted:
            return date.fromisoformat(day), total
    return date.fromisoformat(days["dates"][0]), total


def measure(databases: Sequence[str], calls: int, *, quick: bool) -> Report:
    """A row a database and kind of file."""
    report = Report(
        "export", "Export over HTTP",
        ("database", "file", "calls", "MB", "seconds", "to reach", "CPU s of the server", "memory grew by, MB",
         "to stay below"),
    )  # fmt: skip
    announce(report.title)
    for name in databases:
        with filled(name, calls) as url, serving(url) as served:
            first, total = range_of(served, CALLS // 10 if quick else CALLS)
            served.get(f"/api/calls?start={first}&end={LAST_DAY}")
            for kind, limit in LIMITS.items():
                time.sleep(1)
                watch, cpu, memory = Stopwatch(), served.cpu(), MemoryWatch(served)
                memory.start()
                size, lines = drain(
                    served, f"/api/calls/export?format={kind}&sort=start_time&start={first}&end={LAST_DAY}"
                )
                wall = watch.wall
                grown = memory.stop()
                assert kind == "xlsx" or lines >= total, f"{lines} lines of {total}"
                allowed = limit * total / CALLS
                report.add(
                    name, kind, f"{total:,}", f"{size / 1e6:.0f}", f"{wall:.1f}", f"{allowed:.0f}",
                    f"{served.cpu() - cpu:.1f}", f"{grown:.0f}", f"{GROWTH_MB:.0f}",
                    reached=wall <= allowed and grown < GROWTH_MB,
                )  # fmt: skip
    report.notes.append("Memory: PSS of the server and its children, sampled ten times a second; limits a million.")
    return report
