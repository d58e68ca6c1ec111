"""The hash chain as lines that anyone may follow: fingerprints, addresses, times, and no content."""

import datetime as dt
import heapq
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from django.db.models import Q

from archive.models import ChainEntry, Revision
from archive.models.revision import RevisionQuerySet
from archive.models.url_prefix import addresses_below
from archive.record.chain import Link, place_of_link
from archive.record.versions import version_address

MOST_LINES = 10_000  # a page of 2 MB
NONE = "-"  # stands where there is no fingerprint before, or no address

Place = tuple[int, int, int]  # on the chain, as place_of_link() says
BEGINNING: Place = (0, 0, 0)


class ChainLine(NamedTuple):
    """One link; an entry that is no version has no address. A version keeps its line if it is withheld."""

    sha256: str
    previous_sha256: str
    address: str
    created_at: dt.datetime

    def __str__(self) -> str:
        before, address = self.previous_sha256 or NONE, self.address or NONE
        return f"{self.sha256} {before} {address} {self.created_at:%Y-%m-%dT%H:%M:%S.%fZ}"


def place_on_chain(sha256: str) -> Place | None:
    """Return the place of a fingerprint on the chain, None if it has none; at most two queries."""
    versions = Revision.objects.filter(sha256=sha256).defer("snapshot")
    found: Link | None = versions.first() or ChainEntry.objects.filter(sha256=sha256).first()
    return place_of_link(found) if found else None


def lines_after(place: Place, limit: int = MOST_LINES) -> list[ChainLine]:
    """Return the lines after a place, the oldest first; two queries."""
    version, is_entry, entry = place
    versions = listed_versions().filter(pk__gt=version).in_order()[:limit]
    later = Q(after_version__gt=version) | Q(after_version=version, pk__gt=entry if is_entry else 0)
    entries = ChainEntry.objects.filter(later).in_order().defer("content")[:limit]
    return lines_of_links(heapq.merge(versions, entries, key=place_of_link), limit)


def newest_lines(limit: int) -> list[ChainLine]:
    """Return the last lines, the newest first; two queries."""
    versions = listed_versions().in_order().reverse()[:limit]
    entries = ChainEntry.objects.in_order().reverse().defer("content")[:limit]
    return lines_of_links(heapq.merge(versions, entries, key=place_of_link, reverse=True), limit)


def listed_versions() -> RevisionQuerySet:
    links = ("meeting__slug", "meeting__body__slug", "sha256", "previous_sha256", "number", "created_at")
    return Revision.objects.select_related("meeting__body").only(*links)


@addresses_below()
def lines_of_links(links: Iterable[Link], limit: int) -> list[ChainLine]:
    return [
        ChainLine(link.sha256, link.previous_sha256, address_of_link(link), link.created_at)
        for link in islice(links, limit)
    ]


def address_of_link(link: Link) -> str:
    return version_address(link.meeting, link.number) if isinstance(link, Revision) else ""
