"""What saving a page of the desk changes, with the values before and after, for the staff log.

Read from the forms, which know both: no row is fetched for it, but for the names of people and bodies that
were chosen before.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import forms
from django.core.files.base import File
from django.db.models import Model

from archive.forms.desk.roll_call import VoteField
from archive.forms.desk.three_way_merge import ASIDE
from archive.models import Meeting
from archive.models.staff_act import Change, changed

NOT_LOGGED = ASIDE | {"id", "DELETE"}
NAMES = ("name_as_written", "identifier", "name", "description", "note")  # of a row, the first that it has
NAMED_BY = ("person", "voter", "body")


class PageChanges(NamedTuple):
    """Changes of a page; `is_struck` if their values must not be kept, see is_redaction()."""

    changes: list[Change]
    is_struck: bool


def changes_of_page(form: Any, formsets: Iterable[Any], *, is_new: bool) -> PageChanges:
    """Return what a page that was saved changed; a query for each kind of row chosen before, if any was."""
    found = list(changes_of_form(form, is_new=is_new))
    for formset in formsets:
        for row in formset.forms:
            found += changes_of_row(row, formset)
    chosen = chosen_before(found)
    own = meeting_key(form.instance)
    changes = [
        changed(one.name, plain(with_rows(one, chosen), own), plain(one.after, own), **one.about)
        for one in found
    ]
    return PageChanges(changes, is_redaction(form))


def is_redaction(form: Any) -> bool:
    """Return whether a page takes words from the public, or changes what was withdrawn: neither is kept."""
    row = form.instance
    meeting = row if isinstance(row, Meeting) else getattr(row, "meeting", None)
    is_withdrawn = meeting is not None and meeting.publication == Meeting.Publication.WITHDRAWN
    returns = "return_reason" in form.fields  # it was withdrawn until this save
    return is_withdrawn or returns or form.cleaned_data.get("correction_kind") == "redacted"


class FieldChange(NamedTuple):
    name: str
    field: Any
    before: Any
    after: Any
    about: dict[str, Any]


def changes_of_row(row: Any, formset: Any) -> Iterator[FieldChange]:
    is_stored = row in formset.initial_forms
    about = {"model": row._meta.model._meta.label_lower, "row": name_of_row(row)}
    if row in getattr(formset, "deleted_forms", ()):
        if is_stored:
            yield from values_before(row, about | {"is": "deleted"})
    elif row.has_changed():
        kind = {} if is_stored else {"is": "added"}
        yield from changes_of_form(row, is_new=not is_stored, about=about | kind)


def changes_of_form(
    form: Any, *, is_new: bool, about: dict[str, Any] | None = None
) -> Iterator[FieldChange]:
    for name, field in form.fields.items():
        if is_kept_secret(name, field) or name not in form.cleaned_data:
            continue
        before, after = form.initial.get(name, field.initial), form.cleaned_data[name]
        if isinstance(field, VoteField):
            yield from changes_of_vote(field, before, after, about or {})
            continue
        if is_new and not is_nothing(after):
            yield FieldChange(name, field, None, after, about or {})
        elif not is_new and name in form.changed_data:
            yield FieldChange(name, field, before, after, about or {})


def changes_of_vote(
    field: VoteField, before: str, after: str, about: dict[str, Any]
) -> Iterator[FieldChange]:
    """Yield the change of one cell of a roll call, as that of a vote of the resolution."""
    if before != after:
        row = " · ".join(filter(None, [about.get("row", ""), str(field.label)]))
        yield FieldChange(
            "option", field, before or None, after or None, {"model": "archive.vote", "row": row}
        )


def values_before(row: Any, about: dict[str, Any]) -> Iterator[FieldChange]:
    for name, field in row.fields.items():
        before = row.initial.get(name)
        if not is_kept_secret(name, field) and not is_nothing(before):
            yield FieldChange(name, field, before, None, about)


def is_kept_secret(name: str, field: Any) -> bool:
    """Return whether a field says nothing of the row, or a password."""
    return name in NOT_LOGGED or "password" in name or isinstance(field.widget, forms.PasswordInput)


def is_nothing(value: Any) -> bool:
    return value is None or value is False or value == "" or (hasattr(value, "__len__") and len(value) == 0)


def name_of_row(row: Any) -> str:
    for name in NAMES:
        if text := getattr(row.instance, name, ""):
            return str(text)[:80]
    for name in NAMED_BY:
        known = getattr(row.fields.get(name), "known", {})
        if one := known.get(str(getattr(row.instance, f"{name}_id", ""))):
            return str(one)
    return ""


# Values


Rows = dict[tuple[Any, int], Model]


def chosen_before(found: Iterable[FieldChange]) -> Rows:
    """Return {(model, key): row} of the rows that were chosen before; one query for each model needed."""
    rows: Rows = {}
    wanted: dict[Any, set[int]] = {}
    for one in (one for one in found if hasattr(one.field, "queryset")):
        model, known = one.field.queryset.model, getattr(one.field, "known", {})
        for key in keys_in(one.before):
            if row := known.get(str(key)):
                rows[model, key] = row
            else:
                wanted.setdefault(model, set()).add(key)
    for model, keys in wanted.items():
        if missing := [key for key in keys if (model, key) not in rows]:
            rows |= {(model, key): row for key, row in model._default_manager.in_bulk(missing).items()}
    return rows


def with_rows(one: FieldChange, rows: Rows) -> Any:
    """Return what a field held before, rows in place of their keys."""
    if not hasattr(one.field, "queryset"):
        return one.before
    model = one.field.queryset.model
    if isinstance(one.before, list):
        return [rows.get((model, key), key) for key in one.before]
    return rows.get((model, one.before), one.before)


def keys_in(value: Any) -> list[int]:
    return [key for key in (value if isinstance(value, list) else [value]) if type(key) is int]


def plain(value: Any, own: int | None) -> Any:
    """Return a value as the log keeps it."""
    if isinstance(value, Model):
        return name_of(value, own)
    if isinstance(value, File):
        return value.name or ""
    if value is None or isinstance(value, bool | int | str):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "__iter__"):
        return [plain(one, own) for one in value]
    return str(value)


def meeting_key(row: Any) -> int | None:
    return row.pk if isinstance(row, Meeting) else getattr(row, "meeting_id", None)


def name_of(row: Model, own: int | None) -> str:
    """Return the name of a row; of another meeting and what it says only the key, see StaffAct.strike().

    Else a redaction there would have to look for its words in the log of every other meeting.
    """
    key = meeting_key(row)
    if key is None or key == own:
        return str(row)
    return f"{row._meta.model_name} {row.pk}"
