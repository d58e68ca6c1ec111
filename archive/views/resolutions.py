"""Resolutions: the register, and one resolution."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.forms.public.filters import ResolutionFilterForm
from archive.models import Meeting, Resolution
from archive.models.resolution import ResolutionQuerySet
from archive.paging import PAGE_SIZE, Page, asked_number, keys_of, page_of, page_or_404
from archive.record.matter_steps import steps_around
from archive.record.resolution_timeline import relations_of, standing_of, timeline_of
from archive.search.entries import Kind
from archive.search.find import Place, find, in_time
from archive.search.hits import hits_of
from archive.search.query import SearchQuery
from archive.views.meetings import current_page
from archive.views.search import hit_rows


@require_safe
def resolution_list(request: HttpRequest) -> HttpResponse:
    """List published resolutions, newest first; with words, those that match them."""
    form = ResolutionFilterForm(request.GET)
    if form.words:
        context = search_page(request, form, form.words)
    else:
        resolutions = form.apply(Resolution.objects.published())
        page = page_of(request, resolutions.with_meeting().newest_first())
        context = {"page": page, "vouched": vouched_for(form, resolutions)}
    return render(request, "resolutions/resolution_list.html", {"form": form, **context})


def vouched_for(form: ResolutionFilterForm, resolutions: ResolutionQuerySet) -> tuple[int, Any] | None:
    """Return what a list of what is in force can vouch for; None if the list is of something else."""
    asks = form.is_valid() and form.cleaned_data["in_force"]
    return resolutions.register_counts() if asks else None


def search_page(request: HttpRequest, form: ResolutionFilterForm, words: SearchQuery) -> dict[str, Any]:
    """Return the page of the resolutions that match some words, as hits with their passages.

    The index pages by itself if it knows every filter that is set; otherwise the database filters.
    """
    meetings, number = Meeting.objects.published(), asked_number(request)
    vouched = None
    if form.is_plain:
        place = Place(PAGE_SIZE, start=PAGE_SIZE * (number - 1))
        results = find(words, meetings, form.narrowing, kind=Kind.RESOLUTION, place=place)
        page, hits = page_or_404(Page([], number, results.total, PAGE_SIZE)), results.hits
    else:
        with in_time(words):
            kept = form.kept(Resolution.objects.published()).newest_first()
            page = page_or_404(Page([], number, kept.count(), PAGE_SIZE))
            keys = keys_of(kept, page)
            vouched = vouched_for(form, kept)
        hits = hits_of({Kind.RESOLUTION: keys}, words, meetings)[Kind.RESOLUTION]
    return {"page": replace(page, items=hit_rows(hits)), "is_search": True, "vouched": vouched}


@require_safe
def resolution_detail(request: HttpRequest, body: str, day: str, sequence: int) -> HttpResponse:
    """Show one resolution from the latest version of its meeting, with its timeline.

    Costs two queries for the meeting and its version, one for the row, two for whether it is in force if
    a decision could end it, one for the steps of its matter if it has one, and one for each step of the
    longest chain of relations.
    """
    context = current_page(request, body, day, sequence)
    meeting = context["meeting"]
    if not meeting.is_published:
        return render(request, "meetings/meeting_withdrawn.html", context, status=410)
    row = get_object_or_404(Resolution.objects.published().with_meeting().numbered(meeting, sequence))
    relations = relations_of(row)
    context["row"] = row
    context["line"] = timeline_of(row, relations)
    context["standing"] = standing_of(row, relations, timezone.localdate())
    context["steps"] = steps_around(row)
    context["previous"], context["next"] = context["minutes"].neighbours(sequence)
    return render(request, "resolutions/resolution_detail.html", context)
