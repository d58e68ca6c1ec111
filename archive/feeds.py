"""Atom feeds."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from archive.conditional_get import require_valid, unless_unchanged
from archive.forms.public.filters import MeetingFilterForm, ResolutionFilterForm
from archive.models import Body, Meeting, Person, Resolution, Topic
from archive.models.meeting import MeetingQuerySet
from archive.operations.topic_dossier import dossier_of
from archive.record.feed_ids import deciding, with_meeting_versions, with_versions
from archive.record.history import corrections, named_by, with_headings
from archive.record.render.display import choice_label, excerpt, written_date
from archive.search import in_time
from archive.text.control_characters import printable
from archive.text.redaction import shown

NEWEST = 50  # entries
EXCERPT = 400  # characters
LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class SteadyFeed(Atom1Feed):
    """Atom that says the same as long as its entries do, and of each in which language it is."""

    def latest_post_date(self) -> dt.datetime:
        """Return when the newest entry changed; of an empty feed not now, as Django does, but long ago."""
        return super().latest_post_date() if self.items else LONG_AGO

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """Return the attributes of an entry."""
        return {"xml:lang": item["language"]} if item.get("language") else {}


class ArchiveFeed(Feed):
    """What all feeds of the archive have in common; `entries` are its rows."""

    feed_type = SteadyFeed

    def __init__(self, request: HttpRequest, *, name: str, page: str, entries: Any) -> None:
        query = request.META.get("QUERY_STRING", "")
        self.feed_url = request.get_full_path()
        self.link = f"{page}?{query}" if query else page
        self.name = name
        self.entries = entries

    def title(self) -> str:
        """Return what the feed is called."""
        return printable(_("%(title)s: %(site)s") % {"title": self.name, "site": settings.SITE_NAME})

    def author_name(self) -> str:
        """Return whose feed it is; Atom asks for one."""
        return printable(settings.SITE_OWNER or settings.SITE_NAME)

    def items(self) -> Any:
        """Return the entries."""
        return self.entries


class MeetingsFeed(ArchiveFeed):
    """Meetings, by their dates; they come from with_versions()."""

    def item_title(self, item: Any) -> str:
        """Return who met, when, and what it is called."""
        return printable(heading_of(item, shown(item.name)))

    def item_description(self, item: Any) -> str:
        """Return the summary, else how the minutes begin."""
        return printable(shown(item.summary or excerpt(item.beginning, EXCERPT)))

    def item_author_name(self, item: Any) -> str:
        """Return who met."""
        return printable(item.body.name)

    def item_guid(self, item: Any) -> str:
        """Return a name that stays when the meeting's address changes."""
        return named_by(item.first_sha256)

    def item_pubdate(self, item: Any) -> Any:
        """Return when the minutes were published."""
        return item.published_at

    def item_updateddate(self, item: Any) -> Any:
        """Return when they last changed."""
        return item.changed_at

    def item_extra_kwargs(self, item: Any) -> dict[str, str]:
        """Return the language of the minutes."""
        return {"language": item.language}


class ResolutionsFeed(ArchiveFeed):
    """Resolutions, by the dates of their meetings; they come from with_meeting_versions()."""

    def item_title(self, item: Any) -> str:
        """Return who decided, when, on what, and how it ended."""
        name = shown(item.label)
        if item.result:
            result = choice_label(item.result, "resolution.result")
            name = _("%(name)s (%(result)s)") % {"name": name, "result": result}
        return printable(heading_of(item.meeting, name))

    def item_description(self, item: Any) -> str:
        """Return how the text begins."""
        return printable(shown(excerpt(item.text, EXCERPT)))

    def item_author_name(self, item: Any) -> str:
        """Return who decided."""
        return printable(item.meeting.body.name)

    def item_guid(self, item: Any) -> str:
        """Return a name that stays when the meeting's address changes."""
        return f"{named_by(item.first_sha256)}?resolution={item.sequence}"

    def item_pubdate(self, item: Any) -> Any:
        """Return when the minutes were published."""
        return item.meeting.published_at

    def item_updateddate(self, item: Any) -> Any:
        """Return when they last changed."""
        return item.changed_at

    def item_extra_kwargs(self, item: Any) -> dict[str, str]:
        """Return the language of the minutes."""
        return {"language": item.meeting.language}


class CorrectionsFeed(ArchiveFeed):
    """The newest corrections."""

    subtitle = gettext_lazy("What was corrected, approved or withdrawn after it was published, and why.")

    def item_title(self, item: Any) -> str:
        """Return what happened to which meeting."""
        values = {"kind": item.version.get_kind_display(), "name": shown(item.heading.name)}
        return printable(_("%(kind)s: %(name)s") % values)

    def item_description(self, item: Any) -> str:
        """Return why."""
        return printable(item.version.reason)

    def item_guid(self, item: Any) -> str:
        """Return a name that stays when the meeting is withdrawn or its address changes."""
        return item.identifier

    def item_pubdate(self, item: Any) -> Any:
        """Return when."""
        return item.version.created_at

    def item_updateddate(self, item: Any) -> Any:
        """Return when: versions never change."""
        return item.version.created_at


def heading_of(meeting: Meeting, name: str) -> str:
    """Return a title that says who met, and when, before what it is about."""
    date = written_date(meeting.date, meeting.date_precision)
    return _("%(body)s, %(date)s: %(name)s") % {"body": meeting.body.name, "date": date, "name": name}


# The addresses


@require_safe
def meetings_feed(request: HttpRequest) -> HttpResponseBase:
    """Send the newest meetings that the filters of their list keep."""
    form = MeetingFilterForm(request.GET)
    require_valid(form)
    meetings = form.apply(Meeting.objects.published())
    return send_meetings(request, meetings, name=_("Meetings"), page=reverse("meeting_list"))


@require_safe
def body_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the newest meetings of a body."""
    body = get_object_or_404(Body.objects.with_published_meetings(), slug=slug)
    meetings = Meeting.objects.published().for_body(body)
    return send_meetings(request, meetings, name=body.name, page=body.get_absolute_url())


@require_safe
def person_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the newest meetings that list a person."""
    person = get_object_or_404(Person.objects.with_public_page(), slug=slug)
    meetings = Meeting.objects.published().for_person(person)
    return send_meetings(request, meetings, name=person.name, page=person.get_absolute_url())


def send_meetings(
    request: HttpRequest, meetings: MeetingQuerySet, *, name: str, page: str
) -> HttpResponseBase:
    """Return the feed of the newest of some meetings; six queries, five if nothing has changed."""

    def make() -> HttpResponseBase:
        entries = with_versions(meetings).newest_first()[:NEWEST]
        return MeetingsFeed(request, name=name, page=page, entries=entries)(request)

    return unless_unchanged(request, meetings, make)


@require_safe
def resolutions_feed(request: HttpRequest) -> HttpResponseBase:
    """Send the newest resolutions that the filters of the register keep."""
    form = ResolutionFilterForm(request.GET)
    require_valid(form)
    resolutions = form.kept(Resolution.objects.published())

    def make() -> HttpResponseBase:
        entries = with_meeting_versions(resolutions).newest_first()[:NEWEST]
        page = reverse("resolution_list")
        return ResolutionsFeed(request, name=_("Resolutions"), page=page, entries=entries)(request)

    with in_time(form.words):
        return unless_unchanged(request, deciding(resolutions), make)


@require_safe
def topic_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the newest of what was decided on a topic; the queries of dossier_of() and two more."""
    topic = get_object_or_404(Topic.objects.published(), slug=slug)
    keys = [resolution.pk for resolution in dossier_of(topic).resolutions]
    decided = Resolution.objects.published().with_keys(keys)
    entries = with_meeting_versions(decided).newest_first()[:NEWEST]
    page = topic.get_absolute_url()
    return ResolutionsFeed(request, name=str(topic), page=page, entries=entries)(request)


@require_safe
def corrections_feed(request: HttpRequest) -> HttpResponseBase:
    """Send the newest corrections."""

    def make() -> HttpResponseBase:
        entries = with_headings(corrections()[:NEWEST])
        page = reverse("corrections")
        return CorrectionsFeed(request, name=_("Corrections"), page=page, entries=entries)(request)

    return unless_unchanged(request, Meeting.objects.ever_published(), make)
