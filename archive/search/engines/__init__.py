"""What both engines offer, and which one this database has."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from django.db import connection
from django.db.backends.utils import CursorWrapper

from archive.search.engines import postgresql, sqlite
from archive.search.engines.base import Look, Seen, Slice
from archive.search.entries import Entry, Span


class Engine(Protocol):
    """A module that keeps streams in an index and matches queries against them."""

    def lock(self, cursor: CursorWrapper) -> None:
        """Let no other transaction write to the index until this one ends."""

    def reading(self, seconds: float) -> AbstractContextManager[CursorWrapper]:
        """Open a cursor for searches that end after some seconds, with SearchTimeoutError."""

    def write(self, cursor: CursorWrapper, entries: Sequence[tuple[int, int, Entry]]) -> None:
        """Put (id, facet, entry) into the index under ids that are free."""

    def erase(self, cursor: CursorWrapper, ids: Sequence[int]) -> None:
        """Take entries out of the index; ids that are not there do no harm."""

    def streams(self, cursor: CursorWrapper, ids: Sequence[int]) -> dict[int, str]:
        """Return the streams of entries by id."""

    def beginnings(self, cursor: CursorWrapper, ids: Sequence[int], length: int) -> dict[int, str]:
        """Return so many characters of the streams of entries, by id."""

    def add_terms(self, cursor: CursorWrapper, terms: Iterable[str]) -> None:
        """Put terms into the list of terms; those that are there already stay."""

    def facet_of(self, cursor: CursorWrapper, ids: Sequence[int]) -> dict[int, int]:
        """Return the number of each entry's facet."""

    def add_to_tally(self, cursor: CursorWrapper, rows: Sequence[tuple[str, int, int, int, int]]) -> None:
        """Add to what is counted: rows of term, kind, year, facet and number."""

    def tally(self, cursor: CursorWrapper, term: str) -> list[tuple[int, int, int, int]]:
        """Return the matches of a term counted: rows of kind, year, facet and number."""

    def walk(
        self, cursor: CursorWrapper, asked: Look, part: Slice, span: Span, term: str, facets: Sequence[int]
    ) -> list[int]:
        """Return the ids of a slice within a span, of a common term: met by walking through the entries."""

    def prepare(self, cursor: CursorWrapper) -> None:
        """Make ready for the whole index to be written anew."""

    def tidy(self, cursor: CursorWrapper) -> None:
        """Make the index fast again after many changes."""

    def look(self, cursor: CursorWrapper, asked: Look) -> Seen:
        """Return what a look at the matches of a query shows."""

    def objects(self, asked: Look, span: Span) -> tuple[str, tuple[Any, ...]]:
        """Return a statement for the primary keys of what the matches in a span stand for."""


def engine() -> Engine:
    """Return the engine of the database in use."""
    return postgresql if connection.vendor == "postgresql" else sqlite
