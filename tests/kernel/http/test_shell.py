"""Health, documentation, and the OpenAPI document."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from leadline.kernel.auth.dependencies import undeclared_routes
from leadline.kernel.http import health as module
from leadline.kernel.http.app import create_app_shell
from leadline.kernel.settings import Settings


@pytest.mark.parametrize("path", ["/api/health", "/health"])
async def test_health_is_not_wrapped_and_needs_no_token(client: httpx.AsyncClient, path: str) -> None:
    body = (await client.get(path)).json()
    assert list(body) == ["status", "service", "timestamp", "version"]
    assert (body["status"], body["service"]) == ("healthy", "leadline")
    assert body["timestamp"].endswith("+08:00")


async def test_ready_when_every_check_passes(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/health/ready")
    assert (response.status_code, response.json()["status"]) == (200, "ready")
    assert response.json()["checks"]["database"]["ok"] is True


async def test_not_ready_when_a_check_fails_and_its_error_is_not_told(client: httpx.AsyncClient, world: Any) -> None:
    async def broken() -> None:
        raise RuntimeError("postgresql://me:secret@db")

    world.check = broken
    response = await client.get("/api/health/ready")
    assert (response.status_code, response.json()["checks"]["database"]["problem"]) == (503, "failed")
    assert "secret" not in response.text


async def test_a_check_that_hangs_is_not_waited_for(
    client: httpx.AsyncClient, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHECK_SECONDS", 0.05)
    world.check = lambda: asyncio.sleep(10)
    response = await client.get("/api/health/ready")
    assert (response.status_code, response.json()["checks"]["database"]["problem"]) == (503, "timeout")


async def test_not_ready_while_draining_though_alive(client: httpx.AsyncClient, app: FastAPI) -> None:
    app.state.draining = True
    response = await client.get("/api/health/ready")
    assert (response.status_code, response.json()["status"]) == (503, "draining")
    assert (await client.get("/api/health")).status_code == 200


def test_every_route_of_the_shell_declares_who_may_call_it(app: FastAPI) -> None:
    assert undeclared_routes(app) == []


async def test_the_docs_page_loads_nothing_from_elsewhere(client: httpx.AsyncClient) -> None:
    page = await client.get("/api/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert not re.search(r"""(?:src|href)=["'](?!data:)""", page.text)
    assert "https://" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert page.headers["content-security-policy"].count("'sha256-") == 2


async def test_the_contract_tells_permissions_and_our_failures_only(client: httpx.AsyncClient) -> None:
    contract = (await client.get("/api/openapi.json")).json()
    sync = contract["paths"]["/api/sync"]["post"]
    assert (sync["security"], sync["x-permission"]) == ([{"bearer": []}, {"cookie": []}], "call:sync")
    for status in ("401", "403", "422", "500"):
        schema = sync["responses"][status]["content"]["application/json"]["schema"]
        assert schema == {"$ref": "#/components/schemas/Failure"}
    assert contract["paths"]["/api/health"]["get"]["security"] == []
    assert "HTTPValidationError" not in str(contract)
    assert {"name": "things", "description": "各种 · Things"} in contract["tags"]


async def test_every_reference_in_the_contract_leads_somewhere(client: httpx.AsyncClient) -> None:
    contract = (await client.get("/api/openapi.json")).json()
    names = set(re.findall(r"#/components/schemas/([\w.-]+)", str(contract)))
    assert names <= contract["components"]["schemas"].keys()


async def test_lifespans_are_entered_in_order_and_left_in_reverse(settings: Settings) -> None:
    seen: list[str] = []

    def part(name: str) -> Any:
        @asynccontextmanager
        async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
            seen.append(f"+{name}")
            yield
            seen.append(f"-{name}")

        return lifespan

    app = create_app_shell(settings, lifespans=[part("a"), part("b")])
    async with app.router.lifespan_context(app):
        assert seen == ["+a", "+b"]
    assert seen == ["+a", "+b", "-b", "-a"]
