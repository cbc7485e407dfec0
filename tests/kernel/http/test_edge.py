"""What happens to every request outside its route."""

import json
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from leadline.kernel.http import visit
from leadline.kernel.http.app import create_app_shell
from leadline.kernel.observability.metrics import REQUESTS
from leadline.kernel.observability.trace import USER_ID
from leadline.kernel.settings import Settings
from tests.kernel.http.conftest import answering_routes

Bearer = Callable[..., dict[str, str]]
English = {"accept-language": "en"}


async def test_every_answer_carries_a_trace_id_and_the_security_headers(client: httpx.AsyncClient) -> None:
    for path in ("/api/health", "/api/nothing", "/api/fault", "/api/hot", "/api/docs"):
        headers = (await client.get(path)).headers
        assert len(headers["x-trace-id"]) == 32
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"


async def test_a_well_formed_trace_id_is_kept_in_header_and_envelope(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/nothing", headers={"x-trace-id": "page-12345678"})
    assert response.headers["x-trace-id"] == response.json()["trace_id"] == "page-12345678"


async def test_a_trace_id_that_would_break_the_log_is_replaced(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/health", headers={"x-trace-id": "a b\tc{}"})
    assert len(response.headers["x-trace-id"]) == 32


async def test_a_body_over_the_limit_is_refused_by_its_length(client: httpx.AsyncClient, bearer: Bearer) -> None:
    response = await client.post("/api/sync", content=b"x" * 3000, headers=bearer())
    assert (response.status_code, response.json()["code"]) == (413, "body_too_large")
    assert response.headers["connection"] == "close"


@pytest.mark.parametrize("path", ["/api/sync", "/api/form"])
async def test_a_chunked_body_over_the_limit_is_refused(client: httpx.AsyncClient, bearer: Bearer, path: str) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 1000

    kind = "application/json" if path == "/api/sync" else "application/x-www-form-urlencoded"
    response = await client.post(path, content=chunks(), headers={**bearer(), "content-type": kind})
    assert (response.status_code, response.json()["code"]) == (413, "body_too_large")


async def test_a_path_may_take_larger_bodies(client: httpx.AsyncClient) -> None:
    assert (await client.post("/api/form", data={"text": "x" * 4000})).json()["data"] == 4000


async def test_head_answers_like_get_without_the_body(client: httpx.AsyncClient) -> None:
    get, head = await client.get("/api/sync"), await client.head("/api/sync")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


async def test_head_of_an_export_does_not_run_the_export(client: httpx.AsyncClient, world: Any) -> None:
    assert (await client.head("/api/export")).status_code == 200
    assert world.sent < 100


async def test_options_tells_the_methods_of_all_routes_at_the_path(client: httpx.AsyncClient) -> None:
    response = await client.options("/api/sync")
    assert (response.status_code, response.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")


async def test_a_browser_of_an_allowed_origin_may_call_and_read_the_trace_id(client: httpx.AsyncClient) -> None:
    asked = {"origin": "http://page.example", "access-control-request-method": "POST"}
    before = await client.options("/api/sync", headers={**asked, "access-control-request-headers": "authorization"})
    assert before.status_code == 200
    response = await client.get("/api/nothing", headers={"origin": "http://page.example"})
    assert response.headers["access-control-allow-origin"] == "http://page.example"
    assert "X-Trace-Id" in response.headers["access-control-expose-headers"]


async def test_a_browser_of_another_origin_is_granted_nothing(client: httpx.AsyncClient, bearer: Bearer) -> None:
    for path in ("/api/health", "/api/hot"):
        response = await client.get(path, headers={"origin": "http://evil.example", **bearer()})
        assert "access-control-allow-origin" not in response.headers


async def test_long_answers_are_compressed_and_short_ones_are_not(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/openapi.json")).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in (await client.get("/api/health")).headers


async def test_a_fault_is_a_500_that_tells_only_its_trace_id(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/fault", headers=English)
    body = response.json()
    assert (response.status_code, body["code"], body["details"]) == (500, "internal_error", [])
    assert body["trace_id"] == response.headers["x-trace-id"]
    assert "hunter" not in response.text


async def test_an_answer_that_breaks_off_stays_visibly_unfinished(app: FastAPI) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "GET", "path": "/api/export", "query_string": b"fail=true", "headers": []}
    await app({**scope, "asgi": {"spec_version": "2.4"}, "http_version": "1.1", "scheme": "http"}, receive, send)
    assert sent[0]["status"] == 200
    assert all(message.get("more_body") for message in sent[1:])


async def test_requests_are_counted_by_template_never_by_path(client: httpx.AsyncClient, bearer: Bearer) -> None:
    for path in ("/api/none/1", "/api/none/2", "/api/mine", "/api/mine"):
        await client.get(path, headers=bearer())
    text = (await client.get("/metrics", headers=bearer("admin"))).text
    assert 'route="/api/mine",served="app",status="200"' in text
    assert 'route="unmatched",served="app",status="404"' in text
    assert "/api/none" not in text


async def test_methods_nobody_knows_make_no_series_of_their_own(client: httpx.AsyncClient) -> None:
    await client.request("BREW", "/api/health")
    labels = {sample.labels.get("method") for metric in REQUESTS.collect() for sample in metric.samples}
    assert "OTHER" in labels
    assert "BREW" not in labels


async def test_metrics_need_their_permission(client: httpx.AsyncClient, bearer: Bearer) -> None:
    assert (await client.get("/metrics")).status_code == 401
    assert (await client.get("/metrics", headers=bearer("manager"))).status_code == 403


async def test_the_access_log_names_user_and_route(
    client: httpx.AsyncClient, bearer: Bearer, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, dict[str, Any], str]] = []
    monkeypatch.setattr(visit, "access_line", lambda text, data: told.append((text, data, USER_ID.get())))
    await client.get("/api/mine?x=1", headers=bearer(user_id="EMP_001"))
    ((text, data, user),) = told
    assert (text, data["route"], data["served"], user) == ("GET /api/mine?x=1 200", "/api/mine", "app", "EMP_001")
    assert json.dumps(data)


def test_importing_the_edge_configures_no_logging() -> None:
    assert logging.getLogger("uvicorn.error").handlers == []


async def test_a_ready_answer_is_counted_as_hot(client: httpx.AsyncClient, bearer: Bearer) -> None:
    before = {served: REQUESTS.labels("GET", "/api/hot", "200", served)._value.get() for served in ("computed", "hot")}
    for _ in range(3):
        await client.get("/api/hot", headers=bearer())
    after = {served: REQUESTS.labels("GET", "/api/hot", "200", served)._value.get() for served in ("computed", "hot")}
    assert {served: after[served] - before[served] for served in after} == {"computed": 1, "hot": 2}


async def test_the_scrapers_token_opens_metrics_and_nothing_else(settings: Settings, world: Any) -> None:
    guarded = create_app_shell(
        settings.model_copy(update={"metrics_token": SecretStr("scrape")}), routers=[answering_routes(world)]
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(guarded), base_url="http://test") as scraper:
        scraper.headers["authorization"] = "Bearer scrape"
        assert (await scraper.get("/metrics")).status_code == 200
        assert (await scraper.get("/api/mine")).status_code == 401
