"""Forms of the table of files that wait: the rows and the button that were sent, and what was typed."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from archive.forms.fields import RowsField
from archive.models import SourceText

NONE = SourceText.objects.none()


class TableForm(forms.Form):
    """What the table sends: its rows, those ticked, or the one that a button or a script names."""

    row = RowsField(NONE, required=False)
    tick = RowsField(NONE, required=False)
    one = forms.ModelChoiceField(NONE, required=False)
    look = forms.ModelChoiceField(NONE, required=False)
    body_for_all = forms.CharField(required=False, max_length=200)
    day_order = forms.ChoiceField(choices=[("day", ""), ("month", "")], required=False)
    new_body = forms.CharField(required=False, max_length=200)

    def __init__(self, data: Any, *, sources: QuerySet[SourceText]) -> None:
        super().__init__(data)
        for name in ("row", "tick", "one", "look"):
            field: Any = self.fields[name]
            field.queryset = sources
        self.is_valid()


class AgainForm(forms.Form):
    """Files that were taken before: those to be told of, or the one to be read again."""

    again = RowsField(NONE, required=False)

    def __init__(self, data: Any, *, sources: QuerySet[SourceText]) -> None:
        super().__init__(data)
        field: Any = self.fields["again"]
        field.queryset = sources
        self.is_valid()

    def sources(self) -> list[SourceText]:
        return list(self.cleaned_data.get("again", ()))


class AnswersForm(forms.Form):
    """What a row says of its file; a date that cannot be one is asked about in the row."""

    body_name = forms.CharField(required=False, max_length=200)
    day = forms.CharField(required=False, max_length=100)
    title = forms.CharField(required=False, max_length=500)

    @property
    def is_sent(self) -> bool:
        return self.add_prefix("day") in self.data
