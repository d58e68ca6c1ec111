"""Merge two people in one transaction, so that it can be undone."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models import DistinctPeople, Person, PersonMerge, Redirect
from archive.models.fields import key_of
from archive.models.write_lock import one_writer
from archive.operations.merge_rows import (
    CannotMerge,
    correct_rows,
    count_edits,
    delete_rows,
    lock_both,
    move_references,
    name_in_other_script,
    note_merged,
    remember_name,
)
from archive.operations.people.merge_preview import REFERENCES, Plan, plan_merge
from archive.operations.public_changes import CannotChange, is_read, note_merge, recorded


@one_writer()
def merge_people(
    kept: Person,
    absorbed: Person,
    *,
    decisions: Mapping[str, str],
    may_correct: bool = True,
    by: Any = None,
    at: dt.datetime | None = None,
) -> PersonMerge:
    """Move all rows of one person to another, delete the first and redirect its address to the second.

    `decisions` says for each conflict of plan_merge() whether the row of KEPT or of ABSORBED stays. The
    versions of published meetings do not change: the name as written is recorded where it was not. A
    published meeting that loses a row gets a new version. Needs `may_correct` if the public reads of either
    person. Raises CannotMerge.
    """
    at = at or timezone.now()
    meetings = lock_both(REFERENCES, absorbed, kept)
    plan = plan_merge(kept, absorbed)
    check_decisions(plan, decisions, may_correct=may_correct)
    if not may_correct and (is_read(kept) or is_read(absorbed)):
        raise CannotMerge([str(CannotChange())])
    note_merge(kept, absorbed, by=by, at=at)
    with recorded(kept, by=by, at=at):
        moved = move_rows(plan, decisions)
    merge = PersonMerge.objects.create(
        kept=kept,
        absorbed_key=absorbed.pk,
        absorbed_name=absorbed.name,
        moved=moved,
        created_at=at,
        created_by=by,
    )
    note_merged(merge)
    DistinctPeople.objects.concerning(absorbed).delete()
    for name in absorbed.checked_names.all():
        name.people.add(kept)
    path = absorbed.get_absolute_url()
    absorbed.delete()
    Redirect.objects.lead(path, kept.get_absolute_url())
    count_edits(meetings)
    for meeting in plan.corrected:
        correct_rows(meeting, lambda: _("One person was listed twice."), by=by, at=at)
    return merge


def check_decisions(plan: Plan, decisions: Mapping[str, str], *, may_correct: bool) -> None:
    reasons = list(plan.blocks)
    if plan.undecided(decisions):
        reasons.append(_("Say of each pair of rows which one stays."))
    if plan.corrected and not may_correct:
        reasons.append(_("Published minutes list both: only a user who may correct them can do this."))
    if reasons:
        raise CannotMerge(reasons)


def move_rows(plan: Plan, decisions: Mapping[str, str]) -> dict[str, Any]:
    """Move the rows and delete those that would be there twice; return what undo_merge() needs."""
    losers = [one.loser(decisions[one.key]) for one in plan.conflicts]
    kept, absorbed = plan.kept, plan.absorbed
    known = Person.objects.known_as([absorbed.name]).get(key_of(absorbed.name), [])
    return {
        "removed": delete_rows([*losers, *plan.same_posts]),
        "references": move_references(REFERENCES, kept, absorbed),
        "person": person_fields(absorbed),
        "other_name": remember_name(kept, absorbed.name, is_known=kept in known),
        "kept": fill_in_names(kept, absorbed),
        "redirects": list(Redirect.objects.to(absorbed.get_absolute_url())),
    }


PERSON_FIELDS = ("name", "alternate_name", "sort_name", "slug", "has_public_page")


def person_fields(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in PERSON_FIELDS}


def fill_in_names(kept: Person, absorbed: Person) -> dict[str, list[Any]]:
    """Fill in what only the other person had, and save; return {field: [before, after]}.

    A name in the other script is kept as the alternate name, because people are found by it. A page that
    is not public stays so.
    """
    before = person_fields(kept)
    kept.alternate_name = name_in_other_script(kept, absorbed)
    kept.has_public_page = kept.has_public_page and absorbed.has_public_page
    kept.save()
    return {
        name: [before[name], after] for name, after in person_fields(kept).items() if after != before[name]
    }
