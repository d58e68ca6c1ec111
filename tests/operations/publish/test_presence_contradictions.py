"""Doubts about who was in the room at a decision, and the ordinary record beside each that raises none."""

import datetime as dt
from typing import Any

import pytest

from archive.models import Attendance, Meeting, Resolution
from archive.operations.publish import accept_keys, doubt_keys
from archive.operations.publish.contradictions import contradictions
from archive.operations.publish.gate import judge
from tests.factories import (
    make_attendance,
    make_draft,
    make_item,
    make_person,
    make_resolution,
    make_span,
    make_vote,
)

pytestmark = pytest.mark.django_db

EVENING, QUARTER_PAST_8, TWENTY_TO_9 = dt.time(18), dt.time(20, 15), dt.time(20, 40)


def doubts(meeting: Meeting) -> list[tuple[str, str]]:
    fetched = Meeting.objects.with_children().get(pk=meeting.pk)
    found = contradictions(fetched, dt.date(2030, 1, 1))
    return [(one.column or one.field, one.message) for one in found]


def council(**fields: Any) -> tuple[Meeting, Attendance]:
    """Return a draft of an evening with five agenda items, four members and King."""
    meeting = make_draft(start_time=EVENING, items=5, present=4, **fields)
    return meeting, make_attendance(meeting, person=make_person("King"))


def item(meeting: Meeting, position: int) -> Any:
    return meeting.agenda_items.get(position=position)


def out_for_item_4(king: Attendance) -> None:
    fourth = item(king.meeting, 4)
    make_span(king, from_item=fourth, to_item=fourth, reason="interest_declared")


def decide(meeting: Meeting, *, at_item: int | None = None, **fields: Any) -> Resolution:
    place = item(meeting, at_item) if at_item else None
    return make_resolution(meeting, agenda_item=place, **fields)


def test_out_for_item_4_back_for_item_5_and_gone_before_resolution_9():
    meeting, king = council()
    out_for_item_4(king)
    king.left_at = QUARTER_PAST_8
    king.save()
    for _ in range(6):
        decide(meeting)
    make_vote(decide(meeting, at_item=4, yes_count=1), voter=meeting.attendances.in_order()[0].person)
    make_vote(decide(meeting, at_item=5, taken_at=dt.time(20)), voter=king.person)
    ninth = decide(meeting, taken_at=TWENTY_TO_9, decision_method="roll_call")
    make_vote(ninth, voter=king.person)

    assert ninth.sequence == 9
    assert doubts(meeting) == [
        ("votes", "Resolution 9: King (left at 20:15) voted, but was not in the room.")
    ]


def test_doubt_about_a_vote_is_asked_once():
    meeting, king = council()
    king.left_at = QUARTER_PAST_8
    king.save()
    make_vote(decide(meeting, taken_at=TWENTY_TO_9), voter=king.person)
    fetched = Meeting.objects.with_children().get(pk=meeting.pk)

    [asked] = judge([fetched])
    [accepted] = judge([fetched], accept_keys(doubt_keys(fetched, asked.problems)))

    assert (asked.is_held, accepted.is_held) == (True, False)
    assert [problem.row for problem in asked.doubts] == [meeting.resolutions.get().pk]


@pytest.mark.parametrize(
    ("at_item", "why"), [(4, "Resolution 1: King (interest declared) voted,"), (5, "")]
)
def test_vote_on_an_item_with_an_interest_declared(at_item: int, why: str):
    meeting, king = council()
    out_for_item_4(king)
    make_vote(decide(meeting, at_item=at_item), voter=king.person)

    assert [sentence.startswith(why) for _column, sentence in doubts(meeting)] == ([True] if why else [])


@pytest.mark.parametrize("option", ["recused", "absent", "not_voting"])
def test_recusal_of_somebody_who_is_out_is_ordinary(option: str):
    meeting, king = council()
    out_for_item_4(king)
    make_vote(decide(meeting, at_item=4), option, voter=king.person)

    assert doubts(meeting) == []


def test_proxy_votes_for_somebody_out_but_not_while_out():
    meeting, king = council()
    out_for_item_4(king)
    lee = make_attendance(meeting, person=make_person("Lee")).person
    make_vote(decide(meeting, at_item=4), voter=king.person, proxy=lee)
    make_vote(decide(meeting, at_item=4), voter=lee, proxy=king.person)

    assert doubts(meeting) == [
        ("votes", "Resolution 2: King (interest declared) voted, but was not in the room."),
        ("votes", "Resolution 2: Lee voted by proxy, but was in the room."),
    ]


def test_vote_in_writing_is_none_of_somebody_in_the_room():
    meeting, king = council()
    out_for_item_4(king)
    make_vote(decide(meeting, at_item=4, decision_method="written"), voter=king.person)

    assert doubts(meeting) == []


@pytest.mark.parametrize("field", ["mover", "seconder"])
def test_mover_who_was_out_or_absent(field: str):
    meeting, king = council()
    out_for_item_4(king)
    absent = make_attendance(meeting, person=make_person("Ill"), status="excused")
    for at_item, person in (
        (4, king.person),
        (5, king.person),
        (None, absent.person),
        (None, make_person()),
    ):
        named: Any = {field: person}
        decide(meeting, at_item=at_item, **named)

    did = {"mover": "moved", "seconder": "seconded"}[field]
    assert doubts(meeting) == [
        (field, f"Resolution 1: King {did} it, but was not in the room."),
        (field, f"Resolution 3: Ill {did} it, but was not in the room."),
    ]


def test_absent_mover_with_a_substitute_is_ordinary():
    meeting, king = council()
    absent = make_attendance(meeting, status="absent")
    king.on_behalf_of = absent.person
    king.save()
    decide(meeting, mover=absent.person)

    assert doubts(meeting) == []


def test_more_votes_than_people_in_the_room():
    meeting, king = council()
    out_for_item_4(king)
    decide(meeting, at_item=4, yes_count=3, no_count=1)
    decide(meeting, at_item=4, yes_count=5)
    decide(meeting, at_item=5, yes_count=5)

    assert doubts(meeting) == [("yes_count", "Resolution 2: 5 voted, but at most 4 were in the room.")]


def test_quorum_lost_at_a_decision():
    meeting, king = council(quorum=5)
    out_for_item_4(king)
    decide(meeting, at_item=3)
    decide(meeting, at_item=4)
    decide(meeting, at_item=4, result="deferred")

    assert doubts(meeting) == [("result", "Resolution 2: the quorum is 5, but at most 4 were in the room.")]


def test_quorum_of_which_nothing_is_known_at_a_decision_is_not_doubted():
    meeting, king = council(quorum=5)
    king.left_at = QUARTER_PAST_8
    king.save()
    decide(meeting)

    assert doubts(meeting) == []


@pytest.mark.parametrize(
    ("taken_at", "is_doubted"),
    [
        (TWENTY_TO_9, False),
        (dt.time(23, 30), False),
        (dt.time(0, 20), False),
        (dt.time(0, 40), True),
        (dt.time(17), True),
    ],
)
def test_decision_outside_the_hours_of_a_meeting_that_ends_past_midnight(
    taken_at: dt.time, is_doubted: bool
):
    meeting, _king = council(end_time=dt.time(0, 30))
    decide(meeting, taken_at=taken_at)

    told = [("taken_at", "Resolution 1 was taken outside the hours of the meeting.")]
    assert doubts(meeting) == (told if is_doubted else [])


def test_absent_person_who_left_the_room():
    meeting, king = council()
    king.status = "absent"
    king.save()
    out_for_item_4(king)

    assert doubts(meeting) == [("spans", "King was not present, but was in or out of the room for a part.")]


def test_closed_item_is_looked_at_too():
    meeting, king = council()
    closed = make_item(meeting, is_public=False)
    make_span(king, from_item=closed, to_item=closed)
    make_vote(make_resolution(meeting, agenda_item=closed), voter=king.person)

    assert [column for column, _sentence in doubts(meeting)] == ["votes"]


def test_attendance_that_was_not_recorded_says_nothing_of_a_mover():
    meeting, king = council(attendance_status="counts_only")
    king.status = "absent"
    king.save()
    decide(meeting, mover=king.person)

    assert doubts(meeting) == []


@pytest.mark.parametrize("count", [1, 3])
def test_doubts_cost_no_query(django_assert_num_queries, count: int):
    meeting, king = council()
    out_for_item_4(king)
    for _ in range(count):
        make_vote(decide(meeting, at_item=4, mover=king.person), voter=king.person)
    fetched = Meeting.objects.with_children().get(pk=meeting.pk)

    with django_assert_num_queries(0):
        found = list(contradictions(fetched, dt.date(2030, 1, 1)))

    assert len(found) == 2 * count


def test_proxy_is_listed_and_who_is_represented_is_not_in_the_room():
    meeting = make_draft(date=dt.date(2023, 8, 23))
    resolution = make_resolution(meeting)
    ann, bo = (make_attendance(meeting, person=make_person(name)).person for name in ("Ann", "Bo"))
    cy = make_attendance(meeting, person=make_person("Cy"), status="excused").person
    make_vote(resolution, voter=ann)
    make_vote(resolution, voter=bo, proxy=ann)
    make_vote(resolution, voter=cy, proxy=make_person("Zed"))

    assert doubts(meeting) == [
        ("votes", "Resolution 1: Zed voted, but is not listed as present."),
        ("votes", "Resolution 1: Bo voted by proxy, but was in the room."),
    ]
