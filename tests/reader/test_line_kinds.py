"""What a line is, and what its kind changes for a list of names."""

import pytest

from archive.reader.line_kinds import kind_of
from archive.reader.minutes import read_minutes
from archive.reader.source import Source


@pytest.mark.parametrize(
    ("text", "kind", "evidence"),
    [
        ("", "blank", ""),
        ("-----", "rule", "-----"),
        ("203 | P a g e", "noise", "203 | P a g e"),
        ("Page 3 of 9", "noise", "Page 3 of 9"),
        ("- 3 -", "noise", "3 -"),
        ("第3页 共9页", "noise", "第3页 共9页"),
        ("## Budget", "heading", "##"),
        ("**Present:** Ann Lee", "head", "Present:"),
        ("一、出席人员：张三", "head", "出席人员:"),
        ("Ayes: Lee, Ray", "vote", "Ayes:"),
        ("The motion carried.", "vote", "The motion carried"),
        ("赞成：5票", "vote", "赞成:5"),
        ("Moved by A. Lee, seconded by B. Ray", "motion", "Moved"),
        ("Cllr Lee moved that the report be received.", "motion", "Cllr Lee moved that"),
        ("会议听取了汇报。", "motion", "会议听取"),
        ("Ann Lee: I think that we should wait.", "speaker", "Ann Lee: I think that we should wait."),
        ("陈主席：請問各位有沒有意見？", "speaker", "陈主席:请问各位有没有意见?"),
        ("| a | b |", "row", "|"),
        ("- Ann Lee", "item", "-"),
        ("1. Ann Lee", "item", "1."),
        ("The council met.", "text", ""),
    ],
)
def test_kind_and_its_sign(text, kind, evidence):
    source = Source(text)

    assert kind_of(source, source.lines[0]) == (kind, evidence)


@pytest.mark.parametrize("foot", ["Page 1 of 9", "203 | P a g e", "- 2 -"])
def test_foot_of_a_page_parts_no_list(foot):
    for text in (
        f"Present:\nAnn Lee\nBob Ray\n\n{foot}\n\nCy Poe\nDan Moe\n\n1. Budget\n",
        f"PRESENT: Ann Lee, Bob Ray,\n{foot}\nCy Poe and Dan Moe\n\n1. Budget\n",
    ):
        reading = read_minutes(text)

        assert [entry.name for entry in reading.attendance.entries] == [
            "Ann Lee",
            "Bob Ray",
            "Cy Poe",
            "Dan Moe",
        ]
        assert reading.not_placed == []


@pytest.mark.parametrize(
    "below",
    ["Moved by Cy Poe, seconded by Dan Moe", "Ayes: Cy Poe, Dan Moe", "Cy Poe: I think that we can start."],
)
def test_motion_vote_or_speech_ends_a_list(below):
    entries = read_minutes(f"Present:\nAnn Lee\nBob Ray\n{below}\n").attendance.entries

    assert [entry.name for entry in entries] == ["Ann Lee", "Bob Ray"]
