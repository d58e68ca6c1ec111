"""Merge two people in one transaction, so that it can be undone."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core import serializers
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from archive.models import (
    DistinctPeople,
    Meeting,
    OtherName,
    Person,
    PersonMerge,
    Redirect,
    Revision,
)
from archive.models.fields import key_of
from archive.operations.people.merge_preview import (
    REFERENCES,
    CannotMerge,
    Plan,
    meetings_of_person,
    plan_merge,
)
from archive.operations.public_changes import CannotChange, is_read, note_merge, recorded
from archive.operations.publish import correct, locked
from archive.record.render.plain import heading_language
from archive.search.index import index_keys
from archive.text.pinyin import HAN_RUN


@transaction.atomic
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
    meetings = lock_all(absorbed, beside=kept)
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


def lock_all(person: Person, *, beside: Person | None = None) -> set[int]:
    """Lock the meetings that name a person, then the person and another; return the meetings' keys.

    In this order, because saving a meeting locks it before its rows name people. The people are
    reloaded. Raises CannotMerge if one of them was deleted.
    """
    meetings = meetings_of_person(person)
    locked(sorted(meetings), Meeting.objects.all())
    people = [one for one in (person, beside) if one is not None]
    keys = {one.pk for one in people}
    rows = Person.objects.filter(pk__in=keys).select_for_update().order_by("pk")
    if {row.pk for row in rows} != keys:
        raise CannotMerge([_("Another user has merged or deleted one of these people in the meantime.")])
    for one in people:
        one.refresh_from_db()
    return meetings


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
    removed = json.loads(serializers.serialize("json", [*losers, *plan.same_posts]))
    for row in (*losers, *plan.same_posts):
        row.delete()
    kept, absorbed = plan.kept, plan.absorbed
    keep_names_written(absorbed)
    references = {}
    for reference in REFERENCES:
        rows = reference.rows(absorbed)
        references[reference.name] = sorted(rows.values_list("pk", flat=True))
        rows.update(**{reference.field: kept})
    return {
        "person": person_fields(absorbed),
        "references": references,
        "removed": removed,
        "other_name": remember_name(kept, absorbed),
        "kept": fill_in_names(kept, absorbed),
        "redirects": list(Redirect.objects.to(absorbed.get_absolute_url())),
    }


PERSON_FIELDS = ("name", "alternate_name", "sort_name", "slug", "has_public_page")


def person_fields(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in PERSON_FIELDS}


def keep_names_written(absorbed: Person) -> None:
    """Write the absorbed name into the rows that lack a name as written, in every role."""
    for reference in REFERENCES:
        if written := getattr(reference.model, "WRITTEN", {}).get(reference.field):
            reference.rows(absorbed).filter(**{written: ""}).update(**{written: absorbed.name})


def remember_name(kept: Person, absorbed: Person) -> int | None:
    """Keep the absorbed name as another name, so that imports obey; return its key if it was not known."""
    if kept in Person.objects.known_as([absorbed.name]).get(key_of(absorbed.name), []):
        return None
    is_translation = is_other_script(absorbed.name, kept.name)
    kind = OtherName.Kind.TRANSLATION if is_translation else OtherName.Kind.SPELLING
    return OtherName.objects.create(person=kept, name=absorbed.name, kind=kind).pk


def fill_in_names(kept: Person, absorbed: Person) -> dict[str, list[Any]]:
    """Fill in what only the other person had, and save; return {field: [before, after]}.

    A name in the other script is kept as the alternate name, because people are found by it. A page that
    is not public stays so.
    """
    before = person_fields(kept)
    if not kept.alternate_name:
        names = (absorbed.name, absorbed.alternate_name)
        kept.alternate_name = next((name for name in names if is_other_script(name, kept.name)), "")
    kept.has_public_page = kept.has_public_page and absorbed.has_public_page
    kept.save()
    return {
        name: [before[name], after] for name, after in person_fields(kept).items() if after != before[name]
    }


def is_other_script(name: str, than: str) -> bool:
    return bool(name) and bool(HAN_RUN.search(name)) != bool(HAN_RUN.search(than))


def count_edits(meetings: Iterable[int]) -> None:
    """Raise the edit number of meetings, so that open pages notice, and index the published ones."""
    keys = list(meetings)
    Meeting.objects.filter(pk__in=keys).update(edit_number=F("edit_number") + 1)
    index_keys(keys)


def correct_rows(meeting: Meeting, reason: Any, *, by: Any, at: dt.datetime) -> None:
    """Write the next version of a published meeting whose rows were changed; the reason in its language."""
    with translation.override(heading_language(meeting.language)):
        said = reason()
    correct(meeting, kind=Revision.Kind.CORRECTED, reason=said, by=by, at=at)
