"""What is asked before drafts are submitted, returned, or given another body."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from archive.forms.desk.meeting import MeetingsField
from archive.forms.fields import TextField
from archive.models import Body, Meeting
from archive.models.submission import LONGEST_REMARK

REMARK = "submission_remark"


class SubmissionForm(forms.Form):
    """The remark on a meeting's page, for whoever publishes it."""

    submission_remark = TextField(
        label=_("Remark on submitting"),
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
        help_text=_("For whoever publishes it; sent by “Submit”, never public."),
    )


class ChosenForm(forms.Form):
    """Meetings chosen in the list; what cannot be done with one of them is said by the operation."""

    meetings = MeetingsField(queryset=Meeting.objects.select_related("body"))

    def keys(self) -> list[Any]:
        return list(self.cleaned_data["meetings"].oldest_first().values_list("pk", flat=True))


class AssignmentForm(ChosenForm):
    """Which drafts are given another body, and which one."""

    body = forms.ModelChoiceField(
        Body.objects.by_name(),
        label=capfirst(_("body")),
        error_messages={"required": _("Choose the body that met.")},
    )


class ReturnForm(ChosenForm):
    """Which submitted drafts are returned, and why."""

    remark = TextField(
        label=_("Remark"),
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80, "autofocus": True}),
        help_text=_("The clerk reads it on the draft and on the first page of the desk."),
        error_messages={"required": _("Say why it is returned: the clerk reads it on the draft.")},
    )
