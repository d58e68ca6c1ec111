"""Lists of the members of a body, as people have them in tables, letters and minutes."""

import datetime as dt

import pytest

from archive.reader.member_list import MOST_LINES, Member, read_members

ELECTION = dt.date(2023, 5, 9)


def told(text: str) -> list[tuple[str, str]]:
    return [(one.name, one.label) for one in read_members(text).members]


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Okafor, David – Mayor", [("David Okafor", "Mayor")]),
        ("1. Elena Vasquez, Deputy mayor", [("Elena Vasquez", "Deputy mayor")]),
        ("Ann Lee\tMayor\nBob Ray\tClerk", [("Ann Lee", "Mayor"), ("Bob Ray", "Clerk")]),
        ("Ann Lee, Bob Ray, Cy Dow", [("Ann Lee", ""), ("Bob Ray", ""), ("Cy Dow", "")]),
        ("Mayor David Okafor", [("David Okafor", "Mayor")]),
        ("张伟、李娜、王强", [("张伟", ""), ("李娜", ""), ("王强", "")]),
        ("张伟，局长\n李娜\t副局长", [("张伟", "局长"), ("李娜", "副局长")]),
        ("张伟（局长）、李娜（副局长）", [("张伟", "局长"), ("李娜", "副局长")]),
        ("局长张伟", [("张伟", "局长")]),
    ],
)
def test_names_and_posts_are_read_in_any_layout(text: str, members: list[tuple[str, str]]):
    assert told(text) == members
    assert read_members(text).left == []


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("Lionel Crane, South ward, from 9 May 2023", ELECTION, None),
        ("Lionel Crane\tSouth ward\t2023-05-09\tuntil 2027-05-03", ELECTION, dt.date(2027, 5, 3)),
        ("Lionel Crane – South ward – since 9 May 2023", ELECTION, None),
        ("Lionel Crane, South ward", None, None),
    ],
)
def test_days_of_a_term_are_read(line: str, first: dt.date | None, last: dt.date | None):
    assert read_members(line).members == [Member("Lionel Crane", "South ward", first, last, line)]


def test_chinese_days_of_a_term_are_read():
    [member] = read_members("张伟，局长，自2023年5月9日起").members

    assert (member.name, member.label, member.first) == ("张伟", "局长", ELECTION)


def test_lines_without_a_name_are_left():
    read = read_members("Members of the council, elected for four years\n\n?!\nAnn Lee")

    assert told("Ann Lee") == [("Ann Lee", "")]
    assert "?!" in read.left


def test_lines_beyond_the_limit_are_left():
    read = read_members("Ann Lee\n" * (MOST_LINES + 2))

    assert len(read.members) == MOST_LINES
    assert read.left == ["Ann Lee", "Ann Lee"]
