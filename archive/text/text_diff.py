"""Compare two texts: what was kept, inserted and deleted, in bounded time."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal, NamedTuple

_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"  # written without blanks

# How a text falls into units, the coarsest first: each level compares only what the one before
# could not match. Words for English, single characters for Chinese.
LINES = re.compile(r"[^\n]*\n|[^\n]+")
SENTENCES = re.compile(r"(?s).+?(?:[。！？；\n]|[.!?;]\s|\Z)")
WORDS = re.compile(rf"[{_WIDE}]|[^\W_{_WIDE}]+|\s+|.", re.DOTALL)
LEVELS = (LINES, SENTENCES, WORDS)

# difflib takes time in proportion to the product of both lengths, and some for each unit. Beyond
# these limits a passage is shown as replaced.
MOST_CELLS_OF_PASSAGE = 250_000
MOST_CELLS = 5_000_000  # about 0.3 s
CELLS_OF_UNIT = 50

LEAST_KEPT = 0.3  # of a passage's characters; with fewer, two sentences only share some letters

CONTEXT = 80  # characters around a change that remain of a long unchanged stretch
SHORTEST_SKIPPED = 60

PartKind = Literal["kept", "inserted", "deleted", "skipped"]


class Part(NamedTuple):
    """A stretch of text; a skipped one stands for unchanged text and is empty."""

    kind: PartKind
    text: str


class Match(NamedTuple):
    """Units that both texts have in a row: where they begin in each, and how many they are."""

    old: int
    new: int
    size: int


class Budget:
    """How much work is left for the finest level."""

    def __init__(self) -> None:
        self.cells = MOST_CELLS

    def allows(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Return whether two passages may be compared, and take what that costs."""
        cells = len(old) * len(new) + CELLS_OF_UNIT * (len(old) + len(new))
        if cells > min(MOST_CELLS_OF_PASSAGE, self.cells):
            return False
        self.cells -= cells
        return True


def compare(old: str, new: str, levels: Sequence[re.Pattern[str]] = LEVELS) -> list[Part]:
    """Return the parts of both texts in order; none for two empty texts.

    Kept and deleted parts together are the old text, kept and inserted ones the new. Takes time in
    proportion to the lengths, up to half a second for two texts of 214,000 characters.
    """
    return list(merge_neighbours(_between(old, new, levels, Budget())))


def _between(old: str, new: str, levels: Sequence[re.Pattern[str]], budget: Budget) -> Iterator[Part]:
    if old == new:
        yield Part("kept", old)
        return
    if not (old and new and levels):
        yield Part("deleted", old)
        yield Part("inserted", new)
        return
    unit, *finer = levels
    olds, news = unit.findall(old), unit.findall(new)
    matches = word_matches(olds, news, budget) if unit is WORDS else anchors(olds, news)
    start_old = start_new = 0
    for match in [*matches, Match(len(olds), len(news), 0)]:
        gap = olds[start_old : match.old], news[start_new : match.new]
        for passage in passages(*gap) if finer else [("".join(gap[0]), "".join(gap[1]))]:
            yield from _between(*passage, finer, budget)
        start_old, start_new = match.old + match.size, match.new + match.size
        yield Part("kept", matched_text(match, olds))


def passages(olds: list[str], news: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what to compare more finely: one by one if there are as many on both sides, else as a whole."""
    if len(olds) == len(news):
        yield from zip(olds, news, strict=True)
    else:
        yield "".join(olds), "".join(news)


def merge_neighbours(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield the parts without empty ones, and with those of one kind that follow each other as one.

    Between two kept parts, all that was deleted comes before all that was inserted.
    """
    texts: dict[str, list[str]] = {"kept": [], "deleted": [], "inserted": []}

    def flushed(*kinds: PartKind) -> Iterator[Part]:
        for kind in kinds:
            if text := "".join(texts[kind]):
                yield Part(kind, text)
            texts[kind].clear()

    for part in parts:
        if part.text and part.kind == "kept":
            yield from flushed("deleted", "inserted")
        elif part.text:
            yield from flushed("kept")
        texts[part.kind].append(part.text)
    yield from flushed("kept", "deleted", "inserted")


# Matching units


def common_ends(olds: Sequence[str], news: Sequence[str]) -> tuple[int, int]:
    """Return how many units both begin with, and how many of the rest both end with."""
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(olds, news, strict=False)))
    rest = zip(reversed(olds[start:]), reversed(news[start:]), strict=False)
    return start, sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], rest))


def anchors(olds: list[str], news: list[str]) -> list[Match]:
    """Match the units at both ends, and between them those that occur once in each text.

    Source: Bram Cohen, "Patience diff". Takes n log n time.
    """
    start, end = common_ends(olds, news)
    old_middle, new_middle = olds[start : len(olds) - end], news[start : len(news) - end]
    places = unique_units(new_middle)
    pairs = [(place, places[unit]) for unit, place in unique_units(old_middle).items() if unit in places]
    found = [Match(start + old, start + new, 1) for old, new in increasing(pairs)]
    return [Match(0, 0, start), *found, Match(len(olds) - end, len(news) - end, end)]


def unique_units(units: list[str]) -> dict[str, int]:
    """Return {unit: place} of those that occur once, in order."""
    counts = Counter(units)
    return {unit: place for place, unit in enumerate(units) if counts[unit] == 1}


def increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs, sorted by the first number, in which the second increases too."""
    ends: list[int] = []  # the smallest second number that a run of each length ends with
    last: list[int] = []  # the pair it belongs to
    before: list[int] = []
    for index, (_first, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [second]
        last[length : length + 1] = [index]
    found = []
    index = last[-1] if last else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


def word_matches(olds: list[str], news: list[str], budget: Budget) -> list[Match]:
    """Match words or characters, if that can be afforded and enough of them are the same."""
    start, end = common_ends(olds, news)
    old_middle, new_middle = olds[start : len(olds) - end], news[start : len(news) - end]
    found = []
    if not set(old_middle).isdisjoint(new_middle) and budget.allows(old_middle, new_middle):
        blocks = SequenceMatcher(None, old_middle, new_middle, autojunk=False).get_matching_blocks()
        found = [Match(start + old, start + new, size) for old, new, size in blocks]
        # A blank or comma between two changed words would only tear the change apart.
        found = [match for match in found if re.search(r"\w", matched_text(match, olds))]
    matches = [Match(0, 0, start), *found, Match(len(olds) - end, len(news) - end, end)]
    kept = sum(len(matched_text(match, olds)) for match in matches)
    longer = max(sum(map(len, olds)), sum(map(len, news)))
    return matches if kept >= LEAST_KEPT * longer else []


def matched_text(match: Match, olds: list[str]) -> str:
    return "".join(olds[match.old : match.old + match.size])


# Showing


def shortened(parts: list[Part]) -> list[Part]:
    """Return the parts with long unchanged stretches cut to what stands next to a change."""
    found: list[Part] = []
    for before, part, after in zip([None, *parts], parts, [*parts[1:], None], strict=False):
        if part.kind != "kept" or len(part.text) <= 2 * CONTEXT + SHORTEST_SKIPPED:
            found.append(part)
            continue
        head = re.sub(rf"[^\W{_WIDE}]+\Z", "", part.text[:CONTEXT]) if before else ""
        tail = re.sub(rf"\A[^\W{_WIDE}]+", "", part.text[-CONTEXT:]) if after else ""
        found += [Part("kept", head), Part("skipped", ""), Part("kept", tail)]
    return [part for part in found if part.text or part.kind == "skipped"]
