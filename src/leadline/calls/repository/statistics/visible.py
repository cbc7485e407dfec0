"""What a caller may see: which roll-up answers, and whose rows of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, select

from leadline.calls.domain.cubes import Cube
from leadline.calls.models import call_records, call_rollups
from leadline.calls.repository.granted import Columns, Conditions, granted
from leadline.kernel.auth.principal import DataScope
from leadline.kernel.clock import Window

OF_AGENTS = {
    Cube.HOUR: Cube.AGENT_HOUR,
    Cube.TASK: Cube.AGENT_TASK,
    Cube.GRADE: Cube.AGENT_GRADE,
    Cube.OUTCOME: Cube.AGENT_OUTCOME,
    Cube.PROVINCE: Cube.AGENT_PROVINCE,
}
counts = call_rollups.c
OF_COUNTS = Columns(counts.agent_id, counts.source, counts.stat_date)
OF_CALLS = Columns(call_records.c.agent_id, call_records.c.source, call_records.c.stat_date)


class Sums(NamedTuple):
    """What the calls of one key add up to."""

    calls: int = 0
    connected: int = 0
    talk_seconds: int = 0
    orders: int = 0
    order_cents: int = 0

    @classmethod
    def of(cls, values: Sequence[Any]) -> "Sums":  # Any: PostgreSQL sums big integers as Decimal
        """The sums that a query's last five columns hold."""
        return cls(*map(int, values))

    def plus(self, other: "Sums") -> "Sums":
        """Both together."""
        return Sums(*(own + theirs for own, theirs in zip(self, other, strict=True)))

    def minus(self, other: "Sums") -> "Sums":
        """What is left without the other."""
        return Sums(*(own - theirs for own, theirs in zip(self, other, strict=True)))


SUMS: tuple[ColumnElement[int], ...] = tuple(func.sum(counts[name]).label(name) for name in Sums._fields)


class Visible:
    """A caller's view of the counts and calls: of one source or all, of everybody or of some agents."""

    def __init__(self, scope: DataScope, source: str | None) -> None:
        self.source = source
        self.everybody = scope.all
        self._scope = scope

    def counts(self, cube: Cube, first: date, last: date, *columns: ColumnElement[Any]) -> Select[Any]:  # Any: columns
        """`columns` of the roll-up (`counts`) over the range. For a narrower scope, of its twin that is kept by agent.

        An agent has few rows of many in such a twin. The small roll-up AGENT tells on which days there are any, and the
        key finds each; materialized, because both planners would rather read the whole twin.
        """
        query = select(*columns)
        if self.everybody:
            return query.where(counts.cube == int(cube), *self._range(first, last))
        days = (
            select(counts.stat_date, counts.source, counts.agent_id)
            .where(counts.cube == int(Cube.AGENT), *self._range(first, last), *self._granted(first, last))
            .cte("mine")
            .prefix_with("MATERIALIZED")
        )
        joined = days.join(
            call_rollups,
            and_(
                counts.cube == int(OF_AGENTS.get(cube, cube)),
                counts.stat_date == days.c.stat_date,
                counts.source == days.c.source,
                counts.agent_id == days.c.agent_id,
            ),
        )
        return query.select_from(joined)

    def calls(self, window: Window) -> ColumnElement[bool]:
        """The calls that started within the window."""
        calls = call_records.c
        conditions: list[ColumnElement[bool]] = [calls.start_time >= window.start, calls.start_time < window.end]
        if self.source is not None:
            conditions.append(calls.source == self.source)
        return and_(*conditions, *granted(self._scope, OF_CALLS))

    def _granted(self, first: date, last: date) -> Conditions:
        return granted(self._scope, OF_COUNTS, first, last)

    def _range(self, first: date, last: date) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = [counts.stat_date.between(first, last)]
        if self.source is not None:
            conditions.append(counts.source == self.source)
        return conditions
