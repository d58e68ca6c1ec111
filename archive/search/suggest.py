"""Say what could be looked for instead, where a query finds nothing."""

import html
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import NamedTuple

from archive.models.meeting import MeetingQuerySet
from archive.search.engines.base import LIMITS, SearchTimeoutError
from archive.search.entries import Kind
from archive.search.facets import count_each
from archive.search.filters import Filters
from archive.search.hits import hits_of, newest_keys
from archive.search.query import SearchQuery, Term, parse, written
from archive.search.terms import near_runs, near_words
from archive.text.folding import fold_for_search
from archive.text.tokens import is_cjk, tokens

MOST_TERMS = 6  # of a query that are looked at
MOST_SUGGESTED = 3  # for one term

_MARKED = re.compile("<mark>(.*?)</mark>")
_WORDS = re.compile(r"[^\W_]+")


class Suggestion(NamedTuple):
    """What to look for instead: the term it differs by, as typed and changed, the text, how much it finds.

    Of a term to be left out `instead` is "". `is_unfiltered` says that it finds nothing with the filters,
    and so much without them.
    """

    typed: str
    instead: str
    text: str
    total: int
    is_unfiltered: bool = False


@dataclass
class Advice:
    """What may help: the terms that find nothing by themselves, and what to look for instead."""

    lost: list[str] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)


@dataclass(frozen=True)
class Adviser:
    """Who looks for advice: among which meetings, with which filters, until when.

    `whole` makes the query that a text stands for on the page, which may add to it.
    """

    meetings: MeetingQuerySet
    filters: Filters
    whole: Callable[[str], SearchQuery]
    end: float

    @property
    def is_late(self) -> bool:
        return time.monotonic() > self.end

    def alone(self, queries: Sequence[SearchQuery]) -> list[int]:
        return [counts.total() for counts in count_each(queries, self.meetings)]

    def total(self, text: str) -> int:
        [counts] = count_each([self.whole(text)], self.meetings, self.filters)
        return counts.total()


def advise(
    text: str,
    meetings: MeetingQuerySet,
    filters: Filters,
    whole: Callable[[str], SearchQuery] = parse,
    seconds: float = LIMITS.advice_seconds,
) -> Advice:
    """Return advice for a text that finds nothing.

    Nothing is suggested that does not find something among the meetings that the reader may see: the
    list of terms, which may hold words of what was withdrawn, only proposes. Gives up after `seconds`.
    """
    query = parse(text)
    adviser = Adviser(meetings, filters, whole, time.monotonic() + seconds)
    advice = Advice()
    with suppress(SearchTimeoutError):
        lost = lost_terms(query, adviser)
        advice.lost += [term.text for term in lost]
        for term in lost:
            advice.suggestions += better(query, term, adviser)
        if len(lost) > 1:
            advice.suggestions[:0] = all_better(query, advice.suggestions, adviser)
        if not advice.suggestions:
            advice.suggestions += looser(query, adviser)
    return advice


def lost_terms(query: SearchQuery, adviser: Adviser) -> list[Term]:
    terms = [term for clause in query.clauses for term in clause][:MOST_TERMS]
    totals = adviser.alone([SearchQuery(clauses=((term,),)) for term in terms])
    return [term for term, total in zip(terms, totals, strict=True) if not total]


def better(query: SearchQuery, term: Term, adviser: Adviser) -> list[Suggestion]:
    found: list[Suggestion] = []
    for instead in replacements(term, adviser):
        if adviser.is_late or len(found) == MOST_SUGGESTED:
            break
        found += first_that_finds(query, term, instead, adviser)
    return found


def first_that_finds(query: SearchQuery, term: Term, instead: str, adviser: Adviser) -> list[Suggestion]:
    """Return a suggestion: the query with another term, else that term alone, else without the filters."""
    alone = written(SearchQuery(clauses=((term._replace(text=instead),),)))
    for text in dict.fromkeys([with_words_exchanged(query, {term.text: instead}), alone]):
        if total := adviser.total(text):
            return [Suggestion(term.text, instead, text, total)]
    [total] = adviser.alone([parse(alone)])
    return [Suggestion(term.text, instead, alone, total, is_unfiltered=True)] if total else []


def all_better(query: SearchQuery, suggestions: list[Suggestion], adviser: Adviser) -> list[Suggestion]:
    best = {each.typed: each.instead for each in reversed(suggestions)}
    text = with_words_exchanged(query, best)
    total = adviser.total(text) if len(best) > 1 else 0
    return [Suggestion(" ".join(best), text, text, total)] if total else []


def with_words_exchanged(query: SearchQuery, instead: dict[str, str]) -> str:
    clauses = tuple(
        tuple(term._replace(text=instead.get(term.text, term.text)) for term in clause)
        for clause in query.clauses
    )
    return written(replace(query, clauses=clauses))


def looser(query: SearchQuery, adviser: Adviser) -> list[Suggestion]:
    loose = loosened(query)
    if len(loose.clauses) > len(query.clauses) and (total := adviser.total(written(loose))):
        typed = " ".join(term.text for clause in query.clauses for term in clause)
        return [Suggestion(typed, written(loose), written(loose), total)]
    return shorter(loose, adviser)


def shorter(query: SearchQuery, adviser: Adviser) -> list[Suggestion]:
    if len(query.clauses) == 1:
        return []
    found = []
    for number, clause in enumerate(query.clauses[:MOST_TERMS]):
        text = written(replace(query, clauses=query.clauses[:number] + query.clauses[number + 1 :]))
        if not adviser.is_late and (total := adviser.total(text)):
            found.append(Suggestion(" OR ".join(term.text for term in clause), "", text, total))
    return found


def loosened(query: SearchQuery) -> SearchQuery:
    terms = [term.text for clause in query.clauses for term in clause]
    return replace(query, clauses=parse(" ".join(pieces_of(fold_for_search(" ".join(terms))))).clauses)


def replacements(term: Term, adviser: Adviser) -> Iterator[str]:
    """Yield what may be meant by a term, the likeliest first; each is found, perhaps elsewhere."""
    typed = fold_for_search(term.text)
    pieces = pieces_of(typed)
    totals = adviser.alone([parse(piece) for piece in pieces]) if len(pieces) > 1 else [0] * len(pieces)
    lost = [piece for piece, total in zip(pieces, totals, strict=True) if not total]
    for piece in lost:
        for word in near(piece, adviser):
            yield typed.replace(piece, word, 1)


def pieces_of(text: str) -> list[str]:
    parts = ("".join(part) for word in _WORDS.findall(text) for _script, part in groupby(word, key=is_cjk))
    return [part for part in parts if tokens(part)]


def near(piece: str, adviser: Adviser) -> Iterator[str]:
    is_chinese = is_cjk(piece[0])
    proposed = near_runs(piece) if is_chinese else near_words(tokens(piece)[0])
    totals = adviser.alone(
        [parse(term.term) if is_chinese else SearchQuery().also(term.term) for term in proposed]
    )
    found = [(term, total) for term, total in zip(proposed, totals, strict=True) if total]
    for term, _total in sorted(found, key=lambda row: (row[0].distance, -row[1])):
        if word := term.term if is_chinese else word_of(term.term, adviser):
            yield word


def word_of(stem: str, adviser: Adviser) -> str:
    """Return a word as it stands in the newest text that has its stem; "" if none is seen."""
    query = SearchQuery().also(stem)
    for kind in Kind:
        keys, _total = newest_keys(query, adviser.meetings, kind=kind, most=1)
        for hit in hits_of({kind: keys}, query, adviser.meetings)[kind]:
            marked = _MARKED.findall(f"{hit.title} {hit.snippet}")
            words = [fold_for_search(html.unescape(word)) for word in marked]
            if fitting := [word for word in words if tokens(word) == [stem]]:
                return min(fitting, key=len)
    return stem if tokens(stem) == [stem] else ""
