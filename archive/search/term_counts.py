"""Precomputed match counts of frequent terms: a search for one reads no more than its page.

The matches of a term that stands in `Limits.common` entries are counted by kind, year and facet. A facet
is a number for one body, or the bodies of a joint meeting, and one result that occur together. A rebuild
finds these terms and counts them; each write to the index then changes the counts in its own
transaction, so they are exact.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from archive.models.write_lock import one_writer
from archive.search.engines.base import LIMITS, MatchCounts, MatchRequest, PageRequest, added_up, engine
from archive.search.entries import (
    END_OF_TITLES,
    SEPARATOR,
    Entry,
    IdRange,
    Kind,
    day_of,
    kind_of,
    mark,
    span_of,
)


class TallyPlace(NamedTuple):
    """What is counted of an entry."""

    kind: Kind
    year: int
    facet: int


Tally = Mapping[TallyPlace, int]


# Searching


def count_matches(cursor: CursorWrapper, asked: MatchRequest) -> MatchCounts:
    return counted(cursor, asked) or engine().match(cursor, asked)


def counted(cursor: CursorWrapper, asked: MatchRequest) -> MatchCounts | None:
    """Return the answer to a request without reading the matches, or None where that is not known.

    It is for one common term, in whole years, narrowed by body and result only, while the index holds
    nothing that may not be read. Costs three queries, and one a page.
    """
    term, marks = parts_of(asked)
    if not term or asked.visible[0] or not asked.has_whole_years:
        return None
    cursor.execute("SELECT kind, year, facet, number FROM archive_search_tally WHERE term = %s", [term])
    tally = {TallyPlace(Kind(kind), year, facet): number for kind, year, facet, number in cursor.fetchall()}
    if not tally:
        return None
    chosen = facets_with(cursor, marks)
    kept = {place: number for place, number in tally.items() if number and place.facet in chosen}
    inside = {place: number for place, number in kept.items() if asked.has_day(dt.date(place.year, 1, 1))}
    return MatchCounts(
        totals=added_up(inside, lambda place: place.kind),
        years=added_up(kept, lambda place: (place.kind, place.year)),
        facets=added_up(inside, lambda place: (place.kind, place.facet)),
        pages=tuple(page(cursor, asked, part, kept, (term, chosen)) for part in asked.pages),
    )


def parts_of(asked: MatchRequest) -> tuple[str, list[set[str]]]:
    """Return the one word of a query and the marks of bodies and results; "" if it is no such query."""
    word, marks = "", []
    for clause in asked.query.clauses:
        phrases = [phrase for term in clause for phrase in term.phrases]
        tokens = {phrase.tokens[0] for phrase in phrases}
        if any(phrase.prefix or len(phrase.tokens) > 1 for phrase in phrases):
            return "", []
        if all(token.startswith((mark("b", ""), mark("r", ""))) for token in tokens):
            marks.append(tokens)
        elif word or len(tokens) > 1:
            return "", []
        else:
            [word] = tokens
    return ("", []) if asked.query.without else (word, marks)


def facets_with(cursor: CursorWrapper, marks: Sequence[set[str]]) -> list[int]:
    return [
        number
        for number, bodies, result in all_facets(cursor)
        if all({mark("r", result), *(mark("b", body) for body in bodies)} & wanted for wanted in marks)
    ]


def page(
    cursor: CursorWrapper,
    asked: MatchRequest,
    part: PageRequest,
    kept: Tally,
    wanted: tuple[str, list[int]],
) -> list[int]:
    """Return the ids of a page, looked for only in the years that hold it."""
    span = reach(part, kept)
    return engine().walk(cursor, asked, part, span, *wanted) if span else []


def reach(part: PageRequest, kept: Tally) -> IdRange | None:
    """Return the ids from the edge of a page as far as it can reach; None if it is empty."""
    first, last = part.bounds
    kind = kind_of(part.span.first)
    counts = added_up(kept, lambda place: (place.kind, place.year))
    if first > last:
        return None
    edge = day_of(first if part.is_upward else last).year
    years = sorted((year for of, year in counts if of == kind), reverse=not part.is_upward)
    years = [year for year in years if (year >= edge if part.is_upward else year <= edge)]
    found, passed = 0, []
    for year in years:
        passed.append(year)
        found += counts[kind, year] if year != edge else 0  # of the year at the edge it is not known
        if found > part.size + part.skip:
            break
    if not passed:
        return None
    held = span_of(kind, dt.date(min(passed), 1, 1), dt.date(max(passed), 12, 31))
    return IdRange(max(first, held.first), min(last, held.last))


# Numbers of facets


class Facet(NamedTuple):
    number: int
    bodies: tuple[int, ...]
    result: str


def all_facets(cursor: CursorWrapper) -> list[Facet]:
    """Return all facets; `result` is stored with the other bodies of a joint meeting: "adopted 5 9"."""
    cursor.execute("SELECT id, body_id, result FROM archive_search_facet")
    parts = ((number, body, written.split(" ")) for number, body, written in cursor.fetchall())
    return [Facet(number, (body, *map(int, others)), result) for number, body, (result, *others) in parts]


def facet_numbers(
    cursor: CursorWrapper, wanted: Iterable[tuple[tuple[int, ...], str]]
) -> dict[tuple[tuple[int, ...], str], int]:
    """Return {(bodies, result): number}, with new numbers for those that have none."""
    found = {(bodies, result): number for number, bodies, result in all_facets(cursor)}
    new = sorted(set(wanted) - set(found))
    found |= {facet: number for number, facet in enumerate(new, max(found.values(), default=0) + 1)}
    cursor.executemany(
        "INSERT INTO archive_search_facet (id, body_id, result) VALUES (%s, %s, %s)",
        [
            (found[bodies, result], bodies[0], " ".join([result, *map(str, bodies[1:])]))
            for bodies, result in new
        ],
    )
    return found


# Writing


def count_in(cursor: CursorWrapper, rows: Iterable[tuple[int, int, Entry]]) -> None:
    if common := common_terms(cursor):
        change(cursor, common, ((key, facet, entry.stream) for key, facet, entry in rows), 1)


def count_out(cursor: CursorWrapper, ids: Sequence[int]) -> None:
    common = common_terms(cursor) if ids else set()
    if not common:
        return
    numbers = engine().facet_of(cursor, ids)
    streams = engine().streams(cursor, ids)
    change(cursor, common, ((key, numbers[key], stream) for key, stream in streams.items()), -1)


def common_terms(cursor: CursorWrapper) -> set[str]:
    """Return the terms that are counted beforehand; a million meetings have 2,000."""
    cursor.execute("SELECT term FROM archive_search_common")
    return {term for (term,) in cursor.fetchall()}


def change(cursor: CursorWrapper, common: set[str], rows: Iterable[tuple[int, int, str]], by: int) -> None:
    changes: Counter[tuple[str, TallyPlace]] = Counter()
    for key, facet, stream in rows:
        place = TallyPlace(kind_of(key), day_of(key).year, facet)
        changes.update((term, place) for term in terms_of(stream) & common)
    engine().add_to_tally(
        cursor, [(term, *place, by * number) for (term, place), number in changes.items()]
    )


def terms_of(stream: str) -> set[str]:
    """Return what may be a common term: the different words of a stream, and the sign of all."""
    return {END_OF_TITLES, *(token for token in stream.split(" ") if not token.startswith(SEPARATOR))}


def forget_common(cursor: CursorWrapper) -> None:
    cursor.execute("DELETE FROM archive_search_tally")
    cursor.execute("DELETE FROM archive_search_common")


def find_common(numbers: Mapping[str, int], common: int = LIMITS.common) -> None:
    """Count the matches of all terms that stand in enough entries, each term in one transaction."""
    for term in sorted(term for term, number in numbers.items() if number >= common):
        with one_writer(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO archive_search_common (term) VALUES (%s)", [term])
            engine().add_to_tally(cursor, [(term, *row) for row in engine().tally(cursor, term)])


def miscounted(cursor: CursorWrapper) -> list[str]:
    """Return the common terms whose counts are not those of the index; counts each anew."""
    cursor.execute("SELECT term FROM archive_search_common ORDER BY term")
    wrong = []
    for (term,) in cursor.fetchall():
        cursor.execute(
            "SELECT kind, year, facet, number FROM archive_search_tally WHERE term = %s AND number <> 0",
            [term],
        )
        if set(cursor.fetchall()) != set(map(tuple, engine().tally(cursor, term))):
            wrong.append(term)
    return wrong
