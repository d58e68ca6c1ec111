"""What of a draft was read, is not certain and was seen by no clerk, as after an import of a folder."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from archive.operations.entry.drafts import dated_by_name
from archive.operations.entry.reading_rows import (
    DOUBT,
    READ_AT,
    action_row,
    attendance_row,
    doubts_told,
    resolution_row,
)
from archive.operations.entry.source_texts import ReadSource

WORDS = {"attendances": "person", "resolutions": "text", "action_items": "description"}


class DoubtedRow(NamedTuple):
    """A row that was read: the prefix of its kind, its words, their place, {field: what the text says}."""

    prefix: str
    words: str
    start: int
    told: dict[str, str]


def doubt_fields(read: ReadSource, forms: Mapping[str, list[Any]]) -> dict[str, str]:
    """Return the fields that mark the page of a draft, as page_fields() does that of a new meeting.

    `forms` are those of the draft's rows, {prefix: forms}. What a clerk has seen and saved is not marked.
    """
    fields = {f"{name}-{DOUBT}": words for name, words in doubted_fields(read).items()}
    for row in doubted_rows(read):
        alike = [
            form
            for form in forms.get(row.prefix, ())
            if str(getattr(form.instance, WORDS[row.prefix])) == row.words
        ]
        for form in alike[:1]:
            fields[f"{form.prefix}-{DOUBT}"] = json.dumps(row.told, ensure_ascii=False)
            fields[f"{form.prefix}-{READ_AT}"] = str(row.start)
    return fields


def doubted_places(read: ReadSource) -> list[int]:
    """Return the places that are settled once a clerk has seen the doubts and saved."""
    rows = [row.start for row in doubted_rows(read)]
    return [*rows, place_of_meeting(read)] if doubted_fields(read) else rows


def doubted_rows(read: ReadSource) -> Iterator[DoubtedRow]:
    rows = [("attendances", attendance_row(one)) for one in read.reading.attendance.entries]
    rows += [("resolutions", resolution_row(one)) for one in read.reading.resolutions]
    rows += [("action_items", action_row(one)) for one in read.reading.actions]
    for prefix, row in rows:
        if row[DOUBT] and row[READ_AT] not in read.settled:
            yield DoubtedRow(prefix, row[WORDS[prefix]], row[READ_AT], row[DOUBT])


def doubted_fields(read: ReadSource) -> dict[str, str]:
    """Return what is not certain of the meeting itself; of its date what the file's name says of it too."""
    if place_of_meeting(read) in read.settled:
        return {}
    told = doubts_told(read.reading.doubts)
    told.pop("date", None)
    _dated, sentences = dated_by_name(read.reading, read.source.name)
    return told | ({"date": " ".join(sentences)} if sentences else {})


def place_of_meeting(read: ReadSource) -> int:
    """Return the place for the doubts of the meeting itself among the settled ones: the end of the text."""
    return len(read.source.text)
