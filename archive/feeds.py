"""Atom feeds of meetings, resolutions and corrections with the filters of their lists; calendars."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.conditional_get import require_valid, unless_unchanged
from archive.forms.public.filters import MeetingFilterForm, ResolutionFilterForm
from archive.models import Body, Meeting, Person, Resolution, Topic
from archive.models.meeting import MeetingQuerySet
from archive.models.resolution import ResolutionQuerySet
from archive.operations.topic_dossier import dossier_of
from archive.record.build import convened_meeting, followed_meeting, followed_resolution
from archive.record.chain_lines import newest_lines
from archive.record.feed_ids import meetings_of, with_meeting_versions, with_versions
from archive.record.history import corrections, with_headings
from archive.record.render.calendar import calendar_of
from archive.record.render.feed import FeedItem, chain_item, correction_item, meeting_item, resolution_item
from archive.record.versions import chain_head
from archive.search.find import in_time
from archive.text.control_characters import printable

NEWEST = 50  # entries
NEWEST_EVENTS = 500  # events: about 200 KB, and what Google's and Apple's calendars still take at once
LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class SteadyFeed(Atom1Feed):
    """Atom whose bytes change only with its entries, each with its language."""

    def latest_post_date(self) -> dt.datetime:
        """Return when the newest entry changed; for an empty feed a fixed date, where Django takes now."""
        return super().latest_post_date() if self.items else LONG_AGO

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]} if item.get("language") else {}


class ArchiveFeed(Feed):
    """A feed of items that record/render/feed.py made; `page` is the address of the same list.

    Both addresses have the filters of `form`, and nothing else that somebody put into the address.
    """

    feed_type = SteadyFeed

    def __init__(
        self,
        request: HttpRequest,
        *,
        name: str,
        page: str,
        items: Iterable[FeedItem],
        subtitle: str = "",
        form: Form | None = None,
    ) -> None:
        query = known_query(request, form)
        self.feed_url, self.link = f"{request.path}{query}", f"{page}{query}"
        self.title = printable(_("%(title)s: %(site)s") % {"title": name, "site": settings.SITE_NAME})
        self.author_name = printable(settings.SITE_OWNER or settings.SITE_NAME)  # Atom requires one
        self.subtitle = subtitle or None
        self.items = list(items)

    def item_guid(self, item: FeedItem) -> str:
        return item.guid

    def item_link(self, item: FeedItem) -> str:
        return item.link

    def item_title(self, item: FeedItem) -> str:
        return item.title

    def item_description(self, item: FeedItem) -> str:
        return item.description

    def item_author_name(self, item: FeedItem) -> str | None:
        return item.author

    def item_pubdate(self, item: FeedItem) -> dt.datetime:
        return item.published

    def item_updateddate(self, item: FeedItem) -> dt.datetime:
        return item.updated

    def item_extra_kwargs(self, item: FeedItem) -> dict[str, str]:
        return {"language": item.language}


def known_query(request: HttpRequest, form: Form | None) -> str:
    """Return the query string of a request, with "?", or "": of its fields those that a form has."""
    names = {form.add_prefix(name) for name in form.fields} if form else set()
    known = request.GET.copy()
    for name in known.keys() - names:
        del known[name]
    return f"?{known.urlencode()}" if known else ""


# Feeds


@require_safe
def meetings_feed(request: HttpRequest) -> HttpResponseBase:
    form = MeetingFilterForm(request.GET)
    require_valid(form)
    meetings = form.apply(Meeting.objects.published())
    return send_meetings(request, meetings, name=_("Meetings"), page=reverse("meeting_list"), form=form)


@require_safe
def body_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    body = get_object_or_404(Body.objects.known().with_joint(), slug=slug)
    meetings = Meeting.objects.published().for_body(body)
    return send_meetings(request, meetings, name=body.name, page=body.get_absolute_url())


@require_safe
def person_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    person = get_object_or_404(Person.objects.with_public_page(), slug=slug)
    meetings = Meeting.objects.published().for_person(person)
    return send_meetings(request, meetings, name=person.name, page=person.get_absolute_url())


def send_meetings(
    request: HttpRequest, meetings: MeetingQuerySet, *, name: str, page: str, form: Form | None = None
) -> HttpResponseBase:
    """Return the feed of the newest of some meetings; six queries, five if nothing has changed."""

    def make() -> HttpResponseBase:
        rows = with_versions(meetings).newest_first()[:NEWEST]
        items = (meeting_item(followed_meeting(row)) for row in rows)
        return ArchiveFeed(request, name=name, page=page, items=items, form=form)(request)

    return unless_unchanged(request, meetings, make)


@require_safe
def resolutions_feed(request: HttpRequest) -> HttpResponseBase:
    form = ResolutionFilterForm(request.GET)
    require_valid(form)
    resolutions = form.kept(Resolution.objects.published())
    page = reverse("resolution_list")
    with in_time(form.words):
        return unless_unchanged(
            request,
            meetings_of(resolutions),
            lambda: feed_of_resolutions(request, resolutions, name=_("Resolutions"), page=page, form=form),
        )


@require_safe
def topic_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the newest resolutions on a topic; the queries of dossier_of() and two more."""
    topic = get_object_or_404(Topic.objects.ever_public(), slug=slug)
    if not topic.is_public:
        return render(request, "topics/topic_withdrawn.html", {"topic": topic}, status=410)
    keys = [resolution.pk for resolution in dossier_of(topic).resolutions]
    decided = Resolution.objects.published().with_keys(keys)
    return feed_of_resolutions(request, decided, name=str(topic), page=topic.get_absolute_url())


def feed_of_resolutions(
    request: HttpRequest, resolutions: ResolutionQuerySet, *, name: str, page: str, form: Form | None = None
) -> HttpResponseBase:
    """Return the feed of the newest of some resolutions; two queries."""
    rows = with_meeting_versions(resolutions).newest_first()[:NEWEST]
    items = (resolution_item(followed_resolution(row)) for row in rows)
    return ArchiveFeed(request, name=name, page=page, items=items, form=form)(request)


@require_safe
def corrections_feed(request: HttpRequest) -> HttpResponseBase:
    def make() -> HttpResponseBase:
        return ArchiveFeed(
            request,
            name=_("Corrections"),
            page=reverse("correction_list"),
            items=map(correction_item, with_headings(corrections()[:NEWEST])),
            subtitle=_("What was corrected or withdrawn after it was published, and why."),
        )(request)

    return unless_unchanged(request, Meeting.objects.ever_published(), make)


@require_safe
def chain_feed(request: HttpRequest) -> HttpResponseBase:
    """Send the newest lines of the chain, so that a reader's own program keeps them."""

    def make() -> HttpResponseBase:
        items = map(chain_item, newest_lines(NEWEST))
        page = reverse("verification")
        return ArchiveFeed(request, name=_("Fingerprints"), page=page, items=items)(request)

    _last, head = chain_head()
    return unless_unchanged(request, Meeting.objects.ever_published(), make, head)


# Calendars


@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    return send_calendar(request, Meeting.objects.published(), name=settings.SITE_NAME)


@require_safe
def body_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    body = get_object_or_404(Body.objects.known().with_joint(), slug=slug)
    meetings = Meeting.objects.published().for_body(body)
    name = _("%(title)s: %(site)s") % {"title": body.name, "site": settings.SITE_NAME}
    return send_calendar(request, meetings, name=name)


def send_calendar(request: HttpRequest, meetings: MeetingQuerySet, *, name: str) -> HttpResponseBase:
    """Return the newest of some meetings as a calendar, those to come included, if they are published."""
    meetings = meetings.on_known_days()

    def make() -> HttpResponse:
        rows = with_versions(meetings).with_sittings().newest_first()[:NEWEST_EVENTS]
        events = map(convened_meeting, rows)
        address = request.build_absolute_uri(request.path)
        content = calendar_of(events, name=name, address=address, absolute=request.build_absolute_uri)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["X-Robots-Tag"] = "noindex"
        return response

    return unless_unchanged(request, meetings, make)
