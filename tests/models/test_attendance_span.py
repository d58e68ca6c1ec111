"""Parts of a meeting for which somebody was there: rules across rows, and what the public may see."""

import datetime as dt
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from archive.models import AgendaItem, Attendance, AttendanceSpan, Meeting
from archive.models.visibility import is_open, is_public
from tests.factories import make_attendance, make_draft, make_item, make_meeting, make_span

pytestmark = pytest.mark.django_db

NOON = dt.time(12)


def attendance_with_items(*public: bool, **fields: Any) -> tuple[Attendance, list[AgendaItem]]:
    meeting = make_meeting(**fields)
    items = [make_item(meeting, is_public=is_public) for is_public in public]
    return make_attendance(meeting), items


def test_agenda_item_of_another_meeting_is_refused():
    attendance, _items = attendance_with_items(True)
    other = make_item(make_draft())

    for end in ("from_item", "to_item"):
        with pytest.raises(ValidationError) as refused:
            AttendanceSpan(attendance=attendance, **{end: other}).full_clean()
        assert refused.value.message_dict == {end: ["This agenda item is of another meeting."]}


def test_last_item_before_the_first_is_refused():
    attendance, [first, second] = attendance_with_items(True, True)

    with pytest.raises(ValidationError) as refused:
        AttendanceSpan(attendance=attendance, from_item=second, to_item=first).full_clean()

    assert refused.value.message_dict == {"to_item": ["The last agenda item comes before the first."]}
    AttendanceSpan(attendance=attendance, from_item=first, to_item=first).full_clean()


def test_span_past_midnight_is_taken():
    attendance, _items = attendance_with_items()
    AttendanceSpan(attendance=attendance, from_time=dt.time(23, 50), to_time=dt.time(0, 20)).full_clean()


def test_somebody_may_have_several_spans():
    attendance, [item] = attendance_with_items(True)
    make_span(attendance, from_item=item, to_item=item)
    make_span(attendance, from_time=NOON)

    assert [span.position for span in AttendanceSpan.objects.in_order()] == [1, 2]


def test_sql_and_python_show_the_same_spans():
    for public in product([True, False], repeat=2):
        attendance, items = attendance_with_items(*public)
        for first, last in product([None, *items], repeat=2):
            for from_time, to_time in product([None, NOON], repeat=2):
                if first or last or from_time or to_time:
                    make_span(
                        attendance, from_item=first, to_item=last, from_time=from_time, to_time=to_time
                    )
    closed, _items = attendance_with_items(attendance_status="not_public")
    make_span(closed, from_time=NOON)

    rows = set(AttendanceSpan.objects.all())
    assert set(AttendanceSpan.objects.open_to_all()) == set(filter(is_open, rows))
    assert set(AttendanceSpan.objects.published()) == set(filter(is_public, rows))
    Meeting.objects.update(publication=Meeting.Publication.WITHDRAWN)
    rows = set(AttendanceSpan.objects.all())
    assert not any(map(is_public, rows))
    assert not AttendanceSpan.objects.published()


def test_span_of_a_closed_item_is_not_open():
    attendance, [_first, closed, _last] = attendance_with_items(True, False, True)

    assert not is_open(make_span(attendance, from_item=closed, to_item=closed))
    assert is_open(make_span(attendance, from_item=closed))
    assert not is_open(make_span(attendance, from_item=closed, to_time=NOON))


@pytest.mark.parametrize(
    ("start", "first", "last", "is_refused"),
    [
        (18, dt.time(20), dt.time(19), True),
        (18, dt.time(19), dt.time(20), False),
        (18, dt.time(23, 50), dt.time(0, 20), False),
        (18, dt.time(0, 20), dt.time(23, 50), True),
        (None, dt.time(23, 50), dt.time(0, 20), False),
    ],
)
def test_hours_are_in_order_of_a_meeting_that_may_pass_midnight(start, first, last, is_refused: bool):
    attendance = make_attendance(make_draft(start_time=start and dt.time(start)))
    span = AttendanceSpan(attendance=attendance, from_time=first, to_time=last)

    if is_refused:
        with pytest.raises(ValidationError, match="It ends before it begins"):
            span.full_clean()
    else:
        span.full_clean()
