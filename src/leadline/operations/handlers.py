"""What is told to who listens: how the jobs are going."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.jobs.changes import JobChanges
from leadline.kernel.jobs.contracts import MOVED
from leadline.operations.permissions import READ_JOBS


class JobFeed:
    """Each job that has moved: its state and its progress, without what only some may see of it."""

    event: Final = "job"
    permission: Final = READ_JOBS
    news: Final = MOVED

    def __init__(self) -> None:
        self._changes = JobChanges()

    async def changes(self, connection: AsyncConnection) -> Mapping[str, object]:
        """By id."""
        return {str(move.id): move._asdict() for move in await self._changes.since_last(connection)}
