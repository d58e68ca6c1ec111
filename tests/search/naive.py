"""The naive reference: what search promises, worked out by scanning the streams of all entries."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from archive.models import Meeting
from archive.record.versions import current_records
from archive.search.entries import Entry, Kind, entries_of
from archive.search.filters import Filters, compose_visible
from archive.search.query import SearchQuery
from archive.text.tokens import Phrase

Keep = Callable[[Entry], bool]


class Answer(NamedTuple):
    """What a query finds: (kind, object) in order, and its counts and facets."""

    found: list[tuple[Kind, int]]
    bodies: Counter[int]
    years: Counter[int]
    results: Counter[str]


def all_entries() -> list[Entry]:
    """Return everything findable: by kind, newest first, of one meeting as decided."""
    meetings = Meeting.objects.published().with_findable_rows().order_by("-date", "-pk")
    records = current_records(meetings)
    entries = [entry for row in meetings for entry in reversed(entries_of(row, records.get(row.pk)))]
    return sorted(entries, key=lambda entry: -entry.kind)


def scan(query: SearchQuery, filters: Filters, kind: Kind) -> Answer:
    """Return what a query finds of a kind."""
    search = compose_visible(query, filters, visible=("", ()))
    entries = [entry for entry in all_entries() if entry.kind == kind]

    def kept(query: SearchQuery, *, is_dated: bool = True) -> Iterator[Entry]:
        return (
            entry
            for entry in entries
            if matches(entry, query) and (not is_dated or search.request.has_day(entry.day))
        )

    whole = search.request.query
    return Answer(
        found=[(entry.kind, entry.object_id) for entry in kept(whole)],
        bodies=Counter(body for entry in kept(search.without_bodies) for body in entry.bodies),
        years=Counter(entry.day.year for entry in kept(whole, is_dated=False)),
        results=Counter(entry.result for entry in kept(search.without_results)),
    )


def matches(entry: Entry, query: SearchQuery) -> bool:
    """Return whether all clauses of a query, and nothing that it excludes, stand in an entry."""
    tokens = entry.stream.split()

    def holds_any(terms) -> bool:
        return any(holds(tokens, phrase) for term in terms for phrase in term.phrases)

    return all(map(holds_any, query.clauses)) and not holds_any(query.without)


def holds(tokens: list[str], phrase: Phrase) -> bool:
    """Return whether the tokens of a phrase follow each other somewhere."""
    *middle, last = phrase.tokens
    size = len(phrase.tokens)
    return any(
        tokens[place : place + size - 1] == middle
        and (
            tokens[place + size - 1].startswith(last) if phrase.prefix else tokens[place + size - 1] == last
        )
        for place in range(len(tokens) - size + 1)
    )
