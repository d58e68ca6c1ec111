"""Resolutions as rows of their meeting, where a motion and its amendments are entered in one go."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive.forms.desk.rows import RowForm, RowFormSet

RESOLUTION_STAYS = _(
    "A resolution that was published has an address and is not deleted: correct its text or its result, "
    "or withdraw the meeting."
)


class VoteRowForm(RowForm):
    """A vote by name on the page of its resolution."""

    more = ("option_as_written", "proxy_as_written")


class ResolutionRowForm(RowForm):
    """A resolution as a row of its meeting; a motion that is not stored yet is named by its row."""

    more = (
        *(
            "identifier",
            "classification",
            "classification_as_written",
            "amends_motion",
            "motion_row",
            "mover",
            "mover_as_written",
        ),
        *("seconder", "seconder_as_written", "decision_method"),
        *("yes_count", "no_count", "abstain_count", "result_as_written", "taken_at", "is_disclosed"),
    )
    motion_row = forms.IntegerField(
        label=_("or to row"),
        required=False,
        min_value=1,
        widget=forms.NumberInput(attrs={"class": "order"}),
        help_text=_("The number of a row above or below: of a motion that is new here too."),
    )


class ResolutionFormSet(RowFormSet):
    limited = {"agenda_item": "agenda_items", "amends_motion": "resolutions"}
    row_numbers = ("motion_row",)

    def clean(self) -> None:
        """Refuse deleting what has a public address, and motions that the rows together cannot amend."""
        super().clean()
        self.check_motions()
        if self.instance.published_at and any(form.instance.pk for form in self.deleted_forms):
            raise ValidationError(RESOLUTION_STAYS)

    def check_motions(self) -> None:
        """Add an error to each row that amends a row deleted here, one that is none, or itself."""
        for place, form in enumerate(self.forms):
            if form in self.deleted_forms:
                continue
            column, message = self.fault_of(place, form)
            if message:
                form.add_error(column, message)

    def fault_of(self, place: int, form: Any) -> tuple[str, Any]:
        """Return the field and what is wrong with the motion that a row amends, ("", "") if nothing is."""
        given = getattr(form, "cleaned_data", {})
        column = "motion_row" if given.get("motion_row") else "amends_motion"
        if not given.get(column):
            return "", ""
        motion = self.motions.get(place)
        if motion is None:
            return column, _("There is no such row.")
        if given.get("motion_row") and given.get("amends_motion"):
            return column, _("Choose the motion, or give its row, and not both.")
        if self.forms[motion] in self.deleted_forms:
            return column, _("That motion is deleted here.")
        return (column, _("It would amend itself.")) if self.leads_back(place) else ("", "")

    @cached_property
    def motions(self) -> dict[int, int]:
        """Which row amends which: {place in the table: place of the motion}, from 0."""
        places = {form.instance.pk: place for place, form in enumerate(self.forms) if form.instance.pk}
        found = {}
        for place, form in enumerate(self.forms):
            given = getattr(form, "cleaned_data", {})
            chosen, number = given.get("amends_motion"), given.get("motion_row")
            if number and number <= len(self.forms) and self.is_a_row(number - 1):
                found[place] = number - 1
            elif chosen and not number and chosen.pk in places:
                found[place] = places[chosen.pk]
        return found

    def is_a_row(self, place: int) -> bool:
        form: Any = self.forms[place]
        return bool(form.instance.pk) or form.has_changed()

    def leads_back(self, place: int) -> bool:
        """Return whether the motions above a row lead back to it."""
        seen: set[int] = set()
        above = self.motions.get(place)
        while above is not None and above != place and above not in seen:
            seen.add(above)
            above = self.motions.get(above)
        return above == place

    def save(self, commit: bool = True) -> Any:
        """Save the rows, and then which amends which of those that had no key before."""
        saved = super().save(commit)
        for place, form in enumerate(self.forms) if commit else ():
            if form not in self.deleted_forms and form.cleaned_data.get("motion_row"):
                form.instance.amends_motion = self.forms[self.motions[place]].instance
                form.instance.save()
        return saved
