"""Texts written for the project in the shapes that minutes have, and the whole reading of each.

`golden/NAME.json` says what a person reads in `golden/NAME.txt`, `.md` or `.html`; what it does not name is
empty. A text `.docx.txt` is made into a Word document first: lines with tabs are rows of a table, "# " a
heading. Parts that are read wrong so far stand under `failing` with the reason, and must fail.
"""

import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest

from archive.documents import html, word
from archive.reader.minutes import read_minutes
from archive.reader.results import Reading, ResolutionRead

GOLDEN = Path(__file__).parent / "golden"
TEXTS = sorted(path for path in GOLDEN.iterdir() if path.suffix != ".json")
PLAIN = ("title", "number", "document_number", "date", "start_time", "end_time", "location", "mode")
RESOLUTION: dict[str, Any] = {
    "text": "",
    "identifier": "",
    "classification": "",
    "subject": None,
    "result": "",
    "mover": None,
    "seconder": None,
    "yes": None,
    "no": None,
    "names": None,
}
EMPTY: dict[str, Any] = {
    **dict.fromkeys(PLAIN),
    "attendance": [],
    "counts": {},
    "agenda": [],
    "resolutions": [],
    "actions": [],
    "not_placed": [],
}

pytestmark = pytest.mark.any_engine


@cache
def text_in(path: Path) -> str:
    """Return the text of a golden file, as the reader of its kind gives it."""
    written = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        return "".join(html.read(io.BytesIO(written.encode())))
    if path.name.endswith(".docx.txt"):
        return "".join(word.read(io.BytesIO(as_word(written))))
    return written


def as_word(written: str) -> bytes:
    document, table = docx.Document(), None
    for line in written.splitlines():
        cells = line.split("\t")
        if len(cells) > 1:
            table = table or document.add_table(rows=0, cols=len(cells))
            for cell, words in zip(table.add_row().cells, cells, strict=True):
                cell.text = words
        else:
            table = None
            document.add_heading(line[2:]) if line.startswith("# ") else document.add_paragraph(line)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def seen(reading: Reading, text: str) -> dict[str, Any]:
    """Return a reading as the golden files write it."""
    values = {name: getattr(reading, name) for name in PLAIN}
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
        "names": ([list(name) for name in votes.names] or None) if votes else None,
    }


def wanted(golden: dict[str, Any]) -> dict[str, Any]:
    """Return what a golden file asks for in full: whoever has no status was present."""
    full = EMPTY | {name: value for name, value in golden.items() if name != "failing"}
    people = [[*person, *["", "", "present"][len(person) - 1 :]] for person in full["attendance"]]
    return full | {"attendance": people, "resolutions": [RESOLUTION | row for row in full["resolutions"]]}


def parts(full: dict[str, Any]) -> dict[str, Any]:
    """Return a reading in parts that are right or wrong on their own: resolutions column by column."""
    columns = {f"resolutions.{name}": [row[name] for row in full["resolutions"]] for name in RESOLUTION}
    return {name: value for name, value in full.items() if name != "resolutions"} | columns


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_reading_gives_what_the_golden_file_says(path: Path):
    text = text_in(path)
    golden = json.loads((GOLDEN / f"{path.name.partition('.')[0]}.json").read_text(encoding="utf-8"))

    read, asked = parts(seen(read_minutes(text), text)), parts(wanted(golden))

    failing = golden.get("failing", {})
    right = {name: value for name, value in asked.items() if name not in failing}
    assert {name: read[name] for name in right} == right
    assert [name for name in failing if read[name] == asked[name]] == [], "no longer failing: take it out"
