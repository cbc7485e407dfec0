"""What goes on beside the requests: keys are read, and uses written down."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final

from sqlalchemy.exc import SQLAlchemyError

from leadline.kernel.auth.authenticator import Authenticator
from leadline.kernel.observability.logs import get_logger

log = get_logger(__name__)
NOTE_SECONDS: Final = 60.0
SWEEP_SECONDS: Final = 3600.0


@asynccontextmanager
async def upkeep(authenticator: Authenticator) -> AsyncIterator[None]:
    """Keeps the authenticator up to date until the block ends."""
    works: list[Coroutine[Any, Any, None]] = [
        _note_uses(authenticator),
        _sweep(authenticator),
    ]  # Any: a coroutine's own parameters
    if authenticator.remote_keys is not None:
        works.append(authenticator.remote_keys.keep_fresh())
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await _write_down(authenticator)


async def _note_uses(authenticator: Authenticator) -> None:
    while True:
        await asyncio.sleep(NOTE_SECONDS)
        await _write_down(authenticator)


async def _sweep(authenticator: Authenticator) -> None:
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        try:
            await authenticator.sweep()
        except (SQLAlchemyError, OSError) as error:
            log.warning("Ended sessions could not be deleted", reason=str(error)[:200])


async def _write_down(authenticator: Authenticator) -> None:
    try:
        await authenticator.note_uses()
    except (SQLAlchemyError, OSError) as error:
        log.warning("When sessions were used last could not be written down", reason=str(error)[:200])
