"""Forms of the pages on people and bodies."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.forms.public.filters import CHOICE_ERRORS, WrittenDateField
from archive.models import Membership
from archive.models.person import MembershipQuerySet, PersonQuerySet


class PersonFilterForm(forms.Form):
    """What narrows the list of people."""

    q = forms.CharField(
        label=_("Name"), max_length=100, required=False, widget=forms.TextInput({"type": "search"})
    )

    order = forms.ChoiceField(
        label=_("Order of names"),
        choices=[("pinyin", _("Alphabet and pinyin")), ("strokes", _("Number of strokes"))],
        required=False,
        error_messages=CHOICE_ERRORS,
    )

    @property
    def is_by_strokes(self) -> bool:
        """Whether names are asked for by the strokes of their characters."""
        return self.is_valid() and self.cleaned_data["order"] == "strokes"

    def apply(self, people: PersonQuerySet) -> PersonQuerySet:
        """Return the people of that name, all if none is given, nobody if it could not be read."""
        if not self.is_valid():
            return people.none()
        name = self.cleaned_data["q"]
        return people.matching(name) if name else people


class RosterForm(forms.Form):
    """The day whose members a body's page lists; today if none is given."""

    on = WrittenDateField(label=_("Members on"))

    def day(self, today: dt.date) -> dt.date | None:
        """Return the day asked for, or None if it could not be read."""
        if not self.is_valid():
            return None
        return self.cleaned_data["on"] or today

    def apply(self, memberships: MembershipQuerySet, today: dt.date) -> MembershipQuerySet:
        """Return the memberships in force that day, none if it could not be read."""
        day = self.day(today)
        return memberships.covering(day) if day else Membership.objects.none()
