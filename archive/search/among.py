"""Words looked for among resolutions that something else has narrowed already."""

from collections.abc import Sequence
from typing import NamedTuple

from archive.models import Meeting
from archive.models.resolution import ResolutionQuerySet
from archive.search.document import Kind
from archive.search.finding import Hit, find
from archive.search.query import SearchQuery

# The index knows neither results nor movers, so what it finds is sifted; 500 take some 50 ms.
MOST_SIFTED = 500


class Found(NamedTuple):
    """The hits of a page, how many there are, and whether older ones were left unsifted."""

    hits: Sequence[Hit]
    total: int
    is_sifted: bool


def find_among(
    query: SearchQuery, resolutions: ResolutionQuerySet, *, page: int = 1, size: int = 20
) -> Found:
    """Return the published resolutions among some that hold what a query looks for, newest first.

    Where a query finds more than MOST_SIFTED resolutions in meetings with such resolutions, the newest
    are sifted. Costs the queries of find() and one more.
    """
    hits, is_sifted = sifted(query, resolutions)
    start = (page - 1) * size
    return Found(hits[start : start + size], len(hits), is_sifted)


def keys_among(query: SearchQuery, resolutions: ResolutionQuerySet) -> list[int]:
    """Return the primary keys of all that find_among() finds."""
    hits, _is_sifted = sifted(query, resolutions)
    return [hit.object.pk for hit in hits]


def sifted(query: SearchQuery, resolutions: ResolutionQuerySet) -> tuple[list[Hit], bool]:
    """Return the hits among some resolutions, and whether older ones were not looked at."""
    meetings = Meeting.objects.published().deciding(resolutions)
    found = find(query, meetings, kind=Kind.RESOLUTION, size=MOST_SIFTED)
    kept = set(resolutions.with_keys([hit.object.pk for hit in found.hits]).values_list("pk", flat=True))
    return [hit for hit in found.hits if hit.object.pk in kept], found.total > MOST_SIFTED
