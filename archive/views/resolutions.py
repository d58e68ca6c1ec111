"""Resolutions: the register, and one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.forms.filters import ResolutionFilterForm
from archive.models import Resolution, ResolutionRelation
from archive.views.meetings import current_page
from archive.views.paging import page_of


@require_safe
def resolution_list(request: HttpRequest) -> HttpResponse:
    """List published resolutions, newest first, one page at a time."""
    form = ResolutionFilterForm(request.GET)
    resolutions = form.apply(Resolution.objects.published()).with_meeting().newest_first()
    context = {"form": form, "page": page_of(request, resolutions)}
    return render(request, "resolutions/resolution_list.html", context)


@require_safe
def resolution_detail(request: HttpRequest, body: str, day: str, sequence: int) -> HttpResponse:
    """Show one resolution from the latest version of its meeting.

    Costs three queries: the meeting, its version, and what later resolutions did to this one.
    """
    context = current_page(request, body, day, sequence)
    meeting = context["meeting"]
    if not meeting.is_published:
        return render(request, "meetings/meeting_withdrawn.html", context, status=410)
    context["previous"], context["next"] = context["minutes"].neighbours(sequence)
    context["later"] = ResolutionRelation.objects.onto(meeting, sequence).with_source().in_order()
    return render(request, "resolutions/resolution_detail.html", context)
