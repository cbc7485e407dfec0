"""On leave, back, gone: what follows for accounts and sign-in; and the one way to see an employee's whole number."""

from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.errors import NotYourOwnRights, NumberMissing, RevealsSpent
from leadline.employees.repository.agents import read_agents
from leadline.employees.repository.employees import PHONE_PURPOSE, EmployeeRow, read_phone, update_employee
from leadline.employees.service.administrators import change_of_rights
from leadline.employees.service.agents import LEFT, end_agents
from leadline.employees.service.callers import Asking, Caller, caller_of, reader_of
from leadline.employees.service.deeds import tell
from leadline.employees.service.employees import Employee, find_employee
from leadline.employees.service.scopes import standing_of
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.employees.service.user_state import disable_within
from leadline.employees.service.versions import next_version
from leadline.kernel.audit.log import count_deeds

REVEAL = "phone.reveal"


async def set_status(
    tools: EmployeesToolbox, asking: Asking, key: int | str, status: str, on: date | None, seen: datetime | None
) -> Employee:
    """`active`, `leave` or `left`.

    Who leaves (on a day, today unless told otherwise) keeps their dialer accounts up to that day, so that their calls
    stay theirs, and can no longer sign in. Who comes back gets accounts and sign-in from somebody who may give them.
    """
    async with tools.database.transaction() as connection, change_of_rights(connection):
        caller = await caller_of(connection, asking)
        old = await find_employee(connection, caller, key)
        if caller.is_user(old.user_id):
            raise NotYourOwnRights
        left_on = (on or tools.calendar.today()) if status == LEFT else None
        if left_on is not None:
            await _leave(connection, caller, old, left_on)
        values = {"status": status, "left_on": left_on, "updated_at": next_version(old.updated_at, seen)}
        await update_employee(connection, old.id, values)
        row = await find_employee(connection, caller, old.id)
        before, after = ({"status": one.status, "left_on": one.left_on} for one in (old, row))
        await tell(connection, caller.actor, "employee.status", f"employee:{row.id}", before, after)
        return Employee(row, await read_agents(connection, [row.id]))


async def _leave(connection: AsyncConnection, caller: Caller, employee: EmployeeRow, on: date) -> None:
    await end_agents(connection, employee.id, on)
    if employee.user_id is None:
        return
    standing = await standing_of(connection, employee.user_id)
    if standing is not None and standing.seat.disabled_at is None:
        caller.must_reach(standing.permissions, standing.seat.data_scope)
        await disable_within(connection, caller, employee.user_id)


async def reveal_employee_phone(tools: EmployeesToolbox, asking: Asking, key: int | str, reason: str) -> str:
    """The whole number: audited, and out of the same daily quota as numbers of calls."""
    async with tools.database.transaction() as connection:
        employee = await find_employee(connection, await reader_of(connection, asking), key)
        cipher = await read_phone(connection, employee.id)
        if cipher is None:
            raise NumberMissing
        if tools.database.dialect == "postgresql":  # two reveals at once must not both be the last one
            await connection.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended(:who, 7))"), {"who": asking.actor.id}
            )
        today = tools.calendar.window_of(tools.calendar.today()).start
        if await count_deeds(connection, asking.actor, REVEAL, today) >= tools.settings.reveals_per_day:
            raise RevealsSpent(limit=tools.settings.reveals_per_day)
        await tell(
            connection, asking.actor, REVEAL, f"employee:{employee.id}", reason=reason, phone=employee.phone_masked
        )
    return tools.cipher.decrypt(bytes(cipher), PHONE_PURPOSE).decode()
