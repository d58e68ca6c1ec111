"""What a meeting takes over from earlier ones: likely date, number and people, and open actions."""

from typing import Any

from django.http import HttpRequest

from archive.admin.form_page import FormPage
from archive.forms.desk.new_meeting import (
    FollowUpForm,
    MinutesApprovalForm,
    NextMeetingForm,
    StartsField,
)
from archive.models import Meeting, Revision
from archive.models.reach import bodies_of, reached
from archive.operations.action_closures import note_outcomes, open_actions, outcomes_of
from archive.operations.entry.next_meeting import Proposal, propose
from archive.operations.minutes_approvals import (
    approval_with_changes,
    approvals_noted,
    minutes_to_approve,
    note_approvals,
)

# New from last meeting: the page of a new one filled in; nothing is saved by that


def proposal_of(request: HttpRequest) -> Proposal | None:
    """Return what the address asks to fill in, or None; read once a request."""
    if request.method != "GET" or "next_of" not in request.GET:
        return None
    if not hasattr(request, "proposal"):
        form = limited_form(request, request.GET)
        asked = form.cleaned_data if form.is_valid() else None
        request.proposal = propose(asked["next_of"], on=asked["on"]) if asked else None  # type: ignore[attr-defined]
    return request.proposal  # type: ignore[attr-defined]


def proposal_context(page: FormPage) -> dict[str, Any]:
    """Return the question for a body, and say beside each field of a proposal where its value came from."""
    request = page.request
    if page.row is not None or request.method != "GET":
        return {}
    proposal = proposal_of(request)
    for name, reason in (proposal.reasons if proposal else {}).items():
        page.form[name].help_text = reason
    asked = request.GET if "next_of" in request.GET else None
    return {"next_form": limited_form(request, asked), "proposal": proposal}


def limited_form(request: HttpRequest, asked: Any) -> NextMeetingForm:
    """Return the question for a body, of those that the user reaches."""
    form = NextMeetingForm(asked)
    question: Any = form.fields["next_of"]
    question.queryset = reached(question.queryset, request.user)
    return form


# Follow-up: open actions and minutes to approve of earlier meetings, settled here or carried on


def is_settling(page: FormPage, meeting: Meeting | None) -> bool:
    """Return whether a page asks about earlier meetings: of a draft, or of minutes still to be added."""
    if meeting is None or not meeting.pk:
        return True
    is_announced = meeting.is_published and page.form.initial.get("status") == Meeting.Status.SCHEDULED
    return meeting.publication == Meeting.Publication.DRAFT or is_announced


def follow_up(page: FormPage, meeting: Meeting | None) -> FollowUpForm | None:
    """Return the questions, or None: of published minutes, and where the body is not known yet."""
    is_stored = meeting is not None and meeting.pk
    body = meeting.body_id if meeting and is_stored else body_asked_for(page)
    if not body or not is_settling(page, meeting):
        return None
    outcomes = outcomes_of(meeting) if meeting and is_stored else {}
    return FollowUpForm(open_actions(body, meeting), outcomes, page.fields if page.is_sent else None)


def body_asked_for(page: FormPage) -> int | None:
    if proposal := proposal_of(page.request):
        return proposal.body.pk
    key = next(iter(StartsField().clean(page.fields.getlist("body"))), None)
    bodies = bodies_of(page.request.user)
    return key if bodies is None or key in bodies else None


def approvals(page: FormPage, meeting: Meeting | None) -> MinutesApprovalForm | None:
    """Return the questions about earlier minutes, or None where body or day is not known yet."""
    asking = meeting or meeting_proposed(page)
    if not (asking.body_id and asking.date) or not is_settling(page, meeting):
        return None
    offered = minutes_to_approve(asking)
    noted = approvals_noted(asking) if asking.pk and offered else {}
    return MinutesApprovalForm(offered, noted, page.fields if page.is_sent else None)


def meeting_proposed(page: FormPage) -> Any:
    """Return a new meeting with the body and the day of its page, as far as they are known; not saved."""
    if proposal := proposal_of(page.request):
        day: Any = proposal.values.get("date")
        return Meeting(body=proposal.body, date=day)
    return page.form.instance


def follow_up_context(page: FormPage) -> dict[str, Any]:
    questions, minutes = follow_up(page, page.row), approvals(page, page.row)
    return {
        "follow_up": questions.rows() if questions else [],
        "to_approve": minutes.rows() if minutes else [],
    }


def amendment_context(page: FormPage) -> dict[str, Any]:
    """Return the meeting that approved these minutes with changes, and propose to enter these as such."""
    meeting = page.row
    if meeting is None or not meeting.is_published or meeting.approved_on:
        return {}
    owed = approval_with_changes(meeting)
    if owed and "correction_kind" in page.form.fields:
        page.form.initial["correction_kind"] = Revision.Kind.AMENDED.value
    return {"approved_with_changes": owed}


def save_follow_up(page: FormPage) -> None:
    """Store the answers; publishing the meeting closes and approves what they say."""
    meeting = page.form.instance
    if questions := follow_up(page, meeting):
        note_outcomes(meeting, questions.outcomes())
    if minutes := approvals(page, meeting):
        note_approvals(meeting, minutes.answers())
