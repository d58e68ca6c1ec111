"""Saving after the log-in ran out, or from a page of an earlier log-in."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from archive.models import Body, Meeting
from tests.admin.pages import change, errors, filled
from tests.factories import make_draft, make_user

PASSWORD = "correct horse battery staple"
LOGIN = "/desk/login/"


def carried(response: Any) -> str:
    """Return what a page carries."""
    found = re.search(r'name="_carried" value="([^"]*)"', response.text)
    assert found, response.text
    return html.unescape(found[1])


def log_in(client: Client, response: Any, **changes: Any):
    """Send the log-in that was shown in the place of saving."""
    user = make_user("Clerk")
    fields = {"username": user.username, "password": PASSWORD, "_carried": carried(response)}
    return client.post(LOGIN, fields | {"next": response.context["next"]} | changes)


def test_form_sent_without_a_session_is_shown_again_after_the_log_in(clerk: Client):
    meeting, browser = make_draft(name="Old"), Client()
    fields = filled(clerk, change(meeting), name="Typed", text="One\r\n“two”", _save="1")

    logged_in = log_in(browser, browser.post(change(meeting), fields))
    response = browser.post(change(meeting), {"_carried": carried(logged_in), "_resume": "1"})

    assert f'action="{change(meeting)}"' in logged_in.text
    assert errors(response) == {"__all__": ["Nothing is saved yet."]}
    assert response.context["adminform"].form["text"].value() == "One\r\n“two”"
    assert Meeting.objects.get().name == "Old"


def test_wrong_password_keeps_what_was_typed(clerk: Client):
    meeting, browser = make_draft(), Client()
    fields = filled(clerk, change(meeting), name="Typed")

    refused = log_in(browser, browser.post(change(meeting), fields), password="wrong")

    assert "Typed" in carried(refused)
    assert "It is not saved yet" in refused.text


def test_other_pages_of_the_desk_keep_what_was_typed_too(db: None):
    browser = Client()

    shown = browser.post("/desk/archive/body/add/?_popup=1", {"name": "Typed body", "_popup": "1"})
    logged_in = log_in(browser, shown)

    assert 'action="/desk/archive/body/add/?_popup=1"' in logged_in.text
    assert "Typed body" in carried(logged_in)
    assert not Body.objects.exists()


@pytest.mark.parametrize(
    "path", ["/desk/auth/user/add/", "/desk/password_change/", "/desk/archive/meeting/"]
)
def test_nothing_else_is_carried(db: None, path: str):
    response = Client().post(path, {"password1": "secret", "old_password": "secret"})

    assert (response.status_code, response["Location"].split("?")[0]) == (302, LOGIN)


@pytest.mark.parametrize("address", ["https://elsewhere.example/desk/archive/body/add/", "/", "/desk/"])
def test_carried_fields_go_only_to_pages_of_the_desk(clerk: Client, address: str):
    browser = Client()
    shown = browser.post("/desk/archive/body/add/", {"name": "Typed body"})

    response = log_in(browser, shown, next=address)

    assert response.status_code == 302
    assert "elsewhere" not in response["Location"]


# A page of an earlier log-in: its secret is no longer the right one


def strict(*groups: str) -> Client:
    """Return a browser whose forms are checked, logged in if groups are named."""
    browser = Client(enforce_csrf_checks=True)
    if groups:
        browser.force_login(make_user(*groups))
    return browser


def test_page_of_an_earlier_log_in_is_shown_again(db: None):
    meeting = make_draft(name="Old")

    response = strict("Clerk").post(
        change(meeting), {"name": "Typed"}, headers={"origin": "http://testserver"}
    )

    assert "Typed" in carried(response)
    assert f'action="{change(meeting)}"' in response.text
    assert "no-store" in response["Cache-Control"]
    assert Meeting.objects.get().name == "Old"


def test_page_of_an_earlier_log_in_asks_for_a_new_one(db: None):
    meeting = make_draft()

    response = strict().post(change(meeting), {"name": "Typed"}, headers={"origin": "http://testserver"})

    assert 'id="login-form"' in response.text
    assert "Typed" in carried(response)


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}, {"origin": "null"}])
def test_what_another_site_sends_is_not_carried(db: None, headers: dict[str, str]):
    meeting = make_draft()

    response = strict("Clerk").post(change(meeting), {"name": "Foisted"}, headers=headers)

    assert response.status_code == 403
    assert "Foisted" not in response.text
