"""Ordinary kinds of minutes that once made false records: people invented, votes of another motion."""

from typing import Any

import pytest

from archive.reader.minutes import read_minutes
from archive.reader.results import Reading, ResolutionRead, Value, VotesRead
from archive.text.folding import in_both_scripts

pytestmark = pytest.mark.any_engine
HEAD = "Minutes of the Council\n\nDate: 4 May 2023\n\n"


def people(text: str) -> list[tuple[str, str, str, str]]:
    entries = read_minutes(text).attendance.entries
    return [(entry.name, entry.label, entry.role, entry.status) for entry in entries]


def said(value: Value[Any] | None) -> str | None:
    return str(value.value) if value else None


def votes(resolution: ResolutionRead) -> VotesRead:
    assert resolution.votes is not None
    return resolution.votes


def decisions(reading: Reading) -> list[tuple[str, str]]:
    return [(one.text.value, one.result) for one in reading.resolutions]


def only(text: str):
    (resolution,) = read_minutes(text).resolutions
    return resolution


# What became of a motion


@pytest.mark.parametrize(
    ("told", "result"),
    [
        ("The motion carried 4-0 and the variance was denied.", "adopted"),
        ("The motion to reject all bids passed 4-0.", "adopted"),
        ("The motion was defeated 1-3 and the variance stands approved.", "rejected"),
        ("The motion did not pass, 1-3.", "rejected"),
    ],
)
def test_a_motion_that_carried_is_adopted_whatever_it_denies(told: str, result: str):
    resolution = only(f"{HEAD}Mr. Poe moved to deny the variance. Mr. Lee seconded. {told}\n")

    assert resolution.result == result
    assert resolution.doubts == {}


def test_resolved_before_its_proposer_is_adopted():
    found = read_minutes(
        f"{HEAD}RESOLVED: that the accounts be approved. Proposed Cllr Inwood, seconded Cllr Cole.\n\n"
        "RESOLVED to buy a bench. Cllr Frayne moved that the swings be replaced.\n"
    ).resolutions

    assert (found[0].result, said(found[0].mover), said(found[0].seconder)) == (
        "adopted",
        "Cllr Inwood",
        "Cllr Cole",
    )
    assert [one.result for one in found[1:] if one.mover] == [""]


def test_points_of_one_item_are_decisions_of_their_own():
    reading = read_minutes(
        f"{HEAD}a) RESOLVED to approve the payments listed in Appendix A, totalling £3,412.77.\n"
        "b) RESOLVED that the bank reconciliation to 28th February 2023 be agreed.\n"
        "c) It was proposed by Cllr Frayne and seconded by Cllr Inwood that a grant be made. 3 in favour, "
        "2 against. CARRIED.\n"
        "P23/00112/HH – 4 Orchard Close, extension. RESOLVED: no objection.\n"
        "P23/00131/F – Land off Barton Road. RESOLVED: to object.\n"
    )

    assert [(one.text.value, one.result, said(one.subject)) for one in reading.resolutions] == [
        ("RESOLVED to approve the payments listed in Appendix A, totalling £3,412.77.", "adopted", None),
        ("the bank reconciliation to 28th February 2023 be agreed.", "adopted", None),
        ("a grant be made", "adopted", None),
        ("no objection.", "adopted", "P23/00112/HH – 4 Orchard Close, extension"),
        ("to object.", "adopted", None),
    ]


def test_a_roll_of_one_name_a_line_is_the_vote_of_the_motion_above():
    resolution = only(
        f"{HEAD}Commissioner Ellison moved to approve the brew pub. Commissioner Ray seconded.\n\n"
        "Desmond        Aye\nEllison        Aye\nGalloway       No\n\nThe motion carried 2-1.\n"
    )

    assert resolution.result == "adopted"
    assert votes(resolution).names == [("Desmond", "yes"), ("Ellison", "yes"), ("Galloway", "no")]
    assert (votes(resolution).yes_count, votes(resolution).no_count) == (2, 1)


MARKS = """\
4. Action Items

4.1 Purchase of Two Buses

Motion: Abara
Second: Pruitt

| Member | Aye | Nay | Abstain |
|---|---|---|---|
| Warrender | X | | |
| Quigley | | X | |
| Abara | X | | |

Motion passed 2-1.
"""


def test_a_table_of_marks_is_a_vote_and_its_item_the_motion():
    reading = read_minutes(HEAD + MARKS)
    (resolution,) = reading.resolutions

    assert (resolution.text.value, resolution.result) == ("Purchase of Two Buses", "adopted")
    assert (said(resolution.mover), said(resolution.seconder)) == ("Abara", "Pruitt")
    assert votes(resolution).names == [("Warrender", "yes"), ("Quigley", "no"), ("Abara", "yes")]
    assert reading.attendance.entries == []
    assert reading.actions == []


def test_mover_and_seconder_without_an_item_put_nothing():
    assert read_minutes(f"{HEAD}Motion: Abara\nSecond: Pruitt\n").resolutions == []


def test_a_roll_call_below_a_motion_is_no_list_of_those_present():
    reading = read_minutes(
        f"{HEAD}Present: Ann Lee, Bob Ray\n\nMotion by Lee, second by Ray, to buy a bus.\n"
        "Roll call: Lee – no, Ray – yes. The motion failed for lack of a majority (1-1).\n"
    )

    assert [(entry.name, entry.note) for entry in reading.attendance.entries] == [
        ("Ann Lee", ""),
        ("Bob Ray", ""),
    ]
    assert votes(reading.resolutions[0]).names == [("Lee", "no"), ("Ray", "yes")]


def test_a_seconder_at_the_end_of_a_sentence_is_no_word_of_the_motion():
    resolution = only(
        f"{HEAD}Agnes proposed that subs go up and Tunde seconded; passed, with Phil against.\n"
    )

    assert (resolution.text.value, resolution.result) == ("subs go up", "adopted")
    assert (said(resolution.mover), said(resolution.seconder)) == ("Agnes", "Tunde")


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (
            "1. MINUTES were taken as read and, on the proposal of Mr Lund seconded by Ms Orr, approved.",
            "MINUTES were taken as read",
        ),
        (
            "Adoption of the accounts was proposed by Mr Ken Lund, seconded by Miss Ivy Orr, and carried.",
            "Adoption of the accounts",
        ),
    ],
)
def test_what_was_approved_stands_before_its_proposer(told: str, text: str):
    resolution = only(f"{HEAD}{told}\n")

    assert (resolution.text.value, resolution.result) == (text, "adopted")


@pytest.mark.parametrize(
    "told", ["Ayes: Lee, Ray. Nays: none.", "Ayes: Lee, Ray. Nays: none. Abstain: none."]
)
def test_the_last_figure_of_a_vote_may_count_those_away(told: str):
    resolution = only(
        f"{HEAD}Ann Lee moved to buy a bench. Bob Ray seconded. Motion carried 2-0-1. {told} Absent: Kay.\n"
    )

    assert resolution.doubts == {}
    assert (votes(resolution).yes_count, votes(resolution).no_count) == (2, 0)
    assert votes(resolution).abstain_count in (None, 0)


@pytest.mark.parametrize(
    "words",
    [
        "close issue 12 (won't fix)",
        "Close #12 as wontfix",
        "mark issue 7 as rejected",
        "Close https://x.example/issues/9 without any change (won't fix)",
        "close 4 as duplicate",
    ],
)
def test_what_closes_an_issue_is_adopted(words: str):
    resolution = only(f"{HEAD}RESOLVED: {words}\n")

    assert (resolution.result, resolution.doubts) == ("adopted", {})


# Chinese decisions


CASES = """\
第三里里民大會會議紀錄

時間：中華民國112年10月15日
主席：陳明德

第一案
案由：建請調整垃圾車收運時間案。
提案人：李金水
決議：本案不通過。
九、臨時動議：
里民提議汰換冷氣。
決議：請里辦公處先行估價，下次大會再議。
"""


@pytest.mark.parametrize("text", in_both_scripts(CASES))
def test_a_motion_from_the_floor_is_not_of_the_case_before(text: str):
    before, floor = read_minutes(text).resolutions

    assert (before.result, before.mover is None, bool(before.identifier)) == ("rejected", False, True)
    assert (floor.result, floor.mover, floor.identifier, floor.subject) == ("deferred", None, "", None)


BOARD = """\
第四屆董事會第十一次會議決議

會議於2023年8月25日召開，應出席董事9名。

一、審議通過《關於簽訂採購合同的議案》
關聯董事何志遠、韓雪梅回避表決。
表決結果：同意7票，反對0票，棄權0票，回避2票。

二、審議《關於變更會計師事務所的議案》
表決結果：同意3票，反對5票，棄權1票。該議案未獲通過。
"""


@pytest.mark.parametrize("text", in_both_scripts(BOARD))
def test_each_matter_of_a_board_is_one_decision_with_its_vote(text: str):
    found = read_minutes(text).resolutions

    assert [(one.result, votes(one).yes_count, votes(one).no_count, one.doubts) for one in found] == [
        ("adopted", 7, 0, {}),
        ("rejected", 3, 5, {}),
    ]


@pytest.mark.parametrize(
    "text", in_both_scripts("鎮長辦公會議紀要\n\n2023年5月22日\n\n會議決定暫不批准該項目用地申請。\n")
)
def test_what_is_not_approved_for_now_is_doubtful(text: str):
    assert only(text).result == "deferred"
    assert list(only(text).doubts) == ["result"]


SEVERAL = """\
協會會議紀錄

時間：112年5月4日

案由：審查圍籬案。
決議：
一、第一案至第二案，均照案通過。
二、其餘各案下次審查。
"""


@pytest.mark.parametrize("text", in_both_scripts(SEVERAL))
def test_a_point_about_several_cases_ends_none(text: str):
    assert [len(one.text.value) > 20 for one in read_minutes(text).resolutions] == [True]


@pytest.mark.parametrize(
    "text",
    in_both_scripts(
        "社區會議記錄\n\n2023年6月8日\n\n經討論，一致同意開辦託管班，責任人：彭麗，7月1日前完成報名。\n\n"
        "會議原則同意養護方案，由交通辦牽頭、財政所配合，6月底前組織實施。\n"
    ),
)
def test_who_is_to_do_it_ends_before_the_day(text: str):
    actions = read_minutes(text).actions

    assert [(len(said(one.responsible) or ""), said(one.due)) for one in actions] == [
        (2, "2023-07-01"),
        (3, "2023-06-30"),
    ]


# Who was there


def test_what_was_resolved_behind_a_list_is_nobody():
    listed = "Apologies: Cllr L Penrose (illness) and County Cllr A Reeves."
    text = f"{HEAD}{listed} RESOLVED: that the reasons be accepted.\n"

    assert people(text) == [
        ("L Penrose", "Cllr", "", "excused"),
        ("A Reeves", "County Cllr", "", "excused"),
    ]


def test_a_sentence_behind_a_list_is_nobody():
    text = f"{HEAD}Present: Dora Kessler, Phil Nairn, Tunde Salako. Sorry not to have seen Ruth Pym.\n"

    assert [name for name, *_ in people(text)] == ["Dora Kessler", "Phil Nairn", "Tunde Salako"]


def test_titles_are_no_part_of_a_name():
    found = people(
        f"{HEAD}Present: Professors K Adeyemi, L Brandt and M Poe\n"
        "In attendance: Chair Ann Lee, Vice-Chair Eileen Marsh, District Counsel Pia Hansson\n"
    )

    assert [f"{label} {name}" for name, label, *_ in found] == [
        "Professor K Adeyemi",
        "Professor L Brandt",
        "Professor M Poe",
        "Chair Ann Lee",
        "Vice-Chair Eileen Marsh",
        "District Counsel Pia Hansson",
    ]


def test_a_company_beside_a_name_is_nobody():
    also = "Also present: Nancy Ober, Crestline Management; 6 homeowners"
    text = f"{HEAD}Present: Linda Sorrel, Bill Tran\n{also}\n"

    assert [name for name, *_ in people(text)] == ["Linda Sorrel", "Bill Tran", "Nancy Ober"]


@pytest.mark.parametrize(
    "listed",
    [
        "The following were elected unopposed:\nChairman: Mr Alan Tweddle; Secretary: Mrs Pat Dowson",
        "ELECTION OF OFFICERS\n\nChairman: Mr Alan Tweddle\nSecretary: Mrs Pat Dowson",
    ],
)
def test_who_was_elected_did_not_lead_the_meeting(listed: str):
    assert people(f"{HEAD}{listed}\n") == []


@pytest.mark.parametrize(
    "text", in_both_scripts("社團大會會議記錄\n\n2023年5月4日\n\n選舉結果：\n主席：陳明德\n記錄：林秀娟\n")
)
def test_who_was_elected_did_not_lead_a_chinese_meeting(text: str):
    assert people(text) == []


def test_the_chairman_who_welcomed_members_led_the_meeting():
    assert people(f"{HEAD}The Chairman, Mr Alan Tweddle, welcomed 34 members.\n") == [
        ("Alan Tweddle", "", "chair", "present")
    ]


def test_a_table_of_marks_tells_who_came():
    table = "| Board Member | Present | Absent |\n|---|---|---|\n| Ann Lee | X | |\n| Bob Ray | | X |\n"

    assert people(f"{HEAD}{table}") == [("Ann Lee", "", "", "present"), ("Bob Ray", "", "", "absent")]


def test_a_body_named_beside_other_heads_lists_its_members():
    others = "**In attendance:** Karen Lyle (CEO)\n\n**Apologies:** Iain Poe\n"
    text = f"{HEAD}**Trustees:** Fiona Orr (FO) – Chair, Sunita Rao\n\n{others}"

    assert [(name, role, status) for name, _, role, status in people(text)] == [
        ("Fiona Orr", "chair", "present"),
        ("Sunita Rao", "", "present"),
        ("Karen Lyle", "in_attendance", "present"),
        ("Iain Poe", "", "excused"),
    ]


def test_a_transcript_names_nobody_by_a_post_alone():
    turns = [
        "MS. ALDERTON: Good morning.",
        "THE CLERK: Member Boyce.",
        "MR. BOYCE: Here.",
        "THE CLERK: Member Orr.",
    ]
    turns += ["UNIDENTIFIED SPEAKER: Yes.", "MS. ALDERTON: Thanks.", "THE CLERK: Done.", "MR. BOYCE: Fine."]
    turns += ["MS. ALDERTON: Bye.", "MR. BOYCE: Bye."]

    assert [name for name, *_ in people("Transcript, 8 February 2023\n\n" + "\n\n".join(turns))] == [
        "ALDERTON",
        "BOYCE",
    ]


def test_an_initial_ends_no_sentence_of_an_action():
    motion = "Motion by E. Marsh, second by R. Pelkey to accept the bid. Carried.\n"
    text = f"{HEAD}Present: Eileen Marsh, Roy Pelkey\n\n{motion}"

    assert read_minutes(text).actions == []


# When and where


HEAD_OF_TABLE = "會議名稱 中國文學會90年會員大會            開會時間 90年5月19日上午9:00\n\n主席：陳明德\n"


@pytest.mark.parametrize("text", in_both_scripts(HEAD_OF_TABLE))
def test_a_title_ends_at_its_label_and_at_what_stands_beside_it(text: str):
    title = said(read_minutes(text).title)

    assert title in in_both_scripts("中國文學會90年會員大會")


@pytest.mark.parametrize("label", ["Meeting: ", "Title: ", "Meeting name: "])
def test_a_label_is_no_part_of_a_title(label: str):
    assert said(read_minutes(f"{label}Alder Town Council Minutes\n\nDate: 4 May 2023\n").title) == (
        "Alder Town Council Minutes"
    )


MAIL = """\
From: Dora Kessler <dora@choir.example>
To: committee@choir.example
Date: Fri, 9 Jun 2023 21:14:07 +0100
Subject: Minutes of committee meeting, 7 June 2023

Present: Dora Kessler, Phil Nairn

We agreed nothing. Next meeting is on 5 July, 7.30, at Agnes's House.
"""


def test_a_mail_was_sent_on_another_day_than_the_meeting():
    reading = read_minutes(MAIL)

    assert said(reading.title) == "Minutes of committee meeting, 7 June 2023"
    assert said(reading.date) == "2023-06-07"
    assert (reading.start_time, reading.location) == (None, None)
    assert read_minutes(MAIL.replace(", 7 June 2023", "")).date is None


@pytest.mark.parametrize(
    "text",
    in_both_scripts(
        "寄件者：林秀娟\n收件者：全體理事\n日期：2023年6月9日\n主旨：理事會會議紀錄\n\n出席：陳明德、李金水\n"
    ),
)
def test_a_chinese_mail_was_sent_on_another_day_than_the_meeting(text: str):
    reading = read_minutes(text)

    assert reading.date is None
    assert said(reading.title) in ("理事會會議紀錄", "理事会会议纪录")
    assert len(reading.attendance.entries) == 2


CHAT = """\
[2023-11-02 17:00:12] <kestrel> #startmeeting Packaging WG
[2023-11-02 17:00:41] <moss> hello
[2023-11-02 17:00:55] <tern> here
[2023-11-02 17:04:00] <kestrel> #agreed Drop i386 builds
[2023-11-02 17:05:00] <kestrel> #action tern to write the change page by 2023-11-16
"""


def test_stamps_of_a_chat_hide_nothing():
    reading = read_minutes(CHAT)

    assert (said(reading.title), said(reading.date)) == ("Packaging WG", "2023-11-02")
    assert decisions(reading) == [("Drop i386 builds", "adopted")]
    assert [said(one.responsible) for one in reading.actions] == ["tern"]


def test_a_closed_session_does_not_open_the_meeting():
    reading = read_minutes(
        f"{HEAD}The Board convened in closed session at 7:40 p.m.\n\nAdjourned at 8:22 p.m.\n"
    )

    assert reading.start_time is None
    assert said(reading.end_time) == "20:22:00"


def test_confirmed_minutes_of_a_meeting_are_its_own():
    heading = "SENATE\n\nConfirmed minutes of the meeting held on Wednesday 15 November 2023\n\n"
    reading = read_minutes(f"{heading}CONFIRMED: the minutes of the meeting held on 20 September 2023.\n")

    assert said(reading.date) == "2023-11-15"


FRONT = """\
---
layout: post
title: Logs for the Harbour Meeting
tags: [dev diaries, crypto]
author: rehrar / fluffypony
date: 2023-05-04
---

**<ann>** hello
**<bob>** hello
"""


def test_front_matter_tells_of_its_page():
    reading = read_minutes(FRONT + "**<ann>** yes\n**<bob>** no\n**<ann>** so\n**<bob>** bye\n")

    assert [entry.name for entry in reading.attendance.entries] == ["ann", "bob"]
    assert (said(reading.title), said(reading.date)) == ("Logs for the Harbour Meeting", "2023-05-04")


def test_an_address_of_the_last_call_does_not_date_this_one():
    text = "## Attendees\n\n- Ann Lee\n- Bob Ray\n\n## Agenda\n\nUpdates (as of last call: https://x.example/2015-03-05)\n"

    assert read_minutes(text).date is None
    assert said(read_minutes(text.replace("of last call", "published")).date) == "2015-03-05"


@pytest.mark.parametrize(
    "text",
    in_both_scripts(
        "會議紀錄\n\n"
        + "".join(f"{label}：{label}之內容。\n" for label in ("決定", "連署人", "註一", "提案人") * 3)
    ),
)
def test_labels_of_a_record_are_no_speakers(text: str):
    assert people(text) == []


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("轮值主席陈明德 @[chen-md](https://git.example/chen-md) ", "陈明德"),
        ("轮值主席 Allen Guo（[gglin](https://git.example/gglin)）", "Allen Guo"),
    ],
)
def test_an_account_and_a_second_word_are_no_second_person(who: str, name: str):
    told = f"本次会议共有 15 名成员参会。本次会议由{who}主持。"
    text = f"# 俱乐部会议纪要\n\n- 参会人：{told}\n- 会议主题：分享\n"

    assert [found for found, *_ in people(text)] == [name]


def test_names_parted_by_blanks_stay_several():
    assert [name for name, *_ in people("协会会议纪要\n\n出席：陈明德 李金水 Tom 林秀娟\n")] == [
        "陈明德",
        "李金水",
        "Tom",
        "林秀娟",
    ]


def test_two_motions_of_one_paragraph_have_an_outcome_each():
    told = "Roll call vote: Petrie, aye; Iwu, aye; Orr, aye; Kranz, nay. Motion carried 3-1."
    adjourned = "There being no further business, on motion by Iwu, seconded by Orr, the meeting adjourned."
    reading = read_minutes(
        f"{HEAD}Mr. Kranz moved to grant the variance; there was no second. Mr. Iwu then moved to deny "
        f"the variance, seconded by Ms. Orr. {told}\n\n{adjourned}\n"
    )

    granted, denied = reading.resolutions
    assert (granted.text.value, granted.result) == ("grant the variance", "lost_for_want_of_second")
    assert (said(granted.mover), granted.seconder, granted.votes) == ("Mr. Kranz", None, None)
    assert (denied.text.value, denied.result) == ("deny the variance", "adopted")
    assert (said(denied.mover), said(denied.seconder)) == ("Mr. Iwu", "Ms. Orr")
    assert (votes(denied).yes_count, votes(denied).no_count) == (3, 1)


def test_a_head_count_behind_a_list_is_nobody():
    text = f"{HEAD}Present: Cllrs. Ros Pike, Dave Yarrow and Jo Lamb. 23 electors.\nStaff: CAO M. Hutt\n"

    assert [(name, label) for name, label, *_ in people(text)] == [
        ("Ros Pike", "Cllr"),
        ("Dave Yarrow", "Cllr"),
        ("Jo Lamb", "Cllr"),
        ("M. Hutt", "CAO"),
    ]


PARTNERS = """\
某事務所合夥人會議決議

時間：2023年3月18日
出席合夥人：趙一鳴、錢嘉、孫立

經審議，形成以下決議：
1、同意吸收鄭濤律師為合夥人。表決情況：3票同意，0票反對。
2、不同意設立分所。表決情況：1票同意，2票反對。
"""


@pytest.mark.parametrize("text", in_both_scripts(PARTNERS))
def test_partners_decide_by_points(text: str):
    reading = read_minutes(text)

    assert len(reading.attendance.entries) == 3
    assert [(one.result, votes(one).yes_count, votes(one).no_count) for one in reading.resolutions] == [
        ("adopted", 3, 0),
        ("rejected", 1, 2),
    ]
