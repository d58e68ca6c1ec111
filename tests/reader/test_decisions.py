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
        ("经全体理事表决，一致通过2021年度预算。", "adopted"),
        ("经讨论，同意增设十个车位。", "adopted"),
        ("经与会代表举手表决，不同意更换物业。", "rejected"),
        ("监事会审议并通过了《半年度报告》。", "adopted"),
        ("会议听取了防汛科的汇报，研究并原则同意《方案》。", "agreed_in_principle"),
        ("会议认为方案尚不成熟，退回后勤科修改完善后再提交审议。", "deferred"),
        ("经举手表决，31名代表中28人同意，2人反对，1人弃权，通过修路方案。", "adopted"),
    ],
)
def test_what_running_text_decides(text: str, result: str):
    assert read(text) == [(text, result)]


@pytest.mark.parametrize(
    "text", ["会议强调，要厉行节约。", "会议指出，降雨偏多。", "会议听取了财务科的汇报。", "一、关于预算"]
)
def test_what_was_only_said_or_heard_is_no_decision(text: str):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("会议审议通过了《预算》。表决结果：3票同意，0票反对，0票弃权。", (3, 0)),
        ("会议审议通过了《预算》。\n表决结果：3票同意，0票反对。", (3, 0)),
        ("经讨论，同意《预算》。赞成4票，反对1票。", (4, 1)),
        ("会议决定购买水泵。（赞成7票；反对2票）", (7, 2)),
    ],
)
def test_counts_behind_the_sentence_are_its_vote_and_no_decision(text: str, counts: tuple[int, int]):
    [resolution] = read_minutes(f"会议纪要\n2023年8月23日\n\n{text}\n").resolutions

    assert resolution.text.value == f"{text.partition('。')[0]}。"
    assert resolution.votes
    assert (resolution.votes.yes_count, resolution.votes.no_count) == counts


def test_points_of_what_was_made_clear_are_each_a_decision():
    assert read("会议研究了控规事宜，明确以下事项：\n1.同意方案。\n2.停车问题下次会议再议。") == [
        ("同意方案。", "adopted"),
        ("停车问题下次会议再议。", "deferred"),
    ]


def test_matter_stands_for_the_words_where_only_counts_and_its_fate_are_told():
    assert read("三、审议《投资议案》\n表决结果：同意3票，反对4票。该议案未获通过。") == [
        ("审议《投资议案》", "rejected")
    ]


def test_decision_ends_before_the_next_case_and_part():
    text = (
        "會議紀錄\n\n貳、討論事項\n提案一\n案由：修學則。\n決議：修正通過\n提案二\n案由：拆宿舍。\n決議：保留\n"
        "參、臨時動議\n決議：通過。\n"
    )
    found = read_minutes(text).resolutions

    assert [(one.text.value, one.subject and one.subject.value) for one in found] == [
        ("修正通過", "修學則。"),
        ("保留", "拆宿舍。"),
        ("通過。", None),
    ]


def test_adoption_against_its_own_counts_is_a_contradiction():
    [resolution] = read_minutes("会议纪要\n\n会议审议通过了《预算》。赞成2票，反对5票。\n").resolutions

    assert (resolution.result, resolution.doubts["result"].is_contradiction) == ("", True)


def test_what_the_chair_asks_for_is_not_adopted():
    text = "會議紀錄\n\n主席裁示：\n(一)請總務處修繕。\n(二)同意備查。\n"

    assert [one.result for one in read_minutes(text).resolutions] == ["", "noted"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("提案人：游阿土", ("游阿土", None)),
        ("提案人：游阿土　附議人：王大明", ("游阿土", "王大明")),
        ("提案人：游阿土、王大明", (None, None)),
        ("提案人：游阿土等三人", (None, None)),
    ],
)
def test_who_put_a_matter_moved_its_decision(line: str, names: tuple[str | None, str | None]):
    text = f"會議紀錄\n\n提案一：增設路燈。\n{line}\n決議：通過。\n\n提案二：清溝。\n決議：通過。\n"
    first, second = read_minutes(text).resolutions

    assert (first.mover and first.mover.value, first.seconder and first.seconder.value) == names
    assert (second.mover, second.seconder) == (None, None)


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


def test_head_of_points_below_it_is_not_surely_adopted():
    first, second = read_minutes("會議紀錄\n\n決議：\n一、國家發展基金\n二、照列。\n").resolutions
    head, *_ = read_minutes("會議紀錄\n\n決議：\n一、國家發展基金\n(一)業務部分：照列。\n").resolutions

    assert ["result" in one.doubts for one in (first, second, head)] == [False, False, True]


@pytest.mark.parametrize(
    "told",
    [
        "報告及詢答結束，另定期繼續審查。",
        "全案另擇期繼續審查。",
        "除建設12號案外，均同意墊付。建設12號案保留。",
        "T TEL +886-2 FAX +886-3",
    ],
)
def test_what_perhaps_decides_nothing_or_two_things_is_not_surely_adopted(told: str):
    resolution, *_ = read_minutes(f"會議紀錄\n\n案由：預算\n決議：{told}\n").resolutions

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


@pytest.mark.parametrize(
    ("told", "text", "result"),
    [
        ("RESOLVED: To aid the mill. In favour: 4, against: 0.", "To aid the mill.", "adopted"),
        ("**Decision:** Paint the hall.\nCarried 4-0.", "Paint the hall.", "adopted"),
        (
            "**Proposal: Paint the hall.**\n+1: Ann, Bob, Cy, Dee\n-1: \nAccepted.",
            "Paint the hall.",
            "adopted",
        ),
        ("Proposal: Paint the hall.\nVote: 1 for, 4 against. Rejected.", "Paint the hall.", "rejected"),
    ],
)
def test_vote_behind_or_below_a_labelled_decision_is_no_part_of_it(told: str, text: str, result: str):
    [resolution] = read_minutes(f"# Notes of 3 May 2023\n\n{told}\n").resolutions

    assert (resolution.text.value, resolution.result) == (text, result)
    assert resolution.votes
    assert 4 in (resolution.votes.yes_count, resolution.votes.no_count)
    assert not resolution.is_proposal


def test_conclusion_told_in_points_hides_no_decision_beside_them():
    headed = "# Notes of 3 May 2023\n\n## Conclusion\n- Keep the names\n\nDecision: sell the hall\n"
    bare = "Notes of 3 May 2023\n\nConclusion\n- Keep the names\n\nThe hall.\nDecision: sell the hall\n"

    for text in (headed, bare):
        assert [one.text.value for one in read_minutes(text).resolutions] == [
            "Keep the names",
            "sell the hall",
        ]


@pytest.mark.parametrize(
    "opening",
    [
        "In section 4, the following changes were agreed:",
        "At the suggestion of the editors, in the section on names, the\nfollowing changes were agreed:",
        "The board agreed on the following:",
        "It was resolved as follows:",
    ],
)
def test_sentence_opens_a_list_of_decisions(opening: str):
    text = f"{opening}\n\n1. Rename the field.\n2. Drop the second form.\n\nThe rest was put off.\n"

    assert read(text) == [("Rename the field.", "adopted"), ("Drop the second form.", "adopted")]


@pytest.mark.parametrize(
    "opening", ["The following actions were agreed:", "The following changes were not agreed:"]
)
def test_sentence_that_opens_other_lists_decides_nothing(opening: str):
    assert read(f"{opening}\n\n1. Rename the field.\n2. Drop the second form.\n") == []


def test_sentence_that_opens_a_list_of_bills_is_no_decision():
    assert read("会议审议并通过以下议案：\n\n一、审议通过《关于年度报告的议案》\n同意3票，反对0票。") == [
        ("审议通过《关于年度报告的议案》", "adopted"),
    ]


def test_body_that_decides_after_a_discussion():
    text = "经讨论，董事会决定暂缓表决该议案。"

    assert read(text) == [(text, "deferred")]


def cases(text: str):
    return read_minutes(f"理事會會議紀錄\n113年4月12日\n\n{text}\n").resolutions


def test_voters_below_a_decision_are_its_own():
    [first, second] = cases(
        "第一案\n提案人：李乙\n決議：修繕屋頂。\n贊成者：王甲、李乙；反對者：趙丙；棄權者：林戊。\n\n"
        "第二案：聘請志工\n贊成：王甲\n反對：趙丙、林戊\n決議：未通過。"
    )

    assert (first.identifier, first.subject, first.result) == ("第一案", None, "adopted")
    assert first.mover
    assert first.mover.value == "李乙"
    assert first.votes
    assert first.votes.names == [("王甲", "yes"), ("李乙", "yes"), ("趙丙", "no"), ("林戊", "abstain")]
    assert (second.identifier, second.result) == ("第二案", "rejected")
    assert second.subject
    assert second.subject.value == "聘請志工"
    assert second.votes
    assert (second.votes.yes_count, second.votes.no_count) == (1, 2)


def test_result_below_its_vote():
    [one] = cases("議題一：更換電梯\n表決：贊成4人（孫一、周二），反對1人（鄭四）。\n結果：不通過。")

    assert (one.text.value, one.result) == ("不通過。", "rejected")
    assert one.votes
    assert (one.votes.yes_count, one.votes.no_count) == (4, 1)
    assert one.doubts["result"].is_contradiction is False


def test_result_without_a_vote_above_it_is_of_something_else():
    assert cases("檢查水泵\n結果：通過測試。") == []
