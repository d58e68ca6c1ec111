"""The index on SQLite: FTS5 without content, and the tokens beside it to be able to delete.

The rowid of FTS5 is the id of the entry, so a kind, a year and newest first are ranges and the order
of the index itself, and counting a range reads nothing else. SQLite before 3.43 cannot delete from a
contentless table unless it is given the old tokens, so they are kept, compressed.
Source: SQLite documentation, "SQLite FTS5 Extension", sections 4.4 and 6.
"""

import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from sqlite3 import OperationalError as Interruption
from typing import Any

from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper

from archive.search.engines.base import SearchTimeoutError
from archive.search.engines.sqlite_matches import look, objects, tally, walk  # noqa: F401 - the engine's other half
from archive.search.entries import Entry

BYTES_OF_CHARACTER = 4  # at most, in UTF-8
LARGEST_BATCH = 500  # ids in one statement; the oldest SQLite takes 999 parameters
STEPS_BETWEEN_LOOKS = 20_000  # of SQLite's virtual machine, about a millisecond


def lock(_cursor: CursorWrapper) -> None:
    """Do nothing: a transaction that writes is the only one, by settings.DATABASES (IMMEDIATE)."""


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
    """Put (id, facet, entry) into the index under ids that are free."""
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
    """Take entries out of the index; ids that are not there do no harm."""
    for batch in batches(ids):
        cursor.executemany(
            "INSERT INTO archive_search_fts (archive_search_fts, rowid, stream) VALUES ('delete', %s, %s)",
            list(streams(cursor, batch).items()),
        )
        places = places_for(batch)
        cursor.execute(f"DELETE FROM archive_search_stream WHERE id IN ({places})", batch)  # noqa: S608 - placeholders only
        cursor.execute(f"DELETE FROM archive_search_entry WHERE id IN ({places})", batch)  # noqa: S608 - placeholders only


def streams(cursor: CursorWrapper, ids: Sequence[int]) -> dict[int, str]:
    """Return the streams of entries by id."""
    found: dict[int, str] = {}
    for batch in batches(ids):
        sql = f"SELECT id, stream FROM archive_search_stream WHERE id IN ({places_for(batch)})"  # noqa: S608 - placeholders only
        cursor.execute(sql, batch)
        found.update((key, zlib.decompress(stream).decode()) for key, stream in cursor.fetchall())
    return found


def beginnings(cursor: CursorWrapper, ids: Sequence[int], length: int) -> dict[int, str]:
    """Return so many characters of the streams of entries, by id."""
    found: dict[int, str] = {}
    for batch in batches(ids):
        sql = f"SELECT id, stream FROM archive_search_stream WHERE id IN ({places_for(batch)})"  # noqa: S608 - placeholders only
        cursor.execute(sql, batch)
        for key, stream in cursor.fetchall():
            begun = zlib.decompressobj().decompress(stream, BYTES_OF_CHARACTER * length)
            found[key] = begun.decode(errors="ignore")[:length]
    return found


def add_terms(cursor: CursorWrapper, terms: Iterable[str]) -> None:
    """Put terms into the list of terms; those that are there already stay."""
    cursor.executemany(
        "INSERT OR IGNORE INTO archive_search_term (term, reversed) VALUES (%s, %s)",
        [(term, term[::-1]) for term in terms],
    )


def facet_of(cursor: CursorWrapper, ids: Sequence[int]) -> dict[int, int]:
    """Return the number of each entry's facet."""
    found: dict[int, int] = {}
    for batch in batches(ids):
        sql = f"SELECT id, facet FROM archive_search_entry WHERE id IN ({places_for(batch)})"  # noqa: S608 - placeholders only
        cursor.execute(sql, batch)
        found.update(cursor.fetchall())
    return found


def add_to_tally(cursor: CursorWrapper, rows: Sequence[tuple[str, int, int, int, int]]) -> None:
    """Add to what is counted: rows of term, kind, year, facet and number."""
    cursor.executemany(
        "INSERT INTO archive_search_tally (term, kind, year, facet, number) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (term, kind, year, facet) DO UPDATE SET number = number + excluded.number",
        rows,
    )


def places_for(values: Sequence[Any]) -> str:
    """Return as many placeholders as there are values."""
    return ", ".join(["%s"] * len(values))


def batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield ids or terms in lists that one statement takes."""
    remaining = iter(values)
    while batch := list(islice(remaining, LARGEST_BATCH)):
        yield batch


def prepare(cursor: CursorWrapper) -> None:
    """Empty the list of terms, which only grows otherwise."""
    cursor.execute("DELETE FROM archive_search_term")


def tidy(cursor: CursorWrapper) -> None:
    """Merge the segments of the index into one."""
    cursor.execute("INSERT INTO archive_search_fts (archive_search_fts) VALUES ('optimize')")
