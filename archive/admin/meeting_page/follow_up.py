"""Open actions of earlier meetings on the page of a draft, to be closed by it or carried on."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from archive.admin.base import DeskAdmin
from archive.admin.meeting_page.next_meeting import proposal_of
from archive.admin.meeting_page.preview import is_preview
from archive.forms.desk.follow_up import FollowUpForm
from archive.forms.desk.source_text import StartsField
from archive.models import Meeting
from archive.operations.action_closures import note_outcomes, open_actions, outcomes_of


class FollowUpAdmin(DeskAdmin):
    """A meeting's page that asks what became of what was to be done."""

    def follow_up(self, request: HttpRequest, meeting: Meeting | None) -> FollowUpForm | None:
        """Return the questions, or None: of published minutes, and where the body is not known yet."""
        if meeting is not None and meeting.publication != Meeting.Publication.DRAFT:
            return None
        body = meeting.body_id if meeting and meeting.pk else self.body_asked_for(request)
        if not body:
            return None
        outcomes = outcomes_of(meeting) if meeting and meeting.pk else {}
        data = request.POST if request.method == "POST" else None
        return FollowUpForm(open_actions(body, meeting), outcomes, data)

    def body_asked_for(self, request: HttpRequest) -> int | None:
        """Return the key of the body of a meeting that is not stored yet."""
        if proposal := proposal_of(request):
            return proposal.body.pk
        return next(iter(StartsField().clean(request.POST.getlist("body"))), None)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the questions."""
        form = self.follow_up(request, context.get("original"))
        context["follow_up"] = form.rows() if form else []
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Store the answers before the page's own button may publish the meeting."""
        questions = self.follow_up(request, form.instance)
        if questions and not is_preview(request):
            note_outcomes(form.instance, questions.outcomes())
        super().save_related(request, form, formsets, change)
