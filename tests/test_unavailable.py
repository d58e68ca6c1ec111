"""What readers and staff see while database, disk or a file fail: 503, and what was typed."""

import html
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client

from archive import kept_pages
from archive.models import Document, Meeting, Redirect
from tests.admin.conftest import logged_in
from tests.admin.pages import change, errors, filled
from tests.factories import make_document, make_draft, make_meeting

pytestmark = pytest.mark.django_db


def gone(*_arguments: Any) -> None:
    """Answer each query as a database that was stopped."""
    raise OperationalError("connection refused") from psycopg.OperationalError("connection refused")


def writes_fail(message: str) -> Callable[..., Any]:
    """Answer each statement that writes with an error of SQLite, and pass on the others."""

    def wrapper(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE", "SAVEPOINT")) and "session" not in sql:
            cause = sqlite3.OperationalError(message)
            cause.sqlite_errorcode = getattr(sqlite3, message)
            raise OperationalError(message) from cause
        return execute(sql, *rest)

    return wrapper


@pytest.fixture(autouse=True)
def no_page_is_kept() -> None:
    kept_pages.pages.clear()


@pytest.fixture
def reader() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def clerk() -> Client:
    client = logged_in("Clerk")
    client.raise_request_exception = False
    return client


# Readers


@pytest.mark.parametrize(
    "path", ["/", "/meetings/", "/search/?q=flood", "/meetings.atom", "/people/a/b/c/", "/chain.txt"]
)
def test_page_without_a_database_is_not_available_now(reader: Client, path: str):
    with connection.execute_wrapper(gone):
        response = reader.get(path)

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "no-store" in response["Cache-Control"]
    assert "The database of this archive does not answer now." in response.text
    assert f"give this number: {response['X-Request-ID']}" in response.text
    assert "<form method" not in response.text


def test_page_without_a_database_speaks_the_reader_s_language(reader: Client):
    with connection.execute_wrapper(gone):
        response = reader.get("/", headers={"accept-language": "zh-hans"})

    assert '<html lang="zh-Hans"' in response.text
    assert "本档案的数据库目前没有响应。" in response.text


def test_site_recovers_by_itself(reader: Client):
    with connection.execute_wrapper(gone):
        reader.get("/")

    assert reader.get("/").status_code == 200


def test_error_of_the_program_stays_an_error(reader: Client, monkeypatch):
    monkeypatch.setattr(Redirect.objects, "newest", lambda _path: 1 / 0)

    assert reader.get("/nowhere/").status_code == 500


@pytest.mark.parametrize("spoil", ["missing", "folder", "outside"])
def test_document_whose_file_cannot_be_read_says_so(reader: Client, spoil: str, settings, tmp_path, caplog):
    settings.MEDIA_ROOT = tmp_path
    document = make_document(make_meeting(), file=ContentFile(b"minutes", name="plan.txt"))
    path = tmp_path / document.file.name
    path.unlink()
    if spoil == "folder":
        path.mkdir()
    if spoil == "outside":
        Document.objects.update(file="../../etc/plan.txt")

    response = reader.get(document.get_absolute_url())

    assert response.status_code == 503
    assert "The file of this document is missing on the server" in response.text
    assert f"The file of document {document.pk} cannot be read" in caplog.text


# Staff


def handed_back(response: Any) -> dict[str, str]:
    """Return the hidden fields of the form on a page that sends again what was typed."""
    pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', response.text)
    return {name: html.unescape(value) for name, value in pairs if name != "csrfmiddlewaretoken"}


@pytest.mark.parametrize(
    ("wrapper", "said"),
    [
        (gone, "does not answer now"),
        (writes_fail("SQLITE_BUSY"), "Another person or program is saving"),
        (writes_fail("SQLITE_FULL"), "no room on its disk"),
        (writes_fail("SQLITE_READONLY"), "cannot write to it"),
    ],
)
def test_page_that_cannot_be_saved_hands_back_what_was_typed(clerk: Client, wrapper: Any, said: str):
    meeting = make_draft(name="Old")
    fields = filled(clerk, change(meeting), name="Typed", text="One\r\n“two” <b>", _save="1")

    with connection.execute_wrapper(wrapper):
        response = clerk.post(change(meeting), fields)

    assert response.status_code == 503
    assert "This was not saved" in response.text
    assert said in response.text
    assert "“two” &lt;b&gt;</dd>" in response.text
    assert Meeting.objects.get().name == "Old"
    again = clerk.post(change(meeting), handed_back(response))
    assert errors(again) == {"__all__": ["Nothing is saved yet."]}
    assert again.context["adminform"].form["name"].value() == "Typed"


def test_files_that_were_sent_are_named(clerk: Client):
    meeting = make_draft()
    fields = filled(clerk, change(meeting), name="Typed", upload=SimpleUploadedFile("plan.txt", b"minutes"))

    with connection.execute_wrapper(gone):
        response = clerk.post(change(meeting), fields)

    assert "These files have to be chosen again: plan.txt" in response.text


def test_other_form_of_the_desk_is_sent_again_as_it_was(clerk: Client):
    address = "/desk/archive/meeting/withdraw/?ids=1"

    with connection.execute_wrapper(gone):
        response = clerk.post(address, {"reason": "It was published by mistake.", "keys": ["1", "2"]})

    assert f'action="{address}"' in response.text
    assert "<dd>It was published by mistake.</dd>" in response.text
    assert handed_back(response) == {"reason": "It was published by mistake.", "keys": "2"}
    assert response.text.count('name="keys"') == 2


def test_log_in_that_cannot_be_checked_keeps_what_it_carried_and_no_password(reader: Client):
    fields = {"username": "clerk", "password": "hunter2 secret", "_carried": '{"name": ["Typed"]}'}

    with connection.execute_wrapper(gone):
        response = reader.post("/desk/login/", fields)

    assert response.status_code == 503
    assert handed_back(response) == {"username": "clerk", "_carried": '{"name": ["Typed"]}'}
    assert "hunter2" not in response.text


def test_what_another_site_sent_is_not_handed_back():
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)

    with connection.execute_wrapper(gone):
        response = browser.post("/desk/archive/body/add/", {"name": "Evil body"})

    assert "Evil" not in response.text


@pytest.mark.django_db(transaction=True)
def test_lock_of_another_writer_hands_back_what_was_typed_on_sqlite_where_one_writes(engine: str):
    if engine != "sqlite":
        pytest.skip("PostgreSQL locks rows")
    clerk = logged_in("Clerk")
    clerk.raise_request_exception = False
    meeting = make_draft(name="Old")
    fields = filled(clerk, change(meeting), name="Typed", _save="1")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 10")

    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        response = clerk.post(change(meeting), fields)
    connection.close()

    assert response.status_code == 503
    assert "Another person or program is saving" in response.text
    assert "Typed" in handed_back(response)["_carried"]
    assert Meeting.objects.get().name == "Old"
