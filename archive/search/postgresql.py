"""The index on PostgreSQL: a tsvector made from the tokens, in the narrow table of entries.

A tsvector knows positions up to 16,383 and 256 of each token. Texts beyond keep their stream too,
and their tsvector holds no positions; a phrase is looked for in the stream, so that it is found
exactly in a text of any length. Source: PostgreSQL manual, "Text search: limitations".
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from archive.search.document import SEPARATOR, Entry, Stream, compact
from archive.search.query import SearchQuery, Term
from archive.text.tokens import Phrase, is_cjk

LAST_POSITION = 16_383
MOST_POSITIONS = 256
LOCK = 7_238_201  # any number that nothing else in this database takes for an advisory lock

# Matched through the index first, whatever the planner thinks of the rest: joined at once it may walk
# the meetings by date instead and read the whole index of a rare word in vain.
MATCHED = """
matched AS MATERIALIZED (
    SELECT entry.id, entry.kind, entry.object_id, entry.meeting_id, entry.body_id, entry.year
    FROM archive_search_entry AS entry
    WHERE {matches}
)
"""

# ts_rank weighs titles (A, 1.0) ten times as much as the rest (D, 0.1).
SCORED = """
SELECT entry.id, entry.kind, entry.object_id, -ts_rank(entry.tsv, %s::tsquery) AS score
FROM (
    WITH {matched}
    SELECT matched.id FROM matched WHERE {where} ORDER BY matched.id DESC LIMIT %s
) AS newest JOIN archive_search_entry AS entry USING (id)
"""


def lock(cursor: CursorWrapper) -> None:
    """Let no other transaction write to the index until this one ends."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@contextmanager
def reading() -> Iterator[CursorWrapper]:
    """Open a cursor for searches, for which the planner never reads the whole table.

    It takes `@@` to be cheap, and where a word stands in many texts it would rather read all of them
    from out of line than use the index: 70 ms instead of 4 for a word in a fifth of 27,000 entries.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield cursor


def write(cursor: CursorWrapper, entries: Sequence[tuple[int, Entry]]) -> None:
    """Put entries into the index under ids that are free."""
    cursor.executemany(
        "INSERT INTO archive_search_entry"
        " (id, kind, object_id, meeting_id, body_id, year, digest, tsv, long_stream)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s::tsvector, %s)",
        [(key, *entry.columns, *columns_of(entry.stream)) for key, entry in entries],
    )


def erase(cursor: CursorWrapper, ids: Sequence[int]) -> None:
    """Take entries out of the index; ids that are not there do no harm."""
    cursor.execute("DELETE FROM archive_search_entry WHERE id = ANY(%s)", [list(ids)])


def tidy(cursor: CursorWrapper) -> None:
    """Merge what was written lately into the index, and count it for the planner."""
    cursor.execute("SELECT gin_clean_pending_list('archive_search_entry_tsv'::regclass)")
    cursor.execute("ANALYZE archive_search_entry")


def columns_of(stream: Stream) -> tuple[str, str | None]:
    """Return a stream as the text of a tsvector, and as it is searched for phrases if it is too long."""
    titles, rest = stream.title.split(), stream.body.split()
    tokens = [*titles, SEPARATOR, *rest]
    counts = Counter(tokens)
    del counts[SEPARATOR]
    if len(tokens) > LAST_POSITION or max(counts.values(), default=0) > MOST_POSITIONS:
        return " ".join(f"'{token}'" for token in counts), f" {compact(tokens)}"
    positions: dict[str, list[str]] = {token: [] for token in counts}
    for position, token in enumerate(tokens, 1):
        if token != SEPARATOR:
            positions[token].append(f"{position}A" if position <= len(titles) else str(position))
    return " ".join(f"'{token}':{','.join(places)}" for token, places in positions.items()), None


def matched(query: SearchQuery) -> tuple[str, tuple[Any, ...]]:
    """Return a common table expression `matched`: the columns of the entries that a query finds."""
    matches, params = match_condition(query)
    return MATCHED.format(matches=matches), params


def scored(query: SearchQuery, where: str) -> tuple[str, tuple[Any, ...]]:
    """Return a query for (id, kind, object_id, score) of the newest matches, the best score lowest."""
    matches, params = matched(query)
    return SCORED.format(matched=matches, where=where), (exact_query(query), *params)


def match_condition(query: SearchQuery) -> tuple[str, tuple[Any, ...]]:
    """Return a condition for what a query finds.

    A query without phrases is one tsquery. With phrases the index proposes what holds all tokens, and
    each text is then asked for the phrases: by positions, or in its stream where it has none.
    """
    terms = [term for clause in (*query.clauses, query.without) for term in clause]
    if all(len(phrase.tokens) == 1 for term in terms for phrase in term.phrases):
        return "entry.tsv @@ %s::tsquery", (exact_query(query),)
    verified, params = stream_condition(query)
    condition = f"""
        entry.tsv @@ %s::tsquery AND CASE
            WHEN entry.long_stream IS NULL THEN entry.tsv @@ %s::tsquery
            ELSE {verified}
        END
    """
    return condition, (candidate_query(query), exact_query(query), *params)


def exact_query(query: SearchQuery) -> str:
    """Return a query in the syntax of tsquery, every token quoted.

    Source: PostgreSQL manual, "Text search types: tsquery".
    """
    found = [any_of(clause, " <-> ") for clause in query.clauses]
    if query.without:
        found.append(f"!{any_of(query.without, ' <-> ')}")
    return " & ".join(found)


def candidate_query(query: SearchQuery) -> str:
    """Return a tsquery that finds at least what the query does: the tokens of phrases anywhere."""
    return " & ".join(any_of(clause, " & ") for clause in query.clauses)


def any_of(terms: Sequence[Term], link: str) -> str:
    """Return a tsquery for any of some terms, the tokens of each joined by an operator."""
    phrases = (phrase for term in terms for phrase in term.phrases)
    return f"({' | '.join(f'({link.join(lexemes_of(phrase))})' for phrase in phrases)})"


def lexemes_of(phrase: Phrase) -> list[str]:
    """Return the tokens of a phrase quoted, the last one marked if it is a prefix."""
    quoted = [f"'{token}'" for token in phrase.tokens]
    return [*quoted[:-1], f"{quoted[-1]}:*"] if phrase.prefix else quoted


def stream_condition(query: SearchQuery) -> tuple[str, tuple[Any, ...]]:
    """Return a condition for what a query finds among the long texts, which have no positions."""
    conditions, params = [], []
    for clause, negation in (*((clause, "") for clause in query.clauses), (query.without, "NOT ")):
        phrases = [phrase for term in clause for phrase in term.phrases]
        if phrases:
            conditions.append(f"{negation}({' OR '.join(map(phrase_condition, phrases))})")
            params += [phrase_parameter(phrase) for phrase in phrases]
    return " AND ".join(conditions), tuple(params)


def phrase_condition(phrase: Phrase) -> str:
    """Return a condition for one phrase in a long text."""
    if len(phrase.tokens) == 1:
        return "entry.tsv @@ %s::tsquery"
    return "strpos(entry.long_stream, %s) > 0"


def phrase_parameter(phrase: Phrase) -> str:
    """Return the parameter of phrase_condition(): a word is looked for whole, Chinese also within a run."""
    if len(phrase.tokens) == 1:
        return lexemes_of(phrase)[0]
    text = compact(phrase.tokens)
    return (text if is_cjk(text[0]) else f" {text}").removesuffix(" " if phrase.prefix else "")
