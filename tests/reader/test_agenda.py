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


def test_apologies_and_the_next_meeting_are_items_of_business():
    text = "1. Apologies for absence\n2. Chair's report\n3. Date of next meeting\n8 April 2024\n"

    assert agenda(text) == ["Apologies for absence", "Chair's report", "Date of next meeting"]


@pytest.mark.parametrize(
    "line", ["18 June 2024 at the Town Hall", "3rd of May, Town Hall", "5月20日 社区会议室"]
)
def test_line_that_begins_with_a_day_is_no_item(line: str):
    assert agenda(f"Harbour Board\n\n{line}\n\n1. Lamps\n2. Bridge\n") == ["Lamps", "Bridge"]


def test_sections_without_numbers_are_the_items():
    text = (
        "# Harbour WG\n\n## Attendees\n- Ann Lee\n\n## Lamps\nLong talk.\n\n## Bridge\n\n## Action items\n"
    )

    assert agenda(text) == ["Lamps", "Bridge"]


@pytest.mark.parametrize("numbers", ["壹 貳 參 肆", "壹 贰 叁 肆"])
def test_parts_in_numerals_of_account_are_the_items(numbers: str):
    one, two, three, four = numbers.split()
    text = f"理事會會議紀錄\n{one}、主席致詞\n{two}、報告事項\n{three}、討論事項\n{four}、散會\n"

    assert [(item.number, item.name.value) for item in read_minutes(text).agenda] == [
        (two, "報告事項"),
        (three, "討論事項"),
    ]


def test_headings_that_name_speakers_are_no_items():
    text = "# Talk\n\n### Ann Lee:\nYes.\n\n### Bob Ray:\nNo.\n\n### Ann Lee:\nWell.\n"

    assert agenda(text) == []


@pytest.mark.parametrize("noise", ["Scribes", "Meeting roles", "Extra", "Turn on recording", "Check-in"])
def test_how_a_call_is_run_is_no_item(noise: str):
    assert agenda(f"# Harbour Call\n\n## Agenda\n\n1. {noise}\n2. Lamps\n3. Boats\n") == ["Lamps", "Boats"]
    assert agenda(f"# Harbour Call\n\n## {noise}\n\nAnn.\n\n## Lamps\n\nWe.\n\n## Boats\n\nThey.\n") == [
        "Lamps",
        "Boats",
    ]
