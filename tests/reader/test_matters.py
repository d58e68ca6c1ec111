"""The matter that a decision is about, and what is none: the head of a part, the title, a label."""

import pytest

from archive.reader.matters import heads_part
from archive.reader.minutes import read_minutes

pytestmark = pytest.mark.any_engine


def matters(text: str) -> list[str | None]:
    return [one.subject.value if one.subject else None for one in read_minutes(text).resolutions]


@pytest.mark.parametrize(
    "words",
    [
        *("Action Items", "Roll Call Votes", "5. Decisions and actions", "Conclusion/Decision", "Business"),
        *(
            "Regular Meeting – June 12, 2024",
            "Notes & Decisions:",
            "会议决议",
            "七、讨论事项:",
            "临时动议",
            "讨论 事项",
        ),
    ],
)
def test_head_of_a_part_is_no_matter(words: str):
    assert heads_part(words)


@pytest.mark.parametrize(
    "words",
    ["Budget 2024", "Decisions – Budget", "Treasurer's report", "研究经费", "关于会费", "Motion to sell"],
)
def test_matter_is_no_head_of_a_part(words: str):
    assert not heads_part(words)


@pytest.mark.parametrize("kind", ["Decision", "Conclusion/Resolution", "Votes"])
def test_matter_stands_in_the_heading_above_the_head_of_a_part(kind: str):
    own = f"# Board\n\n## Licences\n\n### {kind}\n\n- Decision: keep the licence\n"
    text = f"{own}\n## {kind}\n\n- Decision: close\n"

    assert matters(text) == ["Licences", None]


def test_only_heading_above_all_others_is_the_title_and_no_matter():
    assert matters("# Harbour Watch\n\n- Decision: buy a boat\n\n## Quay\n\n- Decision: mend it\n") == [
        None,
        "Quay",
    ]


@pytest.mark.parametrize(
    "label",
    ["案由：", "一、案由：", "案由一：", "案 由 二：", "案由(一) ", "（一）案由：", "案名：", "提案一："],
)
def test_label_of_a_matter_is_no_part_of_it(label: str):
    assert matters(f"協會會議紀錄\n\n討論事項：\n{label}修理屋頂。\n決議：照案通過。\n") == ["修理屋頂。"]


def test_part_of_what_is_told_of_a_matter_leaves_it():
    roof = "一、关于屋顶\n（一）讨论情况\n众人发言。\n（二）决议\n同意修理。"
    text = f"协会会议纪要\n\n{roof}\n二、其他事项\n决议：明年再办。\n"

    assert matters(text) == ["关于屋顶", None]


def test_several_matters_on_one_line_are_the_matter_of_none():
    assert matters("周例会纪要\n\n议题：1. 版本；2. 环境\n会议结论：\n1、同意推迟。\n") == [None]
