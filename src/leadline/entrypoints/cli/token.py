"""`leadline token`: a bearer token on standard output."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text

if TYPE_CHECKING:
    from leadline.kernel.settings import Settings

NOT_ALL = Text("{scope} 不是 all", "{scope} is not all")
NOBODY = Text("请给出 --user，或用 --role 指定角色：{known}", "give --user, or --role: one of {known}")
OF_THE_USER = Text("用户能看到的通话由其员工和团队决定", "a user's calls follow from their employee and team")


def token(
    role: Annotated[
        str | None, typer.Option("--role", help="Of a development token: admin, manager, employee, trainer or analyst.")
    ] = None,
    user: Annotated[
        str | None, typer.Option("--user", help="The user whose session it is. Without it: a development token.")
    ] = None,
    hours: Annotated[
        int | None, typer.Option("--hours", min=1, max=24 * 366, help="How long it lasts; TOKEN_HOURS by default.")
    ] = None,
    agent: Annotated[
        list[str] | None,
        typer.Option("--agent-id", "--agent", help="An agent id whose calls the holder may see (repeatable)."),
    ] = None,
    scope: Annotated[
        str | None, typer.Option("--scope", help="all: a manager or an employee who sees everybody's calls.")
    ] = None,
) -> None:
    """Print a token for the API, alone on standard output (notices go to standard error).

    With --user it is a session of that user, who can end it. Without, it is a development token: a role without a user,
    refused in production. Use it as `Authorization: Bearer <token>`.
    """
    settings = common.settings_or_exit()
    lasts = timedelta(hours=hours or settings.token_hours)
    if scope not in (None, "all"):
        raise typer.BadParameter(common.say(NOT_ALL.fill(scope=repr(scope))), param_hint="--scope")
    if user is not None:
        if agent or scope:
            raise typer.BadParameter(common.say(OF_THE_USER), param_hint="--user")
        typer.echo(common.run(_of_user(settings, user, role, lasts)))
        return
    typer.echo(_of_role(settings, role, lasts, agent, everything=scope == "all"))


def _of_role(
    settings: "Settings", role: str | None, lasts: timedelta, agents: list[str] | None, *, everything: bool
) -> str:
    from leadline.kernel.auth.permissions import ROLES
    from leadline.kernel.auth.tokens import Tokens

    if role is None:
        raise typer.BadParameter(common.say(NOBODY.fill(known=", ".join(ROLES))))
    if role not in ROLES:
        raise typer.BadParameter(common.none_of(role, ROLES), param_hint="--role")
    if settings.production:
        common.fail(common.RefusedInProduction(what="leadline token --role"))
    hours = int(lasts.total_seconds() // 3600)
    notice = Text(
        "开发用令牌（用户 dev），{hours} 小时有效。", "A development token (user dev), good for {hours} hours."
    )
    common.notices.print(common.say(notice.fill(hours=hours)))
    common.run(_told(settings, role, hours))
    tokens = Tokens(settings.jwt_secret_key.get_secret_value())
    return tokens.mint(
        "dev", "dev", role, lifetime=lasts, agent_ids=agents or None, scope="all" if everything else None
    )


async def _told(settings: "Settings", role: str, hours: int) -> None:
    """Into the audit log, where there is one: such a token may be made before the database is."""
    from leadline.entrypoints.deeds import tell_deed
    from leadline.kernel.db.engine import Database
    from leadline.kernel.db.schema import schema_version

    database = Database.of(settings)
    try:
        version = await schema_version(database)
        if version.current == version.head:
            await tell_deed(database, "token.create", f"role:{role}", {"hours": hours, "development": True})
    finally:
        await database.close()


async def _of_user(settings: "Settings", name: str, role: str | None, lasts: timedelta) -> str:
    from leadline.employees.service.operators import token_of
    from leadline.entrypoints.deeds import tell_deed
    from leadline.entrypoints.wiring import assemble_employees, open_toolbox

    async with open_toolbox(settings) as tools:
        made = await token_of(assemble_employees(tools), name, role, lasts)
        hours = int(lasts.total_seconds() // 3600)
        await tell_deed(tools.database, "token.create", f"user:{name}", {"hours": hours})
        return made
