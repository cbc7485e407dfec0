"""What the routes of employees are given: the toolbox, the caller, the place in a list, the key of a record."""

import re
from collections.abc import Awaitable, Callable
from typing import Annotated, cast

from fastapi import Depends, Path, Query, Request

from leadline.employees.schemas.fields import NO_NUL
from leadline.employees.service.callers import Asking
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.kernel.audit.callers import actor_of
from leadline.kernel.auth.dependencies import require
from leadline.kernel.auth.principal import Principal

MOST_ID = 2**63 - 1
PerPage = Annotated[int, Query(ge=1, le=200)]
Search = Annotated[str, Query(max_length=100, pattern=NO_NUL, description="搜索 · text to be found")]
EmployeeKey = Annotated[
    str, Path(pattern=r"^[A-Za-z0-9_-]{1,20}$", description="数字 id 或工号 · the id, or the number such as EMP_001")
]


def toolbox(request: Request) -> EmployeesToolbox:
    """The employees context as the wiring assembled it."""
    return cast(EmployeesToolbox, request.app.state.employees)


Toolbox = Annotated[EmployeesToolbox, Depends(toolbox)]


def asking(permission: str) -> Callable[..., Awaitable[Asking]]:
    """A dependency that requires `permission` and tells who asks, and from where."""
    needed = require(permission)

    async def asked(request: Request, principal: Annotated[Principal, Depends(needed)]) -> Asking:
        return Asking(principal, actor_of(request, principal), permission)

    return asked


def key_of(given: str) -> int | str:
    """The id, or the number by which people know the employee, in capitals."""
    if re.fullmatch(r"[0-9]{1,19}", given):
        return min(int(given), MOST_ID)
    return given.upper()
