"""Attendance as rows of a meeting: who came, in what role, and who was out of the room."""

from functools import cached_property
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.forms.desk.attendance_spans import (
    SpansField,
    check_lines,
    deleted_items,
    lines_of,
    save_lines,
    typed_numbers,
)
from archive.forms.desk.next_day import check_next_day
from archive.forms.desk.rows import OrderedFormSet, OrderedRowForm, another, is_newcomer
from archive.models import AgendaItem, AttendanceSpan, Person
from archive.operations.entry.name_lookup import Choice, chosen
from archive.text.span_lines import read_span_lines


class AttendanceRowForm(OrderedRowForm):
    """Who attended. The name as written is shown where it is not the person's name of today."""

    more = (
        *("name_as_written", "status_as_written", "on_behalf_of", "on_behalf_of_as_written", "mode"),
        *("arrived_at", "left_at", "spans", "voting", "note", "private_note"),
    )
    spans = SpansField()

    def clean_name_as_written(self) -> str:
        """Keep the name of then where none is typed, until another person is chosen."""
        written = str(self.cleaned_data["name_as_written"])
        is_untouched = not {"person", "name_as_written"} & set(self.changed_data)
        return self.instance.name_as_written if self.instance.pk and is_untouched else written

    @property
    def is_plain(self) -> bool:
        """Return whether a row shows nothing but what it holds: no error, no doubt, no name to choose."""
        person: Any = self.fields.get("person")
        is_offered = bool(person is None or person.offered or person.newcomers)
        doubt: Any = getattr(self, "doubt", None)
        return not (self.errors or doubt or is_offered)

    @property
    def is_short(self) -> bool:
        """Return whether a script completes the row: a stored one of a long list that was just opened."""
        return self.is_one_of_many and bool(self.folded_fields) and self.is_plain

    @property
    def stands_in_for(self) -> str:
        """The name of the person replaced by this substitute; its field is folded away."""
        people = self.known.get("on_behalf_of", {})
        person = people.get(str(self.value_of("on_behalf_of"))) if people else None
        return str(person) if person else ""


class AttendanceLine(NamedTuple):
    """What the fields of a plain row hold, for a template that writes 300 rows.

    `roles` and `statuses` are the options of a select, in a short row the chosen one alone.
    """

    order: str
    person: str
    name: str
    label: str
    roles: SafeString
    statuses: SafeString


# A stored row of a long list: in a template three hundred took a third of the time of their page. HTML lets
# the end of a cell be left out, which are 9 KB.
SHORT_ROW = SafeString(
    '<tr class="form-row has_original" id="{p}">'
    '<td><input type="number" name="{p}-order" value="{order}" aria-label="{order_label}" min="0">'
    '<td><select name="{p}-person" aria-label="{person_label}" class="admin-autocomplete">{person}</select>'
    '<td><input type="text" name="{p}-label" value="{label}" aria-label="{label_label}">'
    '<td><select name="{p}-role" aria-label="{role_label}">{roles}</select>'
    '<td><select name="{p}-status" aria-label="{status_label}" id="id_{p}-status">{statuses}</select>'
    '<td class="more">{stands_in}<input type="hidden" name="{p}-id" value="{key}">'
    "<details{values}><summary>{more}{count}</summary></details></tr>"
)


class AttendanceFormSet(OrderedFormSet):
    posts_in_public = False  # whether people are told apart by what the public knows alone

    @cached_property
    def lines(self) -> list[tuple[Any, AttendanceLine | None, SafeString | None]]:
        """Each row, with what it holds if that is all there is to show, and its HTML if it is short."""
        self.options: dict[tuple[str, str, bool], SafeString] = {}
        return [self.shown(form) for form in self.forms]

    def shown(self, form: Any) -> tuple[Any, AttendanceLine | None, SafeString | None]:
        line = self.line_of(form) if form.is_plain else None
        return form, line, self.short_row(form, line) if line and form.is_short else None

    def line_of(self, form: Any) -> AttendanceLine:
        is_short = form.is_short
        order, person, label, role, status = (
            str("" if (value := form.value_of(name)) is None else value)
            for name in ("order", "person", "label", "role", "status")
        )
        known = self.known["person"].get(person)
        name = form.fields["person"].label_from_instance(known) if known else ""
        return AttendanceLine(
            order,
            person if known else "",
            name,
            label,
            self.options_of(form, "role", role, is_alone=is_short),
            self.options_of(form, "status", status, is_alone=is_short),
        )

    def short_row(self, form: Any, line: AttendanceLine) -> SafeString:
        """Return a row as HTML whose rest a script completes from the empty row."""
        option = format_html('<option value="{}" selected>{}</option>', line.person, line.name)
        name, values, count = form.stands_in_for, form.folded_values(), form.more_count()
        pill = '<span class="pill substitute">{}</span>'
        return format_html(
            SHORT_ROW,
            **self.labels,
            **line._asdict() | {"person": option if line.person else ""},
            p=form.prefix,
            key=form.instance.pk,
            stands_in=format_html(pill, gettext("for %(name)s") % {"name": name}) if name else "",
            values=format_html(' data-values="{}"', values) if values else "",
            count=format_html(' <span class="count">{}</span>', count) if count else "",
        )

    @cached_property
    def labels(self) -> dict[str, str]:
        """What the fields of a row are called, in the words of the page."""
        names = ("order", "person", "label", "role", "status")
        labels = {f"{name}_label": str(self.form.base_fields[name].label) for name in names}
        return labels | {"more": gettext("More")}

    def options_of(self, form: Any, name: str, value: str, *, is_alone: bool) -> SafeString:
        """Return the options of a select, or the chosen one alone."""
        if (name, value, is_alone) not in self.options:
            choices = [(str(key), label) for key, label in form.fields[name].widget.choices]
            self.options[name, value, is_alone] = format_html_join(
                "",
                '<option value="{}"{}>{}</option>',
                (
                    (key, SafeString(" selected" * (key == value and not is_alone)), label)
                    for key, label in choices
                    if key == value or not is_alone
                ),
            )
        return self.options[name, value, is_alone]

    @cached_property
    def stored_spans(self) -> dict[int, list[AttendanceSpan]]:
        """The spans of stored rows, by primary key; a query if there are any."""
        if not any(getattr(row, "has_spans", True) for row in self.get_queryset()):
            return {}
        spans: dict[int, list[AttendanceSpan]] = {}
        for span in AttendanceSpan.objects.filter(attendance__meeting=self.instance).in_order():
            spans.setdefault(span.attendance_id, []).append(span)
        return spans

    @cached_property
    def stored_items(self) -> list[AgendaItem]:
        return list(self.instance.agenda_items.in_order())

    def check_spans(self) -> None:
        """Check the lines of each row against the agenda that is saved with it."""
        changed = [form for form in self.forms if "spans" in form.changed_data]
        numbers = typed_numbers(self.data, self.instance) if changed else []
        gone = deleted_items(self.data)
        for form in self.forms:
            if form in self.deleted_forms or "spans" in form.errors:
                continue
            if form not in changed:
                self.keep_items(form, gone)
                continue
            try:
                check_lines(read_span_lines(form.cleaned_data["spans"]), numbers, self.instance)
            except ValidationError as problem:
                form.add_error("spans", problem)

    def check_hours(self) -> None:
        if self.instance.last_day == self.instance.date:
            for form in self.forms:
                if form not in self.deleted_forms and hasattr(form, "cleaned_data"):
                    check_next_day(form, self.instance.hours, ["arrived_at", "left_at"])

    def keep_items(self, form: Any, gone: set[str]) -> None:
        """Refuse to delete an agenda item that the lines of a row name, which would go with it."""
        spans = self.stored_spans.get(form.instance.pk, []) if gone else []
        if any(str(key) in gone for span in spans for key in (span.from_item_id, span.to_item_id)):
            form.add_error(None, _("An agenda item that is to be deleted is named in “out of the room”."))

    def save_spans(self) -> None:
        """Save the lines of rows that were changed, after the agenda."""
        changed = [form for form in self.forms if "spans" in form.changed_data]
        items = list(AgendaItem.objects.filter(meeting=self.instance).in_order()) if changed else []
        for form in changed:
            if form not in self.deleted_forms:
                save_lines(form.instance, read_span_lines(form.cleaned_data["spans"]), items)

    @cached_property
    def choices(self) -> dict[str, Choice]:
        """Matches for the names of rows without a chosen person: {name: choice}."""
        rows = range(self.total_form_count()) if self.is_bound else range(0)
        prefixes = [self.add_prefix(row) for row in rows]
        names = [
            str(self.data.get(f"{prefix}-name_as_written", ""))
            for prefix in prefixes
            if not self.data.get(f"{prefix}-person")
        ]
        names = [name for name in dict.fromkeys(names) if name.strip()]
        return dict(zip(names, chosen(names), strict=True))

    @cached_property
    def near(self) -> dict[int, Person]:
        keys = {key for choice in self.choices.values() for key in choice.possible}
        people = Person.objects.with_posts(in_public=self.posts_in_public)
        return people.in_bulk(keys) if keys else {}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        person: Any = self.known["person"].get(str(form.instance.person_id))
        if form.instance.pk and (spans := self.stored_spans.get(form.instance.pk)):
            form.initial["spans"] = lines_of(spans, self.stored_items)
        if person and form.initial.get("name_as_written") == person.name:
            form.initial["name_as_written"] = ""
        if index is None or not self.is_bound:
            return
        choice = self.choices.get(str(self.data.get(f"{form.prefix}-name_as_written", "")))
        if choice and not self.data.get(f"{form.prefix}-person"):
            offered = [self.near[key] for key in choice.possible if key in self.near]
            form.fields["person"].offered = offered
            form.is_near = bool(offered)
            if offered and form.fields["person"].takes_new:
                name = str(self.data[f"{form.prefix}-name_as_written"])
                form.fields["person"].newcomers = dict([another(name, index + 2)])

    def clean(self) -> None:
        """Refuse a new person listed twice: the database's rule does not know them yet."""
        super().clean()
        self.check_spans()
        self.check_hours()
        seen: list[Any] = []
        for form in self.forms:
            person = getattr(form, "cleaned_data", {}).get("person")
            if not is_newcomer(person) or form in self.deleted_forms:
                continue
            if any(person is other for other in seen):
                form.add_error("person", _("This person is listed twice."))
                field: Any = form.fields["person"]
                field.newcomers = dict([another(str(person), len(seen) + 1)])
            seen.append(person)
