"""Make one person two again: everything that moved goes back, unless somebody has changed it since."""

import datetime as dt
from typing import Any, NamedTuple

from django.core import serializers
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models import Attendance, Meeting, Person, PersonMerge, Redirect, Vote
from archive.models.visibility import is_public
from archive.operations.people.merge import correct_rows, lock_all, settle
from archive.operations.people.merge_preview import CannotMerge
from archive.operations.people.references import REFERENCES, meetings_naming


class Undone(NamedTuple):
    """The person who is back, and how many rows stay where they are since they were changed meanwhile."""

    person: Person
    left: int


@transaction.atomic
def undo_merge(
    merge: PersonMerge, *, may_correct: bool = True, by: Any = None, at: dt.datetime | None = None
) -> Undone:
    """Undo a merge, whatever was merged before or after it.

    The person is back under the old address, all that moved and still names the person kept goes back,
    and rows that were removed are there again where there is still room for them. A published meeting
    that gets a row back gets a new version, for which `may_correct` is asked. Raises CannotMerge.
    """
    at = at or timezone.now()
    merge = PersonMerge.objects.select_for_update(of=("self",)).select_related("kept").get(pk=merge.pk)
    if merge.undone_at:
        raise CannotMerge([_("This merge was undone already.")])
    lock_all(merge.kept)
    person = restored(merge)
    left = give_back(merge, person)
    rows = revived(merge)
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    settle(meetings_naming(person) | {meeting.pk for meeting in map(meeting_of, rows) if meeting})
    corrected = {one.pk: one for row in rows if (one := meeting_of(row)) and is_public(row)}
    if corrected and not may_correct:
        raise CannotMerge(
            [_("Published minutes will list both again: somebody who may correct them must do this.")]
        )
    for meeting in corrected.values():
        correct_rows(meeting, lambda: _("Two people were taken for one."), by=by, at=at)
    return Undone(person, left + len(merge.moved["removed"]) - len(rows))


def restored(merge: PersonMerge) -> Person:
    """Return the person as they were, under their own key and, if nobody has it now, their own address."""
    person = Person(pk=merge.absorbed_key, **merge.moved["person"])
    path, kept = person.get_absolute_url(), merge.kept.get_absolute_url()
    Redirect.objects.filter(old_path=path).delete()
    if Person.objects.filter(slug=person.slug).exists():
        person.slug = ""
    person.save(force_insert=True)
    for old in merge.moved["redirects"]:
        Redirect.objects.filter(old_path=old, new_path=kept).update(new_path=person.get_absolute_url())
    take_back(merge.kept, merge.moved["kept"])
    return person


def take_back(kept: Person, changes: dict[str, list[Any]]) -> None:
    """Give the fields of the person kept their old values where they still have those of the merge."""
    for name, (before, after) in changes.items():
        if getattr(kept, name) == after:
            setattr(kept, name, before)
    kept.save()


def give_back(merge: PersonMerge, person: Person) -> int:
    """Let the rows that moved name the person again; return how many no longer name the one kept."""
    left = 0
    for reference in REFERENCES:
        keys = merge.moved["references"].get(reference.name, [])
        rows = reference.rows(merge.kept_id).filter(pk__in=keys)
        left += len(keys) - rows.update(**{reference.field: person})
    named = Attendance.objects.for_person(person).filter(pk__in=merge.moved["named"])
    named.filter(name_as_written=person.name).update(name_as_written="")
    return left


# Rows that were removed


def revived(merge: PersonMerge) -> list[Any]:
    """Store the rows that were removed anew, and return them: those for which there is still room."""
    rows = [row_of(data) for data in merge.moved["removed"]]
    back = [row for row in rows if has_room(row)]
    for row in back:
        row.save(force_insert=True)
    return back


def row_of(data: dict[str, Any]) -> Any:
    """Return a row from its serialized form, not saved."""
    [found] = serializers.deserialize("python", [data])
    return found.object


def has_room(row: Any) -> bool:
    """Return whether all that a row names is still there, and no other row stands in its place."""
    keys = [field for field in row._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    named = [(field.related_model, getattr(row, field.attname)) for field in keys]
    if any(key and not model._default_manager.filter(pk=key).exists() for model, key in named):
        return False
    return not any(taken(row, rule) for rule in row._meta.total_unique_constraints)


def taken(row: Any, rule: models.UniqueConstraint) -> bool:
    """Return whether another row has what may be there once."""
    place = {name: getattr(row, row._meta.get_field(name).attname) for name in rule.fields}
    return type(row)._default_manager.filter(**place).exists()


def meeting_of(row: Any) -> Meeting | None:
    """Return the meeting of an attendance or of a vote; None of what belongs to none."""
    if isinstance(row, Vote):
        return row.resolution.meeting
    return row.meeting if isinstance(row, Attendance) else None
