"""A site below a prefix, as with URL_PREFIX=/minutes: no address leads out, and none is stored with it."""

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse, set_script_prefix

from archive.models import Redirect, Revision
from archive.operations.publish import correct
from archive.operations.publish.addresses import rename_person
from archive.record.chain_lines import newest_lines
from archive.record.verify import problems_of_record
from tests.factories import make_attendance, make_meeting, make_person
from tests.world import ROUTES, World, fill

PREFIX = "/minutes"
LINK = re.compile(r'(?:href|src|action|formaction|data-address|content)="([^"]*)"')
WHOLE = re.compile(r'https?://testserver(/[^\s"<>]*)?')
BELOW = override_settings(
    FORCE_SCRIPT_NAME=PREFIX,
    STATIC_URL=f"{PREFIX}/static/",
    SESSION_COOKIE_PATH=f"{PREFIX}/",
    CSRF_COOKIE_PATH=f"{PREFIX}/",
    LANGUAGE_COOKIE_PATH=f"{PREFIX}/",
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("documents")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        yield fill()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _below() -> Iterator[None]:
    with BELOW:
        set_script_prefix(f"{PREFIX}/")
        yield
        set_script_prefix("/")


def answer(client: Client, address: str):
    """Return the answer of an address; the server takes the prefix off, as waitress does."""
    assert address.startswith(f"{PREFIX}/"), address
    return client.get(address.removeprefix(PREFIX))


def addresses_in(response) -> set[str]:
    """Return the paths of this site in an answer: of links, of whole addresses, and where it leads."""
    text = (b"".join(response) if response.streaming else response.content).decode()
    found = {urlsplit(one).path or "/" for one in WHOLE.findall(unescape(text))}
    if response.headers["Content-Type"].startswith("text/html"):
        found |= {unescape(one) for one in LINK.findall(text) if one.startswith("/")}
    return {*found, response.headers.get("Location", PREFIX)}


def leading_out(response) -> list[str]:
    """Return the paths outside of the prefix that an answer leads to."""
    return sorted(path for path in addresses_in(response) if not f"{path}/".startswith(f"{PREFIX}/"))


def test_no_public_page_leads_out(client, world):
    out: dict[str, list[str]] = {}
    for route in ROUTES:
        answers = (answer(client, address) for address in world.addresses(route))
        shown = next((one for one in answers if one.status_code < 400), None)
        assert shown or route == "meeting_preview"
        out |= {route: leading_out(shown)} if shown else {}

    assert {route: found for route, found in out.items() if found} == {}


def test_no_page_of_the_desk_leads_out(admin_client, world):
    names = ["index", "keyboard", "password_change"]
    for model in ("meeting", "body", "person", "topic", "matter", "resolution", "actionitem", "redirect"):
        names += [f"archive_{model}_changelist"]
    names += ["archive_meeting_add", "archive_body_add", "archive_person_add", "archive_meeting_read"]
    meetings = Revision.objects.in_order().values_list("meeting", flat=True)[:2]
    changes = [reverse("admin:archive_meeting_change", args=[key]) for key in meetings]

    pages = [*(reverse(f"admin:{name}") for name in names), *changes]
    out = {page: leading_out(answer(admin_client, page)) for page in pages}

    assert {page: found for page, found in out.items() if found} == {}


def test_stylesheets_and_scripts_are_below(client):
    page = answer(client, reverse("home")).content.decode()

    assert f'href="{PREFIX}/static/css/' in page


def test_cookies_are_for_the_prefix_only(client):
    get_user_model().objects.create_superuser("clerk", password="a long enough password")
    answer(client, reverse("admin:login"))
    client.post("/desk/login/", {"username": "clerk", "password": "a long enough password"})
    answer(client, reverse("language", args=["en"]))

    assert {(name, one["path"]) for name, one in client.cookies.items()} == {
        ("csrftoken", "/minutes/"),
        ("sessionid", "/minutes/"),
        ("django_language", "/minutes/"),
    }


def test_nothing_is_stored_with_the_prefix():
    meeting = make_meeting(date=dt.date(2024, 5, 6))
    person = make_person("Ann Lee")
    make_attendance(meeting, person=person)
    meeting.date = dt.date(2024, 5, 7)
    correct(meeting, kind="corrected", reason="The day was another.")
    rename_person(person, "lee")

    assert not Revision.objects.filter(snapshot__contains=PREFIX).exists()
    assert not Redirect.objects.filter(new_path__startswith=PREFIX).exists()
    version = meeting.get_absolute_url().removeprefix(PREFIX) + "v2/"
    assert version in [one.address for one in newest_lines(2)]
    assert [one for one in problems_of_record() if meeting.get_absolute_url() in one] == []


def test_saving_at_the_desk_leads_below_and_stores_without(admin_client):
    meeting = make_meeting()
    fields = {"meetings": [meeting.pk], "reason": "Published too early."}

    response = admin_client.post("/desk/archive/meeting/withdraw/", fields)

    assert response["Location"].startswith("/minutes/desk/archive/meeting/")
    meeting.refresh_from_db()
    assert meeting.publication == "withdrawn"
    assert not Revision.objects.filter(snapshot__contains=PREFIX).exists()


def test_links_in_the_text_of_minutes_lead_below(client):
    person = make_person("Ann Lee", slug="lee")
    meeting = make_meeting(
        text="See [her](/people/lee/), [them](//example.org/) and [it](https://example.org/)."
    )
    make_attendance(meeting, person=person)

    page = answer(client, meeting.get_absolute_url()).content.decode()

    assert re.findall(r'href="([^"]*)" rel="nofollow noopener"', page) == [
        "/minutes/people/lee/",
        "//example.org/",
        "https://example.org/",
    ]


def test_archive_that_moved_away_from_a_prefix_is_whole(client):
    meeting = make_meeting()
    set_script_prefix("/")

    with override_settings(FORCE_SCRIPT_NAME=None):
        assert [one for one in problems_of_record() if meeting.get_absolute_url() in one] == []
        assert client.get(meeting.get_absolute_url()).status_code == 200


def test_address_that_moved_leads_below_the_prefix(client):
    person = make_person("Ann Lee")
    before = person.get_absolute_url()
    rename_person(person, "lee")

    moved = answer(client, f"{before}?page=1")

    assert (moved.status_code, moved["Location"]) == (301, "/minutes/people/lee/?page=1")
