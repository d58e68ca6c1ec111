"""A new meeting of a body that has one on the same day: which it is, is asked before it is saved."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from archive.admin.form_page import FormPage, FormPageAdmin
from archive.admin.meeting_page.next_meeting import proposal_of
from archive.forms.desk.new_meeting import SameDayForm
from archive.models import Body, Meeting
from archive.models.reach import reached
from archive.operations.entry.same_day import meetings_of_day

SECOND = "_second"  # the box that says so: the primary keys of the meetings that were shown beside it


def is_told_apart(page: FormPage) -> bool:
    """Return whether valid forms repeat no meeting, or say that it is a second one; add an error if not.

    A preview may come before, since it saves nothing.
    """
    if page.row is not None or "_preview" in page.fields:
        return True
    found = same_day(page.request, page.form.cleaned_data)
    if {str(meeting.pk) for meeting in found} <= confirmed(page):
        return True
    asked = _("There is one on this day: open it, or say above that this is a second one.")
    page.form.add_error("date", asked)
    return False


def confirmed(page: FormPage) -> set[str]:
    return set(" ".join(page.fields.getlist(SECOND)).split())


def same_day(request: HttpRequest, known: dict[str, Any]) -> list[Meeting]:
    """Return meetings that the new one may repeat; none while its body or its day is not known."""
    body, day = known.get("body"), known.get("date")
    is_exact = known.get("date_precision", Meeting.Precision.DAY) == Meeting.Precision.DAY
    if not (body and day and is_exact):
        return []
    return list(reached(meetings_of_day(body, day), request.user))


def same_day_context(page: FormPage) -> dict[str, Any]:
    """Return the meetings that a new one may repeat, as soon as its body and its day are known."""
    if page.row is not None or not page.may_change:
        return {}
    found = same_day(page.request, known_of(page))
    is_second = bool(found) and {str(one.pk) for one in found} <= confirmed(page)
    return {"same_day": found, "is_second": is_second}


def known_of(page: FormPage) -> dict[str, Any]:
    if proposal := proposal_of(page.request):
        return {"body": proposal.body, "date": proposal.values.get("date")}
    initial = page.admin.get_changeform_initial_data(page.request) if not page.is_sent else {}
    return cleaned_alone(page.fields if page.is_sent else initial, page.request)


def cleaned_alone(typed: Any, request: HttpRequest) -> dict[str, Any]:
    """Return body and day of what was typed, each if it can be read and the user reaches it."""
    form = SameDayForm(typed, bodies=reached(Body.objects.all(), request.user))
    form.is_valid()
    return form.cleaned_data


def same_day_view(admin: FormPageAdmin, request: HttpRequest) -> HttpResponse:
    """Answer the page's script with the notice, empty if no meeting is repeated."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    found = same_day(request, cleaned_alone(request.GET, request))
    return render(request, "admin/archive/meeting/_same_day.html", {"same_day": found})
