"""The index on SQLite: FTS5 without content, and the tokens beside it to be able to delete.

The rowid of FTS5 is the id of the entry, so a kind, a year and newest first are ranges and the order
of the index itself, and counting a range reads nothing else. SQLite before 3.43 cannot delete from a
contentless table unless it is given the old tokens, so they are kept, compressed.
Source: SQLite documentation, "SQLite FTS5 Extension", sections 4.4 and 6.
"""

import datetime as dt
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from sqlite3 import OperationalError as Interruption
from typing import Any

from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper

from archive.search.engines.base import (
    MatchCounts,
    MatchRequest,
    PageRequest,
    SearchTimeoutError,
    added_up,
    sample,
    scaled,
)
from archive.search.entries import DAY_BITS, SEQUENCE_BITS, Entry, IdRange, Kind, day_of, kind_of, span_of
from archive.search.query import SearchQuery, Term

BYTES_OF_CHARACTER = 4  # at most, in UTF-8
LARGEST_BATCH = 500  # ids in one statement; the oldest SQLite takes 999 parameters
STEPS_BETWEEN_LOOKS = 20_000  # of SQLite's virtual machine, about a millisecond

ROWID = "archive_search_fts.rowid"
MATCHES = f"archive_search_fts MATCH %s AND {ROWID} BETWEEN %s AND %s"
JOINED = f"archive_search_fts JOIN archive_search_entry AS entry ON entry.id = {ROWID}"
KIND_SHIFT = DAY_BITS + SEQUENCE_BITS


@contextmanager
def reading(seconds: float) -> Iterator[CursorWrapper]:
    """Open a cursor for searches that end after some seconds, with SearchTimeoutError.

    It is in no transaction, since IMMEDIATE ones would wait for each other.
    """
    connection.ensure_connection()
    end = time.monotonic() + seconds
    connection.connection.set_progress_handler(lambda: time.monotonic() > end, STEPS_BETWEEN_LOOKS)
    try:
        with connection.cursor() as cursor:
            yield cursor
    except OperationalError as problem:
        if isinstance(problem.__cause__, Interruption) and str(problem) == "interrupted":
            raise SearchTimeoutError from problem
        raise
    finally:
        connection.connection.set_progress_handler(None, 0)


def write(cursor: CursorWrapper, entries: Sequence[tuple[int, int, Entry]]) -> None:
    cursor.executemany(
        "INSERT INTO archive_search_entry (id, kind, object_id, meeting_id, facet, digest)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        [(key, e.kind, e.object_id, e.meeting_id, facet, e.digest) for key, facet, e in entries],
    )
    cursor.executemany(
        "INSERT INTO archive_search_fts (rowid, stream) VALUES (%s, %s)",
        [(key, entry.stream) for key, _facet, entry in entries],
    )
    cursor.executemany(
        "INSERT INTO archive_search_stream (id, stream) VALUES (%s, %s)",
        [(key, zlib.compress(entry.stream.encode())) for key, _facet, entry in entries],
    )


def erase(cursor: CursorWrapper, ids: Sequence[int]) -> None:
    for batch in batches(ids):
        cursor.executemany(
            "INSERT INTO archive_search_fts (archive_search_fts, rowid, stream) VALUES ('delete', %s, %s)",
            list(streams(cursor, batch).items()),
        )
        places = places_for(batch)
        cursor.execute(f"DELETE FROM archive_search_stream WHERE id IN ({places})", batch)  # noqa: S608 - placeholders only
        cursor.execute(f"DELETE FROM archive_search_entry WHERE id IN ({places})", batch)  # noqa: S608 - placeholders only


def streams(cursor: CursorWrapper, ids: Sequence[int]) -> dict[int, str]:
    rows = rows_for(cursor, "SELECT id, stream FROM archive_search_stream", ids)
    return {key: zlib.decompress(stream).decode() for key, stream in rows}


def beginnings(cursor: CursorWrapper, ids: Sequence[int], length: int) -> dict[int, str]:
    found: dict[int, str] = {}
    for key, stream in rows_for(cursor, "SELECT id, stream FROM archive_search_stream", ids):
        begun = zlib.decompressobj().decompress(stream, BYTES_OF_CHARACTER * length)
        found[key] = begun.decode(errors="ignore")[:length]
    return found


def add_terms(cursor: CursorWrapper, terms: Iterable[str]) -> None:
    cursor.executemany(
        "INSERT OR IGNORE INTO archive_search_term (term, reversed) VALUES (%s, %s)",
        [(term, term[::-1]) for term in terms],
    )


def facet_of(cursor: CursorWrapper, ids: Sequence[int]) -> dict[int, int]:
    return dict(rows_for(cursor, "SELECT id, facet FROM archive_search_entry", ids))


def add_to_tally(cursor: CursorWrapper, rows: Sequence[tuple[str, int, int, int, int]]) -> None:
    cursor.executemany(
        "INSERT INTO archive_search_tally (term, kind, year, facet, number) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (term, kind, year, facet) DO UPDATE SET number = number + excluded.number",
        rows,
    )


def places_for(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = iter(values)
    while batch := list(islice(remaining, LARGEST_BATCH)):
        yield batch


def rows_for(cursor: CursorWrapper, select: str, ids: Iterable[int]) -> Iterator[Any]:
    for batch in batches(ids):
        cursor.execute(f"{select} WHERE id IN ({places_for(batch)})", batch)
        yield from cursor.fetchall()


def prepare(cursor: CursorWrapper) -> None:
    """Empty the list of terms, which only grows otherwise."""
    cursor.execute("DELETE FROM archive_search_term")


def tidy(cursor: CursorWrapper) -> None:
    cursor.execute("INSERT INTO archive_search_fts (archive_search_fts) VALUES ('optimize')")


# Matching


def match(cursor: CursorWrapper, asked: MatchRequest) -> MatchCounts:
    """Count the matches: few are read, of many only ranges are counted.

    All are read, once, where each range would merge the lists of all words that begin alike.
    """
    if asked.query.has_beginnings or are_few(cursor, asked):
        return match_all(cursor, asked)
    yearly = years(cursor, asked) if asked.wants_years or not asked.has_dates else Counter()
    totals = totals_of(cursor, asked, yearly)
    is_estimate = totals.total() > asked.limits.most_counted
    return MatchCounts(
        totals=totals,
        years=yearly,
        facets=sampled_facets(cursor, asked, totals) if is_estimate else facets(cursor, asked),
        pages=tuple(newest(cursor, asked, part) for part in asked.pages),
        is_estimate=is_estimate,
    )


def match_all(cursor: CursorWrapper, asked: MatchRequest) -> MatchCounts:
    where, params = match_condition(asked, all_ids(asked))
    cursor.execute(f"SELECT entry.id, entry.facet FROM {JOINED} WHERE {where}", params)  # noqa: S608 - our own SQL
    rows = cursor.fetchall()
    if len(asked.kinds) < len(Kind):
        rows = [row for row in rows if kind_of(row[0]) in asked.kinds]
    inside = rows
    if asked.has_dates:
        spans = [asked.span(kind) for kind in asked.kinds]
        inside = [row for row in rows if any(first <= row[0] <= last for first, last in spans)]
    return MatchCounts(
        totals=added_up(Counter(key >> KIND_SHIFT for key, _facet in inside), Kind),
        years=added_up(
            Counter(key >> SEQUENCE_BITS for key, _facet in rows),
            lambda days: (kind_of(days << SEQUENCE_BITS), day_of(days << SEQUENCE_BITS).year),
        ),
        facets=added_up(
            Counter((key >> KIND_SHIFT, facet) for key, facet in inside),
            lambda place: (Kind(place[0]), place[1]),
        ),
        pages=tuple(part.of(key for key, _facet in rows) for part in asked.pages),
    )


def are_few(cursor: CursorWrapper, asked: MatchRequest) -> bool:
    """Return whether there are so few matches that reading all is cheap; reads no more to tell."""
    where, params = match_condition(asked, all_ids(asked))
    cursor.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM archive_search_fts WHERE {where} LIMIT %s)",  # noqa: S608 - our own SQL
        (*params, asked.limits.few + 1),
    )
    [number] = cursor.fetchone()
    return number <= asked.limits.few


def totals_of(
    cursor: CursorWrapper, asked: MatchRequest, yearly: Counter[tuple[Kind, int]]
) -> Counter[Kind]:
    if asked.has_dates:
        spans = [asked.span(kind) for kind in asked.kinds]
        return Counter(dict(zip(asked.kinds, counts(cursor, asked, spans), strict=True)))
    return added_up(yearly, lambda place: place[0])


def all_ids(asked: MatchRequest) -> IdRange:
    return IdRange(span_of(asked.kinds[-1]).first, span_of(asked.kinds[0]).last)


def match_condition(asked: MatchRequest, span: IdRange) -> tuple[str, tuple[Any, ...]]:
    visible, visible_params = asked.visible
    return f"{MATCHES} {visible.format(id=ROWID)}", (match_expression(asked.query), *span, *visible_params)


def objects(asked: MatchRequest, span: IdRange) -> tuple[str, tuple[Any, ...]]:
    where, params = match_condition(asked, span)
    return f"SELECT entry.object_id FROM {JOINED} WHERE {where}", params  # noqa: S608 - our own SQL


def counts(cursor: CursorWrapper, asked: MatchRequest, spans: Sequence[IdRange]) -> list[int]:
    if not spans:
        return []
    visible, visible_params = asked.visible
    values = ", ".join(["(%s, %s, %s)"] * len(spans))
    numbered = [value for number, span in enumerate(spans) for value in (number, *span)]
    cursor.execute(
        f"WITH span (number, first, last) AS (VALUES {values})"  # noqa: S608 - our own SQL
        " SELECT (SELECT count(*) FROM archive_search_fts WHERE archive_search_fts MATCH %s"
        f" AND {ROWID} BETWEEN span.first AND span.last {visible.format(id=ROWID)})"
        " FROM span ORDER BY number",
        (*numbered, match_expression(asked.query), *visible_params),
    )
    return [number for (number,) in cursor.fetchall()]


def years(cursor: CursorWrapper, asked: MatchRequest) -> Counter[tuple[Kind, int]]:
    """Return the matches of each year: each is one range a kind."""
    places = []
    for kind in asked.kinds:
        held = days(cursor, kind)
        places += [(kind, year) for year in range(held[0].year, held[1].year + 1)] if held else []
    spans = [span_of(kind, dt.date(year, 1, 1), dt.date(year, 12, 31)) for kind, year in places]
    return +Counter(dict(zip(places, counts(cursor, asked, spans), strict=True)))


def days(cursor: CursorWrapper, kind: Kind) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day that the index holds of a kind; two look-ups by primary key."""
    cursor.execute(
        "SELECT (SELECT id FROM archive_search_entry WHERE id BETWEEN %s AND %s ORDER BY id LIMIT 1),"
        " (SELECT id FROM archive_search_entry WHERE id BETWEEN %s AND %s ORDER BY id DESC LIMIT 1)",
        [*span_of(kind), *span_of(kind)],
    )
    first, last = cursor.fetchone()
    return None if first is None else (day_of(first), day_of(last))


def facets(cursor: CursorWrapper, asked: MatchRequest) -> Counter[tuple[Kind, int]]:
    counted: Counter[tuple[Kind, int]] = Counter()
    for kind in asked.kinds:
        where, params = match_condition(asked, asked.span(kind))
        cursor.execute(f"SELECT entry.facet, count(*) FROM {JOINED} WHERE {where} GROUP BY 1", params)  # noqa: S608 - our own SQL
        counted.update({(kind, facet): number for facet, number in cursor.fetchall()})
    return counted


def sampled_facets(
    cursor: CursorWrapper, asked: MatchRequest, totals: Counter[Kind]
) -> Counter[tuple[Kind, int]]:
    """Return about how many matches each facet has: of some weeks, scaled to all."""
    counted: Counter[tuple[Kind, int]] = Counter()
    for kind in asked.kinds:
        held = days(cursor, kind)
        if not totals[kind] or held is None:
            continue
        first, last = max(held[0], asked.since or held[0]), min(held[1], asked.until or held[1])
        found: Counter[tuple[Kind, int]] = Counter()
        for since, until in sample(totals[kind], first, last, asked.limits.sample):
            found += facets(cursor, replace(asked, kinds=(kind,), since=since, until=until))
        counted.update(scaled(found, totals[kind]))
    return counted


def newest(cursor: CursorWrapper, asked: MatchRequest, part: PageRequest) -> list[int]:
    where, params = match_condition(asked, part.bounds)
    order = "ASC" if part.is_upward else "DESC"
    cursor.execute(
        f"SELECT rowid FROM archive_search_fts WHERE {where} ORDER BY rowid {order} LIMIT %s OFFSET %s",  # noqa: S608 - our own SQL
        (*params, part.size + 1, part.skip),
    )
    return part.in_order([key for (key,) in cursor.fetchall()])


def walk(
    cursor: CursorWrapper,
    asked: MatchRequest,
    part: PageRequest,
    span: IdRange,
    _term: str,
    _facets: Sequence[int],
) -> list[int]:
    """Return the ids of a page within a span: the index is in their order."""
    return newest(cursor, asked, part._replace(span=span))


def tally(cursor: CursorWrapper, term: str) -> list[tuple[int, int, int, int]]:
    rows = []
    asked = MatchRequest(SearchQuery().also(term), tuple(Kind))
    for kind in Kind:
        held = days(cursor, kind)
        for year in range(held[0].year, held[1].year + 1) if held else ():
            within = replace(asked, kinds=(kind,), since=dt.date(year, 1, 1), until=dt.date(year, 12, 31))
            found = facets(cursor, within)
            rows += [(int(kind), year, facet, number) for (_kind, facet), number in found.items()]
    return rows


def match_expression(query: SearchQuery) -> str:
    """Return a query in the syntax of FTS5, every token quoted.

    Source: SQLite documentation, "SQLite FTS5 Extension", section 3.
    """
    found = " AND ".join(f"({any_of(clause)})" for clause in query.clauses)
    return f"({found}) NOT ({any_of(query.without)})" if query.without else found


def any_of(terms: Sequence[Term]) -> str:
    phrases = [phrase for term in terms for phrase in term.phrases]
    return " OR ".join(f'"{" ".join(phrase.tokens)}"{" *" if phrase.prefix else ""}' for phrase in phrases)
