"""Find people who may be duplicates: same name, another script or order, or a slip in spelling."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from enum import Enum
from itertools import combinations
from typing import NamedTuple

from archive.text.folding import simplified
from archive.text.pinyin import HAN_RUN, name_syllables
from archive.text.spelling import edit_distance

MOST_NAMESAKES = 20  # of more, each is paired with the first alone: so many are no slip
MOST_SHARING = 300  # people who share a word; of more, a word such as "councillor", nothing follows
SHORTEST = 8  # letters of two names that differ in one; of shorter ones too many do
LONG = 12  # letters from which two slips are let pass
SHORTEST_HAN = 3  # characters; two of 王伟, 汪伟 and 王玮 are seldom one person

_LETTERS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")


class Likeness(Enum):
    """Why two names may be one person's, the surest first."""

    SAME = "same"
    SCRIPT = "script"
    ORDER = "order"
    SPELLING = "spelling"


class Name(NamedTuple):
    """What a person is called: the keys of both names, as of name_key(), the second perhaps ""."""

    person: int
    key: str
    alternate: str = ""

    @property
    def keys(self) -> list[str]:
        return [key for key in (self.key, self.alternate) if key]


class Pair(NamedTuple):
    """Two people, the one entered first first."""

    first: int
    second: int
    likeness: Likeness


def likely_pairs(names: Sequence[Name]) -> list[Pair]:
    """Return the pairs of people who may be one, each once, the surest first, then as entered.

    5,000 names take about half a second.
    """
    found: dict[tuple[int, int], Likeness] = {}
    searches = (same_names, other_scripts, other_orders, other_spellings)
    for likeness, search in zip(Likeness, searches, strict=True):
        for first, second in search(names):
            pair = (min(first, second), max(first, second))
            if first != second:
                found.setdefault(pair, likeness)
    rank = list(Likeness).index
    return sorted(
        (Pair(*pair, why) for pair, why in found.items()), key=lambda one: (rank(one[2]), one[:2])
    )


def same_names(names: Iterable[Name]) -> Iterator[tuple[int, int]]:
    return pairs_of((name.key, name.person) for name in names)


def other_scripts(names: Iterable[Name]) -> Iterator[tuple[int, int]]:
    """Yield pairs of a Chinese name and its romanisation, and of names that search takes for the same."""
    names = list(names)
    yield from pairs_of((simplified(name.key), name.person) for name in names)
    by_key = {name.person: name.key for name in names}
    forms = ((form, name.person) for name in names for key in name.keys for form in forms_of(key))
    for first, second in pairs_of(forms):
        # Two Chinese names that sound alike are no sign, except where three characters do.
        if is_han(by_key[first]) != is_han(by_key[second]):
            yield first, second


def forms_of(key: str) -> set[str]:
    """Return a name in letters alone, as they follow: sunquanzhong, and quanzhongsun, of 孙全中."""
    if not is_han(key):
        return {"".join(_LETTERS.findall(key))}
    family, *given = name_syllables(key) or [""]
    return {family + "".join(given), "".join(given) + family}


def other_orders(names: Iterable[Name]) -> Iterator[tuple[int, int]]:
    """Yield people whose names are the same words in another order: Stewart, Kate."""
    return pairs_of((sorted_words(name.key), name.person) for name in names if not is_han(name.key))


def sorted_words(key: str) -> str:
    """Return the words of a name in alphabetical order, without commas and full stops."""
    return " ".join(sorted(re.sub(r"[,.]", " ", key).split()))


def other_spellings(names: Iterable[Name]) -> Iterator[tuple[int, int]]:
    """Yield people whose names differ by a slip: a letter or two, or a character that sounds the same."""
    names = list(names)
    yield from homophones(names)
    latin = {name.person: sorted_words(name.key) for name in names if not is_han(name.key)}
    words = [(word, person) for person, text in latin.items() for word in text.split() if len(word) > 2]
    for first, second in pairs_of(words, most=MOST_SHARING):
        if is_slip(latin[first], latin[second]):
            yield first, second


def is_slip(one: str, other: str) -> bool:
    """Return whether two names differ as little as their length lets pass; numbers are no slips."""
    length = min(len(one), len(other))
    if one == other or length < SHORTEST or _DIGIT.search(one + other):
        return False
    limit = 2 if length >= LONG else 1
    return edit_distance(one, other, limit) is not None


def homophones(names: Iterable[Name]) -> Iterator[tuple[int, int]]:
    """Yield people of one family name whose given names sound alike: 李建华, 李剑华."""
    long = [name for name in names if is_han(name.key) and len(name.key) >= SHORTEST_HAN]
    return pairs_of(((name.key[0], *name_syllables(name.key)), name.person) for name in long)


def is_han(key: str) -> bool:
    return HAN_RUN.search(key) is not None


def pairs_of(
    named: Iterable[tuple[Hashable, int]], *, most: int = MOST_NAMESAKES
) -> Iterator[tuple[int, int]]:
    """Yield each two people of one name, in the order given; of more than `most`, as the limits say."""
    groups: dict[Hashable, dict[int, None]] = defaultdict(dict)
    for name, person in named:
        groups[name][person] = None
    for name, group in groups.items():
        people = list(group)
        if name and len(people) <= most:
            yield from combinations(people, 2)
        elif name and most == MOST_NAMESAKES:
            yield from ((people[0], person) for person in people[1:])
