"""Traces, received by a real OTLP receiver; and that there is nothing of them where nobody asked."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, Depends
from oteltap import OtelTapHttpProtobufReceiver, OtelTapHttpProtobufReceiverSettings
from starlette.responses import Response

from leadline.entrypoints.wiring import assemble
from leadline.integrations.guanke.client import GuankeClient, Tuning
from leadline.integrations.guanke.tokens import Credentials, MemoryTokenStore
from leadline.kernel.auth.dependencies import public
from leadline.kernel.db.engine import Database
from leadline.kernel.errors import SettingsRefused
from leadline.kernel.http.app import create_app_shell
from leadline.kernel.http.envelope import answer
from leadline.kernel.observability import spans
from leadline.kernel.observability.tracing import OtlpTracing
from leadline.kernel.settings import Settings
from tests.servers.ports import free_port

TRACE = "0af7651916cd43dd8448eb211c80319c"
CALLER = "b7ad6b7169203331"


class Tap:
    """Every span that the receiver got."""

    def __init__(self, tracing: OtlpTracing) -> None:
        self._tracing = tracing
        self._came = asyncio.Event()
        self.spans: list[Any] = []  # Any: messages of OTLP

    async def listen(self, receiver: OtelTapHttpProtobufReceiver) -> None:
        async for span in receiver.stream_traces():
            self.spans.append(span)
            self._came.set()

    async def named(self, name: str) -> Any:  # Any: as above
        await asyncio.to_thread(self._tracing.flush)
        async with asyncio.timeout(10):
            while not (found := [span for span in self.spans if span.name == name]):
                self._came.clear()
                await self._came.wait()
        return found[-1]


@pytest.fixture
async def tap(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Tap]:
    port = free_port()
    async with OtelTapHttpProtobufReceiver(OtelTapHttpProtobufReceiverSettings(http_port=port)) as receiver:
        tracing = OtlpTracing(f"http://127.0.0.1:{port}", "leadline-test")
        monkeypatch.setattr(spans, "_started", tracing)
        tap = Tap(tracing)
        listening = asyncio.create_task(tap.listen(receiver))
        yield tap
        await asyncio.to_thread(tracing.stop)
        listening.cancel()


def attributes(span: Any) -> dict[str, Any]:  # Any: as above
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


class Vendor:
    """Answers everything, and remembers the headers that came."""

    def __init__(self) -> None:
        self.headers: list[httpx.Headers] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.headers.append(request.headers)
        data = "a-token" if "token" in request.url.path else {"rows": 0}
        return httpx.Response(200, json={"code": 200, "data": data})


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
async def client(tap: Tap, vendor: Vendor, sqlite_url: str) -> AsyncIterator[httpx.AsyncClient]:
    database = Database(sqlite_url)
    guanke = GuankeClient(
        "guanke", "http://vendor.test", Credentials("a-secret"), MemoryTokenStore(), Tuning(attempts=1),
        httpx.MockTransport(vendor),
    )  # fmt: skip
    router = APIRouter(prefix="/api", dependencies=[Depends(public())])

    @router.get("/things/{name}")
    async def things(name: str) -> Response:
        async with database.transaction() as connection:
            await connection.exec_driver_sql("SELECT 1")
        await guanke.get("/rows", {"phone": "13800138000"}, lambda given: given.data)
        return answer(name)

    @router.get("/fault")
    async def fault() -> Response:
        raise RuntimeError("the password is hunter22")

    app = create_app_shell(Settings(_env_file=None, jwt_secret_key="j" * 40), routers=[router])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as one:
        yield one
    await guanke.aclose()
    await database.close()


async def test_a_request_its_transaction_and_its_question_to_the_vendor_are_one_trace(
    client: httpx.AsyncClient, tap: Tap, vendor: Vendor
) -> None:
    response = await client.get("/api/things/secret-name")
    request = await tap.named("GET /api/things/{name}")
    steps = [await tap.named("transaction"), await tap.named("GET /rows")]
    assert request.trace_id.hex() == response.headers["x-trace-id"]
    assert [step.trace_id for step in steps] == [request.trace_id] * 2
    assert [step.parent_span_id for step in steps] == [request.span_id] * 2
    sent = vendor.headers[-1]["traceparent"].split("-")
    assert sent[1:3] == [request.trace_id.hex(), steps[1].span_id.hex()]


async def test_a_trace_that_the_caller_began_is_gone_on_with(client: httpx.AsyncClient, tap: Tap) -> None:
    response = await client.get("/api/things/x", headers={"traceparent": f"00-{TRACE}-{CALLER}-01"})
    request = await tap.named("GET /api/things/{name}")
    assert response.headers["x-trace-id"] == request.trace_id.hex() == TRACE
    assert request.parent_span_id.hex() == CALLER


async def test_a_trace_id_of_the_callers_own_is_the_traces(client: httpx.AsyncClient, tap: Tap) -> None:
    response = await client.get("/api/things/x", headers={"x-trace-id": TRACE})
    assert response.headers["x-trace-id"] == (await tap.named("GET /api/things/{name}")).trace_id.hex() == TRACE


async def test_an_id_that_is_no_trace_id_stays_in_the_answer_and_is_told_as_an_attribute(
    client: httpx.AsyncClient, tap: Tap
) -> None:
    response = await client.get("/api/things/x", headers={"x-trace-id": "page-12345678"})
    assert response.headers["x-trace-id"] == "page-12345678"
    assert attributes(await tap.named("GET /api/things/{name}"))["leadline.trace_id"] == "page-12345678"


async def test_a_span_tells_route_and_status_and_no_path_query_or_secret(client: httpx.AsyncClient, tap: Tap) -> None:
    await client.get("/api/things/secret-name?token=hidden")
    await tap.named("GET /api/things/{name}")
    told = " ".join(str(span) for span in tap.spans)
    assert attributes(await tap.named("GET /api/things/{name}"))["http.response.status_code"] == 200
    for hidden in ("secret-name", "hidden", "13800138000", "a-secret"):
        assert hidden not in told


async def test_a_fault_is_told_by_its_type_only(client: httpx.AsyncClient, tap: Tap) -> None:
    assert (await client.get("/api/fault")).status_code == 500
    span = await tap.named("GET /api/fault")
    assert attributes(span)["error.type"] == "RuntimeError"
    assert span.status.code == 2
    assert "hunter" not in str(tap.spans)


async def test_work_that_was_ordered_earlier_is_in_the_trace_of_its_order(tap: Tap) -> None:
    with spans.span_of_trace(TRACE, "job sync"), spans.span("pull day"):
        pass
    job, step = await tap.named("job sync"), await tap.named("pull day")
    assert job.trace_id.hex() == step.trace_id.hex() == TRACE
    assert step.parent_span_id == job.span_id


async def test_a_transaction_outside_of_any_trace_makes_no_span(tap: Tap, sqlite_url: str) -> None:
    database = Database(sqlite_url)
    async with database.reading() as connection:
        await connection.exec_driver_sql("SELECT 1")
    with spans.span("last"):
        pass
    await tap.named("last")
    await database.close()
    assert [span.name for span in tap.spans] == ["last"]


def test_without_an_endpoint_the_sdk_is_never_imported() -> None:
    program = (
        "import sys; from leadline.entrypoints.api import create_app; app = create_app();"
        "print([name for name in sys.modules if name.startswith(('opentelemetry.sdk', 'opentelemetry.exporter'))],"
        "type(app.build_middleware_stack()).__name__)"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("OTEL_")}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["[]", "Edge"]


def test_an_endpoint_without_the_sdk_is_refused_with_what_to_install(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "leadline.kernel.observability.tracing", None)
    monkeypatch.setattr(spans, "_started", None)
    with pytest.raises(SettingsRefused, match="leadline\\[otel\\]"):
        assemble(settings.model_copy(update={"otel_exporter_otlp_endpoint": "http://127.0.0.1:4318"}))
