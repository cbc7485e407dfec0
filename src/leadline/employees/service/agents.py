"""Which dialer accounts are an employee's, and on which days."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.employees.domain.periods import Period
from leadline.employees.errors import AgentNotFound, AgentTaken, BadPeriod, EmployeeLeft, NotYourOwnRights
from leadline.employees.ports import SeenAgent
from leadline.employees.repository import agents as stored
from leadline.employees.repository.agents import AgentRow
from leadline.employees.repository.employees import EmployeeRow, employee_names
from leadline.employees.service.administrators import change_of_rights
from leadline.employees.service.callers import Asking, Caller, caller_of
from leadline.employees.service.deeds import tell
from leadline.employees.service.employees import find_employee
from leadline.employees.service.toolbox import EmployeesToolbox

LEFT = "left"


async def add_agent(
    tools: EmployeesToolbox, asking: Asking, key: int | str, source: str, agent_id: str, period: Period
) -> AgentRow:
    """Ties a dialer account to the employee for a period in which it is nobody else's."""
    async with tools.database.transaction() as connection, change_of_rights(connection):
        caller, employee = await _employee(connection, asking, key)
        if employee.status == LEFT and (
            period.last is None or employee.left_on is None or period.last > employee.left_on
        ):
            raise EmployeeLeft
        await _free(connection, AgentRow(0, employee.id, source, agent_id, period.first, period.last))
        values = {"source": source, "agent_id": agent_id, "valid_from": period.first, "valid_to": period.last}
        row_id = await stored.insert_agent(connection, {"employee_id": employee.id, **values})
        row = AgentRow(row_id, employee.id, source, agent_id, period.first, period.last)
        await tell(connection, caller.actor, "employee_agent.create", f"employee:{employee.id}", after=_told(row))
        return row


async def change_agent(
    tools: EmployeesToolbox, asking: Asking, key: int | str, row_id: int, period: Period
) -> AgentRow:
    """Gives an account other days, for instance a last one."""
    async with tools.database.transaction() as connection, change_of_rights(connection):
        caller, employee = await _employee(connection, asking, key)
        old = await _agent(connection, employee, row_id)
        new = old._replace(valid_from=period.first, valid_to=period.last)
        await _free(connection, new)
        await stored.update_agent(connection, row_id, period)
        await tell(
            connection, caller.actor, "employee_agent.change", f"employee:{employee.id}", _told(old), _told(new),
            source=old.source, agent_id=old.agent_id,
        )  # fmt: skip
        return new


async def remove_agent(tools: EmployeesToolbox, asking: Asking, key: int | str, row_id: int) -> None:
    """Takes back a tie that never was; one that has ended gets a last day instead."""
    async with tools.database.transaction() as connection, change_of_rights(connection):
        caller, employee = await _employee(connection, asking, key)
        row = await _agent(connection, employee, row_id)
        await stored.delete_agents(connection, [row_id])
        await tell(connection, caller.actor, "employee_agent.delete", f"employee:{employee.id}", before=_told(row))


async def end_agents(connection: AsyncConnection, employee_id: int, last: date) -> None:
    """Nothing of the employee's goes on after that day; what would have begun later goes."""
    late: list[int] = []
    for row in await stored.read_agents(connection, [employee_id]):
        if row.valid_from is not None and row.valid_from > last:
            late.append(row.id)
        elif row.valid_to is None or row.valid_to > last:
            await stored.update_agent(connection, row.id, Period(row.valid_from, last))
    await stored.delete_agents(connection, late)


async def unassigned_agents(tools: EmployeesToolbox, days: int) -> list[SeenAgent]:
    """The accounts that called within the last days and were nobody's on the last of theirs, the latest first."""
    today = tools.calendar.today()
    since = today - timedelta(days=days - 1)
    async with tools.database.reading() as connection:
        seen = await tools.figures.agents_seen(connection, since)
        held = await stored.read_agents_between(connection, since, today)
    periods: dict[str, list[AgentRow]] = {}
    for row in held:
        periods.setdefault(row.agent_id, []).append(row)
    free = [agent for agent in seen if agent.agent_id and not _is_held(agent, periods.get(agent.agent_id, []))]
    return sorted(free, key=lambda agent: (-agent.last_day.toordinal(), agent.source, agent.agent_id))


def _is_held(agent: SeenAgent, rows: list[AgentRow]) -> bool:
    return any(row.source in ("", agent.source) and row.period.covers(agent.last_day) for row in rows)


async def _employee(connection: AsyncConnection, asking: Asking, key: int | str) -> tuple[Caller, EmployeeRow]:
    """The employee within reach. Who does not see everybody anyway ties no account to themselves."""
    caller = await caller_of(connection, asking)
    employee = await find_employee(connection, caller, key)
    if caller.is_user(employee.user_id) and caller.kind != "all":
        raise NotYourOwnRights
    return caller, employee


async def _agent(connection: AsyncConnection, employee: EmployeeRow, row_id: int) -> AgentRow:
    for row in await stored.read_agents(connection, [employee.id]):
        if row.id == row_id:
            return row
    raise AgentNotFound


async def _free(connection: AsyncConnection, wanted: AgentRow) -> None:
    if wanted.period.empty:
        raise BadPeriod
    for row in await stored.read_holders(connection, wanted.agent_id, wanted.source):
        if row.id != wanted.id and row.period.overlaps(wanted.period):
            names = await employee_names(connection, [row.employee_id])
            raise AgentTaken(agent=wanted.agent_id, employee=names.get(row.employee_id, ""))


def _told(row: AgentRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("source", "agent_id", "valid_from", "valid_to")}
