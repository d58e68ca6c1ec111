"""Minutes in the parts of a Chinese official document, none of them made up."""

import datetime as dt
from typing import Any

import pytest

from archive.models import Meeting
from archive.operations.publish import publish
from archive.record.render.gongwen import OfficialPaper, ordinal
from archive.record.render.page import MeetingPage
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_draft,
    make_person,
    make_resolution,
)
from tests.latest import latest_record

pytestmark = pytest.mark.django_db


def make_minutes(**fields: Any) -> Meeting:
    body = make_body("应急局", language="zh-Hans")
    fields.setdefault("name", "第81次局长办公会议纪要")
    return make_draft(body=body, date=dt.date(2023, 8, 23), language="zh-Hans", **fields)


def paper_of(meeting: Meeting) -> OfficialPaper:
    publish(meeting)
    return OfficialPaper(MeetingPage(latest_record(meeting)))


def attend(meeting: Meeting, name: str, **fields: Any) -> None:
    make_attendance(meeting, person=make_person(name), **fields)


def test_heading_names_the_body_and_the_title_does_not_repeat_it():
    paper = paper_of(make_minutes(document_number="应急纪〔2023〕5号", number="第81次"))

    assert (paper.mark, paper.title) == ("应急局会议纪要", "第81次局长办公会议")
    assert paper.number == "应急纪〔2023〕5号"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("党委会议纪要", "党委会议"),
        ("安全工作会纪要", "安全工作会"),
        ("理事会会议记录", "理事会会议"),
        ("党委（扩大）会议", "党委（扩大）会议"),
        ("强降雨应急会商", "强降雨应急会商"),
    ],
)
def test_title_says_what_met(name: str, title: str):
    assert paper_of(make_minutes(name=name)).title == title


def test_circumstances_are_told_as_far_as_they_are_known():
    meeting = make_minutes(start_time=dt.time(9), end_time=dt.time(11, 30), location="二楼会议室")
    attend(meeting, "贺文静", role="chair", label="局长")
    attend(meeting, "陶丽华", role="recorder")

    lines = [(line.word, line.text) for line in paper_of(meeting).circumstances]

    assert lines == [
        ("时间", "2023年8月23日09:00–11:30"),
        ("地点", "二楼会议室"),
        ("主持", "贺文静（局长）"),
        ("记录", "陶丽华"),
    ]


def test_reason_stands_where_nobody_is_recorded_in_the_chair():
    paper = paper_of(make_minutes(chair_note="纪要未写明主持人"))

    assert [(line.word, line.text) for line in paper.circumstances] == [
        ("时间", "2023年8月23日"),
        ("主持", "纪要未写明主持人"),
    ]


@pytest.mark.parametrize(("precision", "when"), [("month", "2023年8月"), ("year", "2023年")])
def test_date_is_no_more_precise_than_it_is_known(precision: str, when: str):
    assert paper_of(make_minutes(date_precision=precision)).circumstances[0].text == when


def test_roll_follows_the_standard_and_keeps_the_order_of_rank():
    meeting = make_minutes()
    attend(meeting, "雷振宇", role="in_attendance", label="主任")
    attend(meeting, "贺文静", role="chair", label="局长")
    attend(meeting, "周国栋", status="excused")
    attend(meeting, "安平", label="总工程师")
    attend(meeting, "丁伯年", status="absent")

    assert [(line.word, line.text) for line in paper_of(meeting).roll] == [
        ("出席", "贺文静（局长）、安平（总工程师）"),
        ("请假", "周国栋"),
        ("缺席", "丁伯年"),
        ("列席", "雷振宇（主任）"),
    ]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "未记录"),
        ({"expected_count": 12, "present_count": 9}, "应到12人，实到9人"),
        ({"present_count": 0}, "实到0人"),
    ],
)
def test_attendance_that_was_not_recorded_is_not_made_up(fields: dict[str, int], told: str):
    (line,) = paper_of(make_minutes(**fields)).roll

    assert (line.word, line.text) == ("出席", told)


def test_decisions_are_numbered_and_say_how_they_ended():
    meeting = make_minutes()
    make_resolution(meeting, name="统一值班", identifier="1号", yes_count=3, no_count=0)
    make_resolution(meeting, name="", identifier="2号", result="adopted", result_as_written="原则通过")
    make_resolution(meeting, name="", text="停产。", result="deferred")

    told = [(one.heading, one.result) for one in paper_of(meeting).decisions]

    assert told == [
        ("（一）统一值班（1号）", "通过（赞成3票，反对0票）"),
        ("（二）2号", "原则通过"),
        ("（三）决议", "缓议"),
    ]


def test_tasks_say_who_and_by_when():
    meeting = make_minutes()
    due = {"due_date": dt.date(2023, 9, 1)}
    make_action(meeting, description="排出值班表。", responsible=make_person("陶丽华"), **due)
    make_action(meeting, description="核对人数", responsible_text="局办公室", responsible_body=meeting.body)
    make_action(meeting, description="上报")

    assert [(line.word, line.text) for line in paper_of(meeting).tasks] == [
        ("排出值班表", "陶丽华，2023年9月1日前"),
        ("核对人数", "局办公室、应急局"),
        ("上报", ""),
    ]


def test_foot_says_to_whom_and_when_it_went():
    paper = paper_of(make_minutes(copied_to="市政府办公室", issued_on=dt.date(2023, 8, 25)))

    assert (paper.copied_to, paper.issued) == ("市政府办公室", "2023年8月25日")


def test_foot_of_an_older_record_says_nothing():
    record = latest_record_without("copied_to", "issued_on")

    paper = OfficialPaper(MeetingPage(record))

    assert (paper.copied_to, paper.issued) == ("", "")


def latest_record_without(*fields: str) -> dict[str, Any]:
    """Return a record as it was written before some fields were known."""
    meeting = make_minutes()
    publish(meeting)
    return {name: value for name, value in latest_record(meeting).items() if name not in fields}


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (42, "四十二"), (99, "九十九"), (100, "100")],
)
def test_ordinals_are_written_in_words(number: int, word: str):
    assert ordinal(number) == word


@pytest.mark.parametrize(
    ("language", "has_layout"),
    [("zh", True), ("zh-Hans", True), ("zh-CN", True), ("zh-Hant", False), ("zh-TW", False), ("en", False)],
)
def test_layout_is_for_simplified_chinese(language: str, has_layout: bool):
    meeting = make_minutes()
    publish(meeting)

    page = MeetingPage(latest_record(meeting) | {"language": language})

    assert page.has_official_layout is has_layout
