"""Days and sittings of a meeting at the desk."""

import datetime as dt

import pytest
from django.test import Client

from archive.models import Meeting
from tests.admin.pages import ADD, blank, change, errors, filled, row, save
from tests.factories import make_body, make_draft, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["9-11 April 2024", "2024年4月9日至11日", "2024-04-09/2024-04-11"])
def test_several_days_may_be_typed_into_the_date(clerk: Client, typed: str):
    save(clerk, ADD, blank(body=make_body().pk, date=typed))

    meeting = Meeting.objects.get()
    assert (meeting.date, meeting.end_date) == (dt.date(2024, 4, 9), dt.date(2024, 4, 11))


def test_sittings_are_entered_as_rows(clerk: Client):
    fields = blank(body=make_body().pk, date="2024-04-09", end_date="2024-04-10") | {
        "sittings-TOTAL_FORMS": 2
    }
    fields |= row("sittings", 0, date="2024-04-09", start_time="19:00", end_time="24:00", note="Adjourned")
    fields |= row("sittings", 1, date="2024-04-10", start_time="9:00")

    save(clerk, ADD, fields)

    found = Meeting.objects.get().sittings.in_order()
    assert [(one.position, one.date.day, one.end_time, one.note) for one in found] == [
        (1, 9, dt.time(0), "Adjourned"),
        (2, 10, None, ""),
    ]


def test_who_leaves_after_midnight_is_saved(clerk: Client):
    fields = blank(body=make_body().pk, start_time="19:00", end_time="1:10")
    fields |= row(
        "attendances", 0, person=make_person().pk, role="member", status="present",
        arrived_at="22:00", left_at="0:30",
    )  # fmt: skip

    save(clerk, ADD, fields | {"attendances-TOTAL_FORMS": 1})

    assert Meeting.objects.get().attendances.get().left_at == dt.time(0, 30)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"end_date": "2024-04-08"}, "end_date"),
        ({"end_date": "2024-04-10", "date_precision": "month"}, "end_date"),
        ({"end_date": "soon"}, "end_date"),
        ({"start_time": "24:00"}, "start_time"),
    ],
)
def test_days_that_cannot_be_are_told_beside_their_field(clerk: Client, changes, field: str):
    response = clerk.post(ADD, blank(body=make_body().pk, date="2024-04-09") | changes)

    assert list(errors(response)) == [field]


def test_sitting_outside_the_days_is_told_beside_its_day(clerk: Client):
    draft = make_draft(date=dt.date(2024, 4, 9))
    fields = filled(clerk, change(draft)) | {"sittings-TOTAL_FORMS": 1}
    fields |= row("sittings", 0, date="2024-04-12")

    response = clerk.post(change(draft), fields)

    assert list(errors(response)) == ["sittings-0-date"]
    assert "2024-04-12" in response.content.decode()
