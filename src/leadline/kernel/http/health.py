"""Whether the process lives, and whether it is ready for requests."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from importlib.metadata import version
from typing import Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel
from starlette.responses import Response

from leadline.kernel.auth.dependencies import public
from leadline.kernel.clock import now
from leadline.kernel.http.envelope import JsonAnswer, LocalTime, encode
from leadline.kernel.observability.logs import get_logger
from leadline.kernel.observability.watches import Reading, Watch

log = get_logger(__name__)
Check = Callable[[], Awaitable[object]]
CHECK_SECONDS = 2.0
State = Literal["ready", "not_ready", "draining"]


class Health(BaseModel):
    """The process answers."""

    status: Literal["healthy", "unhealthy"]
    service: str
    timestamp: LocalTime
    version: str


class CheckResult(BaseModel):
    """One thing the process needs."""

    ok: bool
    ms: float
    problem: Literal["failed", "timeout"] | None = None


class Readiness(BaseModel):
    """Whether requests should be sent here."""

    status: State
    service: str
    timestamp: LocalTime
    checks: dict[str, CheckResult]


def health_routes(service: str, checks: Mapping[str, Check]) -> APIRouter:
    """/api/health, /health and /api/health/ready.

    A check is awaited for at most two seconds and fails by raising. Its error goes to the log, never to the answer.
    """
    router = APIRouter(tags=["system"])

    async def health() -> Response:
        """The process answers requests; says nothing of what it needs."""
        alive = Health(status="healthy", service=service, timestamp=now(), version=version("leadline"))
        return JsonAnswer(encode(alive))

    async def ready(request: Request) -> Response:
        """200 when every check passes; 503 when one fails and while the process shuts down."""
        results = await _run(checks)
        draining = getattr(request.app.state, "draining", False)
        fine = all(result.ok for result in results.values())
        status: State = "draining" if draining else "ready" if fine else "not_ready"
        body = Readiness(status=status, service=service, timestamp=now(), checks=results)
        return JsonAnswer(encode(body), 200 if status == "ready" else 503)

    anybody = [Depends(public())]
    for path in ("/api/health", "/health"):
        router.add_api_route(
            path,
            health,
            dependencies=anybody,
            response_model=Health,
            name=f"health{path}",
            summary="存活检查 · Alive",
            include_in_schema="api" in path,
        )
    router.add_api_route(
        "/api/health/ready",
        ready,
        dependencies=anybody,
        summary="就绪检查 · Ready",
        response_model=Readiness,
        responses={503: {"model": Readiness, "description": "未就绪 · Not ready"}},
    )
    return router


def check_watch(checks: Mapping[str, Check]) -> Watch:
    """What /api/health/ready finds, as a gauge: it tells also of a server that no balancer asks."""

    async def read() -> list[Reading]:
        results = await _run(checks)
        return [Reading("leadline_check_ok", result.ok, check=name) for name, result in results.items()]

    return Watch("checks", {"leadline_check_ok": "1 when what the server needs answers, 0 when not"}, read)


async def _run(checks: Mapping[str, Check]) -> dict[str, CheckResult]:
    started = time.perf_counter()
    ended: dict[str, float] = {}

    async def one(name: str, check: Check) -> None:
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                await check()
        finally:
            ended[name] = (time.perf_counter() - started) * 1000

    outcomes = await asyncio.gather(*(one(name, check) for name, check in checks.items()), return_exceptions=True)
    results = {}
    for name, outcome in zip(checks, outcomes, strict=True):
        if isinstance(outcome, BaseException):
            log.warning("Health check failed", check=name, reason=f"{type(outcome).__name__}: {outcome}")
        problem: Literal["failed", "timeout"] | None = None
        if outcome is not None:
            problem = "timeout" if isinstance(outcome, TimeoutError) else "failed"
        results[name] = CheckResult(ok=problem is None, ms=round(ended[name], 3), problem=problem)
    return results
