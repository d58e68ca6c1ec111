"""Resolutions as rows of their meeting, where a motion and its amendments are entered in one go."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive.forms.desk.rows import KeyField, RowForm, RowFormSet
from archive.forms.fields import DateField
from archive.operations.entry.resolution_actions import Asked, add_actions

RESOLUTION_STAYS = _(
    "A resolution that was published has an address and is not deleted: correct its text or its result, "
    "or withdraw the meeting."
)


PLACEHOLDERS = {"identifier": _("number"), "name": _("title"), "text": _("wording")}


class VoteRowForm(RowForm):
    """A vote by name on the page of its resolution."""

    more = ("option_as_written", "proxy_as_written")


class ResolutionRowForm(RowForm):
    """A resolution as a row of its meeting.

    A motion that is not stored yet is named by the number of its row, a new agenda item by its row_key.
    `action_who` and `action_due` add an action item to it.
    """

    more = (
        *("classification", "classification_as_written", "agenda_item", "item_key"),
        *("amends_motion", "motion_row", "mover_as_written", "seconder_as_written"),
        *("result_as_written", "taken_at", "is_disclosed"),
    )
    unsaid = {"agenda_item", "item_key", "amends_motion", "motion_row", "classification"}
    item_key = KeyField()
    motion_row = forms.IntegerField(
        label=_("or to row"),
        required=False,
        min_value=1,
        widget=forms.HiddenInput,
    )
    # Without ids, which sixty cards need not repeat: their labels hold them.
    action_who = forms.CharField(
        label=_("Responsible"), required=False, max_length=200, widget=forms.TextInput({"id": False})
    )
    action_due = DateField(label=_("Due"), required=False, widget=forms.TextInput({"id": False}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in PLACEHOLDERS.items():
            if name in self.fields:
                self.fields[name].widget.attrs["placeholder"] = words


class ResolutionFormSet(RowFormSet):
    limited = {"agenda_item": "agenda_items", "amends_motion": "resolutions"}
    row_numbers = ("motion_row",)
    labelled = frozenset(
        {"decision_method", "yes_count", "no_count", "abstain_count", "action_who", "action_due"}
    )
    takes_actions = False  # whether the user may add action items

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

    def save_actions(self) -> None:
        """Add the action items that were typed beside saved rows, after those of their own table."""
        asked = []
        for form in self.forms if self.takes_actions else ():
            given = getattr(form, "cleaned_data", {})
            who, due = given.get("action_who", ""), given.get("action_due")
            if (who or due) and form.instance.pk and form not in self.deleted_forms:
                asked.append(Asked(form.instance, who, due))
        add_actions(self.instance, asked)

    def place_under_new_items(self, items: Iterable[Any]) -> None:
        """Put rows under the agenda items that had no key before: `items` are their forms, saved."""
        saved = [form for form in items if form.instance.pk and form.cleaned_data.get("row_key")]
        stored = {form.cleaned_data["row_key"]: form.instance for form in saved}
        for form in self.forms:
            key = getattr(form, "cleaned_data", {}).get("item_key")
            if not (item := stored.get(key)) or form in self.deleted_forms or not form.instance.pk:
                continue
            form.instance.agenda_item = item
            form.instance.save()
