"""The one serializer: a meeting with all its public children as plain data."""

from typing import Any

from archive.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Body,
    Document,
    Meeting,
    Person,
    Resolution,
    ResolutionRelation,
    Vote,
)
from archive.models.visibility import is_open, is_public, tells_attendance

Record = dict[str, Any]

MEETING_FIELDS = (
    "number",
    "name",
    "alternate_name",
    "classification",
    "date",
    "date_precision",
    "start_time",
    "end_time",
    "location",
    "attendance_mode",
    "status",
    "language",
    "document_number",
    "copied_to",
    "issued_on",
    "summary",
    "text",
    "source",
    "source_url",
    "licence",
    "attendance_status",
    "chair_note",
    "quorum",
    "disclosure",
    "approved_on",
)
RESOLUTION_FIELDS = (
    "sequence",
    "identifier",
    "name",
    "text",
    "classification",
    "decision_method",
    "result",
    "result_as_written",
    "yes_count",
    "no_count",
    "abstain_count",
    "effective_date",
    "expiry_date",
)
ATTENDANCE_FIELDS = (
    "position",
    "label",
    "role",
    "status",
    "mode",
    "arrived_at",
    "left_at",
    "voting",
    "note",
)
ACTION_FIELDS = (
    "position",
    "description",
    "responsible_text",
    "due_date",
    "status",
    "outcome",
)
DOCUMENT_FIELDS = ("classification", "name", "media_type", "size", "sha256", "language")


def record_of(meeting: Meeting) -> Record:
    """Return a meeting with all its public children as plain data: str, int, bool, None, list, dict.

    Dates are ISO 8601; choices are their stored values; people and bodies are {name, slug}, where the
    slug is None for a person without a public page. A closed agenda item, and whatever hangs on one,
    is left out, as are documents that are not public, and where the attendance is not public, its
    counts too. Rows keep the order recorded.
    The meeting must come from `with_children()`, which orders the rows; then this costs no query.
    """
    return plain(meeting, MEETING_FIELDS) | {
        **attendance_of(meeting),
        "address": meeting.get_absolute_url() if meeting.slug else None,
        "body": {**body_of(meeting.body), "language": meeting.body.language},
        "approved_at": reference_to(meeting.approved_at),
        "agenda_items": [item_of(row) for row in meeting.agenda_items.all() if is_open(row)],
        "resolutions": [resolution_of(row) for row in meeting.resolutions.all() if is_open(row)],
        "action_items": [action_of(row) for row in meeting.action_items.all() if is_open(row)],
        "documents": [document_of(row) for row in meeting.documents.all() if is_open(row)],
    }


def plain(row: Any, fields: tuple[str, ...]) -> Record:
    """Return some fields of a row, dates and times in ISO 8601."""
    values = ((field, getattr(row, field)) for field in fields)
    return {field: value.isoformat() if hasattr(value, "isoformat") else value for field, value in values}


def body_of(body: Body) -> Record:
    """Return what names a body."""
    return {"name": body.name, "alternate_name": body.alternate_name, "slug": body.slug}


def person_of(person: Person | None, name: str = "") -> Record | None:
    """Return what names a person, as written if that is known; or None."""
    if person is None:
        return None
    return {"name": name or person.name, "slug": person.slug if person.has_public_page else None}


def reference_to(meeting: Meeting | None) -> Record | None:
    """Return what names another meeting, or None where the public may not know of it."""
    if meeting is None or not is_public(meeting):
        return None
    return {"address": meeting.get_absolute_url(), "name": meeting.name, "date": meeting.date.isoformat()}


def attendance_of(meeting: Meeting) -> Record:
    """Return who attended and how many, neither of which is told if the attendance is not public."""
    if not tells_attendance(meeting):
        return {"attendances": [], "expected_count": None, "present_count": None}
    rows = [attendee_of(row) for row in meeting.attendances.all()]
    return plain(meeting, ("expected_count", "present_count")) | {"attendances": rows}


def attendee_of(row: Attendance) -> Record:
    """Return one row of the attendance."""
    return plain(row, ATTENDANCE_FIELDS) | {
        "person": person_of(row.person, row.name_as_written),
        "on_behalf_of": person_of(row.on_behalf_of),
    }


def item_of(item: AgendaItem) -> Record:
    """Return one agenda item."""
    return plain(item, ("position", "number", "name", "text", "presenter")) | {
        "continued_from": earlier_item_of(item.continued_from)
    }


def earlier_item_of(item: AgendaItem | None) -> Record | None:
    """Return what names an item of an earlier meeting, or None where the public may not know of it."""
    if item is None or not is_public(item):
        return None
    name = {"position": item.position, "number": item.number, "name": item.name}
    return name | {"meeting": reference_to(item.meeting)}


def resolution_of(row: Resolution) -> Record:
    """Return one resolution with its votes and what it does to others."""
    return plain(row, RESOLUTION_FIELDS) | {
        "agenda_item": row.agenda_item.position if row.agenda_item else None,
        "mover": person_of(row.mover),
        "seconder": person_of(row.seconder),
        "votes": [vote_of(vote) for vote in row.votes.all()],
        "relations": [relation_of(relation) for relation in row.relations.all() if is_open(relation)],
    }


def vote_of(vote: Vote) -> Record:
    """Return how one person voted."""
    return plain(vote, ("option", "note")) | {"voter": person_of(vote.voter)}


def relation_of(relation: ResolutionRelation) -> Record:
    """Return what a resolution does to another."""
    target = relation.target
    return plain(relation, ("kind", "note")) | {
        "target": {
            "address": target.get_absolute_url(),
            "identifier": target.identifier,
            "name": target.label,
        }
    }


def action_of(row: ActionItem) -> Record:
    """Return one action item."""
    return plain(row, ACTION_FIELDS) | {
        "agenda_item": row.agenda_item.position if row.agenda_item else None,
        "resolution": row.resolution.sequence if row.resolution else None,
        "responsible": person_of(row.responsible),
        "responsible_body": body_of(row.responsible_body) if row.responsible_body else None,
        "closed_at": reference_to(row.closed_at),
    }


def document_of(row: Document) -> Record:
    """Return what is known of one document, and where it is read."""
    return plain(row, DOCUMENT_FIELDS) | {
        "address": row.get_absolute_url(),
        "agenda_item": row.agenda_item.position if row.agenda_item else None,
        "resolution": row.resolution.sequence if row.resolution else None,
    }
