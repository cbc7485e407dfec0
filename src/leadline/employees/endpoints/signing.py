"""What the routes of signing in share: where a request comes from, and the cookies."""

import time
from datetime import UTC, datetime
from typing import Annotated, cast

from fastapi import Depends, Request, Response

from leadline.employees.errors import NoAccount, SessionNeeded
from leadline.employees.schemas.auth import Me, OwnEmployee, SignedInShape
from leadline.employees.service.me import person_of
from leadline.employees.service.sessions import SignedIn, Visitor
from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.kernel.auth.authenticator import Authenticator
from leadline.kernel.auth.cookies import CsrfRefused, set_cookies
from leadline.kernel.auth.dependencies import signed_in
from leadline.kernel.auth.ports import Identity
from leadline.kernel.auth.principal import Principal
from leadline.kernel.http.envelope import answer
from leadline.kernel.observability.trace import TRACE_ID
from leadline.kernel.text import Language


def toolbox(request: Request) -> EmployeesToolbox:
    """The employees context as the wiring assembled it."""
    return cast(EmployeesToolbox, request.app.state.employees)


def authenticator(request: Request) -> Authenticator:
    """The one that checks the requests of this process."""
    return cast(Authenticator, request.app.state.authenticator)


def visitor(request: Request) -> Visitor:
    """Where the request comes from."""
    address = request.client.host if request.client else ""
    return Visitor(address, request.headers.get("user-agent", ""), TRACE_ID.get())


Toolbox = Annotated[EmployeesToolbox, Depends(toolbox)]
Checker = Annotated[Authenticator, Depends(authenticator)]
From = Annotated[Visitor, Depends(visitor)]
Caller = Annotated[Principal, Depends(signed_in())]


def own_account(caller: Principal) -> int:
    """The number of the caller's user; NoAccount for a development token, SessionNeeded for a personal one."""
    if caller.via == "api_token":
        raise SessionNeeded
    if caller.account_id is None:
        raise NoAccount
    return caller.account_id


def refuse_other_sites(request: Request) -> None:
    """CsrfRefused when another site's page lets the browser sign in: it would be in the attacker's name."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise CsrfRefused


def by_cookie(request: Request) -> bool:
    """Whether the caller came by the cookie: a bearer header wins over it."""
    return not request.headers.get("authorization", "")[:7].lower().startswith("bearer ")


async def me(tools: EmployeesToolbox, identity: Identity, language: Language, csrf: str | None = None) -> Me:
    """The object that tells the page who is signed in."""
    caller = identity.principal
    person = await person_of(tools, caller)
    return Me(
        user_id=caller.user_id,
        username=caller.username,
        name=person.name,
        role=caller.role,
        role_label=person.role_label.to(language),
        permissions=sorted(caller.permissions),
        data_scope=caller.reach,
        employee=None if person.desk is None else OwnEmployee(**person.desk._asdict()),
        expires_at=datetime.fromtimestamp(identity.expires, UTC),
        must_change_password=caller.must_change_password,
        has_password=person.has_password,
        has_account=caller.account_id is not None,
        csrf_token=csrf,
    )


async def begun(
    request: Request, tools: EmployeesToolbox, session: SignedIn, language: Language, *, cookie: bool
) -> Response:
    """The answer to a sign-in: the token, or the cookies that hold it."""
    checker = authenticator(request)
    identity = await checker.identity_of(session.access_token.encode())
    seconds = max(int(session.expires_at.timestamp() - time.time()), 0)
    csrf = tools.csrf.token_of(session.session_id) if cookie else None
    shape = SignedInShape(
        access_token=None if cookie else session.access_token,
        token_type="cookie" if cookie else "bearer",
        expires_in=seconds,
        csrf_token=csrf,
        user=await me(tools, identity, language, csrf),
    )
    response = answer(shape)
    if csrf is not None:
        put_cookies(request, tools, response, session.access_token, csrf, seconds)
    return response


def put_cookies(
    request: Request, tools: EmployeesToolbox, response: Response, token: str, csrf: str, seconds: int
) -> None:
    """Signs the browser in, or out with no seconds left."""
    secure = request.url.scheme == "https" or tools.settings.public_url.startswith("https:")
    for value in set_cookies(token, csrf, seconds=seconds, secure=secure):
        response.headers.append("set-cookie", value)
