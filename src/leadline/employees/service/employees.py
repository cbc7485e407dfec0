"""Employees: who they are, where they belong, which user they sign in as."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.domain.numbers import next_number
from leadline.employees.errors import BeyondYourRights, EmployeeNotFound, EmployeeTaken, NotYourOwnRights, UserNotFound
from leadline.employees.repository import employees as stored
from leadline.employees.repository.agents import AgentRow, read_agents
from leadline.employees.repository.employees import PHONE_PURPOSE, EmployeeFilter, EmployeeRow
from leadline.employees.repository.listing import Wanted
from leadline.employees.service.administrators import change_of_rights
from leadline.employees.service.callers import Asking, Caller, caller_of, reader_of
from leadline.employees.service.deeds import tell
from leadline.employees.service.scopes import standing_of
from leadline.employees.service.teams import find_team
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.employees.service.versions import next_version
from leadline.kernel.clock import now
from leadline.kernel.crypto.phones import mask_phone, normalise_phone

USER_MANAGE = "user:manage"
TOLD = (
    "employee_no",
    "name",
    "position",
    "status",
    "email",
    "joined_on",
    "left_on",
    "team_id",
    "user_id",
    "phone_masked",
)


class Employee(NamedTuple):
    """An employee and their dialer accounts."""

    row: EmployeeRow
    agents: Sequence[AgentRow]


class Question(NamedTuple):
    """Which employees are listed; `below`: those of all teams below the named one too."""

    wanted: Wanted
    team_id: int | None = None
    below: bool = True
    status: str | None = None
    has_user: bool | None = None


async def list_employees(tools: EmployeesToolbox, asking: Asking, question: Question) -> tuple[list[Employee], int]:
    """A page of the employees within reach, and how many there are."""
    async with tools.database.reading() as connection:
        caller = await reader_of(connection, asking)
        path = None
        if question.team_id is not None and question.below:
            path = (await find_team(connection, caller, question.team_id)).path
        chosen = EmployeeFilter(question.team_id, path, question.status, question.has_user)
        rows, total = await stored.read_employees(connection, caller.sees(), question.wanted, chosen)
        agents = await read_agents(connection, [row.id for row in rows])
    of: dict[int, list[AgentRow]] = {}
    for agent in agents:
        of.setdefault(agent.employee_id, []).append(agent)
    return [Employee(row, of.get(row.id, [])) for row in rows], total


async def show_employee(tools: EmployeesToolbox, asking: Asking, key: int | str) -> Employee:
    """One employee within reach."""
    async with tools.database.reading() as connection:
        row = await find_employee(connection, await reader_of(connection, asking), key)
        return Employee(row, await read_agents(connection, [row.id]))


async def show_own(tools: EmployeesToolbox, asking: Asking) -> Employee:
    """The employee that the caller is."""
    async with tools.database.reading() as connection:
        caller = await reader_of(connection, asking)
        if caller.seat is None or caller.seat.employee_id is None:
            raise EmployeeNotFound
        row = await find_employee(connection, caller, caller.seat.employee_id)
        return Employee(row, await read_agents(connection, [row.id]))


async def find_employee(connection: AsyncConnection, caller: Caller, key: int | str) -> EmployeeRow:
    """The employee; EmployeeNotFound also for one out of reach."""
    row = await stored.read_employee(connection, key, caller.sees())
    if row is None:
        raise EmployeeNotFound
    return row


async def create_employee(tools: EmployeesToolbox, asking: Asking, given: Mapping[str, object]) -> Employee:
    """A new employee; without a number of its own, with the next free one. `given`: fields of the request."""
    async with tools.database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        if given.get("team_id") is None and caller.kind != "all":
            raise BeyondYourRights(what="team_id")
        values = await _checked(connection, tools, caller, given, None)
        values.setdefault("employee_no", next_number(await stored.numbers_like_ours(connection)))
        moment = now()
        row_id = await stored.insert_employee(
            connection, {"status": "active", "created_at": moment, "updated_at": moment, **values}
        )
        row = await find_employee(connection, caller, row_id)
        await tell(connection, caller.actor, "employee.create", f"employee:{row.id}", after=_told(row))
        return Employee(row, [])


async def change_employee(
    tools: EmployeesToolbox, asking: Asking, key: int | str, given: Mapping[str, object], seen: datetime | None
) -> Employee:
    """Changes the fields that are given."""
    async with tools.database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        old = await find_employee(connection, caller, key)
        values = await _checked(connection, tools, caller, given, old)
        version = next_version(old.updated_at, seen)
        await stored.update_employee(connection, old.id, {**values, "updated_at": version})
        # the caller may have moved them out of sight only where they see everything: `_checked` has seen to that
        row = await find_employee(connection, caller, old.id)
        await tell(connection, caller.actor, "employee.change", f"employee:{row.id}", _told(old), _told(row))
        return Employee(row, await read_agents(connection, [row.id]))


async def _checked(
    connection: AsyncConnection,
    tools: EmployeesToolbox,
    caller: Caller,
    given: Mapping[str, object],
    old: EmployeeRow | None,
) -> dict[str, object]:
    """The columns to write: every reference is within the caller's reach, and nothing is somebody else's."""
    values = {name: value for name, value in given.items() if name != "phone"}
    if "phone" in given:
        values |= _number(tools, given["phone"])
    if "team_id" in given and given["team_id"] != (old.team_id if old else None):
        await _reaches_team(connection, caller, given["team_id"], old)
    if "user_id" in given and given["user_id"] != (old.user_id if old else None):
        await _reaches_user(connection, caller, given["user_id"], old)
    number = given.get("employee_no")
    if isinstance(number, str):
        holder = await stored.holder_of(connection, employee_no=number)
        if holder is not None and (old is None or holder != old.id):
            raise EmployeeTaken(what=number)
    return values


def _number(tools: EmployeesToolbox, phone: object) -> dict[str, object]:
    if not isinstance(phone, str) or not phone:
        return {"phone_cipher": None, "phone_index": None, "phone_masked": None}
    normal = normalise_phone(phone)
    return {
        "phone_cipher": tools.cipher.encrypt(phone.encode(), PHONE_PURPOSE),
        "phone_index": tools.cipher.blind_index(normal),
        "phone_masked": mask_phone(normal),
    }


async def _reaches_team(connection: AsyncConnection, caller: Caller, team_id: object, old: EmployeeRow | None) -> None:
    if old is not None and caller.is_user(old.user_id) and caller.kind != "all":
        raise NotYourOwnRights
    if isinstance(team_id, int):
        await find_team(connection, caller, team_id)
    elif caller.kind != "all":
        raise BeyondYourRights(what="team_id")


async def _reaches_user(connection: AsyncConnection, caller: Caller, user_id: object, old: EmployeeRow | None) -> None:
    """A user sees what the employee's team and accounts are: to tie one is to change their rights."""
    if USER_MANAGE not in caller.held:
        raise BeyondYourRights(what=USER_MANAGE)
    touched = [one for one in (user_id, old.user_id if old else None) if isinstance(one, int)]
    for one in touched:
        if caller.is_user(one) and caller.kind != "all":
            raise NotYourOwnRights
        standing = await standing_of(connection, one)
        if standing is None:
            raise UserNotFound
        caller.must_reach(standing.permissions, standing.seat.data_scope)
    if isinstance(user_id, int) and await stored.holder_of(connection, user_id=user_id) is not None:
        raise EmployeeTaken(what=f"user {user_id}")


def _told(row: EmployeeRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in TOLD}
