"""Match names that were read with people who are known: the same, near, or new."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from archive.reader.results import NameEntry
from archive.text.folding import simplified
from archive.text.names import name_key
from archive.text.pinyin import HAN_RUN
from archive.text.spelling import edit_distance

K = TypeVar("K", bound=Hashable)

MOST_NEAR = 5


@dataclass(slots=True)
class NameMatch(Generic[K]):
    """One entry with the person it names (`person`), or those it may name (`near`, likeliest first).

    An entry with neither is new. Two people with the very same name are near.
    """

    entry: NameEntry
    person: K | None = None
    near: list[K] = field(default_factory=list)


def match_names(
    entries: Iterable[NameEntry], known: Sequence[tuple[K, Sequence[str]]]
) -> list[NameMatch[K]]:
    """Return a match for each entry; `known` gives each person's key and all their names.

    The same name_key matches. Else these are near: a name that search takes for the same, one within one
    edit (two from nine letters on), the same words in another order, initials for a forename, a part of
    the words; of Chinese names three characters with one of them different, or a two-character name
    within a longer one, but never two characters with one different: 王伟 and 王芳 have nothing to do
    with each other.
    """
    index = _Index(known)
    return [index.match(entry) for entry in entries]


class _Index(Generic[K]):
    def __init__(self, known: Sequence[tuple[K, Sequence[str]]]) -> None:
        self._exact: dict[str, list[K]] = {}
        for person, names in known:
            for name in names:
                if key := name_key(name):
                    people = self._exact.setdefault(key, [])
                    if person not in people:
                        people.append(person)

    def match(self, entry: NameEntry) -> NameMatch[K]:
        same = self._exact.get(name_key(entry.name), [])
        if len(same) == 1:
            return NameMatch(entry, person=same[0])
        return NameMatch(entry, near=(same or self._near(name_key(entry.name)))[:MOST_NEAR])

    def _near(self, key: str) -> list[K]:
        ranked = sorted(
            (distance, other)
            for other in self._exact
            if (distance := name_distance(key, other)) is not None
        )
        return list(dict.fromkeys(person for _, other in ranked for person in self._exact[other]))


def name_distance(one: str, other: str) -> int | None:
    """Return how far two name_keys are apart, 0 and up; None if no one would take them for one person."""
    if simplified(one) == simplified(other):
        return 0
    if HAN_RUN.fullmatch(one) and HAN_RUN.fullmatch(other):
        return _han_distance(one, other)
    if abs(len(one) - len(other)) <= 2:
        allowed = 2 if min(len(one), len(other)) >= 9 else 1 if min(len(one), len(other)) >= 4 else 0
        if (distance := edit_distance(one, other, allowed)) is not None:
            return distance
    return _words_distance(one.replace(".", " ").split(), other.replace(".", " ").split())


def _han_distance(one: str, other: str) -> int | None:
    short, long = sorted((one, other), key=len)
    if len(short) >= 2 and len(long) == len(short) + 1 and (long.startswith(short) or long.endswith(short)):
        return 1
    return edit_distance(one, other, 1) if len(short) >= 3 else None


def _words_distance(one: list[str], other: list[str]) -> int | None:
    """Compare words: the same in another order, an initial for a word, or one name a part of the other."""
    if not one or not other:
        return None
    if sorted(one) == sorted(other):
        return 1
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return 3 if len(short[0]) >= 3 and short[0] in (long[0], long[-1]) else None
    if short[-1] != long[-1]:
        return None
    return 2 if all(any(_stands_for(word, full) for full in long) for word in short) else None


def _stands_for(word: str, full: str) -> bool:
    return (
        word == full
        or (len(word) == 1 and full.startswith(word))
        or (len(full) == 1 and word.startswith(full))
    )
