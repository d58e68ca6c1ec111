"""Facet counts: how much each body, year and result would keep, each counted without its own filter."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from archive.models.meeting import MeetingQuerySet
from archive.search.engines.base import LIMITS, MatchCounts, engine
from archive.search.entries import Kind
from archive.search.filters import (
    NO_FILTERS,
    Composed,
    Filters,
    asks_nothing,
    compose_visible,
    visible_condition,
)
from archive.search.query import SearchQuery
from archive.search.term_counts import all_facets, count_matches


class FacetCounts(NamedTuple):
    """Counts of all that is kept, and without the filter by body or by result."""

    kept: MatchCounts
    bodies: MatchCounts
    results: MatchCounts


@dataclass(frozen=True)
class KindCounts:
    """What a search finds of one kind.

    `total` counts what the filters keep, `counts` the same by kind, all kinds. `bodies` (by primary
    key), `years` and `results` count what each value of a filter would keep, so each without its own
    filter; `is_estimate` says that bodies and results are scaled from a sample.
    """

    total: int = 0
    counts: Counter[Kind] = field(default_factory=Counter)
    bodies: Counter[int] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    results: Counter[str] = field(default_factory=Counter)
    is_estimate: bool = False


def count_facets(cursor: CursorWrapper, search: Composed) -> FacetCounts:
    kept = count_matches(cursor, search.request)

    def without_filter(query: SearchQuery) -> MatchCounts:
        if query == search.request.query:
            return kept
        return count_matches(cursor, replace(search.request, query=query, wants_years=False, pages=()))

    return FacetCounts(kept, without_filter(search.without_bodies), without_filter(search.without_results))


def counts_by_kind(
    cursor: CursorWrapper, found: FacetCounts, kinds: Sequence[Kind]
) -> dict[Kind, KindCounts]:
    is_estimate = any(part.is_estimate for part in found)
    by_kind = {
        kind: KindCounts(found.kept.totals[kind], found.kept.totals, is_estimate=is_estimate)
        for kind in kinds
    }
    for (kind, year), number in found.kept.years.items():
        if kind in by_kind:
            by_kind[kind].years[year] += number
    facets = {facet.number: facet for facet in all_facets(cursor)}
    for (kind, facet), number in found.bodies.facets.items():
        if kind in by_kind and number:
            for body in facets[facet].bodies:
                by_kind[kind].bodies[body] += number
    for (kind, facet), number in found.results.facets.items():
        if kind in by_kind and number:
            by_kind[kind].results[facets[facet].result] += number
    return by_kind


def count_each(
    queries: Iterable[SearchQuery], meetings: MeetingQuerySet, filters: Filters = NO_FILTERS
) -> list[Counter[Kind]]:
    """Return how much each of some queries finds of each kind, as find() counts it.

    Costs what find() does without the hits; which meetings are visible is asked once for all queries.
    Raises SearchTimeoutError after five seconds.
    """
    visible = visible_condition(meetings)
    if visible is None:
        return [Counter() for _query in queries]
    searches = [
        None if asks_nothing(query, filters) else compose_visible(query, filters, visible)
        for query in queries
    ]
    with engine().reading(LIMITS.seconds) as cursor:
        return [
            engine().match(cursor, replace(search.request, wants_years=False)).totals
            if search
            else Counter()
            for search in searches
        ]
