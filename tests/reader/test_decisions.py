"""Decisions behind Chinese labels."""

import pytest

from archive.reader.minutes import read_minutes


def decisions(text: str) -> list[str]:
    return [resolution.text.value for resolution in read_minutes(f"會議紀錄\n\n{text}\n").resolutions]


def test_list_of_decisions_may_begin_without_a_number():
    text = "決議：同意購買水泵三臺。\n- 由總務處於四月底前辦理。"

    assert decisions(text) == ["同意購買水泵三臺。", "由總務處於四月底前辦理。"]


def test_each_number_begins_a_decision():
    assert decisions("決議：\n一、同意購買水泵三臺。\n二、由總務處辦理。") == [
        "同意購買水泵三臺。",
        "由總務處辦理。",
    ]


def test_line_that_goes_on_is_no_decision_of_its_own():
    assert decisions("決議：同意購買水泵三臺，\n由總務處辦理。") == ["同意購買水泵三臺， 由總務處辦理。"]


def read(text: str) -> list[tuple[str, str]]:
    found = read_minutes(f"会议纪要\n2023年8月23日\n\n{text}\n").resolutions
    return [(one.text.value, one.result) for one in found]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("会议决定暂缓审议预算。", "deferred"),
        ("会议决定将该方案退回财务科修改完善后再审议。", "deferred"),
        ("会议研究并通过了《预算》。", "adopted"),
        ("会议认真研究，原则同意《预算》。", "agreed_in_principle"),
        ("会议经讨论，不同意购置车辆。", "rejected"),
        ("会议听取了财务科汇报，原则同意《预算》。", "agreed_in_principle"),
        ("审议通过了《预算》。", "adopted"),
        ("会议要求，各科室于年内完成。", ""),
    ],
)
def test_what_running_text_decides(text: str, result: str):
    assert read(text) == [(text, result)]


@pytest.mark.parametrize(
    "text", ["会议强调，要厉行节约。", "会议指出，降雨偏多。", "会议听取了财务科的汇报。", "一、关于预算"]
)
def test_what_was_only_said_or_heard_is_no_decision(text: str):
    assert read(text) == []


def test_what_was_only_said_ends_the_decision_before_it():
    assert read("会议同意《预算》。会议强调，要厉行节约。") == [("会议同意《预算》。", "adopted")]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("緩議。", "deferred"),
        ("退回總務組補充資料後再提會討論。", "deferred"),
        ("同意5人，不同意0人，照案通過。", "adopted"),
        ("不同意。", "rejected"),
        ("購買水泵三臺。", "adopted"),
    ],
)
def test_result_under_a_label(text: str, result: str):
    [resolution] = read_minutes(f"會議紀錄\n\n案由：修繕\n決議：{text}\n").resolutions

    assert (resolution.result, "result" in resolution.doubts) == (result, False)


def test_what_was_heard_to_its_end_is_not_surely_adopted():
    [resolution] = read_minutes(
        "會議紀錄\n\n案由：預算\n決議：報告及詢答結束，另定期繼續審查。\n"
    ).resolutions

    assert "result" in resolution.doubts


def test_opinion_holds_its_whole_list():
    text = (
        "案由：修正條例案\n審查意見：一、照修正條文通過，詳對照表。\n二、附帶意見：\n"
        "(一) 第4條請都發局研議調整。\n(二) 第6條請財稅局研議補償。\n\n"
        "案由：公園案\n審查意見：第3次議案審查(113年5月17日)：\n一、請召開公聽會。\n二、請提出報告。"
    )
    first, second = decisions(text)

    assert first.endswith("第6條請財稅局研議補償。")
    assert second.endswith("請提出報告。")


def test_each_point_under_a_heading_of_two_words_is_a_decision():
    found = read_minutes(
        "# Review of 3 May 2019\n\n### Conclusion/Decision\n- Stage 2\n- Revisit on Thursday\n"
    )

    assert [one.text.value for one in found.resolutions] == ["Stage 2", "Revisit on Thursday"]


def test_conclusion_told_in_points_is_no_talk_and_no_code():
    text = """# Notes of 3 May 2023

#### Conclusion/Resolution
Ann will provide a summary.

- Symbols are known at run time
- Strict literals throw
(Today, checks happen earlier.)

```js
const first = new Symbol();
```

In this context: an example.

#### Conclusion
Keep the names.
```js
first.keys()
```
"""

    assert [one.text.value for one in read_minutes(text).resolutions] == [
        "Symbols are known at run time",
        "Strict literals throw",
        "Keep the names.",
    ]


def test_numbered_heading_in_capitals_ends_a_decision_and_heads_business():
    text = """Minutes of the meeting held on 4 October 2023

119 MINUTES
RESOLVED: That the Minutes of the meeting held on 6 September 2023 be approved as a correct record.
120 PLANNING & HIGHWAYS
The application was considered, and a letter about 12 High Street was read.
RESOLVED: That no objection be raised.
"""
    reading = read_minutes(text)

    assert [(item.number, item.name.value) for item in reading.agenda] == [
        ("119", "MINUTES"),
        ("120", "PLANNING & HIGHWAYS"),
    ]
    assert [(one.text.value, one.item) for one in reading.resolutions] == [
        ("That the Minutes of the meeting held on 6 September 2023 be approved as a correct record.", 0),
        ("That no objection be raised.", 1),
    ]


def test_conclusion_told_in_points_hides_no_decision_beside_them():
    headed = "# Notes of 3 May 2023\n\n## Conclusion\n- Keep the names\n\nDecision: sell the hall\n"
    bare = "Notes of 3 May 2023\n\nConclusion\n- Keep the names\n\nThe hall.\nDecision: sell the hall\n"

    for text in (headed, bare):
        assert [one.text.value for one in read_minutes(text).resolutions] == [
            "Keep the names",
            "sell the hall",
        ]
