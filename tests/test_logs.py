"""The log: what an error, a refusal and a request leave in it, in text and in JSON, and what never does."""

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIHandler
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test import Client
from django.test.client import RequestFactory
from django.urls import path

from archive import logs
from archive.logs import AboutRequest, JsonFormatter, MailHandler, TextFormatter
from archive.middleware import log_requests
from archive.urls import handler403, handler500, urlpatterns

UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ")


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the roof is off")


def refuses(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [*urlpatterns, path("fails/", fails), path("refuses/", refuses)]
__all__ = ["handler403", "handler500", "urlpatterns"]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Return what the log writes while a test runs."""
    yield from written(TextFormatter())


@pytest.fixture
def json_log() -> Iterator[io.StringIO]:
    yield from written(JsonFormatter())


def written(formatter: logging.Formatter) -> Iterator[io.StringIO]:
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(formatter)
    handler.addFilter(AboutRequest())
    logging.getLogger().addHandler(handler)
    yield handler.stream
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


# Errors


@pytest.mark.urls(__name__)
def test_error_is_in_the_log_with_its_traceback_and_the_id_that_the_page_shows(client, log):
    response = client.get("/fails/?q=secret")

    key = response["X-Request-ID"]
    [line] = [line for line in log.getvalue().splitlines() if "Internal Server Error" in line]
    assert UTC.match(line)
    assert f"ERROR django.request [{key}] Internal Server Error: /fails/" in line
    assert "Traceback (most recent call last)" in log.getvalue()
    assert "RuntimeError: the roof is off" in log.getvalue()
    assert f"give this number: {key}" in response.content.decode()
    assert "secret" not in log.getvalue()


@pytest.mark.urls(__name__)
def test_error_is_one_line_of_json(client, json_log):
    key = client.get("/fails/")["X-Request-ID"]

    [error, access] = [json.loads(line) for line in json_log.getvalue().splitlines()]
    assert (error["level"], error["logger"], error["request_id"]) == ("ERROR", "django.request", key)
    assert "RuntimeError: the roof is off" in error["traceback"]
    told = {name: access[name] for name in ("method", "path", "status", "request_id")}
    assert told == {"method": "GET", "path": "/fails/", "status": 500, "request_id": key}
    assert isinstance(access["milliseconds"], int)
    assert UTC.match(access["time"] + " ")


def test_line_break_in_a_message_begins_no_line(log):
    logging.getLogger("archive").warning("one\n2026-01-01T00:00:00.000Z forged\u2028\x1b[31m")

    assert len(log.getvalue().splitlines()) == 1
    assert r"one\n2026" in log.getvalue()
    assert "\x1b" not in log.getvalue()


# Mail


@pytest.fixture
def mails(settings) -> Iterator[logging.Logger]:
    """Return a logger whose errors are mailed."""
    settings.ADMINS = [("", "admin@example.org")]
    handler = MailHandler("ERROR")
    handler.addFilter(AboutRequest())
    handler.setFormatter(TextFormatter())
    logger = logging.getLogger("tests.mails")
    logger.addHandler(handler)
    yield logger
    logger.removeHandler(handler)


def test_error_is_mailed_and_a_second_one_at_once_is_not(mails, monkeypatch):
    for word in ("first", "second"):
        mails.error("The %s error", word)
    monkeypatch.setattr(logs, "SECONDS_BETWEEN_MAILS", 0)
    mails.warning("A warning")

    [letter] = mail.outbox
    assert letter.to == ["admin@example.org"]
    assert "The first error" in letter.subject
    assert "ERROR tests.mails [" in letter.body


def test_mail_server_that_is_down_costs_no_answer(mails, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    mails.error("The error")

    assert "could not be mailed" in capsys.readouterr().err


# Refusals


@pytest.mark.django_db
def test_failed_log_in_names_the_account_and_never_what_was_typed(log):
    user = User.objects.create_user("clerk", password="right")

    authenticate(RequestFactory().post("/"), username="clerk", password="hunter2")
    authenticate(RequestFactory().post("/"), username="hunter2", password="clerk")

    assert f"WARNING archive.login [-] Log-in refused: account {user.pk}." in without_ids(log)
    assert "Log-in refused: no account has that name." in log.getvalue()
    assert "hunter2" not in log.getvalue()
    assert "clerk" not in log.getvalue()


def without_ids(log: io.StringIO) -> str:
    return re.sub(r"\[[^]]*\]", "[-]", log.getvalue())


@pytest.mark.urls(__name__)
def test_forbidden_request_is_a_warning(client, log):
    client.get("/refuses/")

    assert "WARNING django.request [-] Forbidden (Permission denied): /refuses/" in without_ids(log)


def test_form_from_elsewhere_is_a_warning(log):
    Client(enforce_csrf_checks=True).post("/desk/login/", {"username": "clerk", "password": "hunter2"})

    assert "WARNING django.security.csrf [-] Forbidden (CSRF cookie not set.): /desk/login/" in (
        without_ids(log)
    )
    assert "hunter2" not in log.getvalue()


def test_name_of_another_site_is_a_warning_without_a_traceback(log):
    Client(headers={"host": "evil.example"}).get("/about/")

    assert "WARNING django.security.DisallowedHost [-] Invalid HTTP_HOST header: 'evil.example'" in (
        without_ids(log)
    )
    assert "Traceback" not in log.getvalue()
    assert "ERROR" not in log.getvalue()


def test_request_that_is_too_large_is_a_warning(client, log, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1

    client.get("/people/?a=1&b=2")

    assert "WARNING django.security.TooManyFieldsSent" in log.getvalue()
    assert "Traceback" not in log.getvalue()


def test_page_that_is_not_there_is_in_the_access_log_only(client, log, db):
    client.get("/nowhere/%0Aforged")

    assert re.sub(r"\d+ ms", "0 ms", without_ids(log)).splitlines()[0][25:] == (
        "INFO archive.access [-] GET /nowhere/%0Aforged 404 0 ms"
    )
    assert len(log.getvalue().splitlines()) == 1


# Requests


@pytest.mark.django_db
def test_access_log_holds_nothing_of_the_reader(client, log):
    client.cookies["sessionid"] = "secret-cookie"

    client.get(
        "/robots.txt?q=secret-search",
        headers={"user-agent": "secret-agent", "referer": "https://secret.example/"},
        REMOTE_ADDR="192.0.2.77",
    )

    assert "GET /robots.txt 200" in log.getvalue()
    assert "secret" not in log.getvalue()
    assert "192.0.2.77" not in log.getvalue()


@pytest.mark.parametrize(
    ("is_behind", "given", "is_taken"),
    [
        (True, "0123456789abcdef0123456789abcdef", True),
        (True, "3f2b8c1e-1111-4a5b-9c7d-0123456789ab", True),
        (False, "0123456789abcdef0123456789abcdef", False),
        (True, "short", False),
        (True, "x" * 129, False),
        (True, "a b c d e f g h", False),
        (True, "<script>alert(1)", False),
        (True, "forged]\u2028forged", False),
    ],
)
def test_id_of_the_proxy_is_taken_if_it_is_one(client, settings, is_behind, given: str, is_taken: bool):
    settings.BEHIND_PROXY = is_behind

    found = client.get("/robots.txt", headers={"x-request-id": given})["X-Request-ID"]

    assert (found == given) == is_taken
    assert re.fullmatch(r"[A-Za-z0-9._:-]{8,128}", found)


def test_requests_have_different_ids(client):
    assert client.get("/robots.txt")["X-Request-ID"] != client.get("/robots.txt")["X-Request-ID"]


# HEAD: the test client takes the body away itself, as some servers do, so these ask without it


@pytest.mark.django_db
@pytest.mark.any_engine
def test_head_sends_no_body_and_the_same_length():
    def length_and_body(method: str) -> tuple[str, bytes]:
        told: dict[str, str] = {}
        environ = RequestFactory().generic(method, "/robots.txt").environ
        start: Any = lambda _status, headers: told.update(headers)  # noqa: E731
        parts: Any = WSGIHandler()(environ, start)
        body = b"".join(parts)
        parts.close()
        return told["Content-Length"], body

    length, body = length_and_body("GET")

    assert len(body) == int(length) > 0
    assert length_and_body("HEAD") == (length, b"")


@pytest.mark.django_db
@pytest.mark.any_engine
def test_head_of_a_file_sends_no_part_of_it_and_closes_it():
    file = io.BytesIO(b"minutes")
    view: Any = log_requests(lambda _request: FileResponse(file, filename="minutes.txt"))  # type: ignore

    response = view(RequestFactory().head("/"))

    assert (b"".join(response), response["Content-Length"]) == (b"", "7")
    assert response.file_to_stream is None  # or a server would send it past us
    response.close()
    assert file.closed


def test_server_writes_to_standard_error():
    [handler] = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]

    assert (
        handler.stream in {sys.__stderr__, sys.stderr}
        or getattr(handler.stream, "name", "<stderr>") == "<stderr>"
    )
