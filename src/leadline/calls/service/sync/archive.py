"""The archive of raw answers: what a better parser can read again.

The counts do not depend on it. An answer is archived after its batch is counted, in a transaction of its own, and only
when it brought something new, changed or refused: today is pulled every ten minutes, and keeping each of those answers
whole would bury the disk. When archiving fails, that is logged and nothing is marked: the day's figures are right all
the same, and only a later replay will not find this answer.
"""

import asyncio
from datetime import timedelta

from leadline.calls.ports import CallPage
from leadline.calls.repository.raw_archive import drop_raw, keep_raw
from leadline.calls.service.sync.contracts import Pull
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.clock import now
from leadline.kernel.db.retry import DATABASE_ERRORS
from leadline.kernel.observability.logs import get_logger

PRUNE_AT_ONCE = 200
PRUNE_STEPS = 25
log = get_logger(__name__)


async def archive(toolbox: CallsToolbox, pull: Pull, page: CallPage) -> bool:
    """Archives the page's body; False when it could not be."""
    packed = await asyncio.to_thread(toolbox.cipher.pack, page.raw)
    rows = len(page.rows) + len(page.refused)
    try:
        async with toolbox.database.transaction() as connection:
            await keep_raw(connection, pull.source, pull.day, packed, rows=rows, run_id=pull.run_id)
    except DATABASE_ERRORS as error:
        log.warning("A raw answer was not archived", source=pull.source, page=page.number, reason=type(error).__name__)
        return False
    return True


async def prune_archive(toolbox: CallsToolbox) -> int:
    """Deletes answers older than RAW_ROWS_DAYS, a bounded number, and returns how many; the next run goes on."""
    before = now() - timedelta(days=toolbox.settings.raw_rows_days)
    dropped = 0
    try:
        for _ in range(PRUNE_STEPS):
            async with toolbox.database.transaction() as connection:
                gone = await drop_raw(connection, before, PRUNE_AT_ONCE)
            dropped += gone
            if gone < PRUNE_AT_ONCE:
                break
    except DATABASE_ERRORS as error:
        log.warning("Old raw answers were not deleted", reason=type(error).__name__)
    return dropped
