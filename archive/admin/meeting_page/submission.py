"""Submitting drafts on the desk, and returning them: a button, two actions of the list, and a page."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin, action
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin.form_page import FormPage, render_view
from archive.admin.meeting_page.publication import limit_meetings, listed_meetings, may_publish
from archive.forms.desk.submission import REMARK, ReturnForm, SubmissionForm
from archive.models import Meeting, StaffAct
from archive.operations.submissions import return_submitted, submit

SUBMIT = "_submit"


# The button of the page


def submission_context(page: FormPage) -> dict[str, Any]:
    """Return how the draft was submitted, and the form for the remark of whoever may submit it."""
    meeting: Any = page.row
    is_draft = meeting is None or meeting.publication == Meeting.Publication.DRAFT
    submission: Any = meeting.handed_over if meeting else None
    is_waiting = submission is not None and submission.is_waiting
    may_submit = page.may_change and is_draft and not is_waiting and not may_publish(page.request)
    is_changed = is_waiting and submission.edit_number != meeting.edit_number
    return {
        "submission": submission,
        "is_changed_since": is_changed,
        "last_save": StaffAct.objects.last_saves([meeting.pk]).get(meeting.pk) if is_changed else None,
        "submission_form": remark_form(page) if may_submit else None,
        "return_address": return_address([meeting]) if is_waiting and may_publish(page.request) else "",
    }


def return_address(meetings: Iterable[Meeting]) -> str:
    query = urlencode([("meetings", meeting.pk) for meeting in meetings])
    return f"{reverse('admin:archive_meeting_return')}?{query}"


def remark_form(page: FormPage) -> SubmissionForm:
    return SubmissionForm(page.fields if page.is_sent else None)


def is_remark_short(page: FormPage) -> bool:
    """Return whether the remark can be stored; its error is shown beside its field."""
    return REMARK not in page.fields or remark_form(page).is_valid()


def tell_of_remark(page: FormPage) -> None:
    """Give back a remark that was typed and not submitted: it is stored nowhere."""
    if SUBMIT not in page.fields and (remark := page.fields.get(REMARK, "").strip()):
        page.tell(_("Not submitted, so this remark was not stored: “%s”") % remark, messages.WARNING)


def submit_saved(page: FormPage) -> None:
    form = remark_form(page)
    form.is_valid()
    remark = form.cleaned_data[REMARK]
    for why in submit([page.form.instance.pk], by=page.request.user, remark=remark):
        page.tell(_("Saved. %s") % why, messages.WARNING)


def lead_on(page: FormPage) -> HttpResponse:
    meeting = page.form.instance
    page.tell(format_html(_("Submitted for publication: {}"), meeting), messages.SUCCESS)
    return page.admin.response_post_save_change(page.request, meeting)


# Actions of the list


@action(description=gettext_lazy("Submit the selected drafts for publication"), permissions=["change"])
def submit_selected(admin: ModelAdmin, request: HttpRequest, queryset: Any) -> None:
    """Submit what can be, and say of each other one why not."""
    keys = list(queryset.oldest_first().values_list("pk", flat=True))
    refusals = submit(keys, by=request.user)
    count = len(keys) - len(refusals)
    message = ngettext("%d draft was submitted.", "%d drafts were submitted.", count) % count
    tell_all(admin, request, message, count, refusals)


@action(description=gettext_lazy("Return the selected drafts with a remark"), permissions=["publish"])
def return_selected(admin: ModelAdmin, request: HttpRequest, queryset: Any) -> HttpResponse:
    """Lead to the page that asks why; say of each draft that is left out that it does not wait."""
    waiting = []
    for meeting in queryset.with_submission().oldest_first():
        if meeting.handed_over and meeting.handed_over.is_waiting:
            waiting.append(meeting)
        else:
            why = _("“%s” does not wait for publication, so it is not returned.") % meeting
            admin.message_user(request, why, messages.WARNING)
    return redirect(return_address(waiting))


def tell_all(
    admin: ModelAdmin, request: HttpRequest, message: str, count: int, refusals: list[str]
) -> None:
    """Say how many were done, and of each other one why not."""
    admin.message_user(request, message, messages.SUCCESS if count else messages.INFO)
    for why in refusals:
        admin.message_user(request, why, messages.WARNING)


# The page that asks why


def return_view(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    if not may_publish(request):
        raise PermissionDenied
    asked = {"meetings": request.GET.getlist("meetings")}
    form = ReturnForm(request.POST) if request.method == "POST" else ReturnForm(initial=asked)
    limit_meetings(form, request)
    if form.is_valid():
        keys = form.keys()
        refusals = return_submitted(keys, by=request.user, remark=form.cleaned_data["remark"])
        count = len(keys) - len(refusals)
        message = ngettext("%d draft was returned.", "%d drafts were returned.", count) % count
        tell_all(admin, request, message, count, refusals)
        return redirect("admin:archive_meeting_changelist")
    listed = listed_meetings(ReturnForm(form.data if form.is_bound else asked), request)
    context = {"title": _("Return with a remark"), "form": form, "meetings": listed}
    return render_view(admin, request, "meeting/return.html", **context)
