"""The form that narrows the list of follow-up."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.forms.public.filters import CHOICE_ERRORS, FilterForm, PersonField
from archive.models import Body
from archive.models.action import ActionItemQuerySet

STATES = {
    "open": pgettext_lazy("follow-up", "Open"),
    "overdue": _("Overdue"),
    "done": _("Done"),
    "dropped": _("Dropped"),
    "all": _("All"),
}


class ActionFilterForm(FilterForm):
    """State (open unless another is asked for), who is responsible, and which body gave it and when."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=list(STATES.items()),
        required=False,
        error_messages=CHOICE_ERRORS,
        widget=forms.HiddenInput,
    )
    by = forms.CharField(
        label=_("Who is responsible"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"type": "search"}),
    )
    responsible = PersonField(label=_("Responsible person"), widget=forms.HiddenInput)
    responsible_body = forms.CharField(
        label=_("Responsible body"), max_length=80, required=False, widget=forms.HiddenInput
    )

    field_order = ("by", "body", "since", "until")

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["body"].label = _("Given by")

    def clean_state(self) -> str:
        """Return the state asked for, or that of what is still to be done."""
        return self.cleaned_data["state"] or "open"

    def clean_responsible_body(self) -> Body | None:
        """Return the body at an address, if the public may know of it."""
        slug = self.cleaned_data["responsible_body"]
        body = Body.objects.answerable().at(slug).first() if slug else None
        if slug and body is None:
            raise forms.ValidationError(_("No body in this archive has this address."), code="invalid")
        return body

    def apply(self, actions: ActionItemQuerySet) -> ActionItemQuerySet:
        """Return the actions that all filters but the state keep."""
        actions = self.narrow(actions)
        if self.cleaned_data.get("responsible"):
            actions = actions.of_person(self.cleaned_data["responsible"])
        if self.cleaned_data.get("responsible_body"):
            actions = actions.of_body(self.cleaned_data["responsible_body"])
        if self.cleaned_data.get("by"):
            actions = actions.of_anyone_called(self.cleaned_data["by"])
        return actions

    def in_state(self, actions: ActionItemQuerySet, today: dt.date) -> ActionItemQuerySet:
        """Return the actions in the state asked for, in the order that suits it."""
        states = {
            "open": lambda: actions.open().most_urgent_first(),
            "overdue": lambda: actions.overdue(today).most_urgent_first(),
            "done": lambda: actions.done().newest_first(),
            "dropped": lambda: actions.dropped().newest_first(),
            "all": actions.newest_first,
        }
        return states[self.cleaned_data.get("state") or "open"]()

    def states(self, counts: dict[str, int]) -> list[dict[str, Any]]:
        """Return each state as {name, label, count, query}; the last has no count."""
        return [
            {
                "name": name,
                "label": label,
                "count": counts.get(name),
                "query": self.query_with("state", name),
            }
            for name, label in STATES.items()
        ]

    def chip_text(self, name: str, value: Any) -> str:
        """Return how one filter reads; nothing for the state, whose links stand above the list."""
        if name == "state":
            return ""
        if name == "by":
            return _("“%(value)s”") % {"value": value}
        if name in ("responsible", "responsible_body"):
            return _("by %(name)s") % {"name": value}
        return super().chip_text(name, value)
