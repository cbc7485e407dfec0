"""Whose calls a narrower scope sees, as conditions of a statement: by account, by source, by day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, false, or_

from leadline.kernel.auth.principal import AgentGrant, DataScope

Conditions = list[ColumnElement[bool]]
WIDTH = 64


class Columns(NamedTuple):
    """The columns of a table that a grant speaks of."""

    agent_id: ColumnElement[str]
    source: ColumnElement[str]
    stat_date: ColumnElement[date]


class Block(NamedTuple):
    """Grants that say the same of several accounts. The source "" is any; None leaves a side of the days open."""

    source: str
    first_day: date | None
    last_day: date | None
    agent_ids: tuple[str, ...]

    @property
    def plain(self) -> bool:
        """Whether the account alone decides."""
        return not self.source and self.first_day is None and self.last_day is None


def blocks_of(grants: Iterable[AgentGrant]) -> list[Block]:
    """The grants by what they say. An account that is granted without limits needs no limited grant beside it."""
    by_limits: defaultdict[tuple[str, date | None, date | None], set[str]] = defaultdict(set)
    for agent_id, source, first_day, last_day in grants:
        by_limits[source, first_day, last_day].add(agent_id)
    unlimited = by_limits.get(("", None, None), set())
    blocks = []
    for limits in sorted(by_limits, key=repr):
        agents = by_limits[limits] if limits == ("", None, None) else by_limits[limits] - unlimited
        if agents:
            blocks.append(Block(*limits, tuple(sorted(agents))))
    return blocks


def granted(scope: DataScope, columns: Columns, first: date | None = None, last: date | None = None) -> Conditions:
    """The conditions that leave the rows that `scope` covers; with both days given, of rows of these days."""
    if scope.all:
        return []
    grants = scope.grants if first is None or last is None else scope.between(first, last)
    blocks = blocks_of(grants)
    parts = [_of_block(block, columns) for block in blocks]
    if not parts:
        return [false()]
    if len(parts) <= WIDTH:
        return [or_(*parts)]
    # SQLite refuses an expression a thousand levels deep, which a long row of ORs is; a CASE is flat
    agents = sorted({agent_id for block in blocks for agent_id in block.agent_ids})
    return [columns.agent_id.in_(agents), case(*((part, 1) for part in parts), else_=0) == 1]


def _of_block(block: Block, columns: Columns) -> ColumnElement[bool]:
    conditions: Conditions = [columns.agent_id.in_(block.agent_ids)]
    if block.source:
        conditions.append(columns.source == block.source)
    if block.first_day is not None:
        conditions.append(columns.stat_date >= block.first_day)
    if block.last_day is not None:
        conditions.append(columns.stat_date <= block.last_day)
    return and_(*conditions)
