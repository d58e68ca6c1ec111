"""Giving drafts another body on the desk: an action of the list, and the page that asks which."""

from typing import Any

from django.contrib.admin import ModelAdmin, action
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin.form_page import render_view
from archive.admin.meeting_page.publication import limit_meetings, listed_meetings
from archive.admin.meeting_page.submission import tell_all
from archive.admin.pickers import Picker
from archive.forms.desk.submission import AssignmentForm
from archive.models import Meeting
from archive.models.reach import reached
from archive.operations.entry.assign_body import assign_body


@action(description=gettext_lazy("Assign a body to the selected drafts"), permissions=["change"])
def assign_selected(admin: ModelAdmin, request: HttpRequest, queryset: Any) -> HttpResponse:
    keys = [("meetings", key) for key in queryset.oldest_first().values_list("pk", flat=True)]
    return redirect(f"{reverse('admin:archive_meeting_assign')}?{urlencode(keys)}")


def assign_view(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Ask which body, give it to those drafts that can have it, and say of each other meeting why not."""
    if not admin.has_change_permission(request):
        raise PermissionDenied
    form = limited_form(admin, request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        return assign_chosen(admin, request, form)
    asked = form.data if form.is_bound else request.GET
    listed = listed_meetings(AssignmentForm(asked), request)
    form.initial = {"meetings": [meeting.pk for meeting in listed]}
    context = {"title": _("Assign a body"), "form": form, "meetings": listed}
    return render_view(admin, request, "meeting/assign.html", media=admin.media + form.media, **context)


def limited_form(admin: ModelAdmin, request: HttpRequest, data: Any) -> AssignmentForm:
    """Return the form with the meetings and bodies that the user reaches."""
    form = AssignmentForm(data)
    limit_meetings(form, request)
    field: Any = form.fields["body"]
    field.queryset = reached(field.queryset, request.user)
    field.widget = Picker(Meeting._meta.get_field("body"), admin.admin_site)
    field.widget.choices = field.choices
    return form


def assign_chosen(admin: ModelAdmin, request: HttpRequest, form: AssignmentForm) -> HttpResponse:
    keys, body = form.keys(), form.cleaned_data["body"]
    refusals = assign_body(keys, body, by=request.user)
    count = len(keys) - len(refusals)
    message = ngettext(
        "%(count)d draft is now of %(body)s.", "%(count)d drafts are now of %(body)s.", count
    )
    tell_all(admin, request, message % {"count": count, "body": body}, count, refusals)
    return redirect("admin:archive_meeting_changelist")
