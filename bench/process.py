"""`leadline serve` by itself: how soon it answers, what it holds and what it burns while nobody asks."""

import time

from bench.databases import sqlite_database
from bench.ingest import fresh_postgres
from bench.report import Report, announce
from bench.served import serving

SECONDS, MEGABYTES, SHARE = 2.0, 150.0, 0.01
IDLE_SECONDS = 60  # a whole minute: the look for alerts comes once in it


def measure(calls: int, *, quick: bool) -> Report:
    """How soon it answers, and its rest on either database."""
    report = Report("process", "The server by itself", ("figure", "measured", "to reach"))
    announce(report.title)
    url = sqlite_database(calls)
    starts = []
    for _ in range(1 if quick else 3):
        with serving(url, moved=False) as served:
            starts.append((served.seconds_to_answer, served.cpu()))
    wall, cpu = min(starts)
    report.add(
        "start to first answer", f"{wall:.2f} s ({cpu:.2f} s of CPU)", f"{SECONDS:.0f} s", reached=wall <= SECONDS
    )
    rest(report, "SQLite", url, quick=quick)
    with fresh_postgres() as make:
        rest(report, "PostgreSQL", make(), quick=quick)
    return report


def rest(report: Report, kind: str, url: str, *, quick: bool) -> None:
    """The server with its worker and schedules, while nobody asks and nothing is due."""
    with serving(url, moved=False) as served:
        time.sleep(2)
        before = served.cpu()
        idle = 5 if quick else IDLE_SECONDS
        time.sleep(idle)
        share, memory = (served.cpu() - before) / idle, served.memory()
    report.add(f"idle memory (PSS), {kind}", f"{memory:.0f} MB", f"{MEGABYTES:.0f} MB", reached=memory <= MEGABYTES)
    report.add(f"idle CPU, {kind}", f"{share:.2%} of a core", f"{SHARE:.0%}", reached=share <= SHARE)
