"""How much of each day is known, by source and track: the rows of `sync_days`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import Completeness
from leadline.calls.models import sync_days
from leadline.kernel.clock import now
from leadline.kernel.db.upsert import upsert
from leadline.kernel.text import Text

TrackName = Literal["grade", "task"]
KEY = ("source", "track", "stat_date")


class DayRow(NamedTuple):
    """What is known of one day on one track. `completed_at` is when a pull last brought all of it."""

    source: str
    track: TrackName
    day: date
    state: Completeness
    vendor_rows: int | None
    received_rows: int
    refused_rows: int
    reason: Text | None
    run_id: int | None
    checked_at: datetime
    completed_at: datetime | None


async def ensure_days(
    connection: AsyncConnection,
    source: str,
    track: TrackName,
    days: Iterable[date],
    state: Completeness,
    *,
    reason: Text | None = None,
    run_id: int | None = None,
) -> None:
    """Adds a row in `state` for each day that has none. Days that have one stay as they are."""
    given = {
        "state": state.value,
        "reason_zh": reason.zh if reason else None,
        "reason_en": reason.en if reason else None,
        "run_id": run_id,
        "checked_at": now(),
    }
    rows = [{"source": source, "track": track, "stat_date": day, **given} for day in sorted(days)]
    await upsert(connection, sync_days, rows, keep=list(given))


async def lock_day(connection: AsyncConnection, source: str, track: TrackName, day: date) -> DayRow | None:
    """The day's row, held until the transaction ends (on SQLite the only writer holds everything)."""
    columns = sync_days.c
    query = select(sync_days).where(columns.source == source, columns.track == track, columns.stat_date == day)
    found = (await connection.execute(query.with_for_update())).one_or_none()
    return None if found is None else _row(found)


async def write_day(connection: AsyncConnection, row: DayRow) -> None:
    """Replaces the row of that day."""
    columns = sync_days.c
    statement = update(sync_days).where(
        columns.source == row.source, columns.track == row.track, columns.stat_date == row.day
    )
    await connection.execute(
        statement.values(
            state=row.state.value,
            vendor_rows=row.vendor_rows,
            received_rows=row.received_rows,
            refused_rows=row.refused_rows,
            reason_zh=row.reason.zh if row.reason else None,
            reason_en=row.reason.en if row.reason else None,
            run_id=row.run_id,
            checked_at=row.checked_at,
            completed_at=row.completed_at,
        )
    )


async def read_days(
    connection: AsyncConnection,
    first: date,
    last: date,
    *,
    sources: Sequence[str] | None = None,
    track: TrackName | None = None,
) -> list[DayRow]:
    """The rows of the range, oldest first."""
    columns = sync_days.c
    query = select(sync_days).where(columns.stat_date.between(first, last))
    if sources is not None:
        query = query.where(columns.source.in_(sources))
    if track is not None:
        query = query.where(columns.track == track)
    found = await connection.execute(query.order_by(columns.stat_date, columns.source, columns.track))
    return [_row(one) for one in found]


def _row(found: Row[Any]) -> DayRow:  # Any: the columns of the table
    values = found._mapping
    reason = None if values["reason_zh"] is None else Text(values["reason_zh"], values["reason_en"] or "")
    return DayRow(
        values["source"],
        values["track"],
        values["stat_date"],
        Completeness(values["state"]),
        values["vendor_rows"],
        values["received_rows"],
        values["refused_rows"],
        reason,
        values["run_id"],
        values["checked_at"],
        values["completed_at"],
    )
