"""Employees: the list, one of them, their state."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from leadline.employees.endpoints.dependencies import EmployeeKey, PerPage, Search, Toolbox, asking, key_of
from leadline.employees.permissions import EMPLOYEE_MANAGE, EMPLOYEE_READ
from leadline.employees.repository.agents import AgentRow
from leadline.employees.repository.listing import Wanted
from leadline.employees.schemas.employees import (
    AgentShape,
    EmployeeCreate,
    EmployeePhone,
    EmployeePut,
    EmployeeShape,
    EmployeeUser,
    RevealWish,
    Status,
    StatusChange,
)
from leadline.employees.schemas.fields import Named
from leadline.employees.service import employee_status, employees
from leadline.employees.service.callers import Asking
from leadline.employees.service.employees import Employee, Question
from leadline.kernel.http.envelope import Answer, Page, PageAnswer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.parameters import PageNumber

router = APIRouter(prefix="/api/employees", tags=["employees"])
Reader = Annotated[Asking, Depends(asking(EMPLOYEE_READ))]
Manager = Annotated[Asking, Depends(asking(EMPLOYEE_MANAGE))]
Revealer = Annotated[Asking, Depends(asking("phone:reveal"))]
Sort = Literal[
    "employee_no", "-employee_no", "name", "-name", "team", "-team", "status", "-status", "joined_on", "-joined_on",
    "created_at", "-created_at", "updated_at", "-updated_at",
]  # fmt: skip


def agent_shape(row: AgentRow, today: date) -> AgentShape:
    """A dialer account; whether it is the employee's today."""
    values = {name: getattr(row, name) for name in ("id", "source", "agent_id", "valid_from", "valid_to")}
    return AgentShape(**values, current=row.period.covers(today))


def _shape(employee: Employee, today: date) -> EmployeeShape:
    row = employee.row
    team = None if row.team_id is None else Named(id=row.team_id, name=row.team_name or "")
    user = None
    if row.user_id is not None:
        user = EmployeeUser(id=row.user_id, username=row.username or "", role=row.user_role or "")
    names = ("id", "employee_no", "name", "position", "status", "email", "joined_on", "left_on")
    values = {name: getattr(row, name) for name in (*names, "created_at", "updated_at")}
    agents = [agent_shape(agent, today) for agent in employee.agents]
    return EmployeeShape(**values, team=team, user=user, phone=row.phone_masked, agents=agents)


def question(  # each is a parameter of the list
    q: Search = "",
    team: Annotated[int | None, Query(ge=1, le=2**63 - 1, description="团队 id · of this team")] = None,
    status: Status | None = None,
    sort: Annotated[Sort, Query(description="- 为降序 · a minus: descending")] = "employee_no",
    page: PageNumber = 1,
    per_page: PerPage = 50,
    *,
    below: Annotated[bool, Query(description="含下级团队 · the teams below too")] = True,
    has_user: Annotated[bool | None, Query(description="是否有登录账号 · with a user")] = None,
) -> Question:
    """Which employees are asked for; the text is searched in number, name, position and mail."""
    return Question(Wanted(page, per_page, sort, q), team, below, status, has_user)


@router.get(
    "",
    summary="员工列表 · Employees",
    response_model=PageAnswer[EmployeeShape],
    responses=error_responses(401, 403, 404, 422),
)
async def read_employees(tools: Toolbox, caller: Reader, asked: Annotated[Question, Depends(question)]) -> Response:
    """The employees within reach."""
    listed, total = await employees.list_employees(tools, caller, asked)
    today, place = tools.calendar.today(), Page.of(asked.wanted.page, asked.wanted.per_page, total)
    return answer([_shape(one, today) for one in listed], pagination=place)


@router.post(
    "",
    status_code=201,
    summary="新建员工 · Create an employee",
    response_model=Answer[EmployeeShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def create_employee(body: EmployeeCreate, tools: Toolbox, caller: Manager) -> Response:
    """Without a number: with the next free one. To tie a user takes `user:manage` as well."""
    given = body.model_dump(exclude_none=True)
    made = await employees.create_employee(tools, caller, given)
    return answer(_shape(made, tools.calendar.today()), status=201)


@router.get(
    "/me",
    summary="我的员工档案 · The employee that I am",
    response_model=Answer[EmployeeShape],
    responses=error_responses(401, 403, 404),
)
async def read_own(tools: Toolbox, caller: Reader) -> Response:
    """404 for a user who is no employee."""
    return answer(_shape(await employees.show_own(tools, caller), tools.calendar.today()))


@router.get(
    "/{employee_id}",
    summary="员工详情 · One employee",
    response_model=Answer[EmployeeShape],
    responses=error_responses(401, 403, 404, 422),
)
async def read_employee(employee_id: EmployeeKey, tools: Toolbox, caller: Reader) -> Response:
    """By id or by number; 404 for one out of reach."""
    found = await employees.show_employee(tools, caller, key_of(employee_id))
    return answer(_shape(found, tools.calendar.today()))


@router.put(
    "/{employee_id}",
    summary="更新员工 · Change an employee",
    response_model=Answer[EmployeeShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def change_employee(employee_id: EmployeeKey, body: EmployeePut, tools: Toolbox, caller: Manager) -> Response:
    """The fields that are given; with `updated_at` a 409 when somebody wrote meanwhile."""
    given = body.model_dump(exclude_unset=True, exclude={"updated_at"})
    changed = await employees.change_employee(tools, caller, key_of(employee_id), given, body.updated_at)
    return answer(_shape(changed, tools.calendar.today()))


@router.post(
    "/{employee_id}/status",
    summary="在职、休假、离职 · Active, on leave, left",
    response_model=Answer[EmployeeShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def change_status(employee_id: EmployeeKey, body: StatusChange, tools: Toolbox, caller: Manager) -> Response:
    """Who leaves keeps their dialer accounts up to the last day, and can no longer sign in."""
    key, wish = key_of(employee_id), (body.status, body.on, body.updated_at)
    return answer(_shape(await employee_status.set_status(tools, caller, key, *wish), tools.calendar.today()))


@router.post(
    "/{employee_id}/reveal",
    summary="查看完整号码 · Reveal the number",
    response_model=Answer[EmployeePhone],
    responses=error_responses(401, 403, 404, 422, 429),
)
async def reveal_number(employee_id: EmployeeKey, wish: RevealWish, tools: Toolbox, caller: Revealer) -> Response:
    """The whole number, for a reason that is written down; out of the day's quota."""
    phone = await employee_status.reveal_employee_phone(tools, caller, key_of(employee_id), wish.reason)
    return answer(EmployeePhone(phone=phone))
