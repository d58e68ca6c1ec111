"""Atom feeds."""

import re
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.record.history import Correction, corrections, with_headings
from archive.text.redaction import shown

NEWEST = 50  # entries

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


def readable(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return NOT_XML.sub("", text)


corrections_feed = CorrectionsFeed()
