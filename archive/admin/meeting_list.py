"""The list of meetings: what its columns need, and the filter that shows what waits for work."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models import Body, Meeting
from archive.operations.publish import blocks_by_meeting


class MeetingChangeList(ChangeList):
    """The list, which alone needs the counts and what each draft lacks."""

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Return the meetings with what the columns show."""
        meetings: Any = super().get_queryset(request, *args, **kwargs)
        return meetings.with_list_columns().with_absence_counts()

    def get_results(self, request: HttpRequest) -> None:
        """Fetch the page, and of its drafts what the gate looks at: four queries more if there are any."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        note_what_is_missing(self.result_list)


def note_what_is_missing(meetings: Iterable[Any]) -> None:
    """Add `problems` to each draft and `is_unapproved` to each meeting of a page."""
    keys = [one.pk for one in meetings if one.publication == Meeting.Publication.DRAFT]
    drafts: Any = Meeting.objects.with_gate_rows().filter(pk__in=keys) if keys else []
    problems = blocks_by_meeting(drafts)
    for one in meetings:
        one.problems = problems.get(one.pk, [])
        one.is_unapproved = is_unapproved(one)


def is_unapproved(meeting: Meeting) -> bool:
    """Return whether approval is still to come; see also WaitingQuestions.unapproved()."""
    is_held = meeting.is_published and meeting.status == Meeting.Status.HELD
    return is_held and not meeting.approved_on and meeting.body.approval != Body.Approval.NONE


class WaitingFilter(admin.SimpleListFilter):
    """The kinds of work that the desk's first page lists, each in full."""

    title = _("what waits")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the kinds of work."""
        return [
            ("drafts", _("Drafts waiting")),
            ("minutes", _("Meetings without minutes")),
            ("approval", _("Not yet approved")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the meetings that wait for the kind chosen."""
        today = timezone.localdate()
        if self.value() == "drafts":
            return queryset.being_entered(today)
        if self.value() == "minutes":
            return queryset.due_for_entry(today)
        return queryset.unapproved() if self.value() == "approval" else queryset
