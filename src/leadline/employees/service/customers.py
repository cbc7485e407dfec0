"""An employee's customers, through the port that the customers context implements."""

from collections.abc import Sequence

from leadline.employees.contracts import CustomerPage
from leadline.employees.errors import CustomersNotInstalled, EmployeeLeft
from leadline.employees.ports import CustomerBook
from leadline.employees.service.agents import LEFT
from leadline.employees.service.callers import Asking, caller_of, reader_of
from leadline.employees.service.deeds import tell
from leadline.employees.service.employees import find_employee
from leadline.employees.service.toolbox import EmployeesToolbox


async def customers_of(
    tools: EmployeesToolbox, asking: Asking, key: int | str, page: int, per_page: int
) -> CustomerPage:
    """A page of the employee's customers."""
    async with tools.database.reading() as connection:
        employee = await find_employee(connection, await reader_of(connection, asking), key)
        return await _book(tools).customers_of(connection, employee.id, page, per_page)


async def assign_customers(tools: EmployeesToolbox, asking: Asking, key: int | str, ids: Sequence[int]) -> int:
    """Gives customers to the employee; how many changed hands."""
    async with tools.database.transaction() as connection:
        caller = await caller_of(connection, asking)
        employee = await find_employee(connection, caller, key)
        book = _book(tools)
        if employee.status == LEFT:
            raise EmployeeLeft
        changed = await book.assign(connection, employee.id, ids, caller.actor.name)
        await tell(
            connection, caller.actor, "employee.assign", f"employee:{employee.id}", customers=list(ids), changed=changed
        )
        return changed


def _book(tools: EmployeesToolbox) -> CustomerBook:
    if tools.customers is None:
        raise CustomersNotInstalled
    return tools.customers
