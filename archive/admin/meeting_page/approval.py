"""Approving minutes on the desk, one or many: an action of the list, and the page that asks when."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin, action
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin.form_page import render_view
from archive.admin.pickers import Picker
from archive.admin.public_things import may_correct
from archive.forms.desk.meeting import ApprovalForm, ApprovingMeetingForm
from archive.models import Meeting
from archive.models.reach import reached
from archive.operations.publish import CannotApprove, approve_all, why_not_approved


@action(description=gettext_lazy("Approve the selected minutes"), permissions=["approve"])
def approve_selected(admin: ModelAdmin, request: HttpRequest, queryset: Any) -> HttpResponse:
    """Lead to the page that asks when; say of each meeting that is left out why."""
    keys = []
    for meeting in queryset.select_related("body").oldest_first():
        if not meeting.is_published:
            why = _("“%(meeting)s” is not published.") % {"meeting": meeting}
        else:
            why = why_not_approved(meeting)
        if why:
            admin.message_user(request, why, messages.WARNING)
        else:
            keys.append(("meetings", meeting.pk))
    return redirect(f"{reverse('admin:archive_meeting_approve')}?{urlencode(keys)}")


def approve_view(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    if not may_correct(request):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    meetings = ApprovalForm.meetings_in(
        asked.getlist("meetings"), reached(Meeting.objects.all(), request.user)
    )
    form = ApprovalForm(meetings, request.POST if request.method == "POST" else None)
    later: Any = form.fields["approved_at"]
    later.queryset = reached(later.queryset, request.user)
    later.widget = picker_of(admin, form)
    if form.is_valid() and approve_chosen(admin, request, meetings, form):
        return redirect("admin:archive_meeting_changelist")
    context = {"title": _("Approve minutes"), "form": form, "meetings": meetings}
    return render_view(admin, request, "meeting/approve.html", media=admin.media + form.media, **context)


def offered_to(request: HttpRequest, meetings: Any) -> Any:
    """Return the meetings that a list or picker offers: to “approved at”, those that can approve.

    These are published and were held; of one body, if the picker names it.
    """
    form = ApprovingMeetingForm(request.GET)
    form.is_valid()
    if "field_name" not in form.cleaned_data:
        return meetings
    can_approve = meetings.published().held()
    body = form.cleaned_data.get("body")
    if body is None:
        return can_approve.none() if form.errors else can_approve
    return can_approve.for_body(body)


def picker_of(admin: ModelAdmin, form: ApprovalForm) -> Picker:
    field: Any = form.fields["approved_at"]
    picker = Picker(Meeting._meta.get_field("approved_at"), admin.admin_site)
    picker.choices = field.choices
    if form.body:
        picker.attrs["data-body"] = form.body.pk
    return picker


def approve_chosen(
    admin: ModelAdmin, request: HttpRequest, meetings: list[Meeting], form: ApprovalForm
) -> bool:
    keys = [meeting.pk for meeting in meetings]
    try:
        approve_all(keys, **form.approval(), by=request.user)
    except CannotApprove as refusal:
        for reason in refusal.reasons:
            form.add_error("approved_on", reason)
        return False
    message = ngettext(
        "The minutes of %d meeting are approved.", "The minutes of %d meetings are approved.", len(keys)
    )
    admin.message_user(request, message % len(keys), messages.SUCCESS)
    return True
