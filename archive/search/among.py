"""Words looked for among resolutions that something else has narrowed already."""

from collections.abc import Sequence
from typing import NamedTuple

from archive.models import Meeting
from archive.models.resolution import ResolutionQuerySet
from archive.search.entries import Kind
from archive.search.hits import Hit, hits_of
from archive.search.listing import newest_keys
from archive.search.narrowing import Filters
from archive.search.query import SearchQuery

# The index knows neither movers nor what is in force, so what it finds is sifted.
MOST_SIFTED = 500


class Found(NamedTuple):
    """The hits of a page, how many there are, and whether older ones were left unsifted."""

    hits: Sequence[Hit]
    total: int
    is_cut: bool


def find_among(
    query: SearchQuery,
    resolutions: ResolutionQuerySet,
    filters: Filters,
    *,
    page: int = 1,
    size: int = 20,
) -> Found:
    """Return the published resolutions among some that hold what a query looks for, newest first.

    `filters` is what the index knows of how they were narrowed. Where it keeps more than MOST_SIFTED,
    the newest are sifted. Costs the queries of a search and one more.
    """
    meetings = Meeting.objects.published()
    keys, total = newest_keys(query, meetings, filters, kind=Kind.RESOLUTION, most=MOST_SIFTED)
    kept = set(resolutions.with_keys(keys).values_list("pk", flat=True))
    found = [key for key in keys if key in kept]
    start = (page - 1) * size
    shown = {Kind.RESOLUTION: found[start : start + size]}
    hits = hits_of(shown, query, meetings)[Kind.RESOLUTION]
    return Found(hits, len(found), total > len(keys))
