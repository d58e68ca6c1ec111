"""The records of the demo show all that the archive can hold."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import demo
from archive.models import ActionItem, Attendance, Document, Meeting, Resolution, ResolutionRelation, Vote


def rows() -> Iterator[dict[str, Any]]:
    """Yield the rows of all files in the order they are loaded."""
    for path in sorted(Path(demo.__file__).parent.glob("*.jsonl")):
        yield from map(json.loads, path.read_text().splitlines())


MEETINGS = [row for row in rows() if row["type"] == "meeting"]
RESOLUTIONS = [part for row in MEETINGS for part in row.get("resolutions", [])]


def parts(name: str, owners: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what hangs on meetings or resolutions under a name."""
    return [part for owner in owners for part in owner.get(name, [])]


@pytest.mark.parametrize(
    ("choices", "field", "found"),
    [
        (Meeting.Classification, "classification", MEETINGS),
        (Meeting.Precision, "date_precision", MEETINGS),
        (Meeting.Mode, "attendance_mode", MEETINGS),
        (Meeting.Status, "status", MEETINGS),
        (Meeting.AttendanceStatus, "attendance_status", MEETINGS),
        (Attendance.Role, "role", parts("attendances", MEETINGS)),
        (Attendance.Status, "status", parts("attendances", MEETINGS)),
        (Resolution.Classification, "classification", RESOLUTIONS),
        (Resolution.Result, "result", RESOLUTIONS),
        (Resolution.DecisionMethod, "decision_method", RESOLUTIONS),
        (ResolutionRelation.Kind, "kind", parts("relations", RESOLUTIONS)),
        (Vote.Option, "option", parts("votes", RESOLUTIONS)),
        (ActionItem.Status, "status", parts("action_items", MEETINGS)),
        (Document.Classification, "classification", parts("documents", MEETINGS)),
    ],
)
def test_demo_records_show_every_choice(choices, field, found):
    defaults = {"", "regular", "day", "in_person", "held", "recorded", "resolution"}

    shown = {row.get(field) for row in found}

    assert set(choices.values) - shown <= defaults


def test_demo_records_open_with_the_seed_record_which_is_the_newest():
    published = [row for row in MEETINGS if row["publication"] == "published"]

    newest = max(row["date"] for row in published)

    assert newest == published[0]["date"] == published[1]["date"] == "2023-08-23"
    assert [row["language"] for row in published[:2]] == ["zh-Hans", "en"]


def test_demo_seed_record_invents_neither_heads_nor_votes():
    for row in MEETINGS[:2]:
        votes = [resolution.get("yes_count") for resolution in row["resolutions"]]

        assert row["attendance_status"] == "not_recorded"
        assert (row.get("expected_count"), row.get("present_count")) == (None, None)
        assert votes == [None] * 5


def test_demo_records_span_more_than_ten_years():
    years = {row["date"][:4] for row in MEETINGS}

    assert years >= {str(year) for year in range(2011, 2024)}


def test_demo_texts_are_written_once_each():
    texts = [row["text"] for row in MEETINGS if row["text"]]

    assert len(set(texts)) == len(texts)
