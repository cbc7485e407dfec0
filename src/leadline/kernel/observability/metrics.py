"""Counters of this process in Prometheus' format; of all worker processes together where there are several."""

import os
from typing import NamedTuple

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
MULTIPROCESS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the client's own variable; `run_server` sets it for its workers

REQUESTS = Counter("leadline_http_requests_total", "HTTP requests answered", ("method", "route", "status"))
SECONDS = Histogram(
    "leadline_http_request_seconds",
    "How long HTTP requests took, in seconds",
    ("method", "route"),
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
IN_FLIGHT = Gauge("leadline_http_requests_in_flight", "HTTP requests being answered", multiprocess_mode="livesum")


class _Meters(NamedTuple):
    requests: Counter
    seconds: Histogram


class RequestMeters:
    """Counts requests by method, route template and status. The labelled children are kept: finding one costs 1 µs."""

    def __init__(self) -> None:
        self._meters: dict[tuple[str, str, int], _Meters] = {}

    def record(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request. `route` is a template, never a path: paths would make a series each."""
        meters = self._meters.get((method, route, status))
        if meters is None:
            known = method if method in METHODS else "OTHER"
            meters = _Meters(REQUESTS.labels(known, route, str(status)), SECONDS.labels(known, route))
            if known == method:
                self._meters[method, route, status] = meters
        meters.requests.inc()
        meters.seconds.observe(seconds)


def exposition() -> tuple[bytes, str]:
    """All metrics as Prometheus reads them, and the content type."""
    if os.environ.get(MULTIPROCESS_FOLDER):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's constructor has no annotations
        return generate_latest(registry), CONTENT_TYPE_LATEST
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
