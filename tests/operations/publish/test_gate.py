"""The gate: what blocks a publication, and what is only doubted."""

import datetime as dt

import pytest

from archive.models import Meeting
from archive.operations.publish import (
    CannotPublish,
    accept_all,
    accept_keys,
    accept_none,
    correct,
    doubt_keys,
    problems_of,
    publish,
    publish_ready,
)
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
    make_vote,
)

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 8, 23)


def doubts(meeting: Meeting, **fields) -> list[tuple[str, str]]:
    """Return field and message of what is doubted and does not block."""
    problems = problems_of(meeting, **fields)
    assert not any(problem.is_block for problem in problems)
    return [(problem.field, problem.message) for problem in problems]


# Blocks


def test_meeting_without_a_chair_needs_a_reason():
    meeting = make_draft(chair_note=" ", present=1)

    [problem] = problems_of(meeting)

    assert (problem.field, problem.is_block) == ("chair_note", True)
    with pytest.raises(CannotPublish, match="Nobody is in the chair"):
        publish(meeting)


def test_chair_suffices():
    meeting = make_draft(chair_note="")
    make_attendance(meeting, role="chair")

    assert problems_of(meeting) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"chair_note": "The minutes do not say."},
        {"attendance_status": "not_recorded"},
        {"attendance_status": "counts_only"},
        {"attendance_status": "not_public"},
        {"status": "cancelled"},
        {"status": "scheduled"},
    ],
)
def test_reason_for_no_chair_suffices(fields: dict):
    assert problems_of(make_draft(**({"chair_note": ""} | fields)), today=DAY) == []


def test_resolution_without_a_result_is_named_with_its_row():
    meeting = make_draft()
    make_resolution(meeting)
    row = make_resolution(meeting, result="")

    [problem] = problems_of(meeting)

    assert problem == ("resolutions", "Resolution 2 has no result.", True, row.pk, "result", "")


def test_result_that_was_not_recorded_counts_as_given():
    meeting = make_draft()
    make_resolution(meeting, result="not_recorded")

    assert problems_of(meeting) == []


def test_number_spaced_otherwise_is_the_same_number():
    body = make_body()
    make_draft(body=body, number="第81次", date=DAY)
    meeting = make_draft(body=body, number="第 ８１ 次", date=DAY)

    [problem] = problems_of(meeting)

    assert (problem.field, problem.is_block) == ("number", True)


def test_same_number_in_another_year_or_body_is_none():
    body = make_body()
    make_draft(body=body, number="81", date=dt.date(2022, 8, 23))
    make_draft(number="8 1", date=DAY)

    assert problems_of(make_draft(body=body, number="81", date=DAY)) == []


def test_draft_that_lacks_date_and_body_is_told_so():
    meeting = make_draft()
    meeting.body, meeting.date = None, None  # type: ignore[assignment]

    assert [problem.field for problem in problems_of(meeting)] == ["body", "date"]


# Holding


def test_doubt_holds_publication():
    meeting = make_draft(start_time=dt.time(11), end_time=dt.time(9))

    with pytest.raises(CannotPublish, match="It ends before it starts"):
        publish(meeting, accept=accept_none)

    meeting.refresh_from_db()
    assert not meeting.is_published


def test_doubts_that_were_confirmed_hold_nothing():
    meeting = make_draft(start_time=dt.time(11), end_time=dt.time(9))
    keys = doubt_keys(meeting, problems_of(meeting))

    publish(meeting, accept=accept_keys(keys))

    assert meeting.is_published


def test_doubt_that_appeared_after_confirming_holds_publication():
    meeting = make_draft(start_time=dt.time(11), end_time=dt.time(9))
    keys = doubt_keys(meeting, problems_of(meeting))
    Meeting.objects.filter(pk=meeting.pk).update(summary="Call 13812345678.")

    with pytest.raises(CannotPublish) as held:
        publish(meeting, accept=accept_keys(keys))

    assert [problem.field for problem in held.value.problems] == ["end_time", "summary"]


def test_confirmation_of_another_meeting_does_not_count():
    meeting, other = (make_draft(start_time=dt.time(11), end_time=dt.time(9)) for _ in range(2))
    keys = doubt_keys(other, problems_of(other))

    with pytest.raises(CannotPublish):
        publish(meeting, accept=accept_keys(keys))


def test_block_cannot_be_accepted():
    with pytest.raises(CannotPublish):
        publish(make_draft(text=""), accept=accept_all)


def test_what_is_ready_is_published_beside_what_is_held():
    ready, doubted = make_draft(), make_draft(start_time=dt.time(11), end_time=dt.time(9))
    blocked = make_draft(text="")

    verdicts = publish_ready([doubted.pk, ready.pk, blocked.pk])

    assert [(one.meeting, one.is_held) for one in verdicts] == [
        (doubted, True),
        (ready, False),
        (blocked, True),
    ]
    assert list(Meeting.objects.published()) == [ready]


def test_correction_with_an_unaccepted_doubt_writes_no_version():
    meeting = make_meeting()
    Meeting.objects.filter(pk=meeting.pk).update(summary="Call 13812345678.")

    with pytest.raises(CannotPublish, match="telephone"):
        correct(meeting, kind="corrected", reason="Clearer", accept=accept_keys(()))

    assert meeting.revisions.count() == 1


def test_reason_of_a_correction_is_read_as_the_text_is():
    meeting = make_meeting()

    with pytest.raises(CannotPublish) as held:
        correct(meeting, kind="corrected", reason="Not 13812345678", accept=accept_keys(()))

    assert [problem.field for problem in held.value.problems] == ["correction_reason"]


# Doubts about time and number


def test_date_in_the_future_is_doubted():
    assert doubts(make_draft(date=DAY), today=dt.date(2023, 8, 22)) == [
        ("date", "The date is in the future.")
    ]
    assert doubts(make_draft(date=DAY), today=DAY) == []


def test_end_before_the_start_is_doubted():
    meeting = make_draft(start_time=dt.time(11), end_time=dt.time(9))

    assert doubts(meeting) == [("end_time", "It ends before it starts.")]


def test_gap_in_the_numbers_of_the_year_is_doubted():
    body = make_body()
    make_draft(body=body, number="第79次", date=DAY)
    make_draft(body=body, number="第90次", date=DAY)

    assert doubts(make_draft(body=body, number="第81次", date=DAY)) == [
        ("number", "The number before it in that year is 79: is a meeting missing?")
    ]
    assert doubts(make_draft(body=body, number="第80次", date=DAY)) == []


@pytest.mark.parametrize(
    ("before", "number", "count"),
    [
        ("第七十九次", "第八十一次", 79),
        ("2023-4", "2023-7", 4),
        ("第三届第六次", "第三届第八次", 6),
        ("9th", "12th", 9),
    ],
)
def test_gap_is_seen_however_numbers_are_written(before: str, number: str, count: int):
    body = make_body()
    make_draft(body=body, number=before, date=DAY)

    assert doubts(make_draft(body=body, number=number, date=DAY)) == [
        ("number", f"The number before it in that year is {count}: is a meeting missing?")
    ]


def test_number_of_another_term_is_no_gap():
    body = make_body()
    make_draft(body=body, number="第二届第3次", date=DAY)

    assert doubts(make_draft(body=body, number="第三届第10次", date=DAY)) == []


@pytest.mark.parametrize("number", ["", "2023-9", "second"])
def test_what_counts_nothing_has_no_gap(number: str):
    body = make_body()
    make_draft(body=body, number="2", date=DAY)

    assert doubts(make_draft(body=body, number=number, date=DAY)) == []


# Doubts about people and votes


def test_counts_that_the_rows_do_not_bear_out_are_doubted():
    meeting = make_draft(present=2, expected_count=5, present_count=3)

    assert doubts(meeting) == [
        ("expected_count", "5 are said to be expected, the attendance lists 2."),
        ("present_count", "3 are said to be present, the attendance lists 2."),
    ]


def test_counts_of_all_or_of_members_are_not_doubted():
    meeting = make_draft(present=2, expected_count=3, present_count=2)
    make_attendance(meeting, role="guest")

    assert doubts(meeting) == []


def test_counts_without_rows_are_not_doubted():
    assert doubts(make_draft(expected_count=5, present_count=3)) == []


def test_chair_who_was_away_is_doubted():
    meeting = make_draft()
    row = make_attendance(meeting, person=make_person("Sun"), role="chair", status="excused")

    [problem] = problems_of(meeting)

    assert problem == ("attendances", "Sun is in the chair, but not present.", False, row.pk, "status", "")


def test_count_that_the_roll_call_does_not_bear_out_is_doubted():
    meeting = make_draft()
    row = make_resolution(meeting, yes_count=3, no_count=1, abstain_count=None)
    make_vote(row, "yes")
    make_vote(row, "no")

    [problem] = problems_of(meeting)

    assert problem.message == "Resolution 1: the count says 3, the roll call 1."
    assert (problem.row, problem.column) == (row.pk, "yes_count")


def test_voter_who_is_not_listed_as_present_is_doubted():
    meeting = make_draft(present=1)
    row = make_resolution(meeting)
    make_vote(row, voter=meeting.attendances.get().person)
    make_vote(row, voter=make_person("Li"))
    make_vote(row, "absent", voter=make_person("Wu"))

    assert doubts(meeting) == [("resolutions", "Resolution 1: Li voted, but is not listed as present.")]


# Doubts about personal data


def test_personal_number_is_doubted_where_it_stands():
    meeting = make_draft(summary="Call 13812345678.")
    row = make_item(meeting, text="11010519491231002X")

    assert [(one.field, one.row, one.column) for one in problems_of(meeting)] == [
        ("summary", None, ""),
        ("agenda_items", row.pk, "text"),
    ]


def test_personal_number_in_a_vote_is_doubted_with_its_resolution():
    meeting = make_draft()
    row = make_resolution(meeting)
    make_vote(row, note="13812345678")

    [problem] = problems_of(meeting)

    assert (problem.field, problem.row, problem.column) == ("resolutions", row.pk, "votes")


TEXTS = {
    "meeting": (
        "name",
        "alternate_name",
        "location",
        "copied_to",
        "summary",
        "text",
        "licence",
        "chair_note",
    ),
    "attendances": ("label", "name_as_written", "note"),
    "agenda_items": ("name", "text", "presenter"),
    "resolutions": ("name", "text", "identifier", "result_as_written"),
    "action_items": ("description", "responsible_text", "outcome"),
    "documents": ("name", "text"),
}


@pytest.mark.parametrize(("place", "column"), [(place, one) for place in TEXTS for one in TEXTS[place]])
def test_personal_data_is_doubted_in_every_text(place: str, column: str):
    meeting = make_draft(present=1, items=1, resolutions=1)
    make_action(meeting)
    make_document(meeting)
    row = meeting if place == "meeting" else getattr(meeting, place).get()
    setattr(row, column, "卡号 4111 1111 1111 1111")
    row.save()

    [problem] = problems_of(meeting)

    assert (
        problem.message == "A text seems to hold the number of a bank account or card: 4111 1111 1111 1111"
    )
    expected = (column, None, "") if place == "meeting" else (place, row.pk, column)
    assert (problem.field, problem.row, problem.column) == expected


def test_personal_data_in_the_note_of_a_relation_is_doubted_with_its_resolution():
    earlier = make_meeting(resolutions=1)
    meeting = make_draft()
    row = make_resolution(meeting)
    row.relations.create(target=earlier.resolutions.get(), kind="amends", note="家住五一路12号")

    [problem] = problems_of(meeting)

    assert (problem.field, problem.row, problem.column) == ("resolutions", row.pk, "relations")


def test_personal_number_that_nobody_will_read_is_not_doubted():
    meeting = make_draft()
    closed = make_item(meeting, text="13812345678", is_public=False)
    make_resolution(meeting, text="13812345678", agenda_item=closed)
    make_document(meeting, name="13812345678", is_public=False)

    assert problems_of(meeting) == []


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(django_assert_num_queries, count: int):
    draft = make_draft(present=count, items=count, resolutions=count, number="7")
    meeting = Meeting.objects.with_children().get(pk=draft.pk)

    with django_assert_num_queries(1):
        problems_of(meeting)


def test_number_of_another_series_is_no_repetition_and_no_gap():
    body = make_body()
    make_draft(body=body, number="3", number_series="党委会")
    meeting = make_draft(body=body, number="3", number_series="局长办公会")
    later = make_draft(body=body, number="5", number_series="党委会")

    assert [one for one in problems_of(meeting) if one.field == "number"] == []
    [gap] = [one for one in problems_of(later) if one.field == "number"]
    assert "The number before it in that year is 3" in gap.message
