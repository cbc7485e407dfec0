"""Figures by the day, and of a day until a time of it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, case, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.functions import FunctionElement

from leadline.calls.domain.cubes import Cube
from leadline.calls.models import agent_exclusions, call_records, daily_stats, grade_rules, task_stats_cache
from leadline.calls.repository.statistics.visible import SUMS, Sums, Visible, counts
from leadline.kernel.clock import Window

Agent = tuple[str, str]  # source and id
calls = call_records.c
excluded = and_(agent_exclusions.c.source == counts.source, agent_exclusions.c.agent_id == counts.agent_id)
is_agent = and_(counts.agent_id != "", counts.calls > 0, ~select(1).where(excluded).exists())


class DayFigures(NamedTuple):
    """One day. `agents` leaves the excluded accounts out."""

    stat_date: date
    sums: Sums
    orders_9: int = 0
    orders_1: int = 0
    agents: int = 0
    updated_at: datetime | None = None


class VendorDay(NamedTuple):
    """One source's day: its calls, its orders by grade, and the vendor's figure of them (None: unknown)."""

    stat_date: date
    source: str
    calls: int
    orders: int
    vendor_orders: int | None


async def daily_figures(connection: AsyncConnection, visible: Visible, first: date, last: date) -> list[DayFigures]:
    """The days with figures, oldest first."""
    if not visible.everybody:
        return await _scoped_days(connection, visible, first, last)
    days = daily_stats.c
    sums = (
        days.total_calls, days.success_calls, days.total_duration, days.orders, days.order_cents,
        days.orders_9, days.orders_1, days.agents,
    )  # fmt: skip
    query = select(days.stat_date, *(func.sum(one) for one in sums), func.max(days.updated_at))
    query = query.where(days.stat_date.between(first, last))
    if visible.source is not None:
        query = query.where(days.source == visible.source)
    found = await connection.execute(query.group_by(days.stat_date).order_by(days.stat_date))
    return [DayFigures(day, Sums.of(row[:5]), int(row[5]), int(row[6]), int(row[7]), row[8]) for day, *row in found]


async def _scoped_days(connection: AsyncConnection, visible: Visible, first: date, last: date) -> list[DayFigures]:
    agents = func.sum(case((is_agent, 1), else_=0))
    query = visible.counts(Cube.AGENT, first, last, counts.stat_date, *SUMS, agents, func.max(daily_stats.c.updated_at))
    query = query.join(
        daily_stats, and_(daily_stats.c.stat_date == counts.stat_date, daily_stats.c.source == counts.source)
    )
    found = await connection.execute(query.group_by(counts.stat_date).order_by(counts.stat_date))
    orders = await orders_by_kind(connection, visible, first, last, await order_kinds(connection))
    return [
        DayFigures(day, Sums.of(row[:5]), orders[day, "9"], orders[day, "1"], int(row[5]), row[6])
        for day, *row in found
    ]


async def order_kinds(connection: AsyncConnection) -> dict[str, str]:
    """Which price class each grade code counts its orders in."""
    rules = grade_rules.c
    query = select(rules.code, rules.order_kind).where(rules.order_kind != "").order_by(rules.position.desc())
    return {code: kind for code, kind in await connection.execute(query)}  # noqa: C416  # a Row is no typed pair


async def orders_by_kind(
    connection: AsyncConnection, visible: Visible, first: date, last: date, kinds: Mapping[str, str]
) -> defaultdict[tuple[date, str], int]:
    """Orders by day and price class, from the roll-up by grade; `kinds` are the `order_kinds`."""
    query = visible.counts(Cube.GRADE, first, last, counts.stat_date, counts.key, func.sum(counts.orders))
    query = query.where(counts.key.in_(sorted(kinds))).group_by(counts.stat_date, counts.key)
    found: defaultdict[tuple[date, str], int] = defaultdict(int)
    for day, code, orders in await connection.execute(query):
        found[day, kinds[code]] += int(orders)
    return found


async def agents_between(connection: AsyncConnection, visible: Visible, first: date, last: date) -> set[Agent]:
    """The agents with calls in the range."""
    query = visible.counts(Cube.AGENT, first, last, counts.source, counts.agent_id).where(is_agent).distinct()
    return {(source, agent) for source, agent in await connection.execute(query)}


async def agents_by(
    connection: AsyncConnection, visible: Visible, first: date, last: date, start_of: type[FunctionElement[date]]
) -> dict[date, int]:
    """How many agents had calls in each week or month of the range, by its first day."""
    start = start_of(counts.stat_date).label("start")
    each = visible.counts(Cube.AGENT, first, last, start, counts.source, counts.agent_id).distinct()
    agents = each.where(counts.agent_id != "", counts.calls > 0).subquery()
    # after the DISTINCT: once an agent and week instead of once a day
    left_out = and_(agent_exclusions.c.source == agents.c.source, agent_exclusions.c.agent_id == agents.c.agent_id)
    query = select(agents.c.start, func.count()).where(~select(1).where(left_out).exists()).group_by(agents.c.start)
    return {day: number for day, number in await connection.execute(query)}  # noqa: C416  # a Row is no typed pair


async def hourly_figures(
    connection: AsyncConnection, visible: Visible, first: date, last: date
) -> dict[tuple[date, int], Sums]:
    """Sums by day and hour."""
    query = visible.counts(Cube.HOUR, first, last, counts.stat_date, counts.key, *SUMS)
    found = await connection.execute(query.group_by(counts.stat_date, counts.key))
    return {(day, int(hour)): Sums.of(sums) for day, hour, *sums in found}


async def orders_of_hours(
    connection: AsyncConnection, visible: Visible, window: Window
) -> dict[tuple[date, int, str], int]:
    """Orders by day, hour and price class, from the few calls that carry one."""
    codes = sorted(await order_kinds(connection))
    query = select(calls.stat_date, calls.hour, calls.order_kind, func.count()).where(
        calls.grade_code.in_(codes), visible.calls(window), calls.order_kind != ""
    )
    found = await connection.execute(query.group_by(calls.stat_date, calls.hour, calls.order_kind))
    return {(day, hour, kind): number for day, hour, kind, number in found}


async def exclusions(connection: AsyncConnection) -> set[Agent]:
    """The accounts that are no agents."""
    found = await connection.execute(select(agent_exclusions.c.source, agent_exclusions.c.agent_id))
    return {(source, agent) for source, agent in found}


async def vendor_days(connection: AsyncConnection, visible: Visible, first: date, last: date) -> list[VendorDay]:
    """The vendor's figures beside ours, by source and day; of those days that have either."""
    own, told = daily_stats.c, task_stats_cache.c
    ours = select(own.stat_date, own.source, own.total_calls, own.orders, literal(0), literal(0))
    ours = ours.where(own.stat_date.between(first, last))
    theirs = select(told.stat_date, told.source, literal(0), literal(0), told.orders, literal(1))
    theirs = theirs.where(told.stat_date.between(first, last))
    if visible.source is not None:
        ours = ours.where(own.source == visible.source)
        theirs = theirs.where(told.source == visible.source)
    found: dict[tuple[date, str], VendorDay] = {}
    for day, source, dialled, orders, vendor_orders, known in await connection.execute(ours.union_all(theirs)):
        one = found.get((day, source)) or VendorDay(day, source, 0, 0, None)
        found[day, source] = (
            one._replace(vendor_orders=vendor_orders) if known else one._replace(calls=dialled, orders=orders)
        )
    return list(found.values())
