"""The form in which somebody decides what a name is that is not shaped like one."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from archive.forms.desk.three_way_merge import DeskForm
from archive.models import NameToCheck, Person

MOST_PEOPLE = 20  # in one name


class NameToCheckForm(DeskForm):
    new_people = forms.CharField(
        label=capfirst(_("people to add")),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("People who are not in the archive yet: a name on each line."),
    )

    def clean_new_people(self) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data["new_people"].splitlines()]
        longest = Person._meta.get_field("name").max_length or 0
        if any(len(name) > longest for name in names):
            raise forms.ValidationError(_("A name is too long."), code="long")
        return [name for name in names if name]

    def clean(self) -> dict[str, Any]:
        """Ask for as many people as the decision names."""
        cleaned = super().clean()
        decision = cleaned.get("decision")
        count = len(cleaned.get("people") or ()) + len(cleaned.get("new_people") or ())
        if decision == NameToCheck.Decision.PERSON and count != 1:
            self.add_error("people", _("Choose the one person, or write the name of a new one."))
        if decision == NameToCheck.Decision.SEVERAL and not 2 <= count <= MOST_PEOPLE:
            self.add_error("people", _("Choose the people, or write their names: two or more."))
        if decision == NameToCheck.Decision.NOBODY and count:
            self.add_error("people", _("Nobody is chosen for what is not a person."))
        if decision == NameToCheck.Decision.WAITING:
            self.add_error("decision", _("Say what it is."))
        return cleaned
