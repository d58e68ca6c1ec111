"""Meetings: the list, a year, one meeting, and its preview for staff."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive.forms.filters import MeetingFilterForm
from archive.models import Meeting
from archive.record.page import MeetingPage
from archive.record.serializer import record_of
from archive.record.versions import current_snapshot
from archive.views.paging import page_of

YEAR_PAGE = 100  # meetings: most bodies' years fit on one page


class Month(NamedTuple):
    """The meetings of one month, or those of which only the year is known."""

    date: dt.date
    precision: str
    meetings: list[Meeting]


def by_month(meetings: Iterable[Meeting]) -> list[Month]:
    """Group meetings that come in order of their dates."""

    def month_of(meeting: Meeting) -> tuple[dt.date, str]:
        is_year = meeting.date_precision == Meeting.Precision.YEAR
        return meeting.date.replace(day=1), "year" if is_year else "month"

    return [Month(*month, list(group)) for month, group in groupby(meetings, month_of)]


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """List published meetings, newest first, one page at a time; a text is searched for elsewhere."""
    if request.GET.get("q"):
        return redirect(f"{reverse('search')}?{request.GET.urlencode()}")
    form = MeetingFilterForm(request.GET)
    meetings = form.apply(Meeting.objects.published()).with_list_columns().newest_first()
    page = page_of(request, meetings)
    context = {"form": form, "page": page, "months": by_month(page.items)}
    return render(request, "meetings/meeting_list.html", context)


@require_safe
def meeting_year(request: HttpRequest, year: str) -> HttpResponse:
    """List the published meetings of one year."""
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


@require_safe
def meeting_detail(request: HttpRequest, body: str, day: str) -> HttpResponse:
    """Show one meeting from its latest version; of a withdrawn one only that it was withdrawn.

    Costs four queries: the meeting, its version, the meetings before and after.
    """
    meetings = Meeting.objects.ever_published().select_related("body").defer("text", "summary")
    meeting = get_object_or_404(meetings, body__slug=body, slug=day)
    record = current_snapshot(meeting)
    if record is None:
        raise Http404
    context = {"meeting": meeting, "minutes": MeetingPage(record)}
    if not meeting.is_published:
        return render(request, "meetings/meeting_withdrawn.html", context, status=410)
    of_body = Meeting.objects.published().for_body(meeting.body).with_list_columns()
    context["previous"] = of_body.before(meeting).newest_first().first()
    context["next"] = of_body.after(meeting).oldest_first().first()
    return render(request, "meetings/meeting_detail.html", context)


@require_safe
@never_cache
def meeting_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show staff what is not published as the public would see it; for anyone else it does not exist."""
    if not request.user.has_perm("archive.view_meeting"):
        raise Http404
    meeting = get_object_or_404(Meeting.objects.with_children(), pk=pk)
    if meeting.is_published:
        return redirect(meeting)
    context = {"meeting": meeting, "minutes": MeetingPage(record_of(meeting)), "is_preview": True}
    response = render(request, "meetings/meeting_detail.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
