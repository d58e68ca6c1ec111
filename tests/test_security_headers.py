"""Every answer restricts the browser, whoever gives it; tests/test_access.py asks it of all routes."""

import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.db import OperationalError, connection
from django.test import Client, override_settings

from archive.operations.publish import publish
from tests.factories import make_document, make_draft, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

STYLESHEET = "/static/css/base.css"
HEADERS = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def missing_headers(response: Any) -> list[str]:
    """Return the names of the headers that an answer should have and has not."""
    lacking = [name for name, value in HEADERS.items() if response.headers.get(name) != value]
    if "camera=()" not in response.headers.get("Permissions-Policy", ""):
        lacking.append("Permissions-Policy")
    policy = response.headers.get("Content-Security-Policy", "")
    if not re.search("(^|; )default-src '(self|none)'", policy) or "frame-ancestors 'none'" not in policy:
        lacking.append("Content-Security-Policy")
    return lacking


@pytest.mark.parametrize(
    ("status", "address", "headers"),
    [
        (200, "/", {}),
        (200, "/chain.txt", {}),
        (200, STYLESHEET, {}),
        (302, "/admin/", {}),
        (302, "/desk/", {}),
        (304, STYLESHEET, {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}),
        (304, "/meetings.atom", {"if-none-match": "*"}),
        (400, "/", {"host": "evil.example"}),
        (400, "/sitemap.xml", {"host": "evil.example"}),
        (404, "/nothing/", {}),
        (404, "/static/nothing.css", {}),
    ],
)
def test_answer_has_every_header(client: Client, status: int, address: str, headers: dict[str, str]):
    response = client.get(address, headers=headers)
    response.close()

    assert (response.status_code, missing_headers(response)) == (status, [])


def test_refused_request_has_every_header():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user("Clerk"))

    addresses = {"/meetings/": 405, "/desk/login/": 403, "/desk/archive/body/add/": 403}

    refused = {address: strict.post(address) for address in addresses}

    assert {address: response.status_code for address, response in refused.items()} == addresses
    assert [missing_headers(response) for response in refused.values()] == [[], [], []]


@pytest.mark.parametrize(
    ("fault", "status"), [(ValueError("broken"), 500), (OperationalError("gone"), 503)]
)
def test_server_error_has_every_header(fault: Exception, status: int):
    def fail(*_query: Any) -> None:
        raise fault

    with connection.execute_wrapper(fail):
        response = Client(raise_request_exception=False).get("/meetings/")

    assert (response.status_code, missing_headers(response)) == (status, [])


@override_settings(SECURE_SSL_REDIRECT=True)
def test_way_to_https_has_every_header(client: Client):
    for address, host, status in (
        ("/?q=a", "testserver", 301),
        (STYLESHEET, "testserver", 301),
        ("/", "a", 400),
    ):
        response = client.get(address, headers={"host": host})

        assert (response.status_code, missing_headers(response)) == (status, [])


def test_hsts_is_for_this_host_only(client: Client):
    with override_settings(SECURE_HSTS_SECONDS=60):
        assert client.get("/", secure=True)["Strict-Transport-Security"] == "max-age=60"


@pytest.mark.parametrize(
    ("name", "embedder"),
    [("page.html", "require-corp"), ("plan.png", "require-corp"), ("a.pdf", "unsafe-none")],
)
def test_uploaded_file_is_served_in_a_sandbox_of_its_own(
    client: Client, tmp_path, name: str, embedder: str
):
    with override_settings(MEDIA_ROOT=tmp_path):
        meeting = make_draft()
        document = make_document(meeting, file=ContentFile(b"<script>alert(1)</script>", name=name))
        publish(meeting)
        response: Any = client.get(document.get_absolute_url())
        response.close()

    policy = response["Content-Security-Policy"]
    assert response["Cross-Origin-Embedder-Policy"] == embedder
    assert set(missing_headers(response)) <= {"Cross-Origin-Embedder-Policy"}
    assert policy.startswith("default-src 'none'")
    assert name.endswith(".pdf") or "; sandbox" in policy


def test_static_files_are_for_this_site_only(client: Client):
    response = client.get(STYLESHEET)
    response.close()

    assert "Access-Control-Allow-Origin" not in response.headers
    assert django_settings.SECURITY_HEADERS.keys() >= HEADERS.keys()
