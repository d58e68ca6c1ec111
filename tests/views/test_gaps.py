"""What is missing: which meetings lack minutes, and what is told of none of them."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from archive.operations.publish import publish
from tests.factories import make_body, make_document, make_draft, make_item, make_meeting, make_resolution

pytestmark = pytest.mark.django_db

PAST = dt.date(2023, 9, 1)


def announce(**fields):
    """Publish that a meeting is called, and nothing more."""
    return make_meeting(**{"status": "scheduled", "text": "", "date": PAST, **fields})


def silent(client, **query: str) -> list[str]:
    """Return the titles of the meetings that lack minutes."""
    return [meeting.name for meeting, _days in client.get("/gaps/", query).context["silent"]]


def test_gaps_lists_announced_meetings_that_are_over_with_the_days_since(client):
    today = timezone.localdate()
    announce(name="Over", date=today - dt.timedelta(days=1200))
    announce(name="Today", date=today)
    announce(name="To come", date=today + dt.timedelta(days=1))

    response = client.get("/gaps/")

    assert [meeting.name for meeting, _days in response.context["silent"]] == ["Over"]
    assert "<span>1,200 days ago</span>" in response.content.decode()


def test_gaps_waits_until_a_month_or_year_is_over(client):
    today = timezone.localdate()
    announce(name="This month", date=today.replace(day=1), date_precision="month")
    announce(name="This year", date=today.replace(month=1, day=1), date_precision="year")
    announce(name="Long ago", date=dt.date(2020, 1, 1), date_precision="year")

    assert silent(client) == ["Long ago"]
    assert "days ago" not in client.get("/gaps/").content.decode()


def test_gaps_lists_held_meetings_of_which_nothing_tells_what_happened(client):
    empty: dict[str, Any] = {"text": "", "summary": "They met."}
    make_meeting(name="Nothing", **empty)
    make_meeting(name="Agenda only", items=1, **empty)
    make_meeting(name="Minutes")
    make_meeting(name="Resolution", resolutions=1, **empty)
    told = make_draft(name="Item with a text", **empty)
    make_item(told, text="Pumps were bought.")
    on_file = make_draft(name="Signed copy", **empty)
    make_document(on_file, classification="signed_copy")
    for meeting in (told, on_file):
        publish(meeting)

    assert sorted(silent(client)) == ["Agenda only", "Nothing"]


def test_gaps_counts_nothing_closed_as_minutes(client):
    meeting = make_draft(name="Closed", text="", summary="They met.")
    closed = make_item(meeting, text="Secret.", is_public=False)
    make_resolution(meeting, agenda_item=closed)
    make_document(meeting, classification="minutes", is_public=False)
    publish(meeting)

    assert silent(client) == ["Closed"]


def test_gaps_never_tells_of_drafts(client):
    make_meeting(body=make_body("Council"), number="1")
    make_draft(name="Zebra", status="scheduled", date=PAST, number="3")
    make_draft(name="Quagga", body=make_body("Quoll"), number="3")

    response = client.get("/gaps/")

    assert response.context["series"] == []
    page = response.content.decode()
    assert [word for word in ("Zebra", "Quagga", "Quoll") if word in page] == []


def test_gaps_of_one_body(client):
    council, board = make_body("Council"), make_body("Board")
    for body in (council, board):
        announce(name=f"{body} met", body=body)
        for number in ("1", "3"):
            make_meeting(body=body, number=number)

    response = client.get("/gaps/", {"body": "council"})

    assert silent(client, body="council") == ["Council met"]
    assert [(body.name, one.written) for body, one in response.context["series"]] == [("Council", ["2"])]
    assert [one.held for one in response.context["coverage"]] == [2]


def test_gaps_of_a_body_with_a_rhythm_speaks_of_meetings(client):
    body = make_body("Works")
    for month in (month for month in range(1, 25) if month not in {10, 11, 12}):
        make_meeting(body=body, date=dt.date(2020 + (month - 1) // 12, (month - 1) % 12 + 1, 3))
    make_meeting(body=make_body("Silent"), date=dt.date(2023, 5, 3))

    for query in ({}, {"body": body.slug}):
        page = client.get("/gaps/", query).content.decode()
        assert "Missing meetings</h2>" in page
        assert "No meeting between" in page
        assert "so a gap cannot be seen" not in page
        assert ">Approved</th>" not in page


def test_gaps_says_that_nothing_is_missing(client):
    page = client.get("/gaps/").content.decode()

    assert "No past meeting in this archive is without minutes." in page
    assert "These meetings carry no numbers, so a gap cannot be seen." in page
    assert "No minutes have been published yet." in page


@pytest.mark.parametrize("value", ["nonsense", "a\0b", "x" * 10_000, "😀"])
def test_gaps_with_a_bad_body_says_so_and_lists_nothing(client, value):
    announce(name="Zebra")

    response = client.get("/gaps/", {"body": value})

    assert list(response.context["form"].errors) == ["body"]
    assert 'class="errorlist"' in response.content.decode()
    assert "Zebra" not in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_gaps_query_count(client, django_assert_num_queries, count):
    for number in range(count):
        announce(number=str(2 * number))

    with django_assert_num_queries(7):
        response = client.get("/gaps/")

    assert len(response.context["silent"]) == count
