"""A reading as the fields of a meeting's page."""

import pytest

from archive.operations.entry.prefill import Fields, page_fields
from archive.reader.minutes import read_minutes
from tests.factories import make_body

TEXT = """Minutes of the Flood Control Commission

Date: 4 October 2023
Present: Sun Quanzhong (Chair), Li Wei, Chen Jie

1. Resolved: To buy ten thousand sandbags. Carried, 2 in favour, 1 against.
"""

pytestmark = pytest.mark.django_db


def read_fields(text: str) -> Fields:
    return page_fields(read_minutes(text), text)


def test_counts_of_a_vote_are_filled_in_and_one_not_stated_is_empty():
    fields = read_fields(TEXT)

    counts = [fields[f"resolutions-0-{name}"] for name in ("yes_count", "no_count", "abstain_count")]
    assert counts == ["2", "1", ""]


@pytest.mark.parametrize(
    ("written", "more", "filled"),
    [
        ("8/3/2023", "", "8/3/2023"),  # the form asks
        ("8/3/2023", "The next meeting is on 23/3/2023.", "2023-03-08"),
        ("8/3/2023", "The next meeting is on 3/23/2023.", "2023-08-03"),
        ("8.3.2023", "", "2023-03-08"),
        ("23/3/2023", "", "2023-03-23"),
        ("9-11 April 2024", "", "9-11 April 2024"),  # the form parts it
    ],
)
def test_date_that_may_be_two_is_left_as_written(written: str, more: str, filled: str):
    fields = read_fields(f"Minutes\n\nDate: {written}\n\nPresent: Ann Lee, Bob Ray\n\n{more}\n")

    assert fields["date"] == filled


def test_mode_is_filled_in():
    assert read_fields(TEXT.replace("Present:", "Place: online\nPresent:"))["attendance_mode"] == "online"


def test_count_of_zero_is_filled_in():
    fields = read_fields(TEXT.replace("1 against", "0 against"))

    assert fields["resolutions-0-no_count"] == "0"


def test_resolution_without_a_vote_has_no_counts():
    fields = read_fields(TEXT.replace(", 2 in favour, 1 against", ""))

    assert [fields.get(f"resolutions-0-{name}", "") for name in ("yes_count", "no_count")] == ["", ""]


def test_values_of_the_meeting_tell_where_they_were_read():
    body = make_body("Flood Control Commission")

    fields = read_fields(TEXT)

    assert (fields["body"], fields["date"]) == (str(body.pk), "2023-10-04")
    assert int(fields["date-read_at"]) == TEXT.index("4 October")


def test_reason_of_absence_goes_to_the_note_for_staff():
    fields = read_fields("Minutes\n\nPresent: Sun Quanzhong\nApologies: Li Wei (illness, left early)\n")

    assert fields["attendances-1-private_note"] == "illness"
    assert fields["attendances-1-note"] == "left early"
