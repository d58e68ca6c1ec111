"""Renaming a person or body on the desk: a new name from a day on, or a slip."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Attendance, Body, Meeting, Person
from archive.operations.publish import publish
from tests.admin.pages import errors, filled
from tests.factories import make_attendance, make_body, make_draft, make_person
from tests.operations.importing.test_meetings import imported

pytestmark = pytest.mark.django_db


def attended(person: Person, day: dt.date, *, is_published: bool = False) -> Attendance:
    meeting = make_draft(date=day)
    row = make_attendance(meeting, person=person, role="chair")
    if is_published:
        publish(meeting)
    return row


def renamed(client: Client, row: Any, name: str, **answers: str) -> Any:
    address = reverse(f"admin:archive_{row._meta.model_name}_change", args=[row.pk])
    return client.post(address, filled(client, address, name=name, **answers))


def written(*rows: Attendance) -> list[str]:
    return [Attendance.objects.get(pk=row.pk).name_as_written for row in rows]


@pytest.mark.parametrize("make", [make_person, make_body])
def test_change_of_a_name_asks_what_it_is(superuser: Client, make: Any):
    row = make("Ida Merrow")

    page = renamed(superuser, row, "Ida Holm")

    row.refresh_from_db()
    assert row.name == "Ida Merrow"
    assert errors(page) == {"renaming": ["Say whether this is a new name or a slip."]}
    assert 'type="radio" name="renaming"' in page.text
    assert 'value="Ida Holm"' in page.text


def test_new_name_needs_its_first_day(superuser: Client):
    page = renamed(superuser, make_person("Ida Merrow"), "Ida Holm", renaming="new", renamed_on="")

    assert errors(page) == {"renamed_on": ["Give the first day of the new name."]}


def test_new_name_keeps_the_old_one_with_its_last_day(superuser: Client):
    person = make_person("Ida Merrow")
    before, after = attended(person, dt.date(2015, 5, 3)), attended(person, dt.date(2016, 5, 3))

    renamed(superuser, person, "Ida Holm", renaming="new", renamed_on="3 May 2016")

    [other] = person.other_names.all()
    assert (other.name, other.kind, other.end_date) == ("Ida Merrow", "former", dt.date(2016, 5, 2))
    assert written(before, after) == ["Ida Merrow", "Ida Holm"]
    assert Person.objects.get().sorted_as == "Holm, Ida"


def test_slip_is_put_right_in_drafts_and_kept_in_what_was_published(superuser: Client):
    person = make_person("Jon Smyth")
    draft = attended(person, dt.date(2015, 5, 3))
    public = attended(person, dt.date(2015, 6, 3), is_published=True)

    renamed(superuser, person, "John Smyth", renaming="slip")

    assert written(draft, public) == ["John Smyth", "Jon Smyth"]
    assert [(one.name, one.kind) for one in person.other_names.all()] == [("Jon Smyth", "spelling")]


def test_import_obeys_a_slip_that_was_put_right(superuser: Client, tmp_path):
    person = make_person("Jon Smyth")
    renamed(superuser, person, "John Smyth", renaming="slip")

    meeting = imported(tmp_path, attendances=[{"person": "Jon Smyth", "role": "chair"}])

    assert meeting.attendances.get().person == person
    assert Person.objects.count() == 1


def test_import_finds_a_renamed_body_by_its_old_name(superuser: Client, tmp_path):
    body = make_body("Ferry Board")
    renamed(superuser, body, "Harbour Board", renaming="new", renamed_on="2016-05-03")

    meeting = imported(tmp_path, body="Ferry Board")

    assert meeting.body == body
    assert Meeting.objects.get(pk=meeting.pk).body_as_written == "Ferry Board"
    assert Body.objects.count() == 1


def test_same_name_in_other_letters_asks_nothing(superuser: Client):
    person = make_person("IDA MERROW")

    renamed(superuser, person, "Ida Merrow")

    assert Person.objects.get().name == "Ida Merrow"
    assert not person.other_names.exists()
