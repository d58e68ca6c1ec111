"""List all that a query finds, however much it is, without ever holding all of it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from archive.models.meeting import MeetingQuerySet
from archive.search.engines import engine
from archive.search.engines.base import Look, Slice
from archive.search.entries import Kind, span_of
from archive.search.filters import Filters, in_bodies, resolved, with_filters, with_results
from archive.search.find import SECONDS, objects_of, visible_condition
from archive.search.hits import fetched
from archive.search.query import SearchQuery

CHUNK = 500  # rows held at once


def list_all(
    query: SearchQuery, meetings: MeetingQuerySet, filters: Filters, *, kind: Kind
) -> Iterator[list[Any]]:
    """Yield all rows of a kind that a query finds, newest first, so many at once, as Hit has them.

    Each chunk is a search of its own, next below the one before, so that nothing stays open while a
    slow reader takes the answer. What is published meanwhile may be missing, nothing comes twice.
    Raises SearchTimeoutError if one takes more than five seconds, ValueError for a query that finds
    nothing by itself and no filters, since that would be everything.
    """
    look = look_for(query, meetings, filters, kind)
    below = None
    while True:
        keys, below = chunk_of(look, kind, below)
        yield fetched({kind: keys}, meetings)[kind]
        if below is None:
            return


def newest_keys(
    query: SearchQuery, meetings: MeetingQuerySet, filters: Filters, *, kind: Kind, most: int
) -> tuple[list[int], int]:
    """Return the primary keys of the newest of a kind that a query finds, and how many it finds."""
    look = look_for(query, meetings, filters, kind)
    part = Slice(span_of(kind, look.since, look.until), most)
    with engine().reading(SECONDS) as cursor:
        seen = engine().look(cursor, replace(look, slices=(part,)))
        page = seen.pages[0][:most]
        objects = objects_of(cursor, page)
    return [objects[key] for key in page if key in objects], seen.totals[kind]


def look_for(query: SearchQuery, meetings: MeetingQuerySet, filters: Filters, kind: Kind) -> Look:
    """Return a look at all that a query and filters keep of a kind; see list_all() for ValueError."""
    if query.finds_nothing and not filters.is_narrow:
        raise ValueError("There is nothing to look for.")
    words, filters = resolved(query, filters)
    words = with_results(in_bodies(with_filters(words, filters), filters), filters)
    return Look(
        words, (kind,), filters.since, filters.until, visible_condition(meetings), wants_years=False
    )


def chunk_of(look: Look, kind: Kind, below: int | None) -> tuple[list[int], int | None]:
    """Return the keys of so many matches next below an id, and the id that the next ones are below."""
    part = Slice(span_of(kind, look.since, look.until), CHUNK, below)
    with engine().reading(SECONDS) as cursor:
        [ids] = engine().look(cursor, replace(look, slices=(part,))).pages
        page = ids[:CHUNK]
        objects = objects_of(cursor, page)
    return [objects[key] for key in page if key in objects], page[-1] if len(ids) > CHUNK else None
