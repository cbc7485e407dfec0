"""The OpenTelemetry SDK behind `spans.py`. Imported only when spans are sent.

The SDK's own variables hold: OTEL_EXPORTER_OTLP_HEADERS, OTEL_TRACES_SAMPLER, OTEL_RESOURCE_ATTRIBUTES, … Errors are
told by their type only: their texts may hold what nobody outside should read.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine

from leadline.kernel.observability.trace import TRACE_ID, Value

FLUSH_MILLISECONDS = 5000
_HEXADECIMAL = re.compile(r"[0-9a-f]{32}")
_chosen: ContextVar[str] = ContextVar("chosen_trace_id", default="")
_w3c = TraceContextTextMapPropagator()
_SPAN = "leadline_span"  # the span of a connection's transaction, in its `info`


class _Ids(RandomIdGenerator):
    """A trace that begins here has the id that log lines and answers have."""

    def generate_trace_id(self) -> int:
        chosen = _chosen.get() or TRACE_ID.get()
        if _HEXADECIMAL.fullmatch(chosen) and (number := int(chosen, 16)):
            return number
        return super().generate_trace_id()


class OtlpTracing:
    """Makes spans and sends them to `endpoint` in the background, a batch every few seconds."""

    def __init__(self, endpoint: str, service: str) -> None:
        self._provider = TracerProvider(
            resource=Resource.create({SERVICE_NAME: service}), id_generator=_Ids(), shutdown_on_exit=True
        )
        exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces")
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("leadline")

    @contextmanager
    def span(self, name: str, attributes: Mapping[str, Value], *, asks: bool) -> Iterator[None]:
        """A step of this process, or a question to another."""
        with self._open(name, SpanKind.CLIENT if asks else SpanKind.INTERNAL, None, attributes):
            yield

    @contextmanager
    def of_trace(self, trace_id: str, name: str, attributes: Mapping[str, Value]) -> Iterator[None]:
        """The first step of work that was ordered under `trace_id`."""
        before = _chosen.set(trace_id)
        try:
            with self._open(name, SpanKind.CONSUMER, Context(), attributes):
                yield
        finally:
            _chosen.reset(before)

    @contextmanager
    def request(self, trace_id: str, traceparent: str) -> Iterator[Span]:
        """A request that came in; below its caller's step when that is of the same trace."""
        caller = _w3c.extract({"traceparent": traceparent}, Context())
        same = f"{trace.get_current_span(caller).get_span_context().trace_id:032x}" == trace_id
        before = _chosen.set(trace_id)
        try:
            with self._open("request", SpanKind.SERVER, caller if same else Context(), {}) as opened:
                yield opened
        finally:
            _chosen.reset(before)

    def note(self, attributes: Mapping[str, Value]) -> None:
        """Adds to the step that is under way."""
        trace.get_current_span().set_attributes(attributes)

    def headers(self) -> Mapping[str, str]:
        """The W3C headers of the step that is under way."""
        carrier: dict[str, str] = {}
        _w3c.inject(carrier)
        return carrier

    def flush(self) -> None:
        """Send what is waiting, for five seconds at the most."""
        self._provider.force_flush(FLUSH_MILLISECONDS)

    def stop(self) -> None:
        """Send what is waiting and end the background thread."""
        self._provider.shutdown()

    def watch(self, engine: AsyncEngine) -> None:
        """A span for each transaction within a trace; what runs outside of any, as when idle, makes none."""
        kind = engine.dialect.name

        def begun(connection: Connection) -> None:
            if trace.get_current_span().is_recording():
                writes = connection.get_execution_options().get("leadline_writes")
                connection.info[_SPAN] = self._tracer.start_span(
                    "transaction" if writes else "reading", kind=SpanKind.CLIENT, attributes={"db.system.name": kind}
                )

        event.listen(engine.sync_engine, "begin", begun, insert=True)
        event.listen(engine.sync_engine, "commit", _ended("commit"))
        event.listen(engine.sync_engine, "rollback", _ended("rollback"))

    @contextmanager
    def _open(
        self, name: str, kind: SpanKind, context: Context | None, attributes: Mapping[str, Value]
    ) -> Iterator[Span]:
        with self._tracer.start_as_current_span(
            name, context, kind, dict(attributes), record_exception=False, set_status_on_exception=False
        ) as opened:
            whole = False
            try:
                yield opened
                whole = True
            finally:
                if not whole and (kind_of_error := sys.exc_info()[0]) is not None:
                    opened.set_attribute("error.type", kind_of_error.__name__)
                    opened.set_status(StatusCode.ERROR)


def _ended(outcome: str) -> Callable[[Connection], None]:
    def end(connection: Connection) -> None:
        opened: Any = connection.info.pop(_SPAN, None)  # Any: `info` holds anything
        if opened is not None:
            opened.set_attribute("db.outcome", outcome)
            opened.end()

    return end
