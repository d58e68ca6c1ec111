"""Digests of what a source says of a meeting, field by field; they tell later what changed at the source.

    {"own": {"name": digest, …}, "attendances": [[primary key, {"person": digest, …}], …], …}

The keys are those of the full form; empty values have no digest. Rows stand in the source's order, each
with the primary key of the archive's row, None if there is none.
"""

import datetime as dt
import hashlib
import json
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from archive.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    AttendanceSpan,
    Document,
    Meeting,
    MeetingTranslation,
    Resolution,
    Sitting,
)
from archive.operations.importing.build import take_rows, time_said
from archive.operations.importing.json_lines import Row
from archive.operations.importing.written_words import (
    read_choices,
    read_meeting,
    read_presence,
    read_resolution,
    read_vote,
)

Digests = dict[str, Any]

PART_OF: dict[str, type[models.Model]] = {
    "attendances": Attendance,
    "agenda_items": AgendaItem,
    "resolutions": Resolution,
    "action_items": ActionItem,
    "documents": Document,
}
# Lists that belong to the meeting as a whole; `other_bodies`, names of bodies, is one too.
LISTS: dict[str, type[models.Model]] = {"sittings": Sitting, "translations": MeetingTranslation}
# What tells which meeting it is, and whether it is public, is not what its source says of it.
NOT_COMPARED = {"type", "source", "source_url", "publication"}


def digest(value: Any) -> str:
    """Return 12 hexadecimal digits for a JSON value, "" for an empty one."""
    if value in (None, "", [], {}):
        return ""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def source_rows(row: Row) -> dict[str, list[Row]]:
    """Return copies of the rows of each part, with the words for choices understood. Raises Refused."""
    copy = dict(row)
    parts = {name: take_rows(copy, name) for name in PART_OF}
    for attendance in parts["attendances"]:
        read_presence(attendance)
        if spans := take_rows(attendance, "spans"):
            attendance["spans"] = [span_said(span) for span in spans]
    for resolution in parts["resolutions"]:
        read_resolution(resolution)
        resolution["votes"] = take_rows(resolution, "votes")
        for vote in resolution["votes"]:
            read_vote(vote)
    for name in ("action_items", "documents"):
        for part in parts[name]:
            read_choices(PART_OF[name], part)
    return parts


def span_said(span: Row) -> Row:
    """Return what a span says, its hours and kind as the archive keeps them, without what is empty."""
    said = {key: as_stored(AttendanceSpan, key, value) for key, value in span.items()}
    kind: str = AttendanceSpan.Kind.ABSENT
    return {"kind": kind} | {key: value for key, value in said.items() if value not in (None, "")}


def own_fields(row: Row) -> Row:
    """Return the meeting's own fields as the archive would keep them, each list of LISTS as one of them."""
    own = {key: value for key, value in row.items() if key not in PART_OF and key not in NOT_COMPARED}
    read_meeting(own)
    for key, model in LISTS.items():
        if key in own:
            own[key] = list_said(model, take_rows(own, key))
    days = [str(sitting.get("date")) for sitting in own.get("sittings", [])]
    if days and not own.get("end_date"):  # see also BuiltMeeting.build_meeting()
        own["end_date"] = max(days)
    return own


def list_said(model: type[models.Model], rows: list[Row]) -> list[Row]:
    """Return the rows of one of LISTS without what is empty, translations in order of language."""
    said = [{key: as_stored(model, key, value) for key, value in row.items() if value} for row in rows]
    return sorted(said, key=lambda row: str(row.get("language", "")))


def as_stored(model: type[models.Model], key: str, value: Any) -> Any:
    """Return a value as JSON, written as the archive keeps it: 09:00 is 09:00:00."""
    if isinstance(value, str) and not value:
        return value
    field = stored_fields(model).get(key)
    if field is not None and value is not None:
        try:
            value = field.to_python(time_said(field, value))
        except ValidationError:
            return value
    return value.isoformat() if isinstance(value, dt.date | dt.time | dt.datetime) else value


@cache
def stored_fields(model: type[models.Model]) -> dict[str, Any]:
    """Return {name: field} of those of a model whose values are kept otherwise than JSON has them."""
    fields = [field for field in model._meta.concrete_fields if not field.is_relation]
    as_text = (models.CharField, models.TextField)
    return {field.name: field for field in fields if not isinstance(field, as_text)}


def digests_of(model: type[models.Model], fields: Row) -> dict[str, str]:
    made = {key: digest(as_stored(model, key, value)) for key, value in fields.items()}
    return {key: value for key, value in made.items() if value}


def meeting_digests(row: Row, keys: dict[str, list[int | None]]) -> Digests:
    """Return the digests of a row of the full form; `keys` are the primary keys of each part's rows."""
    made: Digests = {"own": digests_of(Meeting, own_fields(row))}
    for name, rows in source_rows(row).items():
        if rows:
            fields = (digests_of(PART_OF[name], part) for part in rows)
            made[name] = [list(pair) for pair in zip(keys[name], fields, strict=True)]
    return made
