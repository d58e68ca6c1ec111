"""The index on SQLite: FTS5 without content, and the tokens beside it to be able to delete.

The rowid of FTS5 is the id of the entry, so newest first is the order of the index itself. SQLite
before 3.43 cannot delete from a contentless table unless it is given the old tokens, so they are
kept, compressed. Source: SQLite documentation, "SQLite FTS5 Extension", sections 4.4 and 6.
"""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from archive.search.document import Entry
from archive.search.query import SearchQuery, Term
from archive.text.tokens import Phrase

MATCHED = """
matched AS (
    SELECT archive_search_fts.rowid AS id,
        entry.kind, entry.object_id, entry.meeting_id, entry.body_id, entry.year
    FROM archive_search_fts JOIN archive_search_entry AS entry ON entry.id = archive_search_fts.rowid
    WHERE archive_search_fts MATCH %s
)
"""

# The weights of title and body.
SCORED = """
SELECT archive_search_fts.rowid AS id, matched.kind, matched.object_id,
    bm25(archive_search_fts, 4.0, 1.0) AS score
FROM archive_search_fts JOIN archive_search_entry AS matched ON matched.id = archive_search_fts.rowid
WHERE archive_search_fts MATCH %s AND {where}
ORDER BY archive_search_fts.rowid DESC
LIMIT %s
"""

LARGEST_BATCH = 500  # ids in one statement; the oldest SQLite takes 999 parameters


def lock(_cursor: CursorWrapper) -> None:
    """Do nothing: a transaction that writes is the only one, by settings.DATABASES (IMMEDIATE)."""


def reading() -> AbstractContextManager[CursorWrapper]:
    """Open a cursor for searches; in no transaction, since IMMEDIATE ones would wait for each other."""
    return connection.cursor()


def write(cursor: CursorWrapper, entries: Sequence[tuple[int, Entry]]) -> None:
    """Put entries into the index under ids that are free."""
    cursor.executemany(
        "INSERT INTO archive_search_entry (id, kind, object_id, meeting_id, body_id, year, digest)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        [(key, *entry.columns) for key, entry in entries],
    )
    cursor.executemany(
        "INSERT INTO archive_search_fts (rowid, title, body) VALUES (%s, %s, %s)",
        [(key, *entry.stream) for key, entry in entries],
    )
    cursor.executemany(
        "INSERT INTO archive_search_stream (id, stream) VALUES (%s, %s)",
        [(key, zlib.compress("\n".join(entry.stream).encode())) for key, entry in entries],
    )


def erase(cursor: CursorWrapper, ids: Sequence[int]) -> None:
    """Take entries out of the index; ids that are not there do no harm."""
    for batch in batches(ids):
        places = ", ".join(["%s"] * len(batch))
        cursor.execute(f"SELECT id, stream FROM archive_search_stream WHERE id IN ({places})", batch)  # noqa: S608 - placeholders only
        old = [(key, *zlib.decompress(stream).decode().split("\n")) for key, stream in cursor.fetchall()]
        cursor.executemany(
            "INSERT INTO archive_search_fts (archive_search_fts, rowid, title, body)"
            " VALUES ('delete', %s, %s, %s)",
            old,
        )
        cursor.execute(f"DELETE FROM archive_search_stream WHERE id IN ({places})", batch)  # noqa: S608 - placeholders only
        cursor.execute(f"DELETE FROM archive_search_entry WHERE id IN ({places})", batch)  # noqa: S608 - placeholders only


def batches(ids: Sequence[int]) -> Iterator[list[int]]:
    """Yield ids in lists that one statement takes."""
    for start in range(0, len(ids), LARGEST_BATCH):
        yield list(ids[start : start + LARGEST_BATCH])


def tidy(cursor: CursorWrapper) -> None:
    """Merge the segments of the index into one."""
    cursor.execute("INSERT INTO archive_search_fts (archive_search_fts) VALUES ('optimize')")


def matched(query: SearchQuery) -> tuple[str, tuple[Any, ...]]:
    """Return a common table expression `matched`: the columns of the entries that a query finds."""
    return MATCHED, (match_expression(query),)


def scored(query: SearchQuery, where: str) -> tuple[str, tuple[Any, ...]]:
    """Return a query for (id, kind, object_id, score) of the newest matches, the best score lowest."""
    return SCORED.format(where=where), (match_expression(query),)


def match_expression(query: SearchQuery) -> str:
    """Return a query in the syntax of FTS5, every token quoted.

    Source: SQLite documentation, "SQLite FTS5 Extension", section 3.
    """
    found = " AND ".join(f"({any_of(clause)})" for clause in query.clauses)
    return f"({found}) NOT ({any_of(query.without)})" if query.without else found


def any_of(terms: Sequence[Term]) -> str:
    """Return an expression for any of some terms."""
    return " OR ".join(phrase_expression(phrase) for term in terms for phrase in term.phrases)


def phrase_expression(phrase: Phrase) -> str:
    """Return an expression for one phrase."""
    return f'"{" ".join(phrase.tokens)}"{" *" if phrase.prefix else ""}'
