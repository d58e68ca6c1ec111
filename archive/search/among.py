"""Words looked for among resolutions that something else has narrowed already."""

import datetime as dt
from collections.abc import Collection, Sequence
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
    is_cut: bool


def find_among(
    query: SearchQuery,
    resolutions: ResolutionQuerySet,
    *,
    bodies: Collection[int] = (),
    since: dt.date | None = None,
    until: dt.date | None = None,
    page: int = 1,
    size: int = 20,
) -> Found:
    """Return the published resolutions among some that hold what a query looks for, newest first.

    `bodies`, `since` and `until` are what the index knows of how they were narrowed. Where a query finds
    more than MOST_SIFTED resolutions there, in meetings with such resolutions, the newest are sifted.
    Costs the queries of find() and one more.
    """
    meetings = Meeting.objects.published().deciding(resolutions)
    found = find(
        query,
        meetings,
        bodies=bodies,
        since=since,
        until=until,
        kind=Kind.RESOLUTION,
        size=MOST_SIFTED,
    )
    kept = set(resolutions.with_keys([hit.object.pk for hit in found.hits]).values_list("pk", flat=True))
    hits = [hit for hit in found.hits if hit.object.pk in kept]
    start = (page - 1) * size
    return Found(hits[start : start + size], len(hits), found.total > MOST_SIFTED)
