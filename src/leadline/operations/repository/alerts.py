"""The alerts. Of one rule and key one is open at a time: the database refuses a second."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Row, delete, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.moment import database_time
from leadline.kernel.text import Text
from leadline.operations.contracts import Severity
from leadline.operations.models import alerts

STILL_OPEN = text("resolved_at IS NULL")
AlertState = Literal["open", "resolved"]


class AlertRow(NamedTuple):
    """One alert. `seen_at`: until when it is known to have lasted; `facts` is what it is about, for links."""

    id: int
    rule: str
    key: str
    severity: Severity
    source: str
    summary: Text
    facts: dict[str, Any]  # Any: a JSON document
    opened_at: datetime
    seen_at: datetime
    resolved_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """Which alerts; nothing filters nothing. `without` are rules that the reader may not see."""

    state: AlertState | None = None
    severities: Sequence[Severity] = ()
    rules: Sequence[str] = ()
    source: str | None = None
    acknowledged: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    without: Collection[str] = ()

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter as SQL."""
        columns = alerts.c
        found: list[ColumnElement[bool]] = []
        if self.state is not None:
            found.append(columns.resolved_at.is_(None) if self.state == "open" else columns.resolved_at.is_not(None))
        if self.severities:
            found.append(columns.severity.in_([one.value for one in self.severities]))
        if self.rules:
            found.append(columns.rule.in_(self.rules))
        if self.source is not None:
            found.append(columns.source == self.source)
        if self.acknowledged is not None:
            given = columns.acknowledged_at
            found.append(given.is_not(None) if self.acknowledged else given.is_(None))
        if self.since is not None:
            found.append(columns.opened_at >= self.since)
        if self.until is not None:
            found.append(columns.opened_at < self.until)
        if self.without:
            found.append(columns.rule.not_in(sorted(self.without)))
        return found


async def open_alerts(connection: AsyncConnection) -> list[AlertRow]:
    """Those that last."""
    found = await connection.execute(select(alerts).where(alerts.c.resolved_at.is_(None)).order_by(alerts.c.id))
    return [_row(one) for one in found]


async def add_alert(connection: AsyncConnection, values: Mapping[str, Any]) -> int | None:  # Any: the columns' types
    """The new alert's id; None when one of its rule and key is open already."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(alerts)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["rule", "key"], index_where=STILL_OPEN)
        .returning(alerts.c.id)
    )
    found: int | None = (await connection.execute(statement)).scalar_one_or_none()
    return found


async def change_alert(connection: AsyncConnection, alert_id: int, values: Mapping[str, Any]) -> bool:  # Any: as above
    """Writes columns of an alert that is still open; whether it was."""
    mine = (alerts.c.id == alert_id, alerts.c.resolved_at.is_(None))
    return bool((await connection.execute(update(alerts).where(*mine).values(**values))).rowcount)


async def acknowledge(connection: AsyncConnection, ids: Sequence[int], by: str, at: datetime, note: str) -> None:
    """Notes who has seen them, open or over."""
    values = {"acknowledged_at": at, "acknowledged_by": by[:100], "note": note or None}
    await connection.execute(update(alerts).where(alerts.c.id.in_(ids)).values(**values))


async def find_alerts(
    connection: AsyncConnection, ids: Sequence[int], without: Collection[str] = (), *, lock: bool = False
) -> list[AlertRow]:
    """Those of these ids that the reader may see, by id; with `lock`, held until the transaction ends."""
    chosen = AlertFilter(without=without).conditions()
    query = select(alerts).where(alerts.c.id.in_(ids), *chosen).order_by(alerts.c.id)
    return [_row(one) for one in await connection.execute(query.with_for_update() if lock else query)]


async def list_alerts(
    connection: AsyncConnection, wanted: AlertFilter, page: int, per_page: int
) -> tuple[list[AlertRow], int]:
    """One page, the newest first, and how many there are."""
    conditions = wanted.conditions()
    total = (await connection.execute(select(func.count()).select_from(alerts).where(*conditions))).scalar_one()
    query = select(alerts).where(*conditions).order_by(alerts.c.opened_at.desc(), alerts.c.id.desc())
    found = await connection.execute(query.limit(per_page).offset((page - 1) * per_page))
    return [_row(one) for one in found], total


class OpenCount(NamedTuple):
    """How many are open of one severity, acknowledged or not."""

    severity: Severity
    acknowledged: bool
    alerts: int


async def count_open(connection: AsyncConnection, without: Collection[str]) -> list[OpenCount]:
    """The open ones, counted."""
    noted = alerts.c.acknowledged_at.is_not(None)
    conditions = AlertFilter(state="open", without=without).conditions()
    query = select(alerts.c.severity, noted, func.count()).where(*conditions).group_by(alerts.c.severity, noted)
    return [OpenCount(Severity(row[0]), bool(row[1]), row[2]) for row in await connection.execute(query)]


async def drop_old_alerts(connection: AsyncConnection, days: int, limit: int) -> int:
    """Deletes at most `limit` that were over so many days ago, and returns how many. What lasts stays."""
    before = alerts.c.resolved_at < database_time(-timedelta(days=days).total_seconds())
    old = select(alerts.c.id).where(before).order_by(alerts.c.resolved_at).limit(limit)
    return (await connection.execute(delete(alerts).where(alerts.c.id.in_(old)))).rowcount


def _row(found: Row[Any]) -> AlertRow:  # Any: the columns of the table
    return AlertRow(
        found.id, found.rule, found.key, Severity(found.severity), found.source,
        Text(found.summary_zh, found.summary_en), dict(found.facts), found.opened_at, found.seen_at,
        found.resolved_at, found.acknowledged_at, found.acknowledged_by, found.note,
    )  # fmt: skip
