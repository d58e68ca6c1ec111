"""Undo a merge of people: all that moved goes back, except what was changed since."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models import Attendance, Meeting, OtherName, Person, PersonMerge, Redirect, Vote
from archive.models.write_lock import one_writer
from archive.operations.merge_rows import (
    CannotMerge,
    Undone,
    contradicted,
    correct_rows,
    count_edits,
    lock_both,
    locked_merge,
    meetings_naming,
    move_rows_back,
    note_undone,
    redirect_back,
    restore_fields,
    restore_rows,
    rewritten_since,
)
from archive.operations.people.merge_preview import REFERENCES
from archive.operations.public_changes import CannotChange, is_read, note_restored, recorded


@one_writer()
def undo_merge(
    merge: PersonMerge, *, may_correct: bool = True, by: Any = None, at: dt.datetime | None = None
) -> Undone:
    """Undo a merge, whatever was merged before or after it.

    The person is restored under the old address, rows that moved and still name the person kept move
    back, and deleted rows are restored unless another row has their place. A published meeting that gets
    a row back, or was corrected since, gets a new version, which needs `may_correct`. Raises CannotMerge.
    """
    at = at or timezone.now()
    merge = locked_merge(merge)
    rewritten = rewritten_since(merge, lock_both(REFERENCES, merge.kept))
    with recorded(merge.kept, by=by, at=at):
        OtherName.objects.filter(pk=merge.moved.get("other_name"), person=merge.kept).delete()
        person = restore_person(merge)
        left = move_rows_back(REFERENCES, merge, person)
        rows = restore_rows(merge)
    note_restored(merge.kept, person, by=by, at=at)
    note_undone(merge, by=by, at=at)
    count_edits(
        meetings_naming(REFERENCES, person) | {one.pk for row in rows if (one := meeting_of_row(row))}
    )
    corrected = contradicted(rewritten)
    if corrected and not may_correct:
        raise CannotMerge(
            [_("Published minutes will list both again: only a user who may correct them can do this.")]
        )
    if not may_correct and is_read(merge.kept):
        raise CannotMerge([str(CannotChange())])
    for meeting in corrected:
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
    redirect_back(merge.moved["redirects"], kept=kept, restored=person.get_absolute_url())
    restore_fields(merge.kept, merge.moved["kept"])
    return person


def meeting_of_row(row: Any) -> Meeting | None:
    if isinstance(row, Vote):
        return row.resolution.meeting
    return row.meeting if isinstance(row, Attendance) else None
