"""Joint meetings: one meeting in what is asked of each of its bodies, once in what is asked of all."""

import datetime as dt
from operator import attrgetter
from typing import Any

import pytest

from archive.models import ActionItem, Body, Meeting, Person, Resolution
from archive.record.attendance_rate import Presence, presence_by_year
from archive.record.gaps import series_of
from archive.record.rhythm import rhythms_of
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_draft,
    make_joint,
    make_meeting,
    make_membership,
    make_other_name,
    make_person,
    make_resolution,
    put_on_record,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance() -> Body:
    return make_body("Finance Committee")


@pytest.fixture
def housing() -> Body:
    return make_body("Housing Committee")


def joint(*bodies: Body, **fields) -> Meeting:
    meeting = make_meeting(body=bodies[0], **fields)
    for body in bodies[1:]:
        make_joint(meeting, body)
    put_on_record(meeting)
    meeting.refresh_from_db()
    return meeting


def test_joint_meeting_is_one_of_each_body_and_one_in_all(finance: Body, housing: Body):
    third = make_body("Parks Board")
    meeting = joint(finance, housing, third)
    resolution, action = make_resolution(meeting), make_action(meeting)

    for body in (finance, housing, third):
        found = Body.objects.get(pk=body.pk)
        assert list(Meeting.objects.published().for_body(found)) == [meeting]
        assert list(Resolution.objects.published().for_body(found)) == [resolution]
        assert list(ActionItem.objects.published().for_body(found)) == [action]
    assert Meeting.objects.published().count() == 1


def test_body_that_only_met_with_others_is_public_and_counted(finance: Body, housing: Body):
    joint(finance, housing, date=dt.date(2016, 7, 7))
    make_meeting(body=finance, date=dt.date(2016, 7, 1))
    make_joint(make_draft(body=finance), make_body("Silent Board"))

    columns = attrgetter("meeting_count", "first_date", "last_date", "meets_jointly")
    assert {body.name: columns(body) for body in Body.objects.with_joint().counted()} == {
        "Finance Committee": (2, dt.date(2016, 7, 1), dt.date(2016, 7, 7), False),
        "Housing Committee": (1, dt.date(2016, 7, 7), dt.date(2016, 7, 7), True),
    }
    assert set(Body.objects.known()) == {finance, housing}


def test_plain_body_is_asked_of_one_column(finance: Body, django_assert_num_queries):
    meeting = make_meeting(body=finance)
    [body] = Body.objects.with_joint()

    with django_assert_num_queries(1):
        assert list(Meeting.objects.published().for_body(body)) == [meeting]
    assert "meetingbody" not in str(Meeting.objects.for_body(body).query)


def test_names_of_the_day_are_kept_for_every_body(finance: Body, housing: Body):
    make_other_name(housing, "Dwellings Committee", end_date=dt.date(2020, 1, 1))
    meeting = joint(finance, housing, date=dt.date(2016, 7, 7))

    housing.name = "Homes Committee"
    housing.save()
    make_joint(meeting, make_body("Parks Board")).save()

    meeting.refresh_from_db()
    assert meeting.body_name == "Finance Committee, Dwellings Committee, Parks Board"
    meeting.other_bodies.in_order()[0].delete()
    meeting.refresh_from_db()
    assert meeting.body_name == "Finance Committee, Parks Board"


def test_number_of_a_joint_meeting_is_not_missing_in_the_series_of_the_others(finance: Body, housing: Body):
    for number, body in (("3", finance), ("1", housing), ("3", housing)):
        make_meeting(body=body, number=number, date=dt.date(2016, 7, int(number)))
    joint(finance, housing, number="2", date=dt.date(2016, 7, 2))
    joint(finance, housing, number="9", date=dt.date(2016, 7, 9))

    found = series_of(Meeting.objects.all())

    assert [(one.body, one.written) for one in found] == [(finance.pk, ["4–8"])]


def test_next_meeting_of_a_body_may_be_a_joint_one(finance: Body, housing: Body):
    meeting = make_meeting(body=housing, date=dt.date(2016, 7, 1))
    joint(finance, housing, date=dt.date(2016, 7, 2), status="cancelled")
    joint(finance, housing, date=dt.date(2016, 7, 7))
    make_meeting(body=housing, date=dt.date(2016, 7, 9))

    found: Any = Meeting.objects.with_next_date().get(pk=meeting.pk)
    assert found.next_date == dt.date(2016, 7, 7)


def test_action_is_carried_over_joint_meetings_too(finance: Body, housing: Body):
    for body in (finance, housing):
        make_action(make_meeting(body=body, date=dt.date(2016, 7, 1)))
    joint(finance, housing, make_body("Parks Board"), date=dt.date(2016, 7, 7))
    make_meeting(body=finance, date=dt.date(2016, 7, 9))
    make_joint(make_draft(body=finance, date=dt.date(2016, 7, 10)), housing)

    found: Any = ActionItem.objects.with_carrying(dt.date(2017, 1, 1))

    assert {row.meeting.body: row.carried_count for row in found} == {finance: 2, housing: 1}


@pytest.mark.parametrize(("day", "is_found"), [((2016, 7, 9), True), ((2016, 7, 10), False)])
def test_every_day_of_a_meeting_finds_what_it_decided_and_gave(
    day: tuple[int, int, int], *, is_found: bool
):
    meeting = make_meeting(date=dt.date(2016, 7, 7), end_date=dt.date(2016, 7, 9))
    make_resolution(meeting), make_action(meeting)

    for rows in (Meeting.objects, Resolution.objects, ActionItem.objects):
        assert rows.since(dt.date(*day)).exists() is is_found


def test_rhythm_counts_a_joint_meeting_for_each_body(finance: Body, housing: Body):
    joint(finance, housing)
    make_meeting(body=housing)

    found = rhythms_of(Meeting.objects.all())

    assert {body: rhythm.unnumbered for body, rhythm in found.items()} == {finance.pk: 1, housing.pk: 2}


def test_presence_counts_a_joint_meeting_once(finance: Body, housing: Body):
    both, guest = make_person(), make_person()
    for person, bodies in ((both, (finance, housing)), (guest, (housing,))):
        for body in bodies:
            make_membership(person=person, body=body)
    meeting = joint(finance, housing)
    for person in (both, guest):
        make_attendance(meeting, person=person, role="guest")
    joint(finance, housing)

    expected = {2023: Presence(1, 0, 0, 1, 1, 1)}
    assert presence_by_year(both) == presence_by_year(Person.objects.get(pk=guest.pk)) == expected
