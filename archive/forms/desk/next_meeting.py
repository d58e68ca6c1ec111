"""What a meeting takes over from earlier ones: how a new one begins, and what became of open actions."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.forms.fields import DateField
from archive.models import ActionClosure, ActionItem, Body
from archive.operations.action_closures import Outcome

STILL_OPEN = [("", _("Still open"))]


class NextMeetingForm(forms.Form):
    """The body whose last meeting the next one is filled in from, and perhaps its date."""

    next_of = forms.ModelChoiceField(
        label=_("New from the last meeting of"), queryset=Body.objects.that_met()
    )
    on = DateField(label=pgettext_lazy("a day", "on"), required=False, widget=forms.TextInput({"size": 16}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["placeholder"] = _("by habit")


class Asked(NamedTuple):
    """An action and the two fields that ask what became of it."""

    action: ActionItem
    status: forms.BoundField
    words: forms.BoundField


class FollowUpForm(forms.Form):
    """Asks for each action whether it is still open, done or dropped, and in what words."""

    def __init__(
        self, actions: Sequence[ActionItem], outcomes: Mapping[int, Outcome], data: Any = None
    ) -> None:
        super().__init__(data)
        self.actions = actions
        for action in actions:
            status, words = outcomes.get(action.pk, Outcome(""))
            self.fields[f"closing-{action.pk}-status"] = forms.ChoiceField(
                label=_("status"),
                choices=[*STILL_OPEN, *ActionClosure.Status.choices],
                initial=status,
                required=False,
                widget=forms.Select({"aria-label": f"{_('status')}: {action}"}),
            )
            self.fields[f"closing-{action.pk}-outcome"] = forms.CharField(
                label=_("outcome"),
                initial=words,
                required=False,
                widget=forms.TextInput({"class": "vTextField", "aria-label": f"{_('outcome')}: {action}"}),
            )

    def rows(self) -> list[Asked]:
        return [
            Asked(action, self[f"closing-{action.pk}-status"], self[f"closing-{action.pk}-outcome"])
            for action in self.actions
        ]

    def outcomes(self) -> dict[int, Outcome]:
        """Return the answers by action, without those that are invalid or were not sent."""
        self.is_valid()
        answers = self.cleaned_data
        return {
            action.pk: Outcome(
                answers[f"closing-{action.pk}-status"], answers[f"closing-{action.pk}-outcome"]
            )
            for action in self.actions
            if f"closing-{action.pk}-status" in self.data
            and {f"closing-{action.pk}-status", f"closing-{action.pk}-outcome"} <= answers.keys()
        }
