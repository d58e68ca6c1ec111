"""Stroke order: Chinese names sorted by the strokes of their characters."""

import re
from bisect import bisect_right
from functools import cache
from pathlib import Path

from archive.text.pinyin import HAN_RUN

COUNTS = Path(__file__).with_name("stroke_counts.txt")
# One sign for each count from 1 on; digits after a sign repeat it. tests/stroke_counts.py writes the file.
SIGNS = "".join(sign for sign in map(chr, range(0x21, 0x7F)) if not sign.isdecimal())

StrokeKey = tuple[bool, list[tuple[int, str]], str]


def stroke_key(name: str, sort_name: str) -> StrokeKey:
    """Return what sorts Chinese names by the strokes of their characters, and all others after them.

    Characters of as many strokes follow their code points, which go by radical; names in other
    scripts, their `sort_name`.
    Source: Unicode Technical Standard 35, part 5, collation type "stroke".
    """
    characters = name if HAN_RUN.match(name) else ""
    return not characters, [(stroke_count(one), one) for one in characters], sort_name


def stroke_count(character: str) -> int:
    """Return how many strokes a character has, by Unicode's Unihan database; 0 if it is not in there."""
    starts, counts = _table()
    block = bisect_right(starts, ord(character)) - 1
    offset = ord(character) - starts[block] if block >= 0 else 0
    return counts[block][offset] if block >= 0 and offset < len(counts[block]) else 0


@cache
def _table() -> tuple[list[int], list[bytes]]:
    """Return the first code point of each block and the counts of its characters; 100 kB, read once."""
    lines = [line.split() for line in COUNTS.read_text("ascii").splitlines() if not line.startswith("#")]
    return [int(start, 16) for start, _signs in lines], [_decoded(signs) for _start, signs in lines]


def _decoded(signs: str) -> bytes:
    runs = re.findall(r"(\D)(\d*)", signs)
    return b"".join(bytes([SIGNS.index(sign) + 1]) * int(times or 1) for sign, times in runs)
