"""Undo a merge of people: all that moved goes back, except what was changed since."""

import datetime as dt
from typing import Any, NamedTuple

from django.core import serializers
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models import Attendance, Meeting, OtherName, Person, PersonMerge, Redirect, Vote
from archive.models.visibility import is_public
from archive.operations.people.merge import correct_rows, count_edits, lock_all
from archive.operations.people.merge_preview import REFERENCES, CannotMerge, meetings_of_person
from archive.operations.public_changes import CannotChange, is_read, note_restored, recorded


class Undone(NamedTuple):
    """The person restored, and how many rows stay with the person kept because they were changed since."""

    person: Person
    left: int


@transaction.atomic
def undo_merge(
    merge: PersonMerge, *, may_correct: bool = True, by: Any = None, at: dt.datetime | None = None
) -> Undone:
    """Undo a merge, whatever was merged before or after it.

    The person is restored under the old address, rows that moved and still name the person kept move
    back, and deleted rows are restored unless another row has their place. A published meeting that gets
    a row back gets a new version, which needs `may_correct`. Raises CannotMerge.
    """
    at = at or timezone.now()
    merge = PersonMerge.objects.select_for_update(of=("self",)).select_related("kept").get(pk=merge.pk)
    if merge.undone_at:
        raise CannotMerge([_("This merge was undone already.")])
    lock_all(merge.kept)
    with recorded(merge.kept, by=by, at=at):
        OtherName.objects.filter(pk=merge.moved.get("other_name"), person=merge.kept).delete()
        person = restore_person(merge)
        left = move_rows_back(merge, person)
        rows = restore_rows(merge)
    note_restored(merge.kept, person, by=by, at=at)
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    revived = [meeting for meeting in map(meeting_of_row, rows) if meeting]
    count_edits(meetings_of_person(person) | {meeting.pk for meeting in revived})
    corrected = {one.pk: one for row in rows if (one := meeting_of_row(row)) and is_public(row)}
    if corrected and not may_correct:
        raise CannotMerge(
            [_("Published minutes will list both again: only a user who may correct them can do this.")]
        )
    if not may_correct and is_read(merge.kept):
        raise CannotMerge([str(CannotChange())])
    for meeting in corrected.values():
        correct_rows(meeting, lambda: _("Two people were taken for one."), by=by, at=at)
    return Undone(person, left + len(merge.moved["removed"]) - len(rows))


def restore_person(merge: PersonMerge) -> Person:
    """Return the person as before the merge, with the old key, and the old address if it is free."""
    person = Person(pk=merge.absorbed_key, **merge.moved["person"])
    path, kept = person.get_absolute_url(), merge.kept.get_absolute_url()
    Redirect.objects.filter(old_path=path).delete()
    if Person.objects.filter(slug=person.slug).exists():
        person.slug = ""
    person.save(force_insert=True)
    for moved in Redirect.objects.filter(old_path__in=merge.moved["redirects"], new_path=kept):
        moved.new_path = person.get_absolute_url()
        moved.save()  # not update(): the chain is told by a signal
    restore_fields(merge.kept, merge.moved["kept"])
    return person


def restore_fields(kept: Person, changes: dict[str, list[Any]]) -> None:
    """Reset the fields of the person kept that the merge changed, unless they were changed since."""
    for name, (before, after) in changes.items():
        if getattr(kept, name) == after:
            setattr(kept, name, before)
    kept.save()


def move_rows_back(merge: PersonMerge, person: Person) -> int:
    """Move rows back to the person; return how many no longer name the person kept, and so stay."""
    left = 0
    for reference in REFERENCES:
        keys = merge.moved["references"].get(reference.name, [])
        rows = reference.rows(merge.kept_id).filter(pk__in=keys)
        left += len(keys) - rows.update(**{reference.field: person})
    return left


# Rows that were removed


def restore_rows(merge: PersonMerge) -> list[Any]:
    """Restore the rows that were deleted, as far as has_room(), and return them."""
    rows = [found.object for found in serializers.deserialize("python", merge.moved["removed"])]
    back = [row for row in rows if has_room(row)]
    for row in back:
        row.save(force_insert=True)
    return back


def has_room(row: Any) -> bool:
    """Return whether all that a row names still exists, and no unique constraint is in its way."""
    keys = [field for field in row._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    named = [(field.related_model, getattr(row, field.attname)) for field in keys]
    if any(key and not model._default_manager.filter(pk=key).exists() for model, key in named):
        return False
    return not any(is_taken(row, rule) for rule in row._meta.total_unique_constraints)


def is_taken(row: Any, rule: models.UniqueConstraint) -> bool:
    place = {name: getattr(row, row._meta.get_field(name).attname) for name in rule.fields}
    return type(row)._default_manager.filter(**place).exists()


def meeting_of_row(row: Any) -> Meeting | None:
    if isinstance(row, Vote):
        return row.resolution.meeting
    return row.meeting if isinstance(row, Attendance) else None
