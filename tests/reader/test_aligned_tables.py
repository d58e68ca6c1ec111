"""Tables whose columns blanks align: people, votes and decisions, each below its head."""

import pytest

from archive.reader.aligned_tables import with_bars
from archive.reader.minutes import read_minutes
from archive.text.folding import in_both_scripts

pytestmark = pytest.mark.any_engine

PEOPLE = """\
Elm Water Trust

Minutes, 4 May 2023

Name                Role              Attendance
Ann Lee             Chair             Present
Bob Ray                               Apologies
Dee Orr             Member            Absent
"""
MOTIONS = """\
Elm Water Trust

Minutes, 4 May 2023

Motion                 Moved     Seconded    For   Against   Result
Approve the accounts   Lee       Poe           4         0   Carried
Sell the pump          Poe       Lee           1         3   Lost
"""
MARKS = """\
Elm Water Trust

Minutes, 4 May 2023

Lee moved to sell the pump. Poe seconded.

Member           Yes    No    Abstain
Lee               X
Poe                      X
Orr                            X
Ray              X

The motion carried 2-1.
"""
CHINESE = """\
某鎮人大主席團會議記錄

時間：2023年5月4日

姓名        職務          出席情況
張大明      主席          出席
李小紅      委員          請假

序號  議案                 贊成   反對   棄權   結果
1     關於預算調整的議案   5      0      0      通過
2     關於道路命名的議案   2      3      0      未通過
"""


def test_people_stand_below_their_heads():
    entries = read_minutes(PEOPLE).attendance.entries

    assert [(one.name, one.label, one.status) for one in entries] == [
        ("Ann Lee", "Chair", "present"),
        ("Bob Ray", "", "excused"),
        ("Dee Orr", "Member", "absent"),
    ]


def test_motions_stand_below_their_heads():
    found = read_minutes(MOTIONS).resolutions

    assert [(one.text.value, one.result) for one in found] == [
        ("Approve the accounts", "adopted"),
        ("Sell the pump", "rejected"),
    ]
    assert [one.mover and one.mover.value for one in found] == ["Lee", "Poe"]
    assert [one.votes and (one.votes.yes_count, one.votes.no_count) for one in found] == [(4, 0), (1, 3)]


def test_marks_stand_below_their_sides():
    reading = read_minutes(MARKS)
    (resolution,) = reading.resolutions

    assert resolution.votes is not None
    assert resolution.votes.names == [("Lee", "yes"), ("Poe", "no"), ("Orr", "abstain"), ("Ray", "yes")]
    assert (resolution.result, reading.attendance.entries) == ("adopted", [])


@pytest.mark.parametrize("text", in_both_scripts(CHINESE))
def test_chinese_columns_are_twice_as_wide(text: str):
    reading = read_minutes(text)

    assert [(one.role, one.status) for one in reading.attendance.entries] == [
        ("chair", "present"),
        ("", "excused"),
    ]
    assert [(one.result, one.votes and one.votes.yes_count) for one in reading.resolutions] == [
        ("adopted", 5),
        ("rejected", 2),
    ]


@pytest.mark.parametrize(
    "text",
    [
        # Lists side by side.
        "PRESENT          STAFF\nAnn Lee          Tom Wray\nBob Ray          Sue Hale\n",
        "Name             Role\n\nAnn Lee went to the shop.\n",
        "We spoke of name  and role and of much else.\n",
        "Name             Role\nAnn Lee          Chair\n",  # one row may be a sentence
    ],
)
def test_what_is_no_table_stays_as_it_is(text: str):
    assert with_bars(text) == text


def test_a_text_keeps_its_length():
    assert [len(with_bars(text)) for text in (PEOPLE, MOTIONS, MARKS, CHINESE)] == [
        len(text) for text in (PEOPLE, MOTIONS, MARKS, CHINESE)
    ]
