"""What both engines offer, and which one this database has."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from django.db import connection
from django.db.backends.utils import CursorWrapper

from archive.search import postgresql, sqlite
from archive.search.document import Entry
from archive.search.query import SearchQuery


class Engine(Protocol):
    """A module that keeps streams in an index and matches queries against them."""

    def lock(self, cursor: CursorWrapper) -> None:
        """Let no other transaction write to the index until this one ends."""

    def reading(self) -> AbstractContextManager[CursorWrapper]:
        """Open a cursor for searches, which go through the index first."""

    def write(self, cursor: CursorWrapper, entries: Sequence[tuple[int, Entry]]) -> None:
        """Put entries into the index under ids that are free."""

    def erase(self, cursor: CursorWrapper, ids: Sequence[int]) -> None:
        """Take entries out of the index; ids that are not there do no harm."""

    def tidy(self, cursor: CursorWrapper) -> None:
        """Make the index fast again after many changes."""

    def matched(self, query: SearchQuery) -> tuple[str, tuple[Any, ...]]:
        """Return a common table expression `matched`: the columns of the entries that a query finds."""

    def scored(self, query: SearchQuery, where: str) -> tuple[str, tuple[Any, ...]]:
        """Return a query for (id, kind, object_id, score) of the newest matches, the best score lowest.

        `where` is a condition on the columns of `matched`. The parameters returned are followed by
        those of the condition, and by how many matches to score.
        """


def engine() -> Engine:
    """Return the engine of the database in use."""
    return postgresql if connection.vendor == "postgresql" else sqlite
