"""Each pair of fields that can contradict each other: the doubt, and the ordinary record without one."""

import datetime as dt
from typing import Any

import pytest

from archive.models import Meeting, Resolution
from archive.operations.publish.contradictions import contradictions
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
    make_sitting,
    make_vote,
)

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 8, 23)
NEXT, BEFORE = dt.date(2023, 9, 23), dt.date(2023, 7, 23)
TODAY = dt.date(2024, 1, 1)


def doubts(meeting: Meeting) -> list[tuple[str, str]]:
    """Return (column, sentence) of each doubt."""
    return [(one.column or one.field, one.message) for one in contradictions(meeting, TODAY)]


ENGLISH = "The council met in the hall and heard the report of the chair about the water of the town. " * 5
CHINESE = "会议听取了局长关于防汛工作的汇报，并对下一步工作作了安排。" * 12

# column: (what contradicts, what is ordinary), each the fields of a meeting.
MEETINGS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("date", {"date": dt.date(2024, 1, 2)}, {"date": TODAY}),
    ("status", {"status": "scheduled"}, {"status": "scheduled", "date": dt.date(2024, 2, 1)}),
    ("approved_on", {"approved_on": dt.date(2024, 1, 2)}, {"approved_on": NEXT}),
    ("approved_on", {"approved_on": BEFORE}, {"approved_on": DAY}),
    ("approved_on", {"approved_on": NEXT, "status": "cancelled"}, {"status": "cancelled"}),
    (
        "end_time",
        {"start_time": dt.time(11), "end_time": dt.time(9)},
        {"start_time": dt.time(19), "end_time": dt.time(0, 35)},
    ),
    (
        "start_time",
        {"start_time": dt.time(9), "date_precision": "month"},
        {"start_time": dt.time(9)},
    ),
    (
        "present_count",
        {"present_count": 12, "expected_count": 9},
        {"present_count": 9, "expected_count": 9},
    ),
    ("quorum", {"quorum": 9, "present_count": 4}, {"quorum": 4, "present_count": 4}),
    ("quorum", {"quorum": 9, "expected_count": 7}, {"quorum": 4, "expected_count": 7}),
    (
        "location",
        {"attendance_mode": "online", "location": "Town Hall"},
        {"attendance_mode": "online", "location": "腾讯会议"},
    ),
    ("issued_on", {"issued_on": BEFORE}, {"issued_on": NEXT}),
    (
        "document_number",
        {"document_number": "漯应急纪〔2022〕5号"},
        {"document_number": "漯应急纪〔2024〕5号"},
    ),
    ("language", {"language": "en", "text": CHINESE}, {"language": "zh-Hans", "text": CHINESE}),
    ("language", {"language": "zh-Hant", "text": ENGLISH}, {"language": "fr", "text": ENGLISH}),
]


@pytest.mark.parametrize(("column", "contradicting", "ordinary"), MEETINGS)
def test_meeting(column: str, contradicting: dict[str, Any], ordinary: dict[str, Any]):
    assert [one for one, _sentence in doubts(make_draft(**{"date": DAY} | contradicting))] == [column]
    assert doubts(make_draft(**{"date": DAY} | ordinary)) == []


def test_meeting_outside_the_life_of_its_body():
    body = make_body(founding_date=BEFORE, dissolution_date=DAY)

    assert doubts(make_draft(body=body, date=NEXT)) == [("date", "The body did not exist on that day.")]
    assert doubts(make_draft(body=body, date=DAY)) == []


def test_decisions_of_a_meeting_that_was_not_held():
    cancelled = make_draft(status="cancelled")
    make_resolution(cancelled, result="adopted")
    deferring = make_draft(status="cancelled")
    make_resolution(deferring, result="deferred")

    assert [column for column, _sentence in doubts(cancelled)] == ["status"]
    assert doubts(deferring) == []


@pytest.mark.parametrize(
    ("at", "on", "found"),
    [
        ({"date": BEFORE}, None, ["approved_at"]),
        ({"date": NEXT}, dt.date(2023, 10, 1), ["approved_at"]),
        ({"date": NEXT, "status": "cancelled"}, None, ["approved_at"]),
        ({"date": NEXT}, NEXT, []),
        ({"date": NEXT}, None, []),
    ],
)
def test_meeting_that_approves(at: dict[str, Any], on: dt.date | None, found: list[str]):
    meeting = make_draft(date=DAY, approved_on=on, approved_at=make_draft(**at))

    assert [column for column, _sentence in doubts(meeting)] == found


def test_note_on_an_empty_chair():
    taken = make_draft(chair_note="The source names nobody.")
    make_attendance(taken, role="chair")
    plain = make_draft(chair_note="")
    make_attendance(plain, role="chair")

    assert [column for column, _sentence in doubts(taken)] == ["chair_note"]
    assert doubts(plain) == []


def test_people_of_an_attendance_that_was_not_recorded():
    listed = make_draft(attendance_status="not_recorded", present=2)
    chaired = make_draft(attendance_status="not_recorded", chair_note="")
    make_attendance(chaired, role="chair")

    assert [column for column, _sentence in doubts(listed)] == ["attendance_status"]
    assert doubts(chaired) == []


ONLINE, IN_PERSON = {"attendance_mode": "online"}, {"attendance_mode": "in_person"}
HOURS = {"start_time": dt.time(9), "end_time": dt.time(11)}
LATE = {"start_time": dt.time(19), "end_time": dt.time(0, 30)}
ATTENDANCES: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("status", {}, {"role": "chair", "status": "excused"}, {"status": "excused"}),
    ("status", {}, {"role": "recorder", "status": "absent"}, {"role": "recorder"}),
    ("status", {}, {"status": "absent", "left_at": dt.time(10)}, {"left_at": dt.time(10)}),
    ("arrived_at", HOURS, {"arrived_at": dt.time(12)}, {"arrived_at": dt.time(8, 50)}),
    ("left_at", HOURS, {"left_at": dt.time(8)}, {"left_at": dt.time(10)}),
    ("left_at", LATE, {"left_at": dt.time(18)}, {"left_at": dt.time(0, 15)}),
    ("mode", ONLINE, {"mode": "in_person"}, {"mode": "remote"}),
    ("mode", IN_PERSON, {"mode": "remote"}, {"mode": "in_person"}),
]


@pytest.mark.parametrize(("column", "fields", "contradicting", "ordinary"), ATTENDANCES)
def test_attendance(
    column: str, fields: dict[str, Any], contradicting: dict[str, Any], ordinary: dict[str, Any]
):
    doubted, plain = make_draft(**fields), make_draft(**fields)
    make_attendance(doubted, **contradicting)
    make_attendance(plain, **ordinary)

    assert [one for one, _sentence in doubts(doubted)] == [column]
    assert doubts(plain) == []


def test_substitute_of_a_person_who_was_present():
    meeting = make_draft()
    present = make_attendance(meeting)
    make_attendance(meeting, on_behalf_of=make_person())
    plain = doubts(meeting)
    make_attendance(meeting, on_behalf_of=present.person)

    assert plain == []
    assert [column for column, _sentence in doubts(meeting)] == ["on_behalf_of"]


def counts(yes: int | None, no: int | None, abstain: int | None = None) -> dict[str, Any]:
    return {"yes_count": yes, "no_count": no, "abstain_count": abstain}


RESOLUTIONS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("result", {"result": "adopted", **counts(2, 5, 0)}, {"result": "adopted", **counts(5, 2, 0)}),
    ("result", {"result": "adopted_as_amended", **counts(0, 0)}, {"result": "adopted"}),
    (
        "result",
        {"result": "adopted", **counts(4, 4)},
        {"result": "adopted", **counts(4, 4), "result_as_written": "Carried on the chair's casting vote"},
    ),
    ("result", {"result": "rejected", **counts(7, 0, 0)}, {"result": "rejected", **counts(5, 2, 0)}),
    ("result", {"result": "deferred", **counts(2, 5)}, {"result": "deferred", **counts(5, 2)}),
    ("result", {"result": "withdrawn", **counts(5, 2)}, {"result": "withdrawn"}),
    ("result", {"result": "tied", **counts(5, 4)}, {"result": "tied", **counts(4, 4)}),
    ("result", {"result": "tabled", **counts(2, 5)}, {"result": "tabled", **counts(5, 2)}),
    (
        "result",
        {"result": "lost_for_want_of_second", **counts(5, 2)},
        {"result": "lost_for_want_of_second"},
    ),
    (
        "result_as_written",
        {"result": "adopted", "result_as_written": "Rejected"},
        {"result": "adopted", "result_as_written": "通过"},
    ),
    (
        "result_as_written",
        {"result": "adopted", "result_as_written": "一致通过", **counts(7, 1)},
        {"result": "adopted", "result_as_written": "一致通过", **counts(7, 0, 1)},
    ),
    (
        "decision_method",
        {"decision_method": "consensus", **counts(7, 1)},
        {"decision_method": "consensus", **counts(7, 0, 1)},
    ),
    (
        "result_as_written",
        {"result": "adopted", "result_as_written": "平票"},
        {"result": "rejected", "result_as_written": "平票"},
    ),
    (
        "result_as_written",
        {"result": "adopted", "result_as_written": "Laid on the table"},
        {"result": "deferred", "result_as_written": "Laid on the table"},
    ),
    (
        "decision_method",
        {"decision_method": "unanimous_consent", **counts(7, 1)},
        {"decision_method": "unanimous_consent", **counts(7, 0, 1)},
    ),
    (
        "decision_method",
        {"decision_method": "unanimous_consent", "result": "tied"},
        {"decision_method": "unanimous_consent", "result": "tabled"},
    ),
    ("expiry_date", {"expiry_date": BEFORE}, {"expiry_date": NEXT}),
    (
        "effective_date",
        {"result": "rejected", "effective_date": NEXT},
        {"result": "adopted", "effective_date": BEFORE},
    ),
]


@pytest.mark.parametrize(("column", "contradicting", "ordinary"), RESOLUTIONS)
def test_resolution(column: str, contradicting: dict[str, Any], ordinary: dict[str, Any]):
    doubted, plain = make_draft(date=DAY), make_draft(date=DAY)
    make_resolution(doubted, **contradicting)
    make_resolution(plain, **ordinary)

    assert [one for one, _sentence in doubts(doubted)] == [column]
    assert doubts(plain) == []


def test_adopted_by_a_minority_says_the_numbers():
    meeting = make_draft()
    make_resolution(meeting, result="adopted", **counts(2, 5, 0))

    assert doubts(meeting) == [("result", "Resolution 1 is adopted, but by 2 to 5.")]


def with_votes(*votes: tuple[str, str], **fields: Any) -> Resolution:
    """Make a draft with a resolution on which people who are present vote: (option, note)."""
    resolution = make_resolution(make_draft(date=DAY), **fields)
    for option, note in votes:
        row = make_attendance(resolution.meeting)
        make_vote(resolution, option, voter=row.person, note=note)
    return resolution


@pytest.mark.parametrize("note", ["and casting vote", "第二票（决定票）", "second or casting vote"])
def test_casting_vote_is_counted(note: str):
    votes = (("yes", note), ("yes", ""), ("no", ""), ("no", ""))
    fields = {"result": "adopted", "decision_method": "roll_call", **counts(3, 2)}

    assert doubts(with_votes(*votes, **fields).meeting) == []
    without = with_votes(*[(option, "") for option, _note in votes], **fields)
    assert [column for column, _sentence in doubts(without.meeting)] == ["yes_count"]


def test_counts_whose_votes_are_not_named_are_not_doubted():
    assert doubts(with_votes(("no", ""), **counts(7, 1)).meeting) == []
    called = with_votes(("no", ""), decision_method="roll_call", **counts(7, 1))
    assert [column for column, _sentence in doubts(called.meeting)] == ["yes_count"]


@pytest.mark.parametrize("note", ["by proxy", "委托李明投票", "voted in writing"])
def test_vote_of_a_person_who_is_not_there(note: str):
    resolution = with_votes(("yes", ""))
    make_vote(resolution, "yes", voter=make_person("Li"), note=note)
    plain = doubts(resolution.meeting)
    make_vote(resolution, "yes", voter=make_person("Wu"))

    assert plain == []
    assert doubts(resolution.meeting) == [
        ("votes", "Resolution 1: Wu voted, but is not listed as present.")
    ]


def test_vote_of_a_person_whose_substitute_is_there():
    resolution, absent = with_votes(("yes", "")), make_person()
    make_attendance(resolution.meeting, on_behalf_of=absent)
    make_vote(resolution, "yes", voter=absent)

    assert doubts(resolution.meeting) == []


def test_vote_in_writing_needs_nobody_present():
    resolution = with_votes(("yes", ""), decision_method="written")
    make_vote(resolution, "yes", voter=make_person())

    assert doubts(resolution.meeting) == []


def test_secret_ballot_that_names_who_voted_how():
    named = with_votes(("yes", ""), decision_method="secret_ballot")
    absent = with_votes(("not_voting", ""), decision_method="secret_ballot")

    assert [column for column, _sentence in doubts(named.meeting)] == ["decision_method"]
    assert doubts(absent.meeting) == []


def test_more_votes_than_people():
    meeting = make_draft(present_count=5)
    row = make_resolution(meeting, **counts(4, 1))
    plain = doubts(meeting)
    Resolution.objects.filter(pk=row.pk).update(abstain_count=3)

    assert plain == []
    assert doubts(Meeting.objects.get(pk=meeting.pk)) == [
        ("yes_count", "Resolution 1: 8 voted, but 5 were present.")
    ]


def test_vote_of_a_person_who_has_none():
    resolution = with_votes(("yes", ""))
    plain = doubts(resolution.meeting)
    resolution.meeting.attendances.update(voting=False)

    assert plain == []
    assert [column for column, _sentence in doubts(resolution.meeting)] == ["votes"]


def test_mover_who_seconds():
    person, meeting = make_person(), make_draft()
    make_resolution(meeting, mover=person, seconder=make_person())
    plain = doubts(meeting)
    make_resolution(meeting, mover=person, seconder=person)

    assert plain == []
    assert [column for column, _sentence in doubts(meeting)] == ["seconder"]


@pytest.mark.parametrize(
    ("date", "result", "found"),
    [(BEFORE, "adopted", []), (BEFORE, "rejected", ["relations"]), (NEXT, "adopted", ["relations"])],
)
def test_relation(date: dt.date, result: str, found: list[str]):
    target = make_meeting(date=date, resolutions=1).resolutions.get()
    row = make_resolution(make_draft(date=DAY), result=result)
    row.relations.create(target=target, kind="repeals")

    assert [column for column, _sentence in doubts(row.meeting)] == found


def test_item_continued_from_a_later_meeting():
    earlier, later = make_item(make_draft(date=BEFORE)), make_item(make_draft(date=NEXT))
    plain, doubted = make_draft(date=DAY), make_draft(date=DAY)
    make_item(plain, continued_from=earlier)
    make_item(doubted, continued_from=later)

    assert doubts(plain) == []
    assert [column for column, _sentence in doubts(doubted)] == ["continued_from"]


@pytest.mark.parametrize(
    ("column", "contradicting", "ordinary"),
    [
        ("due_date", {"due_date": BEFORE}, {"due_date": NEXT}),
        ("closed_at", {"status": "done", "closed_at": BEFORE}, {"status": "done", "closed_at": NEXT}),
        ("status", {"status": "open", "closed_at": NEXT}, {"status": "open"}),
    ],
)
def test_action(column: str, contradicting: dict[str, Any], ordinary: dict[str, Any]):
    for fields, found in ((contradicting, [column]), (ordinary, [])):
        meeting = make_draft(date=DAY)
        closing = {"closed_at": make_draft(date=fields["closed_at"])} if "closed_at" in fields else {}
        make_action(meeting, **fields | closing)

        assert [one for one, _sentence in doubts(meeting)] == found


# Hours, days and sittings

NIGHT: dict[str, Any] = {"start_time": dt.time(19), "end_time": dt.time(1, 10)}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (NIGHT, []),
        ({"start_time": dt.time(9), "end_time": dt.time(2)}, []),  # 17 hours
        ({"start_time": dt.time(9), "end_time": dt.time(8)}, ["end_time"]),  # 23 hours
        ({"start_time": dt.time(9), "end_time": dt.time(9)}, ["end_time"]),
        ({"start_time": dt.time(9), "end_time": dt.time(8), "end_date": dt.date(2023, 8, 25)}, []),
        ({"end_time": dt.time(1)}, []),
        ({"attendance_mode": "by_circulation", "quorum": 5, "present_count": 3}, []),
        ({"attendance_mode": "by_circulation", "location": "Town Hall"}, ["location"]),
    ],
)
def test_only_odd_hours_and_places_are_doubted(fields: dict[str, Any], expected: list[str]):
    assert [column for column, _sentence in doubts(make_draft(date=DAY, **fields))] == expected


@pytest.mark.parametrize(
    ("arrived", "left", "expected"),
    [
        (dt.time(22), dt.time(0, 30), []),
        (dt.time(18, 50), dt.time(1, 20), []),
        (dt.time(0, 30), dt.time(22), ["left_at"]),
        (dt.time(2), None, ["arrived_at"]),
        (None, dt.time(18), ["left_at"]),
    ],
)
def test_who_comes_or_leaves_past_midnight_is_not_doubted(arrived, left, expected):
    meeting = make_draft(date=DAY, **NIGHT)
    make_attendance(meeting, arrived_at=arrived, left_at=left)

    assert [column for column, _sentence in doubts(meeting)] == expected


@pytest.mark.parametrize(
    ("second", "is_doubted"),
    [
        ({"date": dt.date(2023, 8, 24), "start_time": dt.time(0, 15)}, True),
        ({"date": dt.date(2023, 8, 24), "start_time": dt.time(9)}, False),
        ({"date": dt.date(2023, 8, 24)}, False),
        ({"date": DAY, "start_time": dt.time(9)}, True),
    ],
)
def test_sittings_that_overlap_are_doubted(second: dict[str, Any], is_doubted: bool):
    meeting = make_draft(date=DAY, end_date=dt.date(2023, 8, 24))
    make_sitting(meeting, start_time=dt.time(19), end_time=dt.time(0, 30))
    make_sitting(meeting, **second)

    expected = [("sittings", "Sitting 2 begins before the one above it has ended.")]
    assert doubts(meeting) == (expected if is_doubted else [])
