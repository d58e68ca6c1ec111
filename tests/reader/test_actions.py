"""What is to be done: under a decision, in a list, in a box to tick."""

import pytest

from archive.reader.minutes import read_minutes

pytestmark = pytest.mark.any_engine


def actions(text: str, head: str = "Minutes of the Board\n3 May 2023") -> list[tuple[str, str, str]]:
    return [
        (
            action.description.value,
            action.responsible.value if action.responsible else "",
            str(action.due.value) if action.due else "",
        )
        for action in read_minutes(f"{head}\n\n{text}\n").actions
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ACTION: Ann to write by 5 July 2023.", ("Ann to write by 5 July 2023.", "Ann", "2023-07-05")),
        ("- [ ] Ann Lee to book the hall", ("Ann Lee to book the hall", "Ann Lee", "")),
        (
            "Ann Lee to book the hall by 5 July 2023",
            ("Ann Lee to book the hall by 5 July 2023", "Ann Lee", "2023-07-05"),
        ),
    ],
)
def test_action(text: str, expected: tuple[str, str, str]):
    assert actions(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "ACTION: Adjournment",
        "ACTION ITEMS\n- Meeting adjourned at 9 pm",
        "Motion to approve the minutes by 3 May 2023",
        "- [x] Ann Lee - Weir Ltd",
    ],
)
def test_no_action(text: str):
    assert actions(text) == []


CHINESE = "会议纪要\n2023年8月23日"


@pytest.mark.parametrize(
    ("charge", "unit", "due"),
    [
        ("责任单位：办公室", "办公室", ""),
        ("責任單位：辦公室；完成時限：9月15日前", "辦公室", "2023-09-15"),
        (
            "牵头单位：办公室，配合单位：财务科，完成时限：2023年12月底前。",
            "牵头单位：办公室，配合单位：财务科",
            "2023-12-31",
        ),
        ("（责任单位：办公室；完成时限：明年）", "办公室", ""),
        ("责任单位：办公室；完成时限：2月底前", "办公室", "2024-02-29"),
        ("完成时限：长期坚持\n责任人：王芳", "王芳", ""),
    ],
)
@pytest.mark.parametrize("between", ["", "\n"])
def test_who_has_a_decision_in_charge(charge: str, unit: str, due: str, between: str):
    [(task, responsible, until)] = actions(f"会议决定购买水泵三台。{between}{charge}", CHINESE)

    assert (task, until) == ("购买水泵三台", due)
    assert responsible.removeprefix("牵头单位：") == unit.removeprefix("牵头单位：")


def test_charge_belongs_to_the_decision_above_it():
    reading = read_minutes(
        f"{CHINESE}\n\n会议决定：\n1.购买水泵。\n责任单位：办公室\n2.修理屋顶。\n责任单位：总务科\n"
    )

    assert [one.text.value for one in reading.resolutions] == ["购买水泵。", "修理屋顶。"]
    assert [action.resolution for action in reading.actions] == reading.resolutions
