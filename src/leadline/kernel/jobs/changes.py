"""Which jobs have moved since somebody looked: for those who follow them."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, func, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.db.moment import database_time
from leadline.kernel.jobs.tables import QUEUED, RUNNING, jobs

OVERLAP = timedelta(seconds=5)  # a transaction commits later than it writes the time
AT_MOST = 500


class JobMove(NamedTuple):
    """Where a job stands now."""

    id: int
    kind: str
    state: str
    done: int
    total: int | None
    attempt: int
    cancel_requested: bool


class JobChanges:
    """Asked again and again, it tells each time what has moved in between."""

    def __init__(self) -> None:
        self._since: datetime | None = None
        self._newest = 0
        self._known: dict[int, JobMove] = {}

    async def since_last(self, connection: AsyncConnection) -> list[JobMove]:
        """The jobs that have moved, the newest of them if there are very many; one statement."""
        columns = jobs.c
        # each part by an index of its own
        parts = [select(columns.id).where(RUNNING)]
        if self._since is None:
            parts.append(select(func.max(columns.id)))
        else:
            parts.append(select(columns.id).where(columns.id > self._newest))
            parts.append(select(columns.id).where(columns.finished_at >= self._since))
            parts.append(select(columns.id).where(and_(QUEUED, columns.run_at >= self._since)))
        query = (
            select(
                columns.id, columns.kind, columns.state, columns.progress_done, columns.progress_total,
                columns.attempt, columns.cancel_requested, database_time().label("present"),
            )
            .where(columns.id.in_(union(*parts)))
            .order_by(columns.id.desc())
            .limit(AT_MOST)
        )  # fmt: skip
        rows = (await connection.execute(query)).all()
        moves = {row.id: JobMove(*row[:-1]) for row in rows}
        moved = [move for move in moves.values() if self._known.get(move.id) != move]
        if rows:
            self._since = rows[0].present - OVERLAP
            self._newest = max(self._newest, rows[0].id)
        self._known = moves
        return moved[::-1]
