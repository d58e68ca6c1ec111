"""From a reading of minutes to rows of a meeting, as plain values; people by their names.

Used twice: prefill.py makes the fields of a page of these rows, folder_import.py a draft. Texts are cut
to what their columns hold. `read_at` is the offset in the text of the passage that a row was read from,
`doubt` says which of its fields are not certain: {field: what the text says}.
"""

from typing import Any

from archive.models import ActionItem, Attendance, Body, Resolution
from archive.reader.results import (
    ActionRead,
    AgendaItemRead,
    Doubts,
    NameEntry,
    Reading,
    ResolutionRead,
    Value,
)
from archive.text.names import name_key, tidy_name
from archive.text.vocabulary import method_in

Row = dict[str, Any]
READ_AT = "read_at"
DOUBT = "doubt"
COUNTED = {"expected": "expected_count", "present": "present_count", "quorum": "quorum"}
# Between the readings of what the text says in two ways, in the field of the words: the gate asks for one.
NOT_EQUAL = " ≠ "
FIELDS = {"due": "due_date"}  # of an action, where its field is called otherwise
VOTE_COUNTS = ("yes_count", "no_count", "abstain_count")


def meeting_values(reading: Reading) -> dict[str, Value[Any]]:
    """Return what was read of the meeting itself, by field; what was not found is left out."""
    read: dict[str, Value[Any] | None] = {
        "name": reading.title,
        "number": reading.number,
        "document_number": reading.document_number,
        "date": reading.date,
        "start_time": reading.start_time,
        "end_time": reading.end_time,
        "location": reading.location,
        "attendance_mode": reading.mode,
        "copied_to": reading.copied_to,
        "issued_on": reading.issued_on,
    }
    counts = {
        COUNTED[count.kind]: Value(count.number, count.as_written, count.span)
        for count in reading.attendance.counts
        if count.kind in COUNTED
    }
    return {name: value for name, value in read.items() if value is not None} | counts


def meeting_text(reading: Reading, text: str) -> str:
    """Return the minutes' own text, without its head."""
    return text[reading.body.start : reading.body.end].strip()


def body_named(reading: Reading, text: str) -> Body | None:
    """Return the body named in the title, otherwise in the head of the text; two queries.

    Of several the longest name counts: 漯河市应急管理局党委 before 漯河市应急管理局.
    """
    bodies = list(Body.objects.by_name().prefetch_related("other_names"))
    for place in (said(reading.title), text[: reading.body.start] or text[:2000]):
        key = name_key(place)
        named = [
            (len(name), body)
            for body in bodies
            for name in (body.name, body.alternate_name, *map(str, body.other_names.all()))
            if name and name_key(name) in key
        ]
        if named:
            return max(named, key=lambda found: found[0])[1]
    return None


def attendance_row(entry: NameEntry) -> Row:
    """Return the row of a person who was named; the name as written stays where it differs."""
    written = entry.name_as_written.strip()
    return {
        "person": entry.name,
        "role": entry.role or Attendance.Role.MEMBER.value,
        "status": entry.status or Attendance.Status.PRESENT.value,
        "label": entry.label[:200],
        "name_as_written": "" if written == entry.name else written[:200],
        "note": entry.note[:500],
        "private_note": entry.reason[:500],
        "on_behalf_of": entry.on_behalf_of,
        READ_AT: entry.span.start,
        DOUBT: doubts_told(entry.doubts),
    }


def item_row(item: AgendaItemRead) -> Row:
    """Return the row of an agenda item; what is too long for a title is kept whole as its text."""
    name = tidy_name(item.name.value)
    return {
        "number": item.number[:50],
        "name": name[:500],
        "text": name if len(name) > 500 else "",
        READ_AT: item.name.span.start,
    }


def resolution_row(resolution: ResolutionRead) -> Row:
    """Return the row of a resolution with its roll call: `votes` are {voter, option}.

    A count that was not stated is None; `number` is as written, and perhaps no official one. Where the text
    contradicts itself, the words of the result are both readings.
    """
    votes = resolution.votes
    names = votes.names if votes else []
    method = method_in(f"{votes.as_written if votes else ''} {said(resolution.result_as_written)}")
    by = Resolution.DecisionMethod.ROLL_CALL if names else Resolution.DecisionMethod.NOT_RECORDED
    return {
        "number": resolution.identifier[:100],
        "name": said(resolution.subject)[:500],
        "text": resolution.text.value,
        "result": resolution.result,
        "classification": resolution.classification or Resolution.Classification.RESOLUTION.value,
        "result_as_written": contradiction_of(resolution) or said(resolution.result_as_written)[:200],
        "decision_method": method or by.value,
        "mover": said(resolution.mover),
        "seconder": said(resolution.seconder),
        "votes": [{"voter": name, "option": option} for name, option in names],
        **{name: getattr(votes, name) if votes else None for name in VOTE_COUNTS},
        READ_AT: resolution.text.span.start,
        DOUBT: doubts_told(resolution.doubts),
    }


def contradiction_of(resolution: ResolutionRead) -> str:
    """Return what the text says of result and votes in two ways, “5–3” ≠ “ADOPTED, 6–2”, or ""."""
    doubts = [doubt for doubt in resolution.doubts.values() if doubt.is_contradiction]
    readings = dict.fromkeys(reading.as_written for doubt in doubts for reading in doubt.readings)
    longest = 200 // max(1, len(readings)) - len(NOT_EQUAL) - 2
    return NOT_EQUAL.join(f"“{' '.join(words.split())[:longest]}”" for words in readings)


def doubts_told(doubts: Doubts) -> dict[str, str]:
    """Return {field: its readings, as the text words them}."""
    return {
        name: " / ".join(dict.fromkeys(" ".join(one.as_written.split())[:120] for one in doubt.readings))
        for name, doubt in doubts.items()
    }


def action_row(action: ActionRead) -> Row:
    """Return the row of an action item; `responsible` is a person, a unit or ""."""
    return {
        "description": action.description.value,
        "responsible": said(action.responsible),
        "due_date": field_text(action.due.value) if action.due else "",
        "status": (ActionItem.Status.DONE if action.is_done else ActionItem.Status.OPEN).value,
        READ_AT: action.description.span.start,
        DOUBT: {FIELDS.get(name, name): told for name, told in doubts_told(action.doubts).items()},
    }


def said(value: Value[str] | None) -> str:
    return value.value if value else ""


def field_text(value: Any) -> str:
    """Return a value as a field shows it and an import takes it."""
    if hasattr(value, "hour"):
        return str(value.isoformat("minutes"))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
