"""`leadline user`: who may sign in. The first administrator is made here; there is no default password anywhere."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from leadline.employees.repository.users import UserRow

app = typer.Typer(no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The name that the user signs in with.")]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input, one line.")
]
Minutes = Annotated[int, typer.Option("--minutes", min=1, max=7 * 24 * 60, help="How long the link is good.")]
LONGEST_LINE = 4096
NOT_TEMPORARY = Text(
    "需要与 --password-stdin 同用：通过链接登录的用户本来就自己设置密码",
    "needs --password-stdin: by a link the user sets one anyway",
)
NO_PASSWORD = Text("标准输入为空", "standard input is empty")
UNLIKE = Text("两次输入不一致，请重新输入。", "The two passwords differ; type them again.")


@app.command()
def create(
    name: Name,
    role: Annotated[
        str, typer.Option("--role", help="admin, manager, employee, trainer, analyst, or a role made here.")
    ],
    full_name: Annotated[str, typer.Option("--name", help="The user's own name.")] = "",
    password_stdin: PasswordStdin = False,
    temporary: Annotated[bool, typer.Option("--temporary", help="The password has to be changed at once.")] = False,
    json: common.JsonFlag = False,
) -> None:
    """Make a user. Without --password-stdin a one-time link is printed, by which they set their password."""
    from leadline.employees.service.user_secrets import Chosen, Draft, Told, WayIn, create_user
    from leadline.entrypoints.cli.staff import open_staff

    way: WayIn = Chosen(_read_password(), temporary) if _given(password_stdin, temporary) else "link"
    draft = Draft(name, full_name or name, role)

    async def work() -> Told:
        async with open_staff() as (tools, operator):
            return await create_user(tools, operator, draft, way)

    user, secret = common.run(work())
    link = None if secret is None else link_address(secret)
    if json:
        common.print_json({"id": user.id, "username": user.username, "role": role, "link": link})
        return
    common.notices.print(common.say(Text("已创建用户 {name}。", "User {name} made.").fill(name=user.username)))
    if link is not None:
        typer.echo(link)


@app.command("list")
def list_users(json: common.JsonFlag = False) -> None:
    """List every user with role, data scope and last sign-in."""
    from leadline.employees.repository.listing import Wanted
    from leadline.employees.repository.users import UserFilter
    from leadline.employees.service import users
    from leadline.entrypoints.cli.staff import open_staff

    async def work() -> "list[UserRow]":
        async with open_staff() as (tools, operator):
            found: list[UserRow] = []
            while True:
                wanted = Wanted(len(found) // 500 + 1, 500, "username", "")
                rows, total = await users.list_users(tools.database, operator, wanted, UserFilter())
                found += rows
                if not rows or len(found) >= total:
                    return found

    rows = common.run(work())
    if json:
        common.print_json([_plain(row) for row in rows])
        return
    headers = common.say(
        Text("用户 姓名 角色 数据范围 状态 最近登录", "user name role scope state last_sign_in")
    ).split()
    told = [
        (row.username, row.name, row.role, row.data_scope, _state(row), _moment(row.last_sign_in_at)) for row in rows
    ]
    common.print_table(headers, told)


@app.command()
def disable(name: Name) -> None:
    """Lock a user out: every session and token of theirs ends at once. The last administrator stays."""
    _switch(name, on=False)


@app.command()
def enable(name: Name) -> None:
    """Let a user in again."""
    _switch(name, on=True)


@app.command("reset-password")
def reset_password(
    name: Name,
    password_stdin: PasswordStdin = False,
    temporary: Annotated[bool, typer.Option("--temporary", help="It has to be changed at the next sign-in.")] = False,
) -> None:
    """Give a user a new password and end their sessions. Without --password-stdin: a link by which they set it."""
    from leadline.employees.service import operators
    from leadline.employees.service.user_secrets import Chosen, Told, WayIn
    from leadline.employees.service.user_secrets import reset_password as reset
    from leadline.entrypoints.cli.staff import open_staff

    way: WayIn = Chosen(_read_password(), temporary) if _given(password_stdin, temporary) else "link"

    async def work() -> Told:
        async with open_staff() as (tools, operator):
            async with tools.database.reading() as connection:
                user_id = (await operators.local_account(connection, name)).id
            return await reset(tools, operator, user_id, way)

    secret = common.run(work()).secret
    if secret is not None:
        typer.echo(link_address(secret))
    common.notices.print(
        common.say(Text("密码已重置，其会话已全部结束。", "Reset; the sessions of the user have ended."))
    )


@app.command()
def link(name: Name, minutes: Minutes = 30) -> None:
    """Print an address that signs the user in, once."""
    from leadline.employees.service import operators
    from leadline.entrypoints.cli.staff import open_staff

    async def work() -> str:
        async with open_staff() as (tools, operator):
            return await operators.link_of(tools, name, operator.actor, minutes)

    typer.echo(link_address(common.run(work())))


def link_address(token: str) -> str:
    """Where a sign-in link leads. What stands behind # is sent to no server and written into no log."""
    settings = common.settings_or_exit()
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host  # noqa: S104  # told apart, not bound
    base = settings.public_url.rstrip("/") or f"http://{host}:{settings.port}"
    return f"{base}/sign-in#link={token}"


def _switch(name: str, *, on: bool) -> None:
    from leadline.employees.service import operators, users
    from leadline.entrypoints.cli.staff import open_staff

    async def work() -> "UserRow":
        async with open_staff() as (tools, operator):
            async with tools.database.reading() as connection:
                user_id = (await operators.local_account(connection, name)).id
            act = users.enable_user if on else users.disable_user
            return await act(tools.database, operator, user_id)

    row = common.run(work())
    line = Text("{name}：{state}", "{name}: {state}").fill(name=row.username, state=_state(row))
    common.results.print(common.say(line), markup=False)


def _given(password_stdin: bool, temporary: bool) -> bool:  # two options as they were typed
    if temporary and not password_stdin:
        raise typer.BadParameter(common.say(NOT_TEMPORARY), param_hint="--temporary")
    return password_stdin


def _read_password() -> str:
    if sys.stdin.isatty():
        return _typed_password()
    line = sys.stdin.readline(LONGEST_LINE).rstrip("\r\n")
    if not line:
        raise typer.BadParameter(common.say(NO_PASSWORD), param_hint="--password-stdin")
    return line


def _typed_password() -> str:
    asked, again = common.say(Text("密码", "Password")), common.say(Text("再输一次", "Once more"))
    while True:
        typed = str(typer.prompt(asked, hide_input=True, err=True))
        if typer.prompt(again, hide_input=True, err=True) == typed:
            return typed
        common.notices.print(common.say(UNLIKE))


def _state(row: "UserRow") -> str:
    return common.say(Text("启用", "enabled") if row.disabled_at is None else Text("停用", "disabled"))


def _moment(value: object) -> str:
    return "" if value is None else f"{value:%Y-%m-%d %H:%M}Z"


def _plain(row: "UserRow") -> dict[str, object]:
    names = ("id", "username", "name", "issuer", "role", "data_scope", "disabled_at", "last_sign_in_at", "created_at")
    return {name: getattr(row, name) for name in names}
