"""What is findable of a meeting and of its resolutions."""

import pytest

from archive.models import Meeting
from archive.search.document import SEPARATOR, Kind, compact, cut, entries_of, visible
from archive.text.tokens import tokens
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
)


def words_of(meeting: Meeting) -> set[str]:
    """Return all that is findable of a meeting itself."""
    stream = entries_of(meeting)[-1].stream
    return set(f"{stream.title} {stream.body}".split())


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

    stream = entries_of(meeting)[0].stream

    assert stream.title == f"gamma {SEPARATOR} r 77"
    assert stream.body == f"delta {SEPARATOR} agre {SEPARATOR} alpha {SEPARATOR} beta"


@pytest.mark.django_db
def test_entries_come_last_resolution_first():
    meeting = make_meeting()
    first, second = make_resolution(meeting), make_resolution(meeting)

    entries = [(entry.kind, entry.object_id) for entry in entries_of(meeting)]

    assert entries == [
        (Kind.RESOLUTION, second.pk),
        (Kind.RESOLUTION, first.pk),
        (Kind.MEETING, meeting.pk),
    ]


@pytest.mark.django_db
def test_draft_has_no_entries():
    assert entries_of(make_draft(resolutions=1)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[words](https://example.org/a)", "words"),
        ("![words](a.png)", "words"),
        ("[2023](附件)", "[2023](附件)"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_address_of_a_link_is_not_visible(text: str, expected: str):
    assert visible(text) == expected


def test_stream_is_cut_where_different_tokens_are_too_many():
    assert cut("aa bb aa cc dd", limit=6) == "aa bb aa cc"


def test_stream_with_few_different_tokens_is_not_cut():
    assert cut("aa bb " * 100, limit=4) == "aa bb " * 100


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["应急", "急管", "管"], "应急管 "),
        (["应急", "急管"], "应急管"),
        (["纪", "2023", "5", "号"], "纪 2023 5 号 "),
        (["flood", "plan"], "flood plan "),
    ],
)
def test_compact_joins_bigrams(found: list[str], expected: str):
    assert compact(found) == expected
