"""The items of business: listed, numbered or on the line of their head; no points of what was decided."""

import pytest

from archive.reader.minutes import read_minutes

pytestmark = pytest.mark.any_engine


def agenda(text: str) -> list[str]:
    return [item.name.value for item in read_minutes(text).agenda]


@pytest.mark.parametrize(
    "head",
    [
        "会议议定事项如下：",
        "会议决议：",
        "## 決議",
        "Decisions:",
        "It was resolved:",
        "## Action items",
        "下一步工作：",
    ],
)
@pytest.mark.parametrize("numbers", ["12", "一二"])
def test_points_of_what_was_decided_are_no_items(head: str, numbers: str):
    one, two = (f"{number}{'. ' if number.isdigit() else '、'}" for number in numbers)

    assert agenda(f"# Orchard Board 果園協會\n\n{head}\n{one}修理屋頂\n{two}買一條船\n") == []


def test_items_go_on_behind_the_points_of_a_decision():
    one = "一、屋顶\n决议：\n1. 同意修理。\n2. 不换瓦片。"

    assert agenda(f"协会会议纪要\n\n{one}\n二、船只\n决议：\n1. 暂不购买。\n") == ["屋顶", "船只"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("议题：讨论发展党员计划", ["讨论发展党员计划"]),
        ("會議議題：一、修理屋頂；二、買一條船", ["修理屋頂", "買一條船"]),
        ("Agenda: 1. roof; 2. boat", ["roof", "boat"]),
        ("Agenda: roof; boat", ["roof", "boat"]),
        ("议题：无", []),
        ("议程：见附件", []),
        ("Agenda: https://example.org/agenda; none", []),
        ("Agenda: approved as circulated", []),
        ("提案一：修理屋頂\n決議：通過。", ["修理屋頂"]),
    ],
)
def test_items_on_the_line_of_their_head(text: str, expected: list[str]):
    assert agenda(f"Orchard Board 果園協會\n\n{text}\n") == expected


def test_numbered_paragraph_is_no_item():
    assert agenda("协会会议纪要\n\n1. 关于展览。会议决定十月开幕。\n2. 关于会费。会议决定不变。\n") == []
