"""Batches of calls that no pull vouches for: pushes and files. Their days are `unverified` until a pull says more."""

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.contracts import BatchResult, Completeness
from leadline.calls.repository.sync_days import ensure_days
from leadline.calls.service.ingest import Batch
from leadline.calls.service.toolbox import CallsToolbox


async def write_unverified(connection: AsyncConnection, toolbox: CallsToolbox, source: str, rows: Batch) -> BatchResult:
    """Ingests the rows and marks their days, where nothing is known of them yet.

    The marks come first: every transaction takes `sync_days` before the version of the counts, which ingest bumps last.
    """
    batch = await toolbox.ingest.arrange(rows)
    day_of = toolbox.calendar.day_of
    days = {day_of(row.start_time) for row in batch.rows.values()}
    await ensure_days(connection, source, "grade", days, Completeness.UNVERIFIED)
    return await toolbox.ingest.write(connection, source, batch)
