"""What an engine is asked about the matches of a query, and what it answers."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from archive.search.entries import Kind, Span, span_of
from archive.search.query import SearchQuery

# Beyond so many matches facets are estimated from a sample: on SQLite each match counted by body costs
# 0.25 to 0.35 µs, while counting a range costs 0.03.
MOST_COUNTED = 50_000
SAMPLE = 10_000  # matches; a body with a tenth of them is then off by 3 % of itself, give or take
FEW = 1_000  # matches that are cheaper read one by one than counted in ranges
GOLDEN = 0.618_033_988_749_895  # its multiples spread evenly, and follow no weekly or monthly rhythm


class SearchTimeoutError(Exception):
    """A search took longer than it may."""


class Slice(NamedTuple):
    """A page asked for: `size` matches in a span of ids, and one more that says whether there are more.

    They are those next below an id, or next above one, or the first after some that are skipped;
    always in descending order.
    """

    span: Span
    size: int
    below: int | None = None
    above: int | None = None
    skip: int = 0

    @property
    def bounds(self) -> Span:
        """The ids among which it is."""
        first, last = self.span
        if self.above is not None:
            return Span(max(first, self.above + 1), last)
        return Span(first, last if self.below is None else min(last, self.below - 1))

    @property
    def is_upward(self) -> bool:
        """Whether the lowest ids of its bounds are asked for."""
        return self.above is not None

    def of(self, ids: Iterable[int]) -> list[int]:
        """Return the slice of some matches."""
        first, last = self.bounds
        kept = sorted((key for key in ids if first <= key <= last), reverse=not self.is_upward)
        return self.in_order(kept[self.skip : self.skip + self.size + 1])

    def in_order(self, ids: Sequence[int]) -> list[int]:
        """Return ids as they were read in descending order."""
        return list(reversed(ids)) if self.is_upward else list(ids)


@dataclass(frozen=True)
class Look:
    """One look at the matches of a query.

    `visible` is a condition on `{id}` with its parameters, "" for none: it keeps what may be read.
    """

    query: SearchQuery
    kinds: tuple[Kind, ...]
    since: dt.date | None = None
    until: dt.date | None = None
    visible: tuple[str, tuple[Any, ...]] = ("", ())
    wants_years: bool = True
    slices: tuple[Slice, ...] = ()

    @property
    def has_dates(self) -> bool:
        """Whether it is narrowed to some days."""
        return self.since is not None or self.until is not None

    @property
    def has_whole_years(self) -> bool:
        """Whether its days begin and end with years."""
        return (self.since is None or (self.since.month, self.since.day) == (1, 1)) and (
            self.until is None or (self.until.month, self.until.day) == (12, 31)
        )

    def span(self, kind: Kind) -> Span:
        """Return the ids of a kind within the days."""
        return span_of(kind, self.since, self.until)

    def has_day(self, day: dt.date) -> bool:
        """Return whether a day is within the days."""
        return (self.since or dt.date.min) <= day <= (self.until or dt.date.max)


@dataclass(frozen=True)
class Seen:
    """What a look shows.

    `totals` by kind and `facets` by kind and number count what is within the days; `years`, by kind and
    year, counts all days.
    `pages` are the ids of each slice. `is_estimate` says that the facets are scaled from a sample.
    """

    totals: Counter[Kind] = field(default_factory=Counter)
    years: Counter[tuple[Kind, int]] = field(default_factory=Counter)
    facets: Counter[tuple[Kind, int]] = field(default_factory=Counter)
    pages: tuple[list[int], ...] = ()
    is_estimate: bool = False


def sample(total: int, first: dt.date, last: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Return some whole weeks between two days, spread evenly, that hold about SAMPLE of the matches."""
    weeks = max(1, ((last - first).days + 7) // 7)
    wanted = min(weeks, max(16, -(-weeks * SAMPLE // max(total, 1))))
    chosen = sorted({int(number * GOLDEN % 1 * weeks) for number in range(1, wanted + 1)})
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
