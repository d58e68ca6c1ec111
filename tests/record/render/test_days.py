"""When a meeting was, in every form of its record: past midnight, several days, sittings, circulation."""

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from archive.record.compare import differences
from archive.record.render.calendar import events_of
from archive.record.render.display import days_in, written_days
from archive.record.render.feed import meeting_item
from archive.record.render.gongwen import OfficialPaper
from archive.record.render.json_ld import meeting_data
from archive.record.render.page import MeetingPage
from archive.record.render.plain import plain_text
from archive.record.render.table import meeting_columns
from tests.record.sample import listed, sample_attendance, sample_record, sample_sitting

pytestmark = pytest.mark.any_engine

NIGHT = {"start_time": "19:00:00", "end_time": "01:10:00"}
LATE = [sample_attendance(arrived_at="22:00:00", left_at="00:30:00")]
SESSION = {"date": "2024-04-09", "end_date": "2024-04-11", "start_time": None, "end_time": None}
SITTINGS = [
    sample_sitting(date="2024-04-09", start_time="19:00:00", end_time="00:30:00", note="Adjourned"),
    sample_sitting(position=2, date="2024-04-11"),
]


def absolute(address: str) -> str:
    return f"https://example.org{address}"


def page(**changes: Any) -> MeetingPage:
    return MeetingPage(sample_record(**changes))


def events(**changes: Any) -> list[Any]:
    record = sample_record(**changes)
    return events_of(listed(record) | {key: record[key] for key in SITTING_KEYS & record.keys()}, absolute)


SITTING_KEYS = {"sittings", "end_date"}

# Past midnight


@pytest.mark.parametrize(
    ("language", "hours", "presence"),
    [
        ("en", "19:00–01:10 (next day)", ("22:00", "00:30 (next day)")),
        ("zh-hans", "19:00–次日01:10", ("22:00", "次日00:30")),
    ],
)
def test_page_says_next_day(language: str, hours: str, presence: tuple[str, str]):
    with translation.override(language):
        found = page(**NIGHT, attendances=LATE)

        assert found.hours == hours
        assert (found.attendances[0]["arrived_at"], found.attendances[0]["left_at"]) == presence


def test_who_comes_early_does_not_come_the_next_day():
    found = page(**NIGHT, attendances=[sample_attendance(arrived_at="18:50:00", left_at="01:15:00")])

    row = found.attendances[0]
    assert (row["arrived_at"], row["left_at"]) == ("18:50", "01:15 (next day)")


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("09:00:00", "09:00:00", "09:00–09:00"),
        (None, "01:10:00", "–01:10"),
        ("19:00:00", "00:00:00", "19:00–00:00 (next day)"),
    ],
)
def test_only_an_end_before_the_start_is_the_next_day(start, end, hours):
    assert page(start_time=start, end_time=end).hours == hours


def test_official_paper_says_next_day_in_chinese_for_every_reader():
    lines = {line.word: line.text for line in OfficialPaper(page(**NIGHT)).circumstances}

    assert lines["时间"] == "2023年8月23日19:00–次日01:10"


def test_plain_text_and_comparison_say_next_day():
    night = sample_record(**NIGHT, attendances=LATE, language="en")

    text = plain_text(night)
    [change] = [one for one in differences(sample_record(language="en"), night) if one.heading == "End"]

    assert "End: 01:10:00 (next day)" in text
    assert "Left at: 00:30:00 (next day)" in text
    assert [part.text for part in change.parts] == ["11:30:00", "01:10:00 (next day)"]


def test_event_ends_on_the_next_day(settings):
    settings.TIME_ZONE = "Asia/Shanghai"

    [event] = events(**NIGHT)

    assert event.start == dt.datetime(2023, 8, 23, 11, 0, tzinfo=dt.UTC)
    assert event.end == dt.datetime(2023, 8, 23, 17, 10, tzinfo=dt.UTC)  # 01:10 of the 24th in Shanghai


def test_linked_data_end_on_the_next_day(settings):
    settings.TIME_ZONE = "Asia/Shanghai"

    data = meeting_data(page(**NIGHT), absolute)

    assert (data["startDate"], data["endDate"]) == (
        "2023-08-23T19:00:00+08:00",
        "2023-08-24T01:10:00+08:00",
    )


def test_month_alone_ends_on_no_day():
    data = meeting_data(page(date_precision="month", **NIGHT), absolute)

    assert (data["startDate"], data["endDate"]) == ("2023-08", "2023-08")


# Several days


@pytest.mark.parametrize(
    ("first", "last", "english", "chinese"),
    [
        ("2024-04-09", "2024-04-11", "9–11 April 2024", "2024年4月9日至11日"),
        ("2024-04-30", "2024-05-02", "30 April – 2 May 2024", "2024年4月30日至5月2日"),
        ("2024-12-30", "2025-01-02", "30 December 2024 – 2 January 2025", "2024年12月30日至2025年1月2日"),
        ("2024-04-09", "2024-04-09", "9 April 2024", "2024年4月9日"),
    ],
)
def test_days_say_what_they_share_once(first: str, last: str, english: str, chinese: str):
    days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)

    assert written_days(*days) == english
    with translation.override("zh-hans"):
        assert written_days(*days) == chinese


def test_days_are_in_feed_table_and_plain_text():
    record = sample_record(**SESSION, language="en")

    row = listed(record) | {"end_date": "2024-04-11"}
    assert days_in(record) == "9–11 April 2024"
    assert meeting_item(row).title == "Harbourboard, 9–11 April 2024: Evening"
    assert meeting_columns(absolute)["Last day"](row) == "2024-04-11"
    assert "Last day: 2024-04-11" in plain_text(record)


def test_hours_of_several_days_are_not_said_of_each():
    session = SESSION | {"start_time": "09:00:00", "end_time": "16:30:00"}

    assert page(**session).hours == "from 09:00 on the first day to 16:30 on the last"
    with translation.override("zh-hans"):
        assert page(**session).hours == "（首日09:00至末日16:30）"


def test_nobody_knows_on_which_of_several_days_somebody_left():
    session = SESSION | {"start_time": "19:00:00"}

    row = page(**session, attendances=LATE).attendances[0]

    assert (row["arrived_at"], row["left_at"]) == ("22:00", "00:30")


@pytest.mark.parametrize("start", [None, "09:00:00"])
def test_event_of_several_days_is_whole_days_up_to_the_first_that_is_over(start):
    [event] = events(**SESSION | {"start_time": start, "end_time": "16:30:00"})

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (dt.date(2024, 4, 9), dt.date(2024, 4, 12))
    assert event["TRANSP"] == "TRANSPARENT"


def test_linked_data_of_several_days():
    data = meeting_data(page(**SESSION), absolute)

    assert (data["startDate"], data["endDate"]) == ("2024-04-09", "2024-04-11")


# Sittings


def test_page_lists_sittings_and_repeats_no_hours():
    session = SESSION | {"start_time": "19:00:00", "end_time": "11:30:00"}

    found = page(**session, sittings=SITTINGS)

    assert found.hours == ""
    assert [(row["date"], row["hours"], row["note"]) for row in found.sittings] == [
        (dt.date(2024, 4, 9), "19:00–00:30 (next day)", "Adjourned"),
        (dt.date(2024, 4, 11), "09:00–11:30", ""),
    ]


def test_each_sitting_is_an_event_and_the_first_has_the_uid_of_the_meeting(settings):
    settings.TIME_ZONE = "UTC"

    first, second = events(**SESSION, sittings=SITTINGS)

    uid = f"{'ef' * 32}@minutebook"
    assert (first["UID"], second["UID"]) == (uid, uid.replace("@", "-2@"))
    assert (first.start, first.end) == (
        dt.datetime(2024, 4, 9, 19, tzinfo=dt.UTC),
        dt.datetime(2024, 4, 10, 0, 30, tzinfo=dt.UTC),
    )
    assert second.start == dt.datetime(2024, 4, 11, 9, tzinfo=dt.UTC)
    assert first["TRANSP"] == "OPAQUE"


def test_sittings_are_in_paper_linked_data_plain_text_and_comparison(settings):
    settings.TIME_ZONE = "UTC"
    record = sample_record(**SESSION, sittings=SITTINGS, language="en")

    lines = {line.word: line.text for line in OfficialPaper(MeetingPage(record)).circumstances}
    changes = differences(sample_record(**SESSION, sittings=SITTINGS[:1], language="en"), record)

    assert lines["时间"] == "2024年4月9日至11日"
    assert lines["第一次会议"] == "2024年4月9日19:00–次日00:30（Adjourned）"
    assert (
        meeting_data(MeetingPage(record), absolute)["subEvent"][0]["endDate"] == "2024-04-10T00:30:00+00:00"
    )
    assert "Date: 2024-04-09; Start: 19:00:00; End: 00:30:00 (next day); Note: Adjourned" in plain_text(
        record
    )
    assert [change.heading for change in changes] == ["Sitting 2"]


# By circulation, and before anybody met


@pytest.mark.parametrize("status", ["scheduled", "cancelled"])
def test_of_what_was_not_held_no_attendance_is_claimed_to_be_missing(status: str):
    told = page(status=status, attendance_status="not_recorded", attendances=[], present_count=None)

    assert told.is_silent_on_attendance
    assert OfficialPaper(told).roll == []


def test_official_paper_of_a_circulation_says_who_signed():
    rows = [sample_attendance(role="member"), sample_attendance(role="member", status="absent")]
    found = OfficialPaper(page(attendance_mode="by_circulation", location="", attendances=rows))

    assert {line.word: line.text for line in found.circumstances}["方式"] == "书面传签"
    assert [line.word for line in found.roll] == ["签署", "未签署"]


def test_table_counts_nobody_as_present_at_a_circulation():
    row = listed(sample_record(attendance_mode="by_circulation")) | {"present_total": 7}

    assert meeting_columns(absolute)["Present"](row) is None
