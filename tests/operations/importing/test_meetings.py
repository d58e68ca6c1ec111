"""The full form: every field of every model goes in, and what is refused says why."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model

from archive.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Document,
    Meeting,
    Resolution,
    ResolutionRelation,
    Vote,
)
from archive.record.build import Record, record_of
from tests.factories import make_body, make_draft, make_item, make_meeting, make_resolution
from tests.operations.importing.rows import Row, full_row, import_rows

pytestmark = pytest.mark.django_db

ONE = "imported 1, unchanged 0, differs 0, refused 0"
MEETING = {
    "alternate_name": "防汛会议",
    "number": "第81次",
    "number_series": "局长办公会",
    "classification": "extended",
    "date_precision": "day",
    "start_time": "09:00:00",
    "end_time": "11:30:00",
    "location": "Room 2",
    "attendance_mode": "mixed",
    "status": "held",
    "language": "zh-Hans",
    "document_number": "漯应急纪〔2023〕5号",
    "copied_to": "市政府办公室",
    "issued_on": "2023-09-21",
    "summary": "In short.",
    "licence": "CC0",
    "attendance_status": "recorded",
    "chair_note": "The chair changed twice.",
    "expected_count": 41,
    "present_count": 40,
    "quorum": 21,
    "disclosure": "open",
    "approved_on": "2023-09-20",
}
ATTENDANCE = {
    "label": "副局长",
    "role": "chair",
    "status": "present",
    "mode": "remote",
    "arrived_at": "09:05:00",
    "left_at": "10:00:00",
    "voting": True,
    "note": "By telephone",
}
ITEM = {"number": "一", "name": "Flood", "text": "Long.", "presenter": "Lin"}
RESOLUTION = {
    "identifier": "2023-031",
    "name": "Sandbags",
    "text": "Buy them.",
    "classification": "motion",
    "decision_method": "roll_call",
    "result": "adopted",
    "result_as_written": "同意",
    "yes_count": 5,
    "no_count": 0,
    "abstain_count": 1,
    "effective_date": "2023-08-23",
    "expiry_date": "2024-08-23",
}
ACTION = {
    "description": "Check the dyke",
    "responsible_text": "防汛办",
    "due_date": "2023-09-01",
    "status": "done",
    "outcome": "Checked",
}
DOCUMENT = {"classification": "minutes", "name": "Signed", "language": "en"}


def imported(folder: Path, **fields: object) -> Meeting:
    """Import one row and return its meeting."""
    assert import_rows(folder, full_row(7, **fields)) == (ONE, [])
    return Meeting.objects.get(source_url="minutes/7.md")


def record(meeting: Meeting) -> Record:
    return record_of(Meeting.objects.with_children().get(pk=meeting.pk))


def named(name: str) -> Record:
    return {"name": name, "slug": name.lower()}


# Every field


def test_every_field_of_a_meeting_is_imported(tmp_path):
    later = make_meeting(body=make_body("Board"), date=dt.date(2023, 9, 20), name="The next")

    found = record(imported(tmp_path, **MEETING, approved_at={"body": "Board", "date": "2023-09-20"}))

    assert MEETING.items() <= found.items()
    assert found["approved_at"] == {
        "address": later.get_absolute_url(),
        "name": "The next",
        "date": "2023-09-20",
    }


def test_every_field_of_an_attendance_is_imported(tmp_path):
    row = ATTENDANCE | {"person": "Wu", "name_as_written": "WU", "on_behalf_of": "Chen"}

    [found] = record(imported(tmp_path, attendances=[row]))["attendances"]

    assert found == ATTENDANCE | {
        "position": 1,
        "person": {"name": "WU", "slug": "wu"},
        "on_behalf_of": named("Chen"),
    }


def test_every_field_of_an_agenda_item_is_imported(tmp_path):
    earlier = make_meeting(body=make_body("Board"), date=dt.date(2023, 7, 1))
    make_item(earlier, position=4, name="Begun")
    origin = {"body": "Board", "date": "2023-07-01", "position": 4}
    closed = {"name": "xylophone", "is_public": False}

    meeting = imported(tmp_path, agenda_items=[closed, ITEM | {"continued_from": origin}])

    [found] = record(meeting)["agenda_items"]
    assert found.pop("continued_from")["name"] == "Begun"
    assert found == ITEM | {"position": 2}


def test_every_field_of_a_resolution_is_imported(tmp_path):
    old = make_resolution(make_meeting(body=make_body("Board")), identifier="7", name="Old")
    row = RESOLUTION | {
        "agenda_item": 1,
        "mover": "Lin",
        "seconder": "Wu",
        "votes": [{"voter": "Chen", "option": "no", "note": "Too dear"}],
        "relations": [
            {"target": {"body": "Board", "identifier": "7"}, "kind": "amends", "note": "In part"}
        ],
    }

    [found] = record(imported(tmp_path, agenda_items=[ITEM], resolutions=[row]))["resolutions"]

    assert found.pop("relations")[0]["target"]["address"] == old.get_absolute_url()
    assert found == RESOLUTION | {
        "sequence": 1,
        "agenda_item": 1,
        "mover": named("Lin"),
        "seconder": named("Wu"),
        "votes": [{"voter": named("Chen"), "option": "no", "note": "Too dear"}],
    }


def test_every_field_of_an_action_is_imported(tmp_path):
    make_meeting(body=make_body("Board"), date=dt.date(2023, 9, 20), name="The next")
    row = ACTION | {
        "agenda_item": 1,
        "resolution": 1,
        "responsible": "Lin",
        "responsible_body": "Works",
        "closed_at": {"body": "Board", "date": "2023-09-20"},
    }

    meeting = imported(tmp_path, agenda_items=[ITEM], resolutions=[RESOLUTION], action_items=[row])

    [found] = record(meeting)["action_items"]
    assert found.pop("closed_at")["name"] == "The next"
    assert found.pop("responsible_body")["name"] == "Works"
    assert found == ACTION | {"position": 1, "agenda_item": 1, "resolution": 1, "responsible": named("Lin")}


def test_every_field_of_a_document_is_imported(tmp_path):
    private = {"name": "xylophone", "url": "https://example.org/2", "is_public": False}
    row = DOCUMENT | {"url": "https://example.org/1", "agenda_item": 1, "resolution": 1}

    meeting = imported(tmp_path, agenda_items=[ITEM], resolutions=[RESOLUTION], documents=[private, row])

    [found] = record(meeting)["documents"]
    own = {"media_type": "", "size": None, "sha256": "", "agenda_item": 1, "resolution": 1}
    assert found == DOCUMENT | own | {"address": "https://example.org/1"}


@pytest.mark.parametrize(
    ("model", "elsewhere"),
    [
        (
            Meeting,
            {"body", "approved_at", "year", "publication", "published_at", "slug", "edit_number"}
            | {"body_as_written", "end_date", "start_minute"}
            | {"classification_as_written", "attendance_mode_as_written"},
        ),
        (
            Attendance,
            {"meeting", "person", "name_to_check", "position", "name_as_written", "status_as_written"}
            | {"on_behalf_of", "on_behalf_of_as_written", "on_behalf_of_to_check", "private_note"},
        ),
        (AgendaItem, {"meeting", "position", "is_public", "continued_from", "disclosure_basis"}),
        (
            Resolution,
            {"meeting", "agenda_item", "sequence", "body", "date", "mover", "seconder", "amends_motion"}
            | {"mover_as_written", "seconder_as_written", "is_procedural", "start_minute", "is_disclosed"}
            | {"mover_to_check", "seconder_to_check", "matter", "taken_at", "classification_as_written"},
        ),
        (
            ActionItem,
            {"meeting", "agenda_item", "resolution", "position", "responsible"}
            | {"responsible_as_written", "responsible_body_as_written", "responsible_to_check"}
            | {"status_as_written"},
        ),
        (
            Document,
            {"meeting", "agenda_item", "resolution", "file", "url", "media_type", "size", "sha256"}
            | {"text_status", "classification_as_written"},
        ),
    ],
)
def test_no_field_is_forgotten_here(model: type[Model], elsewhere: set[str]):
    rows: dict[type[Model], Row] = {
        Meeting: full_row()
        | MEETING
        | {"disclosure_basis": "", "next_sequence": 0}
        | {"shown_of_closed": "", "other_bodies_as_written": ""},
        Attendance: ATTENDANCE,
        AgendaItem: ITEM,
        Resolution: RESOLUTION,
        ActionItem: ACTION | {"responsible_body": "", "closed_at": ""},
        Document: DOCUMENT | {"is_public": True, "text": ""},
    }

    stored = {field.name for field in model._meta.fields} - {"id"}

    assert stored == elsewhere | (set(rows[model]) - {"type"})


def test_meeting_found_by_date_and_number(tmp_path):
    body = make_body("Board")
    make_draft(body=body, date=dt.date(2023, 7, 1), number="1", name="First")
    make_draft(body=body, date=dt.date(2023, 7, 1), number="2", name="Second")

    meeting = imported(tmp_path, approved_at={"body": "Board", "date": "2023-07-01", "number": "2"})

    assert meeting.approved_at == Meeting.objects.get(name="Second")


def test_resolution_found_by_date_and_sequence(tmp_path):
    make_draft(body=make_body("Board"), date=dt.date(2023, 7, 1), resolutions=2)
    target = {"body": "Board", "date": "2023-07-01", "sequence": 2}
    row = RESOLUTION | {"relations": [{"target": target, "kind": "repeals"}]}

    imported(tmp_path, resolutions=[row])

    assert ResolutionRelation.objects.get().target.sequence == 2


def test_rows_may_act_on_meetings_of_the_same_file(tmp_path):
    target = {"body": "Town Council", "identifier": "2023-031"}
    acting = {"name": "New", "relations": [{"target": target, "kind": "repeals"}], "votes": [
        {"voter": "Lin", "option": "yes"}
    ]}  # fmt: skip

    counts, _ = import_rows(
        tmp_path, full_row(1, resolutions=[RESOLUTION]), full_row(2, resolutions=[acting])
    )

    assert counts == "imported 2, unchanged 0, differs 0, refused 0"
    assert (ResolutionRelation.objects.count(), Vote.objects.count()) == (1, 1)


def test_next_resolution_goes_on_counting(tmp_path):
    meeting = imported(tmp_path, resolutions=[{"name": "One"}, {"name": "Two"}])

    assert make_resolution(meeting).sequence == 3


def test_empty_values_are_as_good_as_absent(tmp_path):
    meeting = imported(
        tmp_path, start_time="", quorum=None, summary=None, classification="", documents=None
    )

    assert (meeting.start_time, meeting.quorum, meeting.summary) == (None, None, "")
    assert meeting.classification == ""


@pytest.mark.parametrize(
    ("option", "wish", "publication"),
    [
        (False, "", "draft"),
        (True, "", "published"),
        (True, "draft", "draft"),
        (False, "published", "published"),
    ],
)
def test_publication_follows_the_row_then_the_option(tmp_path, option: bool, wish: str, publication: str):
    import_rows(tmp_path, full_row(publication=wish), publish=option)

    assert Meeting.objects.get().publication == publication


def test_words_of_a_source_are_understood_or_kept(tmp_path):
    row = full_row(
        attendances=[
            {"person": "Lin", "role": "主持人", "status": "出席"},
            {"person": "Wu", "role": "Treasurer", "status": "By video"},
        ],
        resolutions=[
            {"text": "Buy.", "result": "一致通過", "votes": [{"voter": "Lin", "option": "贊成"}]},
            {"text": "Sell.", "result": "拟通过"},
        ],
    )

    assert import_rows(tmp_path, row) == (ONE, [])

    rows = Attendance.objects.in_order().values_list("role", "label", "status", "mode")
    assert list(rows) == [
        ("chair", "主持人", "present", ""),
        ("member", "Treasurer", "present", "remote"),
    ]
    decided = Resolution.objects.in_order().values_list("result", "result_as_written")
    assert list(decided) == [("adopted", "一致通過"), ("", "拟通过")]
    assert Vote.objects.get().option == "yes"


# Joint meetings, translations, and what is not open


@pytest.mark.parametrize(
    "named",
    [
        {"body": None, "bodies": ["Finance Committee", "Housing Committee", "Parks Board"]},
        {"body": "Finance Committee", "other_bodies": ["Housing Committee", "Parks Board"]},
    ],
)
def test_joint_meeting_is_imported_once_with_its_bodies_in_order(tmp_path, named: dict[str, Any]):
    meeting = imported(tmp_path, publication="published", **named)

    found = record(meeting)
    assert found["body"]["name"] == "Finance Committee"
    others = [row["body"]["name"] for row in found["other_bodies"]]
    assert others == meeting.names_of_others == ["Housing Committee", "Parks Board"]
    assert import_rows(tmp_path, full_row(7, **named))[0].startswith("imported 0, unchanged ")


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ({"other_bodies": ["Town Council"]}, "Town Council is listed twice"),
        ({"other_bodies": ["Board", "Board"]}, "Board is listed twice"),
        ({"other_bodies": "Board"}, "not a list of names"),
        ({"other_bodies": [7]}, "not a list of names"),
        ({"bodies": ["Board", "Bench"]}, "Give the list bodies, or body"),
        ({"body": None, "bodies": "Board"}, "Give the list bodies, or body"),
        ({"body": None, "bodies": [7]}, "body is not text"),
    ],
)
def test_bodies_that_cannot_be_are_refused(tmp_path, named: dict[str, Any], reason: str):
    counts, [refused] = import_rows(tmp_path, full_row(7, **named))

    assert counts == "imported 0, unchanged 0, differs 0, refused 1"
    assert reason in str(refused)


def test_other_bodies_that_change_at_the_source_are_told(tmp_path):
    imported(tmp_path, other_bodies=["Board"])

    counts, _refused = import_rows(tmp_path, full_row(7, other_bodies=["Bench"]))

    assert counts == "imported 0, unchanged 0, differs 1, refused 0"


def test_translations_are_imported(tmp_path):
    row = {"language": "zh-Hans", "name": "防汛会议", "summary": "简述。", "text": "会议研究防汛。"}

    assert record(imported(tmp_path, translations=[row]))["translations"] == [row]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([{"language": "en", "name": "Meeting"}], "language of the original"),
        ([{"language": "fr", "name": "Un"}, {"language": "fr", "name": "Deux"}], "into fr already"),
        ([{"language": "fr"}], "name"),
        ([{"name": "Un"}], "language"),
    ],
)
def test_translations_that_cannot_be_are_refused(tmp_path, rows: list[Row], reason: str):
    _counts, [refused] = import_rows(tmp_path, full_row(7, language="en", translations=rows))

    assert reason in str(refused)


def test_closed_meeting_is_imported_with_what_may_be_shown(tmp_path):
    closed = {"name": "Dismissal", "text": "Concealed", "is_public": False, "disclosure_basis": "Act, s. 4"}
    decided = {"name": "A post is filled", "result": "adopted", "agenda_item": 1, "is_disclosed": True}

    meeting = imported(
        tmp_path,
        publication="published",
        disclosure="closed",
        disclosure_basis="Act, s. 1",
        agenda_items=[closed],
        resolutions=[decided],
    )

    found = record(meeting)
    assert found["text"] == ""
    assert found["disclosure_basis"] == "Act, s. 1"
    assert [row["closed_item"] for row in found["resolutions"]] == [{"basis": "Act, s. 4"}]
    assert found["agenda_items"] == []
