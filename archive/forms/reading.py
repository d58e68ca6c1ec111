"""A finished text that is to be read, and the steps of checking what was read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.forms.fields import TextField
from archive.models import SourceText
from archive.operations.entering.sources import keep_text
from archive.text.reading.shapes import LONGEST_TEXT


class ReadForm(forms.Form):
    """Minutes as pasted."""

    text = TextField(
        label=_("The whole text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 18, "cols": 100, "autofocus": True}),
    )

    def keep(self, *, by: Any) -> SourceText:
        """Keep the text until a meeting is made from it."""
        return keep_text(self.cleaned_data["text"], by=by)


class SourceForm(forms.Form):
    """A source that waits for its meeting."""

    source = forms.ModelChoiceField(queryset=SourceText.objects.waiting())


class StepForm(forms.Form):
    """What is to become of a passage that was not placed: "resolution:1234", the number being its start."""

    WAYS = ("resolution", "agenda_item", "action_item", "text", "dismiss")

    place = forms.RegexField(rf"\A({'|'.join(WAYS)}):([0-9]{{1,7}})\Z")

    def clean_place(self) -> tuple[str, int]:
        """Return the way and where the passage begins."""
        way, start = self.cleaned_data["place"].split(":")
        return way, int(start)


class StartsField(forms.Field):
    """Where passages begin, as many as are sent; what is no number is left out."""

    def clean(self, value: Any) -> list[int]:
        """Return the numbers."""
        return [int(one) for one in value or [] if one.isascii() and one.isdecimal() and len(one) < 8]
