"""The form that compares two versions of a meeting."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from archive.forms.fields import CHOICE_ERRORS


class CompareForm(forms.Form):
    """Two version numbers, in either order."""

    old = forms.TypedChoiceField(label=_("From version"), coerce=int, error_messages=CHOICE_ERRORS)
    new = forms.TypedChoiceField(label=_("To version"), coerce=int, error_messages=CHOICE_ERRORS)

    def __init__(self, data: QueryDict, numbers: list[int]) -> None:
        """Offer the numbers, oldest first; unbound unless the query string names one of the fields."""
        initial = {"old": numbers[-2] if len(numbers) > 1 else numbers[-1], "new": numbers[-1]}
        is_asked = not {"old", "new"}.isdisjoint(data)
        super().__init__(data if is_asked else None, auto_id="compare-%s", initial=initial, label_suffix="")
        for name in ("old", "new"):
            self.fields[name].choices = [(number, number) for number in numbers]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if {"old", "new"} <= self.cleaned_data.keys() and self.cleaned_data["old"] == self.cleaned_data[
            "new"
        ]:
            self.add_error("new", _("Choose two different versions."))
        return self.cleaned_data

    def numbers(self) -> tuple[int, int]:
        """Return both numbers of a valid form, the lower one first."""
        first, last = sorted([self.cleaned_data["old"], self.cleaned_data["new"]])
        return first, last
