"""The grade rules in force."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.calls.domain.grades import GradeBook, GradeRule
from leadline.calls.models import grade_rules
from leadline.kernel.db.counters import read_counter

RULES_VERSION = "grade_rules"


async def read_rules(connection: AsyncConnection) -> tuple[GradeRule, ...]:
    """The stored rules, in the order in which they are tried."""
    columns = grade_rules.c
    query = select(
        columns.match,
        columns.pattern,
        columns.code,
        columns.label,
        columns.category,
        columns.order_kind,
        columns.value_cents,
    ).order_by(columns.position)
    return tuple(GradeRule(*row) for row in await connection.execute(query))


class BookShelf:
    """The grade book of the version in force, read anew only when the version changes."""

    def __init__(self) -> None:
        self._version = -1
        self._book = GradeBook(())

    async def book(self, connection: AsyncConnection, *, lock: bool = True) -> GradeBook:
        """The book to judge with. With `lock`, no change of the rules commits before this transaction has."""
        version = await read_counter(connection, RULES_VERSION, shared_lock=lock)
        if version != self._version:
            self._book = GradeBook(await read_rules(connection))
            self._version = version
        return self._book
