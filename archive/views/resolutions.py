"""Resolutions: the register, and one of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.forms.filters import ResolutionFilterForm
from archive.models import Meeting, Resolution, ResolutionRelation
from archive.record.page import MeetingPage
from archive.record.versions import current_snapshot
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
    meetings = Meeting.objects.ever_published().select_related("body").defer("text", "summary")
    meeting = get_object_or_404(meetings, body__slug=body, slug=day)
    record = current_snapshot(meeting)
    if record is None:
        raise Http404
    minutes = MeetingPage(record)
    context = {"meeting": meeting, "minutes": minutes}
    if not meeting.is_published:
        return render(request, "meetings/meeting_withdrawn.html", context, status=410)
    resolution = minutes.resolution(sequence)
    if resolution is None:
        raise Http404
    context["resolution"] = resolution
    context["previous"], context["next"] = minutes.neighbours(sequence)
    context["later"] = ResolutionRelation.objects.onto(meeting, sequence).with_source().in_order()
    return render(request, "resolutions/resolution_detail.html", context)
