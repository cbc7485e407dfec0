"""What a route asks of its caller, declared beside the route and readable from it.

    @router.get("/api/calls/summary", dependencies=[Depends(require("stats:read", hot=True))])
    async def list_calls(caller: Annotated[Principal, Depends(require("call:read"))]) -> ...

A route with neither `require`, `signed_in` nor `public` is found by `undeclared_routes`, and a test fails.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, NamedTuple

from fastapi import FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from leadline.kernel.auth.authenticator import Authenticator, credentials_of
from leadline.kernel.auth.permissions import SIGNED_IN, is_registered
from leadline.kernel.auth.principal import Principal
from leadline.kernel.errors import NotAllowed, PasswordChangeRequired
from leadline.kernel.observability.trace import USER_ID

PUBLIC = "public"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
AFTER_ADMISSION = "leadline.after_admission"
ON_BEHALF = "leadline.on_behalf"  # in the scope of a request that this process makes itself: who is asking


class Admitted(NamedTuple):
    """Who waits in the request's scope for the caller to be known and admitted, before the route runs."""

    tell: Callable[[Principal], Awaitable[None]]


class Requirement:
    """The dependency that `require` makes. `hot`: the ready answers of this route may be served without entering it."""

    def __init__(self, permission: str, *, hot: bool) -> None:
        self.permission = permission
        self.hot = hot

    async def __call__(self, request: Request) -> Principal:
        principal: Principal | None = request.scope.get(ON_BEHALF)
        if principal is None:
            authenticator: Authenticator = request.app.state.authenticator
            credentials = credentials_of(request.scope["headers"])
            principal = await authenticator.principal_of(credentials, write=request.method not in READING)
        USER_ID.set(str(principal.user_id))
        admit(principal, self.permission)
        admitted: Admitted | None = request.scope.get(AFTER_ADMISSION)
        if admitted is not None:
            await admitted.tell(principal)
        return principal


class Public:
    """The dependency that `public` makes: anybody may call."""

    async def __call__(self) -> None:
        """Ask nothing."""


class Door(NamedTuple):
    """A route as its callers meet it."""

    methods: frozenset[str]
    path: str
    declared: Requirement | Public | None
    route: RouteContext


def require(permission: str, *, hot: bool = False) -> Requirement:
    """A dependency that returns the Principal when the token is good and holds `permission` (401 and 403 otherwise).

    `hot=True` on a GET route without path parameters: its 200 answers are kept as bytes, one per query, data scope and
    language, and served while the data's version stays the same. So such an answer may depend on nothing else of
    the caller. ValueError for a permission that nobody registered.
    """
    if not is_registered(permission):
        raise ValueError(f"no such permission: {permission!r}; register it in the context's permissions.py")
    return Requirement(permission, hot=hot)


def signed_in() -> Requirement:
    """A dependency that returns the Principal of whoever is signed in, whatever they may do: for what is their own.

    It is open to somebody who has to change their password first.
    """
    return Requirement(SIGNED_IN, hot=False)


def public() -> Public:
    """A dependency that says: this route needs no token, on purpose."""
    return Public()


def admit(principal: Principal, permission: str) -> None:
    """NotAllowed unless the caller holds `permission`, PasswordChangeRequired while the password is temporary."""
    if permission == SIGNED_IN:
        return
    if principal.must_change_password:
        raise PasswordChangeRequired
    if permission not in principal.permissions:
        raise NotAllowed(permission=permission)


def declared_permission(route: BaseRoute | RouteContext) -> str | None:
    """The permission that `route` declares, `SIGNED_IN`, `PUBLIC`, or None when it declares nothing."""
    declared = _declared(route)
    if isinstance(declared, Requirement):
        return declared.permission
    return PUBLIC if declared else None


def doors_of(app: FastAPI) -> Iterator[Door]:
    """Every route of `app` with its whole path, those of included routers too; folders of static files left out."""
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, Mount) and isinstance(route.app, StaticFiles):
            continue
        methods = frozenset(context.methods or ())
        yield Door(methods, context.path_format or context.path or "", _declared(context), context)


def undeclared_routes(app: FastAPI) -> list[str]:
    """`METHOD /path` of every route that declares neither a permission nor that it is public."""
    return sorted(f"{','.join(sorted(door.methods))} {door.path}" for door in doors_of(app) if door.declared is None)


def hot_doors(app: FastAPI) -> Mapping[str, str]:
    """The routes declared hot, path -> permission; ValueError for one that cannot be (a path parameter, not a GET)."""
    hot: dict[str, str] = {}
    for door in doors_of(app):
        if isinstance(door.declared, Requirement) and door.declared.hot:
            if door.methods != {"GET"} or "{" in door.path:
                raise ValueError(f"only a GET route without path parameters can be hot: {door.path}")
            hot[door.path] = door.declared.permission
    return hot


def _declared(route: Any) -> Requirement | Public | None:  # APIRoute, its context, or a plain route without a dependant
    dependant = getattr(route, "dependant", None)
    return _first(dependant) if isinstance(dependant, Dependant) else None


def _first(dependant: Dependant) -> Requirement | Public | None:
    for inner in dependant.dependencies:
        if isinstance(inner.call, (Requirement, Public)):
            return inner.call
        if found := _first(inner):
            return found
    return None
