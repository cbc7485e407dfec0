"""Users as those who manage them see them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from leadline.employees.endpoints.dependencies import PerPage, Search, Toolbox, asking
from leadline.employees.permissions import USER_MANAGE, USER_READ
from leadline.employees.repository.listing import Wanted
from leadline.employees.repository.users import UserFilter, UserRow
from leadline.employees.schemas.fields import Named, RoleName
from leadline.employees.schemas.users import (
    OneTime,
    PasswordReset,
    SessionsEnded,
    UserCreate,
    UserPatch,
    UserSession,
    UserShape,
)
from leadline.employees.service import user_secrets, users
from leadline.employees.service.callers import Asking
from leadline.employees.service.user_secrets import Draft, Told
from leadline.employees.service.users import UserChange
from leadline.kernel.http.envelope import Answer, Page, PageAnswer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage
from leadline.kernel.http.parameters import PageNumber, RowId
from leadline.kernel.text import Language, Text

LINK = "link"
router = APIRouter(prefix="/api/users", tags=["users"])
Reader = Annotated[Asking, Depends(asking(USER_READ))]
Manager = Annotated[Asking, Depends(asking(USER_MANAGE))]
Sort = Literal[
    "username", "-username", "name", "-name", "role", "-role", "last_sign_in_at", "-last_sign_in_at", "created_at",
    "-created_at", "updated_at", "-updated_at",
]  # fmt: skip
PLAIN = (
    "id", "username", "name", "issuer", "role", "data_scope", "disabled_at", "has_password", "must_change_password",
    "last_sign_in_at", "created_at", "updated_at",
)  # fmt: skip


def user_shape(row: UserRow, language: Language) -> UserShape:
    """A user in the reader's language."""
    employee = None
    if row.employee_id is not None:
        employee = Named(id=row.employee_id, name=f"{row.employee_no} {row.employee_name}")
    return UserShape(
        **{name: getattr(row, name) for name in PLAIN},
        role_label=Text(row.label_zh, row.label_en).to(language),
        scope_override=row.override,
        employee=employee,
        disabled=row.disabled_at is not None,
    )


def question(  # each is a parameter of the list
    q: Search = "",
    role: RoleName | None = None,
    sort: Annotated[Sort, Query(description="- 为降序 · a minus: descending")] = "username",
    page: PageNumber = 1,
    per_page: PerPage = 50,
    *,
    disabled: Annotated[bool | None, Query(description="已停用 · disabled")] = None,
    local: Annotated[bool | None, Query(description="本地账号 · our own, not another issuer's")] = None,
) -> tuple[Wanted, UserFilter]:
    """Which users are asked for; the text is searched in user name, name and employee number."""
    return Wanted(page, per_page, sort, q), UserFilter(role, disabled, local)


@router.get(
    "",
    summary="用户列表 · Users",
    response_model=PageAnswer[UserShape],
    responses=error_responses(401, 403, 422),
)
async def read_users(
    tools: Toolbox,
    caller: Reader,
    language: ReaderLanguage,
    asked: Annotated[tuple[Wanted, UserFilter], Depends(question)],
) -> Response:
    """The users within reach."""
    wanted, chosen = asked
    rows, total = await users.list_users(tools.database, caller, wanted, chosen)
    return answer([user_shape(row, language) for row in rows], pagination=Page.of(wanted.page, wanted.per_page, total))


@router.post(
    "",
    status_code=201,
    summary="新建用户 · Make a user",
    response_model=Answer[OneTime],
    responses=error_responses(401, 403, 404, 409, 422, 503),
)
async def create_user(
    body: UserCreate, request: Request, tools: Toolbox, caller: Manager, language: ReaderLanguage
) -> Response:
    """With a one-time password or a sign-in link, told this once; with a role that the caller may hand on."""
    draft = Draft(body.username, body.name, body.role, body.data_scope, body.employee_id)
    made = await user_secrets.create_user(tools, caller, draft, body.secret)
    return answer(_one_time(made, body.secret, tools, request, language), status=201)


@router.post(
    "/{user_id}/reset-password",
    summary="重置密码 · Reset a password",
    response_model=Answer[OneTime],
    responses=error_responses(401, 403, 404, 409, 422, 503),
)
async def reset_password(
    user_id: RowId, body: PasswordReset, request: Request, tools: Toolbox, caller: Manager, language: ReaderLanguage
) -> Response:
    """Ends every session and personal token of the user; the new one-time password or link is told this once."""
    told = await user_secrets.reset_password(tools, caller, user_id, body.secret)
    return answer(_one_time(told, body.secret, tools, request, language))


def _one_time(told: Told, kind: str, tools: Toolbox, request: Request, language: Language) -> OneTime:
    by_link = kind == LINK
    base = tools.settings.public_url or str(request.base_url)
    return OneTime(
        user=user_shape(told.user, language),
        one_time_password=None if by_link else told.secret,
        sign_in_link=f"{base.rstrip('/')}/sign-in#link={told.secret}" if by_link else None,
    )


@router.get(
    "/{user_id}",
    summary="一个用户 · One user",
    response_model=Answer[UserShape],
    responses=error_responses(401, 403, 404, 422),
)
async def read_user(user_id: RowId, tools: Toolbox, caller: Reader, language: ReaderLanguage) -> Response:
    """404 for one out of reach."""
    return answer(user_shape(await users.show_user(tools.database, caller, user_id), language))


@router.patch(
    "/{user_id}",
    summary="修改用户 · Change a user",
    response_model=Answer[UserShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def change_user(
    user_id: RowId, body: UserPatch, tools: Toolbox, caller: Manager, language: ReaderLanguage
) -> Response:
    """Name, role, scope. Nobody changes their own rights, or gives what they do not hold."""
    narrows = "data_scope" in body.model_fields_set
    change = UserChange(body.name, body.role, narrows, body.data_scope, body.updated_at)
    return answer(user_shape(await users.change_user(tools.database, caller, user_id, change), language))


@router.post(
    "/{user_id}/disable",
    summary="停用用户 · Disable a user",
    response_model=Answer[UserShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def disable_user(user_id: RowId, tools: Toolbox, caller: Manager, language: ReaderLanguage) -> Response:
    """Ends every session of the user at once."""
    return answer(user_shape(await users.disable_user(tools.database, caller, user_id), language))


@router.post(
    "/{user_id}/enable",
    summary="启用用户 · Enable a user",
    response_model=Answer[UserShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def enable_user(user_id: RowId, tools: Toolbox, caller: Manager, language: ReaderLanguage) -> Response:
    """Lets the user sign in again."""
    return answer(user_shape(await users.enable_user(tools.database, caller, user_id), language))


@router.get(
    "/{user_id}/sessions",
    summary="用户的会话 · A user's sessions",
    response_model=Answer[list[UserSession]],
    responses=error_responses(401, 403, 404, 422),
)
async def read_sessions(user_id: RowId, tools: Toolbox, caller: Manager) -> Response:
    """Those that live, the newest first."""
    rows = await users.sessions_of(tools.database, caller, user_id)
    return answer([UserSession.model_validate(row, from_attributes=True) for row in rows])


@router.delete(
    "/{user_id}/sessions",
    summary="强制下线 · Sign a user out everywhere",
    response_model=Answer[SessionsEnded],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def end_sessions(user_id: RowId, tools: Toolbox, caller: Manager) -> Response:
    """Ends every session of the user; how many there were."""
    return answer(SessionsEnded(ended=await users.end_sessions_of(tools.database, caller, user_id)))
