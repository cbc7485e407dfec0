"""Spans of OpenTelemetry, for who has set OTEL_EXPORTER_OTLP_ENDPOINT; for all others nothing at all.

    with span("sync", source="guanke"):
        ...

Without an endpoint `span` is an empty block, and the SDK is never imported. A trace has the id of X-Trace-Id.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncEngine

from leadline.kernel.observability.trace import Value

_NOTHING: Mapping[str, str] = {}


class SdkMissing(Exception):
    """An endpoint is set, and the SDK is not installed."""


class Tracing(Protocol):
    """What `tracing.py` does once it is started."""

    def span(self, name: str, attributes: Mapping[str, Value], *, asks: bool) -> AbstractContextManager[None]: ...
    def request(self, trace_id: str, traceparent: str) -> AbstractContextManager[object]: ...
    def of_trace(self, trace_id: str, name: str, attributes: Mapping[str, Value]) -> AbstractContextManager[None]: ...
    def note(self, attributes: Mapping[str, Value]) -> None: ...
    def headers(self) -> Mapping[str, str]: ...
    def watch(self, engine: AsyncEngine) -> None: ...
    def flush(self) -> None: ...


_started: Tracing | None = None


def start_tracing(endpoint: str, service: str) -> None:
    """Send spans from now on, if there is an `endpoint` to send them to. SdkMissing when `leadline[otel]` is."""
    global _started  # noqa: PLW0603  # one exporter a process, as there is one log
    if not endpoint or _started is not None:
        return
    try:
        from leadline.kernel.observability.tracing import OtlpTracing  # noqa: PLC0415  # not one import while it is off
    except ImportError as error:
        raise SdkMissing(str(error)) from error
    _started = OtlpTracing(endpoint, service)


def is_tracing() -> bool:
    """Whether spans are sent."""
    return _started is not None


def span(name: str, **attributes: Value) -> AbstractContextManager[None]:
    """A step worth seeing, below the one that is under way. No secrets and no personal data in its attributes."""
    return nullcontext() if _started is None else _started.span(name, attributes, asks=False)


def asking_span(name: str, **attributes: Value) -> AbstractContextManager[None]:
    """A request to another system; send `outgoing_headers` with it."""
    return nullcontext() if _started is None else _started.span(name, attributes, asks=True)


def span_of_trace(trace_id: str, name: str, **attributes: Value) -> AbstractContextManager[None]:
    """Work that was ordered earlier, in the trace of its order."""
    return nullcontext() if _started is None else _started.of_trace(trace_id, name, attributes)


def request_span(trace_id: str, traceparent: str) -> AbstractContextManager[object]:
    """A request that came in."""
    return nullcontext() if _started is None else _started.request(trace_id, traceparent)


def note(**attributes: Value) -> None:
    """Adds to the step that is under way."""
    if _started is not None:
        _started.note(attributes)


def outgoing_headers() -> Mapping[str, str]:
    """The W3C `traceparent` of the step that is under way."""
    return _NOTHING if _started is None else _started.headers()


def watch_engine(engine: AsyncEngine) -> None:
    """A span for each transaction of `engine` that is part of a trace."""
    if _started is not None:
        _started.watch(engine)


def flush_spans() -> None:
    """Send what is waiting; at the end of a process."""
    if _started is not None:
        _started.flush()
