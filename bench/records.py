"""Milliseconds of a page of the call list by filter: `python -m bench.records sqlite:////tmp/calls.db`.

Each filter is read over 7 days and over a month, in both directions of time, from the first page to deep ones.
"""

import argparse
import asyncio
import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bench.dataset import LAST_DAY, SECRET
from leadline.calls.contracts import Outcome
from leadline.calls.domain.record_query import RecordQuery, RecordSort
from leadline.calls.repository.record_list import RecordPages
from leadline.calls.repository.record_plan import choose
from leadline.calls.repository.record_selection import Position, selection_of
from leadline.kernel.auth.principal import AgentGrant, DataScope
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.engine import Database

CALENDAR = BusinessCalendar("Asia/Shanghai")
DEEP = (0, 1, 2, 5, 20)
FILTERS: dict[str, dict[str, Any]] = {
    "none": {},
    "source common": {"sources": ("guanke",)},
    "source rare": {"sources": ("freeswitch",)},
    "source absent": {"sources": ("nowhere",)},
    "agent": {"agents": ("3001",)},
    "agent rare": {"agents": ("9001",)},
    "agents x5": {"agents": ("3001", "3002", "3003", "3004", "9001")},
    "task": {"tasks": ("501",)},
    "tasks x3": {"tasks": ("501", "505", "512")},
    "outcome": {"outcomes": (Outcome.NO_ANSWER,)},
    "outcome rare": {"outcomes": (Outcome.UNKNOWN,)},
    "outcome absent": {"outcomes": (Outcome.VOICEMAIL,)},
    "connected": {"connected": True},
    "not connected": {"connected": False},
    "grade": {"grades": ("AF5",)},
    "grade order": {"grades": ("AS1", "AS2")},
    "grade none": {"grades": ("",)},
    "grade unmapped": {"grades": ("unmapped",)},
    "province": {"provinces": ("广东",)},
    "province rare": {"provinces": ("澳门",)},
    "phone absent": {"phone": "13000000000"},
    "call id": {"call_id": f"{LAST_DAY.toordinal() * 1_000_000 + 77}"},
    "duration>=1": {"duration_min": 1},
    "duration>=60": {"duration_min": 60},
    "duration>=600": {"duration_min": 600},
    "duration>=3600": {"duration_min": 3600},
    "duration<=5": {"duration_max": 5},
    "duration 10..12": {"duration_min": 10, "duration_max": 12},
    "agent+grade order": {"agents": ("3001",), "grades": ("AS1",)},
    "agent+task+connected": {"agents": ("3001",), "tasks": ("512",), "connected": True},
    "agent+duration>=300": {"agents": ("3001",), "duration_min": 300},
    "task+province rare": {"tasks": ("505",), "provinces": ("西藏",)},
    "agent+province": {"agents": ("3005",), "provinces": ("海南",)},
    "source rare+connected": {"sources": ("freeswitch",), "connected": True},
    "not connected+task": {"connected": False, "tasks": ("512",)},
    "contradiction": {"connected": True, "grades": ("no_answer",)},
    "province+duration>=120": {"provinces": ("海南",), "duration_min": 120},
}


EVERYBODY = DataScope(all=True)
TEAM = tuple(str(number) for number in range(3001, 3009))
SCOPES = {
    "everybody": EVERYBODY,
    "one agent": DataScope(grants=frozenset({AgentGrant("3001", "guanke")})),
    "a team of 8": DataScope(grants=frozenset(AgentGrant(agent, "guanke") for agent in TEAM)),
    "a team of 8, two newcomers": DataScope(
        grants=frozenset(
            AgentGrant(agent, "guanke", LAST_DAY - timedelta(days=10) if agent in TEAM[:2] else None) for agent in TEAM
        )
    ),
}


async def pages(
    database: Database, query: RecordQuery, limit: int, scope: DataScope = EVERYBODY, read: list[int] | None = None
) -> list[float]:
    """The milliseconds of each of the first pages and of deep ones; `read` is told how many were read in all."""
    indexes = () if query.phone is None else Cipher(SECRET).blind_indexes(query.phone)
    selection = selection_of(query, scope, CALENDAR, indexes)
    after: Position | None = None
    spent = []
    for number in range(max(DEEP) + 1):
        started = time.perf_counter()
        async with database.reading() as connection:
            driver = await choose(connection, selection, limit + 1, after)
            rows = await RecordPages(CALENDAR, selection, driver, database.dialect).read(connection, limit + 1, after)
        if read is not None:
            read.append(number)
        if number in DEEP:
            spent.append((time.perf_counter() - started) * 1000)
        if len(rows) <= limit:
            break
        last = rows[limit - 1]
        key = last.duration if selection.by_duration else last.start_time
        if not isinstance(key, int) or selection.by_duration:
            after = Position(key, last.id)
        else:
            after = Position(CALENDAR.local(datetime.fromtimestamp(key / 1e6, CALENDAR.zone)), last.id)
    return spent


async def run(url: str, limit: int, only: str) -> None:
    """Prints a line for each filter, range and order."""
    database = Database(url)
    end = CALENDAR.window_of(LAST_DAY).end
    worst = []
    for name, filters in FILTERS.items():
        if only not in name:
            continue
        for days in (7, 31):
            cells = []
            for sort in RecordSort:
                query = RecordQuery(end - timedelta(days=days), end, sort=sort)
                spent = []
                for _ in range(2):
                    spent += await pages(database, replace(query, **filters), limit)
                spent.sort()
                p95 = spent[min(len(spent) - 1, round(0.95 * (len(spent) - 1)))]
                worst.append((p95, name, days, str(sort)))
                cells.append(f"{p95:7.1f}")
            print(f"{name:24} {days:3} d  {'  '.join(cells)}", flush=True)
    print("worst:", *sorted(worst, reverse=True)[:12], sep="\n  ")
    await database.close()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--limit", type=int, default=50)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    asyncio.run(run(given.url, given.limit, given.only))


if __name__ == "__main__":
    main()
