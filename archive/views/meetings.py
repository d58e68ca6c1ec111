"""Meetings: the list, a year, one meeting, its print layout and its preview for staff."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive.forms.public.filters import MeetingFilterForm
from archive.forms.public.navigation import TextForm
from archive.models import Meeting, Revision
from archive.models.reach import reached
from archive.operations.withheld import may_read_withheld, note_look
from archive.paging import page_of
from archive.record.build import record_of
from archive.record.history import current_version, last_correction
from archive.record.matter_steps import steps_of_meeting
from archive.record.render.citation import citation_of
from archive.record.render.gongwen import OfficialPaper
from archive.record.render.page import MeetingPage
from archive.record.versions import record_in

YEAR_PAGE = 100  # meetings: most bodies' years fit on one page


class Month(NamedTuple):
    """The meetings of one month, or those with a known year only."""

    date: dt.date
    precision: str
    meetings: list[Meeting]


def by_month(meetings: Iterable[Meeting]) -> list[Month]:
    """Group meetings that are in order of their dates."""

    def month_of(meeting: Meeting) -> tuple[dt.date, str]:
        is_year = meeting.date_precision == Meeting.Precision.YEAR
        return meeting.date.replace(day=1), "year" if is_year else "month"

    return [Month(*month, list(group)) for month, group in groupby(meetings, month_of)]


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """List published meetings, newest first; a request with `q` is sent on to the search page."""
    if request.GET.get("q"):
        return redirect(f"{reverse('search')}?{request.GET.urlencode()}")
    form = MeetingFilterForm(request.GET)
    meetings = form.apply(Meeting.objects.published()).with_list_columns().newest_first()
    page = page_of(request, meetings)
    context = {"form": form, "page": page, "months": by_month(page.items)}
    return render(request, "meetings/meeting_list.html", context)


@require_safe
def meeting_year(request: HttpRequest, year: str) -> HttpResponse:
    years = Meeting.objects.published().counted_by_year()
    numbers = [number for number, _count in years]
    if int(year) not in numbers:
        raise Http404(_("The archive has no meetings of %(year)s.") % {"year": year})
    place = numbers.index(int(year))
    meetings = Meeting.objects.published().in_year(int(year)).with_list_columns().newest_first()
    page = page_of(request, meetings, size=YEAR_PAGE)
    context = {
        "year": int(year),
        "years": years,
        "previous": numbers[place - 1] if place else None,
        "next": numbers[place + 1] if place + 1 < len(numbers) else None,
        "page": page,
        "months": by_month(page.items),
    }
    return render(request, "meetings/meeting_year.html", context)


def current_page(
    request: HttpRequest, body: str, day: str, resolution: int | None = None
) -> dict[str, Any]:
    """Return the context shared by the pages of a meeting and of one of its resolutions.

    Costs two queries, a third if there are files, and one if a fact came after a correction. Raises
    Http404 if there is no such meeting, or there never was such a resolution.
    """
    meetings = (
        Meeting.objects.ever_published().with_matters_marked().with_joint_body().defer("text", "summary")
    )
    meeting = get_object_or_404(meetings, body__slug=body, slug=day)
    version = current_version(meeting)
    if version is None:
        raise Http404
    minutes = current_minutes(meeting, version, TextForm(request.GET).language())
    context = {"meeting": meeting, "version": version, "minutes": minutes}
    if not meeting.is_published:
        return context
    context["corrected"] = last_correction(version)
    cited = None if resolution is None else minutes.resolution(resolution)
    if resolution is not None and cited is None:
        raise Http404
    address = request.build_absolute_uri(f"{meeting.get_absolute_url()}v{version.number}/")
    citation = citation_of(
        minutes.record,
        address=address,
        today=timezone.localdate(),
        resolution=cited,
        sha256=version.sha256,
    )
    return context | {"resolution": cited, "citation": citation}


def current_minutes(meeting: Meeting, version: Revision, language: str) -> MeetingPage:
    """Return the minutes of the current version at the address that the page has now.

    The body may have been renamed since. Costs a query if there are files.
    """
    record = record_in(version.snapshot) | {"address": meeting.get_absolute_url()}
    has_files = any(row["sha256"] for row in record.get("documents", ()))
    notes = meeting.documents.published().text_notes() if has_files else {}
    is_redacted = "[[" in version.snapshot
    return MeetingPage(record, is_redacted=is_redacted, text_notes=notes, language=language)


@require_safe
def meeting_detail(request: HttpRequest, body: str, day: str) -> HttpResponse:
    """Show one meeting from its latest version; a withdrawn one answers 410 and says no more.

    Costs four queries: the meeting, its version, the meetings before and after.
    """
    context = current_page(request, body, day)
    meeting = context["meeting"]
    if not meeting.is_published:
        return render(request, "meetings/meeting_withdrawn.html", context, status=410)
    if meeting.has_matters:
        context["minutes"].tell_steps(steps_of_meeting(meeting))
    meeting.body.meets_jointly = meeting.body_meets_jointly
    of_body = Meeting.objects.published().for_body(meeting.body).as_neighbours()
    context["previous"] = of_body.before(meeting).newest_first().first()
    context["next"] = of_body.after(meeting).oldest_first().first()
    return render(request, "meetings/meeting_detail.html", context)


@require_safe
def meeting_print(request: HttpRequest, body: str, day: str) -> HttpResponse:
    """Show one meeting in the official layout of a 纪要; only minutes in simplified Chinese have one."""
    context = current_page(request, body, day)
    meeting, minutes = context["meeting"], context["minutes"]
    if not meeting.is_published:
        return render(request, "meetings/meeting_withdrawn.html", context, status=410)
    if not minutes.has_official_layout:
        raise Http404(_("This layout is for minutes in simplified Chinese."))
    minutes.asked_language = minutes.record["language"]
    context["paper"] = OfficialPaper(minutes)
    return render(request, "meetings/meeting_print.html", context)


@require_safe
@never_cache
def meeting_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show staff an unpublished meeting as the public would see it; 404 for anyone else.

    A withdrawn one only to those who may read what is withheld, and each look is logged.
    """
    if not request.user.has_perm("archive.view_meeting"):
        raise Http404
    meeting = get_object_or_404(reached(Meeting.objects.with_children(), request.user), pk=pk)
    if meeting.is_published:
        return redirect(meeting)
    if meeting.publication == Meeting.Publication.WITHDRAWN:
        if not may_read_withheld(request.user):
            raise Http404
        note_look(request.user, meeting)
    notes, language = meeting.documents.text_notes(), TextForm(request.GET).language()
    minutes = MeetingPage(record_of(meeting), text_notes=notes, language=language)
    context = {"meeting": meeting, "minutes": minutes, "is_preview": True}
    response = render(request, "meetings/meeting_detail.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
