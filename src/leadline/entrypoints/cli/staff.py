"""What the commands of roles, teams and employees share: the toolbox, and the operator who types."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from leadline.entrypoints.cli import common

if TYPE_CHECKING:
    from leadline.employees.service.callers import Asking
    from leadline.employees.service.toolbox import EmployeesToolbox


@asynccontextmanager
async def open_staff() -> "AsyncIterator[tuple[EmployeesToolbox, Asking]]":
    """The employees context, and the operator, who may do everything: they hold the database anyway."""
    from leadline.employees.service.callers import operator
    from leadline.entrypoints.api import create_app  # importing it registers every permission there is
    from leadline.entrypoints.wiring import assemble_employees, open_toolbox
    from leadline.kernel.audit import actors

    settings = common.settings_or_exit()
    async with open_toolbox(settings) as toolbox:
        assert callable(create_app)  # noqa: S101  # imported for what the import does
        yield assemble_employees(toolbox), operator(actors.operator())


def key_of(employee: str) -> int | str:
    """An employee by id or by number."""
    return int(employee) if employee.isascii() and employee.isdigit() else employee.upper()
