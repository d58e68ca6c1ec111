"""Parts of a meeting for which somebody was out: imported, compared with the source, corrected, refused."""

from pathlib import Path
from typing import Any

import pytest

from archive.models import Attendance, AttendanceSpan, Meeting
from tests.latest import latest_record
from tests.operations.importing.rows import Row, full_row, import_rows, reason_for

pytestmark = pytest.mark.django_db

INTEREST = {"reason": "interest_declared", "from_item": 2, "to_item": 2, "note": "Owns a plot."}
GONE = {"from_time": "20:15"}


def evening(*spans: Row, **king: Any) -> Row:
    """Return a published meeting with two agenda items, a decision at 20:40, a chair and King."""
    people = [
        {"person": "Chair", "role": "chair"},
        {"person": "King", **({"spans": list(spans)} if spans else {}), **king},
    ]
    return full_row(
        attendances=people,
        start_time="18:00",
        agenda_items=[{"name": "Minutes"}, {"name": "Sale of a plot"}],
        resolutions=[{"name": "Sell it", "result": "adopted", "agenda_item": 2, "taken_at": "20:40"}],
    )


def again(folder: Path, row: Row, **options: Any) -> tuple[str, list[str]]:
    told: list[str] = []
    counts, refusals = import_rows(
        folder, row, on_difference=lambda _line, what: told.append(what), **options
    )
    assert refusals == []
    return counts, told


def shown() -> list[tuple[Any, ...]]:
    names = ("kind", "reason", "from_item", "to_item", "from_time")
    [_chair, king] = latest_record(Meeting.objects.get())["attendances"]
    return [tuple(span[name] for name in names) for span in king.get("spans", [])]


def test_spans_are_imported_with_their_items_and_the_hour_of_the_decision(tmp_path):
    import_rows(tmp_path, evening(INTEREST, GONE, private_note="Illness."), publish=True)

    assert shown() == [
        ("absent", "interest_declared", 2, 2, None),
        ("absent", "", None, None, "20:15:00"),
    ]
    assert [span.note for span in AttendanceSpan.objects.in_order()] == ["Owns a plot.", ""]
    assert Attendance.objects.get(person__name="King").private_note == "Illness."
    [resolution] = latest_record(Meeting.objects.get())["resolutions"]
    assert (resolution["taken_at"], resolution["presence"]["present"]) == ("20:40:00", 1)


def test_same_spans_written_otherwise_are_unchanged(tmp_path):
    import_rows(tmp_path, evening(INTEREST, GONE), publish=True)

    same = evening({**INTEREST, "kind": "absent", "from_time": ""}, {"from_time": "20:15:00"})
    assert again(tmp_path, same) == ("imported 0, unchanged 1, differs 0, refused 0", [])


def test_other_spans_are_told_and_corrected_on_request(tmp_path):
    import_rows(tmp_path, evening(GONE), publish=True)
    amended = evening(INTEREST)

    counts, [told] = again(tmp_path, amended)
    assert counts == "imported 0, unchanged 0, differs 1, refused 0"
    assert told.startswith("attendances 2, spans: ")
    again(tmp_path, amended, correct="King was out for item 2.")

    assert shown() == [("absent", "interest_declared", 2, 2, None)]
    assert again(tmp_path, amended) == ("imported 0, unchanged 1, differs 0, refused 0", [])


def test_somebody_added_at_the_source_brings_spans(tmp_path):
    row = evening()
    row["attendances"], king = row["attendances"][:1], {"person": "King", "spans": [INTEREST]}
    import_rows(tmp_path, row, publish=True)
    row["attendances"] = [*row["attendances"], king]

    again(tmp_path, row, correct="King was left out.")

    assert shown() == [("absent", "interest_declared", 2, 2, None)]


@pytest.mark.parametrize(
    ("span", "reason"),
    [
        ({}, "attendances 2, spans 1, Say from or until when: an hour, or an agenda item."),
        ({"from_item": 3}, "attendances 2, spans 1, from_item: there is none at position 3."),
        ({"from_item": 2, "to_item": 1}, "to_item: The last agenda item comes before the first."),
        ({"kind": "present", "reason": "other", "from_item": 2}, "reason: A reason is given for being out"),
        ({"from_time": "20:00", "to_time": "19:00"}, "to_time: It ends before it begins."),
        ({"from_time": "late"}, "from_time: "),
        ({"from_item": "two"}, "from_item is not a position"),
        ({"from_item": 1, "seat": 4}, "Unknown field: seat."),
    ],
)
def test_bad_span_is_refused_with_its_place(tmp_path, span: Row, reason: str):
    assert reason in reason_for(tmp_path, evening(span))


def test_correction_row_replaces_the_spans_of_a_person(tmp_path):
    import_rows(tmp_path, evening(GONE), publish=True)
    meeting = Meeting.objects.get()
    row = {
        "type": "correction",
        "meeting": {"body": meeting.body.name, "date": meeting.date.isoformat()},
        "kind": "corrected",
        "reason": "King was out for item 2.",
        "attendances": [{"person": "King", "spans": [INTEREST]}],
    }

    import_rows(tmp_path, row)

    assert shown() == [("absent", "interest_declared", 2, 2, None)]
