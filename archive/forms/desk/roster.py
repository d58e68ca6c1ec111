"""Forms of a body's page: whose terms are listed, and the day on which all of them end."""

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.forms.desk.renaming import RenamingForm
from archive.forms.fields import DateField


class RosterForm(forms.Form):
    """Which terms a body's page lists: those of a day, or all."""

    on = DateField(
        label=_("Members on"), required=False, widget=forms.TextInput({"size": 16, "form": "roster-day"})
    )
    terms = forms.CharField(required=False, widget=forms.HiddenInput)


class BodyForm(RenamingForm):
    """A body, and the day on which the terms listed with it end."""

    end_terms_on = DateField(
        label=_("End all terms listed here on"),
        required=False,
        help_text=_("Terms that have an end already, or begin later, stay as they are."),
    )
