"""Two people of one name in a list of names."""

import pytest

from archive.reader.attendance import read_names
from archive.reader.minutes import read_minutes


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Present: Ann Lee (Mill Ward), Ann Lee (Hill Ward), Bob Ray", ["Mill Ward", "Hill Ward"]),
        ("出席：刘洋（局长）、刘洋（财务科科长）、赵敏", ["局长", "财务科科长"]),
        ("Bob Ray\nAnn Lee\nAnn Lee", ["", ""]),
        ("Present: Ann Lee (Mill Ward), Ann Lee (Hill Ward)\nChair: Ann Lee", ["Mill Ward", "Hill Ward"]),
    ],
)
def test_names_that_a_list_holds_twice_are_two_people(text, labels):
    entries = read_names(text).entries

    assert [entry.label for entry in entries if entry.name in {"Ann Lee", "刘洋"}] == labels


@pytest.mark.parametrize(
    "text", ["Present: Ann Lee, Bob Ray\nChair: Ann Lee", "Ann Lee\nApologies: Ann Lee"]
)
def test_name_of_two_lists_is_one_person(text):
    assert [entry.name for entry in read_names(text).entries].count("Ann Lee") == 1


def test_minutes_keep_both():
    text = "Minutes\n\n23 August 2023\n\nPresent: Ann Lee (Mill Ward), Ann Lee (Hill Ward), Bob Ray\n"

    assert [entry.name for entry in read_minutes(text).attendance.entries] == [
        "Ann Lee",
        "Ann Lee",
        "Bob Ray",
    ]
