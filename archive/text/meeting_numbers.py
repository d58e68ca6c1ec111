"""Numbers of meetings as written: what they count, and which are missing."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from archive.text.dates import chinese_number

LARGEST = 99_999  # what is larger is a date or a code and counts nothing
YEARS = range(1900, 2100)

_DIGITS = re.compile(r"[0-9]+")
_NUMERALS = re.compile("[零〇一二三四五六七八九十百]+")


class Numbered(NamedTuple):
    """A number as written, its count replaced by {}: 第81次 is ("第{}次", 81)."""

    pattern: str
    number: int

    @property
    def series(self) -> str:
        """What numbers of one series have in common, however they are spaced."""
        return "".join(self.pattern.casefold().split())


def read_number(written: str) -> Numbered | None:
    """Return what a number counts, or None if it counts nothing.

    The last digits count (第三屆第10次 is the tenth of its series), but a year does so only where nothing
    else does: 2023-7 and 7/2023 are the seventh. Without digits the last Chinese numeral counts.
    """
    plain = unicodedata.normalize("NFKC", written).strip().replace("{", "(").replace("}", ")")
    runs = list(_DIGITS.finditer(plain)) or list(_NUMERALS.finditer(plain))
    counts = [(run, chinese_number(run[0]) if len(run[0]) < 8 else None) for run in runs]
    small = [(run, count) for run, count in counts if count is not None and count <= LARGEST]
    counting = [pair for pair in small if pair[1] not in YEARS] or small
    if not counting:
        return None
    run, count = counting[-1]
    return Numbered(f"{plain[: run.start()]}{{}}{plain[run.end() :]}", count)


class Range(NamedTuple):
    """Numbers that follow each other, both ends included."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """How many there are."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        return str(self.first) if self.size == 1 else f"{self.first}–{self.last}"


def missing(counts: Iterable[int], *, since: int | None = None) -> list[Range]:
    """Return what is missing between some counts, or from `since` to the highest, in order."""
    known = sorted(set(counts) | ({since - 1} if since is not None else set()))
    return [Range(before + 1, after - 1) for before, after in pairwise(known) if after > before + 1]
