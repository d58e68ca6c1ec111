"""What merging people and merging bodies share: rows that move, names that stay, and the way back."""

import datetime as dt
import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.core import serializers
from django.db import models
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from archive.models import (
    Body,
    BodyMerge,
    Meeting,
    OtherName,
    Person,
    PersonMerge,
    Redirect,
    Revision,
    StaffAct,
)
from archive.models.staff_act import changed, note
from archive.operations.publish import correct, locked
from archive.record.chain import chained_state
from archive.record.render.plain import heading_language
from archive.record.row_differences import compared
from archive.search.index import index_keys
from archive.text.pinyin import HAN_RUN

MOST_CLASHES = 10  # named before "and more"


class CannotMerge(Exception):  # noqa: N818 - reads as what it says: "except CannotMerge"
    """Raised with every reason at once; `reasons` is a list of sentences."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class Reference(NamedTuple):
    """A foreign key to a person or body; `meeting` leads from its row to a meeting, "" if it has none."""

    model: Any
    field: str
    label: Any
    meeting: str = "meeting"

    @property
    def name(self) -> str:
        """What the reference is called in a stored merge: Attendance.person."""
        return f"{self.model.__name__}.{self.field}"

    def rows(self, named: Person | Body | int) -> QuerySet[Any]:
        return self.model.objects.filter(**{self.field: named})

    def meetings(self, named: Person | Body) -> set[int]:
        """Return the primary keys of the meetings with such rows; one query."""
        return set(self.rows(named).values_list(self.meeting, flat=True)) if self.meeting else set()


References = Sequence[Reference]


class Move(NamedTuple):
    """Rows of one kind that would move to what is kept: how many, and in which meetings."""

    reference: Reference
    total: int
    meetings: list[Meeting]


def meetings_naming(references: References, named: Person | Body) -> set[int]:
    return set().union(*(reference.meetings(named) for reference in references))


def moves_of(references: References, absorbed: Person | Body) -> list[Move]:
    """Return the rows that would move, by kind; kinds without rows are left out."""
    keys = {reference: reference.meetings(absorbed) for reference in references}
    meetings = Meeting.objects.filter(pk__in=set().union(*keys.values()))
    known = list(meetings.select_related("body").defer("text").newest_first())
    totals = {reference: reference.rows(absorbed).count() for reference in references}
    return [
        Move(reference, total, [one for one in known if one.pk in keys[reference]])
        for reference, total in totals.items()
        if total
    ]


def clashes(reference: Reference, kept: Body, absorbed: Body, *, solved: Sequence[str] = ()) -> list[str]:
    """Return a sentence for each row that a unique constraint would not let move; a query for each rule.

    `solved` names the constraints that the merge itself takes care of.
    """
    found = []
    for rule in reference.model._meta.constraints:
        if not isinstance(rule, models.UniqueConstraint) or reference.field not in rule.fields:
            continue
        if rule.name in solved:
            continue
        others = {name: OuterRef(name) for name in rule.fields if name != reference.field}
        condition = rule.condition or models.Q()
        taken = reference.rows(kept).filter(condition, **others)
        rows = reference.rows(absorbed).filter(condition, Exists(taken)).order_by("pk")
        message = _("“%(row)s” cannot move: %(rule)s")
        rule_text = str(rule.violation_error_message)
        found += [message % {"row": row, "rule": rule_text} for row in rows[: MOST_CLASHES + 1]]
    more = found[MOST_CLASHES:]
    return [*found[:MOST_CLASHES], *([_("There are more rows that cannot move.")] if more else [])]


# Merging


def lock_both(references: References, absorbed: Any, kept: Any = None) -> set[int]:
    """Lock the meetings that name a row, then the row and another; return the meetings' keys.

    In this order, because saving a meeting locks it before its rows name people. The rows are
    reloaded. Raises CannotMerge if one of them was deleted.
    """
    meetings = meetings_naming(references, absorbed)
    locked(sorted(meetings), Meeting.objects.only("pk"))
    pair = [one for one in (absorbed, kept) if one is not None]
    keys = {one.pk for one in pair}
    rows = type(absorbed).objects.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk")
    if {row.pk for row in rows} != keys:
        raise CannotMerge([_("Another user has merged or deleted one of the two in the meantime.")])
    for one in pair:
        one.refresh_from_db()
    return meetings


def delete_rows(rows: Sequence[Any]) -> Any:
    """Delete rows; return them, and what was deleted with them, as JSON: each after the row it names."""
    removed = json.loads(serializers.serialize("json", itertools.chain(*map(with_own_rows, rows))))
    for row in rows:
        row.delete()
    return removed


def with_own_rows(row: Any) -> Iterator[Any]:
    """Yield a row, then the rows that are deleted with it, of all levels: spans of an attendance."""
    yield row
    for relation in row._meta.related_objects:
        if relation.on_delete is models.CASCADE:
            for own in relation.related_model._default_manager.filter(**{relation.field.name: row}):
                yield from with_own_rows(own)


def move_references(references: References, kept: Any, absorbed: Any) -> dict[str, list[int]]:
    """Move all rows; return {name of the reference: their primary keys}.

    The name of the one absorbed is written into the rows that lack a name as written, in every role.
    """
    moved = {}
    for reference in references:
        rows = reference.rows(absorbed)
        if written := getattr(reference.model, "WRITTEN", {}).get(reference.field):
            rows.filter(**{written: ""}).update(**{written: absorbed.name})
        moved[reference.name] = sorted(rows.values_list("pk", flat=True))
        rows.update(**{reference.field: kept})
    return moved


def remember_name(kept: Person | Body, name: str, *, is_known: bool) -> int | None:
    """Keep the absorbed name as another name, so that imports obey; return its key if it was not known."""
    if is_known:
        return None
    is_translation = is_other_script(name, kept.name)
    kind = OtherName.Kind.TRANSLATION if is_translation else OtherName.Kind.SPELLING
    return kept.other_names.create(name=name, kind=kind).pk


def name_in_other_script(kept: Person | Body, absorbed: Person | Body) -> str:
    """Return the name of either that is not in the script of the name kept, "" if none is."""
    names = (kept.alternate_name, absorbed.name, absorbed.alternate_name)
    if kept.alternate_name:
        return kept.alternate_name
    return next((name for name in names if is_other_script(name, kept.name)), "")


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


# Undoing


class Undone(NamedTuple):
    """What was restored, and how many rows stay with the row kept because they were changed since."""

    restored: Any
    left: int


def locked_merge(merge: Any) -> Any:
    """Return a merge, locked. Raises CannotMerge if it was undone already."""
    found = type(merge).objects.select_for_update(of=("self",)).select_related("kept").get(pk=merge.pk)
    if found.undone_at:
        raise CannotMerge([_("This merge was undone already.")])
    return found


def note_merged(merge: PersonMerge | BodyMerge) -> None:
    names = changed("merged", merge.absorbed_name, merge.kept.name)
    note(StaffAct.Kind.MERGED, merge.kept, [names], by=merge.created_by)


def note_undone(merge: PersonMerge | BodyMerge, *, by: Any, at: dt.datetime) -> None:
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    names = changed("merged", merge.kept.name, merge.absorbed_name)
    note(StaffAct.Kind.UNMERGED, merge.kept, [names], by=by)


def restore_fields(kept: Any, changes: dict[str, list[Any]]) -> None:
    """Reset the fields of the row kept that the merge changed, unless they were changed since."""
    fields = {name: kept._meta.get_field(name).to_python for name in changes}
    for name, (before, after) in changes.items():
        if getattr(kept, name) == fields[name](after):
            setattr(kept, name, fields[name](before))
    kept.save()


def redirect_back(old_paths: Iterable[str], *, kept: str, restored: str) -> None:
    """Let former addresses that led to the address of the row kept lead to the row restored again."""
    for moved in Redirect.objects.filter(old_path__in=old_paths, new_path=kept):
        moved.new_path = restored
        moved.save()  # not update(): the chain is told by a signal


def move_rows_back(references: References, merge: Any, restored: Any) -> int:
    """Move rows back; return how many no longer name the row kept, and so stay."""
    left = 0
    for reference in references:
        keys = merge.moved["references"].get(reference.name, [])
        rows = reference.rows(merge.kept_id).filter(pk__in=keys)
        left += len(keys) - rows.update(**{reference.field: restored})
    return left


def restore_rows(merge: PersonMerge | BodyMerge) -> list[Any]:
    """Restore the rows that were deleted, as far as has_room(), and return them."""
    rows = [found.object for found in serializers.deserialize("python", merge.moved["removed"])]
    back = []
    for row in rows:
        if has_room(row):  # asked one by one: a row may name one that came back before it
            row.save(force_insert=True)
            back.append(row)
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


def rewritten_since(merge: PersonMerge | BodyMerge, meetings: Iterable[int]) -> list[int]:
    """Return the keys of those meetings that have a version from after a merge and say what it does.

    Once rows have moved back, such a version may name the row kept in the place of the row restored.
    """
    current = Revision.objects.current().filter(meeting__in=list(meetings))
    keys = list(current.filter(created_at__gte=merge.created_at).values_list("meeting", flat=True))
    return sorted(set(keys) - {meeting.pk for meeting in contradicted(keys)})


def contradicted(keys: list[int]) -> list[Meeting]:
    """Return those published meetings whose rows are not what their last version says."""
    if not keys:
        return []
    sealed = chained_state().get("procedural", {})
    return [meeting for meeting, _number, _places in compared(keys, sealed)]
