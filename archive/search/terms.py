"""Look for terms in the list of terms, which may hold some that no published text has any more."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from string import ascii_lowercase
from typing import NamedTuple

from archive.replicas import reading_connection
from archive.text.spelling import allowed_mistakes, edit_distance, sounds_alike

MOST_LETTERS = 32  # longer words are no words
MOST_CHARACTERS = 12  # of a Chinese run: each costs two look-ups
MOST_NEAR = 16  # candidates of one word; each is asked of the index
SMALLEST = 3  # letters of a word that another can be near
LAST = "\U0010ffff"


class Near(NamedTuple):
    """A term, and how far it is from what was typed: 0 for likely, more for less likely."""

    term: str
    distance: int


def near_words(word: str) -> list[Near]:
    """Return terms near a Latin word, the nearest first; the word is a token, and so are they.

    Looked at are terms with the same two first letters or the same two last ones, and for a short
    word, of which a single mistake may spoil both, all that one mistake can make of it.
    """
    if not SMALLEST <= len(word) <= MOST_LETTERS:
        return []
    most = allowed_mistakes(word)
    shortest, longest = len(word) - most, len(word) + most
    found = beginning_with(word[:2], shortest, longest) | ending_with(word[-2:], shortest, longest)
    if len(word) <= SMALLEST + 1:
        found |= existing(variants(word))
    wrong = {term: edit_distance(word, term, most) for term in found}
    near = [Near(term, mistakes) for term, mistakes in wrong.items() if mistakes]
    near.sort(key=lambda term: (term.distance, abs(len(term.term) - len(word)), term.term))
    return near[:MOST_NEAR]


def variants(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after
            yield before + letter + after[1:]


def near_runs(run: str) -> list[Near]:
    """Return what is near a Chinese run and made of pairs that exist, what is likeliest first.

    One character is another one, is missing, is too many, or two are swapped. A character that sounds
    alike is likeliest, as most people type by sound; one at the end of the run, of which one pair
    alone must exist, is least.
    """
    if not 2 <= len(run) <= MOST_CHARACTERS:  # one character is near to all others
        return []
    ranks: dict[str, tuple[int, int]] = dict.fromkeys([*shuffled(run), *completed(run)], (1, 0))
    for other, rank in runs_with_one_exchanged(run):
        ranks[other] = min(rank, ranks.get(other, rank))
    ranks.pop(run, None)
    likeliest = sorted(ranks, key=lambda other: ranks[other])[:MOST_NEAR]
    return [Near(other, ranks[other][0]) for other in likeliest]


def runs_with_one_exchanged(run: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield runs with another character in one place, if its pairs exist, and how unlikely it is."""
    for place, typed in enumerate(run):
        before, after = run[:place], run[place + 1 :]
        for character in between(before[-1:], after[:1]):
            rank = (2, 0) if before and after else (3, 0)
            if sounds_alike(typed, character):
                rank = 0, -len(beginning_with(character, 2, 2))  # the commonest first
            yield before + character + after, rank


def completed(run: str) -> Iterator[str]:
    for place in range(1, len(run)):
        for character in between(run[place - 1], run[place]):
            yield run[:place] + character + run[place:]


def shuffled(run: str) -> list[str]:
    """Return runs without one character, or with two swapped, of which all pairs exist."""
    shorter = [run[:place] + run[place + 1 :] for place in range(len(run)) if len(run) > 2]
    swapped = [
        run[:place] + run[place + 1] + run[place] + run[place + 2 :] for place in range(len(run) - 1)
    ]
    known = existing(pair for other in [*shorter, *swapped] for pair in pairs(other))
    return [other for other in [*shorter, *swapped] if known.issuperset(pairs(other))]


def pairs(run: str) -> list[str]:
    return ["".join(pair) for pair in pairwise(run)]


def between(before: str, after: str) -> list[str]:
    """Return the characters that stand after one and before another; "" for any, but not twice."""
    following = {term[1] for term in beginning_with(before, 2, 2)} if before else None
    leading = {term[0] for term in ending_with(after, 2, 2)} if after else None
    if following is None or leading is None:
        return sorted(following or leading or ())
    return sorted(following & leading)


# The list itself


def beginning_with(text: str, shortest: int, longest: int) -> set[str]:
    return ranged("term", text, shortest, longest)


def ending_with(text: str, shortest: int, longest: int) -> set[str]:
    return ranged("reversed", text[::-1], shortest, longest)


def ranged(column: str, beginning: str, shortest: int, longest: int) -> set[str]:
    """Return the terms of which a column begins with a text: one range of its index."""
    with reading_connection().cursor() as cursor:
        cursor.execute(
            f"SELECT term FROM archive_search_term WHERE {column} >= %s AND {column} < %s"  # noqa: S608 - our own names
            " AND length(term) BETWEEN %s AND %s",
            [beginning, beginning + LAST, shortest, longest],
        )
        return {term for (term,) in cursor.fetchall()}


def existing(terms: Iterable[str]) -> set[str]:
    wanted = sorted(set(terms))
    found: set[str] = set()
    for start in range(0, len(wanted), 500):  # the oldest SQLite takes 999 parameters
        found |= some_existing(wanted[start : start + 500])
    return found


def some_existing(terms: Sequence[str]) -> set[str]:
    """Return those of at most 500 terms that are in the list."""
    places = ", ".join(["%s"] * len(terms))
    with reading_connection().cursor() as cursor:
        cursor.execute(f"SELECT term FROM archive_search_term WHERE term IN ({places})", terms)  # noqa: S608 - placeholders only
        return {term for (term,) in cursor.fetchall()}
