"""A resolution of the meeting that is being imported, named as those of other meetings are."""

from typing import Any

from archive.models import Body, Meeting, Resolution
from archive.operations.importing.build import all_texts, take_position
from archive.operations.importing.json_lines import Refused, Row


def resolution_here(source: Resolution, target: Any, rows: list[Any]) -> Resolution | None:
    """Return the row of the same meeting that a relation means, None if it means another meeting's.

    `rows` are the resolutions built of the meeting. A target is {resolution: 1}, {body, date, sequence}
    with the meeting's number if need be, or {body, identifier}. Raises Refused if no row stands there.
    """
    rest = dict(target) if isinstance(target, dict) else {}
    if rest.keys() == {"body", "identifier"} and all_texts(rest):
        same = (row for row in rows if row is not source and rest["identifier"] in numbers_of(row))
        found = next(same, None)
        return found if found is not None and names_body(source.meeting, rest) else None
    key = "resolution" if rest.keys() == {"resolution"} else "sequence"
    if key == "sequence" and not is_meeting(source.meeting, rest):
        return None
    position = take_position(rest, key)
    if position is None or position > len(rows):
        raise Refused(f"resolutions {source.sequence}, there is none at position {position}.")
    meant: Resolution = rows[position - 1]
    return meant


def numbers_of(row: Any) -> set[str]:
    return {row.identifier, row.number_as_written} - {""}


def is_meeting(meeting: Meeting, reference: Row) -> bool:
    """Return whether {body, date, sequence}, or the same with a number, is of this meeting."""
    if reference.keys() - {"number"} != {"body", "date", "sequence"}:
        return False
    is_same = reference["date"] == meeting.date.isoformat()
    return (
        is_same
        and reference.get("number", meeting.number) == meeting.number
        and names_body(meeting, reference)
    )


def names_body(meeting: Meeting, reference: Row) -> bool:
    """Return whether a reference names the meeting's body; a query for another name than the meeting's."""
    name = reference["body"]
    if not all_texts({"body": name}):
        return False
    return name == meeting.body_as_written or Body.objects.known_as(name).first() == meeting.body
