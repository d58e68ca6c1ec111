"""Addresses that moved lead on; nothing else does."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Redirect
from archive.operations.publish import move_meeting, withdraw
from tests.factories import make_body, make_meeting

pytestmark = pytest.mark.django_db

OLD, NEW = "/meetings/council/2023-08-23/", "/meetings/council/2023-08-24/"


def make_moved():
    """Make a meeting that moved from one day to the next."""
    meeting = make_meeting(body=make_body(slug="council"), date=dt.date(2023, 8, 23), resolutions=1)
    move_meeting(meeting, date=dt.date(2023, 8, 24), reason="The date was wrong.")
    return meeting


@pytest.mark.parametrize(
    "rest",
    ["", "history/", "v1/", "v1/record.json", "changes/1..2/", "record.txt", "resolutions/1/", "?a=b"],
)
def test_everything_beneath_a_moved_address_leads_on(client, rest: str):
    make_moved()

    response = client.get(OLD + rest)

    assert (response.status_code, response["Location"]) == (301, NEW + rest)
    assert client.get(response["Location"]).status_code == 200


def test_moved_answer_is_asked_for_again(client):
    make_moved()

    assert "no-cache" in client.get(OLD)["Cache-Control"]


def test_withdrawn_meeting_that_moved_is_gone(client):
    withdraw(make_moved(), reason="By mistake.")

    response = client.get(OLD, follow=True)

    assert response.status_code == 410
    assert "The committee met." not in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/meetings/council/2023-08-22/", "/meetings/a%00b/", "/nothing", "/" + "a/" * 3000]
)
def test_address_that_never_moved_is_not_found(client, path: str):
    make_moved()

    assert client.get(path).status_code == 404


def test_nothing_is_led_on_that_was_sent(client):
    make_moved()

    assert client.post(OLD).status_code == 405


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/", "/meetings.csv", "/meetings.atom", "/sitemap.xml", OLD])
def test_public_page_is_only_read(method: str, path: str):
    response = Client(enforce_csrf_checks=True).generic(method, path)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/desk/", "/desk/login/", "/desk/archive/meeting/add/"])
def test_desk_is_read_and_sent_forms(method: str, path: str):
    response = Client(enforce_csrf_checks=True).generic(method, path)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")


def test_page_that_is_found_costs_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("robots"))

    assert response.status_code == 200


def test_circle_ends(client):
    Redirect.objects.bulk_create(
        [
            Redirect(old_path="/people/a/", new_path="/people/b/"),
            Redirect(old_path="/people/b/", new_path="/people/a/"),
        ]
    )

    assert client.get("/people/a/").status_code == 301
