"""Calendars to subscribe to: of all bodies, and of one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.conditional_get import unless_unchanged
from archive.models import Body, Meeting
from archive.models.meeting import MeetingQuerySet
from archive.record.build import followed_meeting
from archive.record.feed_ids import with_versions
from archive.record.render.calendar import calendar_of

NEWEST = 500  # events: about 200 KB, and what Google's and Apple's calendars still take at once


@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """Send the newest meetings of all bodies as a calendar."""
    return send_calendar(request, Meeting.objects.published(), name=settings.SITE_NAME)


@require_safe
def body_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the newest meetings of a body as a calendar."""
    body = get_object_or_404(Body.objects.with_published_meetings(), slug=slug)
    meetings = Meeting.objects.published().for_body(body)
    name = _("%(title)s: %(site)s") % {"title": body.name, "site": settings.SITE_NAME}
    return send_calendar(request, meetings, name=name)


def send_calendar(request: HttpRequest, meetings: MeetingQuerySet, *, name: str) -> HttpResponseBase:
    """Return the newest of some meetings as a calendar, those to come included, if they are published."""
    meetings = meetings.on_known_days()

    def make() -> HttpResponse:
        events = map(followed_meeting, with_versions(meetings).newest_first()[:NEWEST])
        address = request.build_absolute_uri()
        content = calendar_of(events, name=name, address=address, absolute=request.build_absolute_uri)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["X-Robots-Tag"] = "noindex"
        return response

    return unless_unchanged(request, meetings, make)
