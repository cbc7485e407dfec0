"""A database of plausible calls, made fast: rows in time order over N days, the roll-ups counted from them by SQL.

    python -m bench.dataset --calls 3000000 --days 90 sqlite:////tmp/calls.db

Numbers are truly encrypted (a pool of 200,000 of them), so that reveals and exports work. `--calls` from 100 thousand
to 10 million; PostgreSQL takes COPY. The secret and the last day are fixed unless given: the same call makes the same
rows.
"""

import argparse
import asyncio
import math
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

import asyncpg

from leadline.calls.domain.cubes import Cube
from leadline.calls.domain.grades import DEFAULT_RULES, GradeBook
from leadline.calls.models import call_records
from leadline.calls.repository.records import INSERTED, PHONE_PURPOSE
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.crypto.phones import mask_phone
from leadline.kernel.db.base import to_microseconds
from leadline.kernel.db.engine import database_url
from leadline.kernel.db.migrate import upgrade

SECRET = "a key for benchmarks only, of forty characters"  # noqa: S105  # it guards made-up numbers
LAST_DAY = date(2025, 11, 30)
BATCH = 50_000
PHONES = 200_000
AGENTS = [str(number) for number in range(3001, 3025)] + ["9001", ""]
AGENT_WEIGHTS = [*(0.7 + (n * 7 % 10) / 15 for n in range(24)), 0.01, 0.02]
TASKS = [*(str(number) for number in range(501, 513)), ""]
TASK_WEIGHTS = [*range(12, 0, -1), 0.02]
PLACES = [
    *("广东", "江苏", "浙江", "山东", "河南", "四川", "湖北", "湖南", "河北", "福建", "北京"),
    *("上海", "重庆", "陕西", "辽宁", "广西", "云南", "海南", "青海", "西藏", "澳门"),
]
PLACE_WEIGHTS = [*range(40, 4, -2), 0.5, 0.1, 0.01]
HOURS = {9: 8, 10: 12, 11: 11, 12: 4, 13: 6, 14: 12, 15: 13, 16: 12, 17: 9, 18: 6, 19: 5, 20: 2}
ANSWERED = {
    "AF5 没说话直接挂断": 30, "AN2 明确不需要": 22, "AF2 在忙/晚点再说": 16, "AG 话务员未操作": 6, "AN3 语音助手": 5,
    "F-直接挂机": 5, "AF11": 3.5, "AOT 其他": 3, "AF3 加微信成功挂断": 2.5, "AS1 成功单9元": 0.7, "AS2 成功单1元": 0.3,
    "AN1 骂人": 0.3, "自定义意向": 0.1, "": 1,
}  # fmt: skip
UNANSWERED = {
    ("", "no_answer"): 40, ("无人接听", "no_answer"): 18, ("拒接", "rejected"): 12, ("关机", "powered_off"): 9,
    ("空号", "invalid_number"): 7, ("停机", "suspended"): 3, ("", "busy"): 9, ("", "line_fault"): 0.5,
    ("", "unknown"): 0.05,
}  # fmt: skip
CONNECTED_SHARE = 0.16
# a few talks last long: one in about three thousand calls is over ten minutes
TALK = [max(1, min(3600, round(math.exp(3.0 + 1.25 * Random(step).gauss(0, 1))))) for step in range(5000)]
Row = tuple[Any, ...]


class Generator:
    """Rows of INSERTED, day by day in time order."""

    def __init__(self, calls: int, days: int, last: date, cipher: Cipher, seed: int, *, native: bool) -> None:
        self.rng = Random(seed)
        self.calls, self.days, self.last = calls, days, last
        self.calendar = BusinessCalendar("Asia/Shanghai")
        self.book = GradeBook(DEFAULT_RULES)
        self.native = native  # asyncpg takes dates and datetimes, SQLite texts and integers
        numbers = [f"1{self.rng.randint(30, 99)}{self.rng.randint(0, 99999999):08d}" for _ in range(PHONES)]
        self.phones = [
            (cipher.encrypt(n.encode(), PHONE_PURPOSE), cipher.blind_index(n), mask_phone(n)) for n in numbers
        ]

    def sizes(self) -> list[tuple[date, int]]:
        """How many calls each day has: fewer on weekends, all together `calls`."""
        every = [self.last - timedelta(days=back) for back in reversed(range(self.days))]
        weights = [(0.3, 0.15)[day.weekday() - 5] if day.weekday() > 4 else self.rng.uniform(0.8, 1.2) for day in every]
        bounds = [round(self.calls * part / sum(weights)) for part in accumulate(weights)]
        return [(day, end - start) for day, start, end in zip(every, [0, *bounds], bounds, strict=False)]

    def rows(self) -> Iterator[list[Row]]:
        """Batches of at most BATCH rows."""
        batch: list[Row] = []
        for day, count in self.sizes():
            batch.extend(self.day(day, count))
            while len(batch) >= BATCH:
                yield batch[:BATCH]
                del batch[:BATCH]
        if batch:
            yield batch

    def day(self, day: date, count: int) -> Iterator[Row]:
        """One day's rows."""
        some = self.rng.choices
        start = int(self.calendar.window_of(day).start.timestamp())
        minutes = [hour * 60 + minute for hour in HOURS for minute in range(60)]
        weights = [weight for weight in HOURS.values() for _ in range(60)]
        moments = sorted(start + m * 60 + self.rng.randrange(60) for m in some(minutes, weights, k=count))
        columns = zip(
            moments,
            some((True, False), (CONNECTED_SHARE, 1 - CONNECTED_SHARE), k=count),
            some(list(ANSWERED), list(ANSWERED.values()), k=count),
            some(list(UNANSWERED), list(UNANSWERED.values()), k=count),
            some(AGENTS, AGENT_WEIGHTS, k=count),
            some(TASKS, TASK_WEIGHTS, k=count),
            some(PLACES, PLACE_WEIGHTS, k=count),
            some(TALK, k=count),
            some(self.phones, k=count),
            some(("guanke", "freeswitch"), (0.999, 0.001), k=count),
            strict=True,
        )
        stamp = day if self.native else day.isoformat()
        for number, (moment, connected, answered, unanswered, agent, task, place, talk, phone, source) in enumerate(
            columns
        ):
            grade, outcome = (answered, "connected") if connected else unanswered
            yield self.row(
                day.toordinal() * 1_000_000 + number, stamp, moment, outcome, grade, agent, task, place,
                talk if connected else 0, phone, source,
            )  # fmt: skip

    def row(  # noqa: PLR0913, PLR0917  # a row's parts
        self, number: int, stamp: object, moment: int, outcome: str, grade: str, agent: str, task: str, place: str,
        talk: int, phone: Row, source: str,
    ) -> Row:  # fmt: skip
        """One row of INSERTED."""
        rule = self.book.judge(grade)
        kind, cents = (rule.order_kind, rule.value_cents) if rule and rule.order_kind else ("", 0)
        connected = outcome == "connected"
        start = self.moment(moment)
        return (
            source, str(number), stamp, (moment // 3600 + 8) % 24, task, f"任务{task}" if task else None, agent,
            f"坐席{agent}" if agent else None, None, *phone, start, self.moment(moment + talk) if connected else None,
            False, talk, "NORMAL_CLEARING" if connected else "NO_ANSWER", connected, outcome, "2" if connected else "1",
            grade or None, self.book.code_of(grade), kind, cents, place, place, "广州联通-01",
            f"https://recordings.example.com/{number}.mp3" if connected else None, -(-talk // 60) * 12, -(-talk // 60),
            "已加微信,明日再联系" if number % 7 == 0 else None, "张先生" if number % 5 == 0 else None, None, None,
            number * 2_654_435_761 % 2**62, self.moment(moment + 600), self.moment(moment + 600),
        )  # fmt: skip

    def moment(self, seconds: int) -> object:
        """A moment as the driver takes it."""
        return datetime.fromtimestamp(seconds, UTC) if self.native else seconds * 1_000_000


def counting(dialect: str) -> list[str]:
    """The statements that count the rows into the roll-ups, the daily figures, the names and the days' states."""
    moment = (
        str(to_microseconds(datetime(2025, 12, 1, tzinfo=UTC)))
        if dialect == "sqlite"
        else "'2025-12-01T00:00:00Z'::timestamptz"
    )
    hour = "printf('%02d', hour)" if dialect == "sqlite" else "to_char(hour, 'FM00')"
    one = "is_success" if dialect == "sqlite" else "is_success::int"
    cubes = {
        Cube.HOUR: ("''", hour), Cube.AGENT: ("agent_id", "''"), Cube.TASK: ("''", "task_id"),
        Cube.GRADE: ("''", "grade_code"), Cube.OUTCOME: ("''", "outcome"), Cube.PROVINCE: ("''", "province"),
        Cube.AGENT_HOUR: ("agent_id", hour), Cube.AGENT_TASK: ("agent_id", "task_id"),
        Cube.AGENT_GRADE: ("agent_id", "grade_code"), Cube.AGENT_OUTCOME: ("agent_id", "outcome"),
        Cube.AGENT_PROVINCE: ("agent_id", "province"),
    }  # fmt: skip
    statements = [
        f"INSERT INTO call_rollups "
        f"(cube, stat_date, source, agent_id, key, calls, connected, talk_seconds, orders, order_cents) "
        f"SELECT {int(cube)}, stat_date, source, {agent}, {key}, count(*), sum({one}), sum(duration), "
        f"sum(CASE WHEN order_kind <> '' THEN 1 ELSE 0 END), sum(order_cents) FROM call_records "
        f"GROUP BY stat_date, source, {', '.join(part for part in (agent, key) if part != chr(39) * 2)}"
        for cube, (agent, key) in cubes.items()
    ]
    kinds = ", ".join(f"sum(CASE WHEN order_kind {test} THEN 1 ELSE 0 END)" for test in ("<> ''", "= '9'", "= '1'"))
    statements.append(
        "INSERT INTO daily_stats (stat_date, source, total_calls, success_calls, failed_calls, success_rate, "
        "total_duration, avg_duration, agents, orders, orders_9, orders_1, order_cents, created_at, updated_at) "
        f"SELECT stat_date, source, count(*), sum({one}), count(*) - sum({one}), 1.0 * sum({one}) / count(*), "
        f"sum(duration), 1.0 * sum(duration) / nullif(sum({one}), 0), count(DISTINCT nullif(agent_id, '')), {kinds}, "
        f"sum(order_cents), {moment}, {moment} FROM call_records GROUP BY stat_date, source"
    )
    statements += [
        f"INSERT INTO call_names (source, kind, key, name, updated_at) SELECT source, '{kind}', {kind}_id, "
        f"max({kind}_name), {moment} FROM call_records WHERE {kind}_id <> '' GROUP BY source, {kind}_id"
        for kind in ("agent", "task")
    ]
    statements.append(
        "INSERT INTO sync_days (source, track, stat_date, state, vendor_rows, received_rows, checked_at, completed_at) "
        f"SELECT source, 'grade', stat_date, 'complete', total_calls, total_calls, {moment}, {moment} FROM daily_stats"
    )
    return statements


def load_sqlite(url: str, generator: Generator) -> None:
    """Rows, then the indexes (built sorted, at a fraction of what they cost row by row), then the counts."""
    connection = sqlite3.connect(database_url(url).database or "")
    connection.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA cache_size = -500000;")
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'call_records' AND type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    marks = ", ".join("?" * len(INSERTED))
    for batch in generator.rows():
        connection.executemany(f"INSERT INTO call_records ({', '.join(INSERTED)}) VALUES ({marks})", batch)
    connection.commit()
    for statement in [sql for _, sql in indexes] + counting("sqlite"):
        connection.execute(statement)
    connection.commit()
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


async def load_postgres(url: str, generator: Generator) -> None:
    """The same with COPY; ends with VACUUM ANALYZE, as autovacuum would."""
    connection = await asyncpg.connect(
        database_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    )
    indexes = await connection.fetch(
        "SELECT indexname AS name, indexdef AS sql FROM pg_indexes "
        "WHERE tablename = 'call_records' AND indexname LIKE 'ix_%'"
    )
    for index in indexes:
        await connection.execute(f"DROP INDEX {index['name']}")
    for batch in generator.rows():
        await connection.copy_records_to_table(call_records.name, records=batch, columns=list(INSERTED))
    await connection.execute("SET maintenance_work_mem = '512MB'")
    for statement in [index["sql"] for index in indexes] + counting("postgresql"):
        await connection.execute(statement)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


def build(url: str, calls: int, days: int, *, last: date = LAST_DAY, secret: str = SECRET, seed: int = 1) -> None:
    """Migrates the empty database at `url` and fills it."""
    upgrade(url)
    sqlite = database_url(url).get_backend_name() == "sqlite"
    generator = Generator(calls, days, last, Cipher(secret), seed, native=not sqlite)
    if sqlite:
        load_sqlite(url, generator)
    else:
        asyncio.run(load_postgres(url, generator))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--last", type=date.fromisoformat, default=LAST_DAY)
    parser.add_argument("--secret", default=SECRET)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    started = time.perf_counter()
    build(given.url, given.calls, given.days, last=given.last, secret=given.secret, seed=given.seed)
    seconds = time.perf_counter() - started
    print(f"{given.calls:,} calls in {seconds:.1f} s ({given.calls / seconds:,.0f}/s)")


if __name__ == "__main__":
    main()
