"""How often somebody was there: which meetings count, and which do not."""

import datetime as dt

import pytest

from archive.models import Sitting
from archive.operations.publish import publish
from archive.record.attendance_rate import NOBODY, presence_by_year, presence_in_all
from tests.factories import (
    make_attendance,
    make_body,
    make_draft,
    make_item,
    make_joint,
    make_meeting,
    make_membership,
    make_person,
    make_resolution,
    make_span,
    make_vote,
)

pytestmark = pytest.mark.django_db


def total(person):
    """Return (present, excused, absent, unrecorded)."""
    return tuple(presence_in_all(presence_by_year(person)))[:4]


def rate(person):
    """Return (rated present, rated, only named)."""
    presence = presence_in_all(presence_by_year(person))
    return presence.rated_present, presence.rated, presence.only_named


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

    assert presence_in_all(presence_by_year(person)) == NOBODY


def test_meeting_of_two_sittings_is_one_and_whoever_is_out_for_an_item_attends_it():
    person, meeting = make_person(), make_draft(items=2, end_date=dt.date(2023, 8, 24))
    for position, day in enumerate((23, 24), start=1):
        Sitting.objects.create(meeting=meeting, position=position, date=dt.date(2023, 8, day))
    king = make_attendance(meeting, person=person)
    for item in meeting.agenda_items.all():
        make_span(king, from_item=item, to_item=item, reason="interest_declared")
    make_attendance(meeting)
    publish(meeting)

    assert total(person) == (1, 0, 0, 0)


def test_absent_member_who_is_represented_is_absent():
    person, meeting = make_person(), make_draft()
    make_attendance(meeting, person=person, status="absent")
    substitute = make_attendance(meeting, on_behalf_of=person)
    publish(meeting)

    assert total(person) == (0, 0, 1, 0)
    assert total(substitute.person) == (1, 0, 0, 0)


def test_represented_are_counted_among_the_absent_by_substitute_or_proxy():
    person = make_person()
    by_substitute, by_proxy, closed, alone = (make_draft() for _ in range(4))
    for meeting, status in ((by_substitute, "excused"), (by_proxy, "absent"), (closed, "absent")):
        make_attendance(meeting, person=person, status=status)
    make_attendance(alone, person=person, status="absent")
    make_attendance(by_substitute, on_behalf_of=person)
    make_attendance(alone, on_behalf_of=person, status="absent")
    for meeting, is_public in ((by_proxy, True), (closed, False)):
        item = make_item(meeting, is_public=is_public)
        make_vote(make_resolution(meeting, agenda_item=item), voter=person, proxy=make_person())
    for meeting in (by_substitute, by_proxy, closed, alone):
        publish(meeting)

    presence = presence_in_all(presence_by_year(person))
    assert (presence.excused, presence.absent, presence.represented) == (1, 3, 2)


def test_circulation_is_no_meeting_at_which_anybody_was_present():
    person, body = make_person(), make_body()
    make_membership(person=person, body=body)
    met = make_meeting(body=body, attendance_status="recorded")
    make_attendance(met, person=person)
    for status in ("present", "absent"):
        circulated = make_meeting(body=body, attendance_mode="by_circulation")
        make_attendance(circulated, person=person, status=status)
    make_meeting(body=body, attendance_mode="by_circulation")

    assert total(person) == (1, 0, 0, 0)
    assert rate(person) == (1, 1, 0)


def test_joint_meeting_is_one_meeting_of_its_first_bodys_habit():
    person, keeping, other = make_person(), make_body(), make_body()
    for body in (keeping, other):
        make_membership(person=person, body=body)
        make_membership(body=body)  # of whom the minutes say nothing
    for first, second in ((keeping, other), (other, keeping)):
        meeting = make_draft(body=first)
        make_joint(meeting, second)
        make_attendance(meeting, person=person)
        if first is keeping:
            make_attendance(meeting, status="absent")
        publish(meeting)

    assert total(person) == (2, 0, 0, 0)
    assert rate(person) == (1, 1, 1)


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


@pytest.mark.parametrize("count", [1, 3])
def test_presence_takes_three_queries(django_assert_num_queries, count: int):
    person = make_person()
    for _ in range(count):
        make_attendance(make_meeting(), person=person)

    with django_assert_num_queries(3):
        years = presence_by_year(person)

    assert presence_in_all(years).present == count


# The rate


def test_rate_is_not_taken_where_nobody_is_ever_listed_as_absent():
    person, body = make_person(), make_body()
    for day in range(1, 6):
        make_attendance(make_meeting(body=body, date=dt.date(2023, 1, day)), person=person)

    assert rate(person) == (0, 0, 5)


@pytest.mark.parametrize(("listing", "expected"), [(1, (0, 0, 8)), (2, (8, 8, 0))])
def test_rate_needs_a_quarter_of_the_meetings_of_the_year_to_list_absences(listing: int, expected):
    person, body = make_person(), make_body()
    for day in range(1, 9):
        meeting = make_meeting(body=body, date=dt.date(2023, 1, day))
        make_attendance(meeting, person=person)
        if day <= listing:
            make_attendance(meeting, status="excused")
    make_attendance(make_meeting(body=body, date=on(2024)), status="present")

    assert rate(person) == expected


def test_rate_of_one_year_or_body_says_nothing_of_another():
    person, body = make_person(), make_body()
    make_attendance(make_meeting(body=body, date=on(2022)), person=person, status="absent")
    make_attendance(make_meeting(body=body, date=on(2023)), person=person)
    make_attendance(make_meeting(date=on(2022)), person=person)

    assert rate(person) == (0, 1, 2)


def test_rate_is_taken_where_the_minutes_account_for_the_whole_roster():
    (person, other), body = (make_person(), make_person()), make_body()
    for member in (person, other):
        make_membership(person=member, body=body)
    whole, partial = make_meeting(body=body, date=on(2023)), make_meeting(body=body, date=on(2023, 2))
    for member in (person, other):
        make_attendance(whole, person=member)
    make_attendance(partial, person=person)

    assert rate(person) == (1, 1, 1)
