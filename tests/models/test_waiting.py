"""What waits for somebody's work."""

import datetime as dt
from typing import Any

import pytest

from archive.models import Meeting
from tests.factories import make_attendance, make_body, make_draft, make_item, make_meeting, make_resolution

TODAY = dt.date(2023, 9, 1)
BEFORE = dt.date(2023, 8, 23)
EMPTY: dict[str, Any] = {"date": BEFORE, "text": "", "summary": ""}

pytestmark = pytest.mark.django_db


def test_meeting_past_its_day_with_nothing_entered_waits_for_minutes():
    waiting = [make_draft(**EMPTY), make_draft(**EMPTY, status="scheduled", items=1)]

    assert list(Meeting.objects.due_for_entry(TODAY).oldest_first()) == waiting


@pytest.mark.parametrize(
    "fields",
    [
        EMPTY | {"text": "The committee met."},
        EMPTY | {"summary": "It met."},
        EMPTY | {"items": 1},
        EMPTY | {"resolutions": 1},
        EMPTY | {"date": TODAY},
        EMPTY | {"status": "cancelled"},
        EMPTY | {"disclosure": "closed"},
    ],
)
def test_other_meetings_wait_for_no_minutes(fields):
    make_draft(**fields)

    assert list(Meeting.objects.due_for_entry(TODAY)) == []


def test_published_agenda_waits_for_minutes_until_it_is_withdrawn():
    agenda = make_meeting(**EMPTY, status="scheduled", items=1)

    assert list(Meeting.objects.due_for_entry(TODAY)) == [agenda]

    Meeting.objects.update(publication="withdrawn")
    assert list(Meeting.objects.due_for_entry(TODAY)) == []


def test_draft_is_either_begun_or_without_minutes():
    make_draft(**EMPTY)
    make_meeting()
    make_draft(disclosure="closed")
    begun, coming = make_draft(date=BEFORE), make_draft(**EMPTY | {"date": TODAY})

    assert list(Meeting.objects.being_entered(TODAY).oldest_first()) == [begun, coming]


def test_unapproved_leaves_out_what_nobody_approves():
    waiting = make_meeting()
    make_draft()
    make_meeting(approved_on=TODAY)
    make_meeting(status="cancelled")
    make_meeting(body=make_body(approval="none"))

    assert list(Meeting.objects.unapproved()) == [waiting]


def test_next_date_is_that_of_the_body_and_not_cancelled():
    meeting = make_meeting(date=BEFORE)
    make_draft(date=BEFORE + dt.timedelta(1))
    for days, status in ((2, "cancelled"), (3, "scheduled"), (4, "held")):
        make_draft(body=meeting.body, date=BEFORE + dt.timedelta(days), status=status)

    found: Any = Meeting.objects.with_next_date().get(pk=meeting.pk)
    assert found.next_date == dt.date(2023, 8, 26)


def test_absence_counts_count_each_kind():
    meeting = make_draft(present=2)
    for status in ("excused", "excused", "absent"):
        make_attendance(meeting, status=status)

    counted: Any = Meeting.objects.with_absence_counts().get()

    assert (counted.excused_rows, counted.absent_rows) == (2, 1)


def test_next_after_follows_the_list_and_begins_again():
    days = [dt.date(2023, 8, day) for day in (3, 2, 1)]
    first, second, third = (make_draft(date=day) for day in days)
    drafts = Meeting.objects.drafts()

    assert [drafts.next_after(one) for one in (first, second, third)] == [second, third, first]


def test_next_after_the_only_draft_is_none():
    only = make_draft()
    make_item(only)
    make_resolution(only)

    assert Meeting.objects.drafts().next_after(only) is None
