"""The shell of an application: everything that is the same whichever routes it carries.

`create_app_shell(settings, routers=[calls_router], checks={"database": ping}, hot_version=data_version)`
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from leadline.kernel.auth.authenticator import Authenticator
from leadline.kernel.auth.principal import Principal
from leadline.kernel.auth.without_users import without_users
from leadline.kernel.http.contract import build_contract
from leadline.kernel.http.docs import docs_routes
from leadline.kernel.http.edge import EXPOSED_HEADERS, Edge, EdgeSettings
from leadline.kernel.http.envelope import use_zone
from leadline.kernel.http.failures import add_failure_handlers
from leadline.kernel.http.health import Check, check_watch, health_routes
from leadline.kernel.http.hot import HotAnswers, Shelf
from leadline.kernel.http.scraping import scraping_routes
from leadline.kernel.http.settings_routes import settings_routes
from leadline.kernel.observability.logs import flush_logs
from leadline.kernel.observability.spans import flush_spans, is_tracing
from leadline.kernel.observability.watches import Watch
from leadline.kernel.settings import Settings
from leadline.kernel.text import Language, Text

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
COMPRESS_FROM_BYTES = 1000
ACCEPTED_HEADERS = (
    "Authorization",
    "Content-Type",
    "Accept-Language",
    "X-Trace-Id",
    "Idempotency-Key",
    "If-None-Match",
    "Last-Event-ID",
)
SYSTEM_TAG = {"system": Text("系统：健康检查与运行指标", "System: health and metrics")}
DESCRIPTION = Text(
    "外呼运营平台的接口。除健康检查与登录外都需要令牌：`Authorization: Bearer <令牌>`；页面用登录 Cookie。",
    "The API of the outbound-sales platform. All but health and sign-in needs a token: "
    "`Authorization: Bearer <token>`; the page uses a cookie.",
)


class Shell(FastAPI):
    """FastAPI behind the edge, with our OpenAPI document."""

    edge: EdgeSettings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Straight to the edge once it is built: FastAPI's and Starlette's own steps before it cost 4 µs a request."""
        if self.middleware_stack is None:
            self.middleware_stack = self.build_middleware_stack()
        scope["app"] = self
        await self.middleware_stack(scope, receive, send)

    def build_middleware_stack(self) -> ASGIApp:
        """The edge outermost: also before Starlette's own handler of faults."""
        inner = super().build_middleware_stack()
        if is_tracing():
            from leadline.kernel.http.traced import TracedEdge  # noqa: PLC0415  # needs the SDK, which may not be there

            return TracedEdge(self, inner, self.edge)
        return Edge(self, inner, self.edge)

    async def warm(self, path: str, query: str, principal: Principal, language: Language) -> bool:
        """Makes the answer of a hot route ready for callers like this one; whether there was anything to do."""
        if self.middleware_stack is None:
            self.middleware_stack = self.build_middleware_stack()
        edge = self.middleware_stack
        return isinstance(edge, Edge) and await edge.warm(path, query, principal, language)

    def openapi(self) -> dict[str, Any]:  # a JSON document
        """The OpenAPI document, built once."""
        if not self.openapi_schema:
            self.openapi_schema = build_contract(self)
        return self.openapi_schema


def create_app_shell(  # noqa: PLR0913  # all that applications differ in, each with its default
    settings: Settings,
    *,
    authenticator: Authenticator | None = None,
    routers: Sequence[APIRouter] = (),
    lifespans: Sequence[Lifespan] = (),
    checks: Mapping[str, Check] | None = None,
    hot_version: Callable[[], Awaitable[str]] | None = None,
    hot_shelf: Shelf | None = None,
    body_limits: Mapping[str, int] | None = None,
    tags: Mapping[str, Text] | None = None,
    watches: Sequence[Watch] = (),
) -> FastAPI:
    """A FastAPI application with the edge, the failures, health, metrics, documentation and `routers`.

    `authenticator` checks who is asking; without one, development tokens are all that is known.
    `lifespans` are entered in order and left in reverse. `checks` make /api/health/ready. `hot_version` tells the
    data's version to the hot door (none: no hot door), `hot_shelf` shares its answers between processes.
    `body_limits` are larger body limits of single paths, in bytes.
    `tags` describe the groups of routes. `watches` are gauges that /metrics asks for.
    `app.state` holds settings, authenticator, tokens, default_language, hot and draining.
    """
    use_zone(settings.business_timezone)
    described = {**SYSTEM_TAG, **(tags or {})}
    app = Shell(
        title="Leadline",
        version=version("leadline"),
        description=f"{DESCRIPTION.zh}\n\n{DESCRIPTION.en}",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_composed(lifespans),
        openapi_tags=[{"name": name, "description": f"{text.zh} · {text.en}"} for name, text in described.items()],
    )
    authenticator = authenticator or without_users(
        settings.jwt_secret_key.get_secret_value(), development=not settings.production
    )
    hot = HotAnswers(hot_version, shelf=hot_shelf) if hot_version else None
    app.edge = EdgeSettings(
        authenticator=authenticator,
        hot=hot,
        default_language=settings.default_language,
        max_body_bytes=settings.max_body_bytes,
        body_limits=body_limits or {},
        allowed_origins=frozenset(settings.allowed_origins),
    )
    app.state.settings, app.state.authenticator, app.state.hot = settings, authenticator, hot
    app.state.tokens = authenticator.tokens
    app.state.default_language, app.state.draining = settings.default_language, False
    _add_middleware(app, settings)
    add_failure_handlers(app)
    scraping = scraping_routes(
        settings.metrics_token, (check_watch(checks or {}), *watches), {"home": settings.leadline_home}
    )
    own = (health_routes(settings.service_name, checks or {}), scraping, settings_routes(settings), docs_routes())
    for router in (*own, *routers):
        # not included: that makes each route a second time, a fifth of a start, for prefixes that none of them is given
        app.router.routes.extend(router.routes)
    return app


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    app.add_middleware(GZipMiddleware, minimum_size=COMPRESS_FROM_BYTES, compresslevel=6)
    if origins := settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=list(ACCEPTED_HEADERS),
            expose_headers=EXPOSED_HEADERS.split(", "),
            max_age=600,
        )


def _composed(lifespans: Sequence[Lifespan]) -> Lifespan:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            async with AsyncExitStack() as stack:
                for one in lifespans:
                    await stack.enter_async_context(one(app))
                yield
        finally:
            await asyncio.to_thread(flush_spans)
            flush_logs()

    return lifespan
