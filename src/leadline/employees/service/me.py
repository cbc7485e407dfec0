"""What a signed-in page wants to know of its user."""

from typing import NamedTuple

from leadline.employees.service.scopes import standing_of
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.kernel.auth.permissions import ROLES
from leadline.kernel.auth.principal import Principal
from leadline.kernel.errors import NotAuthenticated
from leadline.kernel.text import Text


class Desk(NamedTuple):
    """The employee that a user is, with the name of the team."""

    id: int
    employee_no: str
    name: str
    team: str | None


class Person(NamedTuple):
    """The caller beside what the principal says."""

    name: str
    role_label: Text
    desk: Desk | None
    has_password: bool


async def person_of(tools: EmployeesToolbox, caller: Principal) -> Person:
    """Name, role and desk of the caller; a development token has no desk."""
    if caller.account_id is None:
        label = ROLES.get(caller.role, Text(caller.role, caller.role))
        return Person(caller.username, label, None, has_password=False)
    async with tools.database.reading() as connection:
        standing = await standing_of(connection, caller.account_id)
    if standing is None:
        raise NotAuthenticated
    seat = standing.seat
    desk = None
    if seat.employee_id is not None:
        desk = Desk(seat.employee_id, seat.employee_no or "", seat.employee_name or "", seat.team_name)
    return Person(seat.name or seat.username, Text(seat.role_zh, seat.role_en), desk, seat.has_password)
