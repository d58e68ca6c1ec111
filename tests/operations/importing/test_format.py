"""FORMAT.md names every field that an import may set, and every word that it understands.

`WRITE_FORMAT=1 pytest tests/operations/importing/test_format.py` writes the tables into it.
"""

import os
from pathlib import Path

import pytest
from django.db import models

from archive.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    AttendanceSpan,
    Body,
    Document,
    Meeting,
    MeetingTranslation,
    Membership,
    Person,
    Resolution,
    ResolutionRelation,
    Sitting,
    Topic,
    Vote,
)
from archive.operations.importing.build import derived_fields
from archive.text import choice_words, vocabulary

FORMAT = Path(__file__).parents[3] / "archive/operations/importing/FORMAT.md"
HEADING = "## All fields and words\n"

pytestmark = pytest.mark.any_engine


def field_tables() -> str:
    """Return a line for each kind of row: the fields of its model, and of choices their values."""
    kinds: dict[str, type[models.Model]] = {
        "meeting": Meeting, "sittings": Sitting, "attendances": Attendance, "spans": AttendanceSpan,
        "agenda_items": AgendaItem, "resolutions": Resolution, "votes": Vote,
        "relations": ResolutionRelation,
        "action_items": ActionItem, "documents": Document, "translations": MeetingTranslation,
        "body": Body, "person": Person, "membership": Membership, "topic": Topic,
    }  # fmt: skip
    lines = ["| Row | Fields of its own; what names other rows is told above |", "| --- | --- |"]
    for name, model in kinds.items():
        derived = derived_fields(model) | {"position"}  # the order of the rows
        shown = [told(field) for field in model._meta.fields if field.name not in derived]
        lines.append(f"| `{name}` | {', '.join(shown)} |")
    return "\n".join(lines)


def told(field: models.Field) -> str:
    values = [str(value) for value, _label in field.flatchoices if value]
    return f"`{field.name}`" + (f" ({' · '.join(values)})" if values else "")


def word_tables() -> str:
    """Return a line for each value of each choice: the words that are understood."""
    tables: dict[str, dict[str, str]] = {
        "resolution.result": {row.result: row.words for row in vocabulary.RESULT_WORDS},
        "resolution.decision_method": vocabulary.METHOD_WORDS,
        "vote.option": vocabulary.OPTION_WORDS,
        "attendance.status": {
            " ".join(filter(None, row[1:])): row.words for row in vocabulary.PRESENCE_WORDS
        },
        "meeting.attendance_mode": vocabulary.MODE_WORDS,
        **choice_words.CHOICE_WORDS,
    }
    lines = ["| Field | Value | Words |", "| --- | --- | --- |"]
    lines += [
        f"| `{field}` | `{value}` | {words} |"
        for field, row in tables.items()
        for value, words in row.items()
    ]
    return "\n".join(lines)


def expected() -> str:
    written = (
        "Written by `WRITE_FORMAT=1 pytest tests/operations/importing/test_format.py`, which tests it."
    )
    words = "Words, in any case, width and script; a role is found in a longer post too (副局长，主持)."
    return f"{HEADING}\n{written}\n\n{field_tables()}\n\n{words}\n\n{word_tables()}\n"


def test_format_names_all_fields_and_words():
    told = FORMAT.read_text()

    if os.environ.get("WRITE_FORMAT"):
        FORMAT.write_text(told.partition(HEADING)[0] + expected())

    assert FORMAT.read_text().partition(HEADING)[2] == expected().partition(HEADING)[2]
