"""From a reading of minutes to the fields of a meeting's page: what a clerk would have typed.

Values are texts as a browser sends them, {name: value}. Beside each field `…-read_at` tells the offset of
the passage that it was read from, so that the page can link to it, and `…-doubt` why it is not certain.
What the text says in two ways is not filled in.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from archive.models import ActionItem, Body, Document, Resolution
from archive.operations.entry.name_lookup import NEW_PERSON, Choices, new_value
from archive.operations.entry.reading_rows import (
    DOUBT,
    READ_AT,
    Row,
    action_row,
    attendance_row,
    body_named,
    doubts_told,
    field_text,
    item_row,
    meeting_text,
    meeting_values,
    resolution_row,
)
from archive.reader.results import NameEntry, NamesReading, Reading
from archive.text.dates import read_days

Fields = dict[str, str]
# What the page sends for an untouched row of a new meeting.
DEFAULTS = {
    "agenda_items": {"is_public": "on"},
    "resolutions": {"classification": Resolution.Classification.RESOLUTION.value},
}
# A number that only counts within its own meeting is no official one.
_PLAIN_NUMBER = re.compile(r"[(（]?[\d一二三四五六七八九十]{1,3}[)）.、]?")


def page_fields(reading: Reading, text: str) -> Fields:
    """Return the fields of the page of a new meeting; a few queries, however long the text."""
    body = body_named(reading, text)
    resolutions = [resolution_row(resolution) for resolution in reading.resolutions]
    motions = {id(resolution): number for number, resolution in enumerate(reading.resolutions, start=1)}
    for row, resolution in zip(resolutions, reading.resolutions, strict=True):
        row["motion_row"] = motions.get(id(resolution.amends))
    actions = [action_row(action) for action in reading.actions]
    named = [row[key] for row in resolutions for key in ("mover", "seconder")]
    named += [row["responsible"] for row in actions]
    choices = Choices(body, reading.date.value if reading.date else None)
    rows = {
        "attendances": attendance_rows(reading.attendance, choices, named),
        "agenda_items": [page_row("agenda_items", item_row(item)) for item in reading.agenda],
        "resolutions": [resolution_fields(row, choices) for row in resolutions],
        "action_items": [action_fields(row, choices) for row in actions],
        "documents": [],
        "sittings": [],
        "other_bodies": [],
        "translations": [],
    }
    fields = meeting_fields(reading, text, body)
    for prefix, found in rows.items():
        fields |= formset_fields(prefix, found)
    return fields


def meeting_fields(reading: Reading, text: str, body: Body | None) -> Fields:
    fields = {
        "body": str(body.pk) if body else "",
        "language": reading.language,
        "text": meeting_text(reading, text),
    }
    for name, value in meeting_values(reading).items():
        # The form asks which of two days is meant, and parts 9–11 April 2024 into two fields.
        is_question = name == "date" and (len(days_meant(reading)) > 1 or read_days(value.as_written))
        written = value.as_written.strip() if is_question else field_text(value.value)
        fields |= {name: written, f"{name}-{READ_AT}": str(value.span.start)}
    for name, readings in doubts_told(reading.doubts).items():
        fields[f"{name}-{DOUBT}"] = readings
        if reading.doubts[name].is_contradiction:
            fields[name] = ""
    return fields


def days_meant(reading: Reading) -> set[object]:
    """Return the days that a doubtful date may be; one whose year stands elsewhere is one day."""
    return {one.value for one in reading.doubts["date"].readings} if "date" in reading.doubts else set()


def page_row(prefix: str, row: Row) -> Fields:
    """Return a row of a kind as fields of the page, with what a reading does not say."""
    told = {DOUBT: json.dumps(row[DOUBT], ensure_ascii=False) if row[DOUBT] else ""} if DOUBT in row else {}
    fields = {name: "" if value is None else str(value) for name, value in (row | told).items()}
    return DEFAULTS.get(prefix, {}) | fields


def attendance_rows(names: NamesReading, choices: Choices, others: Iterable[str] = ()) -> list[Fields]:
    """Return a row for each person named; `others` are named elsewhere in the minutes. One query."""
    others = [*others, *(entry.on_behalf_of for entry in names.entries)]
    chosen = choices.attending(names.entries, others)
    return [
        attendance_fields(entry, choice.value, choices)
        for entry, choice in zip(names.entries, chosen, strict=True)
        if not choice.is_nobody
    ]


def attendance_fields(entry: NameEntry, person: str, choices: Choices) -> Fields:
    """Return the row of a person; until somebody is chosen, the name as written is all there is."""
    row = attendance_row(entry) | {"person": person}
    if not person:
        row["name_as_written"] = entry.name_as_written.strip()[:200]
    if represented := row.pop("on_behalf_of"):
        row["on_behalf_of"] = choices.one(represented)
        if not row["on_behalf_of"]:
            row["note"] = "; ".join(filter(None, [row["note"], _("on behalf of %s") % represented]))
    return page_row("attendances", row)


def resolution_fields(row: Row, choices: Choices) -> Fields:
    """Return the row of a resolution; its roll call is kept with the draft, see kept_with_draft.py.

    A mover of whom it is not sure who is meant is left out, and is a doubt.
    """
    number, doubts = row["number"], dict(row[DOUBT])
    named = {key: choices.meant(row[key]) for key in ("mover", "seconder")}
    doubts |= {key: row[key] for key, value in named.items() if row[key] and not value}
    kept = {name: value for name, value in row.items() if name not in {"number", "votes"}}
    identifier = "" if _PLAIN_NUMBER.fullmatch(number) else number
    return page_row("resolutions", kept | named | {"identifier": identifier, DOUBT: doubts})


def action_fields(row: Row, choices: Choices) -> Fields:
    """Return the row of an action item; whoever is no person of the archive is kept as written."""
    responsible = row["responsible"]
    person = choices.meant(responsible, by_title=False)
    if person:
        return page_row("action_items", row | {"responsible": person})
    return page_row("action_items", row | {"responsible": "", "responsible_text": responsible[:200]})


def passage_row(prefix: str, text: str, start: int) -> Fields:
    row: Row = {READ_AT: start}
    if prefix == "agenda_items":
        name = " ".join(text.split())
        row |= {"name": name[:500], "text": text} if len(name) > 500 else {"name": name}
    elif prefix == "documents":
        attachment = Document.Classification.ATTACHMENT
        row |= {"name": " ".join(text.split())[:500], "classification": attachment.value}
    elif prefix == "action_items":
        row |= {"description": text, "status": ActionItem.Status.OPEN.value}
    else:
        row |= {"text": text, "decision_method": Resolution.DecisionMethod.NOT_RECORDED.value}
    return page_row(prefix, row)


# Rows added to the fields of a page


def formset_fields(prefix: str, rows: Sequence[Fields], *, start: int = 0) -> Fields:
    """Return the fields of new rows of a kind, numbered from `start`."""
    fields = {f"{prefix}-TOTAL_FORMS": str(start + len(rows)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows, start=start):
        fields |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return fields


def with_names(fields: Any, names: NamesReading, choices: Choices) -> Any:
    """Return the fields of a page with rows added for names, except of people listed already.

    Who is listed under another post is a namesake, and stays to be chosen.
    """
    prefix = "attendances"
    total = total_of(fields, prefix)
    listed: dict[str, list[str]] = defaultdict(list)  # {value of a person: posts}
    for number in range(total):
        person, label = (fields.get(f"{prefix}-{number}-{name}", "") for name in ("person", "label"))
        listed[person].append(label)
    rows = []
    for row, entry in zip(attendance_rows(names, choices), names.entries, strict=True):
        posts = listed.get(row["person"], []) if row["person"] else []
        if posts and all(posts) and row["label"] and row["label"] not in posts:
            is_new = NEW_PERSON.match(row["person"])
            row["person"] = new_value(entry.name, 2 + len(posts)) if is_new else ""
            row["name_as_written"] = entry.name_as_written.strip()[:200]
            posts = []
        rows += [] if posts else [row]
    for row in rows:
        row.pop(READ_AT)
    return added(fields, prefix, rows)


def added(fields: Any, prefix: str, rows: Sequence[Fields]) -> Any:
    """Return the fields of a page with rows added behind those of a kind; takes a QueryDict."""
    fields = fields.copy()
    for name, value in formset_fields(prefix, rows, start=total_of(fields, prefix)).items():
        if not name.endswith("-INITIAL_FORMS"):
            fields[name] = value
    return fields


def total_of(fields: Any, prefix: str) -> int:
    """Return how many rows of a kind a page has; 0 if it does not say."""
    total = fields.get(f"{prefix}-TOTAL_FORMS", "")
    return int(total) if total.isascii() and total.isdecimal() and len(total) < 6 else 0
