"""From a user to what they may do and whose records they see."""

from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.domain.rights import effective, with_scope
from leadline.employees.repository.roles import read_edits
from leadline.employees.repository.scopes import Seat, read_grants, read_seat
from leadline.kernel.auth.principal import DataScope


class Standing(NamedTuple):
    """A user with everything that follows from their role, override, team and dialer accounts."""

    seat: Seat
    permissions: frozenset[str]
    scope: DataScope


async def standing_of(connection: AsyncConnection, user_id: int) -> Standing | None:
    """How the user stands at present, disabled or not; None when there is no such user.

    Everybody whose scope is not `all` sees the calls of dialer accounts: their own, their team's, or those of the
    team and everything below it, each on the days on which it was that employee's.
    """
    seat = await read_seat(connection, user_id)
    if seat is None:
        return None
    permissions = effective(seat.role, await read_edits(connection, seat.role))
    everybody = seat.data_scope == "all"
    scope = DataScope(all=everybody, grants=frozenset() if everybody else await read_grants(connection, seat))
    return Standing(seat, with_scope(permissions, seat.data_scope), scope)
