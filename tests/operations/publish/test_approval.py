"""Approving minutes, one or many at once."""

import datetime as dt

import pytest

from archive.models import Meeting, Revision
from archive.operations.publish import CannotApprove, approve, approve_all, withdraw
from archive.record.history import corrections
from tests.factories import make_body, make_draft, make_meeting

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 8, 23)
LATER = dt.date(2023, 9, 20)


def test_many_are_approved_at_once_and_none_is_a_correction():
    body = make_body()
    first, second = make_meeting(body=body, date=DAY), make_meeting(body=body, date=DAY)
    draft, later = make_draft(body=body, date=DAY), make_meeting(body=body, date=LATER)

    approve_all([first.pk, second.pk, draft.pk], on=LATER, at_meeting=later)

    approved = Revision.objects.filter(kind="approved")
    assert list(approved.order_by("pk").values_list("meeting", "number", "reason")) == [
        (first.pk, 2, ""),
        (second.pk, 2, ""),
    ]
    assert list(corrections()) == []
    assert Meeting.objects.filter(approved_on=LATER, approved_at=later).count() == 3


@pytest.mark.parametrize("count", [1, 3])
def test_approval_query_count(django_assert_num_queries, engine: str, count: int):
    keys = [make_meeting(present=1, resolutions=1).pk for _ in range(count)]
    approve_all([make_meeting().pk], on=LATER)
    queries = {"sqlite": 17, "postgresql": 18}[engine]

    with django_assert_num_queries(queries):
        approve_all(keys, on=LATER)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"approved_on": DAY}, "approved already"),
        ({"status": "scheduled"}, "was not held"),
        ({"status": "cancelled"}, "was not held"),
        ({"date": LATER + dt.timedelta(days=1)}, "after that day"),
    ],
)
def test_what_cannot_be_approved_keeps_all_from_it(fields: dict, why: str):
    good, bad = make_meeting(), make_meeting(**fields)

    with pytest.raises(CannotApprove, match=why):
        approve_all([good.pk, bad.pk], on=LATER)

    assert not Revision.objects.filter(kind="approved").exists()


def test_withdrawn_minutes_are_not_approved():
    meeting = make_meeting()
    withdraw(meeting, reason="Entered twice.")

    with pytest.raises(CannotApprove, match="withdrawn"):
        approve(meeting, on=LATER)


def test_minutes_are_not_approved_by_themselves_or_before_they_were_made():
    meeting, earlier = make_meeting(date=DAY), make_meeting(date=DAY - dt.timedelta(days=1))

    for at_meeting in (meeting, earlier):
        with pytest.raises(CannotApprove, match="not held before"):
            approve(meeting, on=LATER, at_meeting=at_meeting)
