"""Both names find: that of the minutes, and that of today."""

import datetime as dt

import pytest

from archive.models import Body, Person
from archive.operations.people import note_rename
from tests.factories import make_attendance, make_body, make_draft, make_person, make_resolution
from tests.operations.people.pairs import publish_now

pytestmark = pytest.mark.django_db


def rename(row: Person | Body, name: str) -> None:
    before, row.name = row.name, name
    row.save()
    note_rename(row, before, first_day=dt.date(2016, 5, 3))


@pytest.mark.parametrize(
    "words", ["Merrow", "Holm", "Ferry Board", "Harbour", "person:merrow", "person:holm", "body:ferry"]
)
def test_minutes_are_found_by_the_name_of_then_and_that_of_today(client, words: str):
    person, body = make_person("Ida Merrow"), make_body("Ferry Board")
    meeting = make_draft(name="Spring session", body=body, date=dt.date(2015, 5, 3), text="All met.")
    make_attendance(meeting, person=person, role="chair")
    publish_now(meeting)
    rename(person, "Ida Holm")
    rename(body, "Harbour Office")

    text = client.get("/search/", {"q": words}).text

    assert "Spring session" in text


@pytest.mark.parametrize("words", ["pier Merrow", "pier Holm"])
def test_decisions_are_found_by_either_name_of_a_mover(client, words: str):
    person = make_person("Ida Merrow")
    meeting = make_draft(date=dt.date(2015, 5, 3))
    make_attendance(meeting, person=make_person("Ada Nowak"), role="chair")
    make_resolution(meeting, name="Paint the pier", mover=person)
    publish_now(meeting)
    rename(person, "Ida Holm")

    assert "Paint the" in client.get("/search/", {"q": words}).text


def test_person_is_listed_under_the_new_name_and_found_by_the_old(client):
    person = make_person("Ida Merrow")
    meeting = make_draft()
    make_attendance(meeting, person=person, role="chair")
    publish_now(meeting)
    rename(person, "Ida Holm")

    text = client.get("/people/", {"q": "Merrow"}).text

    assert "Ida Holm" in text
    assert "formerly <span>Ida Merrow</span>" in text
