"""Forms by which readers get about: a page of a list, another language, two versions to compare."""

from string import ascii_lowercase
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from archive.forms.fields import CHOICE_ERRORS
from archive.models.fields import LANGUAGE_TAG
from archive.record.chain_lines import BEGINNING, Place, place_on_chain


class LetterForm(forms.Form):
    """The letter under which names are listed."""

    letter = forms.ChoiceField(choices=[(one, one) for one in ascii_lowercase], required=False)


class PageForm(forms.Form):
    """The number of a page."""

    page = forms.IntegerField(min_value=1, max_value=10**9, required=False)


class TextForm(forms.Form):
    """The language in which minutes are read, of those that they have; any other value asks for none."""

    text = forms.CharField(max_length=11, required=False, validators=[LANGUAGE_TAG])

    def language(self) -> str:
        return str(self.cleaned_data["text"]) if self.is_valid() else ""


class NextForm(forms.Form):
    """An address on this site; an open redirect would let a link here lead elsewhere unnoticed."""

    next = forms.CharField(max_length=2000)

    def __init__(self, data: QueryDict, *, host: str, is_secure: bool) -> None:
        super().__init__(data)
        self.host = host
        self.is_secure = is_secure

    def clean_next(self) -> Any:
        address = self.cleaned_data["next"]
        is_safe = url_has_allowed_host_and_scheme(address, {self.host}, require_https=self.is_secure)
        if not is_safe or not address.startswith("/"):
            raise forms.ValidationError("", code="elsewhere")
        return address

    def address(self, otherwise: str) -> str:
        return self.cleaned_data["next"] if self.is_valid() else otherwise


class ChainForm(forms.Form):
    """The fingerprint after which the lines of the chain are wanted; without it, from the beginning."""

    after = forms.CharField(label=_("Fingerprint"), max_length=64, required=False)

    def clean_after(self) -> Place:
        """Return its place on the chain."""
        sha256 = self.cleaned_data["after"].lower()
        place = place_on_chain(sha256) if sha256 else BEGINNING
        if place is None:
            raise forms.ValidationError(_("No version of this archive has this fingerprint."))
        return place


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
        first, last = sorted([self.cleaned_data["old"], self.cleaned_data["new"]])
        return first, last
