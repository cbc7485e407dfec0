"""The last complete figures of each day on the two tracks, and the vendor's lines behind them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import TotalsLine
from leadline.calls.models import grade_stats_cache, task_stats_cache, vendor_totals
from leadline.kernel.db.upsert import upsert

LineKind = Literal["account", "task"]
Lines = defaultdict[tuple[date, str], list[TotalsLine]]
MOST = 2**31 - 1


class GradeFigures(NamedTuple):
    """A day's orders by grade and its calls, as of `calculated_at`."""

    source: str
    stat_date: date
    grade_9: int
    grade_1: int
    total_success: int
    total_records: int
    sync_type: str
    calculated_at: datetime
    elapsed: float
    complete: bool


class TaskFigures(NamedTuple):
    """A day's total by the vendor's own count, as of `calculated_at`."""

    source: str
    stat_date: date
    calls: int
    connected: int
    orders: int
    sync_type: str
    calculated_at: datetime
    elapsed: float
    complete: bool


async def write_grade_figures(connection: AsyncConnection, figures: GradeFigures) -> None:
    """Puts the figures in the place of the day's earlier ones."""
    await upsert(connection, grade_stats_cache, [figures._asdict()])


async def grade_figures(connection: AsyncConnection, day: date, source: str | None = None) -> list[GradeFigures]:
    """The cached figures of a day, a row a source."""
    columns = grade_stats_cache.c
    chosen = [] if source is None else [columns.source == source]
    query = select(*(columns[name] for name in GradeFigures._fields)).where(columns.stat_date == day, *chosen)
    return [GradeFigures._make(row) for row in await connection.execute(query.order_by(columns.source))]


async def drop_grade_figures(connection: AsyncConnection, before: date) -> int:
    """Deletes the cached figures of days before then, and returns how many; the counts answer for those days."""
    return (await connection.execute(delete(grade_stats_cache).where(grade_stats_cache.c.stat_date < before))).rowcount


async def write_task_figures(connection: AsyncConnection, figures: TaskFigures) -> None:
    """Puts the figures in the place of the day's earlier ones."""
    await upsert(connection, task_stats_cache, [figures._asdict()])


async def task_figures(
    connection: AsyncConnection, first: date, last: date, source: str | None = None
) -> list[TaskFigures]:
    """The vendor's totals of the range, oldest first."""
    columns = task_stats_cache.c
    chosen = [] if source is None else [columns.source == source]
    query = select(*(columns[name] for name in TaskFigures._fields)).where(
        columns.stat_date.between(first, last), *chosen
    )
    found = await connection.execute(query.order_by(columns.stat_date, columns.source))
    return [TaskFigures._make(row) for row in found]


async def replace_lines(
    connection: AsyncConnection, source: str, day: date, lines: Mapping[LineKind, Sequence[TotalsLine]]
) -> None:
    """Puts the vendor's lines in the place of all that it said of the day before; lines of one key are summed."""
    columns = vendor_totals.c
    await connection.execute(delete(vendor_totals).where(columns.source == source, columns.stat_date == day))
    rows = [
        {"source": source, "stat_date": day, "kind": kind, **line._asdict()}
        for kind, given in lines.items()
        for line in summed(given)
    ]
    if rows:
        await connection.execute(insert(vendor_totals), rows)


async def vendor_lines(
    connection: AsyncConnection, first: date, last: date, kind: LineKind, source: str | None = None
) -> Lines:
    """What the vendor said of each day's accounts or tasks."""
    columns = vendor_totals.c
    chosen = [] if source is None else [columns.source == source]
    query = (
        select(columns.stat_date, columns.source, *(columns[name] for name in TotalsLine._fields))
        .where(columns.stat_date.between(first, last), columns.kind == kind, *chosen)
        .order_by(columns.key)
    )
    return lines_by_day(await connection.execute(query))


def lines_by_day(rows: Iterable[Row[Any]]) -> Lines:  # Any: a column's own Python type
    """Rows of (day, source, the fields of a line) as lines by (day, source)."""
    found: Lines = defaultdict(list)
    for row in rows:
        day, source, *line = tuple(row)
        found[day, source].append(TotalsLine._make(line))
    return found


def summed(lines: Iterable[TotalsLine]) -> list[TotalsLine]:
    """One line a key, fit for the table; figures of a key that is listed twice are added."""
    by_key: dict[str, TotalsLine] = {}
    for line in lines:
        key, name = _clean(line.key, 100), _clean(line.name, 200)
        one = by_key.get(key, TotalsLine(key, name, 0, 0, 0))
        by_key[key] = TotalsLine(
            key,
            name or one.name,
            fitting(one.calls + line.calls),
            fitting(one.connected + line.connected),
            fitting(one.orders + line.orders),
        )
    return [by_key[key] for key in sorted(by_key)]


def fitting(number: int) -> int:
    """The number within what the column takes."""
    return max(-MOST, min(MOST, number))


def _clean(text: str, limit: int) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "")[:limit]
