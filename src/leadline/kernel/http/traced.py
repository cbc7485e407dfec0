"""The edge with a span for each request. Made instead of the plain one when spans are sent."""

from http import HTTPStatus

from opentelemetry import trace
from opentelemetry.trace import StatusCode
from starlette.types import Receive, Scope, Send

from leadline.kernel.http.edge import Edge
from leadline.kernel.http.visit import Visit
from leadline.kernel.observability.spans import request_span
from leadline.kernel.observability.trace import accept_trace_id


class TracedEdge(Edge):
    """Adds the span around a request; its path is told by the route's template, for a path may hold a secret."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As the plain edge."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        given = dict(reversed(scope["headers"]))
        traceparent = given.get(b"traceparent", b"")
        trace_id = accept_trace_id(given.get(b"x-trace-id"), traceparent)
        with request_span(trace_id, traceparent.decode("latin-1")):
            scope["headers"] = [(b"x-trace-id", trace_id.encode()), *scope["headers"]]
            await super().__call__(scope, receive, send)

    async def _fail(self, visit: Visit, error: Exception) -> None:
        trace.get_current_span().set_attribute("error.type", type(error).__name__)
        await super()._fail(visit, error)

    def _record(self, visit: Visit) -> None:
        super()._record(visit)
        route = self._route(visit)
        span = trace.get_current_span()
        span.update_name(f"{visit.method} {route}")
        span.set_attributes(
            {
                "http.request.method": visit.method,
                "http.route": route,
                "http.response.status_code": visit.status,
                "leadline.served": visit.served,
                "leadline.trace_id": visit.trace_id,
            }
        )
        if visit.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            span.set_status(StatusCode.ERROR)
