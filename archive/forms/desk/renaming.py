"""What a change of a name is: a new one from a day on, or a slip that is put right."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from archive.forms.desk.three_way_merge import DeskForm
from archive.forms.fields import DateField
from archive.models.fields import key_of

NEW, SLIP = "new", "slip"
QUESTIONS = ("renaming", "renamed_on")


class RenamingForm(DeskForm):
    """A person or body. The questions are asked once the name was changed, see is_renamed()."""

    renaming = forms.ChoiceField(
        label=capfirst(_("what the change of the name is")),
        choices=[
            (NEW, _("A new name, from a day on: the old one stays in the minutes of before")),
            (SLIP, _("A slip: the old one was never the name")),
        ],
        widget=forms.RadioSelect(attrs={"class": "radiolist"}),
        required=False,
    )
    renamed_on = DateField(
        label=capfirst(_("first day of the new name")),
        required=False,
        help_text=_("Of a new name only, for example 2016-05-03."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not is_renamed(self.instance, cleaned.get("name")):
            return cleaned
        if not cleaned.get("renaming"):
            self.add_error("renaming", _("Say whether this is a new name or a slip."))
        elif (
            cleaned["renaming"] == NEW and not cleaned.get("renamed_on") and "renamed_on" not in self.errors
        ):
            self.add_error("renamed_on", _("Give the first day of the new name."))
        return cleaned

    @property
    def first_day(self) -> dt.date | None:
        """The first day of a new name; None of a slip."""
        is_new = self.cleaned_data.get("renaming") == NEW
        return self.cleaned_data.get("renamed_on") if is_new else None


def is_renamed(row: Any, name: str | None) -> bool:
    """Return whether a stored person or body gets a name that differs in more than case or blanks."""
    return bool(row.pk and name and key_of(name) != key_of(row.name))
