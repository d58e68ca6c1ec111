"""Texts written for the project in the shapes that minutes have, and what must be read of each."""

import json
from pathlib import Path
from typing import Any

import pytest

from archive.reader.minutes import read_minutes
from archive.reader.results import Reading, ResolutionRead

GOLDEN = Path(__file__).parent / "golden"
TEXTS = sorted(path for path in GOLDEN.iterdir() if path.suffix in (".txt", ".md"))
PLAIN = ("language", "title", "number", "document_number", "date", "start_time", "end_time", "location")


def seen(reading: Reading, text: str) -> dict[str, Any]:
    """Return a reading as the golden files write it."""
    values = {name: getattr(reading, name) for name in PLAIN[1:]}
    return {
        "language": reading.language,
        **{name: value and written(value.value) for name, value in values.items()},
        "attendance": [
            [entry.name, entry.label, entry.role, entry.status] for entry in reading.attendance.entries
        ],
        "counts": {count.kind: count.number for count in reading.attendance.counts},
        "agenda": [item.name.value for item in reading.agenda],
        "resolutions": [resolution(read) for read in reading.resolutions],
        "actions": [
            [
                action.description.value,
                action.responsible and action.responsible.value,
                action.due and str(action.due.value),
            ]
            for action in reading.actions
        ],
        "not_placed": [text[span.start : span.end] for span in reading.not_placed],
    }


def written(value: Any) -> str:
    return value.strftime("%H:%M") if hasattr(value, "hour") else str(value)


def resolution(read: ResolutionRead) -> dict[str, Any]:
    votes = read.votes
    return {
        "text": read.text.value,
        "identifier": read.identifier,
        "classification": read.classification,
        "subject": read.subject and read.subject.value,
        "result": read.result,
        "mover": read.mover and read.mover.value,
        "seconder": read.seconder and read.seconder.value,
        "yes": votes and votes.yes_count,
        "no": votes and votes.no_count,
        "names": votes and [list(name) for name in votes.names],
    }


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_reading_gives_what_the_golden_file_says(path):
    text = path.read_text(encoding="utf-8")
    golden = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))

    read = seen(read_minutes(text), text)

    expected = {name: golden[name] for name in golden if name != "resolutions"}
    assert {name: read[name] for name in expected} == expected
    if "resolutions" in golden:
        assert [
            {name: got[name] for name in want}
            for got, want in zip(read["resolutions"], golden["resolutions"], strict=False)
        ] == golden["resolutions"]
        assert len(read["resolutions"]) == len(golden["resolutions"])
