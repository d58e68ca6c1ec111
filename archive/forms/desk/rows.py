"""Formsets of the desk's pages: hundreds of rows without a query for each, and fast widgets."""

import copy
import json
from collections.abc import Callable, Iterable, Mapping, Set
from functools import cached_property
from typing import Any

from django import forms
from django.db import models
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.forms.desk.three_way_merge import is_stale, merged_rows
from archive.models import Meeting, Person
from archive.models.fields import is_key, key_of
from archive.models.meeting import date_in_titles
from archive.models.names_as_written import NamesAsWritten
from archive.operations.entry.name_lookup import NEW_PERSON, new_value
from archive.text.names import tidy_name

LONG = 40  # rows; from here on the folded fields of new rows are sent as what they hold, not as fields
# Above any position a meeting reaches, within what a PositiveIntegerField holds on both engines.
PARKED = 1_000_000_000
NEW_LABEL = _("%s (new)")
ANOTHER_LABEL = _("%s (new, another person of this name)")
LONGEST_NAME: Any = Person._meta.get_field("name").max_length


# New people typed into a picker: chosen as "new:陈洁", and saved with the row that names them. "new2:陈洁"
# is another one, although there is a 陈洁, see NEW_PERSON.


def newcomers(values: Iterable[str]) -> dict[str, Person]:
    """Return {value: person} of the values that name a new person; one query if there are any.

    A person stored meanwhile is found; the others are not saved yet, and one for all spellings of a name.
    Values that are no name, or too long for one, are left out.
    """
    matches = [(value, match) for value in values if (match := NEW_PERSON.fullmatch(value))]
    typed = [(value, match[1] or "", tidy_name(match[2])) for value, match in matches]
    named = [(value, (number, key_of(name)), name) for value, number, name in typed]
    named = [one for one in named if one[1][1] and len(one[2]) <= LONGEST_NAME]
    if not named:
        return {}
    known = Person.objects.known_as(name for _value, _key, name in named)
    people: dict[tuple[str, str], Any] = {("", key): namesakes[0] for key, namesakes in known.items()}
    found = {}
    for value, key, name in named:
        found[value] = people.setdefault(key, Person(name=name))
    numbered = {key for number, key in people if number}
    for (_number, same), person in people.items():
        person.is_namesake = same in numbered
    return found


def make_newcomer(person: Person) -> Person:
    if person.pk is None:
        if not is_namesake(person) and (known := Person.objects.known_as([person.name])):
            return known[key_of(person.name)][0]
        person.save()
    return person


def is_newcomer(row: Any) -> bool:
    return isinstance(row, Person) and row.pk is None


def is_namesake(person: Any) -> bool:
    """Return whether a new person is told apart from others of the name, see newcomers()."""
    return getattr(person, "is_namesake", False)


def another(name: str, number: int) -> tuple[str, Person]:
    """Return (value, person) of somebody new who is another one of a name."""
    person: Any = Person(name=tidy_name(name))
    person.is_namesake = True
    return new_value(person.name, number), person


# Rows


class KeyField(forms.CharField):
    """The name that a page gives a row which is not stored yet, so that other rows can point at it."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, max_length=32)


def withdrawn_label(row: Any) -> str:
    """Return what pickers call a row of withdrawn minutes, whose words they do not show; "" for others."""
    meeting = getattr(row, "meeting", None)
    if meeting is None or meeting.publication != Meeting.Publication.WITHDRAWN:
        return ""
    return gettext("Of withdrawn minutes (%(date)s)") % {"date": date_in_titles(meeting.date)}


class KnownChoiceField(forms.ModelChoiceField):
    """A choice whose formset has fetched what its rows chose; Django asks the database once a row.

    `offered` are rows to choose from beside what is found by typing, `newcomers` new people. With
    `takes_new`, a person may be named that the archive does not know, see newcomers().
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: dict[str, models.Model] = {}
        self.offered: list[models.Model] = []
        self.newcomers: dict[str, Person] = {}
        self.takes_new = False

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        """Copy all but the query, which Django copies twice for each row; nothing is fetched by it."""
        copied: Any = super(forms.ChoiceField, self).__deepcopy__(memo)
        copied.widget.choices = copied.choices
        return copied

    def limit(self, rows: models.QuerySet[Any], choices: Iterable[tuple[str, str]]) -> None:
        """Offer some rows, which are fetched already."""
        self._queryset = rows
        self.choices = [("", self.empty_label), *choices]

    def to_python(self, value: Any) -> Any:
        return self.known.get(str(value)) or super().to_python(value)

    def label_from_instance(self, obj: Any) -> str:
        if is_newcomer(obj):
            return (ANOTHER_LABEL if is_namesake(obj) else NEW_LABEL) % obj.name
        return " · ".join(filter(None, [super().label_from_instance(obj), getattr(obj, "post_text", "")]))


def check_names_written(form: Any) -> None:
    """Add an error to each name as written that was typed where nobody is chosen; the typed text stays."""
    row = form.instance
    for key, written in row.WRITTEN.items() if isinstance(row, NamesAsWritten) else ():
        if written in row.TYPED or written not in form.changed_data or key in form.errors:
            continue
        if form.cleaned_data.get(written) and not form.cleaned_data.get(key):
            form.add_error(written, _("Choose who this is."))


class RowFields(dict[str, Any]):
    """The fields of a form, whose copies share their choices: Django copies each choice for each row."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        shared = [field._choices for field in self.values() if hasattr(field, "_choices")]
        memo |= {id(choices): choices for choices in shared}
        return {name: copy.deepcopy(field, memo) for name, field in self.items()}


class RowForm(forms.ModelForm):
    """One row. What stands in `more` is folded away on the page.

    A stored row is sent folded: its values, but no fields, which the page's script puts in when it is
    unfolded, and only then does the browser send them back. 300 rows with all their fields took three
    times as long to make and to lay out. A stored row whose folded fields are not sent keeps them. At
    least one of `more` must be a field that browsers always send: no checkbox.
    """

    more: tuple[str, ...] = ()
    unsaid: Set[str] = frozenset()  # fields that say where a new row stands: alone they make no row
    is_one_of_many = False
    known: Mapping[str, Mapping[str, models.Model]] = {}  # what a formset fetched: {field: {key: row}}
    empty: Mapping[str, Any] = {}  # what the folded fields of an empty row hold

    def __init__(self, *args: Any, is_lean: bool = False, is_whole: bool = False, **kwargs: Any) -> None:
        """Make the form; a lean one leaves out the folded fields, a whole one folds nothing away."""
        self.is_whole = is_whole
        fields: dict[str, Any] = self.base_fields
        more = self.more if is_lean else ()  # a third of the time to open a page went into copying these
        self.folded_fields = {name: fields[name] for name in more if name in fields}
        copied = RowFields({name: field for name, field in fields.items() if name not in more})
        self.base_fields = copied  # type: ignore[misc]
        super().__init__(*args, **kwargs)
        if self.is_folded:
            for name in self.fields.keys() & set(self.more):
                self.fields[name].disabled = True

    def has_changed(self) -> bool:
        """Return whether there is anything to save; a new row that only has its place says nothing."""
        changed = self.changed_data
        return bool(changed if self.instance.pk else set(changed) - self.unsaid)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_names_written(self)
        return self.cleaned_data if cleaned is None else cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Exclude people who are not saved yet from the row's rules."""
        new = {name for name, value in self.cleaned_data.items() if is_newcomer(value)}
        return super()._get_validation_exclusions() | new  # type: ignore[misc]

    def save(self, commit: bool = True) -> Any:
        """Save the row, after the new people that it names."""
        for name, value in self.cleaned_data.items():
            if is_newcomer(value):
                setattr(self.instance, name, make_newcomer(value))
        return super().save(commit)

    @property
    def is_folded(self) -> bool:
        sent = any(self.add_prefix(name) in self.data for name in self.more)
        return bool(self.instance.pk) and not sent and not self.is_whole

    @property
    def is_thin(self) -> bool:
        """Return whether this is a new row of a long list, with nothing wrong in what is folded away."""
        return (
            self.is_one_of_many
            and not self.is_whole
            and not self.instance.pk
            and not self.errors.keys() & set(self.more)
        )

    @property
    def more_fields(self) -> list[Any]:
        return [self[name] for name in self.more if name in self.fields]

    def held(self) -> dict[str, str]:
        """Return what the folded fields of a thin row hold, to be sent back: {name in the page: value}."""
        values = {
            self[name].html_name: self.folded_value(name) for name in self.more if name in self.fields
        }
        plain = {name: value[0] if isinstance(value, list) else value for name, value in values.items()}
        return {name: "on" if value is True else str(value) for name, value in plain.items() if value}

    def folded_values(self) -> str:
        """Return as JSON what the folded fields hold that those of an empty row do not; "" if nothing.

        {name: value}; [key, label] of a row picked.
        """
        names = [name for name in self.more if name in self.fields or name in self.folded_fields]
        values = {name: self.folded_value(name) for name in names}
        told = {name: value for name, value in values.items() if value != self.empty.get(name)}
        return json.dumps(told) if told else ""

    def value_of(self, name: str) -> Any:
        """Return what a field holds, also one that a lean form leaves out."""
        field = self.folded_fields.get(name)
        if field is None:
            return self[name].value()
        return field.prepare_value(self.get_initial_for_field(field, name))

    def folded_value(self, name: str) -> Any:
        field: Any = self.folded_fields.get(name) or self.fields[name]
        value = self.value_of(name)
        if row := self.known.get(name, {}).get(str(value)):
            return [value, field.label_from_instance(row)]
        if isinstance(field.widget, forms.CheckboxInput):
            return bool(value)
        shown = field.widget.format_value(value)
        return shown[0] if isinstance(shown, list) else shown or ""

    def more_count(self) -> int:
        row: Any = self.instance
        filled_in = set(row.WRITTEN.values()) - row.TYPED if isinstance(row, NamesAsWritten) else set()
        defaults = {field.name: field.get_default() for field in row._meta.concrete_fields}
        names = [name for name in self.more if name not in filled_in]
        values = [(self.initial.get(name), defaults.get(name, "")) for name in names]
        return sum(value not in (None, "", default) for value, default in values)


class RowFormSet(forms.BaseInlineFormSet):
    """Rows that fetch what they choose from with one query a field, for any number of rows.

    Choices named in `limited` are the children of the same parent: its agenda items, its resolutions.
    Fields named in `row_numbers` name another row of the page, counted from 1.
    """

    limited: dict[str, str] = {}
    row_numbers: tuple[str, ...] = ()
    labelled: Set[str] = frozenset()  # fields of cards, which stand in their label
    is_lean = False  # whether a page that opens leaves out the folded fields of stored rows
    is_short = False  # whether a long list leaves to the script what an empty row has too
    is_whole = False  # whether all fields of all rows are on the page, as without scripts

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and is_stale(self.instance, self.data):
            self.data = merged_rows(self)
        self.form_renderer = QuickRenderer()
        row_form: Any = self.form
        for name, field in row_form.base_fields.items():
            if name not in row_form.more:  # those have a label of their own, these the head of a column
                is_shared = name in row_form.declared_fields  # by pages in other languages
                field.widget.attrs["aria-label"] = field.label if is_shared else str(field.label)
                field.help_text = ""  # which no row shows
            if name in self.labelled:
                field.widget.attrs = {
                    key: value for key, value in field.widget.attrs.items() if key != "aria-label"
                }
            if self.labelled:
                field.widget.attrs.pop("class", None)  # which says how wide it is in a table

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.is_one_of_many = index is not None and self.total_form_count() > LONG
        form.known, form.empty = self.known, self.empty_values
        is_left_out = form.is_one_of_many and self.is_short and self.is_stored(index)
        for name, known in self.known.items():
            field: Any = form.fields.get(name)
            if field is None:
                continue
            field.known = known
            if name in self.limited and not (is_left_out and name in form.more):
                field.limit(self.siblings(name), self.limited_choices[name])
        if is_left_out:
            form.auto_id = False  # its fields stand in their labels, and bytes count
            shorten_choices(form)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs = super().get_form_kwargs(index)
        return kwargs | {"is_lean": self.is_lean and self.is_stored(index), "is_whole": self.is_whole}

    def is_stored(self, index: int | None) -> bool:
        """Return whether a row is stored and shown as it is."""
        return index is not None and not self.is_bound and index < self.initial_form_count()

    @cached_property
    def empty_form(self) -> Any:
        """The row that a script copies; Django makes one whenever it is asked."""
        return super().empty_form

    @cached_property
    def empty_values(self) -> dict[str, Any]:
        """What the folded fields of an empty row hold, as they are sent."""
        row: Any = self.form()
        return {name: row.folded_value(name) for name in row.more if name in row.fields}

    @cached_property
    def known(self) -> dict[str, dict[str, models.Model]]:
        """What the rows chose, and may choose where that is limited: {field: {primary key: row}}."""
        fields = self.form.base_fields.items()
        chosen = [(name, field) for name, field in fields if isinstance(field, KnownChoiceField)]
        return {name: self.fetched(name, field) for name, field in chosen}

    @cached_property
    def limited_choices(self) -> dict[str, list[tuple[str, str]]]:
        """What the fields named in `limited` offer, beside the empty choice."""
        fields: Any = self.form.base_fields
        return {
            name: [(key, fields[name].label_from_instance(row)) for key, row in known.items()]
            for name, known in self.known.items()
            if name in self.limited
        }

    def fetched(self, name: str, field: Any) -> dict[str, models.Model]:
        if name in self.limited:
            return {str(row.pk): row for row in self.siblings(name)}
        found = field.queryset.in_bulk(self.chosen_keys(name))
        new = newcomers(self.typed_values(name)) if field.takes_new and self.is_bound else {}
        return {**new, **{str(key): row for key, row in found.items()}}

    def siblings(self, name: str) -> models.QuerySet[Any]:
        children = getattr(self.instance, self.limited[name])
        return children.in_order() if self.instance.pk else children.model.objects.none()

    def chosen_keys(self, name: str) -> set[int]:
        if self.is_bound:
            typed = self.typed_values(name)
            return {int(key) for key in typed if is_key(key)}
        keys: set[Any] = {getattr(row, f"{name}_id") for row in self.get_queryset()}
        proposed: set[Any] = {row.get(name) for row in self.initial_extra or []}
        return (keys | proposed) - {None}

    def typed_values(self, name: str) -> list[str]:
        rows = range(self.total_form_count())
        return [str(self.data.get(f"{self.add_prefix(row)}-{name}", "")) for row in rows]


class OrderedRowForm(RowForm):
    """A row with a `position`; the field is called `order`, so that it may be left empty."""

    order = forms.IntegerField(
        label=_("No."),
        required=False,
        min_value=0,
        widget=forms.NumberInput(attrs={"class": "order"}),
        help_text=_("An empty number keeps the row in its place. Rows are renumbered when they are saved."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["order"] = self.instance.position


class OrderedFormSet(RowFormSet):
    """Rows in the order of their numbers; a row without a number follows the row before it."""

    def save(self, commit: bool = True) -> Any:
        """Save the rows, numbered from 1.

        The rule that two rows never share a position is checked at each statement, so rows that move
        or leave are parked far up first: swapping two, or taking the place of a deleted one, works.
        """
        if not commit or not self.has_changed():
            return super().save(commit)
        placed = list(enumerate(self.rows_in_order(), start=1))
        moved = [row for number, row in placed if row.pk and row.position != number]
        self.park([*moved, *(form.instance for form in self.deleted_forms if form.instance.pk)])
        for number, row in placed:
            row.position = number
        saved = super().save(commit)
        self.get_queryset().bulk_update(moved, ["position"])
        return saved

    def rows_in_order(self) -> list[Any]:
        gone = self.deleted_forms
        forms_kept = [
            form for form in self.forms if form not in gone and (form.instance.pk or form.has_changed())
        ]
        places, place = [], 0
        for index, form in enumerate(forms_kept):
            typed = form.cleaned_data.get("order")
            place = place if typed is None else typed
            places.append((place, index))
        return [forms_kept[index].instance for _place, index in sorted(places)]

    def park(self, rows: list[Any]) -> None:
        for number, row in enumerate(rows):
            row.position = PARKED + number
        self.get_queryset().bulk_update(rows, ["position"])


def shorten_choices(form: Any) -> None:
    """Leave each select of a form that is not sent yet what is chosen; a script adds the rest."""
    shown = {name: field for name, field in form.fields.items() if name not in form.more}
    for name, field in shown.items():
        if hasattr(field.widget, "is_short"):
            field.widget.is_short = True
        if type(field.widget) is forms.Select:
            value = str(form.initial.get(name) or "")
            field.widget.choices = [choice for choice in field.widget.choices if str(choice[0]) == value]


# Widgets in Python: Django renders each through two or three templates, and a page has thousands


Widget = dict[str, Any]
NO_ERRORS = "django/forms/errors/list/default.html"


class QuickRenderer(DjangoTemplates):
    """Django's renderer, which writes the commonest widgets itself; the same HTML comes out."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if write := WRITERS.get(template_name):
            return write(context["widget"])
        if template_name == NO_ERRORS and not context["errors"]:
            return ""
        return super().render(template_name, context, request)


def input_html(widget: Widget) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attributes(widget)
    )


def textarea_html(widget: Widget) -> SafeString:
    start = format_html('<textarea name="{}"{}>', widget["name"], attributes(widget))
    return format_html("{}\n{}</textarea>", start, widget["value"] or "")


def select_html(widget: Widget) -> SafeString:
    """Return what django/forms/widgets/select.html gives; choices in groups are not used here."""
    options = [option for _group, options, _index in widget["optgroups"] for option in options]
    written = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((option["value"], attributes(option), option["label"]) for option in options),
    )
    return format_html('<select name="{}"{}>{}</select>', widget["name"], attributes(widget), written)


def attributes(widget: Widget) -> SafeString:
    return flatatt(widget["attrs"]) if widget["attrs"] else SafeString()


WRITERS: dict[str, Callable[[Widget], str]] = {
    "django/forms/widgets/checkbox.html": input_html,
    "django/forms/widgets/date.html": input_html,
    "django/forms/widgets/hidden.html": input_html,
    "django/forms/widgets/number.html": input_html,
    "django/forms/widgets/select.html": select_html,
    "django/forms/widgets/text.html": input_html,
    "django/forms/widgets/textarea.html": textarea_html,
    "django/forms/widgets/time.html": input_html,
}
