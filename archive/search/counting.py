"""Count what queries find, without a page of it."""

from collections import Counter
from collections.abc import Iterable

from django.core.exceptions import EmptyResultSet

from archive.models.meeting import MeetingQuerySet
from archive.search.engines import engine
from archive.search.engines.base import Look
from archive.search.entries import Kind
from archive.search.filters import Filters, in_bodies, resolved, with_filters, with_results
from archive.search.find import NO_FILTERS, SECONDS, visible_condition
from archive.search.query import SearchQuery


def count_each(
    queries: Iterable[SearchQuery], meetings: MeetingQuerySet, filters: Filters = NO_FILTERS
) -> list[Counter[Kind]]:
    """Return how much each of some queries finds of each kind, as find() counts it.

    Costs what find() does, without the hits, and what is asked first but once for all of them.
    Raises SearchTimeoutError after five seconds.
    """
    try:
        visible = visible_condition(meetings)
    except EmptyResultSet:
        return [Counter() for _query in queries]
    looks = [look_of(query, filters, visible) for query in queries]
    with engine().reading(SECONDS) as cursor:
        return [engine().look(cursor, look).totals if look else Counter() for look in looks]


def look_of(query: SearchQuery, filters: Filters, visible: tuple[str, tuple[object, ...]]) -> Look | None:
    """Return the look that counts a query, or None if it asks for nothing."""
    if query.finds_nothing and (query.without or not filters.is_narrow):
        return None
    words, filters = resolved(query, filters)
    words = with_results(in_bodies(with_filters(words, filters), filters), filters)
    return Look(words, tuple(Kind), filters.since, filters.until, visible, wants_years=False)
