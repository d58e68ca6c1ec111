"""Metrics for Prometheus: requests by route, summed over the processes of `serve`.

They are told at an address of their own, METRICS_LISTEN: what is not on the public port cannot be made
public by a proxy, needs no secret, answers while all threads of the site work, and for all processes at
once. No label holds what a reader chose: routes are names of urls.py.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, make_wsgi_app
from prometheus_client.multiprocess import MultiProcessCollector

from archive.replicas import watch

METHODS = {"GET", "HEAD", "POST"}
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds

REQUESTS = Counter("minutebook_requests", "Requests answered.", ["route", "method", "status"])
SECONDS = Histogram(
    "minutebook_request_seconds", "Time until the answer began.", ["route"], buckets=BUCKETS
)
REPLICAS = Gauge(
    "minutebook_usable_replicas", "Replicas that may answer readers.", multiprocess_mode="livemin"
)


def count_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        route, method = route_of(request), str(request.method)
        SECONDS.labels(route).observe(request.seconds)  # type: ignore[attr-defined]  # log_requests took it
        REQUESTS.labels(route, method if method in METHODS else "other", response.status_code).inc()
        if settings.REPLICAS:
            REPLICAS.set(len(watch.usable(time.monotonic(), 0)))
        return response

    return middleware


def route_of(request: HttpRequest) -> str:
    """Return the name of a route, "static" for a file, or "none"."""
    if request.resolver_match:
        return request.resolver_match.view_name
    return "static" if request.path_info.startswith("/static/") else "none"


def metrics_application() -> Any:
    """Return the WSGI application that tells what the processes counted in PROMETHEUS_MULTIPROC_DIR."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return make_wsgi_app(registry)
