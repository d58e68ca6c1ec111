"""Rolls as clerks write them, each a kind that was once read wrong: who was there, as what, and when."""

import datetime

import pytest

from archive.reader.minutes import read_minutes

pytestmark = pytest.mark.any_engine

PLAIN = {
    "abbreviated titles on lines of their own": (
        "Present: Cllr. P. Hale (Chairman)\n         Mrs S. Witt\n         Cllrs. D. Pen, J. Tull",
        [("P. Hale", "chair"), ("S. Witt", ""), ("D. Pen", ""), ("J. Tull", "")],
    ),
    "apologies in a sentence": (
        "Apologies were received and accepted from Cllr. B. Osei (work) and Cllr. T. Lund (holiday).",
        [("B. Osei", "excused"), ("T. Lund", "excused")],
    ),
    "apologies behind a sentence": (
        "Ann Lee (Chair) and Bob Ray were present. Apologies had been received from H. Dane and Una Peel.",
        [("Ann Lee", "chair"), ("Bob Ray", ""), ("H. Dane", "excused"), ("Una Peel", "excused")],
    ),
    "title in a sentence": (
        "Supervisors in attendance were Will Rusk and Donna Keel. Also in attendance was Clerk Pam Venn.",
        [("Will Rusk", ""), ("Donna Keel", ""), ("Pam Venn", "in_attendance")],
    ),
    "a couple is no person": ("Apologies: Mr. and Mrs. Hale, Mr. F. Dent", [("F. Dent", "excused")]),
    "groups are no person": ("Present: Ann Lee, student representatives, auditors", [("Ann Lee", "")]),
    "a company behind a name": (
        "IN ATTENDANCE:  T. Reeve (Company Secretary)\n                N. Blythe, Blythe & Co, auditors",
        [("T. Reeve", ""), ("N. Blythe", "")],
    ),
    "a title and columns of names": (
        (
            "Present:  Councillor N Wex (in the Chair)\n\nCouncillors        A Barrow             H Lin\n"
            "                   C Dyson\n\nOfficers:  Mr J Stokes (Head of Planning)"
        ),
        [
            ("N Wex", "chair"),
            ("A Barrow", ""),
            ("H Lin", ""),
            ("C Dyson", ""),
            ("J Stokes", "in_attendance"),
        ],
    ),
    "a substitute in a sentence": (
        (
            "Apologies were submitted on behalf of Councillor G Ince.\n"
            "Councillor B Trent attended as substitute for Councillor G Ince."
        ),
        [("G Ince", "excused"), ("B Trent", "")],
    ),
    "a roll under a lettered heading": (
        (
            "B. ROLL CALL\nMona Reyes, President - present\nRay Nolan, Member - absent\n"
            "Kim Yao, Member - present (arrived 5:20 p.m.)"
        ),
        [("Mona Reyes", ""), ("Ray Nolan", "absent"), ("Kim Yao", "")],
    ),
    "plain words": (
        "Here: Ali, Beth Moran, Jess (minutes)\nSorry: Dee Hart",
        [("Ali", ""), ("Beth Moran", ""), ("Jess", "recorder"), ("Dee Hart", "excused")],
    ),
    "the body behind Minutes": (
        "Minutes - Steering Committee, Harbour Festival\n\nPresent: Ali",
        [("Ali", "")],
    ),
    "the chair of another body": (
        "出席：高建民\n列席：县政协主席 汤敏，县工会主席 于洋",
        [("高建民", ""), ("汤敏", "in_attendance"), ("于洋", "in_attendance")],
    ),
    "two posts of each": (
        "主 持 人：党组书记、局长 郑卫国\n参会人员：党组成员、副局长 吴敏  党组成员、副局长 谭志勇",
        [("郑卫国", "chair"), ("吴敏", ""), ("谭志勇", "")],
    ),
    "labels one blank apart": (
        "时间：2024年1月12日 地点：村文化礼堂 主持人：村支书 林国庆 记录：陈小英",
        [("林国庆", "chair"), ("陈小英", "recorder")],
    ),
    "labels in cells": (
        (
            "| 主持人 | 胡晓梅 | 记录人 | 曹阳 |\n| --- | --- | --- | --- |\n"
            "| 参会人员 | 胡晓梅、物业公司 许经理、楼长 何秀珍 | 缺席人员 | 汪涛 |\n| 议题 | 加装电梯 | | |"
        ),
        [("胡晓梅", "chair"), ("曹阳", "recorder"), ("何秀珍", ""), ("汪涛", "absent")],
    ),
    "accounts": (
        "与会：@张伟 @王芳（产品） @Kevin Lin @刘洋（请假）\n会议纪要：@王芳",
        [("张伟", ""), ("王芳", ""), ("Kevin Lin", ""), ("刘洋", "excused")],
    ),
    "courtesy in a sentence": ("会议由董事长贺长青先生主持。", [("贺长青", "chair")]),
    "no apology": ("Absent: Mr T Gill (no apology received)", [("T Gill", "absent")]),
    "another couple": ("Present: Amy Lind, Mr. & Mrs. Tate", [("Amy Lind", "")]),
    "invited to sit in": ("出席：沈岩\n邀请列席：人大主席 方舟", [("沈岩", ""), ("方舟", "in_attendance")]),
    "all of a group": (
        "参加人员：全组教师（王燕请假）\n主持人：孔雪",
        [("王燕", "excused"), ("孔雪", "chair")],
    ),
    "who was there": (
        "Who was there: Ann Lee, Bob Ray\nWho was away: Carl Orr",
        [("Ann Lee", ""), ("Bob Ray", ""), ("Carl Orr", "absent")],
    ),
    "a group, and no other list": (
        "Board: Ann Lee, Bob Ray\nStaff: Dee Poe",
        [("Ann Lee", ""), ("Bob Ray", ""), ("Dee Poe", "in_attendance")],
    ),
    "a group beside those present": (
        "Board: Ann Lee, Bob Ray\nPresent: Carl Orr",
        [("Carl Orr", "")],
    ),
    "an item below names": ("Present: Ann Lee, Bob Ray\n1. Lamps", [("Ann Lee", ""), ("Bob Ray", "")]),
    "what people say, and the name": ("出席：老赵（赵明德）、小何（何丽）", [("赵明德", ""), ("何丽", "")]),
    "a unit and a dash": (
        "参会：总经理-马骋；市场部-程野、向晚；技术部-江枫\n未参会：人事部-安然（年假）",
        [("马骋", ""), ("程野", ""), ("向晚", ""), ("江枫", ""), ("安然", "absent")],
    ),
    "a deputy in a bracket is no post of the next": (
        "出席：教务主任黄淑芬、辅导主任（公假，张组长美玲代）、家长代表吴文彬",
        [("黄淑芬", ""), ("吴文彬", "")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), PLAIN.values(), ids=PLAIN)
def test_rolls(text, expected):
    entries = read_minutes(f"Minutes\n\n{text}\n").attendance.entries

    assert [(e.name, e.status if e.status != "present" else e.role) for e in entries] == expected


def test_posts_of_rolls():
    text = "参会人员：党组成员、副局长 吴敏  党组成员、副局长 谭志勇\nGuests: N. Blythe of Rook Partners"

    assert [(entry.name, entry.label) for entry in read_minutes(text).attendance.entries] == [
        ("吴敏", "党组成员、副局长"),
        ("谭志勇", "党组成员、副局长"),
        ("N. Blythe", "Rook Partners"),
    ]


def test_counts_of_a_group():
    counts = read_minutes("应到业委会委员6人，实到5人。").attendance.counts

    assert [(count.kind, count.number) for count in counts] == [("expected", 6), ("present", 5)]


def test_day_of_printing_is_not_that_of_the_meeting():
    text = "局长办公会议纪要\n\n时间：5月20日\n出席：程刚\n\n县局办公室　　2024年5月22日印发"
    reading = read_minutes(text)

    assert str(reading.date and reading.date.value) == "2024-05-20"
    assert [one.as_written for one in reading.doubts["date"].readings] == ["5月20日", "2024"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("时间：2024年1月12日 地点：村文化礼堂 主持人：林国庆", "村文化礼堂"),
        ("貳、地點：行政大樓3樓會議室", "行政大樓3樓會議室"),
        ("第八次会议于2024年3月28日以现场方式在公司会议室召开。", "公司会议室"),
    ],
)
def test_places(text, place):
    location = read_minutes(f"会议纪要\n\n{text}\n").location

    assert location
    assert location.value == place


def test_title_ends_before_the_hour():
    reading = read_minutes("Minutes of the PCC meeting on 21 May 2024 at 7:30 pm in the Parish Room.\n")

    assert reading.title
    assert reading.title.value == "Minutes of the PCC meeting on 21 May 2024"
    assert reading.date
    assert reading.date.value == datetime.date(2024, 5, 21)


def test_headings_that_name_the_speakers_make_words_before_colons_none():
    said = "".join(f"### {name}：\n案由一：同意。\n\n" for name in ["高嘉良", "秦葆琦"] * 3)

    entries = read_minutes(f"# 会议\n\n{said}### 業務報告：\n確認。\n").attendance.entries

    assert [entry.name for entry in entries] == ["高嘉良", "秦葆琦"]


def test_machines_of_a_channel_are_nobody():
    lines = ["<ann\\_lee> hello", "<i2p-relay> {-bob-} hi", "<meeting-bot> started", "<cy> yes"] * 4

    entries = read_minutes("# Logs\n\n" + "\n".join(lines)).attendance.entries

    assert [entry.name for entry in entries] == ["ann_lee", "cy"]


def test_dash_behind_a_name_and_a_blanked_address_are_no_names():
    text = "Attendees:\n- Ann Lee -\n- Bob Ray\n- [[e-mail removed]]()\n"

    assert [entry.name for entry in read_minutes(text).attendance.entries] == ["Ann Lee", "Bob Ray"]


@pytest.mark.parametrize(
    "break_at", [" Osei", " and Cllr", " T. Lund", " Lund", " Frost", " in the", " Village", " 7.30pm"]
)
def test_lines_wrapped_at_any_word_change_nothing(break_at):
    text = (
        "Minutes of the ordinary meeting held on Monday 14th October 2024 at 7.30pm in the Village Hall\n\n"
        "Apologies were received and accepted from Cllr. B. Osei (work) and Cllr. T. Lund (holiday).\n\n"
        "The meeting was opened and then chaired, for the absence of the mayor, by Councillor Eve Frost.\n"
    )

    reading, plain = (read_minutes(one) for one in (text.replace(break_at, f"\n{break_at[1:]}"), text))

    assert [(entry.name, entry.role, entry.status) for entry in reading.attendance.entries] == [
        ("B. Osei", "", "excused"),
        ("T. Lund", "", "excused"),
        ("Eve Frost", "chair", "present"),
    ]
    assert reading.location
    assert " ".join(reading.location.value.split()) == "the Village Hall"
    assert reading.start_time == plain.start_time


@pytest.mark.parametrize(
    "votes",
    [
        "Roll call: Ayes: Lee, Ray (2). Nays: Poe (1).",
        "Roll call vote: Yeas: Lee, Ray. Nays: Poe. Recused: Fox. Motion carried 2-1.",
        "Roll call: For - Lee, Ray; Against - Poe.",
        "Roll call vote:\nAyes: Lee, Ray\nNoes: Poe",
        "Roll Call\nYes: Lee, Ray\nNo: none",
        "Roll call: AYES 2: Lee, Ray. NOES 1: Poe.",
    ],
)
def test_those_who_voted_are_no_second_roll(votes: str):
    head = "Present: Ann Lee, Bob Ray and Cy Poe.\n\n5. Footpath\nMoved by Lee that the path be mended.\n"

    found = read_minutes(head + votes)

    assert [entry.name for entry in found.attendance.entries] == ["Ann Lee", "Bob Ray", "Cy Poe"]


def test_sentence_behind_a_roll_names_one_more_who_came():
    text = (
        "Present: Cllr Ann Lee (Chair), Cllr Bob Ray and Cllr Cy Poe. Cllr Dee Fox joined by phone. "
        "Cllr Eve Low left at 8 pm.\nApologies: Cllr Gus Hay\n"
    )

    found = read_minutes(text)

    assert [(entry.name, entry.note) for entry in found.attendance.entries] == [
        ("Ann Lee", ""),
        ("Bob Ray", ""),
        ("Cy Poe", ""),
        ("Dee Fox", "joined by phone"),
        ("Eve Low", "left at 8 pm"),
        ("Gus Hay", ""),
    ]
