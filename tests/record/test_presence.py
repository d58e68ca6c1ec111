"""Who was in the room at a decision, told from a Record alone: present, absent, not known."""

import datetime as dt
from typing import Any

import pytest

from archive.record.presence import DecisionPresence, Moment, Presence, presence_at, presence_record
from archive.text.hours import Hours

KING = {"name": "Avery King", "slug": "avery-king"}
LEE = {"name": "Noor Lee", "slug": None}


def row_of(person: Any = KING, **fields: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"arrived_at": None, "left_at": None, "on_behalf_of": None, "role": "member"}
    return {"person": person, "status": "present", **empty, **fields}


def span(kind: str = "absent", reason: str = "", **ends: Any) -> dict[str, Any]:
    none = {"from_time": None, "to_time": None, "from_item": None, "to_item": None}
    return {"kind": kind, "reason": reason, **none, **ends}


def at(time: str | None = None, item: int | None = None, start: dt.time | None = dt.time(18)) -> Moment:
    return Moment(item, time and f"{time}:00", Hours(start, dt.time(1)))


ITEM_4 = span(reason="interest_declared", from_item=4, to_item=4)
HALF_PAST_7_TO_8 = span(from_time="19:30:00", to_time="20:00:00")


@pytest.mark.parametrize(
    ("row", "moment", "state", "reason"),
    [
        (row_of(), at("20:40"), "present", ""),
        (row_of(), at(), "present", ""),
        (row_of(status="excused"), at(), "absent", "status"),
        (row_of(status=""), at(), "not_known", ""),
        # By agenda items
        (row_of(spans=[ITEM_4]), at(item=4), "absent", "interest_declared"),
        (row_of(spans=[ITEM_4]), at(item=5), "present", ""),
        (row_of(spans=[ITEM_4]), at("19:00", item=5), "present", ""),
        (row_of(spans=[ITEM_4]), at("19:00"), "not_known", ""),
        (row_of(spans=[span(from_item=3)]), at(item=9), "absent", "out"),
        (row_of(spans=[span(to_item=3)]), at(item=2), "absent", "out"),
        (row_of(spans=[span(to_item=3)]), at(item=4), "present", ""),
        # By hours
        (row_of(spans=[HALF_PAST_7_TO_8]), at("19:40"), "absent", "out"),
        (row_of(spans=[HALF_PAST_7_TO_8]), at("20:10"), "present", ""),
        (row_of(spans=[HALF_PAST_7_TO_8]), at("20:00"), "not_known", ""),
        (row_of(spans=[HALF_PAST_7_TO_8]), at(item=4), "not_known", ""),
        # From an item to an hour, and an item that contradicts the hour
        (row_of(spans=[span(from_item=4, to_time="20:00:00")]), at(item=3), "present", ""),
        (row_of(spans=[span(from_item=4, to_time="20:00:00")]), at(item=5), "not_known", ""),
        (row_of(spans=[span(from_item=4, to_time="20:00:00")]), at("19:50", item=5), "absent", "out"),
        (row_of(spans=[span(from_item=4, from_time="19:00:00")]), at("18:50", item=4), "not_known", ""),
        # Present only then
        (row_of(spans=[span("present", from_item=2, to_item=3)]), at(item=2), "present", ""),
        (row_of(spans=[span("present", from_item=2, to_item=3)]), at(item=4), "absent", "out"),
        (row_of(spans=[span("present", from_item=2, to_item=3)]), at("19:00"), "not_known", ""),
        # Arrival and departure
        (row_of(left_at="20:15:00"), at("20:40"), "absent", "left"),
        (row_of(left_at="20:15:00"), at("20:10"), "present", ""),
        (row_of(left_at="20:15:00"), at("20:15"), "not_known", ""),
        (row_of(left_at="20:15:00"), at(item=9), "not_known", ""),
        (row_of(arrived_at="18:30:00"), at("18:20"), "absent", "not_yet"),
        (row_of(arrived_at="18:30:00"), at("18:40"), "present", ""),
        (row_of(arrived_at="18:00:00"), at(), "present", ""),
        # Past midnight
        (row_of(left_at="00:30:00"), at("23:50"), "present", ""),
        (row_of(left_at="23:50:00"), at("00:30"), "absent", "left"),
        (row_of(spans=[span(from_time="23:50:00", to_time="00:20:00")]), at("00:10"), "absent", "out"),
        (row_of(spans=[span(from_time="23:50:00", to_time="00:20:00")]), at("00:30"), "present", ""),
        # The start is not known
        (row_of(left_at="20:15:00"), at("20:40", start=None), "absent", "left"),
        (row_of(left_at="00:30:00"), at("23:50", start=None), "not_known", ""),
        (
            row_of(spans=[span(from_time="23:50:00", to_time="00:20:00")]),
            at("00:10", start=None),
            "not_known",
            "",
        ),
        # Something was said of a closed item
        (row_of(spans_withheld=True), at(item=5), "not_known", ""),
    ],
)
def test_presence_at(row: dict[str, Any], moment: Moment, state: str, reason: str):
    assert presence_at(row, moment) == Presence(state, reason)


def test_several_spans_are_all_looked_at():
    king = row_of(spans=[ITEM_4, span(from_item=7)], left_at="20:15:00")

    states = [presence_at(king, at(item=item)).state for item in (4, 7)]
    assert states == ["absent", "absent"]
    assert presence_at(king, at("19:00", item=5)).state == "present"
    assert presence_at(king, at("20:40", item=5)) == Presence("absent", "left")


# All who are listed


def vote(person: Any, option: str = "yes", **fields: Any) -> dict[str, Any]:
    return {"voter": person, "option": option, "note": "", **fields}


def decision(*rows: Any, votes: Any = (), **fields: Any) -> DecisionPresence:
    counts: dict[str, Any] = dict.fromkeys(("yes_count", "no_count", "abstain_count"))
    meeting: dict[str, Any] = {
        key: fields.pop(key) for key in ("sittings", "end_date", "end_time") if key in fields
    }
    record = {
        "attendances": list(rows),
        "start_time": "18:00:00",
        "attendance_status": "recorded",
        "date": "2024-05-14",
        **meeting,
    }
    return DecisionPresence(record, {"agenda_item": None, "votes": list(votes), **counts, **fields})


def names(attendees: list[Any]) -> list[str]:
    return [one.row["person"]["name"] for one in attendees]


def test_those_who_are_out_are_named_with_the_reason():
    found = decision(
        row_of(spans=[ITEM_4]), row_of(LEE), row_of(person={"name": "Guest"}, role="guest"), agenda_item=4
    )

    assert found.is_known
    assert names(found.present) == ["Noor Lee"]
    assert [(one.reason, one.time) for one in found.out] == [("interest_declared", "")]
    assert len(found.attendees) == 2


def test_those_without_a_vote_are_not_counted():
    others = [
        row_of({"name": "Clerk", "slug": None}, role="recorder"),
        row_of({"name": "Adviser", "slug": None}, voting=False),
        row_of({"name": "Secretary", "slug": None}, role="recorder", voting=True),
    ]
    found = decision(row_of(spans=[ITEM_4]), *others, agenda_item=4)

    assert [one.row["person"]["name"] for one in found.attendees] == ["Avery King", "Secretary"]


def test_nothing_is_known_where_nobody_came_or_went():
    assert not decision(row_of(), row_of(LEE, status="absent"), taken_at="20:40:00").is_known


def test_nothing_is_known_of_a_decision_on_a_closed_item():
    assert not decision(row_of(left_at="20:15:00"), taken_at="20:40:00", closed_item={"basis": ""}).is_known


def test_hour_of_the_departure_is_told():
    found = decision(row_of(left_at="20:15:00"), row_of(LEE), taken_at="20:40:00")
    assert [(one.reason, one.time) for one in found.out] == [("left", "20:15")]


def test_hours_of_a_meeting_of_several_days_tell_nothing():
    king = row_of(left_at="20:15:00")
    for days in ({"sittings": [{"date": "2024-05-15"}]}, {"end_date": "2024-05-15"}):
        assert names(decision(king, taken_at="20:40:00", **days).not_known) == ["Avery King"]
    assert names(decision(king, taken_at="20:40:00", end_date="2024-05-14").out) == ["Avery King"]
    overnight = {"end_date": "2024-05-15", "end_time": "00:30:00"}
    assert names(decision(king, taken_at="00:10:00", **overnight).out) == ["Avery King"]


def test_absent_member_is_represented_by_a_substitute_or_a_proxy():
    by_substitute = decision(row_of(status="absent"), row_of(LEE, on_behalf_of=KING))
    by_proxy = decision(row_of(status="absent"), row_of(LEE), votes=[vote(KING, proxy=LEE), vote(LEE)])

    for found in (by_substitute, by_proxy):
        assert [(one.state, one.reason) for one in found.attendees] == [
            ("absent", "represented"),
            ("present", ""),
        ]


def test_roll_call_says_who_was_absent_and_who_took_part():
    found = decision(
        row_of(),
        row_of(LEE, left_at="20:15:00"),
        votes=[vote(KING, "absent"), vote(LEE, "no")],
        agenda_item=2,
    )

    assert [(one.state, one.reason) for one in found.attendees] == [
        ("absent", "roll_call"),
        ("present", ""),
    ]


def test_how_many_voted_is_compared_with_how_many_were_there():
    out = row_of(spans=[ITEM_4])
    others = [row_of({"name": f"Member {number}", "slug": None}) for number in range(7)]
    agreeing = decision(out, *others, agenda_item=4, yes_count=5, no_count=2)
    recused = decision(
        out, *others, agenda_item=4, yes_count=6, votes=[vote(others[0]["person"], "recused")]
    )
    too_many = decision(out, *others, agenda_item=4, yes_count=8)

    assert [(one.voted, one.silent, one.unexplained) for one in (agreeing, recused, too_many)] == [
        (7, 0, 0),
        (6, 1, 0),
        (8, 0, -1),
    ]


def test_roll_call_alone_says_how_many_voted():
    votes = [vote(KING), vote(LEE, "recused"), vote({"name": "Park", "slug": None}, "abstain")]
    assert decision(row_of(), votes=votes).voted == 2
    assert decision(row_of()).voted is None


def test_record_says_who_was_present_only_where_it_is_known():
    found = decision(row_of(spans=[ITEM_4]), row_of(LEE), agenda_item=4)

    assert presence_record(found.record, found.resolution) == {
        "presence": {
            "present": 1,
            "listed": 2,
            "absent": [{"person": KING, "reason": "interest_declared"}],
            "not_known": [],
        }
    }
    assert presence_record(found.record, found.resolution | {"agenda_item": 5}) == {}
