"""Entries of the index: what is findable of a meeting, its resolutions and its documents."""

import datetime as dt

import pytest

from archive.models import Meeting
from archive.record.build import record_of
from archive.search.entries import (
    END_OF_TITLES,
    SEPARATOR,
    Entry,
    Kind,
    cut,
    day_of,
    entries_of,
    kind_of,
    span_of,
)
from archive.text.tokens import tokens
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


def entries(meeting: Meeting) -> list[Entry]:
    """Return what a version written now would make findable."""
    meeting = Meeting.objects.with_children().get(pk=meeting.pk)
    return entries_of(meeting, record_of(meeting))


def words_of(meeting: Meeting) -> set[str]:
    """Return all that is findable of a meeting itself."""
    return set(entries(meeting)[-1].stream.split())


@pytest.mark.django_db
def test_meeting_is_findable_by_every_field():
    body = make_body("bodyname", alternate_name="bodyother")
    fields = ["name", "alternate_name", "number", "document_number", "summary", "text", "location"]
    meeting = make_meeting(body=body, **{field: field.replace("_", "") for field in fields})
    make_item(meeting, name="itemnam", text="itemtext", number="itemnumb", presenter="itempers")
    make_action(meeting, description="actiontext", responsible_text="actionunit", outcome="actionend")
    person = make_person("personnam", alternate_name="personoth")
    make_attendance(
        meeting, person=person, name_as_written="personwritten", label="personpost", note="personnot"
    )

    wanted = [field.replace("_", "") for field in fields]
    wanted += ["bodyname", "bodyother", "itemnam", "itemtext", "itemnumb", "itempers"]
    wanted += ["actiontext", "actionunit", "actionend"]
    wanted += ["personnam", "personoth", "personwritten", "personpost", "personnot"]
    assert set(tokens(" ".join(wanted))) <= words_of(meeting)


@pytest.mark.django_db
def test_resolution_is_findable_by_every_field():
    meeting = make_meeting()
    people = {"mover": make_person("Alpha"), "seconder": make_person("Beta")}
    make_resolution(
        meeting, name="gamma", text="delta", identifier="R-77", result_as_written="agreed", **people
    )

    stream = entries(meeting)[0].stream

    texts = f"gamma ¶ r 77 {END_OF_TITLES} delta ¶ agre ¶ alpha ¶ beta ¶wagreed {SEPARATOR} "
    assert stream.startswith(texts)


@pytest.mark.django_db
def test_entries_come_last_resolution_first():
    meeting = make_meeting()
    first, second = make_resolution(meeting), make_resolution(meeting)

    found = [(entry.kind, entry.object_id) for entry in entries(meeting)]

    assert found == [
        (Kind.RESOLUTION, second.pk),
        (Kind.RESOLUTION, first.pk),
        (Kind.MEETING, meeting.pk),
    ]


@pytest.mark.django_db
def test_documents_are_findable_unless_they_are_private_or_hang_on_a_closed_item():
    meeting = make_meeting()
    closed = make_item(meeting, is_public=False)
    decided = make_resolution(meeting, agenda_item=closed)
    shown = make_document(meeting, name="shown", text="papertext")
    make_document(meeting, is_public=False)
    make_document(meeting, agenda_item=closed)
    make_document(meeting, resolution=decided)

    [entry] = [entry for entry in entries(meeting) if entry.kind == Kind.DOCUMENT]

    assert entry.object_id == shown.pk
    assert entry.stream.startswith(f"shown {END_OF_TITLES} papertext {SEPARATOR} ")


@pytest.mark.django_db
def test_entries_are_marked_by_body_classification_and_who_was_present():
    meeting = make_meeting(classification="annual")
    present = make_attendance(meeting).person
    make_attendance(meeting, status="excused")
    make_resolution(meeting, result="adopted_as_amended")

    marks = [entry.stream.partition(f" {SEPARATOR} ¶b")[2] for entry in entries(meeting)]

    common = f"{meeting.body_id} ¶kannual ¶p{present.pk}"
    assert marks == [f"{common} ¶radoptedasamended", common]


@pytest.mark.django_db
def test_names_that_are_not_public_are_no_marks():
    meeting = make_meeting(attendance_status="not_public")
    make_attendance(meeting)

    assert "¶p" not in entries(meeting)[0].stream


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "option", "expected"),
    [
        ({"no_count": 1}, None, True),
        ({"abstain_count": 2}, None, True),
        ({}, "no", True),
        ({}, "abstain", True),
        ({"yes_count": 9, "no_count": 0}, "yes", False),
    ],
)
def test_resolution_with_dissent_is_marked(fields: dict[str, int], option: str | None, expected: bool):
    resolution = make_resolution(make_meeting(), **fields)
    if option:
        make_vote(resolution, option)

    assert ("¶c" in entries(resolution.meeting)[0].stream.split()) == expected


def test_id_stands_for_kind_and_day():
    day = dt.date(2023, 8, 23)

    first, last = span_of(Kind.MEETING, day, day)

    assert [(kind_of(key), day_of(key)) for key in (first, last)] == [(Kind.MEETING, day)] * 2
    assert span_of(Kind.MEETING).first < first < last < span_of(Kind.MEETING, day + dt.timedelta(1)).first
    assert last < span_of(Kind.RESOLUTION).first


@pytest.mark.django_db
def test_draft_has_no_entries():
    assert entries(make_draft(resolutions=1)) == []


@pytest.mark.django_db
def test_meeting_without_a_version_has_no_entries():
    meeting = Meeting.objects.with_findable_rows().get(pk=make_meeting(resolutions=1).pk)

    assert entries_of(meeting, None) == []


@pytest.mark.django_db
def test_two_links_to_one_address_are_two_entries():
    meeting = make_meeting()
    papers = [make_document(meeting, url="https://example.org/a.pdf") for _ in range(2)]

    found = [entry.object_id for entry in entries(meeting) if entry.kind == Kind.DOCUMENT]

    assert found == [paper.pk for paper in reversed(papers)]


def test_stream_is_cut_where_different_tokens_are_too_many():
    assert cut("aa bb aa cc dd", limit=6) == "aa bb aa cc"


def test_stream_with_few_different_tokens_is_not_cut():
    assert cut("aa bb " * 100, limit=4) == "aa bb " * 100
