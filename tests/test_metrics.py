"""Metrics are told at an address of their own, with routes and nothing of a reader."""

import http.client
import re
import subprocess
import sys
from contextlib import closing

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from prometheus_client import REGISTRY

from archive.metrics import count_requests
from archive.middleware import log_requests
from tests.cluster import wait_for
from tests.management.processes import ROOT, environment, make_archive
from tests.test_replicas import free_ports


@pytest.mark.any_engine
def test_labels_hold_routes_and_nothing_that_a_reader_chose():
    def answer(request):
        if request.path == "/people/ann/":
            request.resolver_match = resolve(request.path)
        return HttpResponse(status=200)

    for path, method in [("/people/ann/", "GET"), ("/no/such", "GET"), ("/no/such", "BREW")]:
        count_requests(log_requests(answer))(RequestFactory().generic(method, path, QUERY_STRING="q=ann"))

    ours = [metric for metric in REGISTRY.collect() if metric.name.startswith("minutebook_requests")]
    labels = {tuple(sample.labels.values()) for metric in ours for sample in metric.samples}
    assert labels == {
        ("person_detail", "GET", "200"),
        ("none", "GET", "200"),
        ("none", "other", "200"),
    }


def text_at(port: int, path: str) -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path)
        return connection.getresponse().read().decode()


@pytest.mark.any_engine
@pytest.mark.django_db(transaction=True)  # VACUUM copies the database
def test_processes_are_summed_at_an_address_of_their_own(tmp_path):
    make_archive(tmp_path)
    port, own = free_ports(2)
    command = [sys.executable, str(ROOT / "manage.py"), "serve", "--listen", f"127.0.0.1:{port}"]
    variables = {"DEBUG": "on", "METRICS_LISTEN": f"127.0.0.1:{own}"}
    with subprocess.Popen(
        command,
        env=environment(tmp_path, **variables),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline().startswith(b"Serving at ")
            for _ in range(5):
                assert "User-agent" in text_at(port, "/robots.txt")
            counted = re.compile(r'minutebook_requests_total{.*route="robots",status="200"} 5.0')
            wait_for(lambda: counted.search(text_at(own, "/metrics")) is not None)
            assert "minutebook_" not in text_at(port, "/metrics")
        finally:
            server.terminate()
