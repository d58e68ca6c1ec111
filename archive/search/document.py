"""What is findable of a meeting, its resolutions and its documents: change it here, for both engines."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from archive.models import Attendance, Document, Meeting, Resolution
from archive.models.visibility import is_open, tells_attendance

# A link shows its words and not its address, so only the words are found. What stands in brackets
# after brackets is an address only if it looks like one: [2023](附件) is read as it stands.
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?=[^()\s]*[/#.:@])[^()\s]+\)")


def meeting_titles(meeting: Meeting) -> list[str]:
    """Return the titles of a meeting."""
    return [meeting.name, meeting.alternate_name]


def meeting_fields(meeting: Meeting) -> list[str]:
    """Return everything else that is findable of a meeting, what a passage is best taken from first."""
    facts = [meeting.number, meeting.document_number, meeting.body.name, meeting.body.alternate_name]
    return [
        meeting.summary,
        meeting.text,
        *item_fields(meeting),
        *action_fields(meeting),
        *facts,
        meeting.location,
        *name_fields(meeting),
    ]


def item_fields(meeting: Meeting) -> Iterator[str]:
    """Yield what is findable of the agenda items that are not closed."""
    for item in in_position(meeting.agenda_items.all()):
        if is_open(item):
            yield from (item.number, item.name, item.text, item.presenter)


def action_fields(meeting: Meeting) -> Iterator[str]:
    """Yield what is findable of the action items that hang on nothing closed."""
    for row in in_position(meeting.action_items.all()):
        if is_open(row):
            yield from (row.description, row.outcome, row.responsible_text)
            yield row.responsible.name if row.responsible else ""
            yield row.responsible_body.name if row.responsible_body else ""


def name_fields(meeting: Meeting) -> Iterator[str]:
    """Yield the names of those who were there, as written and as known, unless they are not public."""
    if not tells_attendance(meeting):
        return
    for row in in_position(meeting.attendances.all()):
        names = (row.name_as_written, row.person.name, row.person.alternate_name)
        yield from dict.fromkeys((*names, row.label, row.note))


def resolution_titles(row: Resolution) -> list[str]:
    """Return the title and the number of a resolution."""
    return [row.name, row.identifier]


def resolution_fields(row: Resolution) -> list[str]:
    """Return everything else that is findable of a resolution."""
    people = [person.name for person in (row.mover, row.seconder) if person]
    return [row.text, row.result_as_written, *people]


def present_people(meeting: Meeting) -> list[int]:
    """Return the primary keys of those who were there, unless that is not public."""
    if not tells_attendance(meeting):
        return []
    present = Attendance.Status.PRESENT
    return [row.person_id for row in in_position(meeting.attendances.all()) if row.status == present]


def document_fields(row: Document) -> list[str]:
    """Return what is findable of a document apart from its title."""
    return [row.text]


def in_position(rows: Iterable[Any]) -> list[Any]:
    """Return rows in the order recorded, however they were fetched: equal records give equal streams."""
    return sorted(rows, key=lambda row: (row.position, row.pk))


def visible(text: str) -> str:
    """Return Markdown without the addresses of its links."""
    return _LINK.sub(r"\1", text) if "](" in text else text
