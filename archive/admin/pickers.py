"""Autocomplete widgets for people, bodies and other rows, and their answers."""

from typing import Any

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.http import HttpRequest

from archive.forms.desk.rows import QuickRenderer, withdrawn_label
from archive.models.fields import is_key
from archive.models.reach import has_limit

QUICK = QuickRenderer()


class Picker(AutocompleteSelect):
    """Django's autocomplete, but quick in a list of hundreds.

    It labels what a formset fetched without asking the database, and its script dresses a field when
    it is first used. A short one leaves to the script what the empty row says of the same field.
    """

    is_short = False

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        if not self.is_short:
            return attrs
        return {name: value for name, value in attrs.items() if name != "lang" and name[:5] != "data-"}

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """Return the chosen row as the only option, beside the empty one where none need be chosen."""
        field = self.choices.field
        known = getattr(field, "known", {})
        value = [key for key in value if key and (key in known or is_key(str(key)))]
        if not all(key in known for key in value):
            return super().optgroups(name, value, attr)
        offered = {str(row.pk): row for row in getattr(field, "offered", [])}
        offered |= getattr(field, "newcomers", {})
        # Without it a browser sends nothing, and once the script has dressed the field an empty value: a
        # page that nobody typed on would look changed.
        has_blank = not self.is_required or not value
        blank = [self.create_option(name, "", "", selected=not value, index=0)] if has_blank else []
        options = [
            self.create_option(name, key, label, selected=key in value, index=1)
            for key, label in (
                (key, withdrawn_label(row) or field.label_from_instance(row))
                for key, row in (offered | {key: known[key] for key in value}).items()
            )
        ]
        return [(None, blank + options, 0)]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """Return the HTML, written by our renderer also where a form has its own."""
        return super().render(name, value, attrs, renderer or QUICK)

    @property
    def media(self) -> forms.Media:
        return with_own_script(super().media)


class PickerOfSeveral(AutocompleteSelectMultiple):
    """Django's autocomplete of several rows, which leaves out what can be no row, as Picker does."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, [key for key in value if is_key(str(key))], attr)

    @property
    def media(self) -> forms.Media:
        return with_own_script(super().media)


def with_own_script(files: Any) -> forms.Media:
    """Return Django's files with our script in the place of its own."""
    scripts = ["js/pickers.js" if path == "admin/js/autocomplete.js" else path for path in files._js]
    return forms.Media(css=files._css, js=scripts)


class PickerAnswers(AutocompleteJsonView):
    """What a picker offers while one types: enough of each to tell two of a name apart."""

    def get_queryset(self) -> Any:
        """Return what is offered, people with their posts: if limited to bodies, with those in public."""
        found: Any = super().get_queryset()
        is_limited = has_limit(self.request.user)
        return found.with_posts(in_public=is_limited) if hasattr(found, "with_posts") else found

    def process_request(self, request: HttpRequest) -> Any:
        """Return what is asked for, without NUL, which PostgreSQL refuses in a text."""
        term, *rest = super().process_request(request)
        return term.replace("\x00", ""), *rest

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "picker_label", str)
        return super().serialize_result(obj, to_field_name) | {"text": label(obj)}
