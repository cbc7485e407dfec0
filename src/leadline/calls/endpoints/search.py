"""The page's search."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from leadline.calls.endpoints.dependencies import toolbox
from leadline.calls.schemas.search import Found
from leadline.calls.service.search import search
from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.auth.dependencies import require
from leadline.kernel.auth.principal import Principal
from leadline.kernel.http.envelope import Answer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage

router = APIRouter(tags=["search"])


@router.get(
    "/api/search",
    summary="搜索 · Search",
    response_model=Answer[Found],
    responses=error_responses(401, 403, 422),
)
async def search_everything(
    tools: Annotated[CallsToolbox, Depends(toolbox)],
    caller: Annotated[Principal, Depends(require("stats:read"))],
    language: ReaderLanguage,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=100,
            pattern=r"^[^\x00]*[^\x00\s][^\x00]*$",
            description="名称、ID 或完整号码 · a name, an id, or a whole number",
        ),
    ],
    limit: Annotated[int, Query(ge=1, le=20, description="每类最多几条 · of each kind at most")] = 5,
) -> Response:
    """Agents and tasks by a piece of their name; calls by their id or a whole number, for who may read calls."""
    return answer(await search(tools, caller, q.strip(), limit, language))
