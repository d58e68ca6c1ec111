"""Feeds say what is new, are what Atom asks for, and stay the same as long as nothing changes."""

import datetime as dt
from typing import Any

import feedparser
import pytest

from archive.models import Meeting
from archive.operations.publish import correct, move_meeting, publish, rename_body, withdraw
from tests.factories import (
    make_attendance,
    make_body,
    make_draft,
    make_meeting,
    make_person,
    make_resolution,
)

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 8, 23)
FEEDS = [
    "/meetings.atom",
    "/resolutions.atom",
    "/corrections.atom",
    "/bodies/council/meetings.atom",
    "/people/chen/meetings.atom",
]


def feed(client, address: str = "/corrections.atom", **headers: str) -> Any:
    """Return a feed as feedparser reads it, which must have nothing to complain of."""
    response = client.get(address, headers=headers)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(response.content, resolve_relative_uris=False)
    assert not parsed.bozo, parsed.bozo_exception
    assert parsed.version == "atom10"
    return parsed


def make_followed(**fields: Any) -> Meeting:
    """Make a corrected meeting of /bodies/council/ with a resolution and with /people/chen/ present."""
    body = make_body("Council", slug="council")
    meeting = make_draft(body=body, date=DAY, name="Evening", language="en-GB", **fields)
    make_resolution(meeting, name="Pumps", text="Buy **pumps**.")
    make_attendance(meeting, person=make_person("陳瑩", slug="chen"))
    publish(meeting)
    correct(meeting, kind="corrected", reason="A name was wrong.")
    return meeting


# All of them


@pytest.mark.parametrize("address", FEEDS)
def test_feed_has_what_atom_asks_for(client, address: str):
    make_followed()

    found = feed(client, address)

    (entry,) = found.entries
    links = {link.rel: link.href for link in found.feed.links}
    assert links["self"] == f"http://testserver{address}"
    assert links["alternate"].startswith("http://testserver/")
    assert found.feed.title.endswith(": Minutebook")
    assert found.feed.author == "Minutebook"
    assert found.feed.updated == entry.updated
    assert all([entry.id, entry.title, entry.link, entry.published])


@pytest.mark.parametrize("address", FEEDS)
def test_feed_that_has_not_changed_answers_304(client, address: str):
    make_followed()
    first = client.get(address)

    again = client.get(address, headers={"if-none-match": first["ETag"]})
    later = client.get(address, headers={"if-modified-since": first["Last-Modified"]})

    assert (again.status_code, later.status_code) == (304, 304)
    assert (again.content, again["ETag"]) == (b"", first["ETag"])
    assert client.get(address).content == first.content


@pytest.mark.parametrize("address", FEEDS)
def test_feed_changes_when_its_meeting_does(client, address: str):
    meeting = make_followed()
    etag = client.get(address)["ETag"]
    correct(meeting, kind="corrected", reason="Another name was wrong.")

    assert client.get(address, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("address", [*FEEDS[:2], *FEEDS[3:]])
def test_feed_changes_when_its_meeting_is_withdrawn(client, address: str):
    make_meeting(body=make_followed().body, name="Older", resolutions=1)
    meeting = Meeting.objects.get(name="Evening")
    etag = client.get("/meetings.atom")["ETag"]
    withdraw(meeting, reason="By mistake.")

    response = client.get("/meetings.atom", headers={"if-none-match": etag})

    assert response.status_code == 200
    assert "Evening" not in response.content.decode()


def test_feed_changes_with_the_name_of_the_body_and_the_language(client):
    body = make_followed().body
    first = client.get("/meetings.atom")["ETag"]
    chinese = client.get("/meetings.atom", headers={"accept-language": "zh-CN"})["ETag"]
    body.name = "Town Council"
    body.save()

    assert len({first, chinese, client.get("/meetings.atom")["ETag"]}) == 3


def test_feed_of_a_body_stays_when_another_body_meets(client):
    make_followed()
    other = make_body("Board")
    address = "/bodies/council/meetings.atom"
    etag = client.get(address)["ETag"]
    make_meeting(body=other)

    assert client.get(address, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("address", FEEDS[:3])
def test_empty_feed_is_a_feed_and_stays_the_same(client, address: str):
    found = feed(client, address)

    assert found.entries == []
    assert found.feed.updated == "1970-01-01T00:00:00+00:00"


@pytest.mark.parametrize("address", FEEDS)
@pytest.mark.parametrize("count", [1, 3])
def test_feed_query_count(client, django_assert_max_num_queries, address: str, count: int):
    meeting = make_followed()
    for number in range(1, count):
        other = make_draft(body=meeting.body, date=DAY, resolutions=1)
        make_attendance(other, person=meeting.attendances.get().person)
        publish(other)
        correct(other, kind="corrected", reason=f"Reason {number}.")

    with django_assert_max_num_queries(8):
        found = feed(client, address)

    assert len(found.entries) == count


@pytest.mark.parametrize("address", ["/meetings.atom?since=nonsense", "/resolutions.atom?body=nobody"])
def test_feed_with_a_filter_that_cannot_be_read_says_so(client, address: str):
    response = client.get(address)

    assert response.status_code == 400
    assert "Since: Write a date" in response.content.decode() or "Body: Choose" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/bodies/nobody/meetings.atom", "/people/nobody/meetings.atom", "/bodies/nobody/calendar.ics"],
)
def test_feed_of_nobody_answers_404(client, address: str):
    assert client.get(address).status_code == 404


# Meetings


def test_meetings_feed_says_who_met_when_and_about_what(client):
    make_followed(summary="Pumps were discussed.")

    (entry,) = feed(client, "/meetings.atom").entries

    assert entry.title == "Council, 23 August 2023: Evening"
    assert entry.summary == "Pumps were discussed."
    assert entry.author == "Council"
    assert entry.link == "http://testserver/meetings/council/2023-08-23/"
    assert entry.title_detail.language == "en-GB"


def test_meetings_feed_without_a_summary_begins_the_text(client):
    make_followed(text="# Flood\n\nThe *pumps* are old. " + "And so on. " * 100)

    (entry,) = feed(client, "/meetings.atom").entries

    assert entry.summary.startswith("Flood The pumps are old. And")
    assert len(entry.summary) == 400


def test_meetings_feed_has_the_filters_of_the_list(client):
    make_followed()
    make_meeting(body=make_body("Board", slug="board"), name="Other", date=DAY)

    found = feed(client, "/meetings.atom?body=board&since=2023")

    assert [entry.title for entry in found.entries] == ["Board, 23 August 2023: Other"]
    links = {link.rel: link.href for link in found.feed.links}
    assert links["alternate"] == "http://testserver/meetings/?body=board&since=2023"
    assert links["self"] == "http://testserver/meetings.atom?body=board&since=2023"


@pytest.mark.parametrize("address", [*FEEDS, "/search.atom", "/chain.atom"])
def test_feed_repeats_nothing_that_was_put_into_its_address(client, address: str):
    make_followed()

    links = {link.rel: link.href for link in feed(client, f"{address}?note=nonsense&x=1").feed.links}

    assert links["self"] == f"http://testserver{address}"
    assert "?" not in links["alternate"]


def test_meetings_feed_in_chinese_writes_the_date_in_chinese(client):
    make_followed()

    (entry,) = feed(client, "/meetings.atom", **{"accept-language": "zh-CN"}).entries

    assert entry.title == "Council，2023年8月23日：Evening"


def test_meetings_feed_keeps_the_name_of_an_entry_when_the_meeting_moves(client):
    meeting = make_followed()
    before = feed(client, "/meetings.atom").entries[0]
    move_meeting(meeting, date=dt.date(2023, 8, 24), reason="The date was wrong.")

    after = feed(client, "/meetings.atom").entries[0]

    assert "sha-256;" in before.id
    assert after.id == before.id
    assert (before.link, after.link) == (
        "http://testserver/meetings/council/2023-08-23/",
        "http://testserver/meetings/council/2023-08-24/",
    )


def test_meetings_feed_holds_the_newest_fifty(client):
    body = make_body("Council")
    for number in range(51):
        make_meeting(body=body, name=f"Meeting {number}", date=DAY + dt.timedelta(days=number))

    titles = [entry.title for entry in feed(client, "/meetings.atom").entries]

    assert len(titles) == 50
    assert titles[0] == "Council, 12 October 2023: Meeting 50"


def test_feed_of_a_body_leads_on_when_the_body_moves(client):
    body = make_followed().body
    rename_body(body, "town")

    response = client.get("/bodies/council/meetings.atom")

    assert (response.status_code, response["Location"]) == (301, "/bodies/town/meetings.atom")


# Resolutions


def test_resolutions_feed_says_what_was_decided(client):
    make_followed()

    (entry,) = feed(client, "/resolutions.atom").entries

    assert entry.title == "Council, 23 August 2023: Pumps (Adopted)"
    assert entry.summary == "Buy pumps."
    assert entry.link == "http://testserver/meetings/council/2023-08-23/resolutions/1/"
    assert entry.id.endswith("?resolution=1")


def test_resolutions_feed_has_the_filters_of_the_register(client):
    meeting = make_followed()
    make_meeting(body=meeting.body, resolutions=1)

    found = feed(client, "/resolutions.atom?result=rejected")

    assert found.entries == []


# Corrections


def test_corrections_feed_says_what_was_corrected_and_why(client):
    make_followed()

    (entry,) = feed(client).entries

    assert entry.title == "Corrected: Evening"
    assert entry.summary == "A name was wrong."
    assert entry.link == "http://testserver/meetings/council/2023-08-23/changes/1..2/"


def test_corrections_feed_keeps_the_name_of_an_entry_when_its_meeting_is_withdrawn(client):
    meeting = make_followed()
    before = feed(client).entries[0].id
    withdraw(meeting, reason="By mistake.")

    names = [entry.id for entry in feed(client).entries]

    assert "sha-256;" in before
    assert names[1] == before
    assert names[0] != before


def test_corrections_feed_survives_what_xml_cannot_hold(client):
    correct(make_meeting(name="Evening\x1b"), kind="corrected", reason="A \x0b tab \ufffe & <b>bold</b>.")

    (entry,) = feed(client).entries

    assert entry.title == "Corrected: Evening"
    assert b"A  tab  &amp; &lt;b&gt;bold&lt;/b&gt;." in client.get("/corrections.atom").content


def test_corrections_feed_holds_the_newest_fifty(client):
    meeting = make_followed()
    for number in range(51):
        correct(meeting, kind="corrected", reason=f"Reason {number}.")

    entries = feed(client).entries

    assert len(entries) == 50
    assert entries[0].summary == "Reason 50."


def test_corrections_feed_without_corrections_is_empty(client):
    make_meeting(name="Zebra")

    assert feed(client).entries == []
