"""A draft made of a text before anybody looked at it: what import_documents does with a file of minutes."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from archive.models import Body, Meeting, SourceText
from archive.operations.entry.prefill import body_named, item_row, method_of, text_of, written
from archive.operations.entry.source_texts import ReadSource, attach
from archive.operations.importing.build import Directory
from archive.operations.importing.document_files import ImportFolder
from archive.operations.importing.json_lines import Refused, Row
from archive.operations.importing.meetings import BuiltMeeting, write
from archive.reader.results import ActionRead, NameEntry, Reading, ResolutionRead
from archive.text.names import name_key

COUNTS = {"expected": "expected_count", "present": "present_count", "quorum": "quorum"}
VOTES = ("yes_count", "no_count", "abstain_count")


def draft_of(source: SourceText, body: Body | None = None) -> Meeting:
    """Make a draft of a source and keep the source with it; `body` where the text names none.

    People are matched by their names alone, as an import does; whom the archive does not know is made.
    Raises Refused with what the text does not say, or what the archive cannot take.
    """
    read = ReadSource(source)
    found = body_named(read.reading, source.text) or body
    row = row_of(read.reading, source.text, found)
    built = BuiltMeeting(row, Directory(), ImportFolder(Path()))
    built.meeting.chair_note = ""  # a clerk still looks at it, and says who was in the chair
    write([built])
    attach(read, built.meeting)
    return built.meeting


def row_of(reading: Reading, text: str, body: Body | None) -> Row:
    """Return a reading as a row of the import's full form. Raises Refused if it says too little."""
    lacking = {_("its date"): reading.date, _("its title"): reading.title, _("its body"): body}
    if missing := [name for name, value in lacking.items() if value is None]:
        raise Refused(_("The text does not say: %s.") % ", ".join(missing))
    people = once(reading.attendance.entries)
    names = {name_key(entry.name): entry.name for entry in people}
    return {
        **facts_of(reading),
        "body": body.name if body else "",
        "text": text[reading.body.start : reading.body.end].strip(),
        "attendances": [attendance_of(entry) for entry in people],
        "agenda_items": [
            {name: value for name, value in item_row(item).items() if name in {"number", "name", "text"}}
            for item in reading.agenda
        ],
        "resolutions": [resolution_of(resolution, names) for resolution in reading.resolutions],
        "action_items": [action_of(action, names) for action in reading.actions],
    }


def facts_of(reading: Reading) -> Row:
    """Return what was read of the meeting itself."""
    read: dict[str, Any] = {
        "date": reading.date,
        "start_time": reading.start_time,
        "end_time": reading.end_time,
    }
    words = {
        "name": (reading.title, 500),
        "number": (reading.number, 50),
        "document_number": (reading.document_number, 100),
        "location": (reading.location, 300),
    }
    counts = {
        COUNTS[count.kind]: count.number for count in reading.attendance.counts if count.kind in COUNTS
    }
    return {
        "language": reading.language,
        **{name: written(value.value) for name, value in read.items() if value},
        **{name: text_of(value)[:longest] for name, (value, longest) in words.items()},
        **counts,
    }


def once(entries: Iterable[NameEntry]) -> list[NameEntry]:
    """Return each person once, as first named."""
    found: dict[str, NameEntry] = {}
    for entry in entries:
        found.setdefault(name_key(entry.name), entry)
    return list(found.values())


def attendance_of(entry: NameEntry) -> Row:
    """Return the row of one who was named."""
    kept = entry.name_as_written.strip()
    row = {
        "person": entry.name,
        "name_as_written": "" if kept == entry.name else kept[:200],
        "label": entry.label[:200],
        "role": entry.role,
        "status": entry.status,
        "note": entry.note[:500],
    }
    return row | ({"on_behalf_of": entry.on_behalf_of} if entry.on_behalf_of else {})


def resolution_of(resolution: ResolutionRead, names: dict[str, str]) -> Row:
    """Return the row of a resolution; who moved it is named only if listed as there."""
    votes = resolution.votes
    counts = {name: getattr(votes, name) for name in VOTES} if votes else {}
    return {
        "number": resolution.identifier[:100],
        "name": text_of(resolution.subject)[:500],
        "text": resolution.text.value,
        "result": resolution.result,
        "result_as_written": text_of(resolution.result_as_written)[:200],
        "decision_method": method_of(resolution),
        "mover": names.get(name_key(text_of(resolution.mover)), ""),
        "seconder": names.get(name_key(text_of(resolution.seconder)), ""),
        "votes": [
            {"voter": names[key], "option": option}
            for key, option in {
                name_key(name): option for name, option in (votes.names if votes else [])
            }.items()
            if key in names
        ],
        **{name: count for name, count in counts.items() if count is not None},
    }


def action_of(action: ActionRead, names: dict[str, str]) -> Row:
    """Return the row of an action item; who is not listed as there is kept as written."""
    responsible = text_of(action.responsible)
    person = names.get(name_key(responsible), "")
    return {
        "description": action.description.value,
        "responsible": person,
        "responsible_text": "" if person else responsible[:200],
        "status": "done" if action.is_done else "open",
        **({"due_date": written(action.due.value)} if action.due else {}),
    }
