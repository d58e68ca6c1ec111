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


LISTED = "Present: Ann Lee, Tom Oak\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ACTION: Clerk to write", ("Clerk to write", "Clerk", "")),
        ("The gate is broken. ACTION: Tom to mend it", ("Tom to mend it", "Tom", "")),
        ("The gate has to be mended.\nAction: TO", ("The gate has to be mended.", "TO", "")),
        ("We mend the gate. Proposed Ann.\nACTION: Clerk", ("We mend the gate.", "Clerk", "")),
        ("Talk of the gate. Tom to mend it.", ("Tom to mend it.", "Tom", "")),
        ("K O'Neil to do this by the end of October", ("", "K O'Neil", "2023-10-31")),
        ("Ann Lee to write by 12 January", ("", "Ann Lee", "2024-01-12")),
        ("## To do\n- [ ] Ann Lee: book the hall", ("Ann Lee: book the hall", "Ann Lee", "")),
        ("6. Actions agreed\n- Ann Lee to write to all the\n  neighbours", ("", "Ann Lee", "")),
        (
            "Next steps:\nAnn Lee: book the hall\n\nTom Oak: hello",
            ("Ann Lee: book the hall", "Ann Lee", ""),
        ),
        ("Action\tOwner\tDue\nMend it\tTom Oak\t5 July 2023", ("Mend it", "Tom Oak", "2023-07-05")),
        ("| No | Task | Action by | By when |\n| 1 | Mend it | Tom | 5 July |", ("Mend it", "Tom", "")),
        ("| Item | Owner | Deadline |\n| Mend it | Tom | 5 July 2023 |", ("Mend it", "Tom", "2023-07-05")),
    ],
)
def test_ways_to_say_who_has_to_do_something(text: str, expected: tuple[str, str, str]):
    [(task, who, due)] = actions(LISTED + text)

    assert (task if expected[0] else "", who, due) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee to be treasurer",
        "Ann Lee to Everyone: hello",
        "Motion by Ann Lee to write",
        "| Time | Item | Lead |\n| 7pm | Gate | Tom |",
        "Next steps:\n\nAnn Lee: I think that we should wait.\nTom Oak: What do you mean?",
        "Next steps\n- Next meeting: 5 July 2023\n- Close of meeting",
        "## Actions\n- [ ] @Ann",
        "* Actions:\n* Gates are closed at nine",
    ],
)
def test_what_looks_like_an_action_and_is_none(text: str):
    assert actions(LISTED + text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("待办：\n1. 谷雨：写报告（2023-09-10）", ("写报告", "谷雨", "2023-09-10")),
        ("任務分工\n- 秘書處：寫報告（十月底前）", ("寫報告", "秘書處", "2023-10-31")),
        ("六、下一步工作\n1、王芳负责写报告", ("王芳负责写报告", "王芳", "")),
        (
            "會議決定由秘書處牽頭，於十月五日前完成清查。",
            ("由秘書處牽頭，於十月五日前完成清查", "秘書處", "2023-10-05"),
        ),
        (
            "会议决定修理水泵，由办公室负责，年底前完成。",
            ("修理水泵，由办公室负责，年底前完成", "办公室", "2023-12-31"),
        ),
        ("事项\t负责人\t期限\n写报告\t王芳\t2023年9月10日", ("写报告", "王芳", "2023-09-10")),
    ],
)
def test_ways_to_say_in_chinese_who_has_to_do_something(text: str, expected: tuple[str, str, str]):
    assert actions(text, CHINESE) == [expected]


def test_action_behind_a_decision_is_no_part_of_it():
    text = "Minutes of the Board\n\nDecision: mend the gate.\nAction: Tom to do it.\n"

    assert [one.text.value for one in read_minutes(text).resolutions] == ["mend the gate."]
    assert [one.text.value for one in read_minutes(text.replace(".\nA", ". A")).resolutions] == [
        "mend the gate."
    ]


def test_done_and_day_that_is_only_counted():
    table = "| Action | Who | Due | Status |\n| Mend it | Tom | end of May | Done |\n"
    [action] = read_minutes(f"Minutes of the Board\n3 May 2023\n\n{table}").actions

    assert action.is_done
    assert "due" in read_minutes("Board\n3 May 2023\n\nACTION: Tom to do it by 5 July\n").actions[0].doubts
