"""Form that asks when minutes were approved, and by which later meeting."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.forms.fields import DateField, is_key
from archive.models import Body, Meeting


class ApprovalForm(forms.Form):
    """When some meetings' minutes were approved; proposes the next meeting, if they are of one body."""

    approved_at = forms.ModelChoiceField(
        Meeting.objects.select_related("body"),
        label=_("approved at"),
        required=False,
        help_text=_("The later meeting that approved them. Leave it empty if none did, or unknown."),
    )
    approved_on = DateField(
        label=_("approved on"), required=False, help_text=_("Left empty: the day of that meeting.")
    )

    def __init__(self, meetings: Sequence[Meeting], data: Any = None) -> None:
        super().__init__(data, initial={"approved_at": proposed_meeting(meetings)})

    @staticmethod
    def meetings_in(keys: Sequence[str]) -> list[Meeting]:
        """Return the published meetings with these keys, which may be any text, the oldest first."""
        meetings = Meeting.objects.published().select_related("body").defer("text", "summary")
        return list(meetings.with_keys([int(key) for key in keys if is_key(key)]).oldest_first())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("approved_on") or cleaned.get("approved_at") or self.errors):
            self.add_error("approved_on", _("Say on which day, or at which meeting, they were approved."))
        return cleaned

    def approval(self) -> dict[str, Any]:
        """Return what approve_all() takes; the form must be valid."""
        at_meeting = self.cleaned_data["approved_at"]
        return {"on": self.cleaned_data["approved_on"] or at_meeting.date, "at_meeting": at_meeting}


def proposed_meeting(meetings: Sequence[Meeting]) -> Meeting | None:
    """Return the first meeting held after all of these, if they are of one body that approves so."""
    if len({meeting.body_id for meeting in meetings}) != 1:
        return None
    last = meetings[-1]
    if last.body.approval != Body.Approval.AT_LATER_MEETING:
        return None
    later = Meeting.objects.for_body(last.body).held().after(last).defer("text", "summary")
    return later.exclude(date=last.date).oldest_first().first()
