"""The index on PostgreSQL: a GIN index over the tokens of the stream, in the narrow table of entries.

The index is over an expression and knows no positions: a phrase is looked for in the stream, among
the entries that hold its tokens, so that it is found exactly in a text of any length. A stored
tsvector with positions would take more space than the text, and reading it more time.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.errors import QueryCanceled

from archive.replicas import reading_connection
from archive.search.engines.base import MatchCounts, MatchRequest, PageRequest, SearchTimeoutError
from archive.search.entries import DAY_BITS, SEQUENCE_BITS, Entry, IdRange, Kind
from archive.search.query import SearchQuery, Term
from archive.text.tokens import Phrase

# Within a stream or at its start; at its end stand marks. To put blanks around each stream first would
# copy it.
STANDS = "(strpos(stream, %s) > 0 OR starts_with(stream, %s))"
SETTINGS = ("enable_seqscan", "work_mem", "statement_timeout")
LAST_DAY = (1 << DAY_BITS) - 1

TOKENS = "array_to_tsvector(string_to_array(stream, ' '))"  # as in the index, to the letter

# Matched through the index first, whatever the planner thinks of the rest: it takes `@@` to be cheap
# and would rather read the whole table, or walk it by date.
MATCHED = """
WITH matched AS MATERIALIZED (
    SELECT id, kind, year, facet, (id >> %s) & %s BETWEEN %s AND %s AS is_inside
    FROM archive_search_entry WHERE {matches}
)
"""
COUNTED = """
SELECT NULL::integer AS part, NULL::bigint AS id, kind, year, facet, is_inside, count(*) AS number
FROM matched GROUP BY kind, year, facet, is_inside
"""
NEWEST = """
(SELECT %s, id, NULL, NULL, NULL, NULL, NULL FROM matched
WHERE id BETWEEN %s AND %s ORDER BY id {order} LIMIT %s OFFSET %s)
"""


@contextmanager
def reading(seconds: float) -> Iterator[CursorWrapper]:
    """Open a cursor for searches that end after some seconds, with SearchTimeoutError.

    The planner never reads the whole table; and what is matched stays in memory. Within a transaction
    of somebody else's, these settings end with the search.
    """
    connection = reading_connection()
    is_within = connection.in_atomic_block
    with transaction.atomic(connection.alias, savepoint=False), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('enable_seqscan', 'off', true), set_config('work_mem', '64MB', true),"
            " set_config('statement_timeout', %s, true)",
            [str(round(seconds * 1000))],
        )
        try:
            yield cursor
        except OperationalError as problem:
            if isinstance(problem.__cause__, QueryCanceled):
                raise SearchTimeoutError from problem
            raise
        if is_within:
            cursor.execute("; ".join(f"SET LOCAL {name} TO DEFAULT" for name in SETTINGS))


def write(cursor: CursorWrapper, entries: Sequence[tuple[int, int, Entry]]) -> None:
    cursor.executemany(
        "INSERT INTO archive_search_entry"
        " (id, kind, object_id, meeting_id, facet, year, digest, stream)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        [
            (key, e.kind, e.object_id, e.meeting_id, facet, e.day.year, e.digest, e.stream)
            for key, facet, e in entries
        ],
    )


def erase(cursor: CursorWrapper, ids: Sequence[int]) -> None:
    cursor.execute("DELETE FROM archive_search_entry WHERE id = ANY(%s)", [list(ids)])


def streams(cursor: CursorWrapper, ids: Sequence[int]) -> dict[int, str]:
    cursor.execute("SELECT id, stream FROM archive_search_entry WHERE id = ANY(%s)", [list(ids)])
    return dict(cursor.fetchall())


def beginnings(cursor: CursorWrapper, ids: Sequence[int], length: int) -> dict[int, str]:
    cursor.execute(
        "SELECT id, left(stream, %s) FROM archive_search_entry WHERE id = ANY(%s)", [length, list(ids)]
    )
    return dict(cursor.fetchall())


def add_terms(cursor: CursorWrapper, terms: Iterable[str]) -> None:
    cursor.execute(
        "INSERT INTO archive_search_term (term, reversed)"
        " SELECT term, reverse(term) FROM unnest(%s::text[]) AS term ON CONFLICT DO NOTHING",
        [list(terms)],
    )


def facet_of(cursor: CursorWrapper, ids: Sequence[int]) -> dict[int, int]:
    cursor.execute("SELECT id, facet FROM archive_search_entry WHERE id = ANY(%s)", [list(ids)])
    return dict(cursor.fetchall())


def add_to_tally(cursor: CursorWrapper, rows: Sequence[tuple[str, int, int, int, int]]) -> None:
    if rows:
        cursor.execute(
            "INSERT INTO archive_search_tally AS tally (term, kind, year, facet, number)"
            " SELECT * FROM unnest(%s::text[], %s::int[], %s::int[], %s::int[], %s::int[])"
            " ON CONFLICT (term, kind, year, facet) DO UPDATE SET number = tally.number + excluded.number",
            [list(column) for column in zip(*rows, strict=True)],
        )


def tally(cursor: CursorWrapper, term: str) -> list[tuple[int, int, int, int]]:
    cursor.execute("SET LOCAL enable_seqscan = off")
    cursor.execute(
        "SELECT kind, year, facet, count(*) FROM archive_search_entry"  # noqa: S608 - our own SQL
        f" WHERE {TOKENS} @@ %s::tsquery GROUP BY kind, year, facet",
        [f"'{term}'"],
    )
    return cursor.fetchall()


def walk(
    cursor: CursorWrapper,
    _asked: MatchRequest,
    part: PageRequest,
    span: IdRange,
    term: str,
    facets: Sequence[int],
) -> list[int]:
    """Return the ids of a page within a span: a common term is soon met in the entries by id."""
    cursor.execute(
        "SELECT id FROM archive_search_entry"  # noqa: S608 - our own SQL
        f" WHERE id BETWEEN %s AND %s AND facet = ANY(%s) AND {STANDS}"
        f" ORDER BY id {'ASC' if part.is_upward else 'DESC'} LIMIT %s OFFSET %s",
        [*span, list(facets), f" {term} ", f"{term} ", part.size + 1, part.skip],
    )
    return part.in_order([key for (key,) in cursor.fetchall()])


def prepare(cursor: CursorWrapper) -> None:
    """Empty the list of terms, which only grows otherwise; of an empty table drop the index.

    To build it at the end takes a fifth of the time. tidy() builds it, also after a rebuild that was
    broken off: until then a search would find nothing or little.
    """
    cursor.execute("TRUNCATE archive_search_term")
    cursor.execute("SELECT EXISTS (SELECT FROM archive_search_entry)")
    [is_filled] = cursor.fetchone()
    if not is_filled:
        cursor.execute("DROP INDEX IF EXISTS archive_search_entry_stream")


def tidy(cursor: CursorWrapper) -> None:
    cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
    cursor.execute(
        "CREATE INDEX IF NOT EXISTS archive_search_entry_stream ON archive_search_entry"
        f" USING gin ({TOKENS}) WITH (fastupdate = off)"
    )
    cursor.execute("ANALYZE archive_search_entry")


def match(cursor: CursorWrapper, asked: MatchRequest) -> MatchCounts:
    """Count the matches; one statement, since matching is what costs."""
    matches, params = match_condition(asked)
    parts = [newest(number, part) for number, part in enumerate(asked.pages)]
    sql = MATCHED.format(matches=matches) + " UNION ALL ".join([COUNTED, *(sql for sql, _params in parts)])
    slicing = [value for _sql, values in parts for value in values]
    days = [(asked.since or dt.date.min).toordinal(), (asked.until or dt.date.max).toordinal()]
    cursor.execute(sql, [SEQUENCE_BITS, LAST_DAY, *days, *params, *slicing])
    return counts_of(cursor.fetchall(), asked)


def newest(number: int, part: PageRequest) -> tuple[str, tuple[int, ...]]:
    sql = NEWEST.format(order="ASC" if part.is_upward else "DESC")
    return sql, (number, *part.bounds, part.size + 1, part.skip)


def counts_of(rows: Iterable[tuple[Any, ...]], asked: MatchRequest) -> MatchCounts:
    totals: Counter[Kind] = Counter()
    years: Counter[tuple[Kind, int]] = Counter()
    facets: Counter[tuple[Kind, int]] = Counter()
    pages: list[list[int]] = [[] for _part in asked.pages]
    for part, key, kind, year, facet, is_inside, number in rows:
        if part is not None:
            pages[part].append(key)
            continue
        years[Kind(kind), year] += number
        if is_inside:
            totals[Kind(kind)] += number
            facets[Kind(kind), facet] += number
    return MatchCounts(totals, years, facets, tuple(sorted(page, reverse=True) for page in pages))


def match_condition(asked: MatchRequest) -> tuple[str, tuple[Any, ...]]:
    """Return a condition for the matches, and its parameters.

    The index proposes what holds all tokens; where there are phrases, each stream is asked for them.
    """
    visible, visible_params = asked.visible
    phrases, phrase_params = stream_condition(asked.query)
    sql = f"{TOKENS} @@ %s::tsquery {phrases} {visible.format(id='id')}"
    params = (token_query(asked.query), *phrase_params, *visible_params)
    if len(asked.kinds) < len(Kind):
        return f"{sql} AND kind = ANY(%s)", (*params, list(asked.kinds))
    return sql, params


def objects(asked: MatchRequest, span: IdRange) -> tuple[str, tuple[Any, ...]]:
    where, params = match_condition(asked)
    statement = (
        "WITH matched AS MATERIALIZED (SELECT id, object_id FROM archive_search_entry"  # noqa: S608 - our own SQL
        f" WHERE {where}) SELECT object_id FROM matched WHERE id BETWEEN %s AND %s"
    )
    return statement, (*params, *span)


def token_query(query: SearchQuery) -> str:
    """Return a tsquery for what holds the tokens of a query, wherever they stand.

    Source: PostgreSQL manual, "Text search types: tsquery".
    """
    found = [any_of(clause) for clause in query.clauses]
    single = [term for term in query.without if not needs_stream(term)]
    return " & ".join([*found, *(f"!{any_of([term])}" for term in single)])


def any_of(terms: Sequence[Term]) -> str:
    phrases = (" & ".join(lexemes_of(phrase)) for term in terms for phrase in term.phrases)
    return f"({' | '.join(f'({phrase})' for phrase in phrases)})"


def lexemes_of(phrase: Phrase) -> list[str]:
    quoted = [f"'{token}'" for token in phrase.tokens]
    return [*quoted[:-1], f"{quoted[-1]}:*"] if phrase.prefix else quoted


def needs_stream(term: Term) -> bool:
    return any(len(phrase.tokens) > 1 for phrase in term.phrases)


def stream_condition(query: SearchQuery) -> tuple[str, tuple[str, ...]]:
    conditions, params = [], []
    wanted = [(list(clause), "") for clause in query.clauses if any(map(needs_stream, clause))]
    unwanted = [([term], "NOT ") for term in query.without if needs_stream(term)]
    for terms, negation in wanted + unwanted:
        runs = [phrase.run for term in terms for phrase in term.phrases]
        conditions.append(f"AND {negation}({' OR '.join([STANDS] * len(runs))})")
        params += [value for run in runs for value in (f" {run}", run)]
    return " ".join(conditions), tuple(params)
