"""Our own counts in the shape of the vendor's, to be held against them; and orders by grade for a narrower scope."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.cubes import Cube
from leadline.calls.models import call_names, call_rollups, daily_stats
from leadline.calls.repository.statistics.visible import Visible, counts
from leadline.calls.repository.track_caches import LineKind, Lines, lines_by_day


class DayFigures(NamedTuple):
    """Our counts of one source's day."""

    source: str
    day: date
    calls: int
    connected: int
    orders: int
    orders_9: int
    orders_1: int
    updated_at: datetime


class GradeSum(NamedTuple):
    """Calls and orders under one grade code."""

    code: str
    calls: int
    orders: int


async def day_figures(
    connection: AsyncConnection, first: date, last: date, sources: Sequence[str] | None = None
) -> list[DayFigures]:
    """The counted days of the range, oldest first."""
    columns = daily_stats.c
    query = select(
        columns.source, columns.stat_date, columns.total_calls, columns.success_calls, columns.orders,
        columns.orders_9, columns.orders_1, columns.updated_at,
    ).where(columns.stat_date.between(first, last))  # fmt: skip
    if sources is not None:
        query = query.where(columns.source.in_(sources))
    return [
        DayFigures._make(row) for row in await connection.execute(query.order_by(columns.stat_date, columns.source))
    ]


async def own_lines(
    connection: AsyncConnection, first: date, last: date, kind: LineKind, source: str | None = None
) -> Lines:
    """Our counts of each day by account or by task, with the names that we know."""
    cube, key, names = (Cube.AGENT, counts.agent_id, "agent") if kind == "account" else (Cube.TASK, counts.key, "task")
    known = (call_names.c.source == counts.source) & (call_names.c.kind == names) & (call_names.c.key == key)
    chosen = [] if source is None else [counts.source == source]
    named = func.coalesce(call_names.c.name, "")
    query = (
        select(counts.stat_date, counts.source, key, named, counts.calls, counts.connected, counts.orders)
        .select_from(call_rollups.outerjoin(call_names, known))
        .where(counts.cube == int(cube), counts.stat_date.between(first, last), counts.calls > 0, *chosen)
        .order_by(key)
    )
    return lines_by_day(await connection.execute(query))


async def grade_sums(connection: AsyncConnection, visible: Visible, day: date) -> list[GradeSum]:
    """The day's calls and orders that may be seen, by grade code."""
    query = visible.counts(Cube.GRADE, day, day, counts.key, func.sum(counts.calls), func.sum(counts.orders))
    found = await connection.execute(query.group_by(counts.key))
    return [GradeSum(code, int(calls), int(orders)) for code, calls, orders in found]
