"""The contract of both search engines: requests, answers, limits, and which engine this database has."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from django.db import connection
from django.db.backends.utils import CursorWrapper

from archive.search.entries import Entry, IdRange, Kind, span_of
from archive.search.query import SearchQuery

GOLDEN = 0.618_033_988_749_895  # its multiples spread evenly, and follow no weekly or monthly rhythm


@dataclass(frozen=True)
class Limits:
    """Where a search changes its way or ends; tests hand in smaller ones.

    On SQLite each match counted by body costs 0.25 to 0.35 µs, while counting a range costs 0.03.
    """

    seconds: float = 5.0  # for one search; what takes longer is a query made to be slow
    few: int = 1_000  # matches that are cheaper read one by one than counted in ranges
    most_counted: int = 50_000  # matches; beyond, facets are estimated from a sample
    sample: int = 10_000  # matches; a body with a tenth of them is then off by 3 % of itself
    most_ranked: int = 200  # ranking costs 10 to 20 µs a match; of common words the newest are ranked
    common: int = 20_000  # entries of a term counted beforehand: by facet these take SQLite about 7 ms
    chunk: int = 50  # meetings indexed in one transaction; the longest have 500 entries
    rows: int = 500  # of a table that are fetched at once
    advice_seconds: float = 0.5  # after which no more is suggested; 5 to 20 ms are usual


LIMITS = Limits()


class SearchTimeoutError(Exception):
    """A search took longer than it may."""


class PageRequest(NamedTuple):
    """A page asked for: `size` matches in a span of ids, and one more that says whether there are more.

    They are those next below an id, or next above one, or the first after some that are skipped;
    always in descending order.
    """

    span: IdRange
    size: int
    below: int | None = None
    above: int | None = None
    skip: int = 0

    @property
    def bounds(self) -> IdRange:
        first, last = self.span
        if self.above is not None:
            return IdRange(max(first, self.above + 1), last)
        return IdRange(first, last if self.below is None else min(last, self.below - 1))

    @property
    def is_upward(self) -> bool:
        return self.above is not None

    def of(self, ids: Iterable[int]) -> list[int]:
        first, last = self.bounds
        kept = sorted((key for key in ids if first <= key <= last), reverse=not self.is_upward)
        return self.in_order(kept[self.skip : self.skip + self.size + 1])

    def in_order(self, ids: Sequence[int]) -> list[int]:
        return list(reversed(ids)) if self.is_upward else list(ids)


@dataclass(frozen=True)
class MatchRequest:
    """What an engine is asked: the matches of a query counted, and pages of them.

    `visible` is a condition on `{id}` with its parameters, "" for none: it keeps what may be read.
    """

    query: SearchQuery
    kinds: tuple[Kind, ...]
    since: dt.date | None = None
    until: dt.date | None = None
    visible: tuple[str, tuple[Any, ...]] = ("", ())
    wants_years: bool = True
    pages: tuple[PageRequest, ...] = ()
    limits: Limits = LIMITS

    @property
    def has_dates(self) -> bool:
        return self.since is not None or self.until is not None

    @property
    def has_whole_years(self) -> bool:
        return (self.since is None or (self.since.month, self.since.day) == (1, 1)) and (
            self.until is None or (self.until.month, self.until.day) == (12, 31)
        )

    def span(self, kind: Kind) -> IdRange:
        return span_of(kind, self.since, self.until)

    def has_day(self, day: dt.date) -> bool:
        return (self.since or dt.date.min) <= day <= (self.until or dt.date.max)


@dataclass(frozen=True)
class MatchCounts:
    """What an engine answers.

    `totals` by kind and `facets` by kind and number count what is within the days; `years`, by kind and
    year, counts all days.
    `pages` are the ids of each page asked for. `is_estimate` says that the facets are scaled from a sample.
    """

    totals: Counter[Kind] = field(default_factory=Counter)
    years: Counter[tuple[Kind, int]] = field(default_factory=Counter)
    facets: Counter[tuple[Kind, int]] = field(default_factory=Counter)
    pages: tuple[list[int], ...] = ()
    is_estimate: bool = False


class Engine(Protocol):
    """A module that keeps streams in an index and matches queries against them."""

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
        self,
        cursor: CursorWrapper,
        asked: MatchRequest,
        part: PageRequest,
        span: IdRange,
        term: str,
        facets: Sequence[int],
    ) -> list[int]:
        """Return the ids of a page within a span, of a common term: met by walking through the entries."""

    def prepare(self, cursor: CursorWrapper) -> None:
        """Make ready for the whole index to be written anew."""

    def tidy(self, cursor: CursorWrapper) -> None:
        """Make the index fast again after many changes."""

    def match(self, cursor: CursorWrapper, asked: MatchRequest) -> MatchCounts:
        """Count the matches of a query, and fetch pages of them."""

    def objects(self, asked: MatchRequest, span: IdRange) -> tuple[str, tuple[Any, ...]]:
        """Return a statement for the primary keys of what the matches in a span stand for."""


def engine() -> Engine:
    from archive.search.engines import postgresql, sqlite  # noqa: PLC0415 # late: both import this module

    return postgresql if connection.vendor == "postgresql" else sqlite


def sample(total: int, first: dt.date, last: dt.date, wanted: int) -> list[tuple[dt.date, dt.date]]:
    """Return some whole weeks between two days, spread evenly, that hold about `wanted` of the matches."""
    weeks = max(1, ((last - first).days + 7) // 7)
    number_of_weeks = min(weeks, max(16, -(-weeks * wanted // max(total, 1))))
    chosen = sorted({int(number * GOLDEN % 1 * weeks) for number in range(1, number_of_weeks + 1)})
    begins = [first + dt.timedelta(weeks=week) for week in chosen]
    return [(day, min(last, day + dt.timedelta(days=6))) for day in begins]


def scaled(counts: Counter[tuple[Kind, int]], total: int) -> Counter[tuple[Kind, int]]:
    """Return counts made so much larger that they add up to a total, about."""
    sampled = counts.total()
    return Counter({key: round(number * total / sampled) for key, number in counts.items()})


def added_up(counts: Mapping[Any, int], part: Callable[[Any], Any]) -> Counter[Any]:
    """Return counts added up by a part of what is counted: called once for each that is different."""
    added: Counter[Any] = Counter()
    for counted, number in counts.items():
        added[part(counted)] += number
    return added
