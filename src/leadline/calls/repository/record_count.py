"""How many calls a list holds: from the counts where they know it, else an estimate. Never by reading the calls."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import Outcome
from leadline.calls.domain.cubes import Cube
from leadline.calls.models import daily_stats
from leadline.calls.repository.granted import granted
from leadline.calls.repository.record_figures import CUBES, judge
from leadline.calls.repository.record_selection import Selection
from leadline.calls.repository.statistics.visible import OF_AGENTS, OF_COUNTS, counts
from leadline.kernel.auth.principal import DataScope


class RecordCount(NamedTuple):
    """How many calls there are; `exact` where the counts know it."""

    calls: int
    exact: bool


async def count_records(connection: AsyncConnection, selection: Selection, scope: DataScope) -> RecordCount:
    """The number of calls of a selection without a number or a call's id."""
    if selection.empty:
        return RecordCount(0, exact=True)
    columns = _key_columns(selection)
    if len(columns) <= 1 and not selection.partial_days and not selection.by_talk_time:
        return RecordCount(await _from_counts(connection, selection, scope, columns), exact=True)
    figures = await judge(connection, selection, None)
    total = await _total(connection, selection)
    share = total / figures.total.calls if figures.total.calls else 0.0
    return RecordCount(round(figures.together().calls * share), exact=False)


def _key_columns(selection: Selection) -> list[str]:
    """The filtered columns that a roll-up has to be kept by; connected or not is a sum of every roll-up."""
    columns = [column for column in selection.values if column in CUBES and column != "agent_id"]
    if "outcome" in columns and _halves(selection) is not None:
        columns.remove("outcome")
    return columns


def _halves(selection: Selection) -> bool | None:
    """True: connected calls are asked for, False: all others; None: another choice of outcomes."""
    outcomes = set(selection.values["outcome"])
    others = {one.value for one in Outcome} - {Outcome.CONNECTED.value}
    return True if outcomes == {Outcome.CONNECTED} else False if outcomes == others else None


async def _from_counts(connection: AsyncConnection, selection: Selection, scope: DataScope, columns: list[str]) -> int:
    cube = CUBES[columns[0]] if columns else Cube.HOUR
    by_agent = "agent_id" in selection.values or not scope.all
    if by_agent:
        cube = OF_AGENTS[cube] if columns else Cube.AGENT
    measure: ColumnElement[int] = counts.calls
    if "outcome" in selection.values and "outcome" not in columns:
        measure = counts.connected if _halves(selection) else counts.calls - counts.connected
    days = (selection.first_day, selection.last_day)
    query = select(func.sum(measure)).where(counts.cube == int(cube), counts.stat_date.between(*days))
    query = query.where(*granted(scope, OF_COUNTS, *days))
    if "agent_id" in selection.values:
        query = query.where(counts.agent_id.in_(selection.values["agent_id"]))
    if "source" in selection.values:
        query = query.where(counts.source.in_(selection.values["source"]))
    if columns:
        query = query.where(counts.key.in_(selection.values[columns[0]]))
    return int((await connection.execute(query)).scalar() or 0)


async def _total(connection: AsyncConnection, selection: Selection) -> int:
    """The calls of the range, a day that is cut by its bounds in proportion."""
    columns = daily_stats.c
    query = select(func.sum(columns.total_calls)).where(
        columns.stat_date.between(selection.first_day, selection.last_day)
    )
    return int((await connection.execute(query)).scalar() or 0)
