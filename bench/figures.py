"""The statistics over HTTP at ten million calls: under a steady load, with and without ready answers, beside SQL."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bench.databases import database_file, postgres_server, sqlite_database, warm
from bench.report import Report, Stopwatch, announce, percentile
from bench.served import Served, authorization, serving
from leadline.kernel.db.engine import Database

MONTH = "start=2025-11-01&end=2025-11-28"
PATHS = {
    "summary": "/api/calls/summary?days=31",
    "daily": "/api/calls/daily?start_date=2025-11-01&end_date=2025-11-28",
    "overview": "/api/stats/overview",
    "trend": "/api/stats/trend?start=2024-12-01&end=2025-11-28",
    "grade-stats": "/api/stats/grade-stats?date=2025-11-27",
    "agents": f"/api/stats/agents?{MONTH}",
    "hours": f"/api/stats/hours?{MONTH}",
}
SUMS = "count(*), sum(CASE WHEN is_success THEN 1 ELSE 0 END), sum(duration), sum(order_cents)"
IN_MONTH = "FROM call_records WHERE stat_date BETWEEN '2025-11-01' AND '2025-11-28'"
FROM_CALLS = {
    "summary": f"SELECT stat_date, {SUMS} FROM call_records WHERE stat_date BETWEEN '2025-10-29' AND '2025-11-28' "
    "GROUP BY stat_date",
    "daily": f"SELECT stat_date, {SUMS} {IN_MONTH} GROUP BY stat_date",
    "overview": f"SELECT stat_date, count(DISTINCT agent_id), {SUMS} {IN_MONTH} GROUP BY stat_date",
    "trend": f"SELECT stat_date, count(DISTINCT agent_id), {SUMS} FROM call_records GROUP BY stat_date",
    "grade-stats": "SELECT order_kind, count(*) FROM call_records WHERE stat_date = '2025-11-27' GROUP BY order_kind",
    "agents": f"SELECT source, agent_id, {SUMS} {IN_MONTH} GROUP BY source, agent_id",
    "hours": f"SELECT hour, {SUMS} {IN_MONTH} GROUP BY hour",
}
P99_MS, RATE, RATIO, SMALL = 10.0, 100, 1.5, 100_000


@contextmanager
def filled(name: str, calls: int) -> Iterator[str]:
    """The address of a filled database of either kind, as it is on a machine whose memory holds it."""
    if name == "sqlite":
        url = sqlite_database(calls)
        warm(database_file(calls))
        yield url
        return
    with postgres_server(calls) as server:
        warm(server.data)
        yield server.url("bench")


def loaded(served: Served, **plan: Any) -> dict[str, list[float]]:  # Any: JSON
    """Milliseconds by path, from a second process."""
    plan = {"port": served.port, "headers": authorization(), "distinct": False, "paths": list(PATHS.values())} | plan
    command = [sys.executable, "-m", "bench.load"]
    done = subprocess.run(command, input=json.dumps(plan), stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["refused"] == 0, f"{found['refused']} requests were refused"
    spent: dict[str, list[float]] = found["spent"]
    return spent


def alone(name: str, calls: int, times: int) -> dict[str, float]:
    """The median of each, computed anew every time, when nobody else asks."""
    with filled(name, calls) as url, serving(url) as served:
        loaded(served, times=5, distinct=True)
        return {path: percentile(spent, 0.5) for path, spent in loaded(served, times=times, distinct=True).items()}


async def from_calls(url: str, queries: dict[str, str]) -> dict[str, float]:
    """Milliseconds of the same figures from the calls themselves."""
    database = Database(url)
    spent = {}
    for figure, query in queries.items():
        async with database.reading() as connection:
            watch = Stopwatch()
            (await connection.exec_driver_sql(query)).all()
            spent[figure] = watch.wall * 1000
    await database.close()
    return spent


def measure(databases: Sequence[str], calls: int, *, quick: bool) -> Report:
    """One row a figure and database."""
    report = Report(
        "statistics", f"Statistics over HTTP at {calls:,} calls",
        ("database", "figure", f"p99 at {RATE}/s, ms", "p99 computed anew each time, ms", "to reach",
         "computed alone, ms", f"at {SMALL:,} calls, ms", "ratio", "to reach", "SQL over the calls, ms"),
    )  # fmt: skip
    announce(report.title)
    times, seconds = (10, 4) if quick else (60, 30)
    for name in databases:
        small = alone(name, SMALL, times)
        with filled(name, calls) as url:
            with serving(url) as served:
                loaded(served, times=5, distinct=True)
                large = {p: percentile(s, 0.5) for p, s in loaded(served, times=times, distinct=True).items()}
                cpu = served.cpu()
                anew = loaded(served, rate=RATE, seconds=seconds, distinct=True)
                each = (served.cpu() - cpu) * 1000 / sum(map(len, anew.values()))
                cpu, watch = served.cpu(), Stopwatch()
                hot = loaded(served, rate=RATE, seconds=seconds)
                busy = (served.cpu() - cpu) / watch.wall
            counted = asyncio.run(from_calls(url, FROM_CALLS))
            for figure, path in PATHS.items():
                p99, anew_p99 = percentile(hot[path], 0.99), percentile(anew[path], 0.99)
                ratio = large[path] / small[path]
                report.add(
                    name, figure, f"{p99:.1f}", f"{anew_p99:.1f}", f"{P99_MS:.0f}", f"{large[path]:.1f}",
                    f"{small[path]:.1f}", f"{ratio:.2f}", RATIO, f"{counted[figure]:,.0f}",
                    reached=p99 <= P99_MS and ratio <= RATIO,
                )  # fmt: skip
            everything = [one for spent in anew.values() for one in spent]
            everyone = f"p50 {percentile(everything, 0.5):.1f}, p99 {percentile(everything, 0.99):.1f} ms"
            report.notes.append(
                f"{name}: computed anew, all figures together: {everyone}, {each:.1f} ms of the server's CPU each; "
                f"the ready answers took {busy:.0%} of a core."
            )
    report.notes.append(
        f"Open loop from a second process over the loopback at {RATE} requests a second, the figures in turn, with a "
        "token; a time is counted from when its request was due. “Computed anew”: each query carries a parameter that "
        "no cache has seen. “Alone”: medians, one request at a time."
    )
    return report
