"""The dialer accounts of employees."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from leadline.employees.domain.periods import Period
from leadline.employees.endpoints.dependencies import EmployeeKey, Toolbox, asking, key_of
from leadline.employees.endpoints.employees import agent_shape
from leadline.employees.permissions import AGENT_ASSIGN
from leadline.employees.schemas.employees import AgentCreate, AgentPut, AgentSeenShape, AgentShape
from leadline.employees.service import agents
from leadline.employees.service.callers import Asking
from leadline.kernel.http.envelope import Answer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.parameters import RowId

router = APIRouter(prefix="/api/employees", tags=["employees"])
Assigner = Annotated[Asking, Depends(asking(AGENT_ASSIGN))]


@router.get(
    "/unassigned-agents",
    summary="未绑定的坐席账号 · Dialer accounts that are nobody's",
    response_model=Answer[list[AgentSeenShape]],
    responses=error_responses(401, 403, 422),
)
async def read_unassigned(
    tools: Toolbox, _: Assigner, days: Annotated[int, Query(ge=1, le=366, description="最近几天 · seen within")] = 30
) -> Response:
    """Accounts with calls within the last days that were nobody's on the last of theirs."""
    seen = await agents.unassigned_agents(tools, days)
    return answer(
        [AgentSeenShape(source=one.source, agent_id=one.agent_id, name=one.name, last_day=one.last_day) for one in seen]
    )


@router.post(
    "/{employee_id}/agents",
    status_code=201,
    summary="绑定坐席账号 · Tie a dialer account",
    response_model=Answer[AgentShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def add_agent(employee_id: EmployeeKey, body: AgentCreate, tools: Toolbox, caller: Assigner) -> Response:
    """For a period in which it is nobody else's; its calls count for the employee on those days."""
    period = Period(body.valid_from, body.valid_to)
    row = await agents.add_agent(tools, caller, key_of(employee_id), body.source, body.agent_id, period)
    return answer(agent_shape(row, tools.calendar.today()), status=201)


@router.put(
    "/{employee_id}/agents/{row_id}",
    summary="修改绑定日期 · Change the days",
    response_model=Answer[AgentShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def change_agent(
    employee_id: EmployeeKey, row_id: RowId, body: AgentPut, tools: Toolbox, caller: Assigner
) -> Response:
    """The first and the last day; null is open."""
    period = Period(body.valid_from, body.valid_to)
    row = await agents.change_agent(tools, caller, key_of(employee_id), row_id, period)
    return answer(agent_shape(row, tools.calendar.today()))


@router.delete(
    "/{employee_id}/agents/{row_id}",
    summary="删除错误的绑定 · Take back a mistaken tie",
    response_model=Answer[None],
    responses=error_responses(401, 403, 404, 409),
)
async def remove_agent(employee_id: EmployeeKey, row_id: RowId, tools: Toolbox, caller: Assigner) -> Response:
    """For one that never was; one that has ended gets a last day instead."""
    await agents.remove_agent(tools, caller, key_of(employee_id), row_id)
    return answer(None)
