"""Sessions: when they end, and who sees and ends them."""

import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.admin import sessions
from tests.factories import make_user

PASSWORD = "correct horse battery staple"
PAGE = "/desk/account/sessions/"


@pytest.fixture
def user(db: None) -> User:
    cache.clear()
    return make_user("Clerk", username="kate")


def logged_in(browser: str) -> Client:
    client = Client(headers={"user-agent": browser})
    client.post("/desk/login/", {"username": "kate", "password": PASSWORD}, REMOTE_ADDR="192.0.2.1")
    return client


def later(monkeypatch: Any, seconds: int) -> None:
    now = time.time() + seconds
    monkeypatch.setattr(sessions.time, "time", lambda: now)


@pytest.mark.parametrize(("minutes", "answer"), [(119, 200), (121, 302)])
def test_session_in_which_nothing_is_done_ends(user, monkeypatch, minutes, answer):
    client = logged_in("Firefox")

    later(monkeypatch, minutes * 60)

    assert client.get("/desk/").status_code == answer


def test_session_in_which_something_is_done_goes_on_until_it_is_too_old(user, monkeypatch):
    client, start = logged_in("Firefox"), time.time()

    for hour in range(1, 24):
        monkeypatch.setattr(sessions.time, "time", lambda hour=hour: start + hour * 3600)
        assert client.get("/desk/").status_code == 200
    monkeypatch.setattr(sessions.time, "time", lambda: start + 24 * 3600 + 1)

    assert client.get("/desk/")["Location"] == "/desk/login/?next=/desk/"


def test_reading_on_notes_nothing_within_a_minute(user):
    client = logged_in("Firefox")
    client.get("/people/")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/people/")

    assert [query for query in queries.captured_queries if "UPDATE" in query["sql"]] == []


def test_reader_without_a_session_costs_no_query_for_it(db):
    with CaptureQueriesContext(connection) as queries:
        Client().get("/about/")

    assert not any("session" in query["sql"] for query in queries.captured_queries)


def test_owner_sees_sessions_and_ends_one(user):
    here, there, third = logged_in("Firefox"), logged_in("Safari"), logged_in("Lynx")

    page = here.get(PAGE)
    key = {session.user_agent: session.pk for session in page.context["sessions"]}
    here.post(PAGE, {"session": str(key["Safari"])})

    assert "192.0.2.1" in page.text
    assert "This session" in page.text
    assert there.get("/desk/").status_code == 302
    assert third.get("/desk/").status_code == 200
    assert here.get("/desk/").status_code == 200


def test_owner_ends_all_others(user):
    here, there, third = logged_in("Firefox"), logged_in("Safari"), logged_in("Lynx")

    here.post(PAGE)

    assert [client.get("/desk/").status_code for client in (here, there, third)] == [200, 302, 302]


@pytest.mark.parametrize("key", ["0", "x", "-1", "9" * 30, "²"])
def test_session_that_is_nobody_s_ends_nothing(user, key):
    here, there = logged_in("Firefox"), logged_in("Safari")

    assert here.post(PAGE, {"session": key}).status_code == 302
    assert there.get("/desk/").status_code == 200


def test_nobody_ends_the_sessions_of_others(user, clerk):
    client = logged_in("Firefox")
    [session] = client.get(PAGE).context["sessions"]

    clerk.post(PAGE, {"session": str(session.pk)})

    assert client.get("/desk/").status_code == 200


def test_new_password_ends_all_other_sessions(user):
    here, there = logged_in("Firefox"), logged_in("Safari")
    fields = {
        "old_password": PASSWORD,
        "new_password1": "sand-bags 1953",
        "new_password2": "sand-bags 1953",
    }

    here.post("/desk/password_change/", fields)

    assert there.get("/desk/").status_code == 302
    assert len(here.get(PAGE).context["sessions"]) == 1
