"""Roles and permissions."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from leadline.employees.endpoints.dependencies import Toolbox, asking
from leadline.employees.permissions import ROLE_MANAGE, ROLE_READ
from leadline.employees.schemas.roles import PermissionShape, RoleCreate, RolePatch, RoleShape
from leadline.employees.service import roles
from leadline.employees.service.callers import Asking
from leadline.employees.service.roles import Role, RoleChange, RoleDraft
from leadline.kernel.auth.permissions import VIEW_ALL, all_permissions
from leadline.kernel.http.envelope import Answer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage
from leadline.kernel.text import Language, Text

router = APIRouter(tags=["roles"])
Reader = Annotated[Asking, Depends(asking(ROLE_READ))]
Manager = Annotated[Asking, Depends(asking(ROLE_MANAGE))]
RoleKey = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,49}$")]


def _shape(role: Role, language: Language) -> RoleShape:
    row = role.row
    values = {name: getattr(row, name) for name in row._fields if name != "edits"}
    label = Text(row.label_zh, row.label_en).to(language)
    return RoleShape(**values, label=label, permissions=sorted(role.permissions), users=role.users)


@router.get(
    "/api/roles",
    summary="角色 · Roles",
    response_model=Answer[list[RoleShape]],
    responses=error_responses(401, 403),
)
async def read_roles(tools: Toolbox, _: Reader, language: ReaderLanguage) -> Response:
    """Every role with what it allows and how far it sees, the built-in ones first."""
    return answer([_shape(role, language) for role in await roles.list_roles(tools.database)])


@router.post(
    "/api/roles",
    status_code=201,
    summary="新建角色 · Make a role",
    response_model=Answer[RoleShape],
    responses=error_responses(401, 403, 409, 422),
)
async def create_role(body: RoleCreate, tools: Toolbox, caller: Manager, language: ReaderLanguage) -> Response:
    """A role of your own making; nobody puts into it what they do not hold."""
    draft = RoleDraft(body.label_zh, body.label_en, body.data_scope, frozenset(body.permissions))
    made = await roles.create_role(tools.database, caller, body.name, draft)
    return answer(_shape(made, language), status=201)


@router.patch(
    "/api/roles/{name}",
    summary="修改角色 · Change a role",
    response_model=Answer[RoleShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def change_role(
    name: RoleKey, body: RolePatch, tools: Toolbox, caller: Manager, language: ReaderLanguage
) -> Response:
    """Names, scope and permissions, of built-in roles too; the administrator's rights stay as they are."""
    wanted = None if body.permissions is None else frozenset(body.permissions)
    change = RoleChange(body.label_zh, body.label_en, body.data_scope, wanted, body.updated_at)
    return answer(_shape(await roles.change_role(tools.database, caller, name, change), language))


@router.delete(
    "/api/roles/{name}",
    summary="删除角色 · Delete a role",
    response_model=Answer[None],
    responses=error_responses(401, 403, 404, 409),
)
async def delete_role(name: RoleKey, tools: Toolbox, caller: Manager) -> Response:
    """A role of your own making that no user holds."""
    await roles.delete_role(tools.database, caller, name)
    return answer(None)


@router.get(
    "/api/permissions",
    summary="权限清单 · Permissions",
    response_model=Answer[list[PermissionShape]],
    responses=error_responses(401, 403),
)
async def read_permissions(tools: Toolbox, _: Reader, language: ReaderLanguage) -> Response:
    """Every permission there is, and the roles that hold it."""
    held = await roles.list_roles(tools.database)
    listed = [
        PermissionShape(
            name=one.name,
            description=one.description.to(language),
            description_zh=one.description.zh,
            description_en=one.description.en,
            granted_by_scope=one.name == VIEW_ALL,
            roles=[role.row.name for role in held if _holds(role, one.name)],
        )
        for one in all_permissions()
    ]
    return answer(listed)


def _holds(role: Role, permission: str) -> bool:
    return role.row.data_scope == "all" if permission == VIEW_ALL else permission in role.permissions
