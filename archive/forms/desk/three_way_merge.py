"""Three-way merge of concurrent edits: two users save one meeting, and neither overwrites the other.

A page carries the meeting's edit number and, as `seen`, a check sum of each value it showed. If the number
is outdated when the page is sent, nothing is saved. Fields that the user did not touch take the stored
value, typed ones stay as typed, and the page shows both values wherever they differ.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Any, NamedTuple
from zlib import crc32

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Meeting

RESUME = "_resume"  # the button of a page that is shown again as it was typed, and not saved
TAKEN = "take-"  # before a field's name: the box that says to take what is stored
ASIDE = {"edit_number", "correction_kind", "correction_reason", "return_reason"}


class DeskForm(forms.ModelForm):
    """A page of the desk; one that comes back after a log-in or a preview is shown, not saved."""

    def clean(self) -> dict[str, Any]:
        """Stop what is only to be shown again."""
        cleaned = super().clean() or self.cleaned_data
        if RESUME in self.data:
            self.add_error(None, ValidationError(_("Nothing is saved yet."), code="resumed"))
        return cleaned


class EditedForm(DeskForm):
    """A page on a meeting, or on one of its rows, that several people may edit."""

    edit_number = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["edit_number"] = edit_number_of(self.instance)
        self.is_stale = self.is_bound and is_stale(self.instance, self.data)
        if self.is_stale:
            self.data = self.merged()

    def merged(self) -> Any:
        """Three-way merge: fields that the user did not touch take the stored value."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        seen = seen_values(data)
        for bound in type(self)(instance=self.instance):
            if check_sum(data.get(bound.html_name, "")) == seen.get(bound.html_name):
                data[bound.html_name] = raw_value(bound)
        data["edit_number"] = str(edit_number_of(self.instance))
        return data

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_stale:
            message = gettext_lazy("Another user saved this meeting while you were typing.")
            self.add_error(None, ValidationError(message, code="stale"))
        return cleaned

    def changes_record(self) -> bool:
        """Return whether anything but the questions about saving was changed."""
        return bool(set(self.changed_data) - ASIDE)


def edit_number_of(row: Any) -> int | None:
    meeting = row if isinstance(row, Meeting) else getattr(row, "meeting", None)
    return meeting.edit_number if meeting and row.pk else None


def is_stale(row: Any, data: Mapping[str, Any]) -> bool:
    """Return whether the meeting of a row was edited after the page now sent was opened."""
    number = edit_number_of(row)
    return number is not None and data.get("edit_number") != str(number)


# What a page showed


def raw_value(bound: forms.BoundField) -> str:
    value = bound.field.prepare_value(bound.initial)
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return "on" if value else ""
    if value is None or isinstance(bound.field, forms.FileField):
        return ""
    return str(value)


def check_sum(text: str) -> str:
    """Return a short sum of a text, the same whether its lines end as browsers send or as we keep them."""
    return format(crc32(text.replace("\r\n", "\n").encode()), "x")


NOTHING = check_sum("")
Sums = list[tuple[str, str]]  # of the fields of a row: (name, check sum)


def seen_sums(pages: Iterable[forms.ModelForm]) -> str:
    """Return the check sum of each stored value that the forms of a page show.

    Words: a prefix that ends in "-", then "name:sum" of each field with it; the sum of nothing is left out,
    and so is what a row has in common with the one before: its name at this place, its sum (":=").
    A page of 300 attendees has 1500 of them.
    """
    words, before = [], Sums()
    for form in pages:
        if form.instance.pk:
            sums = [sum_of(bound) for bound in form if is_compared(form, bound)]
            words.append(f"{form.prefix or ''}-")
            words += [
                f"{'' if name == last else name}:{'=' if value and value == shown else value}"
                for (name, value), (last, shown) in zip_longest(
                    sums, before[: len(sums)], fillvalue=("", "")
                )
            ]
            before = sums
    return " ".join(words)


def is_compared(form: Any, bound: forms.BoundField) -> bool:
    """Return whether two users may type different values into a field that the page shows."""
    if bound.name in getattr(form, "more", ()) or {" ", ":"} & set(bound.name):  # the vote of somebody new
        return False
    return not form.prefix or not (bound.name == "DELETE" or bound.field.widget.is_hidden)


def sum_of(bound: forms.BoundField) -> tuple[str, str]:
    value = raw_value(bound)
    return bound.name, check_sum(value) if value else ""


def seen_values(data: Mapping[str, Any]) -> dict[str, str]:
    """Return {name in the page: check sum} of what a page showed, see seen_sums()."""
    sums: dict[str, str] = {}
    prefix, row, before = "", Sums(), Sums()
    for word in str(data.get("seen", "")).split(" "):
        name, colon, value = word.partition(":")
        if not colon:
            prefix, before, row = "" if word == "-" else word, row, Sums()
            continue
        last, shown = before[len(row)] if len(row) < len(before) else ("", "")
        row.append((name or last, shown if value == "=" else value))
        sums[prefix + row[-1][0]] = row[-1][1] or NOTHING
    return sums


def with_stored(fields: QueryDict) -> QueryDict:
    """Return the fields of a page with what is stored in place of what was typed, where a box says so."""
    names = [name for name in fields if name.startswith(TAKEN)]
    if not names:
        return fields
    data: Any = fields.copy()
    for name in names:
        data[name.removeprefix(TAKEN)] = data[name]
        del data[name]
    return data


# Rows


def merged_rows(formset: Any) -> Any:
    """Return the data of a stale formset with the rows as they now stand, for its page to be shown again.

    Rows that another user added come after those sent; rows they deleted become new ones, unless this
    user deleted them as well.
    """
    data, seen = formset.data.copy(), seen_values(formset.data)
    fresh = type(formset)(instance=formset.instance, prefix=formset.prefix, queryset=formset.queryset)
    stored = {str(form.instance.pk): form for form in fresh.initial_forms}
    sent, new = sent_rows(data, formset.prefix)
    kept = [
        (name, merged_row(row, stored[row["id"]], name, seen))
        for name, row in sent
        if row.get("id") in stored
    ]
    known = {row.get("id") for _name, row in sent}
    added = [("", shown_values(form)) for key, form in stored.items() if key not in known]
    gone = [
        (name, recreated_row(row, fresh))
        for name, row in sent
        if row.get("id") not in stored and "DELETE" not in row
    ]
    rows = [*kept, *added, *gone, *new]
    places = {name: str(number) for number, (name, _row) in enumerate(rows, start=1)}
    for number, (_name, row) in enumerate(rows):
        for name, value in row.items():
            is_place = name in formset.row_numbers
            now = moved_number(value, formset.prefix, places) if is_place else value
            data[f"{formset.prefix}-{number}-{name}"] = now
    data[f"{formset.prefix}-INITIAL_FORMS"] = str(len(kept) + len(added))
    data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(rows))
    return data


def moved_number(value: str, prefix: str, places: Mapping[str, str]) -> str:
    """Return the number that a row of the page has now, where somebody typed the one it had."""
    is_number = value.isascii() and value.isdecimal() and len(value) < 7
    return places.get(f"{prefix}-{int(value) - 1}-", value) if is_number else value


SentRow = tuple[str, dict[str, str]]


def sent_rows(data: Any, prefix: str) -> tuple[list[SentRow], list[SentRow]]:
    """Take the rows out of the data of a page: those stored when it was opened, and those new.

    Each is (what its names begin with, {name: value}).
    """
    rows: dict[int, dict[str, str]] = {}
    for name in list(data):
        if found := re.fullmatch(rf"{re.escape(prefix)}-(\d{{1,6}})-(.+)", name):
            rows.setdefault(int(found[1]), {})[found[2]] = data[name]
            del data[name]
    count = data.get(f"{prefix}-INITIAL_FORMS", "")
    initial = int(count) if count.isascii() and count.isdecimal() else 0
    named = [(number, (f"{prefix}-{number}-", row)) for number, row in sorted(rows.items())]
    return (
        [row for number, row in named if number < initial],
        [row for number, row in named if number >= initial],
    )


def merged_row(row: dict[str, str], form: Any, start: str, seen: dict[str, str]) -> dict[str, str]:
    """Three-way merge of a row: fields that the user did not touch take the stored value."""
    for name, value in shown_values(form).items():
        if check_sum(row.get(name, "")) == seen.get(start + name):
            row[name] = value
    return without_unticked(row, form)


def shown_values(form: Any) -> dict[str, str]:
    values = {bound.name: raw_value(bound) for bound in form if bound.name not in form.more}
    return without_unticked(values, form)


def recreated_row(row: dict[str, str], fresh: Any) -> dict[str, str]:
    """Return a row that was deleted meanwhile as a new one; its folded fields get their defaults."""
    empty = fresh.empty_form
    folded = {bound.name: raw_value(bound) for bound in empty if bound.name in empty.more}
    start = {} if row.keys() & folded.keys() else folded
    return {**start, **row, "id": ""}


def without_unticked(row: dict[str, str], form: Any) -> dict[str, str]:
    """Return a row without its boxes that are not ticked: browsers do not send them."""
    fields = form.fields.items()
    boxes = {name for name, field in fields if isinstance(field.widget, forms.CheckboxInput)}
    return {name: value for name, value in row.items() if value or name not in boxes}


# What is shown of it


class FieldConflict(NamedTuple):
    """A field whose stored value is another than the one typed: `name` in the page, both as one reads them.

    `value` is the stored one as a browser would send it.
    """

    name: str
    label: str
    stored: str
    typed: str
    value: str


def conflicts(form: EditedForm, formsets: Iterable[Any]) -> list[FieldConflict]:
    found = [field_conflict(form[name], "") for name in form.changed_data if name not in ASIDE]
    for formset in formsets:
        for row in formset.initial_forms:
            found += [
                field_conflict(row[name], str(row.instance))
                for name in row.changed_data
                if name in row.fields
            ]
    return found


def field_conflict(bound: forms.BoundField, row: str) -> FieldConflict:
    """Return what is stored and typed of one field; `row` says which one of its kind."""
    label = _("Delete") if bound.name == "DELETE" else str(bound.label)
    heading = f"{row}: {label}" if row else label
    typed = bound.data if bound.data not in (None, False) else ""
    return FieldConflict(
        bound.html_name,
        heading,
        display_value(bound, raw_value(bound)),
        display_value(bound, str(typed)),
        raw_value(bound),
    )


def display_value(bound: forms.BoundField, value: str) -> str:
    field: Any = bound.field
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field, forms.ModelChoiceField):
        try:
            return field.label_from_instance(field.to_python(value)) if value else ""
        except ValidationError:
            return value
    if isinstance(field, forms.ChoiceField):
        labels: Any = field.choices
        return str(dict(labels).get(value, value))
    return value


class Typed(NamedTuple):
    label: str
    text: str


def typed_texts(data: Mapping[str, Any], model: type[models.Model]) -> list[Typed]:
    """Return what was typed on the page of a row, whatever has become of the row; no choices.

    A row's field is called by what the rows are and by its number.
    """
    seen = seen_values(data)
    found = []
    for name, value in data.items():
        if value and check_sum(value) != seen.get(name) and (label := typed_label(name, model)):
            found.append(Typed(label, value))
    return found


def typed_label(name: str, model: type[models.Model]) -> str:
    place = re.fullmatch(r"(\w+)-(\d+)-(\w+)", name)
    try:
        if place:
            row_model: Any = model._meta.get_field(place[1]).related_model
            label = typed_label(place[3], row_model)
            return label and f"{row_model._meta.verbose_name} {int(place[2]) + 1}: {label}"
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return str(field.verbose_name) if is_text else ""
