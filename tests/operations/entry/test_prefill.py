"""A reading as the fields of a meeting's page."""

import datetime as dt
import json

import pytest

from archive.operations.entry.prefill import Fields, page_fields
from archive.operations.entry.reading_rows import DOUBT
from archive.reader.minutes import read_minutes
from tests.factories import make_body, make_membership, make_person

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


def test_date_whose_year_stands_elsewhere_is_filled_in_and_doubted():
    fields = read_fields("Harbour Club minutes 2024\n\nMonday, May 20\n\nPresent: Ann Lee, Bob Ray\n")

    assert fields["date"] == "2024-05-20"
    assert fields[f"date-{DOUBT}"] == "May 20 / 2024"


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


COUNCIL = """Fenwick Town Council
Minutes of 3 May 2023

Present: Mayor Adaeze Obi (Chair), Councillor Lars Bergen, Councillor Mina Castell

1. Lights
Moved by Councillor Bergen, seconded by Councillor Castell, that lamps be bought. Carried 2-1.
Councillor Castell moved to amend lamps to lanterns. Seconded by the Mayor. The amendment failed 1-2.

2. Hall
Moved by Cllr Mills, seconded by Bergen, to sell the hall. Ayes: Bergen, Castell, Obi (3). Carried 2-1.
"""


def test_movers_are_those_who_attended():
    lars, mina = make_person("Lars Bergen"), make_person("Mina Castell")

    fields = read_fields(COUNCIL)

    movers = [(fields[f"resolutions-{n}-mover"], fields[f"resolutions-{n}-seconder"]) for n in range(3)]
    assert movers == [
        (str(lars.pk), str(mina.pk)),
        (str(mina.pk), "new:Adaeze Obi"),
        ("", str(lars.pk)),
    ]


def test_nobody_is_made_of_a_movers_name_and_that_is_told():
    fields = read_fields(COUNCIL)

    assert not any("Mills" in value for name, value in fields.items() if name.endswith("mover"))
    assert json.loads(fields["resolutions-2-doubt"])["mover"] == "Cllr Mills"


def test_mover_may_be_a_member_of_the_body_on_that_day():
    mills = make_person("Cora Mills")
    make_membership(person=mills, body=make_body("Fenwick Town Council"), start_date=dt.date(2022, 1, 1))

    assert read_fields(COUNCIL)["resolutions-2-mover"] == str(mills.pk)


def test_amendment_names_the_row_of_its_motion():
    fields = read_fields(COUNCIL)

    assert [fields[f"resolutions-{n}-motion_row"] for n in range(3)] == ["", "1", ""]
    assert fields["resolutions-1-classification"] == "amendment"


def test_what_the_text_says_in_two_ways_is_not_filled_in():
    fields = read_fields(COUNCIL)

    assert (fields["resolutions-2-yes_count"], fields["resolutions-2-no_count"]) == ("", "")
    assert fields["resolutions-2-result_as_written"] == "“Ayes: Bergen, Castell, Obi (3)” ≠ “Carried 2-1”"
