"""Names as written: a row keeps the name of its day, whatever the person or body is called later."""

import datetime as dt

import pytest

from archive.models import Attendance, Meeting, Resolution, Vote
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_draft,
    make_other_name,
    make_person,
    make_resolution,
    make_vote,
)

pytestmark = pytest.mark.django_db

DAY = dt.date(2015, 5, 3)


def test_each_role_keeps_the_name_that_it_was_saved_with():
    person, body = make_person("Ida Merrow"), make_body("Ferry Board")
    meeting = make_draft(body=body, date=DAY)
    attendance = make_attendance(meeting, person=person, on_behalf_of=person)
    resolution = make_resolution(meeting, mover=person, seconder=person)
    vote = make_vote(resolution, voter=person, proxy=make_person("Ida Merrow"))
    for_another = make_vote(resolution, proxy=person)
    action = make_action(meeting, responsible=person, responsible_body=body)

    person.name, body.name = "Ida Holm", "Harbour Board"
    person.save()
    body.save()

    assert for_another.proxy_as_written == "Ida Merrow"
    for row in (meeting, attendance, resolution, vote, action):
        again = type(row).objects.get(pk=row.pk)
        again.save()
        assert set(again.WRITTEN.values()) == {
            name for name in again.WRITTEN.values() if getattr(again, name) in {"Ida Merrow", "Ferry Board"}
        }


def test_row_that_names_another_takes_that_name():
    resolution = make_resolution(make_draft(), mover=make_person("Ida Merrow"))
    resolution = Resolution.objects.get(pk=resolution.pk)

    resolution.mover = make_person("Ada Nowak")
    resolution.save()

    assert resolution.mover_as_written == "Ada Nowak"


def test_row_that_names_nobody_any_more_has_no_name():
    resolution = Resolution.objects.get(
        pk=make_resolution(make_draft(), mover=make_person("Ida Merrow")).pk
    )

    resolution.mover = None
    resolution.save(update_fields=["mover"])

    resolution.refresh_from_db()
    assert resolution.mover_as_written == ""


def test_typed_spelling_stays_when_another_person_is_meant():
    attendance = make_attendance(make_draft(), person=make_person("Ida Merrow"), name_as_written="I. M.")
    attendance = Attendance.objects.get(pk=attendance.pk)

    attendance.person = make_person("Ina Marsh")
    attendance.save()

    assert attendance.name_as_written == "I. M."


@pytest.mark.parametrize(
    ("day", "written"), [(dt.date(2016, 5, 3), "Ida Merrow"), (dt.date(2016, 5, 4), "Ida Holm")]
)
def test_name_of_the_day_is_the_former_one_that_was_used_then(day: dt.date, written: str):
    person = make_person("Ida Holm")
    make_other_name(person, "Ida Merrow", end_date=dt.date(2016, 5, 3))
    make_other_name(person, "Ida H.", kind="spelling", end_date=dt.date(2020, 1, 1))
    make_other_name(person, "I. of an unknown time")

    vote = make_vote(make_resolution(make_draft(date=day)), voter=person)

    assert Vote.objects.get(pk=vote.pk).name_as_written == written


def test_deferred_names_are_left_alone(django_assert_num_queries):
    key = make_draft(body=make_body("Ferry Board")).pk
    meeting = Meeting.objects.only("location", "date", "body").get(pk=key)
    meeting.body.name = "Harbour Board"
    meeting.location = "Hall"

    meeting.save(update_fields=["location"])

    assert Meeting.objects.get(pk=key).body_as_written == "Ferry Board"
