"""`leadline token`: a bearer token on standard output."""

from datetime import timedelta
from typing import Annotated

import typer

from leadline.entrypoints.cli import common
from leadline.kernel.text import Text


def token(
    role: Annotated[str, typer.Option("--role", help="admin, manager, employee, trainer or analyst.")],
    user: Annotated[
        str | None, typer.Option("--user", help="Whose token. Without it: a development principal.")
    ] = None,
    hours: Annotated[
        int | None, typer.Option("--hours", min=1, max=24 * 366, help="How long it lasts; TOKEN_HOURS by default.")
    ] = None,
    agent: Annotated[
        list[str] | None, typer.Option("--agent", help="An agent id whose calls the holder may see (repeatable).")
    ] = None,
) -> None:
    """Print a token for the API, alone on standard output (notices go to standard error).

    Use it as `Authorization: Bearer <token>`.
    """
    from leadline.kernel.auth.permissions import ROLES
    from leadline.kernel.auth.tokens import Tokens

    settings = common.settings_or_exit()
    lasts = hours or settings.token_hours
    if role not in ROLES:
        raise typer.BadParameter(f"{role!r} is none of {', '.join(ROLES)}", param_hint="--role")
    if user is None:
        if settings.production:
            common.fail(common.RefusedInProduction(what="leadline token (--user missing)"))
        notice = Text(
            "开发用令牌(用户 dev),{hours} 小时有效。", "A development token (user dev), good for {hours} hours."
        )
        common.notices.print(common.say(notice.fill(hours=lasts)))
    tokens = Tokens(settings.jwt_secret_key.get_secret_value())
    name = user or "dev"
    typer.echo(
        tokens.mint(user_id=name, username=name, role=role, lifetime=timedelta(hours=lasts), agent_ids=agent or None)
    )
