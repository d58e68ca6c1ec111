"""Rows of the full form that are not meetings: bodies, people, memberships, and what happened later."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model

from archive.models import Body, Membership, Person, Revision
from archive.models.person import key_of
from archive.operations.importing.build import (
    Directory,
    build,
    find_meeting,
    read_day,
    refuse,
    take_position,
    take_text,
)
from archive.operations.importing.lines import Refused, Row
from archive.operations.publishing import approve, correct

M = TypeVar("M", bound=Model)


def take_body(row: Row, directory: Directory) -> bool:
    """Make a body unless one has its name; return whether it was made."""
    parent = take_text(row, "parent")
    body = build(Body, row, parent=directory.body(parent) if parent else None)
    if Body.objects.filter(name=body.name).exists():
        return False
    directory.bodies[body.name] = checked_and_saved(body)
    return True


def take_person(row: Row, directory: Directory) -> bool:
    """Make a person unless one has its name, however written; return whether it was made."""
    person = build(Person, row)
    if Person.objects.named(person.name).exists():
        return False
    directory.people[key_of(person.name)] = checked_and_saved(person)
    return True


def take_membership(row: Row, directory: Directory) -> bool:
    """Make a membership unless it is there; return whether it was made."""
    person, body = directory.person(take_text(row, "person")), directory.body(take_text(row, "body"))
    membership = build(Membership, row, person=person, body=body)
    same = Membership.objects.filter(
        person=person, body=body, role=membership.role, start_date=membership.start_date
    )
    if same.exists():
        return False
    checked_and_saved(membership)
    return True


def take_approval(row: Row, _directory: Directory) -> bool:
    """Record that a meeting's minutes were approved; return whether that was new."""
    meeting = find_meeting(row.pop("meeting", None))
    on = read_day(row.pop("approved_on", None))
    approving = row.pop("approved_at", None)
    ask_for_nothing_else(row)
    if meeting.approved_on == on:
        return False
    approve(meeting, on=on, at_meeting=None if approving is None else find_meeting(approving))
    return True


def take_closing(row: Row, _directory: Directory) -> bool:
    """Record what became of an action item; return whether that was new."""
    meeting = find_meeting(row.pop("meeting", None))
    closing = row.pop("closed_at", None)
    position = take_position(row, "position")
    action = meeting.action_items.filter(position=position).first() if position else None
    if action is None:
        raise Refused("That meeting has no action item at this position.")
    status = take_text(row, "status")
    if action.status == status:
        return False
    action.status, action.outcome = status, take_text(row, "outcome")
    action.closed_at = None if closing is None else find_meeting(closing)
    ask_for_nothing_else(row)
    checked_and_saved(action)
    if meeting.is_published:
        correct(meeting, kind=Revision.Kind.CORRECTED, reason=action.outcome or action.get_status_display())
    return True


def ask_for_nothing_else(row: Row) -> None:
    """Raise Refused if fields are left that nothing reads."""
    if row:
        raise Refused(f"Unknown field: {', '.join(sorted(row))}.")


def checked_and_saved(instance: M) -> M:
    """Save and return a row that keeps the rules of the archive. Raises Refused."""
    try:
        # What nobody enters is filled in by save().
        instance.full_clean(exclude={field.name for field in instance._meta.fields if not field.editable})
    except ValidationError as problem:
        refuse(problem)
    instance.save()
    return instance


TAKERS = {
    "body": take_body,
    "person": take_person,
    "membership": take_membership,
    "approval": take_approval,
    "closing": take_closing,
}
