"""Measures Leadline and holds it against what it has to reach: `make bench`, or

    python bench/run.py --only ingest --database sqlite --quick

Tables go to the terminal and to bench/results. Databases are made once under var/bench (ten million calls: minutes and
15 GB). Exit status 1 when a figure is missed.
"""

import argparse
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[1])  # the project, not this folder

from bench import auth, export, figures, full, ingest, jobs, pages, process, syncing  # noqa: E402  # only now it is found
from bench.report import Report  # noqa: E402  # as above

DATABASES = ("sqlite", "postgresql")


def groups(given: argparse.Namespace) -> dict[str, Callable[[], Report]]:
    """What can be measured, by name."""
    databases = DATABASES if given.database == "both" else (given.database,)
    calls, quick = given.calls, given.quick
    return {
        "process": lambda: process.measure(calls, quick=quick),
        "auth": lambda: auth.measure(calls, quick=quick),
        "ingest": lambda: ingest.measure(databases, quick=quick),
        "jobs": lambda: jobs.measure(databases, quick=quick),
        "sync": lambda: syncing.measure(databases, quick=quick),
        "statistics": lambda: figures.measure(databases, calls, quick=quick),
        "full-load": lambda: full.measure(calls, quick=quick),
        "records": lambda: pages.measure(databases, calls, quick=quick),
        "scopes": lambda: pages.measure_scopes(databases, calls, quick=quick),
        "export": lambda: export.measure(databases, calls, quick=quick),
    }


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", metavar="NAME", help="one group (repeatable)")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and rows, nothing written")
    parser.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    parser.add_argument("--calls", type=int, default=10_000_000)
    given = parser.parse_args()
    available = groups(given)
    if unknown := set(given.only or ()) - set(available):
        parser.error(f"no such group: {', '.join(unknown)}; there are {', '.join(available)}")
    if shutil.which("wrk") is None and (not given.only or "full-load" in given.only):
        parser.error("wrk is missing: apt-get install wrk")
    missed = []
    for name in given.only or available:
        report = available[name]()
        missed += [f"{report.name}: {one}" for one in report.missed]
        if not given.quick:
            report.write()
    print("\nall reached" if not missed else "\nmissed:\n  " + "\n  ".join(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
