"""Pages kept for readers while the database is away: only of the public, and only if nothing changed."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from archive import kept_pages, place
from archive.models import SearchMiss
from archive.operations.publish import withdraw
from tests.admin.conftest import logged_in
from tests.factories import make_meeting
from tests.test_unavailable import gone


def said(response: Any) -> str:
    [notice] = re.findall(
        r'<div class="wrap"><p class="notice" role="status">.*</p></div>\n', response.text
    )
    return notice


@pytest.fixture
def reader(settings, tmp_path) -> Iterator[Client]:
    settings.DATA_DIR = tmp_path
    kept_pages.pages.clear()
    yield Client(raise_request_exception=False)
    kept_pages.pages.clear()


@pytest.mark.django_db
def test_page_that_was_read_before_is_given_and_says_when_it_was_made(reader: Client, caplog):
    address = make_meeting(name="Flood wall").get_absolute_url()
    before = reader.get(address)

    with connection.execute_wrapper(gone):
        kept, head = reader.get(address), reader.head(address)
        other, query = reader.get("/people/"), reader.get(f"{address}?page=2")

    assert (kept.status_code, head.status_code) == (200, 200)
    assert "Flood wall" in kept.text
    assert '<p class="notice" role="status">The database of this archive does not answer now.' in kept.text
    start, end = kept.text.split(said(kept))
    assert start + end == before.text
    assert int(kept["Age"]) >= 0
    assert "no-store" in kept["Cache-Control"]
    assert (other.status_code, query.status_code) == (503, 503)
    assert f"Page {address} as it was kept" in caplog.text
    assert "does not answer now" not in reader.get(address).text


@pytest.mark.django_db
def test_page_is_kept_in_each_language(reader: Client):
    reader.get("/", headers={"accept-language": "zh-hans"})

    with connection.execute_wrapper(gone):
        chinese = reader.get("/", headers={"accept-language": "zh-hans"})
        english = reader.get("/", headers={"accept-language": "en"})

    assert (chinese.status_code, english.status_code) == (200, 503)
    assert "本档案的数据库目前没有响应。本页是 " in chinese.text


@pytest.mark.django_db
def test_page_of_a_session_is_neither_kept_nor_given(reader: Client):
    clerk = logged_in("Clerk")
    clerk.raise_request_exception = False
    clerk.get("/")
    with connection.execute_wrapper(gone):
        assert reader.get("/").status_code == 503
    reader.get("/")

    with connection.execute_wrapper(gone):
        assert clerk.get("/").status_code == 503


@pytest.mark.django_db(transaction=True)
def test_page_from_before_a_withdrawal_is_not_given(reader: Client):
    meeting = make_meeting(name="Secret")
    reader.get("/")

    withdraw(meeting, reason="Published by mistake.")

    with connection.execute_wrapper(gone):
        assert reader.get("/").status_code == 503


@pytest.mark.django_db(transaction=True)
def test_page_is_old_once_a_row_was_saved_and_not_before_it_is_committed(reader: Client):
    meeting = make_meeting()
    before = place.changed_at()
    SearchMiss.objects.create(term="flood", last_on=meeting.date)
    assert place.changed_at() == before  # what readers write changes no page

    with transaction.atomic():
        meeting.location = "Town hall"
        meeting.save()
        assert place.changed_at() == before

    assert place.changed_at() > before


@pytest.mark.django_db
@pytest.mark.parametrize("seconds", [-5, 3601])
def test_page_of_the_future_or_too_old_is_not_given(reader: Client, monkeypatch, seconds: int):
    reader.get("/")
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now + seconds * 10**9)

    with connection.execute_wrapper(gone):
        assert reader.get("/").status_code == 503


@pytest.mark.django_db
def test_memory_is_bounded(reader: Client, monkeypatch):
    monkeypatch.setattr(kept_pages, "MOST_PAGES", 2)

    for path in ("/", "/about/", "/meetings/"):
        reader.get(path)
    reader.get("/nowhere/")

    assert [key.rpartition("/testserver")[2] for key in kept_pages.pages] == ["/about/", "/meetings/"]
