"""Our own counts in the shape of the vendor's, to be held against them; and orders by grade for a narrower scope."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import TotalsLine
from leadline.calls.domain.cubes import Cube
from leadline.calls.models import call_names, call_rollups, daily_stats
from leadline.calls.repository.track_caches import LineKind

PIECE = 500


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


async def own_lines(connection: AsyncConnection, source: str, day: date, kind: LineKind) -> list[TotalsLine]:
    """Our counts of the day by account or by task, with the names that we know."""
    columns = call_rollups.c
    cube, key, names = (
        (Cube.AGENT, columns.agent_id, "agent") if kind == "account" else (Cube.TASK, columns.key, "task")
    )
    known = (call_names.c.source == source) & (call_names.c.kind == names) & (call_names.c.key == key)
    query = (
        select(key, func.coalesce(call_names.c.name, ""), columns.calls, columns.connected, columns.orders)
        .select_from(call_rollups.outerjoin(call_names, known))
        .where(columns.cube == int(cube), columns.stat_date == day, columns.source == source, columns.calls > 0)
        .order_by(key)
    )
    return [TotalsLine._make(row) for row in await connection.execute(query)]


async def grade_sums(
    connection: AsyncConnection, day: date, agent_ids: Collection[str], source: str | None = None
) -> list[GradeSum]:
    """The day's calls and orders of these agents, by grade code."""
    columns = call_rollups.c
    chosen = [] if source is None else [columns.source == source]
    wanted = sorted(agent_ids)
    sums: dict[str, GradeSum] = {}
    for start in range(0, len(wanted), PIECE):
        query = (
            select(columns.key, func.sum(columns.calls), func.sum(columns.orders))
            .where(columns.cube == int(Cube.AGENT_GRADE), columns.stat_date == day, *chosen)
            .where(columns.agent_id.in_(wanted[start : start + PIECE]))
            .group_by(columns.key)
        )
        for code, calls, orders in await connection.execute(query):
            before = sums.get(code, GradeSum(code, 0, 0))
            sums[code] = GradeSum(code, before.calls + int(calls), before.orders + int(orders))
    return list(sums.values())
