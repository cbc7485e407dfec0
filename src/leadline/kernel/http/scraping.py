"""/metrics: what Prometheus reads."""

import asyncio
import hmac
from collections.abc import Mapping, Sequence
from pathlib import Path

from fastapi import APIRouter, Depends, Request
from pydantic import SecretStr
from starlette.responses import Response

from leadline.kernel.auth.authenticator import credentials_of
from leadline.kernel.auth.dependencies import Requirement, require
from leadline.kernel.auth.principal import DataScope, Principal
from leadline.kernel.observability.machine import machine_families
from leadline.kernel.observability.metrics import exposition
from leadline.kernel.observability.trace import USER_ID
from leadline.kernel.observability.watches import Watch, read_watches

SCRAPER = Principal("scraper", "scraper", "scraper", frozenset({"metrics:read"}), DataScope())


class _ScraperOr(Requirement):
    """A permission, or the secret of a scraper: it is no person, and cannot sign in again when a token ends."""

    def __init__(self, otherwise: Requirement, secret: str) -> None:
        super().__init__(otherwise.permission, hot=False)
        self._secret = b"Bearer " + secret.encode() if secret else None

    async def __call__(self, request: Request) -> Principal:
        given = credentials_of(request.scope["headers"]).authorization
        if self._secret and given and hmac.compare_digest(given, self._secret):
            USER_ID.set(str(SCRAPER.user_id))
            return SCRAPER
        return await super().__call__(request)


def scraping_routes(secret: SecretStr, watches: Sequence[Watch], folders: Mapping[str, Path]) -> APIRouter:
    """/metrics, for callers with `metrics:read` and for who knows `secret`, unless it is empty."""
    router = APIRouter(tags=["system"])
    door = _ScraperOr(require("metrics:read"), secret.get_secret_value())

    @router.get("/metrics", dependencies=[Depends(door)], summary="运行指标 · Metrics", response_class=Response)
    async def metrics() -> Response:
        """Metrics of this server in Prometheus' text format."""
        watched, machine = await asyncio.gather(read_watches(watches), asyncio.to_thread(machine_families, folders))
        content, media_type = await asyncio.to_thread(exposition, [*watched, *machine])
        return Response(content, media_type=media_type)

    return router
