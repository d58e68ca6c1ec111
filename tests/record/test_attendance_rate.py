"""How often somebody was there: which meetings count, and which do not."""

import datetime as dt

import pytest

from archive.record.attendance_rate import NOBODY, presence_by_year, presence_in_all
from tests.factories import (
    make_attendance,
    make_body,
    make_draft,
    make_meeting,
    make_membership,
    make_person,
)

pytestmark = pytest.mark.django_db


def total(person):
    """Return (present, excused, absent, unrecorded)."""
    return tuple(presence_in_all(presence_by_year(person)))


def on(year: int, month: int = 1) -> dt.date:
    return dt.date(year, month, 1)


# Without a roster the minutes say who was a member


def test_presence_counts_rows_of_members():
    person = make_person()
    for status in ("present", "present", "absent", "excused"):
        make_attendance(make_meeting(), person=person, status=status)
    make_attendance(make_meeting(), person=person, role="guest")

    assert total(person) == (2, 1, 1, 0)


def test_presence_leaves_out_what_is_not_published_recorded_or_held():
    person = make_person()
    make_attendance(make_draft(), person=person)
    make_attendance(make_meeting(attendance_status="counts_only"), person=person)
    make_attendance(make_meeting(attendance_status="not_public"), person=person)
    make_attendance(make_meeting(status="cancelled"), person=person)

    assert total(person) == NOBODY


# By the roster


def test_presence_counts_a_member_in_whatever_role_on_the_days_of_the_term():
    person, body = make_person(), make_body()
    make_membership(person=person, body=body, start_date=on(2020), end_date=on(2021))
    for date in (on(2019, 12), on(2020), on(2021), on(2021, 2)):
        make_attendance(make_meeting(body=body, date=date), person=person, role="presenter")

    assert total(person) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("role", "expected"), [("vice_chair", 1), ("secretary", 1), ("alternate", 0), ("observer", 0)]
)
def test_presence_expects_members_but_neither_alternates_nor_observers(role, expected):
    person, body = make_person(), make_body()
    make_membership(person=person, body=body, role=role)
    make_meeting(body=body)

    assert total(person) == (0, 0, 0, expected)


def test_presence_never_infers_absence():
    person, body = make_person(), make_body()
    make_membership(person=person, body=body)
    make_meeting(body=body, present=1)
    make_meeting(body=body, attendance_status="not_recorded")
    make_draft(body=body)
    make_meeting(body=body, status="cancelled")
    make_meeting()

    assert total(person) == (0, 0, 0, 2)


def test_presence_does_not_tell_whether_somebody_was_there_where_that_is_not_public():
    (there, elsewhere), body = (make_person(), make_person()), make_body()
    for person in (there, elsewhere):
        make_membership(person=person, body=body)
    meeting = make_draft(body=body, attendance_status="not_public")
    make_attendance(meeting, person=there)
    make_meeting(body=body, attendance_status="not_public")

    assert total(there) == total(elsewhere) == (0, 0, 0, 1)


def test_presence_counts_a_meeting_once_for_two_terms():
    person, body = make_person(), make_body()
    for role in ("member", "chair"):
        make_membership(person=person, body=body, role=role)
    make_attendance(make_meeting(body=body), person=person)

    assert total(person) == (1, 0, 0, 0)


# Together


def test_presence_by_year_begins_with_the_earliest():
    person = make_person()
    for year in (2023, 2021):
        make_attendance(make_meeting(date=on(year)), person=person)

    assert list(presence_by_year(person)) == [2021, 2023]


def test_presence_takes_two_queries(django_assert_num_queries):
    person = make_person()
    for _ in range(3):
        make_attendance(make_meeting(), person=person)

    with django_assert_num_queries(2):
        years = presence_by_year(person)

    assert presence_in_all(years).percent == 100
