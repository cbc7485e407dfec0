"""Signing in and out."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Request, Response

from leadline.employees.endpoints.signing import (
    Caller,
    Checker,
    From,
    Toolbox,
    begun,
    by_cookie,
    me,
    own_account,
    put_cookies,
    refuse_other_sites,
)
from leadline.employees.errors import SessionRunning
from leadline.employees.schemas.auth import (
    LinkRequest,
    LoginRequest,
    Me,
    PasswordRequest,
    SessionsEnded,
    SignedInShape,
    SignOutRequest,
    TokenRequest,
)
from leadline.employees.service import passwords, sessions
from leadline.employees.service.sign_in import sign_in_with_link, sign_in_with_password, sign_in_with_token
from leadline.kernel.auth.authenticator import Credentials, credentials_of
from leadline.kernel.auth.dependencies import public
from leadline.kernel.errors import NotAuthenticated
from leadline.kernel.http.envelope import Answer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage

router = APIRouter(prefix="/api/auth", tags=["auth"])
anybody = [Depends(public())]


@router.post(
    "/login",
    dependencies=anybody,
    summary="登录 · Sign in",
    response_model=Answer[SignedInShape],
    responses=error_responses(401, 403, 422, 429, 503),
)
async def login(
    request: Request, wish: LoginRequest, tools: Toolbox, visitor: From, language: ReaderLanguage
) -> Response:
    """By name and password. The same is said for a name that nobody has; failures make the next attempt wait."""
    if wish.session:
        refuse_other_sites(request)
    session = await sign_in_with_password(tools, wish.username, wish.password.get_secret_value(), visitor)
    return await begun(request, tools, session, language, cookie=wish.session is not None)


@router.post(
    "/link",
    dependencies=anybody,
    summary="用一次性链接登录 · Sign in by a link",
    response_model=Answer[SignedInShape],
    responses=error_responses(401, 403, 422, 429),
)
async def sign_in_by_link(
    request: Request, wish: LinkRequest, tools: Toolbox, visitor: From, language: ReaderLanguage
) -> Response:
    """By a link that the command line made; it works once."""
    if wish.session:
        refuse_other_sites(request)
    session = await sign_in_with_link(tools, wish.token.get_secret_value(), visitor)
    return await begun(request, tools, session, language, cookie=wish.session is not None)


@router.post(
    "/session",
    dependencies=anybody,
    summary="用令牌换取 Cookie 会话 · Turn a token into a session",
    response_model=Answer[SignedInShape],
    responses=error_responses(401, 403, 409, 422),
)
async def begin_by_token(
    request: Request, wish: TokenRequest, tools: Toolbox, checker: Checker, visitor: From, language: ReaderLanguage
) -> Response:
    """For a token that the ERP handed over (`#token=`): a cookie that lasts as long. 409 while one is signed in."""
    refuse_other_sites(request)
    try:
        cookie = credentials_of(request.scope["headers"]).cookie
        await checker.principal_of(Credentials(cookie=cookie), write=False)
    except NotAuthenticated:
        identity = await checker.identity_of(wish.token.get_secret_value().encode("utf-8", "replace"))
    else:
        raise SessionRunning
    session = await sign_in_with_token(tools, identity, visitor)
    return await begun(request, tools, session, language, cookie=True)


@router.get("/me", summary="当前用户 · Who is signed in", response_model=Answer[Me], responses=error_responses(401))
async def read_me(
    request: Request, caller: Caller, tools: Toolbox, checker: Checker, language: ReaderLanguage
) -> Response:
    """The caller with their permissions and data scope."""
    identity = await checker.identity_of_request(credentials_of(request.scope["headers"]))
    csrf = tools.csrf.token_of(caller.session_id) if caller.session_id and by_cookie(request) else None
    return answer(await me(tools, identity, language, csrf))


@router.post(
    "/refresh",
    summary="延长会话 · Extend the session",
    response_model=Answer[SignedInShape],
    responses=error_responses(401, 403, 409),
)
async def refresh(
    request: Request, caller: Caller, tools: Toolbox, visitor: From, language: ReaderLanguage
) -> Response:
    """A new token for the same session, good for TOKEN_HOURS, up to SESSION_DAYS after the sign-in."""
    session = await sessions.refresh(tools, caller, own_account(caller), visitor)
    return await begun(request, tools, session, language, cookie=by_cookie(request))


@router.post(
    "/logout",
    summary="退出 · Sign out",
    response_model=Answer[SessionsEnded],
    responses=error_responses(401, 403, 409, 422),
)
async def logout(
    request: Request,
    caller: Caller,
    tools: Toolbox,
    visitor: From,
    wish: Annotated[SignOutRequest | None, Body()] = None,
) -> Response:
    """Ends the session, here and in every other process; with `everywhere` all sessions of the user."""
    everywhere = wish is not None and wish.everywhere
    ended = await sessions.sign_out(tools, caller, own_account(caller), visitor, everywhere=everywhere)
    response = answer(SessionsEnded(sessions=ended))
    put_cookies(request, tools, response, "", "", 0)
    return response


@router.post(
    "/password",
    summary="修改密码 · Change the password",
    response_model=Answer[SessionsEnded],
    responses=error_responses(401, 403, 409, 422, 429, 503),
)
async def change_password(wish: PasswordRequest, caller: Caller, tools: Toolbox, visitor: From) -> Response:
    """At least ten characters, at most 72 bytes, not the name, none of the commonest. The other sessions end."""
    current = None if wish.current is None else wish.current.get_secret_value()
    ended = await passwords.change_own_password(
        tools, caller, own_account(caller), current, wish.new.get_secret_value(), visitor
    )
    return answer(SessionsEnded(sessions=ended))
