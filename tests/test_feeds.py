import datetime as dt
from xml.etree import ElementTree as ET

import pytest

from archive.models import Meeting
from archive.operations.publishing import correct, withdraw
from tests.factories import make_body, make_meeting

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client) -> ET.Element:
    """Return the feed of corrections, parsed."""
    response = client.get("/corrections.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)


def make_corrected(reason: str = "A name was wrong.", **fields) -> Meeting:
    meeting = make_meeting(body=make_body("Council", slug="council"), date=dt.date(2023, 8, 23), **fields)
    correct(meeting, kind="corrected", reason=reason)
    return meeting


def test_corrections_feed_says_what_was_corrected_and_why(client):
    make_corrected(name="Evening")

    (entry,) = feed(client).findall(f"{ATOM}entry")

    link = entry.find(f"{ATOM}link")
    assert entry.findtext(f"{ATOM}title") == "Corrected: Evening"
    assert entry.findtext(f"{ATOM}summary") == "A name was wrong."
    assert link is not None
    assert link.attrib["href"] == "http://testserver/meetings/council/2023-08-23/changes/1..2/"


def test_corrections_feed_has_what_atom_asks_for(client):
    make_corrected()

    root = feed(client)

    links = {link.attrib["rel"]: link.attrib["href"] for link in root.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "http://testserver/corrections/",
        "self": "http://testserver/corrections.atom",
    }
    assert root.findtext(f"{ATOM}title") == "Corrections: Minutebook"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Minutebook"
    assert root.findtext(f"{ATOM}updated") == root.findtext(f"{ATOM}entry/{ATOM}updated")


def test_corrections_feed_keeps_the_name_of_an_entry_when_its_meeting_is_withdrawn(client):
    meeting = make_corrected()
    before = feed(client).findtext(f"{ATOM}entry/{ATOM}id")
    withdraw(meeting, reason="By mistake.")

    names = [entry.findtext(f"{ATOM}id") for entry in feed(client).findall(f"{ATOM}entry")]

    assert str(before).startswith("ni:///sha-256;")
    assert names[1] == before
    assert names[0] != before


def test_corrections_feed_survives_what_xml_cannot_hold(client):
    make_corrected(reason="A \x0b tab \ufffe & <b>bold</b>.", name="Evening\x1b")

    (entry,) = feed(client).findall(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}title") == "Corrected: Evening"
    assert entry.findtext(f"{ATOM}summary") == "A  tab  & <b>bold</b>."


def test_corrections_feed_holds_the_newest_fifty(client):
    meeting = make_corrected()
    for number in range(51):
        correct(meeting, kind="corrected", reason=f"Reason {number}.")

    entries = feed(client).findall(f"{ATOM}entry")

    assert len(entries) == 50
    assert entries[0].findtext(f"{ATOM}summary") == "Reason 50."


@pytest.mark.parametrize("count", [1, 3])
def test_corrections_feed_query_count(client, django_assert_num_queries, count):
    for _ in range(count):
        correct(make_meeting(), kind="corrected", reason="A slip.")

    with django_assert_num_queries(2):
        root = feed(client)

    assert len(root.findall(f"{ATOM}entry")) == count


def test_corrections_feed_without_corrections_is_empty(client):
    make_meeting(name="Zebra")

    assert feed(client).findall(f"{ATOM}entry") == []
