"""The home page."""

from operator import attrgetter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.models import Body, Meeting, Resolution

LATEST = 5  # meetings
RECENT = 6  # decisions
LARGEST = 8  # bodies


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the search box, what the archive covers, and what is new in it."""
    years = Meeting.objects.published().counted_by_year()
    bodies = list(Body.objects.with_published_meetings().by_name())
    bodies.sort(key=attrgetter("meeting_count"), reverse=True)
    context = {
        "years": years,
        "meeting_count": sum(count for _year, count in years),
        "resolution_count": Resolution.objects.published().count(),
        "body_count": len(bodies),
        "bodies": bodies[:LARGEST],
        "meetings": Meeting.objects.published().with_list_columns().newest_first()[:LATEST],
        "resolutions": Resolution.objects.published().with_meeting().newest_first()[:RECENT],
    }
    return render(request, "home/home.html", context)
