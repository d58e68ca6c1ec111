"""Write archive/text/stroke_counts.txt: python -m tests.stroke_counts Unihan_IRGSources.txt.

The Unihan database is at unicode.org and in Debian's package unicode-data. Where it gives a character two
counts, the first is taken, that of mainland China.
"""

import sys
from itertools import groupby
from pathlib import Path

from archive.text.stroke_order import COUNTS, SIGNS

LONGEST_LINE = 512  # characters of a block on one line
HEAD = """\
# Strokes of Chinese characters: a code point, then a sign for each character from there on.
# Source: Unihan database, Unicode {version}, kTotalStrokes, first value; made by tests/stroke_counts.py.
# Copyright 1991-2022 Unicode, Inc.; Unicode licence, https://www.unicode.org/license.txt
"""


def read_unihan(text: str) -> dict[int, int]:
    """Return {code point: strokes} of the lines U+4E00<tab>kTotalStrokes<tab>1."""
    rows = [line.split("\t") for line in text.splitlines() if "\tkTotalStrokes\t" in line]
    return {int(code[2:], 16): int(counts.split()[0]) for code, _field, counts in rows if code[:2] == "U+"}


def encoded(counts: dict[int, int]) -> list[str]:
    """Return the lines of the file, each of consecutive code points."""
    lines: list[str] = []
    numbered = enumerate(sorted(counts))
    for _block, pairs in groupby(numbered, key=lambda pair: pair[1] - pair[0]):
        codes = [code for _place, code in pairs]
        for start in range(0, len(codes), LONGEST_LINE):
            part = codes[start : start + LONGEST_LINE]
            runs = [
                (sign, len(list(group)))
                for sign, group in groupby(SIGNS[counts[code] - 1] for code in part)
            ]
            signs = "".join(sign * times if times < 3 else f"{sign}{times}" for sign, times in runs)
            lines.append(f"{part[0]:X} {signs}")
    return lines


def main(path: str) -> None:
    text = Path(path).read_text("utf-8")
    version = text.partition("Unicode version: ")[2].split()[0]
    COUNTS.write_text(HEAD.format(version=version) + "\n".join(encoded(read_unihan(text))) + "\n", "ascii")


if __name__ == "__main__":
    main(sys.argv[1])
