"""Full-text search: one page of what a query finds with the counts of all, and a filter on resolutions."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from django.db.models.expressions import RawSQL

from archive.models import Meeting
from archive.models.meeting import MeetingQuerySet
from archive.models.resolution import ResolutionQuerySet
from archive.search.engines.base import LIMITS, Limits, PageRequest, engine
from archive.search.entries import END_OF_TITLES, Kind
from archive.search.facets import KindCounts, count_facets, counts_by_kind
from archive.search.filters import NO_FILTERS, Filters, compose
from archive.search.hits import Hit, hits_of, objects_of
from archive.search.query import SearchQuery

Order = Literal["newest", "best"]

MOST_READ = 20_000  # characters of a stream; one in ten of 5,897 meetings had more


class Place(NamedTuple):
    """Which page of the results: the first, or that of the older or newer ones next to an id.

    `start` counts matches to pass over instead.
    """

    size: int = 20
    below: int | None = None
    above: int | None = None
    start: int = 0


FIRST = Place()


@dataclass(frozen=True)
class Results(KindCounts):
    """What a query finds of one kind: the counts of all, and a page.

    `ids` are the entries of the page and `hits` what they stand for; `older`, `newer` and `next_start` are
    the places of the pages beside it, None if there is no such page.
    """

    ids: Sequence[int] = ()
    hits: Sequence[Hit] = ()
    older: int | None = None
    newer: int | None = None
    next_start: int | None = None


def find(
    query: SearchQuery,
    meetings: MeetingQuerySet,
    filters: Filters = NO_FILTERS,
    *,
    kind: Kind,
    order: Order = "newest",
    place: Place = FIRST,
    limits: Limits = LIMITS,
) -> Results:
    """Return one page of what a query finds of a kind, among the meetings that the reader may see.

    Newest first is by date. Best match ranks the newest 200 and lists the rest after them, newest
    first. Both orders are stable, and the same on both engines.

    Costs four queries for few matches, some dozens of quick ones on SQLite for many; one for the hits,
    one for their meetings, and some more where a match stands outside the text of a meeting.
    Raises SearchTimeoutError after five seconds.
    """
    return pages_of(query, meetings, filters, [kind], order, place, limits)[kind]


def find_by_kind(
    query: SearchQuery,
    meetings: MeetingQuerySet,
    filters: Filters = NO_FILTERS,
    *,
    order: Order = "newest",
    size: int = 10,
    limits: Limits = LIMITS,
) -> dict[Kind, Results]:
    """Return the first page of each kind, decisions first, as find() does; all are counted at once."""
    return pages_of(query, meetings, filters, list(Kind), order, Place(size), limits)


def pages_of(
    query: SearchQuery,
    meetings: MeetingQuerySet,
    filters: Filters,
    kinds: Sequence[Kind],
    order: Order,
    place: Place,
    limits: Limits,
) -> dict[Kind, Results]:
    search = compose(query, filters, meetings, limits=limits)
    if search is None:
        return {kind: Results() for kind in kinds}
    is_ranked = order == "best" and place.below is None and place.above is None
    wanted = Place(limits.most_ranked - 1) if is_ranked else place
    pages = tuple(PageRequest(search.request.span(kind), *wanted) for kind in kinds)
    search = search._replace(request=replace(search.request, pages=pages))
    with engine().reading(limits.seconds) as cursor:
        found = count_facets(cursor, search)
        results = {
            kind: Results(**vars(counts)) for kind, counts in counts_by_kind(cursor, found, kinds).items()
        }
        for kind, ids in zip(kinds, found.kept.pages, strict=True):
            if is_ranked:
                streams = engine().beginnings(cursor, ids, MOST_READ)
                best = best_first(streams, search.words)
                results[kind] = ranked_page(results[kind], best, place)
            else:
                results[kind] = page_by_date(results[kind], ids, place)
        objects = objects_of(cursor, [key for page in results.values() for key in page.ids])
    keys = {kind: [objects[key] for key in page.ids] for kind, page in results.items()}
    hits = hits_of(keys, query, meetings)
    return {kind: replace(page, hits=hits[kind]) for kind, page in results.items()}


def page_by_date(results: Results, ids: Sequence[int], place: Place) -> Results:
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


# Best match first: the same formula on both engines, over the newest matches


# As BM25 has them. Of how rare a word is nothing is asked: all words stand in every match.
# Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3.4.
SATURATION = 1.2
LENGTH_WEIGHT = 0.75
TITLE_WEIGHT = 5  # times as much as elsewhere


def best_first(streams: Mapping[int, str], query: SearchQuery) -> list[int]:
    """Return the ids of some matches, the best first, of equals the newest.

    `streams` has the stream of each by id. Costs about 5 µs for one of 3 KB.
    """
    average = sum(map(len, streams.values())) / max(1, len(streams))
    clauses = [[f" {phrase.run}" for term in clause for phrase in term.phrases] for clause in query.clauses]
    scores = {key: score(stream, clauses, average) for key, stream in streams.items()}
    return sorted(scores, key=lambda key: (-scores[key], -key))


def score(stream: str, clauses: Sequence[Sequence[str]], average: float) -> float:
    """Return how well a stream matches: the sum over the clauses of a query, each below 1.

    A clause is given as runs of which any will do. Of equal words beside each other every second counts.
    """
    titles, _sign, rest = f" {stream} ".partition(END_OF_TITLES)
    norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * len(stream) / average)
    found = 0.0
    for runs in clauses:
        weight = sum([TITLE_WEIGHT * titles.count(run) + rest.count(run) for run in runs])
        found += weight / (weight + norm)
    return found


# Full-text search as a filter on a resolution queryset


def matching(query: SearchQuery, resolutions: ResolutionQuerySet) -> ResolutionQuerySet:
    """Keep the published resolutions among some that match a query.

    What it returns is a queryset like any other, which the database narrows, counts and slices. Costs
    a query at once, and those of the fields that were typed.
    """
    search = compose(query, NO_FILTERS, Meeting.objects.published(), (Kind.RESOLUTION,))
    if search is None:
        return resolutions.none()
    sql, params = engine().objects(search.request, search.request.span(Kind.RESOLUTION))
    return resolutions.filter(pk__in=RawSQL(sql, params))  # noqa: S611 - the engine's own SQL


@contextmanager
def in_time(query: SearchQuery | None, seconds: float = LIMITS.seconds) -> Iterator[None]:
    """Let queries on what matching() keeps end after some seconds, with SearchTimeoutError.

    Without words to look for, nothing is limited.
    """
    with engine().reading(seconds) if query else nullcontext():
        yield
