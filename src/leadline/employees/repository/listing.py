"""Counted pages of a list."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection


class Wanted(NamedTuple):
    """Which page, in which order (a minus: descending), and what is searched for."""

    page: int = 1
    per_page: int = 50
    sort: str = ""
    q: str = ""


async def read_page(
    connection: AsyncConnection,
    query: Select[Any],  # Any: whatever columns the list has
    wanted: Wanted,
    sortable: Mapping[str, ColumnElement[Any]],
    last: ColumnElement[Any],
) -> tuple[Sequence[Row[Any]], int]:
    """The rows of the page and how many there are in all; `last` decides between those that sort alike."""
    total = (await connection.execute(select(func.count()).select_from(query.order_by(None).subquery()))).scalar_one()
    column = sortable[wanted.sort.removeprefix("-")]
    order = column.desc() if wanted.sort.startswith("-") else column.asc()
    # nulls last either way, in the words that both databases know
    paged = (
        query.order_by(column.is_(None), order, last).limit(wanted.per_page).offset((wanted.page - 1) * wanted.per_page)
    )
    return (await connection.execute(paged)).all(), total


def containing(q: str, *columns: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether one of the columns holds that text, whatever its case."""
    first, *rest = (column.icontains(q, autoescape=True) for column in columns)
    for condition in rest:
        first = first | condition
    return first
