"""The list of calls at ten million: first, middle and deep pages of a week and a month, by filter and by sort."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import product
from urllib.parse import urlencode

import orjson

from bench.databases import postmaster
from bench.dataset import LAST_DAY
from bench.figures import filled
from bench.records import CALENDAR, DEEP, FILTERS, SCOPES, pages
from bench.report import Report, announce, percentile
from bench.served import admit, authorization, cpu_of, family, serving
from leadline.calls.domain.record_query import RecordQuery, RecordSort
from leadline.kernel.db.engine import Database

LIMIT_MS, PER_PAGE, MORE = 50.0, 50, 0.2
RANGES = (7, 31)
SOME = ("none", "agent", "grade order", "phone absent", "duration>=60", "agent+grade order")


async def spent(database: Database, query: RecordQuery, rounds: int, read: list[int]) -> list[float]:
    """Milliseconds of the pages (1, 2, 3, 6 and 21, as far as there are), several times over."""
    found: list[float] = []
    for _ in range(rounds):
        found += await pages(database, query, PER_PAGE, read=read)
    return found


class Spent:
    """CPU milliseconds of this process and of the database's server: what a busy machine stretches least."""

    def __init__(self, name: str, calls: int) -> None:
        self._server = None if name == "sqlite" else postmaster(calls)
        self._begun = self._now()

    def _now(self) -> float:
        server = sum(cpu_of(pid) for pid in family(self._server)) if self._server else 0.0
        return (time.process_time() + server) * 1000

    def each(self, pages: int) -> float:
        """A page's share since the last time."""
        now = self._now()
        spent, self._begun = now - self._begun, now
        return spent / max(1, pages)


async def by_filter(url: str, report: Report, name: str, calls: int, *, quick: bool) -> None:
    """A row a filter: the 95th percentile of each range, over all sorts, the slowest page of all, CPU a page."""
    database = Database(url)
    cpu = Spent(name, calls)
    end = CALENDAR.window_of(LAST_DAY).end
    for title, filters in FILTERS.items():
        if quick and title not in SOME:
            continue
        cells, each, slowest = [], [], 0.0
        cpu.each(1)
        for days in RANGES:
            found: list[float] = []
            read: list[int] = []
            for sort in RecordSort:
                query = replace(RecordQuery(end - timedelta(days=days), end, sort=sort), **filters)
                found += await spent(database, query, 2 if quick else 3, read)
            cells.append(percentile(found, 0.95))
            each.append(cpu.each(len(read)))
            slowest = max(slowest, *found)
        report.add(
            name, title, *(f"{cell:.1f}" for cell in cells), f"{slowest:.1f}", *(f"{one:.1f}" for one in each),
            f"{LIMIT_MS:.0f}",
            reached=max(cells) <= LIMIT_MS,
        )  # fmt: skip
    await database.close()


def answered(connection: HTTPConnection, reader: int, query: dict[str, str]) -> list[float]:
    """Milliseconds from request to whole answer of the list's pages 1, 2, 3, 6 and 21, as a reader asks for them."""
    spent = []
    for number in range(max(DEEP) + 1):
        begun = time.perf_counter()
        connection.request("GET", f"/api/calls?{urlencode(query)}", headers=authorization(reader))
        answer = connection.getresponse()
        body = orjson.loads(answer.read())
        if number in DEEP:
            spent.append((time.perf_counter() - begun) * 1000)
        assert answer.status == HTTPStatus.OK, body
        cursor = body["pagination"]["next_cursor"]
        if cursor is None:
            break
        query = query | {"cursor": cursor}
    return spent


def by_scope(url: str, report: Report, name: str, *, quick: bool) -> None:
    """A row an order of the list: the same list for everybody and for narrower scopes, taken in turns."""
    for reader, scope in enumerate(SCOPES.values()):
        accounts = [(grant.agent_id, grant.source, grant.first_day) for grant in sorted(scope.grants, key=repr)]
        asyncio.run(admit(url, reader, accounts))
    with serving(url) as served, closing(HTTPConnection("127.0.0.1", served.port)) as connection:
        for sort, days in product(RecordSort, RANGES):
            first = LAST_DAY - timedelta(days=days - 1)
            query = {"start_date": f"{first}", "end_date": f"{LAST_DAY}", "sort": sort, "per_page": f"{PER_PAGE}"}
            found: dict[str, list[float]] = {title: [] for title in SCOPES}
            for turn in range(4 if quick else 13):
                for reader, title in enumerate(SCOPES):
                    spent = answered(connection, reader, query)
                    if turn:  # the first turn brings each reader's pages into the database's own memory
                        found[title] += spent
            medians = [percentile(each, 0.5) for each in found.values()]
            more = max(medians) / medians[0] - 1
            report.add(
                name, f"{sort}, {days} days", *(f"{one:.1f}" for one in medians), f"{more:+.0%}", f"+{MORE:.0%}",
                reached=more <= MORE,
            )  # fmt: skip


def measure_scopes(databases: Sequence[str], calls: int, *, quick: bool) -> Report:
    """What a narrower data scope adds to a page of the list."""
    report = Report(
        "scopes", f"A page of the call list by data scope at {calls:,} calls",
        ("database", "list", *(f"{scope}, median ms" for scope in SCOPES), "the most that one adds", "to reach"),
    )  # fmt: skip
    announce(report.title)
    for name in databases:
        with filled(name, calls) as url:
            by_scope(url, report, name, quick=quick)
    report.notes.append(
        "GET /api/calls over the loopback, pages 1, 2, 3, 6 and 21 of 50. Every grant names its source, two of the "
        "team began ten days ago."
    )
    return report


def measure(databases: Sequence[str], calls: int, *, quick: bool) -> Report:
    """All filters on each database."""
    report = Report(
        "records", f"A page of the call list at {calls:,} calls",
        ("database", "filter", "7 days, p95 ms", "31 days, p95 ms", "slowest, ms",
         "7 days, CPU ms a page", "31 days, CPU ms a page", "to reach (p95)"),
    )  # fmt: skip
    announce(report.title)
    for name in databases:
        with filled(name, calls) as url:
            asyncio.run(by_filter(url, report, name, calls, quick=quick))
    report.notes.append(
        f"{PER_PAGE} records a page; pages 1, 2, 3, 6 and 21 of each sort ({', '.join(RecordSort)}), the database's "
        "part: the choice of the index, the query and its rows. The files were read once before: the machine's memory "
        "holds them, as that of a server does which has been up for a while."
    )
    return report
