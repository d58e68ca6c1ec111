import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest

from archive.models import Meeting, ResolutionRelation, Revision
from archive.operations.publish import publish, withdraw
from archive.record.build import Record
from archive.record.render.plain import heading_language, plain_text
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


def latest(meeting: Meeting) -> Record:
    return json.loads(meeting.revisions.newest_first()[0].snapshot)


def make_full_meeting(**fields: Any) -> Meeting:
    """Make a published meeting in which every field of the record says something of its own."""
    body = make_body("Flood Office", alternate_name="防汛办", slug="flood-office", language="en")
    earlier = make_draft(body=body, name="Earlier one", date=dt.date(2022, 1, 5))
    earlier_item = make_item(earlier, position=4711, number="7.1", name="Begun before")
    target = make_resolution(earlier, name="Old rule", identifier="2022-001")
    publish(earlier)
    draft = make_draft(body=body, **FULL, approved_at=earlier, **fields)
    person = make_person("Sun Quanzhong", slug="sun")
    deputy = make_person("Li Wei", slug="li-wei")
    make_attendance(draft, person=person, position=31, on_behalf_of=deputy, **FULL_ATTENDANCE)
    item = make_item(draft, continued_from=earlier_item, **FULL_ITEM)
    resolution = make_resolution(draft, agenda_item=item, mover=person, seconder=deputy, **FULL_RESOLUTION)
    make_vote(resolution, "recused", voter=deputy, note="Left the room")
    ResolutionRelation.objects.create(source=resolution, target=target, kind="amends", note="Section 2")
    made = {"resolution": resolution, "agenda_item": item}
    make_action(draft, responsible=person, responsible_body=body, closed_at=earlier, **made, **FULL_ACTION)
    make_document(draft, **made, **FULL_DOCUMENT)
    publish(draft)
    return draft


FULL: dict[str, Any] = {
    "name": "Expanded meeting",
    "alternate_name": "扩大会议",
    "number": "第81次",
    "classification": "extended",
    "date_precision": "day",
    "start_time": dt.time(9, 0),
    "end_time": dt.time(11, 30, 15),
    "location": "Room 2",
    "attendance_mode": "mixed",
    "document_number": "漯应急纪〔2023〕5号",
    "copied_to": "市政府办公室",
    "summary": "A summary.",
    "text": "# Minutes\n\nFirst line.\nSecond line.",
    "source": "registry",
    "source_url": "https://example.org/1",
    "licence": "CC0",
    "chair_note": "The chair changed twice.",
    "expected_count": 1301,
    "present_count": 1102,
    "quorum": 907,
    "approved_on": dt.date(2023, 9, 6),
    "issued_on": dt.date(2023, 9, 7),
}
FULL_ATTENDANCE: dict[str, Any] = {
    "label": "Secretary",
    "role": "chair",
    "status": "present",
    "mode": "remote",
    "arrived_at": dt.time(9, 5),
    "left_at": dt.time(10, 45),
    "voting": False,
    "note": "Left early",
}
FULL_RESOLUTION: dict[str, Any] = {
    "identifier": "2023-031",
    "name": "Flood duty",
    "text": "Day and night.",
    "classification": "directive",
    "decision_method": "roll_call",
    "result": "agreed_in_principle",
    "result_as_written": "原则同意",
    "yes_count": 701,
    "no_count": 702,
    "abstain_count": 703,
    "effective_date": dt.date(2023, 9, 1),
    "expiry_date": dt.date(2023, 9, 30),
}
FULL_ITEM: dict[str, Any] = {
    "position": 32,
    "number": "三",
    "name": "Floods",
    "text": "Item text.",
    "presenter": "Zhao",
}
FULL_DOCUMENT: dict[str, Any] = {
    "name": "Plan",
    "classification": "presentation",
    "media_type": "application/pdf",
    "size": 123457,
    "sha256": "ab" * 32,
    "language": "fr",
}
FULL_ACTION: dict[str, Any] = {
    "position": 33,
    "description": "Ask for offers.",
    "responsible_text": "The depot",
    "due_date": dt.date(2023, 10, 1),
    "status": "done",
    "outcome": "Three came.",
}


def values(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield (keys on the way, value) of everything in a record that is not empty."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from values(inner, (*path, key))
    elif isinstance(value, list):
        for inner in value:
            yield from values(inner, path)
    elif value not in (None, ""):
        yield path, value


# What the text says in other words than the record.
WORDED = {
    ("version", "meeting"): "",  # a number of the database, for the chain only
    ("classification",): "Extended",
    ("date_precision",): "Day",
    ("attendance_mode",): "Mixed",
    ("status",): "Held",
    ("attendance_status",): "Recorded",
    ("disclosure",): "Open",
    ("attendances", "role"): "Chair",
    ("attendances", "status"): "Present",
    ("attendances", "mode"): "Remote",
    ("attendances", "voting"): "Voting: no",
    ("resolutions", "classification"): "Directive",
    ("resolutions", "decision_method"): "Roll call",
    ("resolutions", "result"): "Agreed in principle",
    ("resolutions", "agenda_item"): "Agenda item: 三 Floods",
    ("resolutions", "votes", "option"): "Recused",
    ("resolutions", "relations", "kind"): "amends",
    ("action_items", "status"): "Done",
    ("action_items", "agenda_item"): "Agenda item: 三 Floods",
    ("action_items", "resolution"): "Resolution: Resolution 1",
    ("documents", "classification"): "Presentation",
    ("documents", "agenda_item"): "Agenda item: 三 Floods",
    ("documents", "resolution"): "Resolution: Resolution 1",
    ("version", "kind"): "Kind: Published",
}


def test_as_text_holds_every_value_of_a_full_record():
    record = latest(make_full_meeting())

    text = plain_text(record)

    missing = [(path, value) for path, value in values(record) if WORDED.get(path, str(value)) not in text]
    assert missing == []


def test_full_record_leaves_no_field_of_a_record_empty():
    record = latest(make_full_meeting())

    empty = [key for key, value in record.items() if value in (None, "", [])]
    for section in ("attendances", "agenda_items", "resolutions", "action_items", "documents"):
        empty += [key for key, value in record[section][0].items() if value in (None, "", [])]

    assert empty == []


def test_as_text_reads_well():
    meeting = make_meeting(
        name="防汛 meeting", text="# Head\r\n\r\nFirst.\r\n", body=make_body("Council", slug="council")
    )

    text = plain_text(latest(meeting))

    assert text.startswith(
        "防汛 meeting\n============\nTitle: 防汛 meeting\nBody: Council, en, /bodies/council/\n"
    )
    assert "\nText: \n\n# Head\n\nFirst.\n\n" in text
    assert "\nVersion\n=======\nVersion: 1\nKind: Published\n" in text


def test_as_text_keeps_people_on_a_line_each_in_the_recorded_order():
    draft = make_draft()
    for name in ("Wu", "Ai"):
        make_attendance(draft, person=make_person(name, slug=name.lower()), label="Member")
    publish(draft)

    text = plain_text(latest(draft))

    assert (
        "Attendance\n==========\n"
        "- Person: Wu, /people/wu/; Position: 1; Post that day: Member; Role: Member; Status: Present\n"
        "- Person: Ai, /people/ai/; Position: 2;"
    ) in text


def test_as_text_is_headed_in_the_language_of_the_record_not_of_the_reader():
    chinese = plain_text(latest(make_meeting(language="zh-Hans", text="会议。")))
    traditional = plain_text(latest(make_meeting(language="zh-Hant", text="會議。")))

    assert "\n正文：\n\n会议。\n" in chinese.replace(": ", "：")
    assert "\n正文：\n\n會議。\n" in traditional.replace(": ", "：")
    assert "Title" not in chinese + traditional


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        ("zh-Hans", "zh-hans"),
        ("zh-Hant", "zh-hant"),
        ("zh-TW", "zh-hant"),
        ("zh-CN", "zh-hans"),
        ("zh", "zh-hans"),
        ("fr", "en"),
        ("", "en"),
    ],
)
def test_heading_language_is_the_nearest_one_known(tag, language):
    assert heading_language(tag) == language


def test_as_text_of_a_withdrawn_meeting_says_only_what_its_record_does():
    meeting = make_meeting(name="Evening", text="Zebra text", present=1)
    withdraw(meeting, reason="By mistake.")

    text = plain_text(latest(meeting))

    assert "Evening" in text
    assert "Kind: Withdrawn\nReason: By mistake.\n" in text
    assert "Zebra" not in text
    assert Revision.objects.count() == 2
