"""Build the Record: rows as plain data, with nothing that the public may not see.

A Record holds str, int, bool, None, list and dict. Dates and times are ISO 8601, choices their stored
values, people and bodies {name, slug}; a person without a public page has the slug None.
Two depths: record_of() is the whole meeting, as versions keep it. The listed_…() and followed_…()
functions give the part that a table row, feed item or calendar event needs, with the same keys, from the
rows that a list fetches anyway. None of them costs a query.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from archive.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    AttendanceSpan,
    Body,
    Document,
    Matter,
    Meeting,
    MeetingBody,
    MeetingTranslation,
    Person,
    Resolution,
    ResolutionRelation,
    Vote,
)
from archive.models.meeting import BEHIND_TEXT
from archive.models.visibility import (
    has_items,
    has_unclear_end,
    in_open_item,
    is_open,
    is_open_meeting,
    is_public,
    open_items_of,
    shows_field,
    tells_attendance,
)
from archive.record.presence import presence_record
from archive.text.numerals import plain_decimal

Record = dict[str, Any]

# Of a Record; raised when a key changes its meaning. Versions without the key have format 1.
# 2: "regular", "in_person" and "not_recorded" are stated; before, they were also what was not known.
FORMAT = 2

# Keys that a record has only when they hold something: without them, a version says that there is nothing.
KEYS_WHEN_HELD = {
    *("end_date", "is_procedural", "number_series", "sittings", "spans", "spans_withheld", "taken_at"),
    *("amends_motion", "is_casting", "proxy", "weight"),
    *("classification_as_written", "attendance_mode_as_written", "option_as_written", "status_as_written"),
}
KEYS_WHEN_HELD |= {"other_bodies", "translations", "disclosure_basis", "closed_item"}

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
LISTED_FIELDS = tuple(field for field in MEETING_FIELDS if field not in BEHIND_TEXT)
SITTING_FIELDS = ("position", "date", "start_time", "end_time", "note")
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
# Keys that a Record has only where they hold something, so that records without them stay as they are.
OPTIONAL_MEETING_FIELDS = ("number_series", "classification_as_written", "attendance_mode_as_written")
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
ACTION_FIELDS = ("position", "description", "responsible_text", "due_date", "status", "outcome")
SPAN_FIELDS = ("kind", "reason", "from_time", "to_time")
DOCUMENT_FIELDS = ("classification", "name", "media_type", "size", "sha256", "language")


def record_of(meeting: Meeting) -> Record:
    """Return a meeting with all its public children, in the order recorded.

    Left out are closed agenda items with all that belongs to them, documents that are not public, an
    attendance that is not public with its counts, and what is hidden of a meeting that is not open. Those
    of KEYS_WHEN_HELD are there only if they hold something. The meeting must come from `with_children()`.
    """
    record = meeting_values(meeting, MEETING_FIELDS) | {
        "format": FORMAT,
        **days_record(meeting),
        **sittings_record(meeting),
        **{key: value for key, value in meeting_values(meeting, OPTIONAL_MEETING_FIELDS).items() if value},
        **attendance_records(meeting),
        **optional_records(meeting),
        "address": meeting.get_absolute_url() if meeting.slug else None,
        "body": {**body_record(meeting.body, meeting.body_as_written), "language": meeting.body.language},
        "approved_at": meeting_reference(meeting.approved_at),
        "agenda_items": [item_record(row) for row in meeting.agenda_items.all() if is_open(row)],
        "resolutions": resolution_records(meeting),
        "action_items": [action_record(row) for row in meeting.action_items.all() if is_open(row)],
        "documents": [document_record(row) for row in meeting.documents.all() if is_open(row)],
    }
    for resolution in record["resolutions"]:
        resolution.update(presence_record(record, resolution))
    return record


def sittings_record(meeting: Meeting) -> Record:
    """Return the sittings in order, or nothing if there are none of their own."""
    rows = [field_values(row, SITTING_FIELDS) for row in meeting.sittings.all() if is_open(row)]
    return {"sittings": rows} if rows else {}


def days_record(meeting: Meeting) -> Record:
    """Return the last day of a meeting of several days, otherwise nothing."""
    last = meeting.last_day
    return {"end_date": last.isoformat()} if last > meeting.date else {}


def optional_records(meeting: Meeting) -> Record:
    """Return those that hold something: other bodies and translations, and why it is not open.

    `other_bodies` is [{"body": as the key "body"}], `translations` [{language, name, summary, text}].
    """
    is_whole = meeting.disclosure == Meeting.Disclosure.OPEN
    found = {
        "other_bodies": [other_body_record(row) for row in meeting.other_bodies.all()],
        "translations": [translation_record(row) for row in meeting.translations.all()],
        "disclosure_basis": "" if is_whole else meeting.disclosure_basis,
    }
    return {key: value for key, value in found.items() if value}


def other_body_record(row: MeetingBody) -> Record:
    return {"body": {**body_record(row.body, row.name_as_written), "language": row.body.language}}


def translation_record(row: MeetingTranslation) -> Record:
    """Return a translation; what is hidden of the original is empty."""
    shown = {field: shows_field(row.meeting, field) for field in ("name", "summary", "text")}
    return {"language": row.language} | {
        field: getattr(row, field) if is_shown else "" for field, is_shown in shown.items()
    }


def meeting_values(meeting: Meeting, fields: Iterable[str]) -> Record:
    """Return some fields of a meeting; what is hidden of one that is not open is empty."""
    if is_open_meeting(meeting):
        return field_values(meeting, fields)
    shown = [(field, shows_field(meeting, field)) for field in fields]
    values = field_values(meeting, [field for field, is_shown in shown if is_shown])
    return {field: values[field] if is_shown else empty_value(meeting, field) for field, is_shown in shown}


def empty_value(row: Any, field: str) -> str | None:
    return None if row._meta.get_field(field).null else ""


def field_values(row: Any, fields: Iterable[str]) -> Record:
    """Return some fields of a row, dates and times in ISO 8601."""
    values = ((field, getattr(row, field)) for field in fields)
    return {field: value.isoformat() if hasattr(value, "isoformat") else value for field, value in values}


def held_values(row: Any, fields: Iterable[str]) -> Record:
    """Return the fields of a row that hold something; see field_values()."""
    return {field: value for field, value in field_values(row, fields).items() if value not in (None, "")}


def body_record(body: Body, name: str = "") -> Record:
    """Return what names a body, as written if that is known; versions keep its alternate name of before."""
    return {"name": name or body.name, "alternate_name": body.alternate_name, "slug": body.slug}


def person_record(person: Person | None, name: str = "") -> Record | None:
    """Return what names a person, as written if that is known; or None.

    A name that waits to be checked has no address, and says that it waits.
    """
    if person is None:
        return {"name": name, "slug": None, "to_check": True} if name else None
    return {"name": name or person.name, "slug": person.slug if person.has_public_page else None}


def meeting_reference(meeting: Meeting | None) -> Record | None:
    """Return address, name and date of another meeting, or None if it is not public."""
    if meeting is None or not is_public(meeting):
        return None
    return {"address": meeting.get_absolute_url(), "name": meeting.name, "date": meeting.date.isoformat()}


def attendance_records(meeting: Meeting) -> Record:
    """Return the attendance and its counts; both are empty if the attendance is not public."""
    if not tells_attendance(meeting):
        return {"attendances": [], "expected_count": None, "present_count": None}
    rows = [attendance_record(row) for row in meeting.attendances.all()]
    return meeting_values(meeting, ("expected_count", "present_count")) | {"attendances": rows}


def attendance_record(row: Attendance) -> Record:
    return field_values(row, ATTENDANCE_FIELDS) | {
        "person": person_record(row.person, row.name_as_written),
        "on_behalf_of": person_record(row.on_behalf_of, row.on_behalf_of_as_written),
        **held_values(row, ["status_as_written"]),
        **spans_record(row),
    }


def spans_record(row: Attendance) -> Record:
    """Return {"spans": […]} if there are any. Of a closed agenda item nothing is said.

    `spans_withheld`: there is one that cannot be told without a closed item, so presence is not known.
    """
    rows = list(row.spans.all())
    spans = [span_record(span) for span in rows if is_open(span)]
    withheld = any(has_unclear_end(span) for span in rows)
    return ({"spans": spans} if spans else {}) | ({"spans_withheld": True} if withheld else {})


def span_record(span: AttendanceSpan) -> Record:
    """Return a span, from the first to the last agenda item in it that is public; items by position."""
    record = field_values(span, SPAN_FIELDS) | {"from_item": None, "to_item": None}
    items = open_items_of(span) if has_items(span) else []
    for end, item, shown in (("from", span.from_item, items[:1]), ("to", span.to_item, items[-1:])):
        if item:
            record[f"{end}_item"] = shown[0].position
            if not item.is_public:
                record[f"{end}_time"] = None
    return record


def item_record(item: AgendaItem) -> Record:
    return field_values(item, ("position", "number", "name", "text", "presenter")) | {
        "continued_from": item_reference(item.continued_from)
    }


def item_reference(item: AgendaItem | None) -> Record | None:
    """Return an agenda item of an earlier meeting, or None if it is not public."""
    if item is None or not is_public(item):
        return None
    name = {"position": item.position, "number": item.number, "name": item.name}
    return name | {"meeting": meeting_reference(item.meeting)}


def resolution_records(meeting: Meeting) -> list[Record]:
    """Return the resolutions; one that amends a motion names its sequence, if the public reads that too."""
    shown = [row for row in meeting.resolutions.all() if is_open(row)]
    sequences = {row.pk: row.sequence for row in shown}
    return [
        resolution_record(row) | said_if_any(amends_motion=sequences.get(row.amends_motion_id or 0))
        for row in shown
    ]


def said_if_any(**values: Any) -> Record:
    """Return the values that hold something; each must be in KEYS_WHEN_HELD."""
    return {key: value for key, value in values.items() if value}


def resolution_record(row: Resolution) -> Record:
    item = row.agenda_item
    is_closed = item is not None and not (in_open_item(row) and is_open_meeting(row.meeting))
    return field_values(row, RESOLUTION_FIELDS) | {
        **held_values(row, ["classification_as_written"]),
        **taken_at_record(row),
        "agenda_item": item.position if item and not is_closed else None,
        **({"closed_item": closed_item_record(item, row.meeting)} if item and is_closed else {}),
        **movers_record(row),
        **({"is_procedural": True} if row.is_procedural else {}),
        **matter_record(row.matter),
        "votes": [vote_record(vote) for vote in row.votes.all()],
        "relations": [relation_record(relation) for relation in row.relations.all() if is_open(relation)],
    }


def closed_item_record(item: AgendaItem, meeting: Meeting) -> Record:
    """Return all that is said of a closed agenda item whose decision is shown: {basis, position}.

    No position in a meeting that is not open: none of its agenda is shown.
    """
    basis = {"basis": item.disclosure_basis or meeting.disclosure_basis}
    return basis | ({"position": item.position} if is_open_meeting(meeting) else {})


def matter_record(matter: Matter | None) -> Record:
    """Return {"matter": what names it}, or {} for a decision that belongs to none."""
    return {} if matter is None else {"matter": matter_page(matter)}


def taken_at_record(row: Resolution) -> Record:
    return {"taken_at": row.taken_at.isoformat()} if row.taken_at else {}


def movers_record(row: Resolution) -> Record:
    return {
        "mover": person_record(row.mover, row.mover_as_written),
        "seconder": person_record(row.seconder, row.seconder_as_written),
    }


def vote_record(vote: Vote) -> Record:
    """Return a vote; its weight, where one is given, in digits: "2.5"."""
    return (
        field_values(vote, ("option", "note"))
        | {"voter": person_record(vote.voter, vote.name_as_written)}
        | said_if_any(
            option_as_written=vote.option_as_written,
            is_casting=vote.is_casting,
            proxy=person_record(vote.proxy, vote.proxy_as_written),
            weight=vote.weight and plain_decimal(vote.weight),
        )
    )


def relation_record(relation: ResolutionRelation) -> Record:
    target = relation.target
    return field_values(relation, ("kind", "note")) | {
        "target": {
            "address": target.get_absolute_url(),
            "identifier": target.identifier,
            "name": target.label,
        }
    }


def responsible_record(row: ActionItem) -> Record:
    body = row.responsible_body
    return {
        "responsible": person_record(row.responsible, row.responsible_as_written),
        "responsible_body": body_record(body, row.responsible_body_as_written) if body else None,
    }


def action_record(row: ActionItem) -> Record:
    return field_values(row, ACTION_FIELDS) | {
        **held_values(row, ["status_as_written"]),
        "agenda_item": row.agenda_item.position if row.agenda_item else None,
        "resolution": row.resolution.sequence if row.resolution else None,
        **responsible_record(row),
        "closed_at": meeting_reference(row.closed_at),
    }


def document_record(row: Document) -> Record:
    return field_values(row, DOCUMENT_FIELDS) | {
        **held_values(row, ["classification_as_written"]),
        "address": row.get_absolute_url(),
        "agenda_item": row.agenda_item.position if row.agenda_item else None,
        "resolution": row.resolution.sequence if row.resolution else None,
    }


# Parts of a Record, from the rows of lists


def listed_meeting(row: Meeting) -> Record:
    """Return a meeting with its counts, for a table; the row comes from with_list_columns()."""
    counts = {"present_total": row.present_total, "resolution_count": row.resolution_count}  # type: ignore[attr-defined]
    return meeting_part(row) | counts


def followed_meeting(row: Meeting) -> Record:
    """Return a meeting with its version, for a feed or calendar; the row comes from with_versions().

    `text` is the beginning of the minutes.
    """
    return meeting_part(row) | {"version": followed_version(row), "text": shown_beginning(row)}


def shown_beginning(row: Any) -> str:
    """Return the beginning of a row's text; "" of a meeting whose text is hidden."""
    is_hidden = isinstance(row, Meeting) and not shows_field(row, "text")
    return "" if is_hidden else row.beginning


def convened_meeting(row: Meeting) -> Record:
    """Return what followed_meeting() does with the sittings, for a calendar; fetch those in order."""
    return followed_meeting(row) | sittings_record(row)


def followed_version(row: Meeting) -> Record:
    """Return the current version of a meeting, for a feed; the row comes from with_versions()."""
    return version_part(row, row.published_at) | {"number": row.version_number}  # type: ignore[attr-defined]


def listed_resolution(row: Resolution) -> Record:
    """Return a resolution for a table; the row comes from with_meeting() and with_people()."""
    people, body = movers_record(row), row.meeting.body
    checked_on = body.register_checked_on if body.keeps_register else None
    checked = {"register_checked_on": checked_on and checked_on.isoformat()}
    return resolution_part(row) | people | taken_at_record(row) | checked


def tabled_resolution(row: Resolution) -> Record:
    """Return a resolution for a table; rows as with_motions() and with_sittings().

    With the title of the `motion` it amends, and the hours of its meeting where its own is known.
    """
    motion = row.public_motion
    record = listed_resolution(row) | {"motion": motion.label if motion else None}
    if row.taken_at:
        hours = field_values(row.meeting, ("start_time", "end_time"))
        record["meeting"] |= hours | sittings_record(row.meeting)
    return record


def followed_resolution(row: Resolution) -> Record:
    """Return a resolution for a feed; the row comes from with_meeting_versions()."""
    return resolution_part(row) | {"version": version_part(row, row.meeting.published_at)}


def listed_action(row: ActionItem) -> Record:
    """Return an action item for a table; the row comes from with_links()."""
    return field_values(row, ACTION_FIELDS) | {
        **held_values(row, ["status_as_written"]),
        **responsible_record(row),
        "meeting": meeting_heading(row.meeting),
    }


def searched_meeting(row: Meeting) -> Record:
    texts = ("name", "alternate_name", "number", "document_number", "location", "summary", "text")
    optional = held_values(row, ["number_series"])
    actions = [each for each in row.action_items.all() if is_open(each)]
    return (
        meeting_values(row, texts)
        | optional
        | {
            "body": body_record(row.body, row.body_as_written),
            **joint_part(row),
            "translations": [translation_record(each) for each in row.translations.all()],
            "agenda_items": [
                field_values(each, ("number", "name", "text", "presenter"))
                for each in row.agenda_items.all()
                if is_open(each)
            ],
            "action_items": [
                field_values(each, ("description", "outcome", "responsible_text"))
                | {
                    **responsible_record(each),
                }
                for each in actions
            ],
            "attendances": [
                field_values(each, ("label", "note", "status"))
                | {"person": person_record(each.person, each.name_as_written)}
                | interest_record(each)
                for each in row.attendances.all()
                if is_open(each)
            ],
        }
    )


def interest_record(row: Attendance) -> Record:
    """Return the span of an interest declared; the row comes from searched_people()."""
    declared = row.declares_interest  # type: ignore[attr-defined]
    return {"spans": [{"reason": "interest_declared"}]} if declared else {}


def searched_resolution(row: Resolution) -> Record:
    """Return what is searched of a resolution; fetch its mover and seconder with it."""
    fields = field_values(row, ("name", "identifier", "text", "result_as_written"))
    return fields | movers_record(row) | matter_record(row.matter)


def found_part(kind: str, row: Any, meeting: Meeting) -> Record:
    """Return a search result: "meeting", "resolution" or "document"; rows as search.Hit has them.

    `text` is the beginning of the text, `motion` what names the one that a resolution amends.
    """
    fields = ("name", "identifier", "sequence", "result", "result_as_written")
    motion = row.public_motion if kind == "resolution" else None
    heading = meeting_heading(meeting) | {"present_total": meeting.present_total}
    return field_values(row, fields if kind == "resolution" else ("name",)) | {
        "kind": kind,
        "key": row.pk,
        "text": shown_beginning(row),
        "motion": motion and field_values(motion, ("name", "identifier", "sequence")),
        "address": row.get_absolute_url(),
        "meeting": heading,
    }


def body_page(body: Body) -> Record:
    fields = ("description", "founding_date", "dissolution_date")
    return body_record(body) | field_values(body, fields) | {"address": body.get_absolute_url()}


def matter_page(matter: Matter) -> Record:
    """Return what names a matter; its name is "" if nobody gave it one."""
    names = field_values(matter, ("identifier", "name")) | held_values(matter, ("alternate_name",))
    return names | {"address": matter.get_absolute_url()}


def person_page(person: Person) -> Record:
    return field_values(person, ("name", "alternate_name")) | {"address": person.get_absolute_url()}


def meeting_part(row: Meeting) -> Record:
    optional = held_values(row, ["number_series"])
    return meeting_values(row, LISTED_FIELDS) | optional | days_record(row) | meeting_links(row)


def meeting_heading(row: Meeting) -> Record:
    named = field_values(row, ("name", "date", "date_precision", "language"))
    return named | days_record(row) | meeting_links(row)


def meeting_links(row: Meeting) -> Record:
    body = body_record(row.body, row.body_as_written)
    return {"address": row.get_absolute_url(), "body": body, **joint_part(row)}


def joint_part(row: Meeting) -> Record:
    """Return the other bodies of a joint meeting by name alone, as lists know them; {} of any other."""
    names = [{"body": {"name": name}} for name in row.names_of_others]
    return {"other_bodies": names} if names else {}


def resolution_part(row: Resolution) -> Record:
    return field_values(row, RESOLUTION_FIELDS) | {
        "address": row.get_absolute_url(),
        "meeting": meeting_heading(row.meeting),
        **held_values(row, ["classification_as_written"]),
        **matter_record(row.matter),
    }


def version_part(row: Any, published_at: dt.datetime | None) -> Record:
    """Return the times of the first and the current version of a row's meeting, and the first SHA-256."""
    return {
        "first_sha256": row.first_sha256,
        "published_at": published_at and published_at.isoformat(),
        "created_at": row.changed_at.isoformat(),
    }
