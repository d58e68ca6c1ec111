"""Rows of the full form that are not meetings: bodies, people, topics, and changes after publication.

Each taker returns True if the row was new; otherwise what differs from what was imported before, which
it writes if the line has a reason. A file can be imported again and changes nothing.
"""

from typing import Any, Literal, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model

from archive.models import (
    ActionItem,
    Attendance,
    AttendanceSpan,
    Body,
    Matter,
    Meeting,
    Membership,
    Person,
    Revision,
    Topic,
)
from archive.models.fields import key_of
from archive.operations.importing.build import (
    Directory,
    build,
    find_meeting,
    find_resolution,
    json_value,
    read_day,
    refuse,
    take_named,
    take_position,
    take_rows,
    take_text,
)
from archive.operations.importing.json_lines import Refused, Row, refuse_unknown
from archive.operations.importing.known_rows import (
    SourceLine,
    compare_row,
    imported_before,
    keep_row,
    later_event,
)
from archive.operations.importing.source_changes import SourceChange
from archive.operations.importing.source_corrections import correct_minutes
from archive.operations.importing.source_digests import digests_of
from archive.operations.importing.written_words import emptied, kept_beside, read_row
from archive.operations.matters import matter_of_source
from archive.operations.public_changes import recorded
from archive.operations.publish import CannotApprove, approve, correct, doubt_keys, problems_of, withdraw
from archive.text.choice_words import choice_of

M = TypeVar("M", bound=Model)
Outcome = Literal[True] | list[SourceChange]

CORRECTING_KINDS = {Revision.Kind.CORRECTED, Revision.Kind.AMENDED, Revision.Kind.REDACTED}
# Other rows name a meeting by these: if one changed, the next run would not find it.
NAMING_FIELDS = {"date", "number", "source", "source_url"}


def take_body(row: Row, directory: Directory, line: SourceLine) -> Outcome:
    fields = dict(row)
    name = take_text(row, "parent")
    parent = directory.body(name) if name else None
    fields |= {"parent": parent and parent.pk}
    body = build(Body, row, parent=parent)
    if known := Body.objects.known_as(body.name).first():
        changes = compare_row("body", known, fields, body, line)
        if line.correct and changes:
            directory.forget()  # it holds the body as it was
        return changes
    directory.bodies[body.name] = checked_and_saved(body)
    return imported("body", body, fields, line)


def take_person(row: Row, directory: Directory, line: SourceLine) -> Outcome:
    """Make a person, unless the address is known, or the name where no address is given."""
    fields = dict(row)
    person = build(Person, row)
    known = known_person(person)
    if known is not None:
        if person.slug:
            fields["slug"] = known.slug  # it may be a former address
        changes = compare_row("person", known, fields, person, line)
        if line.correct and changes:
            directory.forget()
        return changes
    checked_and_saved(person)
    directory.ask_again(person.name)  # of namesakes, those known before come first
    return imported("person", person, fields, line)


def known_person(person: Person) -> Person | None:
    if person.slug:
        return Person.objects.at_address(person.slug)
    return next(iter(Person.objects.known_as([person.name]).get(key_of(person.name), [])), None)


def take_membership(row: Row, directory: Directory, line: SourceLine) -> Outcome:
    """Make a post; person, body, role and first day tell which it is."""
    person, body = directory.only_one(take_named(row, "person")), directory.body(take_text(row, "body"))
    fields = dict(row)
    blank = emptied(Membership, row)
    said = {key: value for key, value in row.items() if key not in blank}
    membership = build(Membership, said, person=person, body=body, **blank)
    same = Membership.objects.filter(
        person=person, body=body, role=membership.role, start_date=membership.start_date
    )
    if known := same.order_by("pk").first():
        return compare_row("membership", known, fields, membership, line)
    with recorded(person):
        checked_and_saved(membership)
    return imported("membership", membership, fields, line)


def take_matter_row(row: Row, directory: Directory, line: SourceLine) -> Outcome:
    """Make a matter; body and number tell which it is, or its title, see matter_of_source()."""
    fields = dict(row)
    body = directory.body(take_text(row, "body"))
    matter = build(Matter, row, body=body)
    fields |= {"body": body.pk}
    if known := matter_of_source(body, matter.identifier, matter.name):
        return compare_row("matter", known, fields, matter, line)
    checked_and_saved(matter)
    return imported("matter", matter, fields, line)


def take_topic(row: Row, _directory: Directory, line: SourceLine) -> Outcome:
    """Make a topic unless one has its name. What it picks must exist."""
    picked: dict[str, list[Any]] = {
        "resolutions": [find_resolution(one) for one in take_rows(row, "resolutions")],
        "left_out": [find_resolution(one) for one in take_rows(row, "left_out")],
        "meetings": [find_meeting(one) for one in take_rows(row, "meetings")],
    }
    fields = row | {field: sorted(one.pk for one in rows) for field, rows in picked.items()}
    topic = build(Topic, row)
    if known := Topic.objects.filter(name=topic.name).first():
        values = {field.name: getattr(topic, field.name) for field in Topic._meta.concrete_fields}
        return compare_row("topic", known, fields, values | picked, line)
    checked_and_saved(topic)
    for field, rows in picked.items():
        getattr(topic, field).set(rows)
    return imported("topic", topic, fields, line)


def take_approval(row: Row, _directory: Directory, line: SourceLine) -> Outcome:
    meeting = find_meeting(row.pop("meeting", None))
    on = read_day(row.pop("approved_on", None))
    approving = row.pop("approved_at", None)
    refuse_unknown(row)
    at_meeting = None if approving is None else find_meeting(approving)
    fields = {"approved_on": on.isoformat(), "approved_at": at_meeting and at_meeting.pk}
    if meeting.approved_on or imported_before("approval", meeting):
        said = {"approved_on": on, "approved_at": at_meeting}
        return compare_row("approval", meeting, fields, said, line)
    try:
        approve(meeting, on=on, at_meeting=at_meeting)
    except CannotApprove as refusal:
        raise Refused(str(refusal)) from refusal
    return imported("approval", meeting, fields, line)


def take_closing(row: Row, _directory: Directory, line: SourceLine) -> Outcome:
    """Record what became of an action item; a published meeting gets a new version."""
    meeting = find_meeting(row.pop("meeting", None))
    closing = row.pop("closed_at", None)
    position = take_position(row, "position")
    action = meeting.action_items.filter(position=position).first() if position else None
    if action is None:
        raise Refused("That meeting has no action item at this position.")
    closed_at = None if closing is None else find_meeting(closing)
    word = take_text(row, "status")
    said = {
        "status": choice_of("actionitem.status", word) or word,
        "outcome": take_text(row, "outcome"),
        "closed_at": closed_at,
    }
    refuse_unknown(row)
    fields = said | {"closed_at": closed_at and closed_at.pk}
    is_open = action.status == ActionItem.Status.OPEN
    if not is_open or said["status"] == action.status or imported_before("closing", action):
        return compare_row("closing", action, fields, said, line)
    for name, value in said.items():
        setattr(action, name, value)
    checked_and_saved(action)
    if meeting.is_published:
        correct(meeting, kind=Revision.Kind.ACTION_CLOSED, reason="")
    return imported("closing", action, fields, line)


def take_correction(row: Row, directory: Directory, line: SourceLine) -> Outcome:
    """Correct published minutes, once for each meeting, kind and reason."""
    meeting = find_meeting(row.pop("meeting", None))
    kind, reason = take_text(row, "kind"), take_text(row, "reason").strip()
    said = dict(row)
    fields = take_fields(row)
    resolutions, attendances = take_rows(row, "resolutions"), take_rows(row, "attendances")
    refuse_unknown(row)
    if kind not in CORRECTING_KINDS:
        raise Refused(f"kind is none of {', '.join(sorted(CORRECTING_KINDS))}.")
    if before := meeting.revisions.filter(kind=kind, reason=reason).order_by("pk").first():
        return later_event("correction", before, line, said)
    ask_for_published(meeting, reason)
    known = doubt_keys(meeting, problems_of(Meeting.objects.with_children().get(pk=meeting.pk)))
    change_row(meeting, fields, "set, ")
    for position, part in enumerate(resolutions, start=1):
        change_resolution(meeting, part, f"resolutions {position}, ")
    for position, part in enumerate(attendances, start=1):
        change_attendance(meeting, part, directory, f"attendances {position}, ")
    correct_minutes(meeting, kind=kind, reason=reason, known=known)
    version = meeting.revisions.get(kind=kind, reason=reason)
    return imported("correction", version, said, line)


def take_fields(row: Row) -> Row:
    """Remove `set` and return it: the new values of the meeting's own fields. Raises Refused."""
    fields = row.pop("set", None) or {}
    if not isinstance(fields, dict):
        raise Refused("set is not an object.")
    if naming := NAMING_FIELDS & fields.keys():
        raise Refused(f"set, {', '.join(sorted(naming))}: meetings are known by it; change it at the desk.")
    return fields


def ask_for_published(meeting: Meeting, reason: str) -> None:
    if not meeting.is_published:
        raise Refused("That meeting is not published.")
    if not reason:
        raise Refused("reason is missing: the public reads why.")


def change_row(instance: Model, fields: Row, place: str) -> None:
    """Set fields of a stored row from JSON values; an empty one sets the default. Raises Refused.

    Words that stood instead of a choice go when the choice is given.
    """
    fields, model = dict(fields), type(instance)
    read_row(model, fields)
    blank = emptied(model, fields)
    given_now = [(field, kept) for field, kept in kept_beside(model) if fields.get(field)]
    gone = [kept for field, kept in given_now if getattr(instance, field) == "" and kept not in fields]
    for name, given in (fields | {kept: "" for kept in gone if kept.endswith("_as_written")}).items():
        value = json_value(model, name, given, place)
        default: Any = instance._meta.get_field(name).get_default()  # type: ignore[union-attr]
        setattr(instance, name, default if value in (None, "") and name not in blank else value)
    if fields:
        checked_and_saved(instance, place)


def change_resolution(meeting: Meeting, fields: Row, place: str) -> None:
    sequence = take_position(fields, "sequence") or 0
    resolution = meeting.resolutions.filter(sequence=sequence).first()
    if resolution is None:
        raise Refused(f"{place}sequence: that meeting has no such resolution.")
    if motion := take_position(fields, "amends_motion"):
        resolution.amends_motion = meeting.resolutions.filter(sequence=motion).first()
        if resolution.amends_motion is None:
            raise Refused(f"{place}amends_motion: that meeting has no such resolution.")
        checked_and_saved(resolution, place)
    change_row(resolution, fields, place)


def change_attendance(meeting: Meeting, fields: Row, directory: Directory, place: str) -> None:
    """Change fields of a person's attendance, or add it at the end if there is none."""
    named = take_named(fields, "person")
    people = [directory.person(named)] if named.slug else directory.namesakes(named.name)
    listed = meeting.attendances.filter(person__in=people).order_by("position")
    if len(listed) > 1:
        raise Refused(f'{place}person: {len(listed)} of this name attended, write {{"slug": "…"}}.')
    spans = take_rows(fields, "spans") if "spans" in fields else None
    if listed:
        attendance = listed[0]
        change_row(attendance, fields, place)
    else:
        person = directory.only_one(named, place)
        last = meeting.attendances.order_by("position").values_list("position", flat=True).last() or 0
        read_row(Attendance, fields)
        given = {"meeting": meeting, "person": person, "position": last + 1}
        given |= emptied(Attendance, fields)
        fields = {key: value for key, value in fields.items() if key not in given}
        attendance = checked_and_saved(build(Attendance, fields, place, **given), place)
    if spans is not None:
        replace_spans(attendance, spans, place)


def replace_spans(attendance: Attendance, spans: list[Row], place: str) -> None:
    items = {item.position: item for item in attendance.meeting.agenda_items.all()}
    attendance.spans.all().delete()
    for position, span in enumerate(spans, start=1):
        at = f"{place}spans {position}, "
        places = {end: take_position(span, end) for end in ("from_item", "to_item")}
        if unknown := [end for end, item in places.items() if item and item not in items]:
            raise Refused(f"{at}{unknown[0]}: there is none at position {places[unknown[0]]}.")
        ends = {end: items.get(item or 0) for end, item in places.items()}
        read_row(AttendanceSpan, span)
        checked_and_saved(
            build(AttendanceSpan, span, at, attendance=attendance, position=position, **ends), at
        )


def take_withdrawal(row: Row, _directory: Directory, line: SourceLine) -> Outcome:
    """Withdraw published minutes, once for each meeting and reason: they may be published again since."""
    meeting = find_meeting(row.pop("meeting", None))
    reason = take_text(row, "reason").strip()
    refuse_unknown(row)
    withdrawn = meeting.revisions.filter(kind=Revision.Kind.WITHDRAWN).order_by("-pk")
    if withdrawn.filter(reason=reason).exists():
        return []
    if meeting.publication == Meeting.Publication.WITHDRAWN:
        told = withdrawn.values_list("reason", flat=True)[0]
        return [SourceChange("", "reason", told, reason, row=meeting, is_conflict=True)]
    ask_for_published(meeting, reason)
    withdraw(meeting, reason=reason)
    return True


def imported(kind: str, stored: Model, fields: Row, line: SourceLine) -> Literal[True]:
    keep_row(kind, stored, line, digests_of(type(stored), fields))
    return True


def checked_and_saved(instance: M, place: str = "") -> M:
    """Save and return a row that keeps the rules of the archive. Raises Refused."""
    try:
        # save() fills in what is not editable.
        instance.full_clean(exclude={field.name for field in instance._meta.fields if not field.editable})
    except ValidationError as problem:
        refuse(problem, place)
    instance.save()
    return instance


TAKERS = {
    "body": take_body,
    "person": take_person,
    "membership": take_membership,
    "matter": take_matter_row,
    "topic": take_topic,
    "approval": take_approval,
    "closing": take_closing,
    "correction": take_correction,
    "withdrawal": take_withdrawal,
}
