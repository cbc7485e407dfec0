"""Statements on saved views."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.models import saved_views, users

columns = saved_views.c


class ViewRow(NamedTuple):
    """A saved view and whose it is."""

    id: int
    user_id: int
    page: str
    name: str
    query: Mapping[str, Any]  # Any: whatever the page puts into its address
    shared: bool
    pinned: bool
    is_default: bool
    position: int
    created_at: datetime
    updated_at: datetime
    owner: str


def _rows() -> Select[Any]:  # Any: the columns of ViewRow
    own = [columns[name] for name in ViewRow._fields[:-1]]
    owner = func.coalesce(func.nullif(users.c.name, ""), users.c.username)
    return select(*own, owner).select_from(saved_views.join(users, users.c.id == columns.user_id))


async def read_views(connection: AsyncConnection, user_id: int, page: str | None) -> list[ViewRow]:
    """The user's own views in their order, then those that others share, by name."""
    query = _rows().where(or_(columns.user_id == user_id, columns.shared))
    if page is not None:
        query = query.where(columns.page == page)
    own_first = (columns.user_id != user_id, columns.page)
    rows = await connection.execute(query.order_by(*own_first, columns.position, columns.name, columns.id))
    return [ViewRow._make(row) for row in rows]


async def read_view(connection: AsyncConnection, user_id: int, view_id: int) -> ViewRow | None:
    """One of the user's own views."""
    row = (await connection.execute(_rows().where(columns.id == view_id, columns.user_id == user_id))).first()
    return None if row is None else ViewRow._make(row)


async def own_names(connection: AsyncConnection, user_id: int, page: str) -> dict[str, int]:
    """The names of the user's views of a page, and their ids."""
    query = select(columns.name, columns.id).where(columns.user_id == user_id, columns.page == page)
    return {row.name: row.id for row in await connection.execute(query)}


async def count_views(connection: AsyncConnection, user_id: int) -> int:
    """How many views the user has."""
    return (await connection.execute(select(func.count()).where(columns.user_id == user_id))).scalar_one()


async def insert_view(connection: AsyncConnection, values: Mapping[str, Any]) -> int:  # Any: a column's own type
    """A new view, behind the others of its page; its id."""
    last = select(func.coalesce(func.max(columns.position) + 1, 0)).where(
        columns.user_id == values["user_id"], columns.page == values["page"]
    )
    made = insert(saved_views).values(**values, position=last.scalar_subquery()).returning(columns.id)
    return int((await connection.execute(made)).scalar_one())


async def update_view(connection: AsyncConnection, view_id: int, values: Mapping[str, Any]) -> None:  # Any: as above
    """Changes columns of a view."""
    await connection.execute(update(saved_views).where(columns.id == view_id).values(values))


async def clear_default(connection: AsyncConnection, user_id: int, page: str) -> None:
    """No view of the user's is the default of that page."""
    mine = update(saved_views).where(columns.user_id == user_id, columns.page == page)
    await connection.execute(mine.values(is_default=False))


async def write_order(connection: AsyncConnection, user_id: int, page: str, ids: Sequence[int]) -> None:
    """Puts the user's views of a page in this order."""
    statement = (
        update(saved_views)
        .where(columns.id == bindparam("view"), columns.user_id == user_id, columns.page == page)
        .values(position=bindparam("place"))
    )
    await connection.execute(statement, [{"view": view, "place": place} for place, view in enumerate(ids)])


async def delete_view(connection: AsyncConnection, view_id: int) -> None:
    """Takes the view away."""
    await connection.execute(delete(saved_views).where(columns.id == view_id))
