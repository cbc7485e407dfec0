"""`leadline role`: what roles allow, and how far they see."""

from typing import TYPE_CHECKING, Annotated

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from leadline.employees.service.roles import Role

app = typer.Typer(no_args_is_help=True)
NO_NAME = Text("{name}：只能用小写字母、数字和下划线", "{name}: small letters, digits and underscores")
Name = Annotated[str, typer.Argument(help="The role's name, such as manager.")]
Permissions = Annotated[list[str], typer.Argument(help="Permissions, such as call:export.")]


@app.command("list")
def list_roles(json: common.JsonFlag = False) -> None:
    """List every role with its data scope, its users and its permissions."""
    from leadline.employees.service import roles
    from leadline.entrypoints.cli.staff import open_staff

    async def work() -> "list[Role]":
        async with open_staff() as (tools, _):
            return await roles.list_roles(tools.database)

    found = common.run(work())
    if json:
        common.print_json([_plain(role) for role in found])
        return
    headers = common.say(Text("角色 名称 数据范围 用户 权限", "role label scope users permissions")).split()
    label = {True: "label_en", False: "label_zh"}[common.language() == "en"]
    rows = [
        (role.row.name, getattr(role.row, label), role.row.data_scope, role.users, " ".join(sorted(role.permissions)))
        for role in found
    ]
    common.print_table(headers, rows)


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="Small letters, digits and underscores.")],
    permissions: Annotated[list[str] | None, typer.Argument(help="Permissions that it allows.")] = None,
    label_zh: Annotated[str, typer.Option("--label-zh", help="Its name in Chinese.")] = "",
    label_en: Annotated[str, typer.Option("--label-en", help="Its name in English.")] = "",
    scope: Annotated[str, typer.Option("--scope", help="own, team, team_below or all.")] = "own",
    json: common.JsonFlag = False,
) -> None:
    """Make a role."""
    import re

    from leadline.employees.contracts import SCOPE_KINDS
    from leadline.employees.service import roles
    from leadline.employees.service.roles import RoleDraft
    from leadline.entrypoints.cli.staff import open_staff

    if not re.fullmatch(r"[a-z][a-z0-9_]{1,49}", name):
        raise typer.BadParameter(common.say(NO_NAME.fill(name=repr(name))), param_hint="NAME")
    kind = next((one for one in SCOPE_KINDS if one == scope), None)
    if kind is None:
        raise typer.BadParameter(common.none_of(scope, SCOPE_KINDS), param_hint="--scope")
    draft = RoleDraft(label_zh or name, label_en or label_zh or name, kind, frozenset(permissions or ()))

    async def work() -> "Role":
        async with open_staff() as (tools, operator):
            return await roles.create_role(tools.database, operator, name, draft)

    _show(common.run(work()), as_json=json)


@app.command()
def grant(name: Name, permissions: Permissions, json: common.JsonFlag = False) -> None:
    """Let a role do more. It holds for every user of the role at once."""
    _regrant(name, granted=permissions, as_json=json)


@app.command()
def revoke(name: Name, permissions: Permissions, json: common.JsonFlag = False) -> None:
    """Let a role do less. It holds for every user of the role at once; the administrator's rights stay."""
    _regrant(name, revoked=permissions, as_json=json)


def _regrant(name: str, granted: list[str] | None = None, revoked: list[str] | None = None, *, as_json: bool) -> None:
    from leadline.employees.service import roles
    from leadline.entrypoints.cli.staff import open_staff

    async def work() -> "Role":
        async with open_staff() as (tools, operator):
            return await roles.regrant(tools.database, operator, name, grant=granted or (), revoke=revoked or ())

    _show(common.run(work()), as_json=as_json)


def _show(role: "Role", *, as_json: bool) -> None:
    if as_json:
        common.print_json(_plain(role))
        return
    line = Text("角色 {name}（{scope}）：{permissions}", "Role {name} ({scope}): {permissions}")
    told = line.fill(name=role.row.name, scope=role.row.data_scope, permissions=" ".join(sorted(role.permissions)))
    common.results.print(common.say(told), markup=False)


def _plain(role: "Role") -> dict[str, object]:
    row = role.row
    return {
        "name": row.name,
        "label_zh": row.label_zh,
        "label_en": row.label_en,
        "data_scope": row.data_scope,
        "built_in": row.built_in,
        "users": role.users,
        "permissions": sorted(role.permissions),
    }
