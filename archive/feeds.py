"""Atom feeds."""

import re
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Resolution, Topic
from archive.operations.dossiers import dossier_of
from archive.record.history import Correction, corrections, with_headings
from archive.templatetags.archive import excerpt
from archive.text.redaction import shown

NEWEST = 50  # entries
LONGEST_SUMMARY = 300  # characters

# What XML 1.0 cannot hold, not even escaped. Source: XML 1.0, production 2 (Char).
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class CorrectionsFeed(Feed):
    """The newest corrections; two queries."""

    feed_type = Atom1Feed
    link = reverse_lazy("corrections")
    subtitle = gettext_lazy("What was corrected, approved or withdrawn after it was published, and why.")

    def title(self) -> str:
        """Return what the feed is called."""
        return _("Corrections: %(site)s") % {"site": settings.SITE_NAME}

    def author_name(self) -> str:
        """Return whose feed it is; Atom asks for one."""
        return settings.SITE_OWNER or settings.SITE_NAME

    def items(self) -> list[Correction]:
        """Return the newest corrections."""
        return with_headings(corrections()[:NEWEST])

    def item_title(self, item: Any) -> str:
        """Return what happened to which meeting."""
        values = {"kind": item.version.get_kind_display(), "name": shown(item.heading.name)}
        return readable(_("%(kind)s: %(name)s") % values)

    def item_description(self, item: Any) -> str:
        """Return why."""
        return readable(item.version.reason)

    def item_guid(self, item: Any) -> str:
        """Return a name that stays when the meeting is withdrawn or its address changes."""
        return item.identifier

    def item_pubdate(self, item: Any) -> Any:
        """Return when."""
        return item.version.created_at

    def item_updateddate(self, item: Any) -> Any:
        """Return when: versions never change."""
        return item.version.created_at


class TopicFeed(Feed):
    """What was decided on a topic, the newest first; the queries of dossier_of()."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> Topic:
        """Return the topic at an address."""
        return get_object_or_404(Topic.objects.published(), slug=slug)

    def title(self, topic: Topic) -> str:
        """Return what the feed is called."""
        return readable(_("%(topic)s: %(site)s") % {"topic": topic, "site": settings.SITE_NAME})

    def link(self, topic: Topic) -> str:
        """Return the address of the dossier."""
        return topic.get_absolute_url()

    def subtitle(self, topic: Topic) -> str:
        """Return what the topic is about."""
        return readable(topic.description)

    def author_name(self) -> str:
        """Return whose feed it is; Atom asks for one."""
        return settings.SITE_OWNER or settings.SITE_NAME

    def items(self, topic: Topic) -> list[Resolution]:
        """Return the newest decisions."""
        return dossier_of(topic).resolutions[::-1][:NEWEST]

    def item_title(self, item: Any) -> str:
        """Return what was decided, and how it ended."""
        values = {"title": shown(item.label), "result": item.get_result_display()}
        return readable(_("%(title)s (%(result)s)") % values if item.result else values["title"])

    def item_description(self, item: Any) -> str:
        """Return the beginning of the text, without its markup."""
        return readable(excerpt(item.text, LONGEST_SUMMARY))

    def item_pubdate(self, item: Any) -> Any:
        """Return when its minutes were published."""
        return item.meeting.published_at

    def item_updateddate(self, item: Any) -> Any:
        """Return the same: what was corrected since stands in the feed of corrections."""
        return item.meeting.published_at


def readable(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return NOT_XML.sub("", text)


corrections_feed = CorrectionsFeed()
topic_feed = TopicFeed()
