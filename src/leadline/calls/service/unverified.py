"""Batches of calls that no pull vouches for: pushes and files. Their days are `unverified` until a pull says more."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import BatchResult, CallRow, Completeness, Outcome
from leadline.calls.repository.sync_days import ensure_days
from leadline.calls.service.toolbox import CallsToolbox


async def write_unverified(
    connection: AsyncConnection, toolbox: CallsToolbox, source: str, rows: Sequence[CallRow]
) -> BatchResult:
    """Ingests the rows and marks their days, where nothing is known of them yet.

    The marks come first: every transaction takes `sync_days` before the version of the counts, which ingest bumps last.
    """
    day_of = toolbox.calendar.day_of
    days = {day_of(row.start_time) for row in rows if row.outcome is not Outcome.NOT_DIALLED}
    await ensure_days(connection, source, "grade", days, Completeness.UNVERIFIED)
    return await toolbox.ingest.write(connection, source, rows)
