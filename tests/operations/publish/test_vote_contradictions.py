"""Counts, roll call, result and amendments against each other: casting votes, proxies, weights."""

from decimal import Decimal
from typing import Any

import pytest

from archive.models import Meeting, Resolution
from tests.factories import make_attendance, make_draft, make_item, make_person, make_resolution, make_vote
from tests.operations.publish.test_contradictions import DAY, counts, doubts

pytestmark = pytest.mark.django_db

Votes = list[tuple[str, dict[str, Any]]]
CALLED: dict[str, Any] = {"result": "adopted", "decision_method": "roll_call"}


def called(votes: Votes, *, chair: str = "", **fields: Any) -> Meeting:
    """Make a draft whose people vote: (option, more of the vote); the chair then has a casting vote."""
    meeting = make_draft(date=DAY)
    resolution = make_resolution(meeting, **{**CALLED, **fields})
    people = [make_attendance(meeting).person for _ in votes]
    for person, (option, more) in zip(people, votes, strict=True):
        make_vote(resolution, option, voter=person, **more)
    if chair:
        make_vote(resolution, chair, voter=people[0], is_casting=True)
    return Meeting.objects.with_children().get(pk=meeting.pk)


def columns(meeting: Meeting) -> list[str]:
    return [column for column, _sentence in doubts(meeting)]


TIE: Votes = [("yes", {}), ("yes", {}), ("no", {}), ("no", {})]
ONE_ROW: Votes = [("yes", {"is_casting": True}), *TIE[1:]]


@pytest.mark.parametrize(
    "meeting",
    [
        lambda: called(TIE, chair="yes", **counts(3, 2)),
        lambda: called(TIE, chair="yes", **counts(2, 2)),
        lambda: called(TIE, chair="yes"),
        lambda: called(TIE, chair="no", result="rejected", **counts(2, 3)),
        lambda: called(ONE_ROW, **counts(3, 2)),
        lambda: called([*ONE_ROW[:3], ("abstain", {})], **counts(2, 1, 1)),
        lambda: called(TIE, result="tied", **counts(2, 2)),
        lambda: called(TIE, result="rejected", **counts(2, 2)),
        lambda: called([*TIE, ("recused", {}), ("not_voting", {})], result="tied", **counts(2, 2)),
    ],
)
def test_casting_vote_or_tie_that_can_be(meeting: Any):
    assert doubts(meeting()) == []


@pytest.mark.parametrize(
    ("meeting", "column"),
    [
        (lambda: called(TIE, **counts(3, 2)), "yes_count"),
        (lambda: called(TIE, chair="yes", **counts(4, 2)), "yes_count"),
        (lambda: called(TIE), "result"),
        (lambda: called(TIE, chair="no", **counts(2, 2)), "result"),
        (lambda: called(TIE, chair="yes", result="rejected", **counts(2, 2)), "result"),
        (lambda: called(TIE, chair="yes", result="tied", **counts(2, 2)), "result"),
        (lambda: called(TIE[:3], chair="yes"), "votes"),
        (lambda: called(TIE[:3], result="tied"), "result"),
        (lambda: called(TIE, result="lost_for_want_of_second"), "result"),
        (lambda: called([("yes", {}), ("no", {})], decision_method="unanimous_consent"), "decision_method"),
    ],
)
def test_casting_vote_or_tie_that_cannot_be(meeting: Any, column: str):
    assert column in columns(meeting())


def test_case_of_a_tie_broken_by_the_chair_in_a_note_raises_no_doubt():
    votes: Votes = [("yes", {"note": "and casting vote"}), *TIE[1:]]

    assert doubts(called(votes, **counts(3, 2))) == []


HEAVY: Votes = [("yes", {"weight": Decimal("2.5")}), ("no", {}), ("no", {"weight": Decimal(1)})]


@pytest.mark.parametrize("stated", [counts(None, None), counts(1, 2)])
def test_weights_decide(stated: dict[str, Any]):
    assert doubts(called(HEAVY, **stated)) == []
    assert columns(called(HEAVY, result="tied", **stated)) == ["result"]


def test_count_by_weight_is_borne_out():
    votes: Votes = [("yes", {"weight": Decimal(30)}), ("no", {"weight": Decimal(12)})]

    assert doubts(called(votes, **counts(30, 12))) == []
    assert columns(called(votes, **counts(31, 12))) == ["yes_count"]


def test_sentence_names_the_weight():
    [(_column, sentence)] = doubts(called(HEAVY, **counts(7, 2)))

    assert sentence == "Resolution 1: the count says 7, the roll call 1, by weight 2.5."


def test_result_that_weights_contradict_names_them():
    [(column, sentence)] = doubts(called(HEAVY, result="rejected", **counts(1, 2))) or [("", "")]
    light = doubts(called([("yes", {"weight": Decimal("0.5")}), *HEAVY[1:]], **counts(3, 2)))

    assert (column, sentence) == ("", "")  # a majority may not be enough
    assert ("result", "Resolution 1 is adopted, but by 0.5 to 2 by weight.") in light


@pytest.mark.parametrize(
    ("motion", "amendment", "column"),
    [(1, 1, None), (1, 2, "agenda_item"), (None, 2, None), (1, None, None), (1, 3, "amends_motion")],
)
def test_amendment_under_another_agenda_item(motion: int | None, amendment: int | None, column: str | None):
    meeting = make_draft(date=DAY, items=2)
    items = {item.position: item for item in meeting.agenda_items.all()}
    items[3] = make_item(meeting, position=3, is_public=False)
    first = make_resolution(meeting, agenda_item=items.get(motion or 0), result="adopted_as_amended")
    second = make_resolution(meeting, amends_motion=first)
    Resolution.objects.filter(pk=second.pk).update(agenda_item=items.get(amendment or 0))
    if amendment == 3:
        Resolution.objects.filter(pk=first.pk).update(agenda_item=items[3])
        Resolution.objects.filter(pk=second.pk).update(agenda_item=items[1])

    found = columns(Meeting.objects.with_children().get(pk=meeting.pk))

    assert found == ([column] if column else [])


def test_proxy_votes_for_somebody_who_is_not_there():
    meeting = called(TIE[:1])
    [resolution] = meeting.resolutions.all()
    make_vote(resolution, voter=make_person("Li"), proxy=make_attendance(meeting).person)
    Meeting.objects.filter(pk=meeting.pk).update(present_count=2)

    assert doubts(Meeting.objects.with_children().get(pk=meeting.pk)) == []


def test_chair_without_a_vote_may_cast_one():
    meeting = called(TIE)
    chair = make_attendance(meeting, voting=False).person
    make_vote(meeting.resolutions.get(), voter=chair, is_casting=True)

    assert doubts(Meeting.objects.with_children().get(pk=meeting.pk)) == []


def test_motion_without_a_second_has_no_seconder():
    meeting = make_draft(date=DAY)
    make_resolution(meeting, result="lost_for_want_of_second", seconder=make_person())

    assert doubts(meeting) == [("seconder", "Resolution 1 is lost for want of a second, but was seconded.")]


# Amendments


def amended(result: str, *amendments: str) -> Meeting:
    meeting = make_draft(date=DAY)
    motion = make_resolution(meeting, result=result)
    for one in amendments:
        make_resolution(meeting, amends_motion=motion, result=one)
    return Meeting.objects.with_children().get(pk=meeting.pk)


@pytest.mark.parametrize(
    ("result", "amendments"),
    [
        ("adopted_as_amended", ["adopted", "rejected"]),
        ("adopted_as_amended", []),
        ("adopted_as_amended", ["not_recorded"]),
        ("adopted", ["rejected", "lost_for_want_of_second"]),
        ("rejected", ["adopted"]),
        ("deferred", ["adopted"]),
        ("tabled", ["adopted"]),
    ],
)
def test_motion_and_its_amendments_agree(result: str, amendments: list[str]):
    assert doubts(amended(result, *amendments)) == []


@pytest.mark.parametrize(
    ("result", "amendments", "sentence"),
    [
        (
            "adopted",
            ["adopted", "rejected", "adopted"],
            "Resolution 1 is adopted as it stood, but an amendment was carried: 2, 4.",
        ),
        (
            "adopted_as_amended",
            ["rejected", "withdrawn"],
            "Resolution 1 is adopted as amended, but no amendment was carried.",
        ),
        (
            "lost_for_want_of_second",
            ["adopted"],
            "Resolution 1 is lost for want of a second, but was amended: 2.",
        ),
    ],
)
def test_motion_and_its_amendments_disagree(result: str, amendments: list[str], sentence: str):
    assert doubts(amended(result, *amendments)) == [("result", sentence)]


def test_amendment_of_a_closed_motion_is_doubted():
    meeting = make_draft(date=DAY)
    motion = make_resolution(meeting, agenda_item=make_item(meeting, is_public=False))
    make_resolution(meeting, amends_motion=motion, agenda_item=make_item(meeting), result="rejected")

    assert doubts(Meeting.objects.with_children().get(pk=meeting.pk)) == [
        (
            "amends_motion",
            "Resolution 2 would be public, but not resolution 1, which it amends.",
        )
    ]


def test_doubts_of_amendments_cost_no_query(django_assert_num_queries):
    meeting = amended("adopted", "adopted", "rejected")
    for row in meeting.resolutions.all():
        assert isinstance(row, Resolution)

    with django_assert_num_queries(0):
        assert len(doubts(meeting)) == 1
