"""What the published record lacks: numbers, and what each year covers."""

import datetime as dt

import pytest

from archive.models import Meeting
from archive.operations.publish import withdraw
from archive.record.gaps import coverage_of, series_of
from tests.factories import make_body, make_draft, make_meeting

pytestmark = pytest.mark.django_db


def make_numbered(*numbers: str, body, year: int = 2023) -> None:
    """Publish a meeting a month, with these numbers."""
    for month, number in enumerate(numbers, start=1):
        make_meeting(body=body, number=number, date=dt.date(year, month, 1))


def found():
    """Return (year, missing numbers as written) of each series."""
    return [(one.year, one.written) for one in series_of(Meeting.objects.all())]


def test_series_that_counts_on_is_one_over_the_years():
    body = make_body()
    make_numbered("第1次", "第2次", body=body, year=2022)
    make_numbered("第5次", "第七次", body=body, year=2023)

    assert found() == [(None, ["第3–4次", "第6次"])]


def test_series_that_begins_anew_is_taken_year_by_year_and_from_one():
    body = make_body()
    make_numbered("2", "3", body=body, year=2022)
    make_numbered("1", "4", body=body, year=2023)

    assert found() == [(2023, ["2–3"]), (2022, ["1"])]


def test_series_does_not_begin_before_its_lowest_number():
    make_numbered("44", "45", "47", body=make_body())

    assert found() == [(None, ["46"])]


def test_series_of_terms_are_counted_apart():
    body = make_body()
    make_numbered("第一屆第1次", "第一屆第3次", "第二屆第2次", "第二屆第3次", body=body)

    assert found() == [(None, ["第一屆第2次"])]


def test_named_series_of_a_body_are_counted_apart():
    body = make_body()
    for name, numbers in (("党委会", ("1", "3")), ("局长办公会", ("1", "2"))):
        for month, number in enumerate(numbers, start=1):
            make_meeting(body=body, number=number, number_series=name, date=dt.date(2023, month, 1))

    assert [(one.name, one.written) for one in series_of(Meeting.objects.all())] == [("党委会", ["2"])]


def test_series_of_bodies_are_counted_apart():
    make_numbered("1", "2", body=make_body())
    make_numbered("5", "6", body=make_body())

    assert found() == []


def test_series_misses_the_number_of_a_draft_and_knows_that_of_a_withdrawn_meeting():
    body = make_body()
    make_numbered("1", "4", body=body)
    make_draft(body=body, number="2", date=dt.date(2023, 2, 2))
    withdraw(make_meeting(body=body, number="3", date=dt.date(2023, 3, 3)), reason="Published by mistake.")

    assert found() == [(None, ["2"])]


def test_series_takes_one_query(django_assert_num_queries):
    for _ in range(3):
        make_numbered("1", "3", body=make_body())

    with django_assert_num_queries(1):
        assert len(found()) == 3


def test_coverage_counts_held_meetings_by_year():
    make_meeting(date=dt.date(2021, 1, 1), attendance_status="not_recorded")
    make_meeting(date=dt.date(2023, 1, 1), approved_on=dt.date(2023, 2, 1))
    make_meeting(date=dt.date(2023, 1, 2))
    make_meeting(date=dt.date(2023, 1, 3), status="cancelled")
    make_draft(date=dt.date(2022, 1, 1))

    assert coverage_of(Meeting.objects.all()) == [(2021, 1, 0, 0), (2023, 2, 2, 1)]
