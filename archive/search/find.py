"""Ask the index what a query finds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.utils import CursorWrapper

from archive.models import Meeting
from archive.models.meeting import MeetingQuerySet
from archive.search.engines import engine
from archive.search.engines.base import Look, Seen, Slice
from archive.search.entries import Kind, span_of
from archive.search.facets import facets
from archive.search.filters import Filters, in_bodies, resolved, with_filters, with_results
from archive.search.hits import Hit, hits_of
from archive.search.query import SearchQuery
from archive.search.rank import best_first
from archive.search.term_counts import counted

Order = Literal["newest", "best"]

MOST_RANKED = 200  # ranking costs 10 to 20 µs a match; of common words the newest are ranked
MOST_READ = 20_000  # characters of a stream; one in ten of 5,897 meetings had more
SECONDS = 5.0  # a search may take; what takes longer is a query made to be slow


class Place(NamedTuple):
    """Which page of the results: the first, or that of the older or newer ones next to an id.

    `start` counts matches to pass over instead.
    """

    size: int = 20
    below: int | None = None
    above: int | None = None
    start: int = 0


FIRST = Place()
NO_FILTERS = Filters()


@dataclass(frozen=True)
class Results:
    """What a query finds.

    `total` counts what the filters keep, `counts` the same by kind, all kinds. `bodies` (by primary
    key), `years` and `results` count what each value of a filter would keep, so each without its own
    filter; `is_estimate` says that bodies and results are scaled from a sample. `ids` are the entries
    of the page and `hits` what they stand for; `older`, `newer` and `next_start` are the places of
    the pages beside it, None if there is none.
    """

    total: int = 0
    counts: Counter[Kind] = field(default_factory=Counter)
    bodies: Counter[int] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    results: Counter[str] = field(default_factory=Counter)
    is_estimate: bool = False
    ids: Sequence[int] = ()
    hits: Sequence[Hit] = ()
    older: int | None = None
    newer: int | None = None
    next_start: int | None = None


class Survey(NamedTuple):
    """The looks that a search took: at all that is kept, and without the filter by body or result."""

    kept: Seen
    bodies: Seen
    results: Seen


def find(
    query: SearchQuery,
    meetings: MeetingQuerySet,
    filters: Filters = NO_FILTERS,
    *,
    kind: Kind,
    order: Order = "newest",
    place: Place = FIRST,
) -> Results:
    """Return one page of what a query finds of a kind, among the meetings that the reader may see.

    Newest first is by date. Best match ranks the newest 200 and lists the rest after them, newest
    first. Both orders are stable, and the same on both engines.

    Costs four queries for few matches, some dozens of quick ones on SQLite for many; one for the hits,
    one for their meetings, and some more where a match stands outside the text of a meeting.
    Raises SearchTimeoutError after five seconds.
    """
    return pages_of(query, meetings, filters, [kind], order, place)[kind]


def find_by_kind(
    query: SearchQuery,
    meetings: MeetingQuerySet,
    filters: Filters = NO_FILTERS,
    *,
    order: Order = "newest",
    size: int = 10,
) -> dict[Kind, Results]:
    """Return the first page of each kind, decisions first, as find() does; all are counted at once."""
    return pages_of(query, meetings, filters, list(Kind), order, Place(size))


def pages_of(
    query: SearchQuery,
    meetings: MeetingQuerySet,
    filters: Filters,
    kinds: Sequence[Kind],
    order: Order,
    place: Place,
) -> dict[Kind, Results]:
    """Return for each kind the counts, and the hits of a page."""
    if query.finds_nothing and (query.without or not filters.is_narrow):
        return {kind: Results() for kind in kinds}
    words, filters = resolved(query, filters)
    is_ranked = order == "best" and place.below is None and place.above is None
    try:
        visible = visible_condition(meetings)
    except EmptyResultSet:  # meetings.none(), or a filter that Django knows to keep nothing
        return {kind: Results() for kind in kinds}
    slices = [slice_of(kind, filters, place, is_ranked=is_ranked) for kind in kinds]
    with engine().reading(SECONDS) as cursor:
        survey = look_around(cursor, words, filters, visible, slices)
        results = tallied(survey, kinds, facets(cursor))
        for kind, ids in zip(kinds, survey.kept.pages, strict=True):
            if is_ranked:
                best = best_first(engine().beginnings(cursor, ids, MOST_READ), words)
                results[kind] = ranked_page(results[kind], best, place)
            else:
                results[kind] = page_by_date(results[kind], ids, place)
        objects = objects_of(cursor, [key for page in results.values() for key in page.ids])
    keys = {kind: [objects[key] for key in page.ids] for kind, page in results.items()}
    hits = hits_of(keys, query, meetings)
    return {kind: replace(page, hits=hits[kind]) for kind, page in results.items()}


def slice_of(kind: Kind, filters: Filters, place: Place, *, is_ranked: bool) -> Slice:
    """Return which matches to fetch: those of the page, or all that are ranked."""
    span = span_of(kind, filters.since, filters.until)
    if is_ranked:
        return Slice(span, MOST_RANKED - 1)
    return Slice(span, place.size, place.below, place.above, place.start)


def look_around(
    cursor: CursorWrapper,
    words: SearchQuery,
    filters: Filters,
    visible: tuple[str, tuple[Any, ...]],
    slices: Sequence[Slice],
) -> Survey:
    """Look at all that is kept, and where a filter by body or result is set, at what it leaves out."""
    words = with_filters(words, filters)
    asked = Look(words, tuple(Kind), filters.since, filters.until, visible)

    def at(query: SearchQuery) -> Seen:
        return look(cursor, replace(asked, query=query, wants_years=False))

    kept = replace(asked, query=with_results(in_bodies(words, filters), filters), slices=tuple(slices))
    seen = look(cursor, kept)
    return Survey(
        seen,
        bodies=at(with_results(words, filters)) if filters.bodies else seen,
        results=at(in_bodies(words, filters)) if filters.results else seen,
    )


def look(cursor: CursorWrapper, asked: Look) -> Seen:
    """Return what a look shows: as counted beforehand, else as the index gives it."""
    return counted(cursor, asked) or engine().look(cursor, asked)


def tallied(
    survey: Survey, kinds: Sequence[Kind], facets: Sequence[tuple[int, int, str]]
) -> dict[Kind, Results]:
    """Return the counts and facets of each kind."""
    found = {kind: Results(survey.kept.totals[kind], survey.kept.totals) for kind in kinds}
    for (kind, year), number in survey.kept.years.items():
        if kind in found:
            found[kind].years[year] += number
    facet_of = {number: (body, result) for number, body, result in facets}
    for kind, results in found.items():
        for number, (body, result) in facet_of.items():
            results.bodies[body] += survey.bodies.facets[kind, number]
            results.results[result] += survey.results.facets[kind, number]
    is_estimate = any(seen.is_estimate for seen in survey)
    return {
        kind: replace(results, bodies=+results.bodies, results=+results.results, is_estimate=is_estimate)
        for kind, results in found.items()
    }


def page_by_date(results: Results, ids: Sequence[int], place: Place) -> Results:
    """Return results with the ids of a page, of which one more was fetched if there are more."""
    is_upward = place.above is not None
    has_more = len(ids) > place.size
    page = ids[-place.size :] if is_upward else ids[: place.size]
    has_older, has_newer = (bool(page), has_more) if is_upward else (has_more, place.below is not None)
    return replace(
        results,
        ids=tuple(page),
        older=page[-1] if page and has_older else None,
        newer=page[0] if page and has_newer else None,
    )


def ranked_page(results: Results, best: Sequence[int], place: Place) -> Results:
    """Return results with the ids of a page of what was ranked; the last page leads on to the rest."""
    end = place.start + place.size
    has_more = end < len(best)
    return replace(
        results,
        ids=tuple(best[place.start : end]),
        older=min(best) if not has_more and results.total > len(best) else None,
        next_start=end if has_more else None,
    )


def objects_of(cursor: CursorWrapper, ids: Sequence[int]) -> dict[int, int]:
    """Return the primary keys of what entries stand for."""
    if not ids:
        return {}
    places = ", ".join(["%s"] * len(ids))
    cursor.execute(f"SELECT id, object_id FROM archive_search_entry WHERE id IN ({places})", ids)  # noqa: S608 - placeholders only
    return dict(cursor.fetchall())


def visible_condition(meetings: MeetingQuerySet) -> tuple[str, tuple[Any, ...]]:
    """Return an SQL condition on `{id}` that keeps what belongs to some meetings: the model decides.

    Of all that is published the index holds nothing more, unless rows were changed past it: such
    entries, usually none, are found from the meetings that are not published, and left out by id.
    Of fewer meetings each match is looked up. Costs a query for the former.
    """
    sql, params = meetings.order_by().values("pk").query.sql_with_params()
    if (sql, params) != all_published():
        theirs = f"SELECT id FROM archive_search_entry WHERE meeting_id IN ({sql})"  # noqa: S608 - Django's own SQL
        return f"AND {{id}} IN ({theirs})", tuple(params)
    hidden = stale_ids()
    return (f"AND {{id}} NOT IN ({', '.join(map(str, hidden))})", ()) if hidden else ("", ())


@cache
def all_published() -> tuple[str, tuple[Any, ...]]:
    """Return the statement for the keys of all that is published; kept, since each search compares."""
    return Meeting.objects.published().values("pk").query.sql_with_params()


# CROSS JOIN tells SQLite to begin with the few meetings of the partial index meeting_not_published:
# by its statistics it would rather look up the meeting of every entry, 130 ms at 100,000.
STALE = """
SELECT entry.id FROM archive_meeting AS meeting CROSS JOIN archive_search_entry AS entry
WHERE NOT (meeting.publication = 'published') AND entry.meeting_id = meeting.id
"""


def stale_ids() -> list[int]:
    """Return the ids of entries of meetings that are not published."""
    with connection.cursor() as cursor:
        cursor.execute(STALE)
        return [key for (key,) in cursor.fetchall()]
