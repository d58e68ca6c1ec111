"""Write what a source says now: a correction of published minutes, an update of a draft."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from archive.models import AgendaItem, Attendance, AttendanceSpan, Meeting, Resolution, Revision, Vote
from archive.operations.importing.build import refuse
from archive.operations.importing.json_lines import Refused, Row
from archive.operations.importing.meetings import BuiltMeeting
from archive.operations.importing.source_changes import WHOLE, Comparison, SourceChange
from archive.operations.importing.source_digests import Digests, meeting_digests
from archive.operations.matters import join_by_number
from archive.operations.publish import (
    CannotPublish,
    Problem,
    accept_public,
    correct,
    doubt_keys,
    problems_of,
)
from archive.operations.publish.addresses import give_addresses
from archive.record.versions import current_snapshot


def write_changes(found: Comparison, built: BuiltMeeting, reason: str) -> None:
    """Write the changes that are no conflict; `built` is the meeting as its source says it now.

    Published minutes get one correction with the reason. Call it in a transaction. Raises Refused.
    """
    meeting = found.meeting
    known = doubt_keys(meeting, problems_of(meeting))
    changes = [change for change in found.changes if not change.is_conflict]
    stored = {
        id(new): row
        for part, rows in found.pairs.items()
        for new, row in zip(built.made[part], rows, strict=True)
        if row is not None and new is not None
    }
    add_rows(found, built, [change for change in changes if change.row is None], stored)
    changed: dict[int, Any] = {}
    for change in changes:
        if change.field:
            source = built.made[change.part][change.number or 0] if change.part else built.meeting
            set_field(change, source, stored, built)
            changed[id(change.row)] = change.row
        elif change.row is not None:
            change.row.delete()
    for row in changed.values():
        save(row)
    added = [found.pairs[change.part][change.number or 0] for change in changes if change.row is None]
    numbered = [change.row for change in changes if change.field in {"number", "identifier"}]
    join_by_number([row for row in (*added, *numbered) if isinstance(row, Resolution)])
    if meeting.is_published:
        correct_minutes(meeting, kind=Revision.Kind.CORRECTED, reason=reason, known=known)
    elif changes:
        meeting.edit_number += 1
        meeting.save()


def correct_minutes(meeting: Meeting, *, kind: str, reason: str, known: set[str]) -> None:
    """Write a correction; `known` are the doubts from before.

    Raises Refused for a personal number that was not public: once it is, it is so for good; and for open
    minutes that are closed by anything but a redaction, since their earlier versions stay public.
    """
    was_open = (current_snapshot(meeting) or {}).get("disclosure") == Meeting.Disclosure.OPEN
    is_open = Meeting.objects.filter(pk=meeting.pk, disclosure=Meeting.Disclosure.OPEN).exists()
    if was_open and not is_open and kind != Revision.Kind.REDACTED:
        raise Refused("disclosure: earlier versions stay public; close published minutes by a redaction.")

    def accept(corrected: Meeting, doubt: Problem) -> bool:
        return accept_public(corrected, doubt) or doubt.key(corrected) in known

    try:
        correct(meeting, kind=kind, reason=reason, accept=accept)
    except CannotPublish as held:
        raise Refused(str(held)) from None


def add_rows(
    found: Comparison, built: BuiltMeeting, changes: list[SourceChange], stored: dict[int, Any]
) -> None:
    for change in sorted(changes, key=lambda one: motions_above(built, one)):
        add_row(found, built, change, stored)
    for change in changes:
        row = built.made[change.part][change.number or 0]
        if isinstance(row, Attendance):  # after the agenda items that its spans name
            add_spans(row, row, stored, built)


def add_row(found: Comparison, built: BuiltMeeting, change: SourceChange, stored: dict[int, Any]) -> None:
    """Add a row at its place in the source; a resolution takes the next sequence."""
    row: Any = built.made[change.part][change.number or 0]
    if row is None:  # it names nobody
        return
    row.meeting = found.meeting
    if isinstance(row, AgendaItem):  # no two may have one position
        last = found.meeting.agenda_items.order_by("position").values_list("position", flat=True).last()
        row.position = (last or 0) + 1
    if isinstance(row, Resolution):
        row.sequence = None  # type: ignore[assignment]
        row.agenda_item = stored.get(id(row.agenda_item), row.agenda_item)
        row.amends_motion = stored.get(id(row.amends_motion))
        row.identifier = row.identifier or row.number_as_written  # type: ignore[attr-defined]
    save(row)
    stored[id(row)] = row
    found.pairs[change.part][change.number or 0] = row
    if isinstance(row, Resolution):
        add_votes(row, row, built)


def motions_above(built: BuiltMeeting, change: SourceChange) -> int:
    """Return how many motions an added row amends, one above the other: they are added before it."""
    row: Any = built.made[change.part][change.number or 0]
    count = 0
    while row := getattr(row, "amends_motion", None):
        count += 1
    return count


def set_field(change: SourceChange, source: Any, stored: dict[int, Any], built: BuiltMeeting) -> None:
    row: Any = change.row
    if change.field in WHOLE:
        set_whole(change.field, row, built)
    elif change.field == "spans":
        row.spans.all().delete()
        add_spans(row, source, stored, built)
    elif change.field == "votes":
        row.votes.all().delete()
        add_votes(row, source, built)
    elif change.field == "number" and isinstance(row, Resolution):
        row.identifier = source.number_as_written
    else:
        value = getattr(source, change.field)
        setattr(row, change.field, stored.get(id(value), value))


def set_whole(field: str, meeting: Meeting, built: BuiltMeeting) -> None:
    """Set the body of a meeting, which gives a published one its address, or all rows of a list."""
    if field == "body":
        meeting.body, meeting.body_as_written = built.meeting.body, built.meeting.body_as_written
        if meeting.slug:
            give_addresses([meeting])
        return
    getattr(meeting, field).all().delete()
    for row in built.made[field]:
        row.meeting = meeting
        save(row)
    meeting.note_other_bodies()


def add_spans(
    attendance: Attendance, source: Attendance, stored: dict[int, Any], built: BuiltMeeting
) -> None:
    for span in built.rows[AttendanceSpan]:
        if span.attendance is source:
            span.attendance = attendance
            span.from_item = stored.get(id(span.from_item), span.from_item)
            span.to_item = stored.get(id(span.to_item), span.to_item)
            save(span)


def add_votes(resolution: Resolution, source: Resolution, built: BuiltMeeting) -> None:
    for vote in built.rows[Vote]:
        if vote.resolution is source:
            vote.resolution = resolution
            save(vote)


def save(row: Model) -> None:
    """Save a row that keeps the rules of the archive. Raises Refused."""
    derived = {field.name for field in row._meta.fields if not field.editable}
    try:
        row.full_clean(exclude=derived)
    except ValidationError as problem:
        refuse(problem)
    row.save()


def digests_after(found: Comparison, row: Row) -> Digests:
    """Return the digests to keep: of what the source says now, but of before where a conflict is left."""
    keys: dict[str, list[int | None]] = {
        part: [None if one is None else one.pk for one in rows] for part, rows in found.pairs.items()
    }
    made = meeting_digests(row, keys)
    conflicts = [change for change in found.changes if change.is_conflict]
    # From the last row to the first: a row that is left out moves those behind it.
    for change in sorted(
        conflicts, key=lambda change: -1 if change.number is None else change.number, reverse=True
    ):
        keep_digest(made, change)
    return made


def keep_digest(made: Digests, change: SourceChange) -> None:
    if change.field:
        digests = made[change.part][change.number][1] if change.part else made["own"]
        digests.pop(change.field, None)
        if change.before:
            digests[change.field] = change.before
    elif change.number is None:
        made.setdefault(change.part, []).append(change.before)
    elif change.before:
        made[change.part][change.number] = change.before
    else:
        del made[change.part][change.number]
