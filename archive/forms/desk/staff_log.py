"""What the staff log is filtered by: who, kind, days, one row, words, and where a page begins."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from archive.forms.fields import DateField
from archive.models import StaffAct
from archive.models.staff_act import StaffActQuerySet

LARGEST = 2**63 - 1


class StaffLogForm(forms.Form):
    """The filters; "manage.py" as who are all commands. `row` is such as archive.meeting:12."""

    who = forms.CharField(
        label=capfirst(_("who")),
        required=False,
        max_length=150,
        help_text=_("An account, or manage.py for all commands."),
        widget=forms.TextInput(attrs={"list": "accounts", "autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(
        label=capfirst(_("kind")), required=False, choices=[("", _("All")), *StaffAct.Kind.choices]
    )
    start = DateField(label=_("From"), required=False)
    end = DateField(label=_("Until"), required=False)
    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=100,
        help_text=_("In the name of the row, or in what was before or after."),
    )
    row = forms.RegexField(
        r"^[a-z_]{1,50}\.[a-z_]{1,50}:[0-9]{1,18}$", required=False, widget=forms.HiddenInput
    )
    before = forms.IntegerField(min_value=1, max_value=LARGEST, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("start") and cleaned.get("end") and cleaned["start"] > cleaned["end"]:
            self.add_error("end", _("This day is before the first."))
        return cleaned

    def apply(self, acts: StaffActQuerySet) -> StaffActQuerySet:
        """Keep the entries that are asked for, but for the words; none if a value is wrong."""
        if not self.is_valid():
            return acts.none()
        asked = self.cleaned_data
        if asked["who"]:
            acts = acts.by(asked["who"])
        if asked["kind"]:
            acts = acts.filter(kind=asked["kind"])
        if asked["row"]:
            label, _colon, key = asked["row"].partition(":")
            acts = acts.of(label, int(key))
        return acts.between(asked["start"], asked["end"])

    @property
    def words(self) -> str:
        return self.cleaned_data.get("q", "") if self.is_valid() else ""

    @property
    def first(self) -> int:
        """Return the key before which the page begins."""
        return (self.cleaned_data.get("before") if self.is_valid() else None) or LARGEST
