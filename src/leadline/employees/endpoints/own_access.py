"""The caller's own sessions and personal tokens."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from leadline.employees.endpoints.signing import Caller, From, Toolbox, own_account
from leadline.employees.repository.api_tokens import ApiTokenRow
from leadline.employees.schemas.auth import (
    ApiTokenMade,
    ApiTokenShape,
    HeldPermission,
    SessionsEnded,
    SessionShape,
    TokenCreate,
)
from leadline.employees.service import api_tokens, sessions
from leadline.kernel.auth.permissions import VIEW_ALL, all_permissions
from leadline.kernel.http.envelope import Answer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage
from leadline.kernel.http.parameters import RowId

router = APIRouter(prefix="/api/auth", tags=["auth"])
SessionId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.get(
    "/permissions",
    summary="我的权限 · My permissions",
    response_model=Answer[list[HeldPermission]],
    responses=error_responses(401, 403),
)
async def read_own_permissions(caller: Caller, language: ReaderLanguage) -> Response:
    """What the caller may do, in words: what a personal token of theirs may be given. A scope is no such thing."""
    held = [one for one in all_permissions() if one.name in caller.permissions - {VIEW_ALL}]
    return answer([HeldPermission(name=one.name, description=one.description.to(language)) for one in held])


@router.get(
    "/sessions",
    summary="我的会话 · My sessions",
    response_model=Answer[list[SessionShape]],
    responses=error_responses(401, 403, 409),
)
async def read_sessions(caller: Caller, tools: Toolbox) -> Response:
    """Where the caller is signed in, the newest first."""
    rows = await sessions.list_own(tools, own_account(caller))
    fields = SessionShape.model_fields.keys() - {"current"}
    return answer(
        [
            SessionShape(**{name: getattr(row, name) for name in fields}, current=row.id == caller.session_id)
            for row in rows
        ]
    )


@router.delete(
    "/sessions/{session_id}",
    summary="结束会话 · End a session",
    response_model=Answer[SessionsEnded],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def end_session(session_id: SessionId, caller: Caller, tools: Toolbox, visitor: From) -> Response:
    """Signs the caller out there; at once in this process, within a second in every other."""
    await sessions.end_own(tools, caller, own_account(caller), session_id, visitor)
    return answer(SessionsEnded(sessions=1))


@router.get(
    "/tokens",
    summary="我的个人令牌 · My personal tokens",
    response_model=Answer[list[ApiTokenShape]],
    responses=error_responses(401, 403, 409),
)
async def read_tokens(caller: Caller, tools: Toolbox) -> Response:
    """Those that are good, the newest first; none of them can be read again."""
    rows = await api_tokens.list_own_tokens(tools, own_account(caller))
    return answer([ApiTokenShape(**_shown(row)) for row in rows])


@router.post(
    "/tokens",
    status_code=201,
    summary="新建个人令牌 · Make a personal token",
    response_model=Answer[ApiTokenMade],
    responses=error_responses(401, 403, 409, 422),
)
async def create_token(wish: TokenCreate, caller: Caller, tools: Toolbox, visitor: From) -> Response:
    """A token for an integration with some of the caller's permissions. The answer is the only place that shows it."""
    made = await api_tokens.make_api_token(
        tools, caller, own_account(caller), wish.name, wish.permissions, wish.days, visitor
    )
    return answer(ApiTokenMade(**_shown(made.row), token=made.token), status=201)


@router.delete(
    "/tokens/{token_id}",
    summary="撤销个人令牌 · Revoke a personal token",
    response_model=Answer[None],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def revoke_token(token_id: RowId, caller: Caller, tools: Toolbox, visitor: From) -> Response:
    """It is refused from now on."""
    await api_tokens.revoke_own_token(tools, caller, own_account(caller), token_id, visitor)
    return answer(None)


def _shown(row: ApiTokenRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in ApiTokenShape.model_fields}
