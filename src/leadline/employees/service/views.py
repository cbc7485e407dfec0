"""Saved views: a page's filters and columns under a name, one's own or shared with everybody who sees that page.

A view holds what to ask for and nothing of the answers: who opens a shared one sees what they may see.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.errors import ViewNotFound, ViewRefused, ViewTaken
from leadline.employees.repository import views as stored
from leadline.employees.repository.turns import take_turn
from leadline.employees.repository.views import ViewRow
from leadline.employees.service.callers import Asking, Caller, caller_of, reader_of
from leadline.employees.service.deeds import tell
from leadline.employees.service.versions import next_version
from leadline.kernel.clock import now
from leadline.kernel.db.engine import Database
from leadline.kernel.errors import NotAllowed

MOST_VIEWS = 200
MOST_BYTES = 8192
SHARE = "view:share"


async def list_views(database: Database, asking: Asking, page: str | None) -> tuple[int | None, list[ViewRow]]:
    """The caller's user, and the views that they see: their own first."""
    async with database.reading() as connection:
        caller = await reader_of(connection, asking)
        return caller.user_id, await stored.read_views(connection, caller.user_id or 0, page)


async def create_view(database: Database, asking: Asking, given: Mapping[str, object]) -> ViewRow:
    """A new view of the caller's own, behind the others of its page."""
    async with database.transaction() as connection:
        caller = await _own(connection, asking, given)
        if await stored.count_views(connection, caller.account) >= MOST_VIEWS:
            raise ViewRefused(problem=MOST_VIEWS)
        page, moment = str(given["page"]), now()
        await _checked(connection, caller, page, given, None)
        values = {**given, "user_id": caller.account, "created_at": moment, "updated_at": moment}
        row = await _read(connection, caller, await stored.insert_view(connection, values))
        await tell(connection, caller.actor, "view.create", f"view:{row.id}", after=_told(row))
        return row


async def change_view(
    database: Database, asking: Asking, view_id: int, given: Mapping[str, object], seen: datetime | None
) -> ViewRow:
    """Changes a view of the caller's own."""
    async with database.transaction() as connection:
        caller = await _own(connection, asking, given)
        old = await _read(connection, caller, view_id)
        await _checked(connection, caller, old.page, given, view_id)
        version = next_version(old.updated_at, seen)
        await stored.update_view(connection, view_id, {**given, "updated_at": version})
        row = await _read(connection, caller, view_id)
        await tell(connection, caller.actor, "view.change", f"view:{row.id}", _told(old), _told(row))
        return row


async def delete_view(database: Database, asking: Asking, view_id: int) -> None:
    """Takes away a view of the caller's own."""
    async with database.transaction() as connection:
        caller = await _own(connection, asking, {})
        row = await _read(connection, caller, view_id)
        await stored.delete_view(connection, view_id)
        await tell(connection, caller.actor, "view.delete", f"view:{view_id}", before=_told(row))


async def order_views(database: Database, asking: Asking, page: str, ids: Sequence[int]) -> list[ViewRow]:
    """Puts the caller's views of a page in this order; ids of others are refused."""
    async with database.transaction() as connection:
        caller = await _own(connection, asking, {})
        own = await stored.own_names(connection, caller.account, page)
        if set(ids) - set(own.values()):
            raise ViewNotFound
        rest = [view for view in own.values() if view not in set(ids)]
        order = [*dict.fromkeys(ids), *rest]
        if order:
            await stored.write_order(connection, caller.account, page, order)
        await tell(connection, caller.actor, "view.order", f"view:{page}", order=order)
        return [row for row in await stored.read_views(connection, caller.account, page) if row.id in set(order)]


async def _own(connection: AsyncConnection, asking: Asking, given: Mapping[str, object]) -> Caller:
    await take_turn(connection)
    caller = await caller_of(connection, asking)
    _ = caller.account
    if given.get("shared") and SHARE not in caller.held:
        raise NotAllowed(permission=SHARE)
    return caller


async def _read(connection: AsyncConnection, caller: Caller, view_id: int) -> ViewRow:
    row = await stored.read_view(connection, caller.account, view_id)
    if row is None:
        raise ViewNotFound
    return row


async def _checked(
    connection: AsyncConnection, caller: Caller, page: str, given: Mapping[str, object], view_id: int | None
) -> None:
    if len(json.dumps(given.get("query", {}))) > MOST_BYTES:
        raise ViewRefused(problem=f"{MOST_BYTES} B")
    name = given.get("name")
    if isinstance(name, str):
        holder = (await stored.own_names(connection, caller.account, page)).get(name)
        if holder is not None and holder != view_id:
            raise ViewTaken(name=name)
    if given.get("is_default"):
        await stored.clear_default(connection, caller.account, page)


def _told(row: ViewRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("page", "name", "shared", "pinned", "is_default", "query")}
