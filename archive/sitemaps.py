"""Sitemaps for search engines, with the time of the last change."""

import datetime as dt
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.conditional_get import unless_unchanged
from archive.models import Body, Matter, Meeting, Person, Resolution, Topic
from archive.record.feed_ids import with_change
from archive.record.history import newest_version

PAGES = (
    "home",
    "meeting_list",
    "resolution_list",
    "action_list",
    "topic_list",
    "matter_list",
    "person_list",
    "body_list",
    "search",
    "gaps",
    "correction_list",
    "public_changes",
    "verification",
    "about",
    "accessibility",
    "data",
)


class PageSitemap(Sitemap):
    def items(self) -> list[str]:
        return [reverse(name) for name in PAGES]

    def location(self, item: str) -> str:
        return item


class YearSitemap(Sitemap):
    def items(self) -> list[int]:
        years = Meeting.objects.published().counted_by_year()
        return [year for year, _count in reversed(years)]

    def location(self, item: int) -> str:
        return reverse("meeting_year", args=[item])


class BodySitemap(Sitemap):
    def items(self) -> Any:
        return Body.objects.known().by_name()


class PersonSitemap(Sitemap):
    def items(self) -> Any:
        return Person.objects.with_public_page().by_name()


class TopicSitemap(Sitemap):
    def items(self) -> Any:
        return Topic.objects.published().by_name()


class MatterSitemap(Sitemap):
    def items(self) -> Any:
        return Matter.objects.published().by_key()


class MeetingSitemap(Sitemap):
    def items(self) -> Any:
        return with_change(Meeting.objects.published().newest_first()).addresses_only()

    def lastmod(self, item: Any) -> dt.datetime:
        return item.changed_at

    def get_latest_lastmod(self) -> dt.datetime | None:
        """Return the largest time of a version; Django would read every meeting to know."""
        newest = newest_version()
        return newest.latest_at if newest else None  # type: ignore[attr-defined]


class ResolutionSitemap(MeetingSitemap):
    """Resolutions, which change with their meetings."""

    def items(self) -> Any:
        return with_change(Resolution.objects.published().newest_first(), "meeting").addresses_only()


SECTIONS: dict[str, type[Sitemap] | Sitemap] = {
    "pages": PageSitemap,
    "years": YearSitemap,
    "bodies": BodySitemap,
    "people": PersonSitemap,
    "topics": TopicSitemap,
    "matters": MatterSitemap,
    "meetings": MeetingSitemap,
    "resolutions": ResolutionSitemap,
}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Send the index of the sitemaps, each of 50,000 addresses at most."""

    def make() -> HttpResponseBase:
        return sitemap_views.index(request, SECTIONS, sitemap_url_name="sitemap_section")

    return unless_unchanged(request, Meeting.objects.ever_published(), make)


@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponseBase:
    def make() -> HttpResponseBase:
        return sitemap_views.sitemap(request, SECTIONS, section=section)

    # Topics have no versions, so their slugs are part of the ETag.
    topics = Topic.objects.published().order_by("pk").values_list("slug", flat=True)
    others: Any = topics
    if section == "matters":  # these too may be joined later than their minutes were published
        others = Matter.objects.published().by_key().values_list("slug", flat=True)
    return unless_unchanged(request, Meeting.objects.ever_published(), make, *others)
