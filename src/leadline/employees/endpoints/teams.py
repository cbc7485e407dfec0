"""Teams, as a tree."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from leadline.employees.domain.teams import levels
from leadline.employees.endpoints.dependencies import Search, Toolbox, asking
from leadline.employees.permissions import EMPLOYEE_READ, TEAM_MANAGE
from leadline.employees.schemas.teams import TeamCreate, TeamPatch, TeamShape
from leadline.employees.service import teams
from leadline.employees.service.callers import Asking
from leadline.employees.service.teams import Team, TeamChange
from leadline.kernel.http.envelope import Answer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.parameters import RowId

router = APIRouter(prefix="/api/teams", tags=["teams"])
Reader = Annotated[Asking, Depends(asking(EMPLOYEE_READ))]
Manager = Annotated[Asking, Depends(asking(TEAM_MANAGE))]


def _shape(team: Team) -> TeamShape:
    row = team.row
    return TeamShape(
        id=row.id,
        name=row.name,
        parent_id=row.parent_id,
        depth=levels(row.path),
        employees=team.employees,
        employees_below=team.employees_below,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


@router.get(
    "",
    summary="团队树 · The tree of teams",
    response_model=Answer[list[TeamShape]],
    responses=error_responses(401, 403, 422),
)
async def read_teams(tools: Toolbox, caller: Reader, q: Search = "") -> Response:
    """The teams within reach as one reads a tree: each is followed by those below it, neighbours by name."""
    return answer([_shape(team) for team in await teams.list_teams(tools.database, caller, q)])


@router.post(
    "",
    status_code=201,
    summary="新建团队 · Make a team",
    response_model=Answer[TeamShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def create_team(body: TeamCreate, tools: Toolbox, caller: Manager) -> Response:
    """Below another team, or at the top."""
    made = await teams.create_team(tools.database, caller, body.name, body.parent_id)
    return answer(_shape(made), status=201)


@router.patch(
    "/{team_id}",
    summary="改名或移动团队 · Rename or move a team",
    response_model=Answer[TeamShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def change_team(team_id: RowId, body: TeamPatch, tools: Toolbox, caller: Manager) -> Response:
    """A team moves with everything below it, and never below itself; who sees whom follows at once."""
    change = TeamChange(body.name, "parent_id" in body.model_fields_set, body.parent_id, body.updated_at)
    return answer(_shape(await teams.change_team(tools.database, caller, team_id, change)))


@router.delete(
    "/{team_id}",
    summary="删除团队 · Delete a team",
    response_model=Answer[None],
    responses=error_responses(401, 403, 404, 409),
)
async def delete_team(team_id: RowId, tools: Toolbox, caller: Manager) -> Response:
    """A team without employees and without teams below it."""
    await teams.delete_team(tools.database, caller, team_id)
    return answer(None)
