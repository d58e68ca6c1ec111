"""Heads and lists of names in every look give the same attendees."""

import textwrap

import pytest

from archive.reader.minutes import read_minutes

pytestmark = pytest.mark.any_engine

NAMES = ["Ann Lindqvist", "Bob Okoro", "Carla Castellan (Chair)", "Dan Vance", "Eva Orsini", "Fay Dunnford"]
AWAY = ["Gil Wrayson", "Hal Ryder"]
HAN = ["张三", "李小明", "王五（局长）", "欧阳文", "赵六"]
HAN_AWAY = ["陈七", "周国栋"]


def attendees(text: str) -> list[tuple[str, str, str, str]]:
    entries = read_minutes(text).attendance.entries
    return sorted((entry.name, entry.label, entry.role, entry.status) for entry in entries)


def minutes(present: str, away: str, *, gap: str = "\n") -> str:
    below = "1. Budget\n\nThe budget was read.\n"
    return f"MINUTES OF THE COUNCIL\n\n4 May 2023\n\n{present}{gap}{away}\n\n{below}"


PLAIN = attendees(minutes(f"Present: {', '.join(NAMES)}", f"Apologies: {', '.join(AWAY)}"))
PLAIN_HAN = attendees(minutes(f"出席：{'、'.join(HAN)}", f"请假：{'、'.join(HAN_AWAY)}"))
HEADS = {
    "colon": "{}:",
    "alone": "{}",
    "bold": "**{}**",
    "bold colon": "**{}:**",
    "underlined": "<u>{}</u>",
    "ruled": "{}\n-------",
    "heading": "### {}",
    "numbered": "1. {}",
    "numbered heading": "## 2. {}",
    "upper": "{}:",
    "full width": "{}：",
}
LISTS = {
    "commas": ", ".join,
    "and": lambda names: f"{', '.join(names[:-1])} and {names[-1]}",
    "lines": "\n".join,
    "bullets": lambda names: "\n".join(f"- {name}" for name in names),
    "stars": lambda names: "\n".join(f"* {name}" for name in names),
    "numbers": lambda names: "\n".join(f"{number}. {name}" for number, name in enumerate(names, 1)),
    "tabs": "\t".join,
    "semicolons": "; ".join,
    "bold names": lambda names: ", ".join(f"**{name}**" for name in names),
    "wrapped": lambda names: textwrap.fill(", ".join(names), 72),
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)
def test_english_heads_and_lists(head, listed):
    between = "\n\n" if head.strip().endswith(("}", "*", ">", "-")) else "\n"
    present, away = (
        f"{head.format(word.upper() if head == 'upper' else word)}{between}{listed(names)}"
        for word, names in (("Present", NAMES), ("Apologies", AWAY))
    )

    assert attendees(minutes(present, away, gap="\n\n")) == PLAIN


HAN_LISTS = {
    "marks": "、".join,
    "commas": "，".join,
    "half-width commas": ",".join,
    "lines": "\n".join,
    "bullets": lambda names: "\n".join(f"- {name}" for name in names),
    "blanks": "　　".join,
    "tabs": "\t".join,
}


@pytest.mark.parametrize(
    "head", ["{}：", "{}:", "{}", "**{}**", "{}人员：", "一、{}人员", "### {}", "{}　"], ids=str
)
@pytest.mark.parametrize("listed", HAN_LISTS.values(), ids=HAN_LISTS)
def test_chinese_heads_and_lists(head, listed):
    present, away = (
        f"{head.format(word)}\n{listed(names)}" for word, names in (("出席", HAN), ("请假", HAN_AWAY))
    )

    assert attendees(minutes(present, away, gap="\n\n")) == PLAIN_HAN


@pytest.mark.parametrize("width", [40, 56, 72, 80])
def test_wrapping_a_long_list(width):
    names = [
        f"{first} {last}"
        for first in ("Ann", "Bob", "Cy", "Dee")
        for last in ("Lindqvist", "Okoro", "Vane", "Orr")
    ]
    plain = attendees(minutes(f"Present: {', '.join(names)}", "Apologies: Hal Ryder"))

    for text in (f"Present: {', '.join(names)}", f"Present: Councillors {', '.join(names)}"):
        wrapped = attendees(minutes(textwrap.fill(text, width), "Apologies: Hal Ryder"))
        assert [entry[0] for entry in wrapped] == [entry[0] for entry in plain]


def test_full_width_letters_and_signs():
    text = minutes(f"Present: {', '.join(NAMES)}", f"Apologies: {', '.join(AWAY)}")
    wide = "".join(chr(ord(one) + 0xFEE0) if one in ",:()" else one for one in text)

    assert attendees(wide) == PLAIN


def test_blank_lines_between_the_lists():
    assert (
        attendees(minutes(f"Present: {', '.join(NAMES)}", f"Apologies: {', '.join(AWAY)}", gap="\n\n\n\n"))
        == PLAIN
    )


def test_names_in_a_table_or_a_sentence():
    rows = "".join(
        f"| {name} | {status} |\n"
        for names, status in ((NAMES, "yes"), (AWAY, "apologies"))
        for name in names
    )
    sentence = f"{', '.join(NAMES[:-1])} and {NAMES[-1]} were present."

    assert attendees(minutes(f"| Name | Present |\n|---|---|\n{rows}", "")) == PLAIN
    assert attendees(minutes(sentence, f"Apologies were received from {' and '.join(AWAY)}.")) == PLAIN


COLUMNS = {
    "heads alone": """
Present                     Absent
Ann Lee (Chair)             Eli Poe
Bob Ray                     Fay Upton
Cy Orr
""",
    "names behind the heads": """
PRESENT: Ann Lee (Chair)            ABSENT: Eli Poe
         Bob Ray                            Fay Upton
         Cy Orr
""",
    "tabs": """
Present:\tAnn Lee (Chair)\tAbsent:\tEli Poe
\tBob Ray\t\tFay Upton
\tCy Orr
""",
    "table": """
| Present | Absent |
| --- | --- |
| Ann Lee (Chair) | Eli Poe |
| Bob Ray | |
| Cy Orr | Fay Upton |
""",
    "one line": "Present: Ann Lee (Chair), Bob Ray, Cy Orr      Absent: Eli Poe, Fay Upton",
    "sentences": "Ann Lee (Chair), Bob Ray and Cy Orr present. Eli Poe and Fay Upton absent. All was well.",
}


@pytest.mark.parametrize("listed", COLUMNS.values(), ids=COLUMNS)
def test_lists_side_by_side(listed):
    assert attendees(
        f"MINUTES OF THE COUNCIL\n\n4 May 2023\n\n{listed}\n\n1. Budget\n\nIt was read.\n"
    ) == [
        ("Ann Lee", "Chair", "chair", "present"),
        ("Bob Ray", "", "", "present"),
        ("Cy Orr", "", "", "present"),
        ("Eli Poe", "", "", "absent"),
        ("Fay Upton", "", "", "absent"),
    ]


def test_chinese_lists_side_by_side():
    text = """某社区居民委员会会议记录
时间：2024年5月6日
出席人员：              缺席人员：
张建国                  刘洋
王秀英（主任）          陈晨
李明

一、讨论绿化。"""

    assert {name: status for name, _, _, status in attendees(text)} == {
        **dict.fromkeys(["张建国", "王秀英", "李明"], "present"),
        **dict.fromkeys(["刘洋", "陈晨"], "absent"),
    }


def test_names_under_two_heads_are_left_to_a_person():
    text = "MINUTES\n\nPRESENT:\nAnn Lee\nBob Ray\nAPOLOGIES:\nABSENT:\nCy Orr\nDan Poe\n\n1. Budget\n"

    reading = read_minutes(text)

    assert [entry.name for entry in reading.attendance.entries] == ["Ann Lee", "Bob Ray"]
    assert [text[slice(*span)] for span in reading.not_placed] == ["ABSENT:\nCy Orr\nDan Poe"]
