"""Counters of this server in Prometheus' format, of all its worker processes together.

A module that counts something of its own makes a `Counter`, `Gauge` or `Histogram` at its top, imported from here, with
a name that begins with `leadline_`; a gauge says `multiprocess_mode="livesum"`. What has to be asked of the
database when somebody scrapes is a `Watch` (`watches.py`).
"""

from collections.abc import Iterable
from typing import NamedTuple

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    GC_COLLECTOR,
    PLATFORM_COLLECTOR,
    PROCESS_COLLECTOR,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from leadline.kernel.observability.workers import join_workers, workers_folder

__all__ = ["Counter", "Gauge", "Histogram", "RequestMeters", "exposition"]  # the kinds come from here: see below

join_workers()  # before the first metric: each takes its kind of value when it is made
for _of_one_process in (GC_COLLECTOR, PLATFORM_COLLECTOR, PROCESS_COLLECTOR):
    REGISTRY.unregister(_of_one_process)  # `machine.py` tells the same of every process of the server

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
REQUESTS = Counter(
    "leadline_http_requests_total",
    "HTTP requests answered; served: by the app, hot (a ready answer), shared (another process made it), computed",
    ("method", "route", "status", "served"),
)
SECONDS = Histogram(
    "leadline_http_request_seconds",
    "How long HTTP requests took, in seconds",
    ("method", "route"),
    buckets=(
        *(0.0005, 0.001, 0.0025, 0.005, 0.0075, 0.01, 0.015, 0.025, 0.05),
        *(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    ),
)
SENT = Counter("leadline_http_sent_bytes_total", "Bytes of the bodies of HTTP answers")
IN_FLIGHT = Gauge("leadline_http_requests_in_flight", "HTTP requests being answered", multiprocess_mode="livesum")


class _Meters(NamedTuple):
    requests: Counter
    seconds: Histogram


class RequestMeters:
    """Counts requests by method, route template and status. The labelled children are kept: finding one costs 1 µs."""

    def __init__(self) -> None:
        self._meters: dict[tuple[str, str, int, str], _Meters] = {}

    def record(self, method: str, route: str, status: int, served: str, seconds: float | None) -> None:
        """Count one request. `route` is a template, never a path: paths would make a series each.

        `seconds` is None for an answer that goes on for as long as its reader likes.
        """
        meters = self._meters.get((method, route, status, served))
        if meters is None:
            known = method if method in METHODS else "OTHER"
            meters = _Meters(REQUESTS.labels(known, route, str(status), served), SECONDS.labels(known, route))
            if known == method:
                self._meters[method, route, status, served] = meters
        meters.requests.inc()
        if seconds is not None:
            meters.seconds.observe(seconds)


class _Ready(Collector):
    """Families that were made for this scrape."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def exposition(families: Iterable[Metric] = ()) -> tuple[bytes, str]:
    """All counters of the server and `families` as Prometheus reads them, and the content type."""
    registry = CollectorRegistry()
    if folder := workers_folder():
        MultiProcessCollector(registry, str(folder))  # type: ignore[no-untyped-call]  # the library does not annotate it
    else:
        registry.register(REGISTRY)
    registry.register(_Ready(families))
    return generate_latest(registry), CONTENT_TYPE_LATEST
