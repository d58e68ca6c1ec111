"""Who was in the room, in words of both languages, on every form that shows it."""

from typing import Any

import pytest
from django.utils import translation

from archive.record.build import Record
from archive.record.compare import differences
from archive.record.presence import DecisionPresence
from archive.record.render.gongwen import OfficialPaper
from archive.record.render.page import MeetingPage
from archive.record.render.plain import plain_text
from archive.record.render.presence_words import account, spans_words
from tests.record.render.test_render import gongwen, page
from tests.record.sample import sample_attendance, sample_item, sample_record, sample_resolution

pytestmark = pytest.mark.any_engine

KING = {"name": "Avery King", "slug": "king"}


def span(kind: str = "absent", reason: str = "", **ends: Any) -> Record:
    none = {"from_time": None, "to_time": None, "from_item": None, "to_item": None}
    return {"kind": kind, "reason": reason, **none, **ends}


def record_with(*spans: Record, resolution: Any = None, **king: Any) -> Record:
    """Return a record of two people and five agenda items, of which the fifth has no number."""
    items = [
        sample_item(position=at, number=number) for at, number in enumerate(("一", "二", "三", "四", ""), 1)
    ]
    told: dict[str, Any] = {"spans": list(spans)} if spans else {}
    away = sample_attendance(person=KING, role="member", **told, **king)
    return sample_record(
        attendances=[sample_attendance(), away],
        agenda_items=items,
        resolutions=[sample_resolution(agenda_item=4, **(resolution or {}))],
    )


INTEREST = span(reason="interest_declared", from_item=4, to_item=4)


@pytest.mark.parametrize(
    ("told", "english", "chinese"),
    [
        (INTEREST, "out for item 四: interest declared", "议题四不在场：申报利益"),
        (span(from_item=2, to_item=3), "out for items 二 to 三", "议题二至三不在场"),
        (span(from_item=3), "out from item 三 on", "议题三起不在场"),
        (span(to_item=5), "out up to item 5", "至议题5不在场"),
        (span(from_time="20:15:00"), "out from 20:15", "20:15起不在场"),
        (span(to_time="19:00:00"), "out until 19:00", "至19:00不在场"),
        (span(from_time="19:30:00", to_time="20:00:00"), "out from 19:30 to 20:00", "19:30至20:00不在场"),
        (
            span(from_item=4, to_time="20:00:00"),
            "out from item 四 on, until 20:00",
            "议题四起、至20:00不在场",
        ),
        (span("present", from_item=2, to_item=2), "present only for item 二", "仅议题二在场"),
        (span(reason="other", from_item=2, to_item=2), "out for item 二", "议题二不在场"),
    ],
)
def test_span_in_words(told: Record, english: str, chinese: str):
    record = record_with()

    assert spans_words([told], record) == english
    with translation.override("zh-hans"):
        assert spans_words([told], record) == chinese


@pytest.mark.parametrize(
    ("days", "english", "chinese"),
    [
        ({}, "out from 23:30 to 00:15 (next day)", "23:30至次日00:15不在场"),
        ({"end_date": "2023-08-24"}, "out from 23:30 to 00:15 (next day)", "23:30至次日00:15不在场"),
        ({"end_date": "2023-08-25"}, "out from 23:30 to 00:15", "23:30至00:15不在场"),
    ],
)
def test_hours_past_midnight_are_those_of_the_next_day(days: Record, english: str, chinese: str):
    night = {"start_time": "22:00:00", "end_time": "02:00:00"} | days
    record = record_with() | night
    told = span(from_time="23:30:00", to_time="00:15:00")

    assert spans_words([told], record) == english
    with translation.override("zh-hans"):
        assert spans_words([told], record) == chinese


def test_decision_past_midnight_was_taken_on_the_next_day():
    decided = sample_resolution(taken_at="00:10:00")
    record = record_with() | {"start_time": "22:00:00", "end_time": "02:00:00", "resolutions": [decided]}

    assert MeetingPage(record).resolutions[0]["taken_at"] == "00:10 (next day)"
    assert "次日00:10" in plain_text(record)


def test_page_says_it_beside_the_person_and_on_the_item():
    shown = page(record_with(INTEREST, span(from_time="20:15:00")))

    assert "<small>out for item 四: interest declared; out from 20:15</small>" in shown
    assert shown.count("Not present:") == 1
    assert "Avery King</a> (interest declared)" in shown


def test_official_layout_says_it_in_chinese_for_every_reader():
    paper = OfficialPaper(MeetingPage(record_with(INTEREST)))

    assert ("出席", "Chair Chen、Avery King（议题四不在场：申报利益）") in [
        tuple(line) for line in _lines(paper)
    ]
    assert [told for _item, told in paper.items] == ["", "", "", "Avery King（申报利益）", ""]
    assert "不在场：Avery King（申报利益）" in gongwen(record_with(INTEREST))


def _lines(paper: OfficialPaper) -> list[tuple[str, str]]:
    return [(line.word, line.text) for line in paper.roll]


def test_plain_text_says_it():
    text = plain_text(record_with(INTEREST, resolution={"taken_at": "20:40:00"}))

    assert "部分时间在场：议题四不在场：申报利益" in text
    assert "决定时间：20:40:00" in text


def test_comparison_says_it_in_words():
    [change] = differences(record_with(), record_with(INTEREST))

    assert change.heading == "Attendance of Avery King, Presence in part"
    assert [part.text for part in change.parts] == ["out for item 四: interest declared"]


def test_record_without_spans_says_nothing_of_presence():
    shown = page(record_with())

    assert "Not present" not in shown
    assert MeetingPage(record_with()).resolutions[0]["presence"] is None


def test_resolution_says_who_was_there_and_who_was_not():
    [resolution] = MeetingPage(
        record_with(INTEREST, resolution={"yes_count": 1, "no_count": 0})
    ).resolutions

    assert resolution["presence"] == {
        "present": 1,
        "most": 1,
        "listed": 2,
        "out": [{"person": KING, "reason": "interest declared"}],
        "not_known": [],
        "account": "2 attended: 1 out of the room, 1 voted",
    }


def test_resolution_says_what_is_not_known():
    [resolution] = MeetingPage(record_with(left_at="20:15:00")).resolutions
    assert resolution["presence"] is None
    [resolution] = MeetingPage(record_with(INTEREST, span(from_time="20:15:00"))).resolutions
    assert resolution["presence"]["out"] == [{"person": KING, "reason": "interest declared"}]


def told(*votes: tuple[str, ...], **fields: Any) -> str:
    record = record_with(INTEREST, resolution=fields)
    people = {
        "king": KING,
        "chen": record["attendances"][0]["person"],
        "lee": {"name": "Lee", "slug": None},
    }
    record["resolutions"][0]["votes"] = [
        {"voter": people[name], "option": option, "note": "", "is_casting": "casting" in more}
        for name, option, *more in votes
    ]
    return account(DecisionPresence(record, record["resolutions"][0]))


def test_attendance_and_vote_agree_or_say_why_not():
    assert told(yes_count=1) == "2 attended: 1 out of the room, 1 voted"
    assert told(yes_count=0) == "2 attended: 1 out of the room, 1 not accounted for"
    assert told(yes_count=3) == "2 attended: 1 out of the room, 3 voted, 2 more than were in the room"
    none = {"yes_count": None, "no_count": None}
    assert told(("chen", "recused"), yes_count=0) == (
        "2 attended: 1 out of the room, 1 did not take part in the vote"
    )
    assert told(("chen", "yes"), ("chen", "yes", "casting"), yes_count=2) == (
        "2 attended: 1 out of the room, 2 voted, 1 of the votes a casting vote"
    )
    assert told(("chen", "yes"), ("chen", "yes", "casting"), yes_count=1) == (
        "2 attended: 1 out of the room, 1 voted"
    )
    assert told(**none) == ""
    with translation.override("zh-hans"):
        assert told(yes_count=1) == "2人出席：1人不在场、1人表决"
