"""Rows that are not meetings: bodies, people, memberships, and what happened later."""

import datetime as dt

import pytest

from archive.models import Body, Meeting, Membership, Person, Revision, Topic
from archive.operations.publish import publish
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_draft,
    make_meeting,
    make_person,
    make_resolution,
)
from tests.latest import latest_record, latest_version
from tests.operations.importing.rows import Row, import_rows, reason_for

pytestmark = pytest.mark.django_db

ONE = "imported 1, unchanged 0, differs 0, refused 0"


def test_body_takes_every_field(tmp_path):
    fields = {
        "name": "Finance",
        "alternate_name": "财务",
        "slug": "money",
        "classification": "committee",
        "language": "zh-Hans",
        "approval": "none",
        "description": "Money.",
        "founding_date": "2001-01-01",
        "dissolution_date": "2020-01-01",
    }

    counts, _ = import_rows(tmp_path, {"type": "body", "parent": "Town Council"} | fields)

    body = Body.objects.get(name="Finance")
    assert counts == ONE
    assert {name: str(getattr(body, name)) for name in fields} == fields
    assert body.parent == Body.objects.get(name="Town Council")


def test_topic_takes_every_field(tmp_path):
    meeting = make_meeting(body=make_body("Board"), date=dt.date(2023, 8, 23))
    picked = make_resolution(meeting, identifier="2023-1")
    wrong = make_resolution(meeting)
    fields = {
        "name": "防洪墙",
        "alternate_name": "Flood wall",
        "slug": "wall",
        "language": "zh-Hans",
        "description": "沿河。",
        "query": "flood",
    }
    row = {
        "type": "topic",
        **fields,
        "resolutions": [{"body": "Board", "identifier": "2023-1"}],
        "left_out": [{"body": "Board", "date": "2023-08-23", "sequence": 2}],
        "meetings": [{"body": "Board", "date": "2023-08-23"}],
    }

    counts = [import_rows(tmp_path, row)[0] for _ in range(2)]

    topic = Topic.objects.get()
    assert counts == [ONE, "imported 0, unchanged 1, differs 0, refused 0"]
    assert {name: getattr(topic, name) for name in fields} == fields
    assert [list(topic.resolutions.all()), list(topic.left_out.all())] == [[picked], [wrong]]
    assert list(topic.meetings.all()) == [meeting]


def test_topic_that_picks_what_is_not_there_is_refused(tmp_path):
    row = {"type": "topic", "name": "Wall", "resolutions": [{"body": "Board", "identifier": "2023-1"}]}

    assert "No resolution is known as" in reason_for(tmp_path, row)
    assert not Topic.objects.exists()


def test_person_takes_every_field(tmp_path):
    fields = {"name": "陈莹", "alternate_name": "Chen Ying", "sort_name": "Chen", "slug": "chen"}

    import_rows(tmp_path, {"type": "person", "has_public_page": False} | fields)

    person = Person.objects.get()
    assert {name: getattr(person, name) for name in fields} == fields
    assert person.has_public_page is False


def test_membership_takes_every_field(tmp_path):
    fields = {"role": "vice_chair", "label": "副主任", "start_date": "2020-01-01", "end_date": "2024-01-01"}
    row = {"type": "membership", "person": "陈莹", "body": "Board", "voting_right": False}

    import_rows(tmp_path, row | fields)

    term = Membership.objects.get()
    assert {name: str(getattr(term, name)) for name in fields} == fields
    assert (term.person.name, term.body.name, term.voting_right) == ("陈莹", "Board", False)


@pytest.mark.parametrize(
    "row",
    [
        {"type": "body", "name": "Board"},
        {"type": "person", "name": "陳瑩"},
        {"type": "membership", "person": "陈莹", "body": "Board", "start_date": "2020-01-01"},
    ],
)
def test_second_run_of_other_types_changes_nothing(tmp_path, row: Row):
    first, _ = import_rows(tmp_path, row)
    again, _ = import_rows(tmp_path, row)

    assert (first, again) == (ONE, "imported 0, unchanged 1, differs 0, refused 0")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"type": "zoo"}, "Unknown type: zoo."),
        ({"type": ["body"]}, "Unknown type: ['body']."),
        ({"type": "body"}, "name: This field cannot be blank."),
        ({"type": "body", "name": "B", "id": 1}, "Unknown field: id."),
        ({"type": "body", "name": "B", "slug": "a b"}, "slug: Enter a valid “slug”"),
        ({"type": "body", "name": "B", "parent": 5}, "parent is not text."),
        ({"type": "body", "name": ["B"]}, "name is not text."),
        ({"type": "body", "name": "B", "slug": "board"}, "slug: Body with this Address already exists."),
        (
            {"type": "body", "name": "B", "founding_date": "2020-01-01", "dissolution_date": "2019-01-01"},
            "A body cannot be dissolved before it was founded.",
        ),
        ({"type": "person", "name": "A", "name_key": "a"}, "Unknown field: name_key."),
        ({"type": "person", "name": "A", "has_public_page": 1}, "has_public_page is not true or false."),
        ({"type": "membership", "person": "A"}, "The body has no name."),
        ({"type": "membership", "body": "Board"}, "A person has no name."),
        ({"type": "approval"}, "A meeting is named as"),
        (
            {"type": "approval", "meeting": {"body": "Board", "date": "2001-01-01"}},
            "None is not a date such as 2023-08-23.",
        ),
        (
            {"type": "approval", "meeting": {"body": "Board", "date": "2001-01-02"},
             "approved_on": "2002-01-01"},
            "No meeting is known as Board, 2001-01-02.",
        ),
        (
            {"type": "approval", "meeting": {"body": "Board", "date": "2001-01-01"},
             "approved_on": "2002-01-01", "by": "me"},
            "Unknown field: by.",
        ),
        (
            {"type": "closing", "meeting": {"body": "Board", "date": "2001-01-01"}, "position": 2},
            "That meeting has no action item at this position.",
        ),
        (
            {"type": "closing", "meeting": {"body": "Board", "date": "2001-01-01"}, "position": "1"},
            "position is not a position, counted from 1.",
        ),
        (
            {"type": "closing", "meeting": {"body": "Board", "date": "2001-01-01"}, "position": 1,
             "status": "gone"},
            "status: Value 'gone' is not a valid choice.",
        ),
    ],
)  # fmt: skip
def test_other_types_are_refused_with_a_reason(tmp_path, row: Row, reason: str):
    make_action(make_draft(body=make_body("Board"), date=dt.date(2001, 1, 1)))

    assert reason_for(tmp_path, row).startswith(reason)


def test_row_cannot_overwrite_another_by_its_key(tmp_path):
    body = make_body("Board")

    import_rows(tmp_path, {"type": "body", "name": "Other", "id": body.pk})

    assert [body.name for body in Body.objects.all()] == ["Board"]


def test_approval_is_a_version_once(tmp_path):
    meeting = make_meeting(body=make_body("Board"), date=dt.date(2023, 7, 1))
    later = make_meeting(body=meeting.body, date=dt.date(2023, 8, 1))
    row = {
        "type": "approval",
        "meeting": {"body": "Board", "date": "2023-07-01"},
        "approved_on": "2023-08-01",
        "approved_at": {"body": "Board", "date": "2023-08-01"},
    }

    counts, _ = import_rows(tmp_path, row, row)

    assert counts == "imported 1, unchanged 1, differs 0, refused 0"
    assert latest_record(meeting)["approved_at"]["address"] == later.get_absolute_url()
    assert meeting.revisions.count() == 2


def test_closing_is_a_fact_once(tmp_path):
    meeting = make_meeting(body=make_body("Board"), date=dt.date(2023, 7, 1))
    make_action(meeting)
    row = {
        "type": "closing",
        "meeting": {"body": "Board", "date": "2023-07-01"},
        "position": 1,
        "status": "done",
        "outcome": "Dyke checked.",
        "closed_at": {"body": "Board", "date": "2023-07-01"},
    }

    counts, _ = import_rows(tmp_path, row, row)

    assert counts == "imported 1, unchanged 1, differs 0, refused 0"
    assert latest_record(meeting)["action_items"][0]["outcome"] == "Dyke checked."
    assert (latest_version(meeting).kind, latest_version(meeting).reason) == ("action_closed", "")


def test_closing_of_a_draft_writes_no_version(tmp_path):
    action = make_action(make_draft(body=make_body("Board"), date=dt.date(2023, 7, 1)))
    reference = {"body": "Board", "date": "2023-07-01"}

    import_rows(tmp_path, {"type": "closing", "meeting": reference, "position": 1, "status": "dropped"})

    action.refresh_from_db()
    assert (action.status, action.closed_at) == ("dropped", None)
    assert not Revision.objects.exists()


# Corrections and withdrawals

JULY = {"body": "Board", "date": "2023-07-01"}
UNCHANGED = "imported 0, unchanged 1, differs 0, refused 0"


def make_july(**fields) -> Meeting:
    """Publish the meeting that JULY names, with somebody in the chair and one resolution."""
    fields.setdefault("text", "The fair is in May.")
    meeting = make_draft(body=make_body("Board"), date=dt.date(2023, 7, 1), **fields)
    make_attendance(meeting, person=make_person("Ann"), role="chair")
    make_resolution(meeting, name="Fair", text="In May.")
    publish(meeting)
    return meeting


def correction(**fields) -> Row:
    """Return a correction of that meeting."""
    row = {"type": "correction", "meeting": JULY, "kind": "corrected", "reason": "Wrong month."}
    return row | fields


def test_correction_makes_no_personal_number_public(tmp_path):
    make_july()

    counts, refusals = import_rows(tmp_path, correction(set={"text": "身份证11010519491231002X"}))

    assert counts == "imported 0, unchanged 0, differs 0, refused 1"
    assert "11010519491231002X" in refusals[0][1]
    assert Revision.objects.count() == 1


def test_correction_closes_no_open_minutes_but_by_redaction(tmp_path):
    meeting = make_july()
    closing = {"disclosure": "closed", "disclosure_basis": "Standing order 14", "shown_of_closed": "facts"}

    counts, refusals = import_rows(tmp_path, correction(set=closing))

    assert counts == "imported 0, unchanged 0, differs 0, refused 1"
    assert "by a redaction" in refusals[0][1]
    assert import_rows(tmp_path, correction(set=closing, kind="redacted"))[0] == ONE
    assert not latest_record(meeting).get("text")


def test_correction_changes_fields_and_is_a_version(tmp_path):
    meeting = make_july()

    counts, _ = import_rows(
        tmp_path, correction(set={"text": "The fair is in June.", "start_time": "19:30"})
    )

    record, version = latest_record(meeting), latest_version(meeting)
    assert counts == ONE
    assert (record["text"], record["start_time"]) == ("The fair is in June.", "19:30:00")
    assert (version.number, version.kind, version.reason) == (2, "corrected", "Wrong month.")


def test_correction_changes_a_resolution(tmp_path):
    meeting = make_july()

    import_rows(
        tmp_path,
        correction(kind="amended", resolutions=[{"sequence": 1, "text": "In June.", "yes_count": 4}]),
    )

    [resolution] = latest_record(meeting)["resolutions"]
    assert (resolution["name"], resolution["text"], resolution["yes_count"]) == ("Fair", "In June.", 4)
    assert latest_version(meeting).kind == "amended"


def test_correction_changes_an_attendance_and_adds_one(tmp_path):
    meeting = make_july()
    rows = [{"person": "Ann", "label": "Mayor"}, {"person": "Bob", "status": "excused"}]

    import_rows(tmp_path, correction(attendances=rows))

    told = latest_record(meeting)["attendances"]
    assert [(row["person"]["name"], row["label"], row["role"], row["status"]) for row in told] == [
        ("Ann", "Mayor", "chair", "present"),
        ("Bob", "", "member", "excused"),
    ]


def test_correction_empties_a_field(tmp_path):
    meeting = make_july(location="Town Hall", present_count=1)

    import_rows(tmp_path, correction(set={"location": "", "present_count": None}))

    record = latest_record(meeting)
    assert (record["location"], record["present_count"]) == ("", None)


def test_correction_is_taken_once_even_if_a_later_one_changed_the_same(tmp_path):
    meeting = make_july()
    rows = [correction(set={"text": "June."}), correction(set={"text": "July."}, reason="Wrong again.")]
    import_rows(tmp_path, *rows)

    counts, _ = import_rows(tmp_path, *rows)

    assert counts == "imported 0, unchanged 2, differs 0, refused 0"
    assert latest_record(meeting)["text"] == "July."
    assert meeting.revisions.count() == 3


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kind": "approved"}, "kind is none of amended, corrected, redacted."),
        ({"kind": 5}, "kind is not text."),
        ({"reason": " "}, "reason is missing: the public reads why."),
        ({"by": "me"}, "Unknown field: by."),
        ({"set": ["text"]}, "set is not an object."),
        ({"set": {"date": "2023-07-02"}}, "set, date: meetings are known by it; change it at the desk."),
        ({"set": {"published_at": "2023-07-02"}}, "set, Unknown field: published_at."),
        ({"set": {"name": 5}}, "set, name is not text."),
        ({"set": {"name": ""}}, "set, name: This field cannot be blank."),
        ({"set": {"start_time": "soon"}}, "set, start_time: “soon” value has an invalid format."),
        (
            {"resolutions": [{"sequence": 2}]},
            "resolutions 1, sequence: that meeting has no such resolution.",
        ),
        ({"resolutions": [{"text": ""}]}, "resolutions 1, sequence: that meeting has no such resolution."),
        ({"attendances": [{"person": ""}]}, "A person has no name."),
        ({"attendances": [{"person": "Bob", "seat": 4}]}, "attendances 1, Unknown field: seat."),
    ],
)
def test_correction_is_refused_with_a_reason(tmp_path, fields, reason: str):
    meeting = make_july()

    assert reason_for(tmp_path, correction(**fields)).startswith(reason)
    assert meeting.revisions.count() == 1


@pytest.mark.parametrize("kind", ["correction", "withdrawal"])
def test_draft_is_neither_corrected_nor_withdrawn(tmp_path, kind: str):
    make_draft(body=make_body("Board"), date=dt.date(2023, 7, 1))
    row = correction() if kind == "correction" else {"type": kind, "meeting": JULY, "reason": "Twice."}

    assert reason_for(tmp_path, row) == "That meeting is not published."


def test_refused_correction_changes_nothing(tmp_path):
    meeting = make_july()

    reason_for(tmp_path, correction(set={"text": "June."}, resolutions=[{"sequence": 9}]))

    meeting.refresh_from_db()
    assert meeting.text == "The fair is in May."


def test_withdrawal_is_taken_once(tmp_path):
    meeting = make_july()
    row = {"type": "withdrawal", "meeting": JULY, "reason": "Entered twice."}
    first, _ = import_rows(tmp_path, row)

    again, _ = import_rows(tmp_path, row)

    assert (first, again) == (ONE, UNCHANGED)
    assert [version.kind for version in meeting.revisions.newest_first()] == ["withdrawn", "published"]
    assert latest_version(meeting).reason == "Entered twice."


def test_withdrawal_needs_a_reason(tmp_path):
    make_july()

    reason = reason_for(tmp_path, {"type": "withdrawal", "meeting": JULY})

    assert reason == "reason is missing: the public reads why."


def test_correction_of_what_was_withdrawn_since_is_unchanged(tmp_path):
    make_july()
    rows = [correction(set={"text": "June."}), {"type": "withdrawal", "meeting": JULY, "reason": "Twice."}]
    import_rows(tmp_path, *rows)

    counts, _ = import_rows(tmp_path, *rows)

    assert counts == "imported 0, unchanged 2, differs 0, refused 0"
