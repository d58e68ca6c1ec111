"""New from last meeting: the page of a new meeting, filled in as the next one of a body is likely to be."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from archive.admin.base import DeskAdmin
from archive.forms.desk.next_meeting import NextMeetingForm
from archive.models import Attendance
from archive.operations.entry.next_meeting import Proposal, propose


def proposal_of(request: HttpRequest) -> Proposal | None:
    """Return what the address asks to fill in, or None; read once a request."""
    if request.method != "GET" or "next_of" not in request.GET:
        return None
    if not hasattr(request, "proposal"):
        form = NextMeetingForm(request.GET)
        asked = form.cleaned_data if form.is_valid() else None
        request.proposal = propose(asked["next_of"], on=asked["on"]) if asked else None  # type: ignore[attr-defined]
    return request.proposal  # type: ignore[attr-defined]


def expected(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the rows of the attendance that the page of a new meeting is filled in with."""
    proposal = proposal_of(request)
    return proposal.rows if proposal else []


class ProposingAdmin(DeskAdmin):
    """A meeting's page that can be filled in from the last meeting; nothing is saved by that."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return what a new meeting begins with."""
        proposal = proposal_of(request)
        if proposal:
            return proposal.values
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        return {name: value for name, value in initial.items() if name not in NextMeetingForm.base_fields}

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Return what the rows of a kind are made from, those expected among them."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if inline.model is Attendance and not obj.pk and (rows := expected(request)):
            kwargs["initial"] = rows
        return kwargs

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say beside each field where its value came from."""
        if not context.get("original") and request.method == "GET":
            asked = "next_of" in request.GET
            context["next_form"] = NextMeetingForm(request.GET if asked else None)
            context["proposal"] = proposal = proposal_of(request)
            form = context["adminform"].form
            for name, reason in (proposal.reasons if proposal else {}).items():
                form[name].help_text = reason
        return super().render_change_form(request, context, *args, **kwargs)
